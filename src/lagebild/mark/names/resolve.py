"""Which of the places of one name is meant: by what it is said to lie in ("Paris, Texas"), by the regions and countries
that the document names, by what lies near the other places of the document, and by size. One sense a document."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lagebild.mark.names import atlas
from lagebild.mark.names.atlas import DISTRICT, REGION, TOWN
from lagebild.mark.names.gazetteer import Entry
from lagebild.mark.names.keys import key
from lagebild.mark.names.place_words import PLACE, TOLD
from lagebild.mark.names.sentence import Found, Sentence, bare

_PLACED = ("place", "country")
# How much each thing speaks for a candidate, in powers of ten of inhabitants.
_WITHIN, _REGION, _COUNTRY, _NEAR, _OTHER_NAME, _DISTRICT = 8.0, 1.0, 1.0, 1.2, 1.0, 1.0
_CHIEF_TOWN, _LARGE, _WELL_KNOWN, _CAPITAL, _SHORT_LIST = 2.0, 5.0, 1.0, 8.0, 9.0
# Every place counts as near as this; two places further apart than a few times this say nothing of each other.
_NEAR_KM = 150.0
_NEAREST = 2.0
_ROUNDS = 3
_AROUND_KM = 50.0


class _Sense(NamedTuple):
    """A place that a name may stand for, `prior` from its size alone."""

    entry: Entry
    lat: float
    lon: float
    country: str | None
    region: int
    kind: int
    prior: float


@dataclass(slots=True)
class _Name:
    """A name in a document: its senses, how often it stands there, and what it is said to lie in."""

    senses: tuple[_Sense, ...]
    count: int = 0
    within: dict[str, int] = field(default_factory=dict)
    chosen: int = 0


class _Mention(NamedTuple):
    found: Found
    key: str
    after: str | None


def resolve(sentences: list[Sentence]) -> list[Found]:
    """All names of the sentences, those of places with the one that is meant."""
    everything: list[Found] = []
    mentions: list[_Mention] = []
    for sentence in sentences:
        found = sentence.found
        placed = [f for f in found if f.entry.kind in _PLACED]
        everything.extend(found)
        if placed:
            mentions.extend(_mentions(sentence, placed))
    if not mentions:
        return everything
    names = _names(mentions)
    _choose(names)
    around = _around(names)
    entries = {(m.found.start, m.found.end): _entry(names[m.key], m, around) for m in mentions}
    return [
        Found(f.start, f.end, entries[f.start, f.end]) if f.entry.kind in _PLACED and (f.start, f.end) in entries else f
        for f in everything
    ]


def _mentions(sentence: Sentence, placed: list[Found]) -> list[_Mention]:
    starts = sentence.starts
    keyed = []
    for one in sorted(placed, key=lambda f: f.start):
        first, last = bisect_right(starts, one.start) - 1, bisect_left(starts, one.end)
        texts = sentence.texts[first:last]
        # A name may be a part of a word: "R-Marshall", "Sligo-based".
        texts[-1] = bare(texts[-1][: one.end - starts[last - 1]])
        texts[0] = texts[0][one.start - starts[first] :]
        keyed.append((one, first, last, key(texts)))
    made = []
    for number, (one, _, last, filed) in enumerate(keyed):
        after = None
        if number + 1 < len(keyed):
            _, first, _, name = keyed[number + 1]
            if first == last + 1 and sentence.texts[last] in (",", "("):
                after = name
        made.append(_Mention(one, filed, after))
    return made


def _names(mentions: list[_Mention]) -> dict[str, _Name]:
    atlas.look([m.key for m in mentions])
    names: dict[str, _Name] = {}
    for mention in mentions:
        name = names.get(mention.key)
        if name is None:
            name = names[mention.key] = _Name(_senses(mention.found.entry, mention.key))
        name.count += 1
        if mention.after is not None:
            name.within[mention.after] = name.within.get(mention.after, 0) + 1
    return names


@lru_cache(maxsize=20_000)
def _senses(entry: Entry, filed: str) -> tuple[_Sense, ...]:
    """The senses of a name filed so: the place of the short list, and those of the large gazetteer."""
    named = atlas.look([filed]).get(filed)
    senses = []
    if named is not None and entry.kind == "place":
        # A region called like its chief town is seldom meant by the bare name.
        towns = {place.region for place in named.places if place.kind == TOWN and place.size > _LARGE}
        for place, primary in zip(named.places, named.primary, strict=True):
            prior = place.size - (0 if primary else _OTHER_NAME) - (_DISTRICT if place.kind == DISTRICT else 0)
            if entry.entity is not None and place.entity == entry.entity:
                prior = max(prior + _WELL_KNOWN, _CAPITAL if entry.capital else 0)
            prior -= _CHIEF_TOWN if place.kind == REGION and place.region in towns else 0
            made = Entry("place", place.entity, place.country, place.lat, place.lon, place.radius_km)
            senses.append(_Sense(made, place.lat, place.lon, place.country, place.region, place.kind, prior))
    elif named is not None:
        # A country that shares its name with a region of another: Georgia.
        for place in named.places:
            if place.kind == REGION and entry.lat is not None and place.country != entry.code:
                made = Entry("place", place.entity, place.country, place.lat, place.lon, place.radius_km)
                senses.append(_Sense(made, place.lat, place.lon, place.country, place.region, REGION, place.size))
    if (
        entry.lat is not None
        and entry.lon is not None
        and not any(s.entry.entity == entry.entity for s in senses if entry.entity)
    ):
        region = next(
            (s.region for s in senses if s.kind == REGION and _km(s.lat, s.lon, entry.lat, entry.lon) < 400), 0
        )
        senses = [s for s in senses if not (region and s.region == region and s.kind == REGION)]
        kind = REGION if region or entry.entity is None else TOWN
        senses.append(_Sense(entry, entry.lat, entry.lon, entry.code, region, kind, _SHORT_LIST))
    if not senses:
        senses.append(_Sense(entry, math.nan, math.nan, entry.code, 0, TOWN, 0.0))
    return tuple(senses)


class _Scene(NamedTuple):
    """A document: how many of its names lie in each country and region."""

    countries: Counter[str]
    regions: Counter[int]


def _choose(names: dict[str, _Name]) -> None:
    scene = _Scene(Counter(), Counter())
    countries, regions = scene
    for name in names.values():
        name.chosen = max(range(len(name.senses)), key=lambda n: name.senses[n].prior)
    for _ in range(_ROUNDS):
        countries.clear()
        regions.clear()
        for name in names.values():
            sense = name.senses[name.chosen]
            if sense.country is not None:
                countries[sense.country] += 1
            if sense.region:
                regions[sense.region] += 2 if sense.kind == REGION else 1
        changed = False
        for filed, name in names.items():
            if len(name.senses) < 2:
                continue
            beside = _towns(names, filed)
            said = _said_within(names, name)
            scores = [_score(sense, name, said, scene, beside) for sense in name.senses]
            best = max(range(len(scores)), key=scores.__getitem__)
            changed |= best != name.chosen
            name.chosen = best
        if not changed:
            return


def _towns(names: dict[str, _Name], filed: str) -> list[tuple[float, float]]:
    """Where the towns lie that the other names stand for now."""
    chosen = (they.senses[they.chosen] for other, they in names.items() if other != filed)
    return [(there.lat, there.lon) for there in chosen if there.kind != REGION and there.lat == there.lat]


def _said_within(names: dict[str, _Name], name: _Name) -> list[_Sense]:
    """All that a name is said to lie in, of the three names that this is said of most often."""
    outer = sorted(name.within, key=name.within.__getitem__, reverse=True)[:3]
    return [sense for filed in outer for sense in names[filed].senses]


def _score(sense: _Sense, name: _Name, said: list[_Sense], scene: _Scene, beside: list[tuple[float, float]]) -> float:
    countries, regions = scene
    now = name.senses[name.chosen]
    score = sense.prior
    if any(_inside(sense, whole) for whole in said):
        score += _WITHIN
    if sense.country is not None:
        score += _COUNTRY * math.log2(1 + countries.get(sense.country, 0) - (sense.country == now.country))
    if sense.region:
        own = (2 if now.kind == REGION else 1) if sense.region == now.region else 0
        score += _REGION * min(2.0, math.log2(1 + regions.get(sense.region, 0) - own))
    near = 0.0
    for lat, lon in beside:
        near += math.exp(-_km(sense.lat, sense.lon, lat, lon) / _NEAR_KM)
        if near >= _NEAREST:
            break
    return score + _NEAR * min(_NEAREST, near)


def _inside(sense: _Sense, whole: _Sense) -> bool:
    if whole.entry.kind == "country":
        return sense.country == whole.country and sense.entry.kind != "country"
    if sense.region and whole.kind == REGION and sense.kind != REGION:
        return sense.region == whole.region
    return whole.kind == DISTRICT and _km(sense.lat, sense.lon, whole.lat, whole.lon) < 60


def _around(names: dict[str, _Name]) -> Entry | None:
    """Where a street or brook lies that no gazetteer has: somewhere about the town that the document names most."""
    towns = [(n.count, n.senses[n.chosen]) for n in names.values() if n.senses[n.chosen].kind == TOWN]
    known = [(count, sense) for count, sense in towns if sense.lat == sense.lat]
    if not known:
        return None
    _, sense = max(known, key=lambda item: item[0])
    return Entry("place", None, sense.country, sense.lat, sense.lon, _AROUND_KM)


def _entry(name: _Name, mention: _Mention, around: Entry | None) -> Entry:
    entry = name.senses[name.chosen].entry
    if entry.lat is None and entry.kind == "place" and around is not None:
        return PLACE if mention.found.entry == TOLD else around
    return mention.found.entry if entry.entity and entry.entity == mention.found.entry.entity else entry


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on the sphere, flat but for the shrinking of meridians: for weighing, not for telling."""
    east = abs(lon - other_lon)
    east = min(east, 360 - east) * math.cos(math.radians((lat + other_lat) / 2))
    return 111.2 * math.hypot(lat - other_lat, east)
