"""Accuracy on the labelled questions, compared with the last recorded figures.

The questions lie beside the checkout (`../shared/eval`) and, for our own held-out ones, in
`tests/heldout/`. Figures are recorded with `motcua eval --record FILE`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import evaluation, figures
from bot.engine import Engine
from bot.settings import ROOT

pytestmark = pytest.mark.model

FILES = [
    *sorted((ROOT / "tests" / "heldout").glob("*.jsonl")),
    *sorted((ROOT.parent / "shared" / "eval").glob("dev*.jsonl")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
async def test_no_figure_drops(
    engine: Engine, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = path.read_text("utf-8").splitlines()
    report = await evaluation.evaluate(engine, lines)
    last = figures.recorded(path.name)
    assert last, f"no figures recorded: motcua eval --record {path}"
    with capsys.disabled():
        print("\n" + figures.table(path.name, report, last))
    assert report.broken == []
    assert figures.drops(report.figures(), last) == []
