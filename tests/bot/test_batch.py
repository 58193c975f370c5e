"""Lines of `motcua route`."""

from __future__ import annotations

import pytest

from bot.batch import BrokenLine, conversation


def test_a_question_and_a_conversation() -> None:
    assert conversation('{"text": "khai sinh", "entry": "x"}') == ["khai sinh"]
    assert conversation('{"turns": [{"user": "a"}, {"user": "b", "expect": {}}]}') == ["a", "b"]


@pytest.mark.parametrize(
    "line", ["{", "[]", "7", '{"text": 3}', '{"turns": []}', '{"turns": [{}]}', '{"turns": ["a"]}']
)
def test_broken_lines(line: str) -> None:
    with pytest.raises(BrokenLine):
        conversation(line)
