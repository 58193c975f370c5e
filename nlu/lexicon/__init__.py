"""The hand-written word lists: abbreviations, cues of choice and continuation."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.text import Folder

_HERE = Path(__file__).parent


def _read(name: str) -> Any:
    # BaseLoader: all scalars are text, so that "no" and "on" stay words.
    return yaml.load((_HERE / name).read_text("utf-8"), Loader=yaml.BaseLoader)


@cache
def folder() -> Folder:
    """The folder of this project, with its abbreviations."""
    groups: dict[str, dict[str, str]] = _read("abbreviations.yml")
    return Folder({short: long for group in groups.values() for short, long in group.items()})


@cache
def cues() -> dict[str, Any]:
    """Folded cues by purpose (`cues.yml`)."""
    data: dict[str, Any] = _read("cues.yml")
    return data
