"""Own numbers, and how the question came out: entries of the log that are never taken back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lagebild.core import Answer, Distribution, Own, OwnDistribution, Question, Resolution
from lagebild.errors import BadInput, CaseError
from lagebild.weigh.spread import Settled, Told, told
from lagebild.weigh.track import Judged, Number, ended

from . import ledger, values
from .file import Database
from .log import Decision

DISTRIBUTED = ("outcomes", "number")
"""Kinds of questions that no single probability answers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the question came out: `first` is when (ISO 8601, UTC) it was first said; what was given out later than that
    is no forecast. `resolution` is None for a question that was annulled."""

    resolution: Resolution | None
    first: str
    reason: str


def blind(log: Iterable[Decision]) -> bool:
    """True while blind mode is on and nobody has locked an own number."""
    on = False
    for entry in log:
        if entry.kind == "blind":
            on = entry.value == "on"
        elif entry.kind == "lock":
            on = False
    return on


def lock_value(probability: float, at: date) -> str:
    """An own number as the log keeps it: "0.05@2023-01-03"."""
    return f"{probability!r}@{at.isoformat()}"


def own(log: Iterable[Decision]) -> tuple[Own, ...]:
    """The own numbers, oldest first. `before`: it was locked while blind mode kept the machine's number back."""
    found = []
    for entry, before in _locked(log):
        number, _, day = (entry.value or "").partition("@")
        if number.startswith("{"):
            continue
        try:
            at, probability = date.fromisoformat(day), float(number)
        except ValueError as error:
            raise _unreadable(entry, error) from error
        found.append(Own(at=at, probability=probability, who=entry.who, reason=entry.reason, added=entry.added,
                         before=before))  # fmt: skip
    return tuple(found)


def own_distributions(log: Iterable[Decision]) -> tuple[OwnDistribution, ...]:
    """The own distributions, oldest first, as `own`."""
    found = []
    for entry, before in _locked(log):
        if not (entry.value or "").startswith("{"):
            continue
        try:
            made = values.load(Distribution, entry.value or "")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _unreadable(entry, error) from error
        found.append(OwnDistribution(at=made.at, distribution=made, who=entry.who, reason=entry.reason,
                                     added=entry.added, before=before))  # fmt: skip
    return tuple(found)


def beside(answer: Answer, log: Sequence[Decision]) -> Answer:
    """An answer with what people had committed to by its date."""
    day = answer.as_of
    return replace(
        answer,
        own=tuple(o for o in own(log) if o.at <= day),
        own_distributions=tuple(o for o in own_distributions(log) if o.at <= day),
    )


def within(asked: Question, day: date) -> date:
    """The day of an own number. Raises BadInput for one after the window."""
    if day > asked.closes:
        raise BadInput(f"own number as of {day}", f"the window closed on {asked.closes}", "give an earlier date")
    return day


def _locked(log: Iterable[Decision]) -> Iterator[tuple[Decision, bool]]:
    """What was locked, oldest first, and whether in blind mode, which ends with it."""
    on = False
    for entry in log:
        if entry.kind == "blind":
            on = entry.value == "on"
        elif entry.kind == "lock":
            yield entry, on
            on = False


def _unreadable(entry: Decision, error: Exception) -> CaseError:
    return CaseError(f"entry {entry.id}", f"cannot be read ({error})", "restore the case from a copy")


def outcome_value(outcome: float, on: date, source: str, which: str | None = None) -> str:
    """A resolution as the log keeps it: JSON with outcome, on, source and, of several outcomes, which."""
    told = {"outcome": outcome, "on": on.isoformat(), "source": source}
    return json.dumps(told if which is None else {**told, "which": which}, ensure_ascii=False)


def settles(asked: Question, outcome: float | str, on: date, source: str) -> tuple[float, str | None]:
    """What `came` gives, of an outcome on a day by a source. Raises BadInput for one that makes no sense."""
    value, which = came(asked, outcome)
    if asked.kind == "date" and value and on > asked.closes:
        raise BadInput(f"resolution on {on}", f"the window closed on {asked.closes}", "say no: it did not come")
    if on < asked.opens:
        raise BadInput(f"resolution on {on}", f"the window opens only on {asked.opens}", "give the day of the event")
    if not source.strip():
        raise BadInput("resolution", "names no source", f"say by what: the resolver is {asked.resolver}")
    return value, which


