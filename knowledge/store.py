"""The knowledge base the process serves. Readers take it once a turn; a reload swaps it whole."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge.base import CONTENT, KnowledgeBase

_served: KnowledgeBase | None = None


def content_directory() -> Path:
    """`MOTCUA_KNOWLEDGE`, or the content of this repository."""
    return Path(os.environ.get("MOTCUA_KNOWLEDGE") or CONTENT)


def served() -> KnowledgeBase:
    """The knowledge base served now; read at first use. Raises `KnowledgeError`."""
    global _served
    if _served is None:
        _served = KnowledgeBase.load(content_directory())
    return _served


def serve(base: KnowledgeBase) -> None:
    """Serve another knowledge base from the next turn on."""
    global _served
    _served = base
