"""Competing hypotheses against evidence, and where each number comes from: tables for those who audit an answer."""

from __future__ import annotations

from dataclasses import dataclass

from lagebild.core import Answer, Range
from lagebild.weigh.matrix import Column, Matrix, matrix

from . import format as f
from .messages import word
from .names import names, pick
from .sentences import Sentence, Writer

SHOWN = 8
"""Rows on the page, the most telling; the table of the command line and the JSON have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """An item or a silence: the sign, how it was found, how much it tells apart, and a mark for each hypothesis."""

    name: str
    kind: str
    diagnosticity: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The matrix on the page. `totals` is what speaks against each hypothesis."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[str, ...]
    more: int
    how: Sentence
    least: Sentence | None


def grid(writer: Writer, answer: Answer) -> Grid | None:
    """The section of the report; None where there is nothing to compare."""
    if answer.forecast is None:
        return None
    made = matrix(answer)
    if not made.rows:
        return None
    language = writer.language
    least = min(made.columns, key=lambda c: c.inconsistency)
    return Grid(
        columns=tuple(_column(c, language) for c in made.columns),
        rows=_rows(writer, made)[:SHOWN],
        totals=tuple(f.decimal(c.inconsistency, language, 2) for c in made.columns),
        more=max(0, len(made.rows) - SHOWN),
        how=writer.assessment("grid.how"),
        least=writer.assessment("grid.least", hypothesis=_column(least, language)),
    )


def _rows(writer: Writer, made: Matrix) -> tuple[GridRow, ...]:
    return tuple(
        GridRow(
            name=writer.name(row.indicator),
            kind=writer.label(f"grid.{row.kind}"),
            diagnosticity=f.factor(row.diagnosticity * row.share, writer.language),
            marks=tuple(cell.mark.replace("-", "−") for cell in row.cells),
        )
        for row in made.rows
    )


def _column(column: Column, language: str) -> str:
    return pick(column.name, language) or word(f"hypothesis.{column.id}", language)


def table(answer: Answer, language: str) -> tuple[str, list[str], list[list[str]]]:
    """The whole matrix for a terminal; the last row adds up what speaks against each hypothesis."""
    writer = Writer(answer.links, language, names(answer, language))
    made = matrix(answer)
    rows = [[r.name, r.kind, r.diagnosticity, *r.marks] for r in _rows(writer, made)]
    if rows:
        against = [f.decimal(c.inconsistency, language, 2) for c in made.columns]
        rows.append([word("grid.against", language), "", "", *against])
    head = [word(f"column.{name}", language) for name in ("indicator", "found", "diagnosticity")]
    return _title("table.matrix", answer, language), [*head, *(_column(c, language) for c in made.columns)], rows


def audit(answer: Answer, language: str) -> tuple[str, list[str], list[list[str]]]:
    """Each number of the answer with where it comes from: a source, an elicitation, a report, the analyst."""
    called = names(answer, language)
    rows: list[list[str]] = []

    def add(what: str, name: str, value: str, origin: str) -> None:
        rows.append([word(f"audit.{what}", language), name, value, origin])

    for rate in answer.prior:
        counted = f"{rate.hits}/{rate.windows}"
        add("rate", pick(rate.name, language), _range(rate.rate, language), f"{rate.source} ({counted})")
    if answer.base is not None:
        add("base", "–", f.fine(answer.base, language), word("audit.by-prior", language))
    weighed = {e.indicator for e in answer.evidence} | {s.indicator for s in answer.silences if s.weight}
    set_by_hand = {
        (e.change.target.partition(":")[2], (e.change.value or "").partition("=")[0]): e.change
        for e in answer.effects
        if e.change.kind == "figure" and e.found
    }
    for sign in answer.indicators:
        for name in ("p1", "p0", "a", "b") if sign.id in weighed else ():
            change = set_by_hand.get((sign.id, name))
            origin = f"{word(f'audit.{sign.figures}', language)}: {sign.source}"
            said = (
                f"{change.who}, {word('audit.decision', language)} {change.id}: {change.reason}" if change else origin
            )
            add(name, pick(sign.name, language), _range(getattr(sign, name), language), said)
    for item in sorted(answer.evidence, key=lambda e: (-abs(e.weight), e.id)):
        name = called.get(item.indicator, item.indicator)
        hand = [dict(n.values) for n in item.why if n.key == "hand.ratio"]
        origins = ", ".join(sorted({called.get(c.document, c.document[:12]) for c in item.cites}))
        add("ratio", name, _range(item.ratio, language), f"{hand[0]['who']}: {hand[0]['reason']}" if hand else origins)
        add("weight", name, f"{item.weight:+.3f}", item.id)
    for silence in answer.silences:
        if silence.coverage is not None:
            add("coverage", called.get(silence.indicator, silence.indicator), f.share(silence.coverage, language),
                word("audit.by-question", language))  # fmt: skip
            add("weight", called.get(silence.indicator, silence.indicator), f"{silence.weight:+.3f}",
                word("audit.by-silence", language))  # fmt: skip
    if answer.machine:
        add("machine", "–", f.fine(answer.machine.probability, language), word("audit.by-sum", language))
    if answer.forecast:
        own = next((e.change for e in reversed(answer.effects) if e.change.kind == "answer" and e.found), None)
        said = f"{own.who}: {own.reason}" if own else word("audit.by-sum", language)
        add("answer", "–", f.fine(answer.forecast.probability, language), said)
    head = [word(f"column.{name}", language) for name in ("what", "about", "value", "source")]
    return _title("table.audit", answer, language), head, rows


def _range(values: Range, language: str) -> str:
    low, best, high = (f.figure(v, language) for v in values)
    return best if low == high else f"{best} ({low}–{high})"


def _title(key: str, answer: Answer, language: str) -> str:
    return f"{word(key, language)} ({f.day(answer.as_of, language)})"
