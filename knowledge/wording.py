"""What is wrong in the wording of a record, as far as a rule can tell. All are warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from knowledge.base import KnowledgeBase
from knowledge.letters import one_way
from knowledge.schema import Entry

Path = tuple[str | int, ...]
Finding = tuple[Path, str, str]  # where in the record, what is wrong, how to mend it

# Not for citizens, or how citizens write.
_UNREAD = {"id", "phrasings", "aliases", "sources", "codes", "decisions", "detail", "cues"}
# Quoted examples of what swindlers send.
_QUOTING = {"signs", "warned_by", "name"}
_OF_FAKES = re.compile(r"\b(?:nhái|giả)\b")
_BARE_MONEY = re.compile(r"\b\d{4,}\s?(?:đồng|đ)\b|\b\d{1,3}(?:,\d{3})+\s?(?:đồng|đ)\b")
_MONEY = re.compile(r"\b\d[\d.]*\s?(?:đồng|đ|nghìn|triệu)\b")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:0\d{1,3}|1[89]00)[ .]?\d{2,4}(?:[ .]?\d{2,4}){0,2}"
    r"|(?<=gọi )\d{3,4}|(?<=tổng đài )\d{3,4})(?![\w/-]|[.,]\d)"
)
_DOMAIN = re.compile(r"(?<![\w@.])(?:https?://)?((?:[a-z0-9-]+\.)+(?:vn|com|net|org|me))\b")


def findings(base: KnowledgeBase, entry: Entry) -> Iterator[Finding]:
    """Letters, money, phone numbers and links that an editor should look at again."""
    numbers = _published(base)
    hosts = {site.domain.removeprefix("www.") for site in base.sites.values()}
    for path, text in texts(entry):
        if text != one_way(text):
            what = "có chữ đặt dấu kiểu khác hoặc Unicode tổ hợp."
            yield path, what, f"Viết: {_first_odd(text)}."
        if match := _BARE_MONEY.search(text):
            yield path, f"số tiền «{match[0]}» khó đọc.", "Viết có dấu chấm, ví dụ 15.000 đồng."
        if path[0] in _QUOTING or _OF_FAKES.search(text):
            continue
        for match in _PHONE.finditer(text):
            if _digits(match[0]) not in numbers:
                mend = "Thêm số này vào contacts.yml kèm nguồn, hoặc bỏ."
                yield path, f"số «{match[0]}» không có trong danh bạ.", mend
        for match in _DOMAIN.finditer(text):
            host = match[1].removeprefix("www.")
            if host not in hosts and not f".{host}".endswith(".gov.vn"):
                mend = "Kiểm tra lại, hoặc thêm tên miền này vào sites.yml kèm nguồn."
                yield path, f"trang «{host}» không có trong danh sách trang chính thức.", mend
    if entry.kind == "procedure" and (match := _MONEY.search(entry.summary)):
        mend = "Chuyển sang «fees» hoặc «result», để chỉ phải sửa một chỗ."
        yield ("summary",), f"tóm tắt có số tiền «{match[0]}».", mend


def texts(record: Struct, below: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a record that citizens read, with its place."""
    for name, written in zip(
        record.__struct_fields__, record.__struct_encode_fields__, strict=True
    ):
        if name not in _UNREAD:
            yield from _texts(getattr(record, name), (*below, written))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Struct):
        yield from texts(value, path)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _texts(part, (*path, number))


def _published(base: KnowledgeBase) -> set[str]:
    """The digits of every number an answer may name."""
    commune = base.commune
    offices = (commune.office, commune.service_point, commune.police)
    numbers = [phone.number for office in offices for phone in office.phones]
    numbers += [contact.value for contact in base.contacts.values()]
    return {_digits(part) for number in numbers for part in re.split(r"[,;/()–]| - ", number)}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _first_odd(text: str) -> str:
    return next((one_way(w) for w in text.split() if w != one_way(w)), one_way(text))
