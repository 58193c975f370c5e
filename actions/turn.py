"""The record of a turn that `motcua route`, `--explain` and the evaluation read."""

from __future__ import annotations

from msgspec import Struct

SLOT = "turn"


class Turn(Struct, frozen=True):
    """What was understood and done; see the contract of `motcua route`."""

    kind: str
    action: str
    entry: str | None = None
    facets: tuple[str, ...] = ()
    confidence: float = 0.0
    candidates: tuple[tuple[str, float], ...] = ()
    intent: str = ""
    intent_confidence: float = 0.0
