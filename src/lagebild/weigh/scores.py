"""Scores of issued answers after resolution. Only what was issued is scored, and it is scored as it was issued."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lagebild.core import Answer, Note, Resolution, Score
from lagebild.errors import BadInput

WORST = 1e-4
"""The log score takes a probability of 0 for what came about as this: one answer must not outweigh all others."""


@dataclass(frozen=True, slots=True)
class Record:
    """A track record: how many answers, their mean scores, and the mean scores of the base rate on the same ones.
    `skill` is 1 − Brier / Brier of the base rate: above 0 is better than the base rate, None without one."""

    answers: int
    questions: int
    brier: float
    log: float
    base_brier: float | None
    skill: float | None


def brier(probability: float, outcome: float) -> float:
    """(p − o)², 0 best, 1 worst (Brier 1950, for one of two outcomes)."""
    return (probability - outcome) ** 2


def log_score(probability: float, outcome: float) -> float:
    """−ln of the probability given to what came out (Good 1952), 0 best; for an outcome between 0 and 1, its mean."""
    yes, no = (max(p, WORST) for p in (probability, 1 - probability))
    return -(outcome * math.log(yes) + (1 - outcome) * math.log(no))


def spherical(probability: float, outcome: float) -> float:
    """The probability given to what came out over the length of (p, 1 − p) (Good 1971; Roby 1965), 1 best, 0 worst; for
    an outcome between 0 and 1, its mean."""
    yes, no = probability, 1 - probability
    return (outcome * yes + (1 - outcome) * no) / math.hypot(yes, no)


def score(answer: Answer, resolution: Resolution) -> Score:
    """The score of one issued answer. Raises BadInput for an answer to another question, one without a number, or one
    given on or after the day on which the question was resolved: that is no forecast."""
    if answer.question.id != resolution.question:
        raise BadInput(
            answer.question.id, f"is not the resolved question {resolution.question}", "score its own answers"
        )
    if answer.forecast is None:
        raise BadInput(answer.question.id, "has no number to score", "score only answers with a forecast")
    if answer.as_of >= resolution.at:
        raise BadInput(
            answer.question.id, f"the answer of {answer.as_of} came after the resolution", "score earlier ones"
        )
    p = answer.forecast.probability
    return Score(
        question=resolution.question,
        at=answer.as_of,
        probability=p,
        outcome=resolution.outcome,
        brier=brier(p, resolution.outcome),
        log=log_score(p, resolution.outcome),
        why=Note("weigh.score", (("date", answer.as_of.isoformat()), ("resolved", resolution.at.isoformat()))),
        spherical=spherical(p, resolution.outcome),
    )


def scores(answers: Iterable[Answer], resolutions: Iterable[Resolution]) -> tuple[Score, ...]:
    """The scores of all issued answers that have a number and came before their question was resolved, sorted."""
    by_question = {r.question: r for r in resolutions}
    found = []
    for answer in answers:
        resolution = by_question.get(answer.question.id)
        if resolution is not None and answer.forecast is not None and answer.as_of < resolution.at:
            found.append(score(answer, resolution))
    return tuple(sorted(found, key=lambda s: (s.question, s.at)))


def record(found: Sequence[Score], *, base: Sequence[float | None] = ()) -> Record | None:
    """The track record of `found`, None where there is nothing. Each question counts the same however often it was
    answered: its answers are averaged first. `base` are the base rates of the same answers, in the same order."""
    if not found:
        return None
    known = [b for b in base if b is not None]
    whole = len(known) == len(found)
    by_question: dict[str, list[tuple[float, float, float]]] = {}
    for i, item in enumerate(found):
        rate = known[i] if whole else 0.0
        by_question.setdefault(item.question, []).append((item.brier, item.log, brier(rate, item.outcome)))
    means = [tuple(math.fsum(row[k] for row in rows) / len(rows) for k in range(3)) for rows in by_question.values()]
    mean_brier, mean_log, mean_base = (math.fsum(m[k] for m in means) / len(means) for k in range(3))
    return Record(
        answers=len(found),
        questions=len(means),
        brier=mean_brier,
        log=mean_log,
        base_brier=mean_base if whole else None,
        skill=1 - mean_brier / mean_base if whole and mean_base else None,
    )
