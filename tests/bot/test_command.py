"""The command as people run it: processes, exit codes, a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.bot.conftest import motcua

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("model")]


def test_ask_answers_on_stdout_and_says_what_it_waits_for_on_stderr() -> None:
    done = motcua("ask", "gks cho bé cần gì ạ")
    assert done.returncode == 0
    assert done.stdout.startswith("Đăng ký khai sinh – Giấy tờ cần mang:")
    assert done.stderr == "→ Đang nạp trợ lý ...\n"


def test_ask_as_json_is_one_object() -> None:
    done = motcua("ask", "sao y bằng cấp 3 mất bao nhiêu tiền", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["entry"] == "chung-thuc-ban-sao"


def test_route_answers_line_by_line_and_reports_broken_ones(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "khai tử ở đâu"}\nhỏng\n{"turns": [{"user": "hi"}]}\n', "utf-8")
    done = motcua("route", str(source), "--out", str(target))
    assert done.returncode == 1
    assert "dòng 2" in done.stderr
    assert done.stderr.count("\n") == 1
    first, broken, last = (json.loads(line) for line in target.read_text("utf-8").splitlines())
    assert first["entry"] == "dang-ky-khai-tu"
    assert "error" in broken
    assert len(last["turns"]) == 1


def test_a_conversation_through_a_pipe() -> None:
    done = motcua("chat", "--explain", text="gks cho bé cần gì ạ\nthe mat bao nhieu tien\n")
    assert done.returncode == 0
    assert "Đăng ký khai sinh – Lệ phí:" in done.stdout
    assert "mục dang-ky-khai-sinh" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("leave", ["/thoat\r", "\x04", "\x03"], ids=["/thoat", "ctrl-d", "ctrl-c"])
def test_the_shell_in_a_terminal_starts_answers_and_leaves(leave: str, tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    shell = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "chat"],
        cwd=ROOT,
        stdin=end,
        stdout=end,
        stderr=end,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
        close_fds=True,
    )
    os.close(end)
    try:
        _wait_for(terminal, "Bà con:")
        os.write(terminal, "khai sinh mất bao nhiêu tiền\r".encode())
        said = _wait_for(terminal, "Nguồn:", "Bà con:")
        assert "Lệ phí" in said
        os.write(terminal, leave.encode())
        assert "Chào anh chị" in _wait_for(terminal, "Chào anh chị")
        assert shell.wait(timeout=20) == 0
    finally:
        shell.kill()
        shell.wait()
        os.close(terminal)


def _wait_for(terminal: int, *texts: str, seconds: float = 60) -> str:
    """Read until all the texts have been said, one after the other."""
    wanted = re.compile(b".*".join(re.escape(t.encode()) for t in texts), re.DOTALL)
    said = b""
    until = time.monotonic() + seconds
    while not wanted.search(said):
        ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise AssertionError(f"{texts} was not said in: {said.decode(errors='replace')}")
        said += os.read(terminal, 65536)
    return said.decode(errors="replace")


def test_a_broken_content_stops_the_assistant_with_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "commune.yml").write_text("id: [", "utf-8")
    done = motcua("ask", "khai sinh", MOTCUA_KNOWLEDGE=str(tmp_path))
    assert done.returncode == 2
    assert "commune.yml:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("home", ["a-file", "/proc/motcua"])
def test_a_home_that_cannot_be_is_told(home: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("", "utf-8")
    done = motcua("train", MOTCUA_HOME=str(tmp_path / home))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_half_a_model_is_no_model(tmp_path: Path, model: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / model.name).write_bytes(model.read_bytes()[:5_000])
    stamp = model.parent / model.name.replace(".tar.gz", ".json")
    (tmp_path / "models" / stamp.name).write_bytes(stamp.read_bytes())
    done = motcua("ask", "khai sinh", MOTCUA_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "motcua train" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "a"}',
        '{"text": "a", "kind": "procedure", "entry": ["x"]}',
        '{"turns": [{"user": "a", "expect": "x"}]}',
        "[" * 100_000,
    ],
    ids=["no kind", "list as entry", "text as expect", "too deep"],
)
def test_a_broken_label_is_told_with_its_line(line: str, tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("\ufeff" + line + "\n", "utf-8")
    done = motcua("eval", str(tmp_path / "labels.jsonl"))
    assert done.returncode == 1
    assert "dòng 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_text_do_not_end_the_conversation() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat"],
        cwd=ROOT,
        input=b"khai\xff\xfe sinh\n/restart\n",
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert b"Traceback" not in done.stderr


def test_no_model_is_told_with_the_way_out(tmp_path: Path) -> None:
    done = motcua("ask", "khai sinh", MOTCUA_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "motcua train" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_doctor_finds_nothing_wrong() -> None:
    done = motcua("doctor")
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout


def test_the_doctor_says_what_is_missing(tmp_path: Path) -> None:
    done = motcua("doctor", MOTCUA_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "Chạy: motcua train" in done.stdout
