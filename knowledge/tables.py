"""Records as tables, and back: what a spreadsheet holds of the content.

A kind of entry is one table with a row an entry; a field that is a list of records (papers, fees
...) or of questions is a table of its own, with the entry's id in its first column. Lists of
lines are one cell, a line each; `filing` is spread over columns `filing.in_person` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.inspect import (
    BoolType,
    DictType,
    IntType,
    StructType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

from knowledge.base import RECORDS, KnowledgeBase
from knowledge.schema import Entry

KINDS = tuple(key for key, record in RECORDS.items() if issubclass(record, Entry))
ID = "id"
FACET, TEXT = "facet", "text"  # columns of the table of sample questions

Cells = dict[str, str]


@dataclass(frozen=True)
class Column:
    """A column: its name, and how its cells are read."""

    name: str
    type: Type

    @property
    def is_lines(self) -> bool:
        """Whether a cell holds a list, a line each."""
        return isinstance(_plain(self.type), VarTupleType)

    def cell(self, value: Any) -> str:
        """A value as it stands in a cell."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return "\n".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)

    def value(self, cell: str) -> Any:
        """What a cell says, as plain data; text where it is not what it should be."""
        if self.is_lines:
            return [line.strip() for line in cell.splitlines() if line.strip()]
        if not cell.strip():
            return None
        kind = _plain(self.type)
        if isinstance(kind, BoolType) and cell.strip().lower() in ("true", "false"):
            return cell.strip().lower() == "true"
        if isinstance(kind, IntType) and cell.strip().isdecimal():
            return int(cell)
        return cell.strip()


@dataclass(frozen=True)
class Table:
    """A table of a kind: `field` is None for the table with a row an entry."""

    key: str
    field: str | None
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """`procedures`, `procedures.fees` ...: the name of its sheet."""
        return f"{self.key}.{self.field}" if self.field else self.key

    def rows(self, base: KnowledgeBase) -> Iterator[Cells]:
        """The rows of a knowledge base, entries in their order."""
        for entry in base.entries.values():
            if isinstance(entry, RECORDS[self.key]):
                yield from self._of(entry)

    def _of(self, entry: Entry) -> Iterator[Cells]:
        if self.field is None:
            yield {c.name: c.cell(_get(entry, c.name)) for c in self.columns}
        elif self.field == "phrasings":
            for facet, texts in entry.phrasings.items():
                for text in texts:
                    yield {ID: entry.id, FACET: facet, TEXT: text}
        else:
            for part in getattr(entry, self.field):
                yield {ID: entry.id} | {
                    c.name: c.cell(_get(part, c.name)) for c in self.columns if c.name != ID
                }


def tables(key: str) -> tuple[Table, ...]:
    """The tables of a kind (`procedures` ...), the one of the entries first."""
    own: list[Column] = []
    below: list[Table] = []
    for name, kind in record_fields(RECORDS[key]):
        if isinstance(kind, DictType):
            columns = (Column(ID, _TEXT), Column(FACET, _TEXT), Column(TEXT, _TEXT))
            below.append(Table(key, name, columns))
        elif isinstance(kind, VarTupleType) and isinstance(kind.item_type, StructType):
            parts = [Column(n, t) for n, t in record_fields(kind.item_type.cls)]
            below.append(Table(key, name, (Column(ID, _TEXT), *parts)))
        elif isinstance(kind, StructType):
            own += [Column(f"{name}.{n}", t) for n, t in record_fields(kind.cls)]
        else:
            own.append(Column(name, kind))
    return (Table(key, None, tuple(own)), *below)


def fields_of(table: Table, rows: list[Cells]) -> dict[str, dict[str, Any]]:
    """id -> field -> plain data, as the rows of one table tell."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        fields = found.setdefault(row[ID].strip(), {})
        if table.field is None:
            for column in table.columns:
                _put(fields, column.name, column.value(row.get(column.name, "")))
        elif table.field == "phrasings":
            asked = fields.setdefault(table.field, {})
            asked.setdefault(row.get(FACET, "").strip(), []).append(row.get(TEXT, "").strip())
        else:
            values = {c.name: c.value(row.get(c.name, "")) for c in table.columns if c.name != ID}
            part = {name: v for name, v in values.items() if v not in (None, [])}
            fields.setdefault(table.field, []).append(part)
    return found


_TEXT = type_info(str)


def record_fields(record: type[Struct]) -> Iterator[tuple[str, Type]]:
    """The fields of a record as written, with their types."""
    info = type_info(record)
    assert isinstance(info, StructType)
    for field in info.fields:
        yield field.encode_name, field.type


def _plain(kind: Type) -> Type:
    """A type without "or nothing"."""
    if isinstance(kind, UnionType):
        return next(t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType))
    return kind


def _get(record: Struct, name: str) -> Any:
    value: Any = record
    for step in name.split("."):
        names = dict(zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True))
        value = getattr(value, names[step])
    return value


def _put(fields: dict[str, Any], name: str, value: Any) -> None:
    outer, _, inner = name.partition(".")
    if not inner:
        fields[outer] = value
    elif value not in (None, [], False):
        fields.setdefault(outer, {})[inner] = value
    else:
        fields.setdefault(outer, {})
