"""Offices: who "der belarussische Präsident" is, by the date of the report."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from lagebild.core import Name, Span

from .people import compatible, form, only
from .report import Report, fold

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_SURE = timedelta(days=548)  # for which who was in office when the list was checked is taken to be so still
_BACK = 4  # words before an office within which its country and article stand
_LONG = 400  # days: a longer time in the sentence dates nothing
_ARTICLES = frozenset({"der", "die", "das", "dem", "den", "des", "the"})
_INDEFINITE = frozenset({"a", "an", "any", "ein", "eine", "einem", "einen", "einer", "eines", "kein", "keine", "no"})
_OF = frozenset({"der", "des", "of", "the", "von", "vom"})


class Tenure(NamedTuple):
    """Somebody's time in an office; `to` is None for who held it when the list was checked."""

    country: str
    office: str
    holder: str
    since: date
    to: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """A description by office: where, of which country (None where the text does not say), `when` it was held
    ("now", "former", or "open" where the list can't tell), and the name mark beside it."""

    span: Span
    country: str | None
    office: str
    when: str
    name: Name | None
    of_other: bool = False


class Held(NamedTuple):
    """A description that is resolved: where, by whom, and the tenure that says so."""

    office: Office
    tenure: Tenure


@cache
def _data() -> dict[str, Any]:
    with files("lagebild.data").joinpath("link/offices.toml").open("rb") as file:
        return tomllib.load(file)


def checked() -> date:
    """The day on which the list of offices was checked."""
    return date.fromisoformat(_data()["checked"])


@cache
def _tenures() -> Mapping[tuple[str, str], tuple[Tenure, ...]]:
    found: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for row in _data()["tenures"]:
        to = date.fromisoformat(row["to"]) if "to" in row else None
        made = Tenure(row["country"], row["office"], row["holder"], date.fromisoformat(row["from"]), to)
        found[made.country, made.office].append(made)
    return {key: tuple(held) for key, held in found.items()}


@cache
def _heads() -> frozenset[str]:
    return frozenset(phrase.split()[-1] for table in ("words", "whole") for phrase in _data()[table]) | {"secretary"}


def holder(country: str, office: str, at: date) -> Tenure | None:
    """Who held an office on a day; None where the list does not say for sure."""
    held = [t for t in _tenures().get((country, office), ()) if t.since <= at < (t.to or checked() + _SURE)]
    return held[0] if len(held) == 1 else None


def former(country: str, office: str, at: date) -> Tenure | None:
    """The one earlier holder of an office; None where there are several, or none in the list."""
    now = holder(country, office, at)
    past = [t for t in _tenures().get((country, office), ()) if t.to and t.to <= at]
    names = {t.holder for t in past} - ({now.holder} if now else set())
    return next((t for t in reversed(past) if t.holder in names), None) if len(names) == 1 else None


def resolved(report: Report) -> list[Held]:
    """The descriptions by office in `report` that are one person on its date, named beside it or not.

    Nobody is chosen where the list has a gap, where the report names another as holder of that office, or where a
    time in the sentence points to another holder."""
    if report.known is None:
        return []
    at = date.fromisoformat(report.known[:10])
    found = described(report)
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for office in found:
        if office.name and office.country and office.when == "now":
            told[office.country, office.office].append(office.name.span.of(report.text))
    made = []
    for office in found:
        tenure = _named(report, office, at) if office.name else _unnamed(report, office, at, told)
        if tenure:
            made.append(Held(office, tenure))
    return made


def _named(report: Report, office: Office, at: date) -> Tenure | None:
    """The holder whose family name stands beside the office, for a name that is not whole."""
    wanted = form(office.name.span.of(report.text)) if office.name else None
    if wanted is None or wanted.given or office.name is None or office.name.entity or office.when == "open":
        return None
    fits = {}
    for (country, kind), held in _tenures().items():
        if kind != office.office or office.country not in (None, country):
            continue
        for tenure in held:
            past = tenure.to is not None and tenure.to <= at
            whole = form(tenure.holder)
            if whole and tenure.since <= at and past == (office.when == "former") and compatible(whole, wanted):
                fits[tenure.holder] = tenure
    one = only(sorted(fits))
    return fits[one] if one else None


def _unnamed(report: Report, office: Office, at: date, told: Mapping[tuple[str, str], Sequence[str]]) -> Tenure | None:
    if office.country is None or office.when == "open":
        return None
    if office.when == "former":
        return former(office.country, office.office, at)
    tenures = [holder(office.country, office.office, day) for day in (at, *_days(report, office.span, at))]
    if None in tenures or len({t.holder for t in tenures if t}) != 1 or tenures[0] is None:
        return None
    whole = form(tenures[0].holder)
    others = (form(name) for name in told.get((office.country, office.office), ()))
    return tenures[0] if whole and all(o is None or compatible(whole, o) for o in others) else None


def _days(report: Report, span: Span, at: date) -> list[date]:
    """The days that times in the sentence name, if they are over: "2015 sagte der US-Präsident"."""
    sentence, found = report.sentence(span), []
    times = report.marked.marks.times
    for time in times[bisect_left(times, sentence.start, key=lambda t: t.span.start) :]:
        if time.span.start >= sentence.end:
            break
        if time.type in ("DATE", "TIME") and time.earliest and time.latest:
            first, last = date.fromisoformat(time.earliest[:10]), date.fromisoformat(time.latest[:10])
            if (last - first).days <= _LONG and last <= at:
                found.append(first)
    return found


