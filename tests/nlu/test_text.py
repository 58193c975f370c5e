"""Vietnamese text in one form."""

from __future__ import annotations

import unicodedata

import pytest

from nlu.lexicon import folder
from nlu.text import is_syllable, normal, sound, strip_accents, undo_telex


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hoà  GIẢI", "hòa giải"),
        ("thuỷ lợi", "thủy lợi"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("nghĩa\tvụ\n", "nghĩa vụ"),
    ],
)
def test_one_way_of_writing(typed: str, kept: str) -> None:
    assert normal(typed) == kept
    assert normal(unicodedata.normalize("NFD", typed)) == kept


def test_d_is_folded_too() -> None:
    assert strip_accents("Đăng ký đất đai") == "dang ky dat dai"


@pytest.mark.parametrize("word", ["nghieng", "khuya", "quyen", "gi", "u", "thuong"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["cccd", "ddang", "xyz", "bhyt", ""])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ddang", "dang"), ("theees", "the"), ("kys", "ky"), ("nuowcs", "nuoc"), ("khai", "khai")],
)
def test_telex_left_in_the_text(typed: str, meant: str) -> None:
    assert undo_telex(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [("lam", "nam"), ("tre", "che"), ("sinh", "xinh"), ("giay", "day"), ("ra", "da")],
)
def test_consonants_that_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gks cho bé cần gì ạ", "giay khai sinh cho be can gi a"),
        ("bn tiền v", "bao nhieu tien vay"),
        ("đk tạm trú ntn", "dang ky tam tru nhu the nao"),
        ("làm khai sinh,cần gì?", "lam khai sinh can gi"),
        ("mất 5tr với 25k", "mat 5 trieu voi 25 nghin"),
    ],
)
def test_abbreviations_are_written_out(typed: str, meant: str) -> None:
    assert folder().fold(typed) == meant


def test_an_accented_word_is_no_abbreviation() -> None:
    assert folder().fold("ạ") == "a"
    assert folder().fold("a") == "anh"


@pytest.mark.parametrize("text", ["", "   ", "!!!", "\u200b", "😀"])
def test_nothing_to_read(text: str) -> None:
    assert folder().fold(text) == ""


def test_accented_and_bare_text_meet() -> None:
    said = "Đăng ký thường trú cho con ở đâu hả chị"
    assert folder().fold(said) == folder().fold(strip_accents(said))
