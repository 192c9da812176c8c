"""The outlet's own voice: sentences that nobody is said to have said and in which the writer judges.

Marked only where words say so: a purpose that is disputed ("unter dem Deckmantel"), a verb that blames or ascribes a
motive ("setzt unter Druck", "opfert"), a forecast ("dürfte … versuchen"), a verdict ("kein Zufall"). A purpose that is
only stated ("um … zu") is none.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.core import Span
from lagebild.mark.phrasebook import Phrasebook

from .drafts import Draft, content
from .lexicon import ADV, FIN, PRON
from .units import Unit

_OWN = frozenset(("i", "ich", "wir", "we", "mein", "unser", "my", "our"))


class _Marks(NamedTuple):
    phrases: Phrasebook[bool]
    forecasts: frozenset[str]
    futures: frozenset[str]
    likely: frozenset[str]
    leaving: frozenset[str]


@cache
def _marks(language: str) -> _Marks:
    data = tomllib.loads((files("lagebild") / f"data/statements/author_{language}.toml").read_text("utf-8"))
    sets = (frozenset(data[name]) for name in ("forecasts", "futures", "likely", "leaving"))
    return _Marks(Phrasebook({p.lower(): True for p in data["phrases"]}), *sets)


def author(unit: Unit, index: int, language: str) -> Draft | None:
    """The statement of the outlet that the sentence is, or None. Only for sentences without another statement."""
    marks = _marks(language)
    if not unit.segments or unit.word[-1] == "?" or not _OWN.isdisjoint(unit.low):
        return None
    cue = _phrase(unit, marks) or _forecast(unit, marks)
    if cue is None:
        return None
    number = unit.segment_at(cue[0])
    segments = unit.segments
    if segments[number].kind in ("quote", "rel") or (segments[number].kind == "sub" and number > 0):
        return None
    first = last = number
    while first > 0 and segments[first].mark not in (":", ";") and segments[first - 1].kind != "quote":
        first -= 1
    while last + 1 < len(segments) and not _leaves(unit, last + 1, marks):
        last += 1
    spans = content(unit, [(segments[first].first, segments[last].last)])
    if not spans:
        return None
    said = [Span(unit.start[cue[0]], unit.end[cue[-1]])]
    return Draft(index, spans, "author", said, [], nobody=True, runs=False)


def _phrase(unit: Unit, marks: _Marks) -> range | None:
    hit = next(marks.phrases.find(unit.low), None)
    return range(hit.first, hit.last) if hit is not None else None


def _forecast(unit: Unit, marks: _Marks) -> range | None:
    """ "dürfte", or a future with a word of probability ("wird wohl", "will probably")."""
    if marks.forecasts.isdisjoint(unit.low) and marks.likely.isdisjoint(unit.low):
        return None
    for number, segment in enumerate(unit.segments):
        if segment.kind != "main" or (number > 0 and segment.mark == ","):
            continue
        for i in range(segment.first, segment.last):
            if unit.low[i] in marks.forecasts and i + 1 < len(unit.low):
                return range(i, i + 1)
            if unit.low[i] in marks.futures:
                near = range(i + 1, min(segment.last, i + 7))
                likely = next((j for j in near if unit.low[j] in marks.likely), None)
                if likely is not None:
                    return range(likely, likely + 1)
    return None


def _leaves(unit: Unit, number: int, marks: _Marks) -> bool:
    """Whether a segment no longer belongs to the judging clause: another main clause, or a concession."""
    segment = unit.segments[number]
    if segment.mark in (";", ":") or unit.low[segment.first] in marks.leaving:
        return True
    joined = segment.kind == "main" and segment.verb >= 0
    return joined and bool(unit.flags[segment.verb] & FIN or not unit.flags[segment.first] & (ADV | PRON))
