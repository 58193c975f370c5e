"""The JSON of a turn, as `motcua route` and `motcua ask --json` print it (see the contract)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.engine import Result


def prediction(result: Result) -> dict[str, Any]:
    """The prediction object of one turn."""
    turn = result.turn
    return {
        "text": result.text,
        "kind": turn.kind,
        "entry": turn.entry if turn.action in ("answer", "clarify") else None,
        "facets": list(turn.facets),
        "action": turn.action,
        "confidence": turn.confidence,
        "candidates": [{"entry": entry, "score": score} for entry, score in turn.candidates],
        "reply": [reply.text for reply in result.replies],
        "buttons": [choice.title for reply in result.replies for choice in reply.choices],
        "ms": result.ms,
    }
