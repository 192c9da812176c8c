"""Answers to questions of several outcomes, a number or a day: distributions, and what goes with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from .links import Note
from .text import Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The probability of one outcome with its 90 % interval, and `base`, without evidence."""

    outcome: str
    probability: float
    low: float
    high: float
    base: float


class Quantile(NamedTuple):
    """The value that stays below with probability `level`; `base`: without evidence."""

    level: float
    value: float
    base: float


class Due(NamedTuple):
    """The first day by which it has come with probability `level`; None: not in the window. `base`: without
    evidence."""

    level: float
    day: date | None
    base: date | None


class By(NamedTuple):
    """The probability that it comes from the day after the answer's date to `day`, with its 90 % interval and, `base`,
    without evidence."""

    day: date
    probability: float
    low: float
    high: float
    base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The answer, as of a date, to a question of another kind than yes or no: `chances` of its outcomes (they sum to
    1), `quantiles` of its number, or `dues` of its day, with the probability `by` days of the window (only in the last
    of an answer's)."""

    at: date
    chances: tuple[Chance, ...] = ()
    quantiles: tuple[Quantile, ...] = ()
    dues: tuple[Due, ...] = ()
    by: tuple[By, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """How a distribution would stand if one thing were left out, or if a sign were reported as seen or as refuted by
    one reliable origin more; of a number, also without what it usually is (`prior`), or if a reliable report of the day
    said what its 95 % or 5 % point is. `moved`: how far that is, of outcomes the most that the probability of any set
    of them changes, of a number the mean distance of the quantiles. The `id` of a report of a number is
    document/reading/start-end."""

    what: Literal["origin", "evidence", "indicator", "prior", "report"]
    id: str
    kind: Literal["without", "if seen", "if refuted", "if high", "if low"]
    distribution: Distribution
    moved: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDistribution:
    """A distribution that a person committed to as of a date, as in `Own`. Its `base`, `low` and `high` repeat the
    figures themselves."""

    at: date
    distribution: Distribution
    who: str
    reason: str
    added: str
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A number that a report gives for what is asked for: `low` to `high` (the same for a plain number). `weight` is
    the share of the answer that rests on it, 0 where it does not count; `why` says why it does or not."""

    cite: Cite
    origin: str
    low: float
    high: float
    known: date
    weight: float
    why: Note
