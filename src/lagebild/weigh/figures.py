"""A catalogue's figures as arrays: by their best values, and in draws from their ranges."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Range

from .prior import Z90

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRAWS = 500
"""Draws of the simulation. The error of a 5 % quantile's rank at 500 draws is one percentage point."""
_TINY = 1e-9


class SignFigures(NamedTuple):
    """One sign's figures. `cluster` is a number, `side` +1 where it speaks for yes, −1 where against. `fit` names the
    outcome whose `p1` it is, where a question has several."""

    id: str
    p1: Range
    p0: Range
    a: Range
    b: Range
    half_life: float
    cluster: int
    side: int
    fit: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A catalogue as arrays: one row a sign, one column a draw (one column: the best figures).
    `report` is log(b / a), at most 0. `side` is +1 for signs that speak for yes, −1 for those against."""

    p1: Floats
    p0: Floats
    report: Floats
    rho: Floats
    strength: Floats
    rate: Floats
    side: Ints
    half_life: Floats
    cluster: Ints


def logit(p: Floats | float) -> Floats:
    """Log-odds; minus and plus infinity at 0 and 1."""
    with np.errstate(divide="ignore"):
        q = np.asarray(p, dtype=np.float64)
        return np.asarray(np.log(q) - np.log1p(-q))


def expit(x: Floats | float) -> Floats:
    """Probability of log-odds, without overflow."""
    y = np.asarray(x, dtype=np.float64)
    small = np.exp(-np.abs(y))
    return np.asarray(np.where(y >= 0, 1 / (1 + small), small / (1 + small)))


def draws_of(figure: Range, name: str, count: int = DRAWS) -> Floats:
    """`count` draws of an elicited figure: normal on the log-odds scale on each side of `best` (its median), with
    `low` and `high` as its 5 % and 95 % points. The seed is the `name`, so that no other figure moves them."""
    z = generator(name).standard_normal(count)
    low, best, high = (float(logit(min(max(v, _TINY), 1 - _TINY))) for v in figure)
    spread = np.where(z < 0, best - low, high - best) / Z90
    return expit(best + z * spread)


def generator(name: str) -> np.random.Generator:
    """A PCG64 generator whose seed is the SHA-256 of `name`: the same draws on every machine and run."""
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")))


def figures(
    signs: Sequence[SignFigures],
    *,
    name: str,
    rho: Range,
    elicitation: float,
    rates: Sequence[Range],
    count: int,
) -> Figures:
    """The figures of `signs` by their best values (`count` 0) or in `count` draws. `rates` are the reference classes:
    the best figure is their mean, a draw comes from one of them."""

    def table(what: str, ranges: Sequence[Range], fits: Sequence[str] = ()) -> Floats:
        if not count:
            return np.array([[r.best] for r in ranges], dtype=np.float64).reshape(len(ranges), 1)
        named = zip(signs, ranges, fits or [""] * len(ranges), strict=True)
        drawn = [draws_of(r, f"{name}/{s.id}/{what}{fit}", count) for s, r, fit in named]
        return np.array(drawn).reshape(len(ranges), count)

    a, b = table("a", [s.a for s in signs]), table("b", [s.b for s in signs])
    report = np.minimum(np.log(b) - np.log(a), 0.0)
    return Figures(
        p1=table("p1", [s.p1 for s in signs], [s.fit for s in signs]),
        p0=table("p0", [s.p0 for s in signs]),
        report=report,
        rho=draws_of(rho, f"{name}/rho", count) if count else np.array([rho.best]),
        strength=np.exp(elicitation * generator(f"{name}/elicitation").standard_normal(count)) if count else np.ones(1),
        rate=_rates(rates, name, count),
        side=np.array([s.side for s in signs], dtype=np.int64),
        half_life=np.array([s.half_life for s in signs], dtype=np.float64),
        cluster=np.array([s.cluster for s in signs], dtype=np.int64),
    )


def _rates(rates: Sequence[Range], name: str, count: int) -> Floats:
    if not count:
        return np.array([sum(r.best for r in rates) / len(rates)])
    drawn = np.array([draws_of(r, f"{name}/prior/{i}", count) for i, r in enumerate(rates)])
    pick = generator(f"{name}/prior").integers(0, len(rates), count)
    return np.asarray(drawn[pick, np.arange(count)])
