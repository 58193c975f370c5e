"""What is kept of a conversation, and for how long."""

from __future__ import annotations

from actions.memory import STALE_AFTER, Memory


def test_a_silent_conversation_grows_stale() -> None:
    memory = Memory(entry="x", at=1_000.0)
    assert not memory.is_stale(1_000.0 + STALE_AFTER)
    assert memory.is_stale(1_001.0 + STALE_AFTER)


def test_recent_entries_latest_first_without_repeats() -> None:
    memory = Memory(recent=("a", "b", "c", "d", "e"))
    assert memory.recall("c") == ("c", "a", "b", "d", "e")
    assert memory.recall("f") == ("f", "a", "b", "c", "d")
