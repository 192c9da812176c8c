"""From chances of pairs to chains of mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from .model import Scorer
from .pairs import Pairs
from .text import Described
from .topics import average_linkage


def by_topic(known: Described, topics: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of the mentions of each topic."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(known.mentions):
        members[topics[mention.text]].append(number)
    yield from members.values()


def linked(known: Described, topics: Sequence[int], scorer: Scorer, threshold: float) -> list[list[int]]:
    """For each text the number of the event of each mention."""
    event, used = [0] * len(known.mentions), 0
    for members in by_topic(known, topics):
        pairs = Pairs(known, members)
        table = np.zeros((len(members), len(members)), np.float32)
        table[pairs.first, pairs.second] = table[pairs.second, pairs.first] = scorer(pairs, known)
        groups = average_linkage(table, threshold)
        for number, group in zip(members, groups, strict=True):
            event[number] = used + group
        used += max(groups, default=-1) + 1
    return per_text(known, event, len(topics))


def by_lemma(known: Described, topics: Sequence[int]) -> list[list[int]]:
    """The usual baseline: mentions of a topic with the same head lemma are one event."""
    numbers: dict[tuple[int, str], int] = {}
    event = [numbers.setdefault((topics[m.text], m.head), len(numbers)) for m in known.mentions]
    return per_text(known, event, len(topics))


def per_text(known: Described, event: Sequence[int], texts: int) -> list[list[int]]:
    """One list a text."""
    made: list[list[int]] = [[] for _ in range(texts)]
    for mention, number in zip(known.mentions, event, strict=True):
        made[mention.text].append(number)
    return made
