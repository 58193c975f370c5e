"""The content as an Excel workbook, and changes made there brought back into the YAML files.

Only cells that differ from the content change a file, field by field (`knowledge.edit`), so
comments and fields no sheet shows stay. A row taken out takes nothing out of the content: an
entry is deleted in its file. Nothing is written unless all of it passes the checks.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec.inspect import StructType
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from knowledge import edit
from knowledge.base import RECORDS, KnowledgeBase
from knowledge.json_schema import described
from knowledge.problems import KnowledgeError, Problem
from knowledge.tables import (
    FACET,
    ID,
    KINDS,
    TEXT,
    Cells,
    Column,
    Table,
    fields_of,
    record_fields,
    tables,
)

_WRAPPED = Alignment(wrap_text=True, vertical="top")
HEADINGS = 2  # rows: names of the fields, their Vietnamese titles
_NEW = "nhap-tu-bang-tinh.yml"  # where entries go that no file has


@dataclass(frozen=True, order=True)
class CellProblem:
    """What is wrong in a sheet (`row` from 1, `column` a letter, both as Excel shows them)."""

    sheet: str
    row: int
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"trang «{self.sheet}», ô {self.column}{self.row}: {self.what} {self.mend}".rstrip()


class SheetError(Exception):
    """The workbook cannot be brought in; `problems` says why."""

    def __init__(self, problems: list[CellProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass
class _Sheet:
    """The rows of a sheet, with the row number of each."""

    table: Table
    letters: dict[str, str]
    rows: list[Cells] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def export(base: KnowledgeBase, path: Path) -> None:
    """Write a workbook with a sheet for every table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for key in KINDS:
        for table in tables(key):
            sheet = book.create_sheet(table.name)
            sheet.append([column.name for column in table.columns])
            sheet.append([_told(table, column)["title"] for column in table.columns])
            for number, column in enumerate(table.columns, 1):
                letter = get_column_letter(number)
                sheet.column_dimensions[letter].width = 18 if column.name == ID else 40
                sheet.cell(1, number).font = Font(color="888888")
                sheet.cell(2, number).font = Font(bold=True)
                told = _told(table, column)["description"]
                sheet.cell(2, number).comment = Comment(told, "motcua")
            for number, row in enumerate(table.rows(base), HEADINGS + 1):
                for place, column in enumerate(table.columns, 1):
                    cell = sheet.cell(number, place, row[column.name])
                    cell.number_format = "@"  # text: Excel must not make dates of codes
                    cell.data_type = "s"
                    cell.alignment = _WRAPPED
            sheet.freeze_panes = sheet.cell(HEADINGS + 1, 2)
    book.save(path)


def bring_in(base: KnowledgeBase, content: Path, path: Path, target: Path) -> KnowledgeBase:
    """Copy `content` to `target` with the changes of a workbook; the content as it would be.

    Raises `SheetError` with sheet, row and column of everything the checks refuse.
    """
    sheets = _read(path)
    if strays := list(_strays(base, sheets)):
        raise SheetError(strays)
    shutil.copytree(content, target, dirs_exist_ok=True)
    touched = _apply(base, content, sheets, target)
    try:
        return KnowledgeBase.load(target)
    except KnowledgeError as error:
        raise SheetError([_in_cells(p, touched, sheets) for p in error.problems]) from error


def _told(table: Table, column: Column) -> Mapping[str, Any]:
    if column.name in (ID, FACET) or (table.field == "phrasings" and column.name == TEXT):
        return {
            ID: described(RECORDS[table.key], ID),
            FACET: {"title": "Mặt hỏi", "description": "documents, fee ... hoặc hai mặt nối +"},
            TEXT: described(RECORDS[table.key], "phrasings"),
        }[column.name]
    record: Any = RECORDS[table.key]
    for step in filter(None, (table.field, *column.name.split("."))):
        told, record = described(record, step), _below(record, step)
    return told


def _below(record: Any, name: str) -> Any:
    """The record a field is made of, or the same when it is plain."""
    kind: Any = dict(record_fields(record))[name]
    kind = getattr(kind, "item_type", kind)
    return kind.cls if isinstance(kind, StructType) else record


def _read(path: Path) -> list[_Sheet]:
    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        what = "không phải bảng tính Excel (.xlsx)."
        raise SheetError([CellProblem(path.name, 1, "A", what, "Lưu lại dạng .xlsx.")]) from error
    known = {table.name: table for key in KINDS for table in tables(key)}
    problems: list[CellProblem] = []
    sheets: list[_Sheet] = []
    for name in book.sheetnames:
        if name not in known:
            mend = f"Tên trang phải là một trong: {', '.join(known)}."
            problems.append(CellProblem(name, 1, "A", "không biết trang này.", mend))
            continue
        sheets.append(_rows(known[name], book[name], problems))
    if problems:
        raise SheetError(problems)
    return sheets


