"""What is wrong in the content, told so that an editor can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: where it is (`line` from 1), what is wrong and how to mend it (Vietnamese).

    `path` is the place inside the record, as far as it is known.
    """

    file: Path
    line: int
    entry: str
    what: str
    mend: str
    level: Literal["error", "warning"] = "error"
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" [{self.entry}]" if self.entry else "")
        return f"{place}: {self.what} {self.mend}".rstrip()

    def as_data(self) -> dict[str, object]:
        """The finding for machines."""
        return {**asdict(self), "file": str(self.file)}


class KnowledgeError(Exception):
    """The content cannot be served; `problems` says why, worst first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
