"""What came of a batch of reports: kept one at a time, counted, told as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lagebild.core import Reading
from lagebild.errors import Unreadable

from . import file, keep


@dataclass(frozen=True, slots=True)
class Added:
    """What `Case.add` did, as document ids in the order of arrival. `updated` are documents known before of which
    there is now a newer reading or newer marks; `known` those with nothing new."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far `Case.add` has come: counts, the source it has just dealt with, and what was wrong with it."""

    new: int
    updated: int
    known: int
    unreadable: int
    source: str
    error: Unreadable | None = None


OnProgress = Callable[[Progress], None]


class Tally:
    """Keeps readings and counts what came of each."""

    def __init__(self, database: file.Database, on_progress: OnProgress | None) -> None:
        self._database, self._on_progress = database, on_progress
        self._found: dict[keep.State, list[str]] = {"new": [], "updated": [], "known": []}
        self._failed: list[Unreadable] = []

    def keep(self, reading: Reading) -> None:
        """Keeps a reading; one that an annotator fails on is listed as unreadable."""
        document = reading.document
        try:
            self._found[keep.keep(self._database, reading)].append(document.id)
        except Unreadable as error:
            self.fail(error)
        else:
            self._tell(document.source or document.url or document.id, None)

    def fail(self, error: Unreadable) -> None:
        """Lists a source that could not be read."""
        self._failed.append(error)
        self._tell(error.source, error)

    def added(self) -> Added:
        """What came of all that was handed over so far."""
        new, updated, known = (tuple(ids) for ids in self._found.values())
        return Added(new, updated, known, tuple(self._failed))

    def _tell(self, source: str, error: Unreadable | None) -> None:
        if self._on_progress:
            new, updated, known = (len(ids) for ids in self._found.values())
            self._on_progress(Progress(new, updated, known, len(self._failed), source, error))
