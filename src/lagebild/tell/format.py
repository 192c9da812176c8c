"""Numbers and dates in the reader's language (CLDR by Babel), rounded to what their interval carries."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_time
from babel.numbers import format_decimal, format_percent

from lagebild.core import Range
from lagebild.errors import UnknownName

LANGUAGES: tuple[str, ...] = ("de", "en")
"""The languages that a report can be written in."""

# British English writes the day before the month: no reader mistakes 7/12.
_LOCALES = {"de": "de_DE", "en": "en_GB"}
_SHORT = {"de": "d. MMM y", "en": "d MMM y"}
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DAY = timedelta(days=1)


@cache
def locale(language: str) -> Locale:
    """The CLDR locale of a report language. Raises UnknownName for a language without one."""
    if language not in _LOCALES:
        raise UnknownName.of("report language", language, LANGUAGES)
    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=4096)
def decimal(value: float, language: str, digits: int = 1) -> str:
    """`value` with at most `digits` decimals: "1.234,5" or "1,234.5"."""
    return format_decimal(value, "#,##0." + "#" * digits if digits else "#,##0", locale=locale(language))


def figure(value: float, language: str) -> str:
    """A figure as it stands, to at most three significant decimals: for numbers whose precision is not known."""
    if not math.isfinite(value):
        return "–"
    if value == int(value):
        return decimal(value, language, 0)
    digits = max(0, min(6, 2 - math.floor(math.log10(abs(value)))))
    return decimal(value, language, digits)


def step(low: float, high: float) -> float:
    """The step, in points of a percent, that a probability with this interval is rounded to: 5 where the interval
    is 30 points or wider, 1 otherwise. Tenths of a percent would claim more than an elicited figure knows."""
    return 5.0 if (high - low) * 100 >= 30 else 1.0


def percent(p: float, language: str, *, to: float = 1.0) -> str:
    """A probability as a percentage rounded to `to` points; below 1 % and above 99 % only the bound is given."""
    if p < 0.01:
        return f"<{_percent(0.01, language)}"
    if p > 0.99:
        return f">{_percent(0.99, language)}"
    return _percent(min(0.99, max(0.01, round(p * 100 / to) * to / 100)), language)


@lru_cache(maxsize=4096)
def points(p: float, language: str, *, digits: int = 1) -> str:
    """A probability with so many decimals: "3,4 %"."""
    pattern = f"#,##0.{'0' * digits}" + ("\xa0%" if language == "de" else "%")
    return format_percent(p, pattern, locale=locale(language))


def fine(p: float, language: str) -> str:
    """A probability in a history: one decimal below 10 % and above 90 %, so that a step of it can be seen."""
    return points(p, language) if 0.001 <= p < 0.0995 or 0.9005 < p <= 0.999 else percent(p, language)


def share(value: float, language: str) -> str:
    """A share of a whole (no probability): "0 %" and "100 %" are said as they are."""
    return _percent(value, language)


def bounds(low: float, high: float, language: str, *, to: float | None = None) -> str:
    """An interval of probabilities without the sign, rounded outward: "2–8", "<1–6", "95–>99"."""
    to = step(low, high) if to is None else to
    first, last = _bound(low, to, math.floor, language), _bound(high, to, math.ceil, language)
    return first if first == last else f"{first}–{last}"


def interval(low: float, high: float, language: str, *, to: float | None = None) -> str:
    """An interval of probabilities with the sign, rounded outward: "2–8 %"."""
    return bounds(low, high, language, to=to) + _sign(language)


def factor(weight: float, language: str) -> str:
    """What a natural log likelihood ratio does to the odds: "× 1,8" multiplies, "÷ 1,4" divides them."""
    size = math.exp(abs(weight))
    if size < 1.005:
        return "× 1"
    digits = 2 if size < 1.1 else 1
    return f"{'×' if weight > 0 else '÷'} {decimal(size, language, digits)}"


def span_of(values: Range, language: str, digits: int = 2) -> str:
    """A figure with its bounds: "0,6 (0,4–0,8)"."""
    low, best, high = (decimal(v, language, digits) for v in values)
    return f"{best} ({low}–{high})"


def numbers(low: float | None, high: float | None, language: str) -> str:
    """A counted amount with its bounds: "20.000–30.000", "≥ 300", "≤ 40"."""
    if low is None or high is None:
        known = high if low is None else low
        sign = "≤" if low is None else "≥"
        return "" if known is None else f"{sign} {figure(known, language)}"
    return figure(low, language) if low == high else f"{figure(low, language)}–{figure(high, language)}"


@lru_cache(maxsize=4096)
def day(value: date, language: str, *, short: bool = False) -> str:
    """A calendar day: "7. Dezember 2022", "7 Dec 2022" when short."""
    pattern = _SHORT[language] if short else "long"
    return format_date(value, pattern, locale=locale(language))


def is_date(text: str) -> bool:
    """True for an ISO 8601 calendar day ("2022-12-07") that exists."""
    return _ISO_DATE.fullmatch(text) is not None and _moment(text) is not None


@lru_cache(maxsize=4096)
def moment(text: str | None, language: str) -> str | None:
    """An ISO 8601 date, date and time, or `earliest/latest` interval in words. What is no such thing stays as it is."""
    if not text:
        return None
    if "/" in text:
        first, _, last = text.partition("/")
        return period(first or None, last or None, language)
    at = _moment(text)
    if at is None:
        return text
    said = day(at.date(), language)
    return said if len(text) <= 10 else f"{said}, {format_time(at.time(), 'HH:mm', locale=locale(language))}"


@lru_cache(maxsize=4096)
def period(earliest: str | None, latest: str | None, language: str) -> str | None:
    """A half-open ISO 8601 interval as people write it: "7. Dezember 2022", "7.–9. Dez. 2022", "Dezember 2022",
    "2022"; with one bound "ab 7. Dezember 2022" or "bis 7. Dezember 2022"; None without bounds."""
    first, last = _moment(earliest), _moment(latest)
    if first is None or last is None:
        return _half_open(earliest, first, latest, last, language)
    if last - first < _DAY and first.date() == (last - timedelta(microseconds=1)).date():
        clock = format_time(first.time(), "HH:mm", locale=locale(language))
        return f"{day(first.date(), language)}, {clock}"
    begin, end = first.date(), (last - timedelta(microseconds=1)).date()
    if end <= begin:
        return day(begin, language)
    if begin.day == 1 and (end + _DAY).day == 1:
        if begin.month == 1 and end.month == 12:
            return str(begin.year) if begin.year == end.year else f"{begin.year}–{end.year}"
        if (begin.year, begin.month) == (end.year, end.month):
            return format_date(begin, "MMMM y", locale=locale(language))
    return _tight(format_interval(begin, end, "yMMMd", locale=locale(language)))


def language_name(code: str, language: str) -> str | None:
    """The name of a language by its ISO 639-1 code, or None."""
    return locale(language).languages.get(code)


def week(text: str, language: str) -> str:
    """An ISO week, "2022-W49": "KW 49 2022" or "week 49, 2022". Anything else stays as it is."""
    found = _WEEK.fullmatch(text)
    if found is None:
        return text
    return f"KW {int(found[2])} {found[1]}" if language == "de" else f"week {int(found[2])}, {found[1]}"


@lru_cache(maxsize=4096)
def month(value: date, language: str) -> str:
    """A month on an axis: "Dez" or "Dec"; January carries its year."""
    return format_date(value, "LLL y" if value.month == 1 else "LLL", locale=locale(language))


@lru_cache(maxsize=4096)
def day_month(value: date, language: str) -> str:
    """A day on an axis: "7. Dez." or "7 Dec"."""
    return format_date(value, "d. MMM" if language == "de" else "d MMM", locale=locale(language))


def _half_open(
    earliest: str | None, first: datetime | None, latest: str | None, last: datetime | None, language: str
) -> str | None:
    if first is None and last is None:
        return earliest or latest
    if first is not None:
        return f"{'ab' if language == 'de' else 'from'} {day(first.date(), language)}"
    assert last is not None
    return f"{'bis' if language == 'de' else 'until'} {day((last - timedelta(microseconds=1)).date(), language)}"


def _moment(text: str | None) -> datetime | None:
    """The floating local time of an ISO 8601 string, or None: dates outside the years 1 to 9999 stay text."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _percent(p: float, language: str) -> str:
    return format_percent(p, locale=locale(language))


@lru_cache(maxsize=4096)
def _sign(language: str) -> str:
    """The percent sign with the space that the language puts before it."""
    return format_percent(0, locale=locale(language)).lstrip("0")


@lru_cache(maxsize=4096)
def _bound(p: float, to: float, rounded: Callable[[float], int], language: str) -> str:
    points = rounded(round(p * 100 / to, 9)) * to
    if points < 1:
        return "<1" if p > 0 else "0"
    if points > 99:
        return ">99" if p < 1 else "100"
    return format_decimal(points, "0", locale=locale(language))


def _tight(text: str) -> str:
    # CLDR puts thin spaces round the dash between dates of different months; narrow columns break there.
    return text.replace("\u2009–\u2009", " – ")
