"""Names so general that nobody could tell which entry is meant ("sang tên", "xin bản sao")."""

from __future__ import annotations

from collections import Counter

from knowledge.base import KnowledgeBase
from nlu.lexicon import folder

# A word that so many entries are asked with says nothing about any of them.
_COMMON_SHARE = 0.12
_COMMON_LEAST = 4


class AmbiguousNames:
    """The ambiguous names of a knowledge base, looked up in questions."""

    def __init__(self, base: KnowledgeBase) -> None:
        fold = folder().fold
        spread = Counter(
            word
            for entry in base.entries.values()
            for word in {
                w
                for texts in entry.phrasings.values()
                for text in texts
                for w in fold(text).split()
            }
        )
        common = max(_COMMON_LEAST, _COMMON_SHARE * len(base.entries))
        self._common = {word for word, entries in spread.items() if entries >= common}
        self._names = [
            (frozenset(fold(name).split()), group.entries)
            for group in base.ambiguous.values()
            for name in group.names
        ]

    def among(self, folded: str) -> tuple[str, ...]:
        """The entries to ask among, when a question says no more than an ambiguous name."""
        words = set(folded.split())
        telling = words - self._common
        fitting = [
            (len(name), entries)
            for name, entries in self._names
            if name <= words and telling <= name
        ]
        return max(fitting, default=(0, ()))[1]
