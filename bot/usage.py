"""Which entries are asked for at all: a count a day, with nothing about who asked or how.

One table in the data directory, written by the assistant that serves citizens.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import sqlite_utils

_FILE = "usage.db"
_TABLE = "answered"


class Usage:
    """Counts answers; one connection for as long as it serves."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(home / _FILE, check_same_thread=False)
        self._database = sqlite_utils.Database(connection)
        self._database.enable_wal()
        connection.execute("pragma synchronous = normal")  # a count may be lost with the power
        connection.execute(
            f"create table if not exists {_TABLE} "
            "(entry text, day text, times integer, primary key (entry, day))"
        )

    def count(self, entry_id: str, day: date) -> None:
        """One more answer about an entry."""
        with self._database.conn as connection:
            connection.execute(
                f"insert into {_TABLE} values (?, ?, 1) "
                "on conflict (entry, day) do update set times = times + 1",
                (entry_id, day.isoformat()),
            )

    def close(self) -> None:
        """Count no more."""
        self._database.close()


def asked(home: Path) -> set[str]:
    """The entries asked for at least once."""
    if not (home / _FILE).exists():
        return set()
    database = sqlite_utils.Database(home / _FILE)
    return {row["entry"] for row in database[_TABLE].rows}
