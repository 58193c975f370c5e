"""Wrong use of the command ends in one Vietnamese line and the exit code of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import cli, main
from knowledge import store


def run(*arguments: str) -> int:
    try:
        main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(store, "_served", None)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hoi"], "Không có lệnh"),
        (["ask"], "Thiếu TEXT"),
        (["ask", "a", "--xml"], "Không có tuỳ chọn «--xml»"),
        (["chat", "--channel", "fax"], "Chọn một trong: shell, zalo, telegram"),
        (["route", "khong-co.jsonl"], "Không mở được"),
        (["kb", "show", "khai-sinh"], "Không có mục «khai-sinh»"),
        (["ask", "khai sinh"], "Chạy: motcua train"),
    ],
)
def test_wrong_use(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_broken_content_is_told_and_nothing_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "procedures.yml").write_text("procedures:\n  - id: [", "utf-8")
    monkeypatch.setenv("MOTCUA_KNOWLEDGE", str(tmp_path / "kb"))
    assert run("kb", "list") == 2
    assert "kb/procedures.yml:" in capsys.readouterr().err
    assert run("kb", "check") == 1
    assert "lỗi" in capsys.readouterr().out


def test_every_command_and_option_has_a_help() -> None:
    for command in [*cli.commands.values(), *cli.commands["kb"].commands.values()]:  # type: ignore[attr-defined]
        assert command.help, command.name
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert parameter.help, (command.name, parameter.name)


def test_show_is_what_a_citizen_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kb", "show", "dang-ky-khai-sinh", "--facet", "documents") == 0
    out = capsys.readouterr().out
    assert "Đăng ký khai sinh" in out
    assert "Nguồn:" in out


def test_list_names_every_entry(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kb", "list", "--kind", "amenity") == 0
    assert len(capsys.readouterr().out.splitlines()) == 15
