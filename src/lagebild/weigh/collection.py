"""How much there was to go by, and where it is too thin to lean on."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from lagebild.core import Collection, Links, Note, Question

from .dating import known_on

FLOOR_ORIGINS = 5
"""Fewer independent origins than this is thin: one mistaken one would be a fifth of all there is."""
FLOOR_PUBLISHERS = 3
FRESH = 21
"""Days without a report after which the collection has lost touch: the half-life of the fastest signs."""
SHARE = 0.5
"""One publisher with more than this share of the documents sets the picture alone."""


def collection(links: Links, question: Question, as_of: date) -> Collection:
    """Counts of the documents that were known by `as_of`, and notes on what is thin."""
    known = {}
    countries: Counter[str] = Counter()
    undated = 0
    for marked in links.marked:
        document = marked.reading.document
        day = known_on(document, None, question.timezone)
        undated += day is None
        if day is not None and day <= as_of:
            known[document.id] = (day, marked.reading.language or "–", document.publisher or "–")
            countries[country(document.url)] += 1
    origin_of = {doc: origin.id for origin in links.origins for doc in origin.documents}
    origins = {origin_of.get(doc, doc) for doc in known}
    weeks = Counter("{:04d}-W{:02d}".format(*day.isocalendar()[:2]) for day, _, _ in known.values())
    languages = Counter(language for _, language, _ in known.values())
    publishers = Counter(publisher for _, _, publisher in known.values())
    return Collection(
        documents=len(known),
        origins=len(origins),
        weeks=tuple(sorted(weeks.items())),
        languages=_ranked(languages),
        publishers=_ranked(publishers),
        thin=(*_thin(known, origins, undated, as_of), *_one_country(countries)),
        countries=_ranked(countries),
    )


@cache
def _domains() -> Mapping[str, Any]:
    return tomllib.loads((files("lagebild") / "data" / "domains.toml").read_text("utf-8"))


def country(url: str | None) -> str:
    """The country under whose domain an address lies, ISO 3166-1 alpha-2; "–" for none, a general domain, or one that
    is mostly used for its sound."""
    try:
        ending = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    except ValueError:
        return "–"
    if len(ending) != 2 or not ending.isalpha() or not ending.isascii() or ending in _domains()["generic"]:
        return "–"
    return str(_domains()["other"].get(ending, ending.upper()))


def _one_country(countries: Counter[str]) -> tuple[Note, ...]:
    """A note where all reports whose country is known are from one, and that is most of them."""
    known = [(code, n) for code, n in countries.items() if code != "–"]
    if len(known) != 1 or known[0][1] <= SHARE * countries.total() or countries.total() < FLOOR_ORIGINS:
        return ()
    return (Note("weigh.thin-one-country", (("country", known[0][0]), ("n", known[0][1]))),)


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda c: (-c[1], c[0])))


def _thin(known: dict[str, tuple[date, str, str]], origins: set[str], undated: int, as_of: date) -> tuple[Note, ...]:
    notes = []
    languages = Counter(language for _, language, _ in known.values())
    publishers = Counter(publisher for _, _, publisher in known.values())
    if len(origins) < FLOOR_ORIGINS:
        notes.append(Note("weigh.thin-origins", (("n", len(origins)), ("floor", FLOOR_ORIGINS))))
    named = [p for p in publishers if p != "–"]
    if len(named) < FLOOR_PUBLISHERS:
        notes.append(Note("weigh.thin-publishers", (("n", len(named)), ("floor", FLOOR_PUBLISHERS))))
    if known:
        name, most = _ranked(publishers)[0]
        if name != "–" and len(named) > 1 and most > SHARE * len(known):
            notes.append(Note("weigh.thin-one-publisher", (("publisher", name), ("share", most / len(known)))))
        if len(languages) == 1:
            notes.append(Note("weigh.thin-one-language", (("language", next(iter(languages))),)))
        newest = max(day for day, _, _ in known.values())
        if (as_of - newest).days > FRESH:
            notes.append(Note("weigh.thin-stale", (("days", (as_of - newest).days), ("newest", newest.isoformat()))))
    if undated:
        notes.append(Note("weigh.thin-undated", (("n", undated),)))
    return tuple(notes)
