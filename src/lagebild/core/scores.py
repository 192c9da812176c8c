"""Scoring: how a question came out, and what a number was worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .links import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How the question came out, on what date, by what the resolver said. `outcome` is 1 or 0 (or a share) of a
    question of yes or no and of one for a day, the number of one for a number; `which` the id of one of several
    outcomes (`outcome` is then 1)."""

    question: str
    at: date
    outcome: float
    by: str
    which: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One number against the resolution. Brier: (p − o)², 0 best; log: −ln of the probability given to what came
    out, 0 best; spherical: that probability over the length of (p, 1 − p), 1 best. `whose` number it is: the issued
    answer, the machine's without decisions, a person's own, the base rate's, a crowd's. `why` says what was scored.
    With several outcomes Brier is Σ (p − o)² / 2 and `probability` that of what came out. `crps` is the score of a
    number, in its unit, or of a day, in days; of a number there is no other, they are NaN."""

    question: str
    at: date
    probability: float
    outcome: float
    brier: float
    log: float
    why: Note
    spherical: float | None = None
    crps: float | None = None
    whose: Literal["answer", "machine", "own", "base", "crowd"] = "answer"
    who: str | None = None
