"""Event coreference: which mentions of events, in many texts, are of one event.

For texts in which the mentions are known: from `lagebild.mark`, or from an annotator. Texts are put into topics, each
pair of mentions of a topic gets a chance from what stands around the two, and mentions are joined by average linkage.
The weights lie in `models/coreference.npz`; no reader is needed. `docs/linking.md` gives the measures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .chain import by_lemma, linked
from .model import THRESHOLD, Scorer, shipped
from .text import Described, Text, described
from .topics import topics

__all__ = ["THRESHOLD", "Scorer", "Text", "chains", "lemma_chains", "shipped"]


def chains(
    texts: Sequence[Text], *, scorer: Scorer | None = None, threshold: float = THRESHOLD
) -> tuple[tuple[int, ...], ...]:
    """For each text the number of the event of each of its mentions; mentions with one number are of one event.

    Numbers count from 0 in the order of the texts; otherwise that order changes nothing. Two mentions are only held
    against each other within a topic: time and memory are quadratic in the mentions of the largest topic.
    """
    used = scorer or shipped()
    return _numbered(texts, lambda known, found: linked(known, found, used, threshold))


def lemma_chains(texts: Sequence[Text]) -> tuple[tuple[int, ...], ...]:
    """The same by the usual baseline: mentions of a topic with the same head lemma are one event."""
    return _numbered(texts, by_lemma)


def _numbered(
    texts: Sequence[Text], join: Callable[[Described, Sequence[int]], list[list[int]]]
) -> tuple[tuple[int, ...], ...]:
    order = sorted(range(len(texts)), key=lambda i: texts[i])
    given = [texts[i] for i in order]
    made: list[list[int]] = [[] for _ in texts]
    for i, numbers in zip(order, join(described(given), topics(given)), strict=True):
        made[i] = numbers
    first: dict[int, int] = {}
    return tuple(tuple(first.setdefault(n, len(first)) for n in numbers) for numbers in made)
