"""When a report was published, and how that is known: given, from the page, inferred as an interval, unknown.

Only what bounds the publication is read here; the times that a report speaks of are the next stage's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

OLDEST = date(1600, 1, 1)
"""Newspapers are not older."""
_WIDEST = timedelta(days=366)
_ISO = re.compile(
    r"^(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?$",
    re.I,
)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(
    r"^(?:,|\s|-|–|\||um|at|gegen|\(){0,6}(\d{1,2})[:.](\d{2})(?!\d)(?::\d{2})?\s{0,2}(Uhr|[ap]\.?m\b)?", re.I
)


class Found(NamedTuple):
    """A full date in a text: where, which day, and the clock time that stands by it."""

    start: int
    end: int
    day: date
    iso: str


@cache
def words() -> dict[str, Any]:
    """The tables of `data/gather/dates.toml`."""
    return tomllib.loads(files("lagebild.data").joinpath("gather/dates.toml").read_text("utf-8"))


@cache
def _full() -> re.Pattern[str]:
    month = "|".join(sorted(words()["months"], key=len, reverse=True))
    return re.compile(
        r"(?<![\w./-])(?:"
        rf"(?P<d1>\d{{1,2}})\.?\s{{1,2}}(?P<m1>{month})\.?,?\s{{1,2}}(?P<y1>\d{{4}})"
        r"|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>\d{4}|\d{2})"
        rf"|(?P<m3>{month})\.?\s{{1,2}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y3>\d{{4}})"
        r"|(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})(?:[T ](?P<t4>\d{2}:\d{2}))?"
        r")(?![\w-])",
        re.I,
    )


def find(text: str) -> Iterator[Found]:
    """The full dates (day, month, year) in `text`, German and English."""
    if not _DIGIT.search(text):
        return  # most sentences
    for m in _full().finditer(text):
        n = next(i for i in "1234" if m[f"y{i}"])
        month = m[f"m{n}"]
        number = int(month) if month.isdigit() else words()["months"][month.lower()]
        year = int(m[f"y{n}"])
        day = _day(year + 2000 if year < 70 else year + 1900 if year < 100 else year, number, int(m[f"d{n}"]))
        if day is None:
            continue
        clock = m["t4"] if n == "4" else None
        end = m.end()
        if clock is None and (by := _CLOCK.match(text, end)) is None:
            by = _CLOCK.match(text[end : end + 40])
            clock, used = _clock(by)
            end += used
        yield Found(m.start(), end, day, f"{day.isoformat()}T{clock}" if clock else day.isoformat())


def _clock(m: re.Match[str] | None) -> tuple[str | None, int]:
    if not m:
        return None, 0
    hour, minute, suffix = int(m[1]), int(m[2]), (m[3] or "").lower().replace(".", "")
    if suffix in ("am", "pm") and hour <= 12:
        hour = hour % 12 + 12 * (suffix == "pm")
    return (f"{hour:02d}:{minute:02d}", m.end()) if hour < 24 and minute < 60 else (None, 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def normal(value: str | None, timezone: str | None = None) -> str | None:
    """A date, or date and time, in ISO 8601 from what metadata holds: ISO 8601, RFC 822, German, English. A time with
    an offset keeps it, or is moved to `timezone` (an IANA name). None for what is no date; nothing is guessed."""
    text = (value or "").strip()[:80]
    if m := _ISO.match(text):
        day = _day(int(m[1]), int(m[2]), int(m[3]))
        if day is None or m[4] is None:
            return day.isoformat() if day else None
        zone = (m[7] or "").upper()
        zone = (
            "+00:00" if zone in ("Z", "UTC", "GMT") else zone if ":" in zone or not zone else f"{zone[:3]}:{zone[3:]}"
        )
        return _moved(f"{day.isoformat()}T{m[4]}:{m[5]}:{m[6] or '00'}{zone}", timezone)
    if text[:4].rstrip(",").isalpha() or re.match(r"\d{1,2} \w{3} \d{4} \d", text):
        try:
            return _moved(parsedate_to_datetime(text).isoformat(), timezone)
        except (ValueError, TypeError, IndexError):
            pass
    first = next(find(text), None)
    return first.iso if first and first.start <= 12 else None


def _moved(iso: str, timezone: str | None) -> str | None:
    try:
        moment = datetime.fromisoformat(iso)
        if timezone and moment.tzinfo:
            moment = moment.astimezone(ZoneInfo(timezone))
    except (ValueError, OverflowError):
        return None
    return moment.isoformat()


def day_of(iso: str) -> date:
    """The calendar day of an ISO date or date and time."""
    return date.fromisoformat(iso[:10])


def plausible(iso: str | None, fetched: str | None) -> bool:
    """False for no date, one before newspapers, the epoch that clocks without a battery show, or one after `fetched`
    (a day's grace: time zones)."""
    if not iso:
        return False
    day = day_of(iso)
    if day < OLDEST or iso.startswith("1970-01-01"):
        return False
    return fetched is None or day <= day_of(fetched) + timedelta(days=1)


def stated(text: str) -> tuple[str | None, str | None]:
    """What a line at the head of a report says of its date: (published, updated), each ISO or None."""
    published = updated = None
    for found in find(text[:400]):
        before = text[max(0, found.start - 45) : found.start].lower()
        kind = _label(before)
        if kind == "updated":
            updated = updated or found.iso
        elif kind == "published":
            published = published or found.iso
    return published, updated


@cache
def _labels() -> re.Pattern[str]:
    both = {k: "|".join(sorted(map(re.escape, words()[k]), key=len, reverse=True)) for k in ("published", "updated")}
    return re.compile(rf"\b(?:(?P<updated>{both['updated']})|(?P<published>{both['published']}))\b[^.!?]{{0,24}}$")


def _label(before: str) -> str | None:
    last = None
    for m in re.finditer(r"\b\w", before):
        if hit := _labels().match(before, m.start()):
            last = hit.lastgroup  # the label nearest to the date wins
    return last


_HEAD_LINE = re.compile(r"^(?:(?:von|by)\s|\w[\w .'’/-]{1,40},\s|$)", re.I)
_DATELINE_END = re.compile(r"^\s{0,2}(?:[.:]|[-–—]|\([^)\n]{2,40}\)\s{0,2}[-–—:.]?)\s")


def dateline(text: str) -> str | None:
    """The date in a dateline or byline: "Minsk, 7. Dezember 2022. …", "MINSK, Jan. 20, 2023 (Wire) - …",
    "Von …, Kurier, 28. Dezember 2022", or a line that is nothing but a date."""
    first = next(find(text[:200]), None)
    if first is None:
        return None
    before, after = text[: first.start], text[first.end :]
    if not after.strip(" .|") and (len(before) < 3 or (_HEAD_LINE.match(before) and len(text) <= 160)):
        return first.iso
    place = re.fullmatch(r"[^\W\d_][\w .'’/-]{1,40},\s{1,2}(?:(?:den|am)\s)?", before)
    return first.iso if place and _DATELINE_END.match(after) else None


_SENTENCE_END = re.compile(r"(?<=[^\d.][.!?])\s+(?=[A-ZÄÖÜ„“\"])|\n")


def inferred(text: str, *, by: str | None = None) -> str | None:
    """The publication as a half-open interval `earliest/latest` of days, from the text alone: not before the latest
    past day that it tells of, not after `by` or the first day that it expects; closer where a sentence gives both a
    day and the time since. None where there is no bound on both sides within a year."""
    earliest: date | None = None
    latest = day_of(by) + timedelta(days=1) if by else None
    for sentence in _SENTENCE_END.split(text[:20_000]):
        days = [f.day for f in find(sentence) if f.day >= OLDEST]
        if not days:
            continue
        if _future().search(sentence):
            expected = max(days)
            if earliest is None or expected > earliest:
                latest = min(latest, expected + timedelta(days=1)) if latest else expected + timedelta(days=1)
            continue
        earliest = max([*days, earliest] if earliest else days)
        if since := _elapsed(sentence, days[-1]):
            return f"{max(since[0], earliest).isoformat()}/{since[1].isoformat()}" if since[1] > earliest else None
    if earliest is None or latest is None or not earliest < latest or latest - earliest > _WIDEST:
        return None
    return f"{earliest.isoformat()}/{latest.isoformat()}"


@cache
def _future() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words()['future'])})\b", re.I)


@cache
def _ago() -> re.Pattern[str]:
    number = "|".join(sorted(words()["numbers"], key=len, reverse=True)) + r"|\d{1,3}"
    unit = "|".join(sorted(words()["units"], key=len, reverse=True))
    back = "|".join(words()["ago"])
    return re.compile(
        rf"\b(?:(?:{back})\s(?P<n1>{number})\s(?P<u1>{unit})|(?P<n2>{number})\s(?P<u2>{unit})\sago)\b", re.I
    )


def _elapsed(sentence: str, day: date) -> tuple[date, date] | None:
    m = _ago().search(sentence)
    if not m:
        return None
    n, unit = (m["n1"], m["u1"]) if m["n1"] else (m["n2"], m["u2"])
    count = int(n) if n.isdigit() else words()["numbers"][n.lower()]
    length = words()["units"][unit.lower()]
    middle = day + timedelta(days=count * length)
    slack = timedelta(days=length // 2)  # "vor zwei Wochen" is said on day 11 to 17
    return middle - slack, middle + slack + timedelta(days=1)
