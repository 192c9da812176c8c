"""German hearsay: "soll … angegriffen haben" (others say so) and "will … gesehen haben" (the subject says so).

The same verbs with another infinitive are duties, plans and wishes. What tells them apart: the infinitive of the
perfect, unless a deadline makes it a goal ("soll bis 2030 ausgebaut sein"); with *soll* also verbs of state that
nobody can be told to do ("soll aus Brest stammen"). The past *sollte* and *wollte* are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lagebild.mark.lemmas import lemmatize

from .grammar import listed
from .phrases import relative_subject, subject_after, subject_before
from .units import Segment, Unit

_SHOULD = frozenset(("soll", "sollen"))
_WANT = frozenset(("will", "wollen"))
_MODALS = _SHOULD | _WANT
_PERFECT = frozenset(("haben", "sein"))
_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "hinter", "miss", "unter", "ver", "voll", "wider", "zer", "über")
_PARTICLES = tuple(sorted(listed("german_particles"), key=len, reverse=True))
_STATES = listed("hearsay_states")
_FUTURE = listed("hearsay_future")
_DOUBT = listed("hearsay_adverbs")
_THERE_IS = listed("hearsay_there_is")
_AMONG = listed("hearsay_among")
_TIMES = listed("times") | listed("deadlines")


class Hearsay(NamedTuple):
    """Hearsay in segment `number`, by the modal verb at token `modal`. `claim`: the subject itself says so (will).
    `clause`: the modal verb ends a dependent clause, which is then the content; else it is the sentence."""

    number: int
    modal: int
    claim: bool
    clause: bool

    def subject(self, unit: Unit) -> tuple[int, int] | None:
        """Who makes the claim, as tokens."""
        segment = unit.segments[self.number]
        if self.clause:
            return relative_subject(unit, segment)
        before = subject_before(unit, segment, self.number, self.modal)
        return before or subject_after(unit, self.modal, segment.last)


def hearsay(unit: Unit) -> Iterator[Hearsay]:
    """The hearsay of a sentence."""
    low = unit.low
    if _MODALS.isdisjoint(low):
        return
    for number, segment in enumerate(unit.segments):
        last = segment.last - 1
        if segment.kind in ("rel", "sub") and low[last] in _MODALS:
            if last - 2 > segment.first and _perfect(low, last - 1) and not _deadline(unit, segment):
                yield Hearsay(number, last, low[last] in _WANT, clause=True)
        elif segment.kind == "main" and segment.verb >= 0 and low[segment.verb] in _MODALS:
            if segment.verb == segment.first and segment.mark == "":
                continue
            claim = low[segment.verb] in _WANT
            if _bracket(unit, number) or (not claim and _state(unit, segment)):
                yield Hearsay(number, segment.verb, claim, clause=False)


def _bracket(unit: Unit, number: int) -> bool:
    """Whether the clause ends in an infinitive of the perfect, in its own segment or after an inserted clause."""
    segment = unit.segments[number]
    if _perfect(unit.low, segment.last - 1) and segment.last - 2 > segment.verb:
        return not _deadline(unit, segment)
    for later in unit.segments[number + 1 : number + 4]:
        if later.kind in ("np", "main") and _perfect(unit.low, later.last - 1):
            return later.verb in (-1, later.last - 1) and not _deadline(unit, segment)
        if later.kind not in ("rel", "np", "sub"):
            break
    return False


def _perfect(low: list[str], last: int) -> bool:
    return last > 0 and low[last] in _PERFECT and _participle(low[last - 1])


def _participle(low: str) -> bool:
    """Whether a word has the form of a past participle: "getroffen", "eingesetzt", "zurückerobert", "worden"."""
    if low.endswith("iert") or low in ("worden", "gewesen"):
        return True
    if len(low) < 5 or not low.endswith(("t", "en", "an")):
        return False
    if low.startswith(_INSEPARABLE):
        return True
    if any(low.startswith(p) and low[len(p) :].startswith(_INSEPARABLE) for p in _PARTICLES):
        return True
    return len(low) < 40 and lemmatize(low, "de") not in (low, "")  # "umgangen", "lahmgelegt"


def _deadline(unit: Unit, segment: Segment) -> bool:
    """ "bis 2030", "bis zum Sommer", "spätestens": a goal. What was ("gewesen") or was done ("worden") is none."""
    low, end = unit.low, segment.last
    if low[end - 2] in ("worden", "gewesen") or low[end - 3] in ("worden", "gewesen"):
        return False
    for i in range(segment.first, end):
        if low[i] in _FUTURE:
            return True
        if low[i] == "bis" and any(
            unit.word[j] in _TIMES or (len(low[j]) == 4 and low[j].isdigit()) for j in range(i + 1, min(i + 5, end))
        ):
            return True
    return False


def _state(unit: Unit, segment: Segment) -> bool:
    """Whether soll stands with a state that nobody can be told to be in, or the text says that it is hearsay."""
    low, last = unit.low, segment.last - 1
    inside = low[segment.verb + 1 : last]
    if last <= segment.verb or any(w in _FUTURE for w in low[segment.first : last]):
        return False
    if any(w in _DOUBT for w in low[segment.first : last]):
        return True
    if low[last] in _STATES:
        return True
    if low[last] == "geben":
        return "es" in low[segment.first : segment.verb + 2] and any(w in _THERE_IS for w in inside)
    if low[last] == "sein":
        among = low[segment.first] == "unter" and low[min(segment.first + 2, last)] in _AMONG
        return among or low[last - 1] in ("bekannt", "bewaffnet", "verwickelt")
    return False
