"""Vietnamese letters in one form: composed, lower case, tones placed one way."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_END = r"(?![\w\u0300-\u036f])"  # of the word; "hoặc" goes on with a breve
# "hoà" -> "hòa": the tone goes to the first of oa, oe, uy when nothing follows; "quý" stays,
# its u belongs to the initial.
_LATE_TONE = re.compile(
    rf"(?<!q)(o)([ae])([{_TONES}]){_END}|(?<!q)(u)(y)([{_TONES}]){_END}", re.IGNORECASE
)


def one_way(text: str) -> str:
    """NFC with tones placed one way ("Hoà" -> "Hòa")."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _LATE_TONE.sub(_early_tone, decomposed))


def normal(text: str) -> str:
    """`one_way` in lower case, white space made single."""
    return " ".join(one_way(text.lower()).split())


def _early_tone(match: re.Match[str]) -> str:
    first, second, tone = (g for g in match.groups() if g is not None)
    return first + tone + second
