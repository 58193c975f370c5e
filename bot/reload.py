"""Live reload: a saved change of the content is read, checked and made ready beside the old one.

The work is done by another process (`nlu.prepared`); the engine takes what is ready between two
turns, so no turn waits and none sees half of an update. Content with errors is never served: the
old stays, and `problems` says why.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bot.settings import ROOT
from knowledge.problems import Problem
from knowledge.watch import Watch
from nlu import prepared, understanding
from nlu.understanding import Understander

_LOG = logging.getLogger(__name__)
_EVERY = 0.5  # seconds; a change is taken for saved when two looks see the same


class Reloader(threading.Thread):
    """Watches a content directory in the background."""

    def __init__(self, directory: Path, every: float = _EVERY) -> None:
        super().__init__(name="reloader", daemon=True)
        self.problems: tuple[Problem, ...] = ()
        self.warm = threading.Event()  # the helper has read all files once
        self._directory = directory
        self._every = every
        self._watch = Watch(directory)
        self._ready: Understander | None = None
        self._old: Understander | None = None
        self._news: str | None = None
        self._stopped = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def run(self) -> None:
        """Look, until stopped. The helper reads all files once before it is needed."""
        with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
            self._prepare(Path(folder))
            self.warm.set()
            while not self._stopped.wait(self._every):
                if self._watch.changed():
                    self._load(Path(folder))
                elif self._ready is None:
                    self._old = None
        if self._process is not None:
            with self._process as helper:  # closes its pipes and waits
                helper.kill()

    def stop(self) -> None:
        """Look no more; what the helper is doing is given up."""
        self._stopped.set()
        if (helper := self._process) is not None:
            helper.kill()
        if self.is_alive():
            self.join()

    def take(self) -> Understander | None:
        """What has been made ready since the last call, if anything."""
        ready, self._ready = self._ready, None
        return ready

    def news(self) -> str | None:
        """What the staff should know (Vietnamese), once."""
        news, self._news = self._news, None
        return news

    def _load(self, folder: Path) -> None:
        problems = self._prepare(folder)
        if problems is None:
            return
        self.problems = problems
        if problems:
            self._tell(
                f"Nội dung vừa lưu có {len(problems)} lỗi nên chưa dùng, vẫn trả lời theo "
                f"nội dung cũ. Lỗi đầu tiên: {problems[0]}"
            )
            return
        self._old = current = understanding.current()  # let go of by this thread, not in a turn
        with _uncollected():
            base, indexed = prepared.read(folder)
            ready = current.over(base, indexed)
        if base.version == current.base.version:
            return
        self._ready = ready
        self._tell(f"Đã nạp nội dung mới ({base.version}).")

    def _prepare(self, folder: Path) -> tuple[Problem, ...] | None:
        """Have the helper make the content ready in `folder`; its problems, None if it broke."""
        helper = self._helper()
        assert helper.stdin is not None
        assert helper.stdout is not None
        try:
            asked = [str(self._directory.resolve()), str(folder)]
            print(json.dumps(asked), file=helper.stdin, flush=True)
            answer = helper.stdout.readline()
            return msgspec.json.decode(answer, type=tuple[Problem, ...], dec_hook=_from_text)
        except (OSError, msgspec.DecodeError):
            if not self._stopped.is_set():
                self._tell(
                    "Chưa nạp được nội dung mới (tiến trình phụ bị dừng); lưu lại tệp để thử lại."
                )
            return None

    def _helper(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            with self._process:
                self._process = None
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "nlu.prepared"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,  # Ctrl-C in the shell is not for it
            )
        return self._process

    def _tell(self, news: str) -> None:
        _LOG.info(news)
        self._news = news


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the collector from looking, in the middle of a turn, through all that is read."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _from_text(kind: type[Any], text: Any) -> Any:
    """What JSON does not know: paths."""
    return kind(text)
