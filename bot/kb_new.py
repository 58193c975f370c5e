"""`motcua kb new`: asks the few questions an entry cannot do without, and writes its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from msgspec import NODEFAULT
from msgspec.inspect import StructType, VarTupleType, type_info

from bot.messages import Failure
from knowledge import edit, json_schema
from knowledge.base import RECORDS, KnowledgeBase
from knowledge.letters import normal
from knowledge.problems import KnowledgeError
from knowledge.schema import Entry
from nlu.text import WORD, strip_accents

KINDS: dict[str, str] = {r.kind: key for key, r in RECORDS.items() if issubclass(r, Entry)}
_REVIEW = timedelta(days=180)
_OVERVIEW = "overview"
# Asked; the rest of what must be there starts empty and is explained in the file.
_ASKED = ("name", "id", "summary", "aliases", "phrasings", "field", "agency", "free", "sources")


def create(kind: str, content: Path, today: date) -> Path:
    """Ask, write and check a new entry; the path of its file. Raises `Failure`."""
    key = KINDS[kind]
    record = RECORDS[key]
    base = KnowledgeBase.load(content)
    given = _ask(record, base)
    given |= {
        "as_of": today.isoformat(),
        "review_by": (today + _REVIEW).isoformat(),
        "confidence": "medium",
    }
    path = content / key / f"{given['id']}.yml"
    if path.exists():
        raise Failure(f"Đã có tệp {path}. Chọn mã khác.")
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(_file(key, record, given)), "utf-8")
    try:
        KnowledgeBase.load(content)
    except KnowledgeError as error:
        path.unlink()
        raise Failure("\n".join(map(str, error.problems))) from error
    return path


def _ask(record: type[Any], base: KnowledgeBase) -> dict[str, Any]:
    fields = _fields(record)
    given: dict[str, Any] = {}
    for name in _ASKED:
        if name not in fields:
            continue
        told = json_schema.described(record, name)
        click.echo(f"\n{told['title']}: {told['description']}")
        if name == "id":
            given[name] = _ask_id(base, _slug(given["name"]))
        elif name == "phrasings":
            given[name] = {_OVERVIEW: _ask_lines()}
        elif name == "sources":
            given[name] = [_ask_source()]
        elif name == "free":
            given[name] = click.confirm("  Miễn phí", default=True)
        elif isinstance(fields[name].type, VarTupleType):
            given[name] = _ask_lines()
        else:
            given[name] = _ask_text()
    return given


def _ask_text() -> str:
    answer: str = click.prompt("  ", prompt_suffix="> ", value_proc=_some)
    return answer


def _some(text: str) -> str:
    if not text.strip():
        raise click.UsageError("Chưa điền gì. Mời gõ lại.")
    return text.strip()


def _ask_lines() -> list[str]:
    """Lines until an empty one; at least one."""
    click.echo("  (mỗi ý một dòng, dòng trống để kết thúc)")
    lines = [_ask_text()]
    while line := click.prompt("  ", prompt_suffix="> ", default="", show_default=False).strip():
        lines.append(line)
    return lines


def _ask_id(base: KnowledgeBase, proposed: str) -> str:
    while True:
        chosen: str = click.prompt("  ", prompt_suffix="> ", default=proposed).strip()
        if chosen in base.entries:
            click.echo(f"  Mã này đã dùng cho «{base.name(chosen)}».")
        elif chosen != _slug(chosen):
            click.echo(f"  Mã chỉ gồm chữ thường không dấu, số, gạch ngang, ví dụ {_slug(chosen)}.")
        else:
            return chosen


def _ask_source() -> dict[str, str]:
    source = {"title": _ask_text()}
    url = click.prompt("  Địa chỉ trang (bỏ trống nếu không có)", default="", show_default=False)
    return {**source, **({"url": url.strip()} if url.strip() else {})}


def _slug(text: str) -> str:
    return "-".join(WORD.findall(strip_accents(normal(text))))


def _fields(record: type[Any]) -> Mapping[str, Any]:
    info = type_info(record)
    assert isinstance(info, StructType)
    return {field.encode_name: field for field in info.fields}


def _file(key: str, record: type[Any], given: Mapping[str, Any]) -> Iterator[str]:
    """The file, piece by piece: every field with what it is for; what is not given as example."""
    yield f"# yaml-language-server: $schema=../../json-schema/{key}.json\n"
    yield "# Dòng có dấu # là giải thích và ví dụ. Điền thêm trường nào thì bỏ dấu # ở trường đó.\n"
    yield f"{key}:\n"
    for number, (name, field) in enumerate(_fields(record).items()):
        told = json_schema.described(record, name)
        yield f"    # {told['title']}. {told['description']}\n"
        needed = field.default is NODEFAULT and field.default_factory is NODEFAULT
        if name in given:
            made = edit.as_yaml(name, given[name], "    ")
            yield f"  - {made[4:]}" if number == 0 else made
            continue
        if needed:
            empty: list[Any] | dict[str, Any] = [] if isinstance(field.type, VarTupleType) else {}
            yield edit.as_yaml(name, empty, "    ")
        yield edit.as_yaml(name, told["example"], "    # ")
