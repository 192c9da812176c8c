"""Forms of English verbs and nouns, by rule and a list of irregular verbs."""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = "aeiou"
# Stressed last syllable: the consonant is doubled before -ed and -ing.
_DOUBLED = frozenset((
    "abet", "abhor", "acquit", "admit", "commit", "compel", "concur", "confer", "control", "defer", "deter", "disbar",
    "dispel", "emit", "equip", "expel", "impel", "incur", "kidnap", "occur", "omit", "outwit", "patrol", "permit",
    "prefer", "propel", "rebel", "rebut", "recommit", "recur", "refer", "regret", "remit", "repel", "submit",
    "transfer", "transmit",
))  # fmt: skip
# British English doubles, American does not: "labelled", "labeled".
_EITHER = frozenset((
    "cancel", "channel", "counsel", "fuel", "funnel", "label", "level", "marshal", "model", "quarrel", "shovel",
    "signal", "travel", "tunnel",
))  # fmt: skip
_BE = (
    ("be", "base"), ("am", "third"), ("is", "third"), ("are", "third"), ("was", "past"), ("were", "past"),
    ("been", "participle"), ("being", "gerund"),
)  # fmt: skip


def forms(base: str, irregular: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Forms with what they are: base, third (person), past, participle, gerund."""
    if base == "be":
        yield from _BE
        return
    yield base, "base"
    yield _third(base), "third"
    stem = _stem(base)
    yield stem + "ing", "gerund"
    if base in _EITHER:
        yield base + base[-1] + "ing", "gerund"
    if base in irregular:
        past, participle = irregular[base].split()
        yield past, "past"
        yield participle, "participle"
        return
    ways = [base + "d" if base.endswith("e") else base[:-1] + "ied" if _consonant_y(base) else stem + "ed"]
    for past in [*ways, base + base[-1] + "ed"] if base in _EITHER else ways:
        yield past, "past"
        yield past, "participle"


def _third(base: str) -> str:
    if _consonant_y(base):
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _stem(base: str) -> str:
    if base in _DOUBLED or (
        3 <= len(base) <= 5
        and base[-1] not in _VOWELS + "wxy"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
        and sum(c in _VOWELS for c in base) == 1
    ):
        return base + base[-1]
    return base[:-1] if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else base


def _consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in _VOWELS


def plural(noun: str) -> str:
    """The plural of a noun or of the last word of a phrase."""
    return _third(noun)
