"""Features of pairs of mentions within one topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from .text import Described, Known, Weights
from .topics import Floats, cosines

_TRIPLES = 0.35  # cosine of letter triples from which heads may be forms of one word
_STEM = 5
Whole = NDArray[np.int64]


class Pairs:
    """The pairs of a topic that can be one event: their mentions (numbers in the collection) and features
    `[pairs, FEATURES]`. The others have no word, stem or group of words in common."""

    def __init__(self, known: Described, members: Sequence[int]) -> None:
        self.members = np.array(members, np.int64)
        self._all = [known.mentions[i] for i in members]
        text = np.array([m.text for m in self._all], np.int64)
        self._same_text = text[:, None] == text[None]
        heads = self._ids(lambda m: m.head)
        self._same_head = heads[:, None] == heads[None]
        stems = self._ids(lambda m: m.head[:_STEM])
        self._same_stem = (stems[:, None] == stems[None]) & ~self._same_head
        self._own = cosines([m.own for m in self._all])
        self._triples = cosines([m.triples for m in self._all])
        groups = self._share(lambda m: m.groups)
        can = self._same_head | self._same_stem | (self._own > 0) | (self._triples > _TRIPLES) | groups
        self.first, self.second = (np.asarray(x, np.int64) for x in np.nonzero(np.triu(can, 1)))
        self._groups = groups & ~self._same_head
        self.texts = text
        self.features = self._features(known)

    def _ids(self, of: Callable[[Known], Hashable]) -> Whole:
        seen: dict[Hashable, int] = {}
        return np.array([seen.setdefault(of(m), len(seen)) for m in self._all], np.int64)

    def _share(self, of: Callable[[Known], frozenset[int] | frozenset[str]]) -> NDArray[np.bool_]:
        """Which pairs have something in common."""
        return cosines([dict.fromkeys(map(str, of(m)), 1.0) for m in self._all]) > 0

    def _both(self, of: Callable[[Known], frozenset[str]]) -> tuple[Floats, Floats]:
        """Of each pair: whether both hold something in common, whether both hold something but nothing in common."""
        common = self._share(of)
        some = np.array([bool(of(m)) for m in self._all])
        return self._at(common), self._at(some[:, None] & some[None] & ~common)

    def _at(self, table: NDArray[np.generic]) -> Floats:
        return np.asarray(table[self.first, self.second], np.float32)

    def _two(self, values: Sequence[float]) -> tuple[Floats, Floats]:
        """The smaller and the larger value of each pair."""
        column = np.array(values, np.float32)
        one, other = column[self.first], column[self.second]
        return np.minimum(one, other), np.maximum(one, other)

    def _gap(self, values: Sequence[float]) -> Floats:
        low, high = self._two(values)
        return high - low

    def _spread(self) -> tuple[list[float], list[float]]:
        """Of each mention: in which share of the texts its head is an event, and how often in those (log)."""
        texts: dict[str, set[int]] = defaultdict(set)
        for m in self._all:
            texts[m.head].add(m.text)
        count, total = Counter(m.head for m in self._all), len({m.text for m in self._all})
        return (
            [len(texts[m.head]) / total for m in self._all],
            [float(np.log(count[m.head] / len(texts[m.head]))) for m in self._all],
        )

    def _features(self, known: Described) -> Floats:
        every, apart = self._all, ~self._same_text
        same, here = self._at(self._same_head), self._at(self._same_text)
        rest = self._at(cosines([m.rest for m in every]))
        capitals = self._at(cosines([m.capitals for m in every]))
        per_text = [self._of_texts(vectors, apart) for vectors in (known.words, known.capitals, known.numbers)]
        rank = [float(np.log1p(m.sentence)) for m in every]
        share, often = self._spread()
        say = [float(m.say) for m in every]
        low_say, high_say = self._two(say)
        crossed = self._crossed()
        columns = [
            same, self._at(self._same_stem), self._at(self._own), self._at(self._triples), self._at(self._groups),
            rest, capitals, *per_text, here, here * (self._gap([m.sentence for m in every]) == 0),
            *(self._at(cosines([of(m) for m in every])) for of in (_near, _left, _right)),
            *self._both(lambda m: m.numbers), *self._both(lambda m: m.dates),
            crossed, low_say, same * high_say,
            *self._two(rank), self._gap([m.sentence for m in every]) * here,
            *self._two([m.rarity for m in every]), same * self._two([m.rarity for m in every])[0],
            *self._two(share), *self._two(often), same * self._two(share)[0], same * self._two(often)[0],
            same * rest, same * per_text[0], same * here, (1 - same) * rest, same * capitals,
            *self._two([m.beside for m in every]), *self._two([m.among for m in every]),
            *self._two([float(m.sentence == 0) for m in every]),
            *self._two([m.place for m in every]), *self._two([m.length for m in every]),
            *self._two([float(m.several) for m in every]), *self._two([float(m.ing) for m in every]),
            *self._two([float(m.ed) for m in every]), *self._two([float(m.capital) for m in every]),
        ]  # fmt: skip
        return np.stack(columns, -1).astype(np.float32)

    def _of_texts(self, vectors: Sequence[Weights], apart: NDArray[np.bool_]) -> Floats:
        """Likeness of the texts of each pair, 0 within one text."""
        numbers = sorted(set(self.texts.tolist()))
        row = np.searchsorted(numbers, self.texts)
        table = cosines([vectors[n] for n in numbers])
        return self._at(table[np.ix_(row, row)] * apart)

    def _crossed(self) -> Floats:
        """How many of the two heads stand in the other's sentence."""
        columns: dict[str, int] = {}
        for m in self._all:
            columns.setdefault(m.head, len(columns))
        stands = np.zeros((len(self._all), len(columns)), np.float32)
        for row, m in enumerate(self._all):
            stands[row, [columns[w] for w in m.rest if w in columns]] = 1
        crossed = stands[:, [columns[m.head] for m in self._all]]
        return self._at(crossed + crossed.T)


