"""What citizens would read differently: two states of the content compared answer by answer."""

from __future__ import annotations

import difflib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.messages import Failure
from bot.preview import answers, composer
from knowledge.base import KnowledgeBase
from knowledge.problems import KnowledgeError
from knowledge.schema import Entry
from nlu.linker import asked_texts


def at_revision(directory: Path, revision: str) -> KnowledgeBase:
    """The content as it was in a revision of its git repository; raises `Failure`."""
    outside = f"{directory} không nằm trong kho git nào, nên không có bản cũ để so."
    prefix = _git(directory, outside, "rev-parse", "--show-prefix").decode().strip()
    root = Path(_git(directory, outside, "rev-parse", "--show-toplevel").decode().strip())
    unknown = f"Không có bản «{revision}». Xem các bản: git log --oneline"
    _git(root, unknown, "rev-parse", "--verify", f"{revision}^{{commit}}")
    absent = f"Bản «{revision}» chưa có {prefix or directory}, nên không so được."
    packed = _git(root, absent, "archive", revision, prefix or ".")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder)
        try:
            return KnowledgeBase.load(Path(folder) / prefix)
        except KnowledgeError as error:
            first = error.problems[0]
            raise Failure(f"Bản «{revision}» có lỗi nên không so được: {first}") from error


def changes(old: KnowledgeBase, new: KnowledgeBase, today: date) -> Iterator[str]:
    """Lines that tell what changes for citizens, entry by entry."""
    before, after = composer(old, today), composer(new, today)
    for entry_id in dict.fromkeys([*old.entries, *new.entries]):
        was, now = old.entries.get(entry_id), new.entries.get(entry_id)
        if was is None and now is not None:
            yield f"THÊM {entry_id}: {now.name}"
        elif now is None and was is not None:
            yield f"BỎ {entry_id}: {was.name}"
        if was is None or now is None:
            continue
        said = dict(answers(before, old, entry_id)), dict(answers(after, new, entry_id))
        lines = [
            line
            for facet in said[1]
            for line in _differences(facet, said[0].get(facet, ""), said[1][facet])
        ]
        lines += _asked(was, now)
        if lines:
            yield f"ĐỔI {entry_id}: {now.name}"
            yield from lines


def _differences(facet: str, was: str, now: str) -> Iterator[str]:
    compared = difflib.ndiff(was.splitlines(), now.splitlines())
    changed = [line for line in compared if line[0] in "+-"]
    if changed:
        yield f"  {facet}:"
        yield from (f"    {line[0]} {line[2:].strip()}" for line in changed)


def _asked(was: Entry, now: Entry) -> list[str]:
    texts = [{*entry.aliases, *asked_texts(entry)} for entry in (was, now)]
    more, fewer = len(texts[1] - texts[0]), len(texts[0] - texts[1])
    return [f"  tên gọi và câu hỏi mẫu: thêm {more}, bỏ {fewer}"] if more or fewer else []


def _git(directory: Path, wrong: str, *arguments: str) -> bytes:
    """What git says; raises `Failure` with `wrong` when it cannot."""
    done = subprocess.run(["git", "-C", directory, *arguments], capture_output=True, check=False)
    if done.returncode:
        raise Failure(wrong)
    return done.stdout
