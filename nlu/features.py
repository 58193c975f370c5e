"""What a text is compared by: n-grams of folded words, of their sounds, and of characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nlu.text import sound

# Characters of joined words reach past one syllable, so character n-grams run over word ends.
_CHARACTERS = (3, 4)


def words(folded: str) -> Iterator[str]:
    """Words, pairs of words and the sounds of words."""
    tokens = folded.split()
    yield from tokens
    for first, second in pairwise(tokens):
        yield f"{first} {second}"
    for token in tokens:
        yield f"~{sound(token)}"


def characters(folded: str) -> Iterator[str]:
    """Character n-grams; single spaces are kept as word ends."""
    padded = f" {folded} "
    for size in _CHARACTERS:
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]
