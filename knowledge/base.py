"""The knowledge base: every record of the content, loaded, checked and immutable.

A changed file makes a new `KnowledgeBase`; nobody ever sees half of an update.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from knowledge.problems import KnowledgeError, Problem
from knowledge.schema import (
    Ambiguous,
    Amenity,
    Commune,
    Contact,
    Entry,
    IndexedProcedure,
    Procedure,
    Safety,
    Service,
    Site,
)
from knowledge.yaml_file import YamlFile, steps

R = TypeVar("R", bound=msgspec.Struct)

CONTENT = Path(__file__).parent / "content"

# Top-level key of a content file -> the record its items are.
RECORDS: Mapping[str, type[msgspec.Struct]] = MappingProxyType(
    {
        "procedures": Procedure,
        "amenities": Amenity,
        "services": Service,
        "safety": Safety,
        "contacts": Contact,
        "sites": Site,
        "ambiguous": Ambiguous,
    }
)
_COMMUNE = "commune.yml"
_INDEX = "national-index.csv"
_SAVED = re.compile(r"[^.#~].*\.ya?ml")  # not what an editor's program leaves beside a file

# Messages of msgspec -> what an editor reads.
_MESSAGES = (
    (r"Object missing required field `(\w+)`", "thiếu trường «{0}».", "Thêm trường này vào mục."),
    (
        r"Expected `(?:array|object)`, got `",
        "chỗ này phải là danh sách hoặc nhóm trường.",
        "Xuống dòng, thụt lề; mỗi ý của danh sách bắt đầu bằng «- ».",
    ),
    (
        r"Expected `str(?: \| null)?`, got `(?:array|object)`",
        "chỗ này phải là một dòng chữ.",
        "Nếu chữ có dấu «: » thì đặt cả dòng trong dấu nháy.",
    ),
    (r"Expected `int.*got `str`", "chỗ này phải là số nguyên.", "Viết liền, ví dụ 15000."),
    (r"Expected `bool.*got", "chỗ này phải là true hoặc false.", ""),
    (r"Expected `str` of length >= 1|got `null`", "đang để trống.", "Điền vào hoặc xoá dòng này."),
    (r"Expected `array` of length >= 1", "danh sách đang trống.", "Thêm ít nhất một ý."),
    (r"Expected `int` >= (\d+)", "số phải từ {0} trở lên.", ""),
    (r"Invalid enum value '?(.+?)'?(?: - at|$)", "giá trị «{0}» không có trong danh sách.", ""),
)
_SHAPES = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "chữ thường không dấu, số, gạch ngang, ví dụ dang-ky-khai-sinh",
    r"^\d\.\d{6}(\.H\d{2})?$": "mã thủ tục, ví dụ 1.001193",
    r"^\d{4}(-\d{2}(-\d{2})?)?$": "năm, năm-tháng hoặc năm-tháng-ngày, ví dụ 2026-06-10",
    r"^\d{4}-\d{2}-\d{2}$": "năm-tháng-ngày, ví dụ 2027-02-28",
    r"^https?://\S+$": "địa chỉ trang, bắt đầu bằng https://",
    r"^\+?[0-9][0-9. ]{2,18}$": "số điện thoại, ví dụ 024.3388.1234",
}


def content_files(directory: Path) -> list[Path]:
    """The files a knowledge base is read from, in order."""
    entries = (p for p in directory.rglob("*.y*ml") if _SAVED.fullmatch(p.name))
    return [*sorted(entries), directory / _INDEX]


@dataclass(frozen=True)
class Place:
    """Where a record stands in the content: for findings."""

    source: YamlFile
    path: tuple[str | int, ...]

    def problem(self, entry: str, what: str, mend: str, *below: str | int) -> Problem:
        """An error at this record, or at a value below it."""
        line = self.source.line(*self.path, *below)
        return Problem(self.source.path, line, entry, what, mend, path=below)


@dataclass(frozen=True)
class KnowledgeBase:
    """All records by id (index-only procedures by code). `version` is a hash of the files."""

    commune: Commune
    entries: Mapping[str, Entry]
    indexed: Mapping[str, IndexedProcedure]
    contacts: Mapping[str, Contact]
    sites: Mapping[str, Site]
    ambiguous: Mapping[str, Ambiguous]
    places: Mapping[str, Place]
    version: str

    @classmethod
    def load(cls, directory: Path = CONTENT, parsed: Parsed | None = None) -> KnowledgeBase:
        """Read and check a content directory; raises `KnowledgeError` with every error found.

        `parsed` keeps what was read of each file, for somebody who loads again and again.
        """
        from knowledge.check import errors  # check knows the base, not the other way round

        base = _Reader(directory, {} if parsed is None else parsed).read()
        if found := errors(base):
            raise KnowledgeError(found)
        return base

    def name(self, entry_id: str) -> str:
        """The official name of an entry or of an index-only procedure."""
        entry = self.entries.get(entry_id)
        return entry.name if entry else self.indexed[entry_id].name

    def kind(self, entry_id: str) -> str:
        """The kind of an entry; what is only in the national index is a procedure."""
        entry = self.entries.get(entry_id)
        return entry.kind if entry else Procedure.kind

    def shown_contacts(self, ids: tuple[str, ...]) -> Iterator[Contact]:
        """The contacts among `ids` that may be shown to citizens."""
        return (c for i in ids if (c := self.contacts[i]).show_to_citizens)


@dataclass(frozen=True)
class _File:
    """What was read of one file: its records, or what is wrong with them."""

    raw: bytes
    key: str
    records: tuple[tuple[Any, Place], ...]
    problems: tuple[Problem, ...]


Parsed = dict[Path, _File]


class _Reader:
    """Reads one directory, collecting every error instead of stopping at the first."""

    def __init__(self, directory: Path, parsed: Parsed) -> None:
        self._directory = directory
        self._parsed = parsed
        self._problems: list[Problem] = []
        self._places: dict[str, Place] = {}
        self._hash = hashlib.sha256()
        self._records: dict[str, dict[str, Any]] = {key: {} for key in RECORDS}

    def read(self) -> KnowledgeBase:
        *files, index = content_files(self._directory)
        commune = None
        for path in files:
            file = self._file(path)
            self._problems += file.problems
            for record, place in file.records:
                if file.key == _COMMUNE:
                    commune = record
                    self._places["commune"] = place
                else:
                    self._keep(file.key, record, place)
        if commune is None and not any(p.file.name == _COMMUNE for p in self._problems):
            self._add(self._directory / _COMMUNE, 1, "chưa có tệp này.", "Chép từ một mẫu của xã.")
        indexed = self._index(index)
        if self._problems or commune is None:
            raise KnowledgeError(sorted(self._problems))
        kinds = ("procedures", "amenities", "services", "safety")
        entries = {i: r for kind in kinds for i, r in self._records[kind].items()}
        curated = {c for p in self._records["procedures"].values() for c in p.codes}
        return KnowledgeBase(
            commune=commune,
            entries=MappingProxyType(entries),
            indexed=MappingProxyType({c: i for c, i in indexed.items() if c not in curated}),
            contacts=MappingProxyType(self._records["contacts"]),
            sites=MappingProxyType(self._records["sites"]),
            ambiguous=MappingProxyType(self._records["ambiguous"]),
            places=MappingProxyType(self._places),
            version=self._hash.hexdigest()[:12],
        )

    def _file(self, path: Path) -> _File:
        """A file's records; those read before if it has not changed."""
        display = self._display(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            problem = Problem(display, 1, "", f"không đọc được tệp ({error.strerror}).", "")
            return _File(b"", "", (), (problem,))
        self._hash.update(raw)
        if (known := self._parsed.get(path)) is None or known.raw != raw:
            known = self._parsed[path] = _parse(raw, display)
        return known

    def _keep(self, key: str, record: Any, place: Place) -> None:
        # Contacts and sites have their own ids: "113" may be both.
        name = record.id if issubclass(RECORDS[key], Entry) else f"{key}:{record.id}"
        if (first := self._places.get(name)) is not None:
            where = f"{first.source.path}:{first.source.line(*first.path)}"
            self._problems.append(
                place.problem(
                    record.id,
                    f"mã «{record.id}» đã dùng ở {where}.",
                    "Đổi một trong hai mã.",
                    "id",
                )
            )
            return
        self._places[name] = place
        self._records[key][record.id] = record

    def _index(self, path: Path) -> dict[str, IndexedProcedure]:
        found: dict[str, IndexedProcedure] = {}
        if not path.exists():
            self._add(path, 1, "chưa có danh mục thủ tục quốc gia.", "Khôi phục tệp này.")
            return found
        raw = path.read_bytes()
        self._hash.update(raw)
        try:
            rows = csv.DictReader(raw.decode("utf-8-sig").splitlines())
            for row in rows:
                try:
                    item = msgspec.convert(row, IndexedProcedure)
                except msgspec.ValidationError as error:
                    what, mend = _explain(str(error).partition(" - at `")[0], IndexedProcedure, ())
                    self._add(path, rows.line_num, what, mend or "Xem lại các cột của dòng này.")
                else:
                    found[item.code] = item
            if not found and not self._problems:
                self._add(path, 1, "danh mục đang trống.", "Khôi phục tệp này.")
        except UnicodeDecodeError:
            self._add(path, 1, "tệp không phải mã UTF-8.", "Lưu lại tệp với mã UTF-8.")
        return found

    def _display(self, path: Path) -> Path:
        return path.relative_to(self._directory.parent)

    def _add(self, path: Path, line: int, what: str, mend: str) -> None:
        self._problems.append(Problem(self._display(path), line, "", what, mend))


def _parse(raw: bytes, path: Path) -> _File:
    problems: list[Problem] = []
    try:
        source = YamlFile(raw, path)
        data = source.take()
        key, items = (_COMMUNE, [data]) if path.name == _COMMUNE else _items(source, data)
    except KnowledgeError as error:
        return _File(raw, "", (), error.problems)
    records = []
    for number, item in enumerate(items):
        place = Place(source, () if key == _COMMUNE else (key, number))
        record = _convert(item, Commune if key == _COMMUNE else RECORDS[key], place, problems)
        if record is not None:
            records.append((record, place))
    return _File(raw, key, tuple(records), tuple(problems))


def _items(source: YamlFile, data: Any) -> tuple[str, list[Any]]:
    """The kind of a file's records, and their plain data."""
    keys = list(data) if isinstance(data, dict) else []
    if len(keys) != 1 or keys[0] not in RECORDS:
        allowed = ", ".join(RECORDS)
        raise source.fail(1, "đầu tệp phải là tên một loại mục.", f"Chọn một: {allowed}.")
    items = data[keys[0]]
    if not isinstance(items, list):
        raise source.fail(1, f"dưới «{keys[0]}:» phải là danh sách.", "Mỗi mục bắt đầu bằng «- ».")
    return keys[0], items


def _convert(data: Any, record: type[R], place: Place, problems: list[Problem]) -> R | None:
    try:
        return msgspec.convert(data, record, strict=False)
    except msgspec.ValidationError as error:
        message, _, at = str(error).partition(" - at `")
        below = tuple(steps(at.rstrip("`")))
        entry = data.get("id") if isinstance(data, dict) else None
        what, mend = _explain(message, record, below)
        problems.append(place.problem(str(entry or ""), what, mend, *below))
        return None


def _explain(message: str, record: type[Any], below: tuple[str | int, ...]) -> tuple[str, str]:
    """The Vietnamese of a msgspec message, as (what is wrong, how to mend it)."""
    field = next((str(s) for s in reversed(below) if isinstance(s, str)), "")
    prefix = f"«{field}»: " if field else ""
    if match := re.search(r"Object contains unknown field `(.+?)`", message):
        known = record.__struct_fields__ if not below else ()
        close = get_close_matches(match[1], known, n=1)
        mend = f"Có phải «{close[0]}» không?" if close else "Xoá, hoặc xem lại tên và thụt lề."
        return f"{prefix}không có trường nào tên «{match[1]}».", mend
    if match := re.search(r"matching regex '(.+)'", message):
        shape = _SHAPES.get(match[1].replace("\\\\", "\\"), match[1])
        return f"{prefix}không đúng dạng.", f"Dạng đúng: {shape}."
    if (allowed := _choices(record, below)) and "enum" in message:
        return f"{prefix}giá trị không có trong danh sách.", f"Chọn một trong: {allowed}."
    for pattern, what, mend in _MESSAGES:
        if match := re.search(pattern, message):
            return prefix + what.format(*match.groups()), mend
    return f"{prefix}{message}.", ""


def _choices(record: type[Any], below: tuple[str | int, ...]) -> str:
    """The values a field of a record may have, if they are a list."""
    field = get_type_hints(record).get(str(below[0])) if len(below) == 1 else None
    return ", ".join(map(str, get_args(field))) if get_origin(field) is Literal else ""
