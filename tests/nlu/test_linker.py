"""Linking questions to entries, on the small content."""

from __future__ import annotations

import pytest

from knowledge.base import KnowledgeBase
from nlu.ambiguity import AmbiguousNames
from nlu.classifier import EntryClassifier
from nlu.facets import FacetModel
from nlu.lexicon import folder
from nlu.linker import SIGNS, Linker
from nlu.ranker import Ranker
from nlu.training import train

OTHERS = {
    "trời hôm nay đẹp nhỉ": "out_of_scope",
    "kể chuyện cười đi": "out_of_scope",
    "giá vàng bao nhiêu": "out_of_scope",
    "cảm ơn em": "thanks",
    "chào em": "greet",
    "mất bao nhiêu tiền": "follow_up",
}


@pytest.fixture
def trained(base: KnowledgeBase) -> tuple[EntryClassifier, Ranker]:
    return train(base, OTHERS)


def best(base: KnowledgeBase, trained: tuple[EntryClassifier, Ranker], text: str) -> str:
    return Linker(base, trained[0]).link(text, trained[1]).candidates[0].entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("gks cho con cần gì ạ", "dang-ky-khai-sinh"),
        ("Làm giấy khai sinh cho cháu", "dang-ky-khai-sinh"),
        ("lam giay khai xinh cho be", "dang-ky-khai-sinh"),
        ("bố em mất thì báo tử ở đâu", "dang-ky-khai-tu"),
        ("giay chung tu cua ong noi", "dang-ky-khai-tu"),
        ("cho hỏi mật khẩu wifi", "wifi"),
        ("xin cấp phép nuôi hươu", "2.000777"),
    ],
)
def test_a_question_finds_its_entry(
    base: KnowledgeBase, trained: tuple[EntryClassifier, Ranker], text: str, entry: str
) -> None:
    assert best(base, trained, text) == entry


def test_probabilities_are_shares_of_what_is_ours(
    base: KnowledgeBase, trained: tuple[EntryClassifier, Ranker]
) -> None:
    link = Linker(base, trained[0]).link("khai sinh cho bé", trained[1])
    scores = [c.score for c in link.candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) == pytest.approx(link.scope, abs=0.01)
    assert link.signs.shape == (len(scores), len(SIGNS))


def test_only_the_entries_named(
    base: KnowledgeBase, trained: tuple[EntryClassifier, Ranker]
) -> None:
    among = ("dang-ky-khai-tu", "wifi")
    link = Linker(base, trained[0]).link("khai sinh cho bé", trained[1], only=among)
    assert {c.entry for c in link.candidates} <= set(among)


def test_an_entry_added_after_training_is_found(base: KnowledgeBase) -> None:
    older = {i: e for i, e in base.entries.items() if i != "dang-ky-khai-tu"}
    classifier, ranker = train(
        KnowledgeBase(
            base.commune,
            older,
            base.indexed,
            base.contacts,
            base.sites,
            base.ambiguous,
            base.places,
            "older",
        ),
        OTHERS,
    )
    assert "dang-ky-khai-tu" not in classifier.labels
    assert (
        best(base, (classifier, ranker), "bố em mới mất thì khai tử thế nào") == "dang-ky-khai-tu"
    )


@pytest.mark.parametrize("text", ["", "😀", "zzzz qqqq", "a" * 5_000, "\x00\x01"])
def test_nothing_to_link_is_no_error(
    base: KnowledgeBase, trained: tuple[EntryClassifier, Ranker], text: str
) -> None:
    link = Linker(base, trained[0]).link(text, trained[1])
    assert 0 <= link.scope <= 1


def test_what_was_saved_is_what_is_loaded(
    base: KnowledgeBase, trained: tuple[EntryClassifier, Ranker], tmp_path: object
) -> None:
    classifier = trained[0]
    classifier.save(tmp_path)  # type: ignore[arg-type]
    again = EntryClassifier.load(tmp_path)  # type: ignore[arg-type]
    text = folder().fold("khai sinh cho bé")
    assert again.labels == classifier.labels
    assert (again.margins(text) == classifier.margins(text)).all()


def test_ambiguous_names_ask_back(base: KnowledgeBase) -> None:
    names = AmbiguousNames(base)
    fold = folder().fold
    assert names.among(fold("giấy hộ tịch")) == ("dang-ky-khai-sinh", "dang-ky-khai-tu")
    assert names.among(fold("giấy hộ tịch khai sinh")) == ()
    assert names.among(fold("wifi")) == ()


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("mất bao nhiêu tiền", ("fee",)),
        ("can giay to gi", ("documents",)),
        ("mấy ngày thì xong", ("duration",)),
    ],
)
def test_facets_named_without_an_entry(
    base: KnowledgeBase, text: str, facets: tuple[str, ...]
) -> None:
    assert FacetModel.train(base).asked(text)["procedure"].plain == facets
