"""Accuracy and time as the content grows by synthetic entries.

Usage: .venv/bin/python -m bench.growth [SYNTHETIC ...]   (default 0 1000 5000)
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.reload import enlarge
from bot import environment
from bot.evaluation import evaluate
from bot.loading import engine
from bot.settings import ROOT
from knowledge import store
from knowledge.base import CONTENT, KnowledgeBase
from nlu import understanding

_QUESTIONS = ROOT / "tests" / "heldout" / "questions.jsonl"


async def _measure(counts: list[int]) -> None:
    loaded = engine(quiet=True)
    lines = _QUESTIONS.read_text("utf-8").splitlines()
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            directory = Path(shutil.copytree(CONTENT, Path(folder) / "content"))
            enlarge(directory, count)
            base = KnowledgeBase.load(directory)
        store.serve(base)
        understanding.use(understanding.current().over(base))
        report = await evaluate(loaded, lines)
        told = report.figures()
        print(
            f"{len(base.entries)} entries: right {told['entry right']}, "
            f"wrong {told['entry wrong']}, off-topic kept out {told['off-topic kept out']}, "
            f"p50 {median(report.ms):.1f} ms, p95 {told['ms p95']} ms"
        )


if __name__ == "__main__":
    environment.prepare()
    asyncio.run(_measure([int(count) for count in sys.argv[1:]] or [0, 1_000, 5_000]))
