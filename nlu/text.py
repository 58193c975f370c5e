"""Vietnamese text as people type it, brought into one form.

Two views of a text are used: the *normal* form (NFC, lower case, one way of placing tones) keeps
the accents for those who typed them; the *folded* form (no accents, abbreviations and Telex
leftovers undone) is what everything is matched on, so that accented and unaccented questions
meet. A third, the *sound* of a folded word, makes one of the consonants that Northern speakers
mix up in writing: l/n, ch/tr, s/x, d/gi/r.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from knowledge.letters import normal as normal

WORD = re.compile(r"[^\W_]+")

_INITIAL = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
_RIME = (
    "(?:a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|e|ec|ech|em|en|eng|enh|eo|ep|et|eu|i|ia|ich|iec|"
    "iem|ien|ieng|iep|iet|ieu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|"
    "oay|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op|ot|u|ua|uan|uang|uat|uay|uc|ue|uech|uenh|ui|"
    "um|un|ung|uoc|uoi|uom|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych|uyen|uyet|uynh|uyt|uyu|y|ych|"
    "yem|yen|yeng|yet|yeu|ynh|yt)"
)
_SYLLABLE = re.compile(f"{_INITIAL}{_RIME}")
_TELEX_DOUBLE = re.compile(r"([adeo])\1")
_SOUNDS = (("gi", "d"), ("tr", "c"), ("ch", "c"), ("l", "n"), ("r", "d"), ("s", "x"))


def strip_accents(text: str) -> str:
    """Lower case without tone and vowel marks; đ is folded by hand, Unicode does not."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def is_syllable(word: str) -> bool:
    """Whether a folded word could be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


@lru_cache(maxsize=20_000)
def undo_telex(word: str) -> str:
    """ "ddang" -> "dang", "theees" -> "the": keys of the Telex typewriter left in the text."""
    if is_syllable(word) or not word.isascii() or word.isdigit():
        return word
    bare = word
    while (shorter := _TELEX_DOUBLE.sub(r"\1", bare)) != bare:
        bare = shorter
    if is_syllable(bare):
        return bare
    bare = bare.replace("w", "")
    for candidate in (bare, re.sub(r"[sfrxjz](?=[a-z]*$)", "", bare, count=1), bare[:-1]):
        if len(candidate) > 1 and is_syllable(candidate):
            return candidate
    return word


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A folded word with the consonants that are mixed up in writing made one."""
    for spelled, spoken in _SOUNDS:
        if word.startswith(spelled) and len(word) > len(spelled):
            return spoken + word[len(spelled) :]
    return word


class Folder:
    """Folds text and writes out abbreviations.

    `abbreviations` maps a folded short form to its folded long form; a key of several words is
    matched before its parts are. `units` are short forms that count only after a number ("5tr").
    """

    def __init__(self, abbreviations: Mapping[str, str], units: Mapping[str, str]) -> None:
        self._units = units
        shorts = "|".join(sorted(units, key=len, reverse=True))
        self._counted = re.compile(rf"\b(\d+)({shorts})\b")
        self._words = {k: v for k, v in abbreviations.items() if " " not in k}
        phrases = sorted((k for k in abbreviations if " " in k), key=len, reverse=True)
        self._phrases = abbreviations
        self._parts = {part for phrase in phrases for part in phrase.split()}
        self._phrase = (
            re.compile(rf"\b({'|'.join(map(re.escape, phrases))})\b") if phrases else None
        )

    def fold(self, text: str) -> str:
        """The folded words of a text, one space between them."""
        spelled = self._counted.sub(lambda m: f"{m[1]} {self._units[m[2]]}", normal(text))
        words = WORD.findall(spelled)
        folded = " ".join(map(self._word, words))
        if self._phrase is not None:
            folded = self._phrase.sub(lambda m: self._phrases[m.group()], folded)
        return folded

    @lru_cache(maxsize=20_000)  # noqa: B019 - one Folder lives as long as the process
    def _word(self, word: str) -> str:
        if (long := self._words.get(word)) is not None:
            return long
        folded = strip_accents(word)
        if folded != word.replace("đ", "d"):  # accents were typed: "ạ" is not the "a" of "anh"
            return undo_telex(folded)
        if (long := self._words.get(folded)) is not None:
            return long
        if folded in self._parts:
            return folded
        plain = undo_telex(folded)
        return self._words.get(plain, plain)
