"""Which entries are asked for at all: a count a day, with nothing about who asked or how.

One table in the data directory, written by the assistant that serves citizens.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import sqlite_utils

_FILE = "usage.db"
_TABLE = "answered"


def count(home: Path, entry_id: str, day: date) -> None:
    """One more answer about an entry."""
    with sqlite_utils.Database(home / _FILE).conn as connection:
        connection.execute(
            f"create table if not exists {_TABLE} "
            "(entry text, day text, times integer, primary key (entry, day))"
        )
        connection.execute(
            f"insert into {_TABLE} values (?, ?, 1) "
            "on conflict (entry, day) do update set times = times + 1",
            (entry_id, day.isoformat()),
        )


def asked(home: Path) -> set[str]:
    """The entries asked for at least once."""
    if not (home / _FILE).exists():
        return set()
    database = sqlite_utils.Database(home / _FILE)
    return {row["entry"] for row in database[_TABLE].rows}
