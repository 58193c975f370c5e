"""Times a live reload: from save to new answer, and the slowest turn meanwhile.

Usage: .venv/bin/python -m bench.reload [SYNTHETIC]   (further entries, copies with other words)
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import yaml

from bot import environment, settings
from bot.loading import engine
from bot.reload import Reloader
from knowledge import store
from knowledge.base import CONTENT, KnowledgeBase
from nlu import understanding
from nlu.linker import asked_texts

_FILE = Path("procedures") / "chung-thuc.yml"
_QUESTION = "sao y bản chính giấy tờ mất bao nhiêu tiền một trang"


def enlarge(directory: Path, count: int) -> None:
    """Adds synthetic procedures: real ones under other names, their words shuffled."""
    if not count:
        return
    chance = random.Random(1)
    paths = sorted((CONTENT / "procedures").glob("*.yml"))
    real = [r for p in paths for r in yaml.safe_load(p.read_text("utf-8"))["procedures"]]
    words = [w for r in real for w in r["name"].split()]
    made = []
    for number in range(count):
        name = " ".join(chance.sample(words, 6)) + f" số {number}"
        record = dict(chance.choice(real), id=f"thu-{number}", name=name, codes=[], see_also=[])
        record["aliases"] = [f"việc {name}"]
        record["phrasings"] = {"overview": [f"{name} làm thế nào"]}
        made.append(record)
    text = yaml.safe_dump({"procedures": made}, allow_unicode=True)
    (directory / "procedures" / "them.yml").write_text(text, "utf-8")


async def _measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(shutil.copytree(CONTENT, Path(folder) / "content"))
        enlarge(directory, count)
        store.serve(KnowledgeBase.load(directory))
        reloader = Reloader(directory)
        loaded = engine(quiet=True, reloader=reloader)
        base = understanding.current().base
        texts = [t for e in list(base.entries.values())[:262] for t in asked_texts(e)]
        chance = random.Random(2)
        still = sorted([(await loaded.answer(chance.choice(texts))).ms for _ in range(200)])
        reloader.start()
        while not reloader.warm.is_set():
            await asyncio.sleep(0.1)
        path = directory / _FILE
        path.write_text(path.read_text("utf-8").replace("amount: 2000", "amount: 2500"), "utf-8")
        saved = time.perf_counter()
        times = []
        while "2.500" not in (await loaded.answer(_QUESTION)).replies[0].text:
            times.append((await loaded.answer(chance.choice(texts))).ms)
            await asyncio.sleep(0.01)
        print(f"{len(base.entries)} entries: live {time.perf_counter() - saved:.1f} s after saving")
        print(f"  turns before: p50 {still[100]:.1f} ms, slowest {still[-1]:.1f} ms")
        times.sort()
        middle, last = times[len(times) // 2], times[-1]
        print(f"  turns meanwhile: {len(times)}, p50 {middle:.1f} ms, slowest {last:.1f} ms")


if __name__ == "__main__":
    environment.prepare()
    settings.read()
    asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
