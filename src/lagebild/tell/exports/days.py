"""ISO 8601 texts of the core as days and moments: half-open as they are, or with the last day included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A half-open stretch of time: two days, or two moments (floating, or both in UTC). `known` says which bounds
    a report gives; the other one is set a day off, so that a calendar has somewhere to put it."""

    start: date
    end: date
    known: tuple[bool, bool]

    @property
    def timed(self) -> bool:
        """True for moments, False for whole days."""
        return isinstance(self.start, datetime)

    @property
    def last(self) -> date:
        """The last day that the stretch touches."""
        if isinstance(self.end, datetime):
            return max(day_of(self.start), (self.end - timedelta(microseconds=1)).date())
        return self.end - _DAY


def parsed(text: str | None) -> date | datetime | None:
    """The day ("2022-12-07") or moment of an ISO 8601 text; None for what is none, or lies outside the years 1 to
    9999."""
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def stretch(earliest: str | None, latest: str | None) -> Stretch | None:
    """The half-open interval of two ISO 8601 texts; None where neither can be read. With one bound, it is the day that
    begins at `earliest`, or the last day before `latest`."""
    first, last = parsed(earliest), parsed(latest)
    known = (first is not None, last is not None)
    try:
        if first is None and last is None:
            return None
        if first is None and last is not None:
            first = last = day_of(last - timedelta(microseconds=1) if isinstance(last, datetime) else last - _DAY)
            last += _DAY
        elif first is not None and last is None:
            first = day_of(first)
            last = first + _DAY
        assert first is not None
        assert last is not None
        first, last = _alike(first, last)
        if last <= first:
            last = first + _DAY
    except OverflowError:  # the first or the last day that a calendar can hold
        return None
    return Stretch(first, last, known)


def day_of(value: date | datetime) -> date:
    """The calendar day of a day or moment."""
    return value.date() if isinstance(value, datetime) else value


def _alike(first: date | datetime, last: date | datetime) -> tuple[date, date]:
    if not isinstance(first, datetime) and not isinstance(last, datetime):
        return first, last
    moments = [v if isinstance(v, datetime) else datetime(v.year, v.month, v.day) for v in (first, last)]
    if all(m.tzinfo for m in moments):
        moments = [m.astimezone(UTC) for m in moments]
    else:
        moments = [m.replace(tzinfo=None) for m in moments]
    start, end = moments
    return start, end


def published_days(published: str | None) -> tuple[date, date] | None:
    """The first and the last day on which a document may have come out (both included); None where that is not
    known."""
    if not published:
        return None
    first, sep, last = published.partition("/")
    if not sep:
        at = parsed(first)
        return (day_of(at), day_of(at)) if at else None
    found = stretch(first or None, last or None)
    return (day_of(found.start), found.last) if found else None
