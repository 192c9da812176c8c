"""What would change the answer most: one origin, one item, one sign, one opinion or one reference class left out; one
sign seen or refuted by a reliable report that comes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

import numpy as np

from lagebild.core import Leverage

from .figures import Floats, Ints
from .model import Model, Standing
from .prior import days_left
from .update import ABSENT, SEEN, State

MOST = 12
"""Things of each kind that are tried: those that weigh most. Leaving out lighter ones moves the answer less."""


class Tried(NamedTuple):
    """One thing left out or supposed, with the state of each model then."""

    what: Literal["evidence", "origin", "indicator"]
    id: str
    kind: Literal["without", "if seen", "if refuted"]
    states: tuple[State, ...]


def leverage(model: Model, now: Standing) -> tuple[Leverage, ...]:
    """How the answer would stand without each of the heaviest things, sorted by kind and id."""
    found = [*_voices(model, now), *_prior(model, now)]
    for one in tried((model,), (now.state,), now.at):
        voices = tuple(v for v in model.voices if one.what != "origin" or v.origin != one.id)
        found.append(
            Leverage(
                what=one.what,
                id=one.id,
                kind=one.kind,
                probability=model.probability(now.at, one.states[0], voices=voices),
            )
        )
    return tuple(sorted(found, key=lambda item: (item.what, item.id, item.kind)))


def tried(models: Sequence[Model], states: Sequence[State], at: date) -> Iterator[Tried]:
    """Each of the heaviest items, origins and signs left out, and each sign supposed. The models have the same items
    and signs: they are of one question, one for each outcome. What is heaviest in any of them is tried."""
    pairs = tuple(zip(models, states, strict=True))
    weight = np.max([np.abs(state.weight) for state in states], axis=0)
    yield from _items(pairs, weight)
    yield from _origins(pairs, weight)
    yield from _indicators(pairs, weight)
    if days_left(models[0].question, at):
        yield from _supposed(pairs)


Pairs = Sequence[tuple[Model, State]]


def _without(pairs: Pairs, rows: Ints) -> tuple[State, ...]:
    return tuple(model.engine.without(state, rows) for model, state in pairs)


def _heaviest(weights: dict[str, float]) -> list[str]:
    return sorted((k for k, w in weights.items() if w > 0), key=lambda k: (-weights[k], k))[:MOST]


def _items(pairs: Pairs, weight: Floats) -> Iterator[Tried]:
    items = pairs[0][0].items
    weights = {str(r): float(weight[r]) for r in np.flatnonzero(weight[: len(items)])}
    for row in _heaviest(weights):
        yield Tried("evidence", items[int(row)].id, "without", _without(pairs, np.array([int(row)])))


def _origins(pairs: Pairs, weight: Floats) -> Iterator[Tried]:
    model = pairs[0][0]
    numbers = {origin: number for number, origin in enumerate(dict.fromkeys(model.origins))}
    number = np.fromiter(map(numbers.__getitem__, model.origins), dtype=np.int64, count=len(model.origins))
    sums = np.bincount(number, weight[model.engine.rows.spell_row], len(numbers))
    names = list(numbers)
    for origin in _heaviest({names[n]: float(sums[n]) for n in np.flatnonzero(sums)}):
        spells = np.flatnonzero(number == numbers[origin])
        yield Tried("origin", origin, "without", tuple(m.engine.without_spells(s, spells) for m, s in pairs))


def _indicators(pairs: Pairs, weight: Floats) -> Iterator[Tried]:
    model = pairs[0][0]
    rows = model.engine.rows
    sums = np.bincount(rows.sign, weight, len(model.catalogue.signs))
    weights = {s.indicator.id: float(sums[i]) for i, s in enumerate(model.catalogue.signs)}
    for name in _heaviest(weights):
        yield Tried("indicator", name, "without", _without(pairs, np.flatnonzero(rows.sign == model.number[name])))


def _supposed(pairs: Pairs) -> Iterator[Tried]:
    """If one reliable origin more reported a sign today: as seen, or, where the catalogue counts that, as not there.
    Reports of the contrary are then withdrawn; the sign being seen also ends its silence."""
    model = pairs[0][0]
    rows = model.engine.rows
    for number, sign in enumerate(model.catalogue.signs):
        for seen in (True, False):
            if not seen and not any(p.deniable for p in sign.patterns):
                continue
            contrary = np.flatnonzero((rows.sign == number) & (rows.kind == (ABSENT if seen else SEEN)))
            told = model.supposed[seen] + number
            states = tuple(m.engine.without(s, contrary, told=told) for m, s in pairs)
            yield Tried("indicator", sign.indicator.id, "if seen" if seen else "if refuted", states)


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
