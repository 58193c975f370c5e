"""The editors' commands, on a small content of their own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from bot import preview, usage
from bot.cli import cli
from knowledge import store
from knowledge.base import KnowledgeBase
from tests.conftest import PROCEDURES, Edit

FILE = Path("procedures") / "ho-tich.yml"
Run = Callable[..., str]


@pytest.fixture
def directory(content: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = content()
    monkeypatch.setenv("MOTCUA_KNOWLEDGE", str(found))
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(store, "_served", None)
    return found


@pytest.fixture
def run(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*arguments: str, typed: str = "", code: int = 0) -> str:
        monkeypatch.setattr(store, "_served", None)
        result = CliRunner().invoke(cli, ["kb", *arguments], input=typed)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return run


def change(directory: Path, old: str, new: str) -> None:
    path = directory / FILE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_check_is_for_machines_too(run: Run, directory: Path) -> None:
    change(directory, "review_by: 2027-02-28", "review_by: 2020-01-01")
    found = json.loads(run("check", "--json"))
    due = [p for p in found if "rà soát" in p["what"]]
    assert len(due) == 2
    assert due[0]["file"] == "content/procedures/ho-tich.yml"
    assert due[0]["level"] == "warning"
    change(directory, "confidence: high", "confidence: cao")
    broken = json.loads(run("check", "--json", code=1))
    assert [p["level"] for p in broken] == ["error"]


def test_an_answer_too_long_for_zalo_is_an_error(run: Run, directory: Path) -> None:
    change(directory, "Ghi nhận việc chết.", "Ghi nhận việc chết. " * 120)
    assert "Zalo chỉ nhận 2000" in run("check", code=1)


def test_a_button_title_too_long_is_an_error(content: Edit) -> None:
    text = PROCEDURES.replace("name: Đăng ký khai tử", f"name: Đăng ký {'khai ' * 20}tử")
    base = KnowledgeBase.load(content({str(FILE): text}))
    assert any("tên nút" in p.what for p in preview.misfits(base, date(2026, 11, 1)))


def test_work_lists(run: Run, directory: Path, tmp_path: Path) -> None:
    assert run("list", "--stale") == ""
    change(
        directory,
        "review_by: 2027-02-28\n    confidence: medium",
        "review_by: 2020-01-01\n    confidence: low",
    )
    assert run("list", "--stale").startswith("dang-ky-khai-tu\t")
    assert run("list", "--low-confidence").startswith("dang-ky-khai-tu\t")
    counted = usage.Usage(tmp_path / "home")
    counted.count("wifi", date(2026, 11, 1))
    counted.count("wifi", date(2026, 11, 1))
    counted.close()
    unused = run("list", "--unused")
    assert "dang-ky-khai-sinh" in unused
    assert "wifi" not in unused


def test_a_new_entry_is_asked_for_written_and_passes_the_checks(run: Run, directory: Path) -> None:
    typed = "\n".join(
        [
            "Xin số nhà",
            "",  # the proposed id
            "Cấp số nhà cho nhà mới xây.",
            *("xin số nhà", "biển số nhà", ""),
            *("nhà em chưa có số thì xin ở đâu", ""),
            "Xây dựng",
            "UBND xã",
            *("Công báo", ""),
        ]
    )
    assert "Đã viết" in run("new", "procedure", typed=typed + "\n")
    path = directory / "procedures" / "xin-so-nha.yml"
    text = path.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../json-schema/procedures.json")
    assert "# Lệ phí. Khoản chung để đầu." in text
    entry = KnowledgeBase.load(directory).entries["xin-so-nha"]
    assert entry.aliases == ("xin số nhà", "biển số nhà")
    assert "xin-so-nha" in run("list")


@pytest.mark.parametrize("kind", ["amenity", "service", "safety"])
def test_the_other_kinds_too(run: Run, directory: Path, kind: str) -> None:
    typed = "Việc mới\n\nTóm tắt.\nviệc mới\n\nviệc mới là gì\n\n"
    typed += ("y\n" if kind == "amenity" else "") + "Công báo\n\n"
    run("new", kind, typed=typed)
    assert KnowledgeBase.load(directory).entries["viec-moi"].kind == kind


def test_an_id_in_use_is_not_taken(run: Run) -> None:
    typed = "Wifi\nwifi\nSai Mã\nwifi-hai\nTóm tắt.\nmạng hai\n\nmạng hai ở đâu\n\ny\nBáo\n\n"
    told = run("new", "amenity", typed=typed)
    assert "đã dùng" in told
    assert "sai-ma" in told


def git(directory: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Thử", "-c", "user.email=thu@example.vn")
    subprocess.run(["git", "-C", directory, *identity, *arguments], check=True, capture_output=True)


def test_diff_tells_what_citizens_would_read_differently(run: Run, directory: Path) -> None:
    git(directory.parent, "init", "-q")
    git(directory.parent, "add", "content")
    git(directory.parent, "commit", "-qm", "đầu")
    assert "Không có câu trả lời nào đổi" in run("diff")
    change(directory, "amount: 8000", "amount: 9000")
    change(directory, "aliases: [khai tử, báo tử", "aliases: [khai tử, báo tử, làm tử")
    told = run("diff")
    assert "ĐỔI dang-ky-khai-sinh: Đăng ký khai sinh" in told
    assert "-" in told
    assert "8.000 đồng" in told
    assert "9.000 đồng" in told
    assert "thêm 1, bỏ 0" in told
    assert "wifi" not in told


@pytest.mark.parametrize(
    ("inside", "says"), [(True, "Không có bản «khong-co»"), (False, "kho git")]
)
def test_diff_without_a_revision_says_so(
    run: Run, directory: Path, inside: bool, says: str
) -> None:
    if inside:
        git(directory.parent, "init", "-q")
    result = CliRunner().invoke(cli, ["kb", "diff", "khong-co"])
    assert says in str(result.exception)


def test_import_shows_first_and_writes_then(run: Run, directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "kho.xlsx"
    run("export", "--xlsx", str(path))
    assert "không khác" in run("import", str(path))
    book = load_workbook(path)
    sheet = book["procedures.fees"]
    sheet.cell(4, [c.value for c in sheet[1]].index("amount") + 1, "9000")
    book.save(path)
    before = (directory / FILE).read_bytes()
    told = run("import", str(path), "--dry-run")
    assert "9.000 đồng" in told
    assert (directory / FILE).read_bytes() == before
    run("import", str(path))
    assert "9.000 đồng" in run("show", "dang-ky-khai-sinh", "--facet", "fee")
    sheet.cell(4, 1, "khong-co")
    book.save(path)
    after = (directory / FILE).read_bytes()
    assert "trang «procedures.fees», ô A4" in run("import", str(path), code=1)
    assert (directory / FILE).read_bytes() == after
