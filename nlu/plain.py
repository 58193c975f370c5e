"""Plain questions: a name of an entry and a way of asking ("khai tử" + "nộp ở đâu ạ").

Phrasings tell how people really ask, which is seldom plain; these make sure the plain ones work.
They are made for training only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from knowledge.base import KnowledgeBase
from knowledge.schema import Entry
from nlu.lexicon import follow_ups

OVERVIEW = "overview"
_SEED = 1
_WAYS = 2  # of asking, for each name
_LONGEST = 6  # words of a follow-up that still sounds plain after a name


@cache
def _ways(kind: str) -> tuple[tuple[str, str], ...]:
    """(facet or facets, way of asking) of a kind of entry; short ones."""
    return tuple(
        (key, text)
        for key, texts in follow_ups().get(kind, {}).items()
        for text in texts
        if len(text.split()) <= _LONGEST
    )


def plain_questions(base: KnowledgeBase) -> Iterator[tuple[Entry, str, str]]:
    """(entry, facets joined by "+", question): every name alone, and with ways of asking."""
    chance = random.Random(_SEED)
    for entry in base.entries.values():
        for name in (entry.name, *entry.aliases):
            yield entry, OVERVIEW, name
            ways = _ways(entry.kind)
            for key, text in chance.sample(ways, min(_WAYS, len(ways))):
                yield entry, key, f"{name} {text}"
