"""Noticing that the content has changed, without trusting a file that is still being saved."""

from __future__ import annotations

from pathlib import Path

from knowledge.base import content_files

State = frozenset[tuple[Path, int, int]]


def state(directory: Path) -> State:
    """The content files as they are now: path, time of change, size."""
    found = []
    for path in content_files(directory):
        try:
            stat = path.stat()
        except OSError:  # gone between listing and looking
            continue
        found.append((path, stat.st_mtime_ns, stat.st_size))
    return frozenset(found)


class Watch:
    """Tells when a directory has changed and come to rest: the same state seen twice."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._known = state(directory)
        self._moving: State | None = None

    def changed(self) -> bool:
        """Whether there is a new state that has not moved since the last call."""
        now = state(self._directory)
        if now == self._known:
            self._moving = None
            return False
        if now != self._moving:
            self._moving = now
            return False
        self._known, self._moving = now, None
        return True