def came(asked: Question, outcome: float | str) -> tuple[float, str | None]:
    """What an outcome means for a question: its figure, and which of several it is. Raises BadInput."""
    if asked.kind == "outcomes":
        known = [o.id for o in asked.outcomes]
        if outcome not in known:
            raise BadInput(f"outcome {outcome}", "is none of this question's", f"say one of: {', '.join(known)}")
        return 1.0, str(outcome)
    plain = {"yes": 1.0, "no": 0.0} if asked.kind != "number" else {}
    try:
        found = plain[outcome] if isinstance(outcome, str) and outcome in plain else float(outcome)
    except ValueError:
        found = math.nan
    if asked.kind == "number" and not math.isfinite(found):
        raise BadInput(f"outcome {outcome}", "is no number", f"say how many {asked.measure and asked.measure.unit}")
    if asked.kind != "number" and not 0 <= found <= 1:
        raise BadInput(f"outcome {outcome}", "is no outcome", "say yes or no, or a share between 0 and 1")
    if asked.kind == "date" and found not in (0.0, 1.0):
        raise BadInput(f"outcome {outcome}", "is no outcome", "say yes, with the day of the event, or no")
    return found, None


def outcome(log: Iterable[Decision], question: str) -> Outcome | None:
    """How the question came out by the last word on it, None while it is open."""
    first, last = None, None
    for entry in log:
        if entry.kind in ("resolve", "annul"):
            first, last = first or entry.added, entry
    if last is None or first is None:
        return None
    if last.kind == "annul":
        return Outcome(None, first, last.reason)
    try:
        said = json.loads(last.value or "")
        on, figure = date.fromisoformat(said["on"]), float(said["outcome"])
        which = said.get("which")
        made = Resolution(question=question, at=on, outcome=figure, by=said["source"], which=which)
        return Outcome(made, first, last.reason)
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(f"entry {last.id}", f"cannot be read ({error!r})", "restore the case from a copy") from error


def judged(database: Database, asked: Question) -> tuple[Judged, ...]:
    """The question with all numbers that were given out before it was said how it came out; none while it is open and
    when it was annulled, and none of a question that is not answered by the probability of yes."""
    log = ledger.decisions(database)
    came = outcome(log, asked.id)
    if came is None or came.resolution is None or asked.kind in DISTRIBUTED:
        return ()
    numbers = [n for kept, answer in ledger.numbers(database) if kept.added <= came.first for n in _numbers(answer)]
    numbers += [Number(o.at, o.probability, "own", o.who) for o in own(log) if o.added <= came.first]
    # Of an own distribution of the day its last figure is the probability of yes.
    numbers += [
        Number(o.at, o.distribution.by[-1].probability, "own", o.who)
        for o in own_distributions(log)
        if o.added <= came.first and o.distribution.by
    ]
    until = ended(asked.closes, came.resolution.at)
    return (Judged(came.resolution, asked.text, until, tuple(numbers)),)


def settled(database: Database, asked: Question) -> tuple[Settled, ...]:
    """The same for a question of another kind: all distributions that were given out before."""
    log = ledger.decisions(database)
    came = outcome(log, asked.id)
    if came is None or came.resolution is None or asked.kind == "binary":
        return ()
    given = [t for kept, answer in ledger.numbers(database) if kept.added <= came.first for t in told(answer)]
    given += [Told("own", o.distribution, o.who) for o in own_distributions(log) if o.added <= came.first]
    return (Settled(asked, came.resolution, ended(asked.closes, came.resolution.at), tuple(given)),)


def _numbers(answer: Answer) -> list[Number]:
    """The issued answer's number, the machine's without decisions beside it, and the base rate's of the same day."""
    if answer.forecast is None:
        return []
    machine = answer.machine or answer.forecast
    made = [Number(answer.as_of, answer.forecast.probability, "answer"),
            Number(answer.as_of, machine.probability, "machine")]  # fmt: skip
    return made if answer.base is None else [*made, Number(answer.as_of, answer.base, "base")]
