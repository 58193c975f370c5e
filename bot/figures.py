"""Figures of `motcua eval`: recorded, compared and printed as value (delta)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.evaluation import OUTCOMES, Report
from bot.settings import ROOT

RECORD = ROOT / "tests" / "accuracy.json"
MARGIN = 1.0  # points a figure may drop before the test fails
# Lower is better for these; times belong to bench/ and are not compared.
_FALLING = ("entry wrong", "entry missed", "fell back though ours")
_NOT_COMPARED = ("ms p50", "ms p95", "entry asked")


def recorded(name: str) -> dict[str, float]:
    """The figures last recorded for a data file; empty when there are none."""
    if not RECORD.exists():
        return {}
    figures: dict[str, float] = json.loads(RECORD.read_text("utf-8")).get(name, {})
    return figures


def record(name: str, figures: Mapping[str, float]) -> None:
    """Keep figures as the mark to compare with."""
    kept = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    kept[name] = {k: v for k, v in figures.items() if not k.startswith("ms")}
    RECORD.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", "utf-8")


def drops(figures: Mapping[str, float], last: Mapping[str, float]) -> list[str]:
    """The figures that are worse than the recorded ones by more than the margin."""
    found = []
    for name, before in last.items():
        if name in _NOT_COMPARED or name not in figures:
            continue
        change = figures[name] - before
        if (change if name in _FALLING else -change) > MARGIN:
            found.append(f"{name} {figures[name]:.1f} ({change:+.1f})")
    return found


def table(name: str, report: Report, last: Mapping[str, float]) -> str:
    """The report as text: figures with deltas, outcomes per kind and style, confusions."""
    lines = [f"== {name}"]
    for figure, value in report.figures().items():
        delta = f" ({value - last[figure]:+.1f})" if figure in last else ""
        lines.append(f"  {figure:28}{value:7.1f}{delta}")
    for title, groups in (("kind", report.kinds), ("style", report.styles)):
        if groups:
            lines.append(f"  {title:14}" + "".join(f"{o:>8}" for o in OUTCOMES) + f"{'n':>8}")
        for group, counts in sorted(groups.items()):
            cells = "".join(f"{counts[o]:8}" for o in OUTCOMES)
            lines.append(f"  {group:14}{cells}{sum(counts.values()):8}")
    for expected, got, times in report.confusions()[:15]:
        lines.append(f"  {times} × {expected} → {got}")
    return "\n".join(lines)
