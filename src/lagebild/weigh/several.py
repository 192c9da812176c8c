"""Questions with several outcomes of which exactly one comes.

Each outcome is set against the rest, the outcome in which none of the others comes, by the engine of yes and no: the
sign has the chance p under the outcome (its own figure, else the catalogue's p1) and p0 under the rest. So

    log(P(outcome) / P(rest)) = log of the same without evidence + the weights of the evidence for it

and the probabilities follow as these sum to 1. With one outcome beside the rest this is the answer to yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from lagebild.core import Chance, Distribution, Evidence, Outcome, Question, Range, Silence

from .catalogue import Catalogue, Sign
from .evidence import Item
from .figures import DRAWS, Floats, draws_of
from .model import Model, Standing
from .prior import UNUSED, WINDOW, days_left
from .update import State
from .walk import Walk


class Several:
    """The outcomes of a question with their evidence: a model for each but the rest."""

    def __init__(self, question: Question, catalogue: Catalogue, items: Sequence[Item]) -> None:
        self.question = question
        self.rest = next(o for o in question.outcomes if o.rest)
        self.others = tuple(o for o in question.outcomes if not o.rest)
        self.models = tuple(Model(question, fitted(catalogue, o), (o.rate or UNUSED,), items, ()) for o in self.others)
        self._best, self._drawn = (self._figures(catalogue.id, count) for count in (0, DRAWS))

    def distributions(self, days: Sequence[date]) -> tuple[Distribution, ...]:
        """The probabilities as of each of `days`, which rise."""
        walks, found = [Walk(model.engine) for model in self.models], []
        for day in days:
            for walk in walks:
                walk.to(day.toordinal())
            found.append(self.at(day, [walk.at(day.toordinal()) for walk in walks]))
        return tuple(found)

    def at(self, day: date, states: Sequence[State]) -> Distribution:
        """The probabilities on a day of which the state of each model is known."""
        base = self.prior(day, self._best)[:, 0]
        weight = np.array([[state.total] for state in states])
        drawn = np.array([m.engine.simulate(state) for m, state in zip(self.models, states, strict=True)])
        best = updated(self.prior(day, self._best), weight)[:, 0]
        low, high = np.quantile(updated(self.prior(day, self._drawn), drawn), (0.05, 0.95), axis=1)
        order = {outcome.id: number for number, outcome in enumerate((self.rest, *self.others))}
        chances = []
        for outcome in self.question.outcomes:
            n = order[outcome.id]
            p = float(best[n])
            chances.append(Chance(outcome=outcome.id, probability=p, low=min(p, float(low[n])),
                                  high=max(p, float(high[n])), base=float(base[n])))  # fmt: skip
        return Distribution(at=day, chances=tuple(chances))

    def prior(self, day: date, figures: Floats) -> Floats:
        """The probabilities without evidence: the rest first, then the others, one row each, a column a draw."""
        if self.rest.share is not None:
            return np.asarray(figures / figures.sum(axis=0))
        return competing(figures, days_left(self.question, day))

    def standings(self, day: date) -> tuple[Standing, ...]:
        """How each model stands on a day."""
        return tuple(model.standing(day) for model in self.models)

    def evidence(self, found: Sequence[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
        """The items with their weight for each outcome against the rest, told as for the one that each moves most.
        `found` are the items by model."""
        joined = []
        for rows in zip(*found, strict=True):
            shifts = tuple((o.id, row.weight) for o, row in zip(self.others, rows, strict=True))
            joined.append(replace(max(rows, key=lambda row: abs(row.weight)), shifts=shifts))
        return tuple(joined)

    @staticmethod
    def silences(found: Sequence[tuple[Silence, ...]]) -> tuple[Silence, ...]:
        """The silences, each with its weight for the outcome that it moves most."""
        return tuple(max(rows, key=lambda row: abs(row.weight)) for rows in zip(*found, strict=True))

    def _figures(self, name: str, count: int) -> Floats:
        """The rates of the others, or the shares of all, the rest first: one row each, one column a draw."""
        if self.rest.share is None:
            ranges = [(o.id, o.rate.rate) for o in self.others if o.rate]
        else:
            ranges = [(o.id, o.share) for o in (self.rest, *self.others) if o.share]
        if not count:
            return np.array([[r.best] for _, r in ranges])
        return np.array([draws_of(r, f"{name}/outcome/{id_}", count) for id_, r in ranges])


def competing(rates: Floats, days: int) -> Floats:
    """The chance of each of several events to come first in `days` days, at a constant rate each (per 180 days, one row
    each), and in the first row that none does.

    With hazards hₖ = −ln(1 − rateₖ) per 180 days and H their sum, none comes with exp(−H·d/180), and event k first with
    (hₖ / H)·(1 − exp(−H·d/180)) (competing risks at constant hazards; Kalbfleisch and Prentice 2002, ch. 8).
    """
    hazards = -np.log1p(-rates)
    whole = hazards.sum(axis=0)
    some = -np.expm1(-whole * days / WINDOW)
    return np.concatenate([(1 - some)[None], hazards / whole * some])


def updated(prior: Floats, weights: Floats) -> Floats:
    """Probabilities after evidence: Pₖ ∝ priorₖ·exp(weightₖ), the first row of `prior` with weight 0."""
    with np.errstate(divide="ignore"):
        logs = np.log(prior) + np.concatenate([np.zeros((1, weights.shape[1])), weights])
    sizes = np.exp(logs - logs.max(axis=0))
    return np.asarray(sizes / sizes.sum(axis=0))


def fitted(catalogue: Catalogue, outcome: Outcome) -> Catalogue:
    """The catalogue with the outcome's own figures in place of p1. A sign less likely under it than under the rest
    speaks against it."""
    fits = dict(outcome.fits)
    return replace(catalogue, signs=tuple(_fitted(s, fits.get(s.indicator.id), outcome.id) for s in catalogue.signs))


def _fitted(sign: Sign, own: Range | None, outcome: str) -> Sign:
    if own is None:
        return sign
    side = "for" if own.best >= sign.indicator.p0.best else "against"
    return replace(sign, indicator=replace(sign.indicator, p1=own), direction=side, fit=f"/{outcome}")  # type: ignore[arg-type]
