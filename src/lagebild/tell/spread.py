"""Answers to questions of more kinds than yes or no, and on a condition, in words and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from typing import NamedTuple

from lagebild.core import Answer, Chance, Distribution, Due, Forecast, Reported

from . import format as f
from . import pictures
from .sentences import Facts, Run, Sentence, Writer

Rows = tuple[tuple[str, ...], ...]
Figure = Callable[[Writer, Forecast], str]
"""Says a probability with its interval."""
_TOLD = (0.05, 0.25, 0.5, 0.75, 0.95)
_DAYS = 8
"""Days of the window that the table tells the probability of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: its headings, and rows as wide."""

    head: tuple[str, ...]
    rows: Rows


class Share(NamedTuple):
    """The probability of an outcome with its 90 % interval, and without evidence."""

    name: str
    low: float
    best: float
    high: float
    base: float
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadView:
    """The distribution of an answer: as it is, over time, and the numbers reported for it; and its picture: `shares` of
    outcomes, `amounts` of a number, or `days`. `seen` says in words what the picture's signs stand for."""

    how: Sentence
    now: Grid
    course: Grid | None
    reported: tuple[Sentence, ...]
    seen: str = ""
    shares: tuple[Share, ...] = ()
    amounts: pictures.Amounts | None = None
    days: pictures.Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupposedView:
    """What an answer on a condition rests on."""

    condition: str
    lines: tuple[Sentence, ...]
    why: tuple[Sentence, ...]
    evidence: tuple[Sentence, ...]
    opinions: tuple[Sentence, ...]
    question: tuple[tuple[str, tuple[str, ...]], ...]


def headline(writer: Writer, answer: Answer, figure: Figure) -> tuple[Sentence, ...]:
    """What the distribution comes to, in a sentence; none for an answer without."""
    if not answer.distributions:
        return ()
    last, asked, as_of = answer.distributions[-1], answer.question, answer.as_of.isoformat()
    if last.chances:
        first = max(last.chances, key=lambda c: c.probability)
        called = writer.quote({o.id: o.text for o in asked.outcomes}[first.outcome], asked.language)
        said = figure(writer, _forecast(first))
        return (writer.assessment("spread.leading", as_of=as_of, outcome=called, figure=said),)
    if last.quantiles:
        low, middle, high = (_value(_at(last, level), writer.language) for level in (0.05, 0.5, 0.95))
        unit = writer.quote(asked.measure.unit if asked.measure else "", asked.language)
        closes = asked.closes.isoformat()
        return (
            writer.assessment(
                "spread.middle", as_of=as_of, closes=closes, low=low, middle=middle, high=high, unit=unit
            ),
        )
    return (_day(writer, last.dues),)


def _middle(writer: Writer, when: tuple[str, str], values: tuple[str, str, str], unit: Run) -> Sentence:
    (as_of, closes), (low, middle, high) = when, values
    return writer.assessment("spread.middle", as_of=as_of, closes=closes, low=low, middle=middle, high=high, unit=unit)


def _at(found: Distribution, level: float) -> float:
    """The quantile at a level that is told."""
    return min(found.quantiles, key=lambda q: abs(q.level - level)).value


def _day(writer: Writer, found: Sequence[Due]) -> Sentence:
    language = writer.language
    reached = [(f.share(d.level, language), f.day(d.day, language)) for d in found if d.day is not None]
    if not reached:
        return writer.assessment("spread.day-never", level=f.share(found[0].level, language))
    (low, first), (level, day) = reached[0], reached[-1]
    if len(reached) == 1:
        return writer.assessment("spread.day-first", level=level, day=day)
    return writer.assessment("spread.day-range", low=low, first=first, level=level, day=day)


def view(writer: Writer, answer: Answer, figure: Figure) -> SpreadView | None:
    """The distribution of an answer of another kind than yes or no."""
    if not answer.distributions:
        return None
    last, language = answer.distributions[-1], writer.language
    kind = answer.question.kind
    called = {o.id: o.text for o in answer.question.outcomes}
    return SpreadView(
        how=writer.assessment(f"spread.how-{kind}"),
        now=now(answer, language, lambda chance: figure(writer, _forecast(chance)), writer.label),
        course=_course(answer, writer),
        reported=_reported(writer, answer),
        seen=writer.label(f"picture.{kind}"),
        shares=tuple(
            Share(called[c.outcome], c.low, c.probability, c.high, c.base, figure(writer, _forecast(c)))
            for c in last.chances
        ),
        amounts=pictures.amounts(last, language, lambda value: _value(value, language)),
        days=pictures.days(last, language),
    )


