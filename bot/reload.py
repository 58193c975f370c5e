"""Live reload: a saved change of the content is read, checked and made ready beside the old one.

The engine takes what is ready between two turns, so no turn sees half of an update. Content with
errors is never served: the old stays, and `problems` says why.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.problems import KnowledgeError, Problem
from knowledge.watch import Watch
from nlu import understanding
from nlu.understanding import Understander

_LOG = logging.getLogger(__name__)
_EVERY = 1.0  # seconds; a change is live after two looks and the making of the index


class Reloader(threading.Thread):
    """Watches a content directory in the background."""

    def __init__(self, directory: Path, every: float = _EVERY) -> None:
        super().__init__(name="reloader", daemon=True)
        self.problems: tuple[Problem, ...] = ()
        self._directory = directory
        self._every = every
        self._watch = Watch(directory)
        self._ready: Understander | None = None
        self._news: str | None = None
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look, until stopped."""
        while not self._stopped.wait(self._every):
            if self._watch.changed():
                self._load()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def take(self) -> Understander | None:
        """What has been made ready since the last call, if anything."""
        ready, self._ready = self._ready, None
        return ready

    def news(self) -> str | None:
        """What the staff should know (Vietnamese), once."""
        news, self._news = self._news, None
        return news

    def _load(self) -> None:
        try:
            base = KnowledgeBase.load(self._directory)
        except KnowledgeError as error:
            self.problems = error.problems
            self._tell(
                f"Nội dung vừa lưu có {len(error.problems)} lỗi nên chưa dùng, vẫn trả lời theo "
                f"nội dung cũ. Lỗi đầu tiên: {error.problems[0]}"
            )
            return
        self.problems = ()
        current = understanding.current()
        if base.version == current.base.version:
            return
        self._ready = current.over(base)
        self._tell(f"Đã nạp nội dung mới ({base.version}).")

    def _tell(self, news: str) -> None:
        _LOG.info(news)
        self._news = news