def _near(mention: Known) -> Weights:
    return mention.near


def _left(mention: Known) -> Weights:
    return mention.left


def _right(mention: Known) -> Weights:
    return mention.right


def support(pairs: Pairs, known: Described, chance: Floats) -> Floats:
    """What the chances of all pairs of a topic say of each: `[pairs, SUPPORT]`. Whether others agree that the two
    belong together, whether one of them fits another mention better, and whether their texts and sentences tell of
    more events in common."""
    a, b, count = pairs.first, pairs.second, len(pairs.members)
    table = np.zeros((count, count), np.float32)
    table[a, b] = table[b, a] = chance
    total, top = table.sum(1), np.sort(table, 1)[:, ::-1]
    best = top[:, 0] if count else np.zeros(0, np.float32)
    next_ = top[:, 1] if count > 1 else np.zeros(count, np.float32)
    through = (table @ table)[a, b]
    fewer, more = np.minimum(total[a], total[b]), total[a] + total[b]
    other_a, other_b = (np.asarray(np.where(best[i] == chance, next_[i], best[i]), np.float32) for i in (a, b))
    texts, sentences = _together(pairs, known, table, chance)
    beside = _beside(pairs, known, best)
    columns = [
        _logit(chance), through, through / np.maximum(1e-3, fewer - chance),
        through / np.maximum(1e-3, more - 2 * chance - through),
        *_ordered(np.log1p(total[a]), np.log1p(total[b])), *_ordered(_logit(other_a), _logit(other_b)),
        *_ordered(*(np.asarray(chance / np.maximum(1e-3, best[i]), np.float32) for i in (a, b))),
        *texts, np.log1p(sentences), *_ordered(beside[a], beside[b]),
    ]  # fmt: skip
    return np.stack(columns, -1).astype(np.float32)


def _logit(chance: Floats) -> Floats:
    held = np.clip(chance, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(held / (1 - held)), np.float32)


def _ordered(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    return np.minimum(one, other), np.maximum(one, other)


def _together(pairs: Pairs, known: Described, table: Floats, chance: Floats) -> tuple[list[Floats], Floats]:
    """Of each pair: how well the other mentions of their texts fit each other (share of the mentions, and sum), the
    best rival of each in the other's text, and how well other mentions of their sentences fit."""
    a, b = pairs.first, pairs.second
    numbers, text = np.unique(pairs.texts, return_inverse=True)
    many = len(numbers)
    best = np.zeros((len(table), many), np.float32)
    rival = np.zeros((len(table), many), np.float32)
    for column in range(many):
        inside = np.sort(table[:, text == column], 1)[:, ::-1]
        best[:, column] = inside[:, 0]
        if inside.shape[1] > 1:
            rival[:, column] = inside[:, 1]
    size = np.bincount(text, minlength=many)
    fit = np.zeros((many, many), np.float32)
    np.add.at(fit, text, best)
    rest_a, rest_b = fit[text[a], text[b]] - best[a, text[b]], fit[text[b], text[a]] - best[b, text[a]]
    share = rest_a / np.maximum(1, size[text[a]] - 1) + rest_b / np.maximum(1, size[text[b]] - 1)
    rivals: list[Floats] = [
        np.asarray(np.where(best[i, text[j]] == chance, rival[i, text[j]], best[i, text[j]]), np.float32)
        for i, j in ((a, b), (b, a))
    ]
    _, place = np.unique(_places(pairs, known), return_inverse=True)
    key = np.minimum(place[a], place[b]) * (place.max(initial=0) + 1) + np.maximum(place[a], place[b])
    _, at = np.unique(key, return_inverse=True)
    sentences = np.bincount(at, chance, minlength=at.max(initial=-1) + 1)[at] - chance
    return [share, np.maximum(rest_a, rest_b), *_ordered(*rivals)], np.maximum(0, sentences).astype(np.float32)


def _places(pairs: Pairs, known: Described) -> Whole:
    """One number for each sentence of each text."""
    return np.array([known.mentions[i].text * 1_000_000 + known.mentions[i].sentence for i in pairs.members], np.int64)


def _beside(pairs: Pairs, known: Described, best: Floats) -> Floats:
    """The mean best chance of the other mentions of each mention's sentence, 0 where it is alone."""
    _, place = np.unique(_places(pairs, known), return_inverse=True)
    count = np.bincount(place) if len(place) else np.zeros(0)
    total = np.bincount(place, best) if len(place) else np.zeros(0)
    return np.asarray((total[place] - best) / np.maximum(1, count[place] - 1), np.float32)