def now(answer: Answer, language: str, figure: Callable[[Chance], str], label: Callable[[str], str]) -> Grid:
    """The distribution as a table."""
    last, asked = answer.distributions[-1], answer.question
    if last.chances:
        called = {o.id: o.text for o in asked.outcomes}
        rows: Rows = tuple((called[c.outcome], figure(c), f.fine(c.base, language)) for c in last.chances)
        return Grid(head=tuple(label(f"column.{n}") for n in ("outcome", "probability", "without")), rows=rows)
    if last.quantiles:
        rows = tuple((f.share(q.level, language), _value(q.value, language), _value(q.base, language))
                     for q in last.quantiles if any(abs(q.level - level) < 1e-9 for level in _TOLD))  # fmt: skip
        return Grid(head=tuple(label(f"column.{n}") for n in ("level", "amount", "without")), rows=rows)
    by = last.by
    kept = [by[(n + 1) * len(by) // _DAYS - 1] for n in range(_DAYS)] if len(by) > _DAYS else list(by)
    rows = tuple((f.day(b.day, language, short=True), f.fine(b.probability, language),
                  f.interval(b.low, b.high, language), f.fine(b.base, language)) for b in kept)  # fmt: skip
    return Grid(head=tuple(label(f"column.{n}") for n in ("by", "probability", "interval", "without")), rows=rows)


def _course(answer: Answer, writer: Writer) -> Grid | None:
    """The distribution as of each date; a row a date."""
    if len(answer.distributions) < 2 or answer.question.kind == "date":
        return None
    return course(answer, writer.language, writer.label)


def course(answer: Answer, language: str, label: Callable[[str], str]) -> Grid:
    """The distribution over time, oldest first."""
    first = answer.distributions[0]
    if first.chances:
        called = {o.id: o.text for o in answer.question.outcomes}
        head = (label("column.when"), *(called[c.outcome] for c in first.chances))
    else:
        head = (label("column.when"), *(f.share(level, language) for level in _TOLD))
    return Grid(head=head, rows=tuple((f.day(d.at, language, short=True), *_cells(d, language))
                                      for d in answer.distributions))  # fmt: skip


def _cells(found: Distribution, language: str) -> list[str]:
    if found.chances:
        return [f.fine(c.probability, language) for c in found.chances]
    if found.quantiles:
        return [_value(_at(found, level), language) for level in _TOLD]
    return [f.day(d.day, language, short=True) if d.day else "–" for d in found.dues]


def _reported(writer: Writer, answer: Answer) -> tuple[Sentence, ...]:
    """The numbers that reports give, those that count first, each with why."""
    found = sorted(answer.reported, key=lambda r: (-r.weight, r.known, r.cite[:3]))
    return tuple(_told(writer, report) for report in found)


def _told(writer: Writer, report: Reported) -> Sentence:
    text = writer.passages.marked(report.cite).reading
    words = writer.quote(report.cite.span.of(text.text), text.language)
    facts, lead = Facts(numbers=(report.low, report.high)), (f.day(report.known, writer.language),)
    if report.weight:
        share = f.share(report.weight, writer.language)
        return writer.world("spread.reported-counts", [report.cite], facts, lead=lead, words=words, share=share)
    why = writer.say(report.why.key, **dict(report.why.values))
    return writer.world("spread.reported", [report.cite], facts, lead=lead, words=words, why=why)


def supposed(writer: Writer, answer: Answer, figure: Figure) -> SupposedView | None:
    """What an answer on a condition rests on."""
    found, condition = answer.supposed, answer.question.condition
    if found is None or condition is None:
        return None
    low, best, high = found.ratio
    lines = [writer.assessment("condition.plain", figure=figure(writer, found.plain)),
             writer.assessment("condition.ratio", best=best, low=low, high=high)]  # fmt: skip
    if found.chance is not None:
        lines.append(writer.assessment("condition.chance", figure=figure(writer, found.chance)))
    elif found.refusal is not None:
        lines.append(writer.assessment("condition.no-chance"))
        lines.append(writer.note(found.refusal))
    if found.otherwise is not None:
        low, best, high = found.otherwise
        other = Forecast(at=answer.as_of, probability=best, low=low, high=high)
        lines.append(writer.assessment("condition.otherwise", figure=figure(writer, other)))
    named = {i.id: dict(i.name).get(writer.language, i.id) for i in found.indicators}
    heaviest = sorted((e for e in found.evidence if e.weight), key=lambda e: (-abs(e.weight), e.id))
    evidence = tuple(
        writer.assessment("condition.sign", e.cites, sign=named.get(e.indicator, e.indicator),
                          factor=f.factor(e.weight, writer.language))
        for e in heaviest
    )  # fmt: skip
    opinions = tuple(
        writer.world("condition.opinion", [o.cite], Facts(), words=writer.quote(
            o.cite.span.of(writer.passages.marked(o.cite).reading.text),
            writer.passages.marked(o.cite).reading.language))
        for o in found.opinions
    )  # fmt: skip
    own = condition.question
    rows = (("question.counts", own.counts), ("question.excludes", own.excludes),
            ("question.resolver", (own.resolver,)))  # fmt: skip
    return SupposedView(
        condition=own.text,
        lines=tuple(lines),
        why=writer.notes(found.why),
        evidence=evidence,
        opinions=opinions,
        question=tuple((writer.label(key), values) for key, values in rows if values),
    )


def _forecast(chance: Chance) -> Forecast:
    """A probability of an outcome in the shape that figures are said by."""
    return Forecast(at=date.min, probability=chance.probability, low=chance.low, high=chance.high)


def _value(value: float, language: str) -> str:
    """A number with what its size carries: three figures."""
    if value == 0:
        return "0"
    digits = 2 - floor(log10(abs(value)))
    rounded = round(value, digits)
    return f.decimal(rounded, language, min(digits, 6)) if digits > 0 else f.figure(round(rounded), language)
