"""Bringing a workbook into the content: shown first, then written file by file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.kb_changes import changes
from knowledge import spreadsheet
from knowledge.base import KnowledgeBase, content_files


def preview_and_write(
    base: KnowledgeBase, content: Path, workbook: Path, dry_run: bool
) -> Iterator[str]:
    """Lines that tell what changes; the files are written after the last, unless `dry_run`.

    Raises `SheetError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / content.name
        changed = spreadsheet.bring_in(base, content, workbook, target)
        yield from changes(base, changed, date.today())
        if not dry_run:
            for path in content_files(target):
                _replace(path, content / path.relative_to(target))


def _replace(source: Path, target: Path) -> None:
    """Put a file in place at once, if it differs: nobody reads half of it."""
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    target.parent.mkdir(exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, beside)
    beside.replace(target)