class _Token(NamedTuple):
    start: int
    end: int
    low: str


def described(report: Report) -> list[Office]:
    """All descriptions by office in title and body, in order."""
    found = []
    for part in report.marked.reading.evidence_parts():
        tokens = [_Token(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(report.text, *part.span)]
        for at, token in enumerate(tokens):
            if _stem(token.low.rsplit("-", 1)[-1]) and (made := _office(report, tokens, at)):
                found.append(made)
    return found


@lru_cache(maxsize=65536)
def _stem(word: str) -> str | None:
    """The head of an office, without inflection and the English genitive."""
    word = word.removesuffix("'s").removesuffix("’s")
    forms = (word, *(word.removesuffix(e) for e in ("innen", "in", "en", "es", "s") if word.endswith(e)))
    return next((f for f in forms if f in _heads()), None)


def _office(report: Report, tokens: Sequence[_Token], at: int) -> Office | None:
    token = tokens[at]
    *prefixes, last = token.low.split("-")
    stem, words, whole = _stem(last) or "", _data()["words"], _data()["whole"]
    first, end = at, at
    kind, country = words.get(stem), None
    if not prefixes:
        # "defence minister", "secretary of state", "Kremlin leader"
        two = f"{tokens[at - 1].low} {stem}" if at else ""
        three = " ".join([stem, *[t.low for t in tokens[at + 1 : at + 3]]])
        if two in words or two in whole:
            kind, first, stem = words.get(two), at - 1, two
        elif at + 2 < len(tokens) and three in words:
            kind, end = words[three], at + 2
        if stem in whole:
            found = whole[stem]
            kind, country = found["office"], found["country"]
            if found.get("unless") and _mentions(report, found["unless"]):
                return None
    if kind is None:
        return None
    return _phrase(report, tokens, (first, end), prefixes=prefixes, kind=kind, country=country)


def _phrase(
    report: Report,
    tokens: Sequence[_Token],
    at: tuple[int, int],
    *,
    prefixes: Sequence[str],
    kind: str,
    country: str | None,
) -> Office | None:
    """The noun phrase around an office."""
    first, end = at
    other, when, articles = _data()["other"], "now", set[str]()
    for prefix in prefixes:
        when = other.get(prefix, when)
    if prefixes:
        country = _land(report, Span(tokens[first].start, tokens[first].end)) or country
    for _ in range(_BACK):
        before = tokens[first - 1] if first else None
        if before is None or re.search(r"[^\s.-]", report.text[before.end : tokens[first].start]):
            break
        low = before.low.removesuffix("'s").removesuffix("’s")
        land = None if country else _land(report, Span(before.start, before.end))
        if low in _INDEFINITE:
            return None
        if low in _ARTICLES:
            articles.add(low)
        elif low in other:
            when = str(other[low])
        elif land:
            country = land
        else:
            break
        first -= 1
        if low in _ARTICLES:
            break
    if _several(tokens[at[1]].low, articles):
        return None
    country, end = (country, end) if country else _land_after(report, tokens, end)
    span = Span(tokens[first].start, tokens[end].end)
    genitive = report.text[tokens[end].end - 2 : tokens[end].end] in ("'s", "’s")
    return Office(span, country, kind, when, _beside(report, span), genitive)


def _several(word: str, articles: set[str]) -> bool:
    """ "die Präsidenten", "the presidents": more than one. A German genitive ("des Staatschefs") is not."""
    if "die" in articles:
        return not word.endswith("in")
    return word.endswith("s") and not word.endswith(("'s", "’s")) and "des" not in articles


def _land(report: Report, span: Span) -> str | None:
    """The country of a name mark that begins within `span`."""
    names = report.marked.marks.names
    for name in names[bisect_left(names, span.start, key=lambda n: n.span.start) :]:
        if name.span.start >= span.end:
            break
        if name.entity and name.entity.startswith("iso:") and name.kind in ("country", "people"):
            return name.entity[4:]
    return None


def _land_after(report: Report, tokens: Sequence[_Token], end: int) -> tuple[str | None, int]:
    """The country behind an office: "Präsident von Belarus", "Präsident Russlands", "president of Belarus"."""
    at = end + 1
    while at < min(len(tokens), end + 3) and tokens[at].low in _OF:
        at += 1
    if at >= len(tokens) or re.search(r"[^\w ]", report.text[tokens[end].end : tokens[at].start]):
        return None, end
    names = report.marked.marks.names
    first = bisect_left(names, tokens[at].start, key=lambda n: n.span.start)
    land = names[first] if first < len(names) and names[first].span.start == tokens[at].start else None
    if land is None or land.kind != "country" or not (land.entity or "").startswith("iso:"):
        return None, end
    if at == end + 1 and not tokens[at].low.endswith("s"):
        return None, end
    while at + 1 < len(tokens) and tokens[at + 1].end <= land.span.end:
        at += 1
    return (land.entity or "")[4:], at


def _mentions(report: Report, country: str) -> bool:
    return any(n.entity == f"iso:{country}" for n in report.marked.marks.names)


def _beside(report: Report, span: Span) -> Name | None:
    """The person's name right behind the description or, with a comma between, before it."""
    for name in report.names(report.sentence(span)):
        if name.kind != "person":
            continue
        behind, before = report.text[span.end : name.span.start], report.text[name.span.end : span.start]
        if span.end <= name.span.start and behind.strip() in ("", ","):
            return name
        if name.span.end <= span.start and before.strip() == ",":
            return name
    return None
