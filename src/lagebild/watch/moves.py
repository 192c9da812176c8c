"""By how much an answer must move to be told: in points of a percent, or by a factor of its odds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import timedelta

from lagebild.errors import BadInput

_AMOUNT = re.compile(r"(?:x|×)?\s?(\d{1,6}(?:[.,]\d{1,6})?)\s?(pp)?")
_TIME = re.compile(r"(\d{1,6})\s?(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LEAST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moves:
    """A least move: `points` of a percent ("2pp"), or the natural log of an odds factor ("x1.5"); one is None."""

    points: float | None = None
    log_odds: float | None = None

    def passed(self, before: float, now: float) -> bool:
        """True when the step between two probabilities is so large."""
        if self.points is not None:
            return abs(now - before) * 100 >= self.points - 1e-9
        return abs(_odds(now) - _odds(before)) >= (self.log_odds or 0.0) - 1e-9

    def __str__(self) -> str:
        return f"{self.points:g}pp" if self.points is not None else f"x{math.exp(self.log_odds or 0.0):g}"


def moves(text: str) -> Moves:
    """ "2pp" or "x1.5". Raises BadInput for anything else, and for a move of nothing."""
    found = _AMOUNT.fullmatch(text.strip())
    factor = text.strip().startswith(("x", "×"))
    if found is None or factor == bool(found[2]):
        raise BadInput(
            f"moves '{text}'", "is no amount", "give points of a percent, 2pp, or a factor of the odds, x1.5"
        )
    value = float(found[1].replace(",", "."))
    if factor and value > 1:
        return Moves(log_odds=math.log(value))
    if not factor and 0 < value <= 100:
        return Moves(points=value)
    raise BadInput(f"moves '{text}'", "is out of bounds", "give 0.1pp to 100pp, or a factor above x1")


def interval(text: str) -> timedelta:
    """ "90s", "15m", "2h" or "1d". Raises BadInput for anything else, and for less than a minute."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"every '{text}'", "is no length of time", "give it as 90s, 15m, 2h or 1d")
    length = timedelta(**{_UNITS[found[2]]: int(found[1])})
    if not _LEAST <= length <= timedelta(days=30):
        raise BadInput(f"every '{text}'", "is out of bounds", "give one minute to 30 days")
    return length


def _odds(p: float) -> float:
    p = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))
