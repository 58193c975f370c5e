"""Conversations written down as YAML (`tests/dialogues/`), run through the real engine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.engine import Engine
from bot.prediction import prediction

FILES = Path(__file__).parent / "dialogues"


def dialogues() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(file: what it is about, its turns)."""
    for path in sorted(FILES.glob("*.yml")):
        for dialogue in yaml.safe_load(path.read_text("utf-8")):
            yield f"{path.stem}: {dialogue['about']}", dialogue["turns"]


async def mistakes(engine: Engine, turns: list[dict[str, Any]]) -> list[str]:
    """What went otherwise than written, turn by turn."""
    sender = uuid.uuid4().hex
    offered: list[str] = []
    found = []
    for turn in turns:
        got = prediction(await engine.answer(turn["user"], sender))
        wrong = _differences(turn, got, offered)
        if wrong:
            found.append(f"«{turn['user']}»: {'; '.join(wrong)}")
        if got["action"] in ("clarify", "fallback"):
            offered = [c["entry"] for c in got["candidates"][: len(got["buttons"])]]
    return found


def _differences(turn: dict[str, Any], got: dict[str, Any], offered: list[str]) -> list[str]:
    wrong = []
    actions = turn["action"] if isinstance(turn["action"], list) else [turn["action"]]
    if got["action"] not in actions:
        wrong.append(f"{got['action']} ({got['entry']}) instead of {turn['action']}")
    wanted = turn.get("entry", [])
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    if "pick" in turn:
        wanted = offered[turn["pick"] - 1 : turn["pick"]]
    if "answer" in actions and wanted and got["entry"] not in wanted:
        wrong.append(f"entry {got['entry']} instead of {' or '.join(wanted)}")
    if "facets" in turn and set(got["facets"]) != set(turn["facets"]):
        wrong.append(f"facets {got['facets']} instead of {turn['facets']}")
    missing = set(turn.get("offers", [])) - {c["entry"] for c in got["candidates"][:4]}
    if missing:
        wrong.append(f"not offered: {', '.join(sorted(missing))}")
    return wrong
