"""`motcua eval`: how often the engine is right on labelled questions and dialogues.

Scoring (lines with an entry): *right* the entry, or one of `also`, was answered; *asked* the
assistant asked back and it is among the first four choices; *wrong* another entry was answered;
*missed* anything else. Lines without an entry are right when nothing is answered. Facets are
compared as sets on right procedure answers. A dialogue turn is right when its action is the
expected one and, for an answer, the entry is.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from bot.batch import BrokenLine, conversation, run

if TYPE_CHECKING:
    from bot.engine import Engine

OUTCOMES = ("right", "asked", "wrong", "missed")
_ACCENTED = ("formal", "colloquial", "long")


@dataclass
class Report:
    """Counts gathered over files; `figures` are the numbers that are recorded and compared."""

    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    styles: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    facets: Counter[bool] = field(default_factory=Counter)
    off_topic: Counter[bool] = field(default_factory=Counter)
    speech_acts: Counter[bool] = field(default_factory=Counter)
    turns: Counter[bool] = field(default_factory=Counter)
    fell_back: int = 0
    mistakes: list[dict[str, Any]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Shares in per cent; milliseconds for the times. Only what the files measure."""
        entries = sum((c for c in self.kinds.values()), Counter())
        total = sum(entries.values())
        figures = {f"entry {o}": _share(entries[o], total) for o in OUTCOMES if total}
        if total:
            accented = sum((self.styles[s] for s in _ACCENTED), Counter())
            bare = self.styles["no_accent"]
            figures["no_accent right"] = _share(bare["right"], sum(bare.values()))
            figures["accented right"] = _share(accented["right"], sum(accented.values()))
            rough = self.styles["typo"] + self.styles["teencode"]
            figures["typo and teencode right"] = _share(rough["right"], sum(rough.values()))
            figures["fell back though ours"] = _share(self.fell_back, total)
        for name, counter in (
            ("facets exact", self.facets),
            ("off-topic kept out", self.off_topic),
            ("speech acts right", self.speech_acts),
            ("dialogue turns right", self.turns),
        ):
            if counter:
                figures[name] = _share(counter[True], sum(counter.values()))
        if len(self.ms) > 1:
            figures["ms p50"] = round(median(self.ms), 1)
            figures["ms p95"] = round(quantiles(self.ms, n=20)[-1], 1)
        return figures

    def confusions(self) -> list[tuple[str, str, int]]:
        """(expected, answered, how often), most frequent first."""
        pairs = Counter((m["expected"], m["got"]) for m in self.mistakes if m["outcome"] == "wrong")
        return [(e or "–", g or "–", n) for (e, g), n in pairs.most_common()]


async def evaluate(engine: Engine, lines: Iterable[str]) -> Report:
    """Run every labelled line through the engine."""
    report = Report()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            texts = conversation(line)
            expected = _labelled(json.loads(line))
        except BrokenLine as error:
            report.broken.append(f"dòng {number}: {error}")
            continue
        predictions = await run(engine, texts)
        report.ms += [p["ms"] for p in predictions]
        if "turns" in expected:
            _dialogue(report, expected["turns"], predictions)
        else:
            _question(report, expected, predictions[0])
    return report


def _labelled(data: dict[str, Any]) -> dict[str, Any]:
    """The line, if its labels can be compared with. Raises `BrokenLine`."""
    turns = data.get("turns")
    labels = [turn.get("expect", {}) for turn in turns] if turns else [data]
    for label in labels:
        if not isinstance(label, dict):
            raise BrokenLine("«expect» phải là một nhóm {...}")
        if not isinstance(label.get("entry"), (str, type(None))):
            raise BrokenLine("«entry» phải là một mã hoặc null")
        if not all(isinstance(label.get(k) or [], list) for k in ("also", "facets")):
            raise BrokenLine("«also» và «facets» phải là danh sách")
    if not turns and not isinstance(data.get("kind"), str):
        raise BrokenLine("thiếu «kind»")
    return data


def _question(report: Report, expected: Mapping[str, Any], got: Mapping[str, Any]) -> None:
    entry = expected.get("entry")
    if entry is None:
        kept = got["action"] != "answer"
        if expected["kind"] == "out_of_scope":
            report.off_topic[kept] += 1
        else:
            report.speech_acts[got["kind"] == expected["kind"]] += 1
        if not kept or (expected["kind"] != "out_of_scope" and got["kind"] != expected["kind"]):
            _mistake(report, expected, got, "off-topic")
        return
    outcome = _outcome({entry, *(expected.get("also") or ())}, got)
    report.kinds[expected["kind"]][outcome] += 1
    report.styles[expected.get("style", "–")][outcome] += 1
    report.fell_back += got["action"] == "fallback"
    exact = set(got["facets"]) == set(expected.get("facets") or ())
    if outcome == "right" and expected["kind"] == "procedure":
        report.facets[exact] += 1
    if outcome != "right":
        _mistake(report, expected, got, outcome)
    elif expected["kind"] == "procedure" and not exact:
        _mistake(report, expected, got, "facets")


def _outcome(wanted: set[str], got: Mapping[str, Any]) -> str:
    if got["action"] == "answer":
        return "right" if got["entry"] in wanted else "wrong"
    if got["action"] == "clarify":
        offered = {c["entry"] for c in got["candidates"][:4]}
        return "asked" if offered & wanted else "missed"
    return "missed"


def _dialogue(
    report: Report, turns: list[dict[str, Any]], predictions: list[dict[str, Any]]
) -> None:
    offered: list[str] = []
    answered: str | None = None
    for turn, got in zip(turns, predictions, strict=True):
        expected = turn.get("expect") or {}
        wanted = {expected.get("entry"), *(expected.get("also") or ())}
        if (pick := expected.get("pick")) and pick <= len(offered):
            wanted = {offered[pick - 1]}
        if expected.get("same_as_previous"):
            wanted = {answered}
        right = got["action"] == expected.get("action")
        if right and got["action"] == "answer":
            right = got["entry"] in wanted
        report.turns[right] += 1
        if not right:
            _mistake(report, {"text": turn["user"], **expected}, got, "turn")
        if got["action"] == "answer":
            answered = got["entry"]
        if got["action"] in ("clarify", "fallback"):
            offered = [c["entry"] for c in got["candidates"][: len(got["buttons"])]]


def _mistake(
    report: Report, expected: Mapping[str, Any], got: Mapping[str, Any], outcome: str
) -> None:
    report.mistakes.append(
        {
            "outcome": outcome,
            "text": expected.get("text"),
            "expected": expected.get("entry"),
            "expected_action": expected.get("action"),
            "expected_facets": expected.get("facets"),
            "got": got["entry"],
            "action": got["action"],
            "kind": got["kind"],
            "facets": got["facets"],
            "confidence": got["confidence"],
            "candidates": got["candidates"][:4],
        }
    )


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
