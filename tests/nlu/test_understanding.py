"""Choices, buttons and the speech act a message is taken for."""

from __future__ import annotations

import pytest

from nlu.understanding import ASK, Understanding, arbitrate, choice, payload


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("số 2 nhé", 2),
        ("cái thứ hai", 2),
        ("cai dau tien", 1),
        ("cái cuối ấy", -1),
        ("chọn 3 đi em", 3),
        ("ba", 3),
    ],
)
def test_a_choice(text: str, number: int) -> None:
    assert choice(text) == number


@pytest.mark.parametrize(
    "text",
    ["2 vợ chồng em chưa có nhà", "con thứ hai đi học lớp 1", "khai sinh", "", "mất 2 ngày à"],
)
def test_no_choice(text: str) -> None:
    assert choice(text) is None


def test_payloads_fit_a_telegram_button() -> None:
    from knowledge.base import CONTENT, KnowledgeBase
    from knowledge.schema import FACETS

    for entry in KnowledgeBase.load(CONTENT).entries.values():
        for facet in FACETS[entry.kind]:
            assert len(payload(entry.id, facet).encode()) <= 64


def said(best: float, number: int | None = None) -> Understanding:
    return Understanding((("x", best),), best, {}, choice=number)


def test_a_plainly_named_entry_overrules_an_unsure_speech_act() -> None:
    assert arbitrate("greet", 0.9, said(0.8)) == ASK
    assert arbitrate("greet", 0.99, said(0.95)) == ASK
    assert arbitrate("greet", 0.99, said(0.8)) == "greet"
    assert arbitrate("greet", 0.9, said(0.2)) == "greet"
    assert arbitrate("greet", 0.3, said(0.2)) == ASK
    assert arbitrate("greet", 0.3, said(0.0)) == "greet"


def test_a_choice_is_always_a_question() -> None:
    assert arbitrate("acknowledge", 0.99, said(0.0, number=2)) == ASK
