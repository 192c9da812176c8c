"""Places against public corpora of English news with toponyms and coordinates, and their speed.

    python bench/places.py                 # one JSON line a set
    python bench/places.py --errors lgl    # where that set goes wrong

Corpora are looked for in LAGEBILD_DATA (default ../shared/data): LGL, GeoWebNews and GeoVirus, as gathered for "A
Pragmatic Guide to Geoparsing Evaluation". Gold toponyms without coordinates (not in a gazetteer: streets, companies,
demonyms, what a language is called) count neither for nor against; a mark that touches one and no gold toponym with
coordinates is left out, too. (GeoWebNews annotates "Jamaica" with coordinates within "Jamaica Cancer Society" without:
were every mark left out that touches the latter, a sixth of its gold could not be found by anybody.)
`with_people` counts marks of peoples ("Georgian", "Russian"): LGL and GeoWebNews annotate them, GeoVirus does not.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lagebild.core import Context, Document, Marks, Name, Part, Reading, Span
from lagebild.mark.names import NAMES
from lagebild.mark.sentences import SENTENCES

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
SETS = ("lgl", "gwn", "geovirus")
FURTHEST_KM, EARTH_KM, NEAR_KM = 20_039.0, 6_371.0, 161.0
_PLACES = ("place", "country")


class Gold(NamedTuple):
    """A toponym of the gold data."""

    start: int
    end: int
    lat: float | None
    lon: float | None


def rows(name: str) -> Iterator[tuple[str, list[Gold]]]:
    """Text and toponyms of each document of a set."""
    with (DATA / f"places/{name}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["text"], [Gold(t["start"], t["end"], t["lat"], t["lon"]) for t in row["toponyms"]]


def reading(text: str) -> Reading:
    """The text as an English report."""
    return Reading(Document("bench"), 1, text, (Part(Span(0, len(text)), "body", "en"),), "en")


def found(text: str, kinds: tuple[str, ...] = _PLACES) -> list[Name]:
    """The marks of the given kinds."""
    context = Context(language="en")
    read = reading(text)
    return [n for n in NAMES(read, SENTENCES(read, Marks(), context), context).names if n.kind in kinds]


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance by the haversine formula."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def touches(one: Span, other: Gold) -> bool:
    """Whether the two share a character."""
    return one.start < other.end and other.start < one.end


def _counts(mark: Name, gold: list[Gold], other: list[Gold]) -> bool:
    return any(touches(mark.span, t) for t in gold) or not any(touches(mark.span, t) for t in other)


def pairs(gold: list[Gold], marks: list[Name]) -> list[tuple[Gold, Name | None]]:
    """Each gold toponym with a mark that touches it, one to one; the one of the same span if there is one."""
    free = list(marks)
    made: list[tuple[Gold, Name | None]] = []
    for one in gold:
        near = [m for m in free if touches(m.span, one)]
        best = max(near, key=lambda m: tuple(m.span) == (one.start, one.end), default=None)
        if best is not None:
            free.remove(best)
        made.append((one, best))
    return made


def measure(name: str, *, errors: bool = False) -> dict[str, Any]:
    """Recognition and resolution on one set."""
    count: Counter[str] = Counter()
    far: list[float] = []
    wrong: Counter[str] = Counter()
    for text, toponyms in rows(name):
        gold = [t for t in toponyms if t.lat is not None]
        other = [t for t in toponyms if t.lat is None]
        for label, kinds in (("", _PLACES), ("people_", (*_PLACES, "people"))):
            marks = [m for m in found(text, kinds) if _counts(m, gold, other)]
            met = pairs(gold, marks)
            count[label + "gold"] += len(gold)
            count[label + "got"] += len(marks)
            count[label + "exact"] += len({(t.start, t.end) for t in gold} & {tuple(m.span) for m in marks})
            count[label + "overlap"] += sum(m is not None for _, m in met)
            if label:
                continue
            for toponym, mark in met:
                km = _error(toponym, mark)
                if mark is not None and km < FURTHEST_KM:
                    far.append(km)
                if errors and km > NEAR_KM:
                    wrong[f"{text[toponym.start : toponym.end]} → {mark and mark.entity} {km:.0f} km"] += 1
    for line, number in wrong.most_common(60):
        print(number, line, file=sys.stderr)
    near = sum(km <= NEAR_KM for km in far)
    return {
        "set": name,
        "exact_F1": _f1(count, ""),
        "overlap_F1": _f1(count, "", "overlap"),
        "with_people_exact_F1": _f1(count, "people_"),
        "with_people_overlap_F1": _f1(count, "people_", "overlap"),
        "within_161_km_of_found": round(near / max(1, len(far)), 3),
        "within_161_km_of_all": round(near / max(1, count["gold"]), 3),
    }


def _error(toponym: Gold, mark: Name | None) -> float:
    if mark is None or mark.lat is None or mark.lon is None or toponym.lat is None or toponym.lon is None:
        return FURTHEST_KM
    return distance_km(toponym.lat, toponym.lon, mark.lat, mark.lon)


def _f1(count: Counter[str], label: str, what: str = "exact") -> float:
    return round(2 * count[label + what] / max(1, count[label + "gold"] + count[label + "got"]), 3)


def speed() -> dict[str, Any]:
    """Time and memory of loading, and documents of 1,600 characters a CPU second, names alone, warm."""
    texts = [text for text, _ in rows("lgl")]
    context, reports = Context(language="en"), [reading(text) for text in texts]
    sentences = [SENTENCES(report, Marks(), context) for report in reports]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    found("Brest, Belarus.")
    loaded = time.process_time()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    for _ in range(2):
        warm = time.process_time()
        for report, marks in zip(reports, sentences, strict=True):
            NAMES(report, marks, context)
    spent = time.process_time() - warm
    return {
        "set": "speed",
        "load_s": round(loaded - begin, 3),
        "load_mb": round(memory),
        "documents_per_cpu_s": round(sum(map(len, texts)) / 1600 / spent),
    }


def main() -> None:
    """Prints what can be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", metavar="SET", choices=SETS, help="show the commonest errors of one set")
    chosen = parser.parse_args().errors
    if not (DATA / "places").is_dir():
        print(f"{DATA}/places: no corpora; set LAGEBILD_DATA", file=sys.stderr)
        return
    if chosen:
        print(json.dumps(measure(chosen, errors=True)))
        return
    print(json.dumps(speed()))
    for name in SETS:
        print(json.dumps(measure(name)))


if __name__ == "__main__":
    main()
