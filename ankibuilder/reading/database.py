"""A stranger's SQLite database, opened so that it can only be read: in memory, plain tables, bounded work.

After https://sqlite.org/security.html. Does not know what the tables hold.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from ankibuilder.reading.archive import Unsound

_HEADER = b"SQLite format 3\x00"
_MOST_STEPS = 150  # times _STEP instructions of SQLite's machine: seconds; 100,000 notes take a hundredth
_STEP = 1_000_000
_MOST_VALUE = 60_000_000  # bytes; Anki itself takes fields of megabytes
# Columns and checks that compute: reading a row, or SQLite's own check, would run them, however long they take.
_COMPUTED = re.compile(r"(?i)\b(?:as|check|generated)\b")
# All that reading needs: everything else, functions and recursion above all, is refused before it runs.
_ALLOWED = frozenset({sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT})


@contextmanager
def closing_database(raw: bytes) -> Iterator[sqlite3.Connection]:
    """Open a database from its bytes. Raises Unsound where it is damaged or holds more than tables."""
    if not raw.startswith(_HEADER) or len(raw) < 512:
        raise Unsound("its collection is no database")
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            # A file in write-ahead mode cannot be opened from memory; what it holds is the same (file format, 18).
            database.deserialize(raw if raw[18:20] == b"\x01\x01" else raw[:18] + b"\x01\x01" + raw[20:])
            _defend(database)
            _look_over(database)
            yield database
        except (sqlite3.Error, OverflowError, UnicodeError) as fault:
            raise Unsound(f"its collection is damaged: {fault}") from fault


def _defend(database: sqlite3.Connection) -> None:
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON"):
        database.execute(f"PRAGMA {pragma}")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_VALUE)
    database.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.create_collation("unicase", _unicase)
    steps = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEP)


def _unicase(one: str, other: str) -> int:
    """Compare as Anki's own collation does, near enough for reading."""
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _look_over(database: sqlite3.Connection) -> None:
    """Take plain tables and indexes alone, then let SQLite look for damage, then let nothing but reading happen."""
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        words = " ".join(str(sql or "").split()[:3]).casefold()
        if kind not in ("table", "index") or words.startswith("create virtual") or _COMPUTED.search(str(sql or "")):
            raise Unsound(f"its collection holds `{str(name)[:60]}`, which is no plain table")
    verdict = database.execute("PRAGMA quick_check(1)").fetchone()
    if verdict is None or verdict[0] != "ok":
        raise Unsound("its collection is damaged: SQLite's check fails")
    database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def tables(database: sqlite3.Connection) -> frozenset[str]:
    """Give the names of all tables."""
    return frozenset(str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
