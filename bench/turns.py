"""Times turns inside the engine and the memory of a chatting process.

Usage: .venv/bin/python -m bench.turns [QUESTIONS]   (default 500, sampled from the content, seeded)
"""

from __future__ import annotations

import asyncio
import random
import resource
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from bot import environment
from bot.loading import engine
from knowledge import store
from nlu.linker import asked_texts


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def _measure(count: int) -> None:
    start = time.perf_counter()
    loaded = engine(quiet=True)
    ready = time.perf_counter() - start
    texts = [t for entry in store.served().entries.values() for t in asked_texts(entry)]
    chosen = random.Random(1).sample(texts, min(count, len(texts)))
    times = sorted([(await loaded.answer(text)).ms for text in chosen])
    talk = [(await loaded.answer(text, "one citizen")).ms for text in chosen[:50]]
    print(f"loaded in {ready:.1f} s")
    print(
        f"{len(times)} turns: p50 {median(times):.1f} ms, p95 {quantiles(times, n=20)[-1]:.1f} ms,"
    )
    print(f"  slowest {times[-1]:.1f} ms; 50 turns of one conversation: p50 {median(talk):.1f} ms")
    print(f"resident memory {_resident_mb():.0f} MB")


if __name__ == "__main__":
    environment.prepare()
    asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
