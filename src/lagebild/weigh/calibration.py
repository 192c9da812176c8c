"""How well probabilities hold: the curve with the band that chance alone leaves, the Brier score taken apart,
ranking, and a temperature. Arrays only; `docs/scoring.md` gives the formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .figures import Floats, expit, generator, logit

PER_BIN, BINS = 5, 10
"""Questions that a bin needs, and bins at most."""
DRAWS = 2000
"""Tracks of a perfectly calibrated forecaster that the band is made from."""
ENOUGH = 100
"""Resolved questions below which no temperature is fitted."""
FOLDS = 10
_CLIP = 1e-4


@dataclass(frozen=True, slots=True)
class Pair:
    """One probability and what came out. All of one `question` together weigh as much as those of any other."""

    question: str
    probability: float
    outcome: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Probabilities from `low` to `high`: their mean, how often yes came out, and between what bounds that share
    lies for nine in ten forecasters who are perfectly calibrated and have answered the same questions. `weight` in
    questions."""

    low: float
    high: float
    mean: float
    observed: float
    band: tuple[float, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Parts:
    """Brier = reliability − resolution + uncertainty + within (Murphy 1973; Stephenson et al. 2008 for `within`,
    what the bins hide)."""

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


@dataclass(frozen=True, slots=True)
class Temperature:
    """logit p′ = logit p / `value` fits the record best. `before` and `after` are the mean log scores (0 best) on
    held-out questions, in FOLDS folds; it is worth using only where `after` is below `before`."""

    value: float
    before: float
    after: float
    questions: int


def curve(pairs: Sequence[Pair]) -> tuple[Bin, ...]:
    """The calibration curve: bins of about equal weight, at least PER_BIN questions each, and what chance leaves."""
    if not pairs:
        return ()
    pairs = sorted(pairs, key=lambda c: (c.probability, c.question))
    p, o, w, number = _columns(pairs)
    bins = _bins(p, w)
    count = int(bins.max()) + 1
    total = np.bincount(bins, w, count)
    drawn = _drawn(p, w, number)[:, number]
    shares = np.stack([np.bincount(bins, w * row, count) for row in drawn]) / total
    low, high = np.quantile(shares, (0.05, 0.95), axis=0)
    mean, seen = np.bincount(bins, w * p, count) / total, np.bincount(bins, w * o, count) / total
    return tuple(
        Bin(
            low=float(p[bins == k].min()),
            high=float(p[bins == k].max()),
            mean=float(mean[k]),
            observed=float(seen[k]),
            band=(float(low[k]), float(high[k])),
            weight=float(total[k]),
        )
        for k in range(count)
    )


def parts(pairs: Sequence[Pair]) -> Parts | None:
    """The Brier score taken apart over the bins of the curve; None where there is nothing."""
    if not pairs:
        return None
    pairs = sorted(pairs, key=lambda c: (c.probability, c.question))
    p, o, w, _ = _columns(pairs)
    w = w / w.sum()
    bins = _bins(p, w * len({c.question for c in pairs}))
    share = np.bincount(bins, w)
    mean, seen = np.bincount(bins, w * p) / share, np.bincount(bins, w * o) / share
    rate, score = float((w * o).sum()), float((w * (p - o) ** 2).sum())
    reliability = float((share * (mean - seen) ** 2).sum())
    resolution = float((share * (seen - rate) ** 2).sum())
    # For outcomes between 0 and 1 this is their variance; for 0 and 1 it is rate·(1 − rate).
    uncertainty = float((w * (o - rate) ** 2).sum())
    return Parts(score, reliability, resolution, uncertainty, score - reliability + resolution - uncertainty)


def ranking(pairs: Sequence[Pair]) -> float | None:
    """The chance that a yes had the higher probability than a no, ties half (area under the ROC curve); None where only
    one of the two came out."""
    p, o, w, _ = _columns(pairs) if pairs else (np.zeros(0),) * 4
    yes, no = o > 0.5, o < 0.5
    if not yes.any() or not no.any():
        return None
    above = (p[yes][:, None] > p[no]) + 0.5 * (p[yes][:, None] == p[no])
    joint = w[yes][:, None] * w[no]
    return float((above * joint).sum() / joint.sum())


def temperature(pairs: Sequence[Pair]) -> Temperature | None:
    """The temperature of a record of at least ENOUGH questions, with its held-out worth; None below that."""
    names = sorted({c.question for c in pairs})
    if len(names) < ENOUGH:
        return None
    p, o, w, number = _columns(sorted(pairs, key=lambda c: (c.question, c.probability)))
    x = logit(np.clip(p, _CLIP, 1 - _CLIP))
    fold = generator("folds").permutation(len(names))[number] % FOLDS
    before = after = 0.0
    for k in range(FOLDS):
        held = fold == k
        slope = _slope(x[~held], o[~held], w[~held])
        before += _loss(x[held], o[held], w[held], 1.0)
        after += _loss(x[held], o[held], w[held], slope)
    return Temperature(1 / _slope(x, o, w), before / float(w.sum()), after / float(w.sum()), len(names))


def _columns(pairs: Sequence[Pair]) -> tuple[Floats, Floats, Floats, np.typing.NDArray[np.int64]]:
    """Probabilities, outcomes, weights (each question 1 in all), and the number of each pair's question."""
    names = {name: i for i, name in enumerate(sorted({c.question for c in pairs}))}
    number = np.array([names[c.question] for c in pairs], dtype=np.int64)
    weight = 1 / np.bincount(number)[number]
    p, o = (np.array([getattr(c, name) for c in pairs], dtype=np.float64) for name in ("probability", "outcome"))
    return p, o, weight, number


def _bins(p: Floats, w: Floats) -> np.typing.NDArray[np.int64]:
    """Bins of about equal weight over rising `p`; equal probabilities stay together."""
    total = float(w.sum())
    count = max(1, min(BINS, int(total + 1e-9) // PER_BIN))
    middle = (np.cumsum(w) - w / 2) / total
    raw = np.minimum((middle * count).astype(np.int64), count - 1)
    _, first = np.unique(p, return_index=True)
    together = raw[first][np.searchsorted(p[first], p)]
    return np.asarray(np.unique(together, return_inverse=True)[1], dtype=np.int64)


def _drawn(p: Floats, w: Floats, number: np.typing.NDArray[np.int64]) -> Floats:
    """Outcomes of each question in DRAWS tracks of a perfectly calibrated forecaster. A question comes out once,
    however often it was answered: yes with the mean of its probabilities."""
    mean = np.bincount(number, w * p) / np.bincount(number, w)
    chance = generator(f"band/{len(mean)}").random((DRAWS, len(mean)))
    return np.asarray(chance < mean, dtype=np.float64)


def _loss(x: Floats, o: Floats, w: Floats, slope: float) -> float:
    q = np.clip(expit(slope * x), _CLIP, 1 - _CLIP)
    return float(-(w * (o * np.log(q) + (1 - o) * np.log(1 - q))).sum())


def _slope(x: Floats, o: Floats, w: Floats) -> float:
    """1 / T by golden section: the log score is convex in it."""
    low, high, ratio = 0.05, 5.0, (5**0.5 - 1) / 2
    for _ in range(60):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if _loss(x, o, w, a) <= _loss(x, o, w, b):
            high = b
        else:
            low = a
    return (low + high) / 2
