"""Changing single fields of a content file: every other line, comments too, stays as it was."""

from __future__ import annotations

from typing import Any

import yaml

_WIDTH = 110
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def set_field(text: str, key: str, number: int, field: str, value: Any) -> str:
    """The text of a file with one field of its `number`-th record written anew.

    `value` is plain data; None or an empty list takes the field out. A field that was not there
    is written at the end of the record.
    """
    record = _records(text, key)[number]
    lines = text.splitlines(keepends=True)
    column = " " * record.start_mark.column
    made = "" if value in (None, [], (), {}) else as_yaml(field, value, column)
    fields = [(name, node) for name, node in record.value]
    for place, (name, _) in enumerate(fields):
        if name.value != field:
            continue
        first = name.start_mark.line
        after = fields[place + 1][0].start_mark.line if place + 1 < len(fields) else None
        last = _end(lines, first, after, name.start_mark.column)
        if place == 0:  # stands behind the dash
            made = made[: len(column) - 2] + "- " + made[len(column) :]
        return "".join([*lines[:first], made, *lines[last:]])
    last = _end(lines, record.start_mark.line, None, record.start_mark.column)
    return "".join([*lines[:last], made, *lines[last:]])


def add_record(text: str, key: str, fields: dict[str, Any]) -> str:
    """The text of a file with one more record at its end; `text` may be empty."""
    text = text or f"{key}:\n"
    body = "".join(as_yaml(k, v, " " * 4) for k, v in fields.items() if v not in (None, [], {}))
    gap = "" if text.endswith(":\n") else "\n"
    return f"{text.rstrip()}\n{gap}  - {body.lstrip()}"


def _records(text: str, key: str) -> list[yaml.MappingNode]:
    root = yaml.compose(text, _Loader)
    assert isinstance(root, yaml.MappingNode)
    return next(list(v.value) for k, v in root.value if k.value == key)


def _end(lines: list[str], first: int, after: int | None, column: int) -> int:
    """The line after a block: before the next field, without comments and gaps that follow."""
    if after is None:
        after = next(
            (
                n
                for n in range(first + 1, len(lines))
                if lines[n].strip()
                and not lines[n].lstrip().startswith("#")
                and len(lines[n]) - len(lines[n].lstrip()) < column
            ),
            len(lines),
        )
    while after > first + 1 and (
        not lines[after - 1].strip() or lines[after - 1].lstrip().startswith("#")
    ):
        after -= 1
    return after


class _Dumper(yaml.SafeDumper):
    """Lists indented under their key, as editors are used to."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def as_yaml(field: str, value: Any, column: str) -> str:
    """A field as lines of YAML that start with `column`."""
    made = yaml.dump(
        {field: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )
    return "".join(column + line for line in made.splitlines(keepends=True))
