"""Own numbers, and how the question came out: entries of the log that are never taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lagebild.core import Answer, Own, Question, Resolution
from lagebild.errors import CaseError
from lagebild.weigh.track import Judged, Number, ended

from . import ledger
from .file import Database
from .log import Decision


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
    found, on = [], False
    for entry in log:
        if entry.kind == "blind":
            on = entry.value == "on"
        elif entry.kind == "lock":
            number, _, day = (entry.value or "").partition("@")
            try:
                made = Own(
                    at=date.fromisoformat(day),
                    probability=float(number),
                    who=entry.who,
                    reason=entry.reason,
                    added=entry.added,
                    before=on,
                )
            except ValueError as error:
                raise CaseError(
                    f"entry {entry.id}", f"cannot be read ({error})", "restore the case from a copy"
                ) from error
            found.append(made)
            on = False
    return tuple(found)


def outcome_value(outcome: float, on: date, source: str) -> str:
    """A resolution as the log keeps it: JSON with outcome, on and source."""
    return json.dumps({"outcome": outcome, "on": on.isoformat(), "source": source}, ensure_ascii=False)


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
        told = json.loads(last.value or "")
        on, came = date.fromisoformat(told["on"]), float(told["outcome"])
        return Outcome(Resolution(question=question, at=on, outcome=came, by=told["source"]), first, last.reason)
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(f"entry {last.id}", f"cannot be read ({error!r})", "restore the case from a copy") from error


def judged(database: Database, asked: Question) -> tuple[Judged, ...]:
    """The question with all numbers that were given out before it was said how it came out; none while it is open and
    when it was annulled."""
    log = ledger.decisions(database)
    came = outcome(log, asked.id)
    if came is None or came.resolution is None:
        return ()
    numbers = [n for kept, answer in ledger.numbers(database) if kept.added <= came.first for n in _numbers(answer)]
    numbers += [Number(o.at, o.probability, "own", o.who) for o in own(log) if o.added <= came.first]
    until = ended(asked.closes, came.resolution.at)
    return (Judged(came.resolution, asked.text, until, tuple(numbers)),)


def _numbers(answer: Answer) -> list[Number]:
    """The issued answer's number, the machine's without decisions beside it, and the base rate's of the same day."""
    if answer.forecast is None:
        return []
    machine = answer.machine or answer.forecast
    made = [Number(answer.as_of, answer.forecast.probability, "answer"),
            Number(answer.as_of, machine.probability, "machine")]  # fmt: skip
    return made if answer.base is None else [*made, Number(answer.as_of, answer.base, "base")]
