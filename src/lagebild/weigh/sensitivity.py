"""What would change the answer most: one origin, one item, one sign, one opinion or one reference class left out; one
sign seen or refuted by a reliable report that comes in."""

from __future__ import annotations

import numpy as np

from lagebild.core import Leverage

from .figures import Ints
from .model import Model, Standing
from .prior import days_left
from .update import ABSENT, SEEN

MOST = 12
"""Things of each kind that are tried: those that weigh most. Leaving out lighter ones moves the answer less."""


def leverage(model: Model, now: Standing) -> tuple[Leverage, ...]:
    """How the answer would stand without each of the heaviest things, sorted by kind and id."""
    found = [
        *_items(model, now),
        *_origins(model, now),
        *_indicators(model, now),
        *_voices(model, now),
        *_prior(model, now),
        *_supposed(model, now),
    ]
    return tuple(sorted(found, key=lambda item: (item.what, item.id, item.kind)))


def _without_rows(model: Model, now: Standing, rows: Ints) -> float:
    return model.probability(now.at, model.engine.without(now.state, rows))


def _heaviest(weights: dict[str, float]) -> list[str]:
    return sorted((k for k, w in weights.items() if w > 0), key=lambda k: (-weights[k], k))[:MOST]


def _items(model: Model, now: Standing) -> list[Leverage]:
    some = np.flatnonzero(now.state.weight[: len(model.items)])
    weights = {str(r): abs(float(now.state.weight[r])) for r in some}
    return [
        Leverage(what="evidence", id=model.items[int(r)].id, probability=_without_rows(model, now, np.array([int(r)])))
        for r in _heaviest(weights)
    ]


def _origins(model: Model, now: Standing) -> list[Leverage]:
    origins, engine = model.origins, model.engine
    numbers = {origin: number for number, origin in enumerate(dict.fromkeys(origins))}
    number = np.fromiter(map(numbers.__getitem__, origins), dtype=np.int64, count=len(origins))
    sums = np.bincount(number, np.abs(now.state.weight[engine.rows.spell_row]), len(numbers))
    some = np.flatnonzero(sums)
    names = list(numbers)
    weights = {names[n]: float(sums[n]) for n in some}
    found = []
    for origin in _heaviest(weights):
        state = engine.without_spells(now.state, np.flatnonzero(number == numbers[origin]))
        voices = tuple(v for v in model.voices if v.origin != origin)
        found.append(Leverage(what="origin", id=origin, probability=model.probability(now.at, state, voices=voices)))
    return found


def _indicators(model: Model, now: Standing) -> list[Leverage]:
    rows = model.engine.rows
    sums = np.bincount(rows.sign, np.abs(now.state.weight), len(model.catalogue.signs))
    weights = {s.indicator.id: float(sums[i]) for i, s in enumerate(model.catalogue.signs)}
    found = []
    for name in _heaviest(weights):
        own = np.flatnonzero(rows.sign == model.number[name])
        found.append(Leverage(what="indicator", id=name, probability=_without_rows(model, now, own)))
    return found


def _supposed(model: Model, now: Standing) -> list[Leverage]:
    """The answer if one reliable origin more reported a sign today: as seen, or, where the catalogue counts that, as
    not there. Reports of the contrary are then withdrawn; the sign being seen also ends its silence."""
    if not days_left(model.question, now.at):
        return []
    found, rows = [], model.engine.rows
    for number, sign in enumerate(model.catalogue.signs):
        for seen in (True, False):
            if not seen and not any(p.deniable for p in sign.patterns):
                continue
            contrary = np.flatnonzero((rows.sign == number) & (rows.kind == (ABSENT if seen else SEEN)))
            state = model.engine.without(now.state, contrary, told=model.supposed[seen] + number)
            found.append(
                Leverage(what="indicator", id=sign.indicator.id, probability=model.probability(now.at, state),
                         kind="if seen" if seen else "if refuted")
            )  # fmt: skip
    return found


def _voices(model: Model, now: Standing) -> list[Leverage]:
    keys = sorted({v.key for v in model.voices})
    return [
        Leverage(
            what="opinion",
            id=key,
            probability=model.probability(now.at, now.state, voices=tuple(v for v in model.voices if v.key != key)),
        )
        for key in keys[:MOST]
    ]


def _prior(model: Model, now: Standing) -> list[Leverage]:
    """The answer with one reference class left out."""
    found = []
    for left_out in model.classes:
        kept = [c.rate.best for c in model.classes if c.id != left_out.id]
        rates = np.array([sum(kept) / len(kept)])
        found.append(
            Leverage(what="prior", id=left_out.id, probability=model.probability(now.at, now.state, rates=rates))
        )
    return found
