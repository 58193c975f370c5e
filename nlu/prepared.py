"""Making a changed content ready in a process of its own, so that no turn waits for it.

`python -m nlu.prepared` reads lines from its standard input, each naming a content directory and
a directory to write to (JSON list of two), and answers each with a line: the problems of the
content (JSON list; empty: it is ready there). It keeps what it read and counted of files that
have not changed. `read` takes the result over piece by piece; each piece is short, so that
another thread can go on answering in between.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from knowledge.base import RECORDS, KnowledgeBase, Parsed
from knowledge.problems import KnowledgeError, Problem
from knowledge.schema import Commune, Entry, IndexedProcedure
from nlu import features
from nlu.index import Index
from nlu.linker import Indexed, feature_spaces

_AT_A_TIME, _PAUSE = 30, 0.002  # lines (under a millisecond's work), seconds
_RECORDS, _WORDS, _CHARACTERS = "records.jsonl", "words.npz", "characters.npz"
_COMMUNE, _INDEXED, _NAMES, _VERSION = "commune", "indexed", "names", "version"


def write(base: KnowledgeBase, indexed: Indexed, directory: Path) -> None:
    """Write a knowledge base and its indexes."""
    kinds = {record: key for key, record in RECORDS.items()}
    lines: list[tuple[str, Any]] = [(_VERSION, base.version), (_COMMUNE, base.commune)]
    groups: tuple[Mapping[str, Any], ...] = (
        base.entries,
        base.contacts,
        base.sites,
        base.ambiguous,
    )
    lines += [(kinds[type(record)], record) for group in groups for record in group.values()]
    lines += [(_INDEXED, item) for item in base.indexed.values()]
    lines += [(_NAMES, names) for names in indexed.names]
    with (directory / _RECORDS).open("wb") as file:
        for kind, record in lines:
            file.write(f"{kind} ".encode() + msgspec.json.encode(record) + b"\n")
    indexed.words.save(directory / _WORDS)
    indexed.characters.save(directory / _CHARACTERS)


def read(directory: Path) -> tuple[KnowledgeBase, Indexed]:
    """Read what `write` wrote; without the places in the files, which only checks need."""
    types: dict[str, Any] = {
        **RECORDS,
        _COMMUNE: Commune,
        _INDEXED: IndexedProcedure,
        _NAMES: tuple[str, ...],
        _VERSION: str,
    }
    decoders = {kind: msgspec.json.Decoder(record) for kind, record in types.items()}
    found: dict[str, list[Any]] = {kind: [] for kind in types}
    with (directory / _RECORDS).open("rb") as file:
        for line in _gently(file):
            kind, _, record = line.partition(b" ")
            found[kind.decode()].append(decoders[kind.decode()].decode(record))
    entries = [
        r for kind, record in RECORDS.items() if issubclass(record, Entry) for r in found[kind]
    ]
    base = KnowledgeBase(
        commune=found[_COMMUNE][0],
        entries=_by_id(entries),
        indexed=MappingProxyType({item.code: item for item in found[_INDEXED]}),
        contacts=_by_id(found["contacts"]),
        sites=_by_id(found["sites"]),
        ambiguous=_by_id(found["ambiguous"]),
        places=MappingProxyType({}),
        version=found[_VERSION][0],
    )
    words = Index.load(directory / _WORDS, features.words)
    characters = Index.load(directory / _CHARACTERS, features.characters)
    return base, Indexed(found[_NAMES], words, characters)


def _gently(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines, with a pause now and then: a turn under way in another thread gives up the
    interpreter hundreds of times, and would each time wait for us to do the same.
    """
    for number, line in enumerate(lines):
        if number % _AT_A_TIME == 0:
            time.sleep(_PAUSE)
        yield line


def _by_id(records: Iterable[Any]) -> Mapping[str, Any]:
    return MappingProxyType({record.id: record for record in records})


def _serve() -> None:
    """Prepare what is asked for, until the end of the input."""
    parsed: Parsed = {}
    spaces = feature_spaces()
    for line in sys.stdin:
        content, target = map(Path, json.loads(line))
        problems: list[Problem] = []
        try:
            base = KnowledgeBase.load(content, parsed)
            write(base, Indexed.make(base, spaces), target)
        except KnowledgeError as error:
            problems = list(error.problems)
        print(msgspec.json.encode([p.as_data() for p in problems]).decode(), flush=True)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # who asked is gone
        _serve()
