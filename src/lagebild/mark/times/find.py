"""From text to found expressions: the longest match at each token, and what its slots hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .automaton import Binding
from .language import Language, Rule
from .tokens import Tokens, tokens
from .whole import whole

_APPOSED = frozenset({",", "am", "dem", "im", "in", "on", "the", "("})
"""What may stand between two expressions of which the second says when the first was."""
_OWN = frozenset({"weekday", "edge", "edgeword", "mod", "n", "n2", "frac", "more", "less", "daypart", "min"})
"""Slots that an expression does not take over from the one it is joined with."""


@dataclass(slots=True)
class Found:
    """An expression before it is resolved. `first` and `last` are its tokens, `start` and `end` its code points,
    both half-open. `beside` is the expression that follows at once, in apposition: "zwei Tage später, am 18. Mai"."""

    make: str
    slots: dict[str, Any]
    first: int
    last: int
    start: int
    end: int
    beside: Found | None = None


def find(text: str, start: int, end: int, language: Language) -> tuple[Tokens, list[Found]]:
    """All expressions in a block, left to right, longest first, not overlapping."""
    toks = tokens(text, start, end, language)
    automaton, symbols = language.automaton, toks.symbols
    found: list[Found] = []
    at, stop = 0, len(symbols)
    while at < stop:
        if not symbols[at] or not automaton.opens(symbols[at]):
            at += 1
            continue
        number, last = automaton.longest(symbols, at, stop)
        if number < 0:
            at += 1
            continue
        binding = automaton.bind(number, tuple(symbols[at:last]))
        inner = at + binding.extents[0][0]
        rule = language.rules[number]
        if inner > at and _surpassed(language, symbols, inner, at + binding.extents[-1][1]):
            at = inner
        elif rule.make == "none":
            at += binding.extents[-1][1]
        else:
            made = _made(rule, binding, at, toks, language)
            found.extend(made)
            at = at + 1 if not made else last if rule.eats else made[-1].last
    for item, following in pairwise(found):
        if following.first - item.last <= 2 and _APPOSED.issuperset(toks.words[item.last : following.first]):
            item.beside = following
    return toks, found


def _surpassed(language: Language, symbols: list[int], inner: int, end: int) -> bool:
    # The words before an extent are only context: what begins at the extent and reaches further wins.
    number, last = language.automaton.longest(symbols, inner, len(symbols))
    if number < 0:
        return False
    rival = language.automaton.bind(number, tuple(symbols[inner:last]))
    return inner + rival.extents[-1][1] > end


def _made(rule: Rule, binding: Binding, at: int, toks: Tokens, language: Language) -> list[Found]:
    """The expressions of one match; none when one of them is a piece of something longer."""
    extents = [(at + a, at + b) for a, b in binding.extents]
    own: list[dict[str, Any]] = [{} for _ in extents]
    shared: dict[str, Any] = dict(rule.fixed)
    for slot, need, offset in binding.slots:
        token = at + offset
        values = language.lexicon.look_up(toks.words[token])
        into = next((own[k] for k, (a, b) in enumerate(extents) if a <= token < b), shared)
        into[slot] = values[need] if need[0] == "<" else values.get(f"<{slot}>", need)
    out = []
    for k, (first, last) in enumerate(extents):
        # Between two expressions of one match stands what the rule says: "Feb. 10-20".
        if not whole(rule.make, toks, first, last, own[k], left=k == 0, right=k == len(extents) - 1):
            return []
        out.append(Found(rule.make, _joined(shared, own, k), first, last, toks.starts[first], toks.ends[last - 1]))
    return out


def _joined(shared: dict[str, Any], own: list[dict[str, Any]], k: int) -> dict[str, Any]:
    # What an expression lacks it takes from those after it: "am 3., 4. und 5. Mai 1940".
    slots = dict(shared)
    for later in reversed(own[k + 1 :]):
        slots.update({slot: value for slot, value in later.items() if slot not in _OWN})
    slots.update(own[k])
    if "day" in slots and "month" not in slots and "mo" not in slots:
        # "Feb. 10-20, 2022": the month is that of the day before.
        slots.update(next(({"month": before["month"]} for before in reversed(own[:k]) if "month" in before), {}))
    if "year" in own[k]:
        slots.pop("yy", None)
    elif "yy" in own[k]:
        # "1934/35": the century is that of the year before.
        slots.pop("year", None)
        slots["near"] = next((before["year"] for before in reversed(own[:k]) if "year" in before), None)
    return slots
