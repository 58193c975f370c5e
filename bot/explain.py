"""`--explain`: what was understood in a turn, for the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engine import Result


def explain(result: Result) -> str:
    """Kind, entry, facets, scores, candidates and time, in a few lines."""
    turn = result.turn
    near = ", ".join(f"{entry} {score:.2f}" for entry, score in turn.candidates[:5])
    return "\n".join(
        [
            f"   ┊ {turn.action} · loại {turn.kind} · mục {turn.entry or '–'} "
            f"· hỏi {', '.join(turn.facets) or '–'} · tin {turn.confidence:.2f}",
            f"   ┊ lời nói: {turn.intent or '–'} {turn.intent_confidence:.2f} "
            f"· gần nhất: {near or '–'}",
            f"   ┊ {result.ms:.1f} ms",
        ]
    )
