"""Reading one YAML file of the content: plain data with the line of every value.

All scalars are text (the schema converts them), so nothing an editor types turns into something
else: `no`, `07:30`, `1.10` and `2026-06-10` stay as they stand. Anchors and repeated keys, both
easy to make and hard to see, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from knowledge.problems import KnowledgeError, Problem

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[\.\.\.\]")
_Lines = tuple[int, dict[Any, Any]]
_NOTHING: dict[Any, Any] = {}
_NULLS = {"", "~", "null"}


class YamlFile:
    """A parsed file: what it holds, once, and where each value stands, for as long as needed.

    Args:
        raw: what the file holds.
        path: how the file is called in findings.
    """

    def __init__(self, raw: bytes, path: Path) -> None:
        self.path = path
        root = self._compose(raw)
        self._data: Any = self._build(root) if root is not None else None
        # YAML's own nodes take fifty times the memory.
        self._lines = _lines(root) if root is not None else (1, {})

    def take(self) -> Any:
        """The content, made of dict, list, str and None; it is not kept."""
        data, self._data = self._data, None
        return data

    def line(self, *path: str | int) -> int:
        """The line (from 1) of the value at a path, or of the nearest value above it."""
        line, below = self._lines
        for step in path:
            if step not in below:
                break
            line, below = below[step]
        return line

    def fail(self, line: int, what: str, mend: str) -> KnowledgeError:
        """The error to raise when the file as a whole cannot be used."""
        return KnowledgeError([Problem(self.path, line, "", what, mend)])

    def _compose(self, raw: bytes) -> yaml.Node | None:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise self.fail(
                line, "tệp không phải mã UTF-8.", "Lưu lại tệp với mã UTF-8."
            ) from error
        loader = _Loader(text)
        try:
            return loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise self.fail(
                line,
                "không đúng cú pháp YAML.",
                "Xem dòng này và dòng trên: thụt lề bằng dấu cách, sau dấu «:» có dấu cách, "
                "chữ có «: » hay dấu đặc biệt ở đầu thì đặt trong dấu nháy.",
            ) from error
        except yaml.YAMLError as error:  # characters YAML does not allow
            line = text[: getattr(error, "position", 0)].count("\n") + 1
            raise self.fail(line, "có ký tự điều khiển lạ.", "Xoá ký tự đó.") from error
        finally:
            loader.dispose()

    def _build(self, node: yaml.Node, depth: int = 0) -> Any:
        line = node.start_mark.line + 1
        if depth > 20:
            raise self.fail(line, "lồng nhau quá sâu.", "Xem lại thụt lề.")
        if isinstance(node, yaml.ScalarNode):
            plain = not node.style  # the C parser says "" where the Python one says None
            return None if plain and node.value in _NULLS else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self._build(child, depth + 1) for child in node.value]
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fail(line, "tên trường phải là chữ.", "Xem lại dấu «:» và thụt lề.")
            if key.value in data:
                raise self.fail(
                    key.start_mark.line + 1,
                    f"trường «{key.value}» viết hai lần.",
                    "Gộp hai chỗ thành một.",
                )
            data[key.value] = self._build(value, depth + 1)
        return data


def steps(path: str) -> Iterator[str | int]:
    """ "$.documents[0].name" -> "documents", 0, "name" (the path a msgspec error ends with)."""
    for name, index in _STEP.findall(path):
        if name:
            yield name
        elif index:
            yield int(index)


def _lines(node: yaml.Node) -> _Lines:
    """The line (from 1) of a node, and of those below it by key or number."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return line, dict(enumerate(map(_lines, node.value)))
    if isinstance(node, yaml.MappingNode):
        return line, {key.value: _keyed(key, value) for key, value in node.value}
    return line, _NOTHING


def _keyed(key: yaml.Node, value: yaml.Node) -> _Lines:
    line, below = _lines(value)
    # A nested block starts a line below its key; the key is what people look for.
    return (key.start_mark.line + 1 if below else line), below