def _rows(table: Table, cells: Any, problems: list[CellProblem]) -> _Sheet:
    names = [_text(cell.value).strip() for cell in cells[1]]
    sheet = _Sheet(table, {n: get_column_letter(i) for i, n in enumerate(names, 1) if n})
    known = {column.name for column in table.columns}
    for name in names:
        if name and name not in known:
            mend = f"Tên cột (dòng 1) phải là một trong: {', '.join(sorted(known))}."
            problems.append(
                CellProblem(table.name, 1, sheet.letters[name], f"không có trường «{name}».", mend)
            )
    if ID not in names:
        problems.append(CellProblem(table.name, 1, "A", "thiếu cột «id».", "Thêm lại cột này."))
        return sheet
    for name in _halved(table, names):
        mend = "Thêm lại cột này, nếu không điều ghi trong đó sẽ mất."
        problems.append(CellProblem(table.name, 1, "A", f"thiếu cột «{name}».", mend))
    for number, row in enumerate(cells.iter_rows(min_row=HEADINGS + 1), HEADINGS + 1):
        values = {n: _text(c.value) for n, c in zip(names, row, strict=False) if n}
        if not any(v.strip() for v in values.values()):
            continue
        if not values[ID].strip():
            what = "dòng này chưa có mã."
            problems.append(
                CellProblem(table.name, number, sheet.letters[ID], what, "Điền mã của mục.")
            )
            continue
        sheet.rows.append(values)
        sheet.numbers.append(number)
    return sheet


def _halved(table: Table, names: list[str]) -> Iterator[str]:
    """The columns missing of a record whose others are there: it is written as a whole."""
    groups = {name.partition(".")[0] for name in names if "." in name}
    for column in table.columns:
        is_part = table.field is not None or column.name.partition(".")[0] in groups
        if is_part and column.name not in names:
            yield column.name


def _strays(base: KnowledgeBase, sheets: list[_Sheet]) -> Iterator[CellProblem]:
    """Papers, fees ... of an entry that is nowhere."""
    known = {row[ID] for s in sheets if s.table.field is None for row in s.rows} | {*base.entries}
    for sheet in sheets:
        for row, number in zip(sheet.rows, sheet.numbers, strict=True):
            if row[ID] not in known:
                what = f"không có mục nào mang mã «{row[ID]}»."
                mend = f"Sửa mã, hoặc thêm mục vào trang «{sheet.table.key}»."
                yield CellProblem(sheet.table.name, number, sheet.letters[ID], what, mend)


def _text(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _apply(
    base: KnowledgeBase, content: Path, sheets: list[_Sheet], target: Path
) -> dict[tuple[str, str], _Sheet]:
    """Write what differs; (id, field) -> the sheet that told it."""
    touched: dict[tuple[str, str], _Sheet] = {}
    new: dict[str, tuple[str, dict[str, Any]]] = {}
    for sheet in sheets:
        now = fields_of(sheet.table, list(sheet.table.rows(base)))
        told = fields_of(sheet.table, sheet.rows)
        columns = {name.partition(".")[0] for name in sheet.letters}
        for entry_id, fields in told.items():
            for name, value in fields.items():
                if sheet.table.field is None and name not in columns:
                    continue  # a column taken out of the sheet
                touched[entry_id, name] = sheet
                if entry_id not in base.entries:
                    new.setdefault(entry_id, (sheet.table.key, {}))[1][name] = value
                elif value != now.get(entry_id, {}).get(name):
                    place = base.places[entry_id]
                    path = target / place.source.path.relative_to(content.name)
                    key, number = place.path
                    text = edit.set_field(
                        path.read_text("utf-8"), str(key), int(number), name, value
                    )
                    path.write_text(text, "utf-8")
    for key, fields in new.values():
        path = target / key / _NEW
        path.parent.mkdir(exist_ok=True)
        text = path.read_text("utf-8") if path.exists() else ""
        path.write_text(edit.add_record(text, key, fields), "utf-8")
    return touched


def _in_cells(
    problem: Problem, touched: Mapping[tuple[str, str], _Sheet], sheets: list[_Sheet]
) -> CellProblem:
    """A finding in the files, at the cell it comes from."""
    names = [str(step) for step in problem.path if isinstance(step, str)]
    field_name = next(
        (n for n in names if (problem.entry, n) in touched), ID if not names else names[0]
    )
    sheet = touched.get((problem.entry, field_name)) or _first(sheets, problem.entry)
    if sheet is None:
        return CellProblem(str(problem.file), problem.line, "A", problem.what, problem.mend)
    own = [n for r, n in zip(sheet.rows, sheet.numbers, strict=True) if r[ID] == problem.entry]
    places = [step for step in problem.path if isinstance(step, int)]
    index = places[0] if sheet.table.field and places and places[0] < len(own) else 0
    column = next((n for n in _columns(names) if n in sheet.letters), ID)
    return CellProblem(
        sheet.table.name, own[index], sheet.letters[column], problem.what, problem.mend
    )


def _columns(names: list[str]) -> Iterator[str]:
    """The columns a path may stand for, the most exact first."""
    yield ".".join(names)
    yield from reversed(names)


def _first(sheets: list[_Sheet], entry_id: str) -> _Sheet | None:
    return next((s for s in sheets if any(r[ID] == entry_id for r in s.rows)), None)
