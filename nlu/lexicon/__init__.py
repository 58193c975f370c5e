"""The hand-written lists: abbreviations, cues of choice and continuation, follow-ups."""

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
    units = groups.pop("units")
    return Folder({k: v for group in groups.values() for k, v in group.items()}, units)


@cache
def follow_ups() -> dict[str, dict[str, list[str]]]:
    """Questions that name no entry ("mất bao nhiêu tiền"), by kind of entry and facet."""
    data: dict[str, dict[str, list[str]]] = _read("follow_ups.yml")
    return data


@cache
def cues() -> dict[str, Any]:
    """Folded cues by purpose (`cues.yml`)."""
    data: dict[str, Any] = _read("cues.yml")
    return data
