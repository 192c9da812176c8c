"""All names that are known, in one table keyed by their first token: looking up costs one dictionary access a word."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lagebild.core.marks import NameKind
from lagebild.mark.names.inflect import (
    adjectives,
    english_people,
    german_adjective,
    german_people,
    place_adjective,
)
from lagebild.mark.words import words


class Entry(NamedTuple):
    """What is known of a name. `code` is a PLOVER actor code, for places and peoples the country alone;
    `wary` says what must stand beside it for a name that is a common word too; `language`, that the name is one only in
    German ("Island") or only in English."""

    kind: NameKind
    entity: str | None = None
    code: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    wary: str | None = None
    surname: bool = False
    capital: bool = False
    language: str | None = None


Table = dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]
"""First token to the ways it can go on, longest first."""

# Towns of about 450,000 inhabitants and more: adjectives of smaller ones are surnames more often than not.
_KNOWN_TOWN_KM = 8
_DEUTSCHE = ("Deutsche", "Deutschen", "Deutscher", "Deutschem", "Deutsches")


@cache
def table() -> Table:
    """The gazetteer, read once. Earlier files win where two give the same words."""
    found: dict[str, Entry] = {}
    for name, entry in _all():
        earlier = found.setdefault(name, entry)
        if earlier.language != entry.language and earlier.kind == entry.kind and earlier.entity == entry.entity:
            found[name] = earlier._replace(language=None)
    grown: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for name, entry in found.items():
        tokens = (name,) if name.isalpha() else tuple(w.text for w in words(name))
        grown.setdefault(tokens[0], []).append((tokens[1:], entry))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in grown.items()}


@cache
def codes() -> dict[str, str]:
    """PLOVER actor code of every entity that has one."""
    return {e.entity: e.code for _, e in _all() if e.entity and e.code}


@cache
def first_names() -> frozenset[str]:
    """Given names."""
    return frozenset(load("first_names")["names"].split())


@cache
def load(name: str) -> dict[str, Any]:
    """The word list `data/names/NAME.toml`."""
    return tomllib.loads((files("lagebild") / f"data/names/{name}.toml").read_text("utf-8"))


@cache
def _all() -> tuple[tuple[str, Entry], ...]:
    return tuple(_entries())


def _entries() -> Iterator[tuple[str, Entry]]:
    yield from _countries()
    yield from _named("organisations", "organisation")
    yield from _persons()
    yield from _named("products", "product")
    yield from _named("named_events", "event")
    yield from _regions()
    yield from _towns()


def _countries() -> Iterator[tuple[str, Entry]]:
    peoples: list[tuple[str, Entry]] = []
    for code, row in load("countries").items():
        entity = f"iso:{code}"
        lat, lon = row["at"]
        country = Entry("country", entity, code, lat, lon, row["radius_km"])
        people = Entry("people", entity, code)
        for language in ("de", "en"):
            yield from ((name, country._replace(language=language)) for name in row[language])
        yield from ((f"Republic of {name}", country._replace(language="en")) for name in row["en"])
        for form, language in sorted(set(_people_forms(row))):
            peoples.append((form, people._replace(language=language)))
    peoples.extend((form, Entry("people", "iso:DEU", "DEU", language="de")) for form in _DEUTSCHE)
    # Countries first: "Polen" and "Ungarn" are taken for the country.
    yield from peoples


def _people_forms(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for word in row["adjective_de"]:
        for form in german_adjective(word):
            yield form, "de"
            yield form[0].upper() + form[1:], "de"
    for word in row["people_de"]:
        yield from ((form, "de") for form in german_people(word))
    for word in (*row["adjective_en"], *row["people_en"]):
        yield from ((form, "en") for form in english_people(word))


def _named(file: str, kind: NameKind) -> Iterator[tuple[str, Entry]]:
    for name, row in load(file).items():
        entry = Entry(kind, row.get("entity"), row.get("code"), wary=row.get("wary"))
        yield from ((form, entry) for written in (name, *row["forms"]) for form in adjectives(written))


def _persons() -> Iterator[tuple[str, Entry]]:
    for name, row in load("persons").items():
        for form in (name, *row["forms"]):
            surname = " " not in form
            yield form, Entry("person", row.get("entity"), row.get("code"), surname=surname)


def _regions() -> Iterator[tuple[str, Entry]]:
    for name, row in load("regions").items():
        lat, lon = row["at"]
        entry = Entry("place", None, row.get("country"), lat, lon, row["radius_km"])
        yield from ((form, entry) for form in (name, *row["forms"]))
        people = Entry("people", None, row.get("country"), language="en")
        for word in row.get("people_en", ()):
            yield from ((form, people) for form in english_people(word))


def _towns() -> Iterator[tuple[str, Entry]]:
    adjectives: list[tuple[str, Entry]] = []
    for row in load("cities")["table"].split("\n"):
        if not row:
            continue
        name, others, country, lat, lon, radius, number, flag = (cell.strip() for cell in row.split("|"))
        entry = Entry(
            "place",
            f"geonames:{number}",
            country,
            float(lat),
            float(lon),
            float(radius),
            "place" if flag == "wary" else None,
            capital=flag == "capital",
        )
        forms = (name, *_listed(others))
        yield from ((form, entry) for form in forms)
        if not entry.wary and (entry.radius_km or 0) >= _KNOWN_TOWN_KM:
            adjectives.extend(
                (adjective, Entry("people", entry.entity, country))
                for form in forms
                if (adjective := place_adjective(form)) is not None
            )
    yield from adjectives


def _listed(cell: str) -> Iterable[str]:
    return filter(None, cell.split(", "))
