"""QUANTITIES: numbers with what they count. Ranges, bounds and approximations stay what they are; dates, ordinals,
scores, ages and model numbers are left to others."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from lagebild.core import Context, Marks, Quantity, Reading, Span, mark_id
from lagebild.mark.numerals import ONE, may_begin, parse, word_value
from lagebild.mark.numerals import lists as numeral_lists
from lagebild.mark.words import Word, words


class _Number(NamedTuple):
    """A number over the tokens `first:last`; `scaled` when a word like "Millionen" belongs to it."""

    first: int
    last: int
    low: float
    high: float | None
    scaled: bool = False
    vague: bool = False
    word: bool = False


class _Line(NamedTuple):
    """A sentence: its tokens, their lower case, which are already something else, and its language."""

    words: tuple[Word, ...]
    lower: list[str]
    blocked: list[bool]
    german: bool


_SEPARATORS = frozenset("-–—‑")


class _Quantities:
    name, version = "quantities", "1"
    needs: tuple[str, ...] = ("sentences", "times", "names")
    makes: tuple[str, ...] = ("quantities",)

    def __call__(self, reading: Reading, marks: Marks, context: Context) -> Marks:
        tokens = words(reading.text)
        starts = [word.start for word in tokens]
        taken: set[str] = set()
        made: list[Quantity] = []
        blocked = _blocked(marks, starts, len(tokens))
        begins = may_begin.where([word.text for word in tokens])
        for span, german in _languages(reading, marks, context):
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            here = begins[bisect_left(begins, first) : bisect_left(begins, last)]
            if here:
                part = tokens[first:last]
                line = _Line(part, [w.text.lower() for w in part], blocked[first:last], german)
                made.extend(_sentence(line, [at - first for at in here], taken))
        return Marks(quantities=tuple(made))


def _languages(reading: Reading, marks: Marks, context: Context) -> Iterator[tuple[Span, bool]]:
    """Each sentence and whether to read its numbers the German way."""
    parts, at = reading.parts, 0
    for span in marks.sentences:
        while at < len(parts) and parts[at].span.end <= span.start:
            at += 1
        language = parts[at].language if at < len(parts) else None
        yield span, (language or context.language or reading.language) != "en"


def _blocked(marks: Marks, starts: list[int], size: int) -> list[bool]:
    blocked = [False] * size
    spans = [t.span for t in marks.times] + [n.span for n in marks.names if n.kind in ("product", "event")]
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        blocked[first:last] = [True] * (last - first)
    return blocked


def _sentence(line: _Line, begins: list[int], taken: set[str]) -> Iterator[Quantity]:
    free = 0
    for at in begins:
        number = _number(line, at) if at >= free and not line.blocked[at] else None
        if number is None or not _countable(line, number):
            continue
        number = _range(line, number)
        quantity = _quantity(line, number, taken)
        if quantity is not None:
            yield quantity
        free = number.last


def _number(line: _Line, at: int) -> _Number | None:
    """The number that begins at token `at`, with its multiplier."""
    text = line.lower[at]
    scale = numeral_lists().multipliers["de" if line.german else "en"]
    if text[0].isdigit():
        return _digits(line, at, scale)
    vague = _vague(line, at)
    if vague is not None:
        return vague
    if text in ONE:
        got = scale.get(line.lower[at + 1], 0) if at + 1 < len(line.lower) else 0
        return _Number(at, at + 2, got, got, scaled=True) if got >= 12 else None
    if text in scale and len(text) > 2 and _stands_for_number(line, at):
        return _Number(at, at + 1, scale[text], scale[text], scaled=True)
    word = word_value(text)
    return None if word is None else _scaled(_Number(at, at + 1, word, word, word=True), line, scale)


def _digits(line: _Line, at: int, scale: dict[str, float]) -> _Number | None:
    lower, tokens = line.lower, line.words
    value = parse(lower[at], german=line.german)
    if value is None:
        return None
    last = at + 1
    # "20 000": groups of three digits, one space between.
    if 0 < value < 1000 and lower[at].isdecimal():
        while last < min(at + 4, len(tokens)) and len(lower[last]) == 3 and lower[last].isdecimal():
            if tokens[last].start != tokens[last - 1].end + 1:
                break
            value, last = value * 1000 + int(lower[last]), last + 1
    return _scaled(_Number(at, last, value, value), line, scale)


def _vague(line: _Line, at: int) -> _Number | None:
    """ "Tausende", "dozens", "tens of thousands": at least two of them."""
    lists, lower = numeral_lists(), line.lower
    first = 10.0 if lower[at] == "tens" else lists.vague.get(lower[at])
    if first is None or (at and lower[at - 1] in lists.numbers):
        return None
    if lower[at + 1 : at + 3] == ["of", "thousands"]:
        return _Number(at, at + 3, 2000 * first, None, vague=True)
    return None if lower[at] == "tens" else _Number(at, at + 1, 2 * first, None, vague=True)


def _stands_for_number(line: _Line, at: int) -> bool:
    """Whether a multiplier is a number by itself: "Hundert Mann", "several hundred", "a few thousand"."""
    if line.german:
        return not line.words[at].text.islower() or (at > 0 and line.lower[at - 1] in ("mehrere", "einige"))
    return at > 0 and line.lower[at - 1] in ("several", "few", "a")


def _scaled(number: _Number, line: _Line, scale: dict[str, float]) -> _Number:
    at = number.last
    if at >= len(line.words):
        return number
    factor = scale.get(line.lower[at])
    if factor is None:
        return number
    if len(line.lower[at]) <= 2 and line.words[at].start != line.words[at - 1].end:
        # "5m", "3bn": letters count only where they touch the number.
        return number
    last = at + 1
    if line.lower[at] in ("mio", "mrd") and last < len(line.words) and line.lower[last] == ".":
        last += 1
    return number._replace(last=last, low=number.low * factor, high=number.low * factor, scaled=True)


def _countable(line: _Line, number: _Number) -> bool:
    """Whether the number is none of: score, ordinal, age, label, part of a code."""
    first, last, tokens = number.first, number.last, line.words
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if after is not None and after.start == tokens[last - 1].end:
        if after.text in ":/" or (after.text == "." and last + 1 < len(tokens) and len(tokens[first].text) <= 3):
            return False
        if after.text in _SEPARATORS and last + 1 < len(tokens) and tokens[last + 1].start == after.end:
            return tokens[last + 1].text[0].isdigit()
        if after.text[0].isalpha() and not number.scaled and after.text.lower() not in numeral_lists().units:
            return False
    if before is not None:
        if before.text in numeral_lists().labels:
            return False
        if before.end == tokens[first].start and (before.text in ":/_#" or before.text[-1] in _SEPARATORS):
            return False
    return True


def _range(line: _Line, low: _Number) -> _Number:
    """The number extended by "bis 30.000", "-30,000", "und 300" after zwischen/between."""
    at, lower = low.last, line.lower
    if at + 1 >= len(lower) or low.vague or line.blocked[at + 1]:
        return low
    joint = lower[at]
    before = lower[low.first - 1] if low.first else ""
    if (
        joint in ("bis", "to")
        or joint in _SEPARATORS
        or (joint in ("und", "and") and before in ("zwischen", "between"))
    ):
        high = _number(line, at + 1)
        if high is None or high.vague or high.high is None:
            return low
        start = low.low
        if high.scaled and not low.scaled and start < high.high:
            # "zwei bis drei Millionen": the multiplier belongs to both.
            bare = _number_alone(line, at + 1)
            if bare:
                start *= high.high / bare
        if start < high.high:
            first = low.first - 1 if before in ("zwischen", "between") else low.first
            return _Number(first, high.last, start, high.high, high.scaled, word=low.word)
    return low


def _number_alone(line: _Line, at: int) -> float | None:
    text = line.lower[at]
    return parse(text, german=line.german) if text[0].isdigit() else word_value(text)


def _quantity(line: _Line, number: _Number, taken: set[str]) -> Quantity | None:
    first, modifiers = _before(line, number.first)
    last, unit = _unit(line, number)
    if unit is None and first and line.words[first - 1].text in "€$£¥":
        unit = numeral_lists().units[line.words[first - 1].text]
        first, modifiers = _before(line, first - 1)
    of = _counted(line, last)
    low: float | None = number.low
    high: float | None = number.high
    if of is None and unit is None and not _stands_alone(line, number, modifiers) and not _befell(line, first, number):
        return None
    if "several" in modifiers:
        if number.word and not number.scaled and number.low < 100:
            return None
        low, high = 2 * number.low, None
    elif number.low == number.high:
        if "least" in modifiers:
            high = None
        elif "most" in modifiers:
            low = None
    span = Span(line.words[first].start, line.words[last - 1].end)
    return Quantity(
        id=mark_id("q", span, taken),
        span=span,
        by=BY,
        low=_finite(low),
        high=_finite(high),
        unit=unit,
        of=of,
        approximate="about" in modifiers or number.vague or "several" in modifiers,
    )


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _before(line: _Line, first: int) -> tuple[int, set[str]]:
    """Steps back over words such as "mehr als", "etwa"; where the quantity begins, and what they say."""
    modifiers, lower = numeral_lists().modifiers, line.lower
    found: set[str] = set()
    for _ in range(3):
        at = first
        if at and lower[at - 1] == "." and at > 1 and lower[at - 2] == "ca":
            at -= 1
        for size in (3, 2, 1):
            kind = modifiers.get(" ".join(lower[at - size : at])) if at >= size else None
            if kind is not None:
                found.add(kind)
                first = at - size
                break
        else:
            break
    return first, found


def _unit(line: _Line, number: _Number) -> tuple[int, str | None]:
    units, at, lower = numeral_lists().units, number.last, line.lower
    if at + 1 < len(lower):
        unit = units.get(f"{lower[at]} {lower[at + 1]}")
        if unit is not None or (lower[at], lower[at + 1]) == ("per", "cent"):
            return at + 2, unit or "%"
        if lower[at] == "km" and lower[at + 1 : at + 3] == ["/", "h"]:
            return at + 3, "km/h"
    if at < len(lower) and lower[at] in units:
        return at + 1, units[lower[at]]
    return at, None


def _counted(line: _Line, at: int) -> str | None:
    """The head of what is counted, from the tokens after the number."""
    lists, size = numeral_lists(), len(line.words)
    if line.german:
        for step in range(at, min(size, at + 6)):
            text = line.words[step].text
            if text[0].isupper() and text[0].isalpha():
                return text
            if not text.isalpha() or not (text in lists.linking or text.endswith(("e", "en", "er", "em", "es"))):
                return None
        return None
    begin = at
    while begin < size and begin < at + 3 and line.lower[begin] in lists.linking:
        begin += 1
    head = None
    for step in range(begin, min(size, begin + 4)):
        text = line.words[step].text
        lowered = line.lower[step]
        if not text.replace("-", "").isalpha() or lowered in lists.stop_en:
            break
        if lowered in lists.plurals_en or (lowered.endswith("s") and not lowered.endswith(("ss", "us", "is"))):
            return text
        head = head or text
    # Past tenses stand where a noun is missing: "hundreds of thousands fled".
    return None if head is None or head.endswith("ed") else head


def _stands_alone(line: _Line, number: _Number, modifiers: set[str]) -> bool:
    """A number without a noun counts only if its form shows that it is an amount, not a year or a label."""
    if number.word:
        return False
    if modifiers or number.scaled or number.vague or number.low != number.high:
        return not (number.low != number.high and _year(number.low) and _year(number.high))
    return number.low >= 1000 and not _year(number.low) and number.low == int(number.low)


def _befell(line: _Line, first: int, number: _Number) -> bool:
    """Whether the noun is left out because it was told before: "20 people were killed and 30 injured"."""
    if number.last >= len(line.lower) or line.lower[number.last] not in numeral_lists().befallen:
        return False
    return first > 0 and line.lower[first - 1] in (",", "and", "or", "oder", "sowie", "und") and number.low >= 2


def _year(value: float | None) -> bool:
    return value is not None and 1800 <= value <= 2100


QUANTITIES = _Quantities()
BY = f"{QUANTITIES.name}/{QUANTITIES.version}"
