"""The content goes to Excel and back, and nothing is lost or let through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge import spreadsheet
from knowledge.base import CONTENT, KnowledgeBase, content_files
from knowledge.spreadsheet import SheetError
from tests.conftest import PROCEDURES, Edit

COMMENTED = PROCEDURES.replace("    fees:\n", "    # theo nghị quyết của tỉnh\n    fees:\n", 1)
Change = Callable[[Any], None]


def brought_in(content: Path, tmp_path: Path, change: Change) -> tuple[KnowledgeBase, Path]:
    """Export, change the workbook, import into a copy."""
    path, target = tmp_path / "kho.xlsx", tmp_path / "moi" / "content"
    base = KnowledgeBase.load(content)
    spreadsheet.export(base, path)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return spreadsheet.bring_in(base, content, path, target), target


def put(sheet: str, entry: str, column: str, value: object, row: int = 0) -> Change:
    """A change of the cell of a column in the `row`-th row of an entry."""

    def change(book: Any) -> None:
        cells = book[sheet]
        names = [c.value for c in cells[1]]
        rows = [r for r in cells.iter_rows(min_row=3) if r[names.index("id")].value == entry]
        rows[row][names.index(column)].value = value

    return change


def without(sheet: str, column: str) -> Change:
    """A change that takes a column out."""

    def change(book: Any) -> None:
        cells = book[sheet]
        cells.delete_cols([c.value for c in cells[1]].index(column) + 1)

    return change


def test_nothing_changed_is_nothing_written(content: Edit, tmp_path: Path) -> None:
    directory = content({"procedures/ho-tich.yml": COMMENTED})
    _, target = brought_in(directory, tmp_path, lambda book: None)
    for path in content_files(directory):
        assert (target / path.relative_to(directory)).read_bytes() == path.read_bytes()


def test_the_real_content_comes_back_as_it_was(tmp_path: Path) -> None:
    _, target = brought_in(CONTENT, tmp_path, lambda book: None)
    for path in content_files(CONTENT):
        assert (target / path.relative_to(CONTENT)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("sheet", "column", "value", "row", "told"),
    [
        ("procedures", "name", "Khai sinh cho trẻ", 0, lambda e: e.name),
        ("procedures.fees", "amount", 9000, 1, lambda e: str(e.fees[1].amount)),
        (
            "procedures.documents",
            "or",
            "Giấy A\nGiấy B",
            1,
            lambda e: "\n".join(e.documents[1].or_),
        ),
        ("procedures", "filing.online", "", 0, lambda e: "\n".join(e.filing.online)),
        ("procedures", "filing.post", True, 0, lambda e: e.filing.post),
        ("procedures.phrasings", "text", "bé cần gì", 2, lambda e: e.phrasings["documents"][0]),
    ],
)
def test_a_changed_cell_changes_that_and_keeps_the_rest(
    content: Edit,
    tmp_path: Path,
    sheet: str,
    column: str,
    value: object,
    row: int,
    told: Callable[[Any], object],
) -> None:
    directory = content({"procedures/ho-tich.yml": COMMENTED})
    change = put(sheet, "dang-ky-khai-sinh", column, value, row)
    base, target = brought_in(directory, tmp_path, change)
    assert told(base.entries["dang-ky-khai-sinh"]) == (str(value) if column == "amount" else value)
    text = (target / "procedures" / "ho-tich.yml").read_text("utf-8")
    assert "# theo nghị quyết của tỉnh" in text
    other = KnowledgeBase.load(directory).entries["dang-ky-khai-tu"]
    assert base.entries["dang-ky-khai-tu"] == other


def test_a_column_taken_out_takes_nothing_out(content: Edit, tmp_path: Path) -> None:
    base, _ = brought_in(content(), tmp_path, lambda book: book["procedures"].delete_cols(3))
    assert base.entries["dang-ky-khai-sinh"].summary == "Ghi nhận việc sinh của trẻ."


def test_a_new_row_is_a_new_entry(content: Edit, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["amenities"]
        names = [c.value for c in sheet[1]]
        row = {c.value: v.value for c, v in zip(sheet[1], sheet[3], strict=True)}
        row |= {"id": "nuoc", "name": "Nước uống", "aliases": "nước uống miễn phí"}
        sheet.append([row.get(name) for name in names])
        book["amenities.phrasings"].append(["nuoc", "overview", "xã có nước uống không"])
        book["amenities.sources"].append(["nuoc", "Báo Thử"])

    base, _ = brought_in(content(), tmp_path, change)
    assert base.entries["nuoc"].name == "Nước uống"
    assert base.entries["nuoc"].phrasings == {"overview": ("xã có nước uống không",)}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("procedures", "dang-ky-khai-sinh", "confidence", "cao"), "«procedures», ô I3"),
        (put("procedures.fees", "dang-ky-khai-sinh", "amount", "tám", 1), "procedures.fees», ô D4"),
        (put("procedures", "dang-ky-khai-sinh", "see_also", "khong-co"), "«procedures», ô E3"),
        (put("procedures", "dang-ky-khai-sinh", "name", ""), "«procedures», ô A3"),
        (put("procedures", "dang-ky-khai-tu", "id", ""), "«procedures», ô A4"),
        (lambda book: book.create_sheet("la"), "«la», ô A1"),
        (lambda book: book["safety"].cell(1, 2, "ten"), "«safety», ô B1"),
        (without("procedures.fees", "text"), "thiếu cột «text»"),
        (without("procedures", "filing.post"), "thiếu cột «filing.post»"),
    ],
)
def test_what_the_checks_refuse_is_told_by_cell(
    content: Edit, tmp_path: Path, change: Change, place: str
) -> None:
    with pytest.raises(SheetError) as caught:
        brought_in(content(), tmp_path, change)
    assert place in str(caught.value.problems[0]), caught.value.problems


def test_what_is_no_workbook_is_told(content: Edit, tmp_path: Path) -> None:
    (tmp_path / "kho.xlsx").write_text("a,b", "utf-8")
    base = KnowledgeBase.load(content())
    with pytest.raises(SheetError, match="xlsx"):
        spreadsheet.bring_in(base, tmp_path / "content", tmp_path / "kho.xlsx", tmp_path / "moi")
