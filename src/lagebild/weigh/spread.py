"""Scores of answers to questions of more kinds than yes or no: which of several outcomes, what number, what day.

As in `track`, only what was given out before the outcome counts, as it was given out, for the time that it stood.
`docs/scoring.md` gives the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lagebild.core import Answer, By, Chance, Distribution, Note, Quantile, Question, Resolution, Score

from .scores import WORST, brier, log_score, spherical

Whose = Literal["answer", "own", "base"]
ORDER: tuple[Whose, ...] = ("answer", "own", "base")
Voice = tuple[Whose, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A distribution as it was given out, and whose: the answer's, a person's own (`who`), or what it was without
    evidence."""

    whose: Whose
    distribution: Distribution
    who: str | None = None

    @property
    def voice(self) -> Voice:
        """Whose it is."""
        return self.whose, self.who


@dataclass(frozen=True, slots=True)
class Settled:
    """A resolved question with the distributions that were given out before. `until` is the first day on which none
    stood any more."""

    question: Question
    resolution: Resolution
    until: date
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean scores of one voice over the questions of one kind, each averaged over the days first. Brier and log: 0
    best; spherical: 1. `crps` of a day is over the days that were left, 0 to 1; of numbers it is left out, as their
    units differ. `skill` is 1 − the sum of the scores / that of those without evidence over the same days of the same
    questions, Brier of outcomes and CRPS of days; of numbers CRPS over the width of the 90 % interval without evidence,
    as no question is to weigh more than another for its unit."""

    kind: str
    whose: Whose
    questions: int
    numbers: int
    brier: float | None
    log: float | None
    spherical: float | None
    crps: float | None
    skill: float | None
    who: str | None = None


def told(answer: Answer) -> tuple[Told, ...]:
    """What an issued answer is scored by: its distribution, and the same without evidence."""
    if not answer.distributions:
        return ()
    last = answer.distributions[-1]
    return Told("answer", last), Told("base", _base(last))


def _base(last: Distribution) -> Distribution:
    return Distribution(
        at=last.at,
        chances=tuple(Chance(outcome=c.outcome, probability=c.base, low=c.base, high=c.base, base=c.base)
                      for c in last.chances),
        quantiles=tuple(Quantile(q.level, q.base, q.base) for q in last.quantiles),
        by=tuple(By(b.day, b.base, b.base, b.base, b.base) for b in last.by),
    )  # fmt: skip


def scores(settled: Settled) -> tuple[Score, ...]:
    """The score of every distribution that was given out before the outcome, by voice and date."""
    found = [_score(settled, t) for t in settled.told if t.distribution.at < settled.until]
    return tuple(sorted(found, key=lambda s: (ORDER.index(s.whose), s.who or "", s.at)))


def _score(settled: Settled, of: Told) -> Score:
    came, at = settled.resolution, of.distribution.at
    p, marks, crps = math.nan, (math.nan, math.nan, math.nan), None
    if settled.question.kind == "outcomes":
        chances = {c.outcome: c.probability for c in of.distribution.chances}
        p, marks = chances.get(came.which or "", 0.0), of_outcomes(chances, came.which or "")
    elif settled.question.kind == "number":
        crps = of_quantiles(of.distribution.quantiles, came.outcome)
    else:
        p = of.distribution.by[-1].probability if of.distribution.by else 0.0
        marks = (brier(p, came.outcome), log_score(p, came.outcome), spherical(p, came.outcome))
        crps = of_day(of.distribution, settled.question.opens, came.at if came.outcome else None)
    return Score(
        question=came.question,
        at=at,
        probability=p,
        outcome=came.outcome,
        brier=marks[0],
        log=marks[1],
        spherical=marks[2],
        crps=crps,
        why=Note("weigh.score", (("date", at.isoformat()), ("resolved", came.at.isoformat()))),
        whose=of.whose,
        who=of.who,
    )


def of_outcomes(chances: dict[str, float], came: str) -> tuple[float, float, float]:
    """Brier, logarithmic and spherical score of probabilities that sum to 1. Brier is Σ (p − o)² / 2, so that with two
    outcomes it is (p − o)² (Brier 1950 sums both); spherical is P(what came) / √Σp²."""
    p = chances.get(came, 0.0)
    squares = math.fsum((q - (name == came)) ** 2 for name, q in chances.items()) + (came not in chances)
    return squares / 2, -math.log(max(p, WORST)), p / math.sqrt(math.fsum(q * q for q in chances.values()))


def of_quantiles(quantiles: Sequence[Quantile], came: float) -> float:
    """The continuous ranked probability score from quantiles at levels that lie evenly: twice the mean of the pinball
    loss (1{x ≤ q} − level)·(q − x), in the unit of the number, 0 best (Gneiting and Raftery 2007, sec. 4.2 and 6.2)."""
    losses = (((came <= q.value) - q.level) * (q.value - came) for q in quantiles)
    return 2 * math.fsum(losses) / len(quantiles)


def of_day(given: Distribution, opens: date, came: date | None) -> float:
    """The CRPS of a day up to the close: Σ (P(by day d) − 1{it has come by d})² over the days of the window that were
    left, in days, 0 best. It is the Brier score of every earlier deadline, summed; days after the close don't count, so
    an event that stays away needs no date (threshold-weighted CRPS; Gneiting and Ranjan 2011). Between days that are
    kept the probability is on a line."""
    total, before, last = 0.0, _start(given, opens), 0.0
    for by in given.by:
        days = (by.day - before).days
        for n in range(1, days + 1):
            p = last + (by.probability - last) * n / days
            total += (p - (came is not None and came <= before + timedelta(days=n))) ** 2
        before, last = by.day, by.probability
    return total


def _start(given: Distribution, opens: date) -> date:
    """The day after which the event can come."""
    return max(given.at, opens - timedelta(days=1))


def record(found: Iterable[Settled]) -> tuple[Spread, ...]:
    """The mean scores of each voice over the questions of each kind."""
    settled = list(found)
    kinds = sorted({s.question.kind for s in settled})
    voices = sorted({t.voice for s in settled for t in s.told}, key=lambda v: (ORDER.index(v[0]), v[1] or ""))
    return tuple(s for kind in kinds for voice in voices
                 if (s := _spread([q for q in settled if q.question.kind == kind], voice)))  # fmt: skip


def _spread(settled: Sequence[Settled], voice: Voice) -> Spread | None:
    rows = [(s, own) for s in settled if (own := averaged(s, voice)) is not None]
    if not rows:
        return None
    kind = settled[0].question.kind
    means = [_mean([own[k] for _, own in rows]) for k in range(4)]
    return Spread(
        kind=kind,
        whose=voice[0],
        questions=len(rows),
        numbers=sum(1 for s in settled for t in s.told if t.voice == voice and t.distribution.at < s.until),
        brier=means[0],
        log=means[1],
        spherical=means[2],
        crps=means[3] if kind == "date" else None,
        skill=_skill([s for s, _ in rows], voice) if voice[0] != "base" else None,
        who=voice[1],
    )


def _skill(settled: Sequence[Settled], voice: Voice) -> float | None:
    """1 − score / score without evidence, both summed over the questions, over the days on which both stood; None where
    nothing could be better than no evidence.

    The width that scales a number's CRPS is that of the first distribution without evidence. It does not hang on what
    came, so the sum stays a proper score; a ratio of the scores of each question would not be.
    """
    part = 0 if settled[0].question.kind == "outcomes" else 3
    mine, theirs = [], []
    for one in settled:
        starts = [min((t.distribution.at for t in one.told if t.voice == v), default=None) for v in (voice, _BASE)]
        since = max((start for start in starts if start), default=None)
        own, base = (averaged(one, v, since=since) for v in (voice, _BASE))
        width = _width(one)
        if None not in starts and own and base and width > 0:
            mine.append(own[part] / width)
            theirs.append(base[part] / width)
    reference = math.fsum(theirs)
    return 1 - math.fsum(mine) / reference if reference > 0 else None


_BASE: Voice = ("base", None)


def _width(settled: Settled) -> float:
    """Of a number the width of the 90 % interval without evidence as first given out; else 1."""
    if settled.question.kind != "number":
        return 1.0
    base = [t.distribution for t in settled.told if t.voice == _BASE]
    quantiles = min(base, key=lambda d: d.at).quantiles if base else ()
    return quantiles[-1].value - quantiles[0].value if quantiles else 0.0


def averaged(settled: Settled, voice: Voice, *, since: date | None = None) -> tuple[float, float, float, float] | None:
    """Brier, log, spherical score and CRPS (of a day: over the days left) of a voice, each the mean over the days that
    its distributions stood, from `since` on; not a number where there is none. None where it never stood."""
    own = {t.distribution.at: t for t in settled.told if t.voice == voice and t.distribution.at < settled.until}
    starts = sorted(own)
    total, sums = 0, [0.0] * 4
    for start, end in zip(starts, [*starts[1:], settled.until], strict=False):
        days = (end - max(start, since or start)).days
        if days <= 0:
            continue
        found = _score(settled, own[start])
        crps = math.nan if found.crps is None else found.crps
        by = own[start].distribution.by
        if by:
            crps /= (by[-1].day - _start(own[start].distribution, settled.question.opens)).days
        marks = (found.brier, found.log, found.spherical if found.spherical is not None else math.nan, crps)
        sums = [old + days * new for old, new in zip(sums, marks, strict=True)]
        total += days
    return (sums[0] / total, sums[1] / total, sums[2] / total, sums[3] / total) if total else None


def _mean(values: Sequence[float]) -> float | None:
    found = math.fsum(values) / len(values)
    return None if math.isnan(found) else found
