"""A hundred ways an edit can go wrong: each is accepted by the rules or refused with its place."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.problems import KnowledgeError, Problem
from tests.conftest import COMMUNE, OTHERS, PROCEDURES, Edit

FILES = {"commune.yml": COMMUNE, "procedures/ho-tich.yml": PROCEDURES, **OTHERS}
Mutation = Callable[[random.Random, str], bytes]


def _without_a_line(chance: random.Random, text: str) -> bytes:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines).encode()


def _cut_off(chance: random.Random, text: str) -> bytes:
    return text.encode()[: chance.randrange(len(text))]


def _other_indent(chance: random.Random, text: str) -> bytes:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(["", " ", "      ", "\t"]) + lines[at].lstrip()
    return "".join(lines).encode()


def _other_value(chance: random.Random, text: str) -> bytes:
    lines = text.splitlines(keepends=True)
    at = chance.choice([n for n, line in enumerate(lines) if ":" in line])
    wrong = chance.choice(
        ["[1, 2]", "{a: b}", "~", "-5", "true", "x" * 5_000, "'", "&a *a", "!!x y"]
    )
    lines[at] = f"{lines[at].partition(':')[0]}: {wrong}\n"
    return "".join(lines).encode()


def _swapped_ids(chance: random.Random, text: str) -> bytes:
    ids = ["dang-ky-khai-sinh", "dang-ky-khai-tu", "wifi", "tong-dai", "gia-cong-an", "khong-co"]
    return text.replace(chance.choice(ids), chance.choice(ids)).encode()


def _other_encoding(chance: random.Random, text: str) -> bytes:
    encoding = chance.choice(["utf-16", "utf-32", "cp1258", "utf-8-sig", "latin-1"])
    return text.encode(encoding, "replace")


def _odd_bytes(chance: random.Random, text: str) -> bytes:
    raw = bytearray(text.encode())
    for _ in range(3):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


MUTATIONS: list[Mutation] = [
    _without_a_line,
    _cut_off,
    _other_indent,
    _other_value,
    _swapped_ids,
    _other_encoding,
    _odd_bytes,
]


def refused(directory: Path) -> tuple[Problem, ...]:
    """Why the content is refused; nothing when it is accepted."""
    try:
        KnowledgeBase.load(directory)
    except KnowledgeError as error:
        return error.problems or (Problem(Path(), 0, "", "", ""),)
    return ()


@pytest.mark.parametrize("seed", range(100))
def test_a_mutated_file_is_accepted_or_refused_with_its_place(content: Edit, seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(list(FILES))
    raw = MUTATIONS[seed % len(MUTATIONS)](chance, FILES[name])
    directory = content()
    (directory / name).write_bytes(raw)
    for problem in refused(directory):
        assert problem.file.parts[0] == "content"
        assert problem.line >= 1
        assert problem.what
