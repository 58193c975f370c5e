"""Every example of the editors' handbook is carried out, in its order, on a copy of the content.

A ```diff block names a file and replaces its "-" lines by its "+" lines. A ```console block runs
its command ("!1": it exits with 1); its lines "  > ..." are typed, the others must be said.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.settings import ROOT
from knowledge import store
from knowledge.base import CONTENT

HANDBOOK = ROOT / "docs" / "so-tay-bien-tap.md"


def blocks() -> Iterator[tuple[str, str, list[str]]]:
    """(kind, the word after it, lines) of every fenced block."""
    text = HANDBOOK.read_text("utf-8")
    for kind, word, body in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", text, re.M | re.S):
        yield kind, word, body.splitlines()


def test_every_example_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    monkeypatch.setenv("MOTCUA_KNOWLEDGE", str(content))
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    identity = ("-c", "user.name=Thử", "-c", "user.email=thu@example.vn")
    for arguments in (["init", "-q"], ["add", "content"], ["commit", "-qm", "đầu"]):
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)
    done = 0
    for kind, word, lines in blocks():
        if kind == "diff":
            change(content / word, lines)
        else:
            monkeypatch.setattr(store, "_served", None)
            run(lines, code=1 if word == "!1" else 0)
        done += 1
    assert done > 12


def change(path: Path, lines: list[str]) -> None:
    old, new = ("\n".join(x[1:] for x in lines if x[0] == sign) for sign in "-+")
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def run(lines: list[str], code: int) -> None:
    command, *rest = lines
    typed = [line[4:].strip() for line in rest if line.startswith("  >")]
    program, *arguments = command.removeprefix("$ ").split()
    assert program == "motcua"
    result = CliRunner().invoke(cli, arguments, input="\n".join(typed) + "\n")
    assert result.exit_code == code, (command, result.output, result.exception)
    for line in rest:
        if not line.startswith("  >"):
            assert line in result.output, (command, line, result.output)


def test_every_command_named_exists() -> None:
    text = HANDBOOK.read_text("utf-8")
    group = cli.commands["kb"].commands  # type: ignore[attr-defined]
    for name in re.findall(r"motcua kb ([a-z]+)", text):
        assert name in group
    for name in group:
        assert f"motcua kb {name}" in text or name == "schema", name
