"""Names so general that nobody could tell which entry is meant ("sang tên", "xin bản sao")."""

from __future__ import annotations

import re

from knowledge.base import KnowledgeBase
from nlu.lexicon import cues, folder


class AmbiguousNames:
    """The ambiguous names of a knowledge base, looked up in questions."""

    def __init__(self, base: KnowledgeBase) -> None:
        fold = folder().fold
        self._filler = frozenset(cues()["filler"])
        phrases = sorted(map(fold, cues()["filler_phrases"]), key=len, reverse=True)
        self._phrases = re.compile(rf"\b(?:{'|'.join(phrases)})\b")
        self._names = sorted(
            (
                (f" {fold(name)} ", group.entries)
                for group in base.ambiguous.values()
                for name in group.names
            ),
            key=lambda named: -len(named[0]),
        )

    def among(self, folded: str) -> tuple[str, ...]:
        """The entries to ask among, when a question says no more than an ambiguous name."""
        text = f" {self._phrases.sub('|', folded)} "
        for name, entries in self._names:  # the longest first
            before, found, after = text.partition(name)
            if found and self._is_filler(before) and self._is_filler(after):
                return entries
        return ()

    def _is_filler(self, text: str) -> bool:
        return all(word in self._filler for word in text.replace("|", " ").split())
