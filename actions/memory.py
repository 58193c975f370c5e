"""What the assistant keeps of a conversation between two turns."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

SLOT = "memory"
# After this silence "how much is it?" is no follow-up any more.
STALE_AFTER = 30 * 60  # seconds
_REMEMBERED = 5  # entries


class Memory(Struct, frozen=True):
    """`entry` and `facets` were answered last; `offers` are the payloads of the last choices.

    `waiting`: a question of ours is open, asked about `text` (what the citizen had written).
    `recent`: entries answered earlier, latest first. `at`: POSIX time of the last turn.
    """

    entry: str | None = None
    facets: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    waiting: bool = False
    text: str = ""
    recent: tuple[str, ...] = ()
    at: float = 0.0

    def is_stale(self, now: float) -> bool:
        """Whether the conversation has been silent too long to go on with."""
        return now - self.at > STALE_AFTER

    def over(self, known: Callable[[str], bool]) -> Memory:
        """Without what the content does not know any more."""
        offered = all(known(offer.lstrip("#").split("/")[0]) for offer in self.offers)
        return replace(
            self,
            entry=self.entry if self.entry and known(self.entry) else None,
            offers=self.offers if offered else (),
            waiting=self.waiting and offered,
            recent=tuple(filter(known, self.recent)),
        )

    def recall(self, entry: str) -> tuple[str, ...]:
        """The recent entries after answering one more."""
        return (entry, *(e for e in self.recent if e != entry))[:_REMEMBERED]
