"""The documents name every command, option, setting and facet there is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.cli import cli
from knowledge.base import CONTENT

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_command_is_in_the_readme(path: Path) -> None:
    text = path.read_text("utf-8")
    for name, command in cli.commands.items():
        assert f"motcua {name}" in text, name
        if isinstance(command, click.Group):
            for sub in command.commands:
                assert re.search(rf"kb {sub}|· `{sub}", text), sub


def test_every_option_is_in_the_english_readme() -> None:
    text = READMES[0].read_text("utf-8")
    for command in cli.commands.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert any(name in text for name in parameter.opts), parameter.opts


@pytest.mark.parametrize("path", [*READMES, *ROOT.glob("docs/*.md"), ROOT / "bench" / "README.md"])
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_settings_are_documented(path: Path) -> None:
    code = "".join(p.read_text("utf-8") for p in (ROOT / "bot").rglob("*.py"))
    code += (ROOT / "knowledge" / "store.py").read_text("utf-8")
    for name in set(re.findall(r"\bMOTCUA_[A-Z]+", code)):
        assert name in path.read_text("utf-8"), name


def test_the_other_profile_has_the_same_amenities() -> None:
    own = (CONTENT / "commune.yml").read_text("utf-8")
    other = (ROOT / "knowledge" / "profiles" / "xa-ba-vi.yml").read_text("utf-8")
    assert re.findall(r"^  ([\w-]+): \{available", own, re.M) == re.findall(
        r"^  ([\w-]+): \{available", other, re.M
    )
