"""What `lagebild watch` keeps in a case: its feeds with what was learnt at the last poll, and what it told last.

These two tables are made when a case is first watched. Unlike the others they are brought up to date: they say nothing
of the world, only where the watch stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from lagebild.core import Reading
from lagebild.errors import CaseError
from lagebild.gather.poll import Feed

from . import file, keep, values
from .case import Case
from .tally import Added, Tally

TABLES: tuple[str, ...] = ("feed", "told")
_SQL = (
    "CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, added TEXT NOT NULL, state TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS told (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)


def prepare(database: file.Database) -> None:
    """Makes the tables where they are not there."""
    for sql in _SQL:
        database.run(sql)


def feeds(case: Case) -> tuple[Feed, ...]:
    """The feeds that a case is watched by, in the order in which they were named."""
    if not _prepared(case._database):
        return ()
    found = case._database.rows("SELECT state FROM feed ORDER BY rowid")
    try:
        return tuple(values.load(Feed, state) for (state,) in found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CaseError(
            str(case.path), f"holds a feed that cannot be read ({error!r})", "name the feeds anew"
        ) from None


def remember(case: Case, found: Iterable[Feed]) -> None:
    """Keeps feeds as they stand now."""
    prepare(case._database)
    with case._database.transaction():
        for feed in found:
            _save(case._database, feed)


def forget(case: Case, url: str) -> bool:
    """Takes a feed off; says whether it was there. Its reports stay."""
    prepare(case._database)
    there = case._database.row("SELECT 1 FROM feed WHERE url = ?", (url,)) is not None
    case._database.run("DELETE FROM feed WHERE url = ?", (url,))
    return there


def keep_entries(case: Case, feed: Feed, readings: Iterable[Reading]) -> Added:
    """Keeps the readings of a feed, a transaction a document, and only then how far the feed was read: interrupted
    between, the next poll gets them again."""
    tally = Tally(case._database, None)
    for reading in readings:
        tally.keep(reading)
    remember(case, [feed])
    return tally.added()


def told(case: Case) -> str | None:
    """What was told last, as `tell_of` kept it."""
    if not _prepared(case._database):
        return None
    row = case._database.row("SELECT value FROM told WHERE key = 'answer'")
    return str(row[0]) if row else None


def tell_of(case: Case, value: str) -> None:
    """Keeps what was told last."""
    prepare(case._database)
    case._database.run(
        "INSERT INTO told (key, value) VALUES ('answer', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (value,),
    )


def _prepared(database: file.Database) -> bool:
    return database.row("SELECT 1 FROM sqlite_schema WHERE name = 'feed' AND type = 'table'") is not None


def _save(database: file.Database, feed: Feed) -> None:
    database.run(
        "INSERT INTO feed (url, added, state) VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET state = excluded.state",
        (feed.url, keep.now(), values.dump(feed)),
    )
