"""Numbers in words and digits, German and English, and the word lists that quantities are read with."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.mark.words import Memo

ONE = frozenset(("ein", "eine", "einem", "einen", "einer", "eines", "a", "one"))
_MAX_WORD = 40


class Lists(NamedTuple):
    """The words of `data/quantities/words.toml`."""

    numbers: dict[str, float]
    multipliers: dict[str, dict[str, float]]
    vague: dict[str, float]
    modifiers: dict[str, str]
    units: dict[str, str]
    labels: frozenset[str]
    stop_en: frozenset[str]
    plurals_en: frozenset[str]
    linking: frozenset[str]
    befallen: frozenset[str]


@cache
def lists() -> Lists:
    """The word lists, read once."""
    raw = tomllib.loads((files("lagebild") / "data/quantities/words.toml").read_text("utf-8"))
    return Lists(
        raw["numbers"],
        {"de": raw["multipliers_de"], "en": raw["multipliers_en"]},
        raw["vague"],
        raw["modifiers"],
        raw["units"],
        frozenset(raw["labels"]["words"].split()),
        *(frozenset(raw["counted"][key].split()) for key in ("stop_en", "plurals_en", "linking", "befallen")),
    )


@Memo
def may_begin(text: str) -> bool:
    """Whether a quantity can begin with this token."""
    if text[0].isdigit():
        return True
    known, lowered = lists(), text.lower()
    scales = known.multipliers
    return (
        lowered in known.vague
        or lowered in ONE
        or lowered in scales["de"]
        or lowered in scales["en"]
        or lowered == "tens"
        or word_value(lowered) is not None
    )


def parse(text: str, *, german: bool) -> float | None:
    """The value of digits with separators; None for what is no plain number ("1.2.3").

    German: full stops between groups of three, a comma before decimals; English the other way. A lone German
    ",000" is taken for thousands all the same: German reports copy English figures, and nobody writes three
    decimals of zero.
    """
    thousands, decimal = (".", ",") if german else (",", ".")
    if len(text) > 24 or not text.isascii():
        return float(text) if text.isdecimal() and len(text) <= 15 else None
    whole, mark, fraction = text.partition(decimal)
    if german and mark and fraction == "000" and "." not in whole:
        return float(whole + fraction)
    groups = whole.split(thousands)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:])):
        return None
    if not all(g.isdecimal() for g in groups) or (mark and not fraction.isdecimal()):
        return None
    return float("".join(groups) + (f".{fraction}" if mark else ""))


def word_value(lowered: str) -> float | None:
    """ "zwanzig", "zweihundert", "fünfzehntausend", "einundzwanzig", "twenty-one"."""
    numbers = lists().numbers
    value = numbers.get(lowered)
    if value is not None or len(lowered) > _MAX_WORD or lowered[-3:] not in _tails():
        return value
    tens, hyphen, ones = lowered.partition("-")
    if hyphen:
        high, low = numbers.get(tens, 0), 1 if ones == "one" else numbers.get(ones, 0)
        return high + low if 20 <= high < 100 and 0 < low < 10 else None
    head, tausend, rest = lowered.partition("tausend")
    if not tausend:
        return _small(lowered)
    thousands = _small(head) if head not in ("", "ein") else 1
    tail = _small(rest) if rest else 0
    return None if thousands is None or tail is None else 1000.0 * thousands + tail


@cache
def _tails() -> frozenset[str]:
    """The last letters of all numbers in words: most words end otherwise."""
    return frozenset(word[-3:] for word in (*lists().numbers, "hundert", "tausend", "one"))


def _small(word: str) -> int | None:
    """German numbers below 1,000 in one word."""
    numbers = lists().numbers
    if word in numbers:
        return int(numbers[word])
    if "hundert" in word:
        head, _, rest = word.partition("hundert")
        hundreds = 1 if head in ("", "ein") else int(numbers.get(head, 0))
        tail = _small(rest) if rest else 0
        return None if not 0 < hundreds < 10 or tail is None else hundreds * 100 + tail
    ones, und, tens = word.partition("und")
    low = 1 if ones == "ein" else int(numbers.get(ones, 0))
    high = int(numbers.get(tens, 0))
    return high + low if und and 0 < low < 10 and high >= 20 and high % 10 == 0 else None
