"""The track record: numbers that stood until the outcome, scored over the time that they stood.

Only what was given out before the outcome counts, and it counts as it was given out. A number stands from its date
until the next one of the same voice, or until the question was resolved or closed. `docs/scoring.md` says more."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from lagebild.core import Note, Resolution, Score

from . import calibration
from .calibration import Bin, Pair, Parts, Temperature
from .crowd import Crowd, pool
from .scores import brier, log_score, spherical
from .spread import Spread

Whose = Literal["answer", "machine", "own", "base", "crowd"]
ORDER: tuple[Whose, ...] = ("answer", "machine", "own", "crowd", "base")


@dataclass(frozen=True, slots=True)
class Number:
    """A probability as of a date, and whose: the issued answer's, the machine's without decisions, a person's own
    (`who`), the base rate's, or a crowd's."""

    at: date
    probability: float
    whose: Whose
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A resolved question with the numbers that were given out before. `until` is the first day on which no number
    stood any more: the day of the resolution, or the one after the closing."""

    resolution: Resolution
    text: str
    until: date
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """Scores of one voice, averaged over the days that its numbers stood and then over questions: Brier and log 0 best,
    spherical 1 best. `skill` is 1 − Brier / Brier of the other voice over the same days of the same questions, by the
    other's name; None where they never met or the other was never wrong."""

    whose: Whose
    who: str | None
    questions: int
    numbers: int
    brier: float
    log: float
    spherical: float
    skill: tuple[tuple[Whose, float | None], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A track record over questions of yes or no. The curve, the parts and the temperature are those of the issued
    answers; `spreads` are the scores of questions of other kinds."""

    questions: int
    yes: float
    means: tuple[Mean, ...]
    curve: tuple[Bin, ...]
    parts: Parts | None
    ranking: float | None
    temperature: Temperature | None
    spreads: tuple[Spread, ...] = ()


Voice = tuple[Whose, str | None]


def scores(judged: Judged) -> tuple[Score, ...]:
    """The score of every number of a question, by voice and date."""
    came, found = judged.resolution.outcome, []
    for number in _standing(judged.numbers, judged.until):
        values = (("date", number.at.isoformat()), ("resolved", judged.resolution.at.isoformat()))
        found.append(
            Score(
                question=judged.resolution.question,
                at=number.at,
                probability=number.probability,
                outcome=came,
                brier=brier(number.probability, came),
                log=log_score(number.probability, came),
                why=Note("weigh.score", values),
                spherical=spherical(number.probability, came),
                whose=number.whose,
                who=number.who,
            )
        )
    return tuple(sorted(found, key=lambda s: (ORDER.index(s.whose), s.who or "", s.at)))


def averaged(
    judged: Judged, voice: Voice, rule: Callable[[float, float], float], *, since: date | None = None
) -> float:
    """The mean of a scoring rule over the days on which a number of `voice` stood, from `since` on. NaN where none
    did."""
    came = judged.resolution.outcome
    days = [(n, p) for n, p in _spells(judged, voice, since) if n > 0]
    total = sum(n for n, _ in days)
    return math.fsum(n * rule(p, came) for n, p in days) / total if total else math.nan


def record(found: Iterable[Judged]) -> Record:
    """The track record of resolved questions. Each question counts the same, however often it was answered."""
    judged = sorted(found, key=lambda j: (j.resolution.question, j.resolution.at))
    voices = sorted({(n.whose, n.who) for j in judged for n in _standing(j.numbers, j.until)},
                    key=lambda v: (ORDER.index(v[0]), v[1] or ""))  # fmt: skip
    pairs = [
        Pair(f"{i} {j.resolution.question}", n.probability, j.resolution.outcome)
        for i, j in enumerate(judged)
        for n in _standing(j.numbers, j.until)
        if n.whose == "answer"
    ]
    outcomes = [j.resolution.outcome for j in judged]
    return Record(
        questions=len(judged),
        yes=math.fsum(outcomes) / len(outcomes) if outcomes else 0.0,
        means=tuple(_mean(judged, voice, voices) for voice in voices),
        curve=calibration.curve(pairs),
        parts=calibration.parts(pairs),
        ranking=calibration.ranking(pairs),
        temperature=calibration.temperature(pairs),
    )


def _mean(judged: Sequence[Judged], voice: Voice, voices: Sequence[Voice]) -> Mean:
    own = [j for j in judged if any((n.whose, n.who) == voice for n in _standing(j.numbers, j.until))]
    b, lg, s = (math.fsum(averaged(j, voice, rule) for j in own) / len(own) for rule in (brier, log_score, spherical))
    others = [v for v in voices if v[0] in ("base", "crowd") and v != voice and voice[0] != "base"]
    return Mean(
        whose=voice[0],
        who=voice[1],
        questions=len(own),
        numbers=sum(1 for j in own for n in _standing(j.numbers, j.until) if (n.whose, n.who) == voice),
        brier=b,
        log=lg,
        spherical=s,
        skill=tuple((other[0], _skill(own, voice, other)) for other in others),
    )


def _skill(judged: Sequence[Judged], voice: Voice, other: Voice) -> float | None:
    """1 − Brier / Brier of the other, both over the days on which both stood."""
    mine, theirs = [], []
    for j in judged:
        starts = [_first(j, v) for v in (voice, other)]
        if None in starts:
            continue
        since = max(s for s in starts if s)
        mine.append(averaged(j, voice, brier, since=since))
        theirs.append(averaged(j, other, brier, since=since))
    reference = math.fsum(theirs)
    return 1 - math.fsum(mine) / reference if mine and reference > 0 else None


def _first(judged: Judged, voice: Voice) -> date | None:
    return min((n.at for n in _standing(judged.numbers, judged.until) if (n.whose, n.who) == voice), default=None)


def _standing(numbers: Sequence[Number], until: date) -> list[Number]:
    """The numbers from before the end, of several of one voice and date the last."""
    kept = {(n.whose, n.who, n.at): n for n in numbers if n.at < until}
    return list(kept.values())


def _spells(judged: Judged, voice: Voice, since: date | None) -> list[tuple[int, float]]:
    """For each number of a voice on how many days it stood, from `since` on: (days, probability)."""
    own = sorted((n for n in _standing(judged.numbers, judged.until) if (n.whose, n.who) == voice), key=lambda n: n.at)
    ends = [n.at for n in own[1:]] + [judged.until]
    return [((end - max(n.at, since or n.at)).days, n.probability) for n, end in zip(own, ends, strict=True)]


def beside(judged: Judged, crowd: Crowd | None) -> Judged:
    """A question with the crowd's number on each day of an issued answer: the pool of the forecasts made by the end of
    that day, undated ones left out. A crowd's word counts only where an answer stands beside it."""
    if crowd is None:
        return judged
    numbers = list(judged.numbers)
    for day in sorted({n.at for n in judged.numbers if n.whose == "answer"}):
        known = tuple(f for f in crowd.forecasts if f.t is not None and f.t.date() <= day)
        if known:
            numbers.append(Number(day, pool(replace(crowd, forecasts=known)).probability, "crowd"))
    return replace(judged, numbers=tuple(numbers))


def ended(closes: date, resolved: date) -> date:
    """The first day on which no number stands any more."""
    return min(resolved, closes + timedelta(days=1))
