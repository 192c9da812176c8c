"""The happenings of a view as columns, so that a filter is a few comparisons of arrays, however long the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lagebild.core import Happening
from lagebild.tell.happenings import group

from .desk import View

GROUPS: tuple[str, ...] = ("event", "said", "open")
Places = npt.NDArray[np.intp]


class Asked(NamedTuple):
    """What of the timeline is asked for."""

    actor: str = ""
    place: str = ""
    type: str = ""
    kind: str = ""
    origins: int = 1
    since: str = ""
    until: str = ""
    id: str = ""


class Index:
    """The happenings in order of time (`found`) by what they can be asked for."""

    def __init__(self, found: Sequence[Happening]) -> None:
        self.found = found
        self._id = {h.id: n for n, h in enumerate(found)}
        self._who = _lists((n, dict.fromkeys((*h.actors, *h.recipients))) for n, h in enumerate(found))
        self._place = _lists((n, [h.place]) for n, h in enumerate(found) if h.place)
        self._type = _lists((n, [h.type]) for n, h in enumerate(found))
        self._kind = _lists((n, [group(h)]) for n, h in enumerate(found))
        self._origins = np.array([len(h.origins) for h in found], np.int64)
        # A happening of which only one end is known lies at that end.
        self._first = np.array([(h.earliest or h.latest or "")[:10] for h in found], "U10")
        self._last = np.array([(h.latest or h.earliest or "")[:10] for h in found], "U10")
        self._monday = np.array([_monday(h.earliest or h.latest) for h in found], np.int64)

    def at(self, asked: Asked) -> Places:
        """The places in `found` of what is asked for, in order of time."""
        fits = self._origins >= asked.origins
        for wanted, known in (
            (asked.actor, self._who), (asked.place, self._place), (asked.type, self._type), (asked.kind, self._kind),
        ):  # fmt: skip
            if wanted:
                fits &= _only(known.get(wanted), len(self.found))
        if asked.id:
            fits &= _only(np.array([n for n in [self._id.get(asked.id)] if n is not None], np.intp), len(self.found))
        if asked.since or asked.until:
            fits &= self._first != ""
        if asked.until:
            fits &= self._first <= asked.until
        if asked.since:
            fits &= self._last >= asked.since
        return np.flatnonzero(fits)

    def of(self, known_as: str) -> Places:
        """Those that somebody takes part in, or that happened in a place."""
        none = np.zeros(0, np.intp)
        return np.union1d(self._who.get(known_as, none), self._place.get(known_as, none))

    def weeks(self, at: Places, first: date, last: date) -> list[tuple[date, int]]:
        """The number of happenings in each week between two days that has one: (its Monday, number)."""
        mondays = self._monday[at]
        mondays = mondays[(mondays >= first.toordinal() - 6) & (mondays <= last.toordinal())]
        found, counts = np.unique(mondays, return_counts=True)
        return [(date.fromordinal(int(m)), int(n)) for m, n in zip(found, counts, strict=True)]


def index(view: View) -> Index:
    """The index of a view, made once."""
    return view.keep("index", lambda: Index(view.in_time()))


def _lists(pairs: Iterable[tuple[int, Iterable[Any]]]) -> Mapping[str, Places]:
    found: dict[str, list[int]] = {}
    for n, keys in pairs:
        for key in keys:
            found.setdefault(key, []).append(n)
    return {key: np.array(places, np.intp) for key, places in found.items()}


def _only(places: Places | None, size: int) -> npt.NDArray[np.bool_]:
    fits = np.zeros(size, np.bool_)
    if places is not None:
        fits[places] = True
    return fits


def _monday(text: str | None) -> int:
    """The Monday of the week of a day, as an ordinal; 0 for what is no day."""
    try:
        day = date.fromisoformat((text or "")[:10])
    except ValueError:
        return 0
    return day.toordinal() - day.weekday()
