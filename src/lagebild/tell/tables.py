"""The tables of a terminal: an answer seen from one side, a row a thing. Plain text, safe to print: control
characters and direction overrides of reports are shown as U+FFFD."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lagebild.core import Answer, Cite, Marked, Note

from . import format as f
from . import grid, spread
from .happenings import event_name, group, in_time, quotation
from .messages import say, word
from .names import names, publisher
from .sentences import Writer
from .statements import statement_mark
from .visible import inline

_SHOWN = 100


class Table(NamedTuple):
    """A title, the headings, and rows as wide as the headings."""

    title: str
    head: list[str]
    rows: list[list[str]]


def timeline(answer: Answer, language: str) -> Table:
    """What happened when: deeds in order of time, then what was done by saying it. What is only possible, supposed,
    denied or undated is counted in the title."""
    writer = _writer(answer, language)
    ordered = in_time(h for h in answer.links.happenings if h.mentions)
    found = [h for kind in ("event", "said") for h in ordered if group(h) == kind]
    rows = [
        [
            f.period(h.earliest, h.latest, language) or "–",
            event_name(writer, h.type, h.mode),
            _names(writer, h.actors),
            _names(writer, h.recipients),
            writer.name(h.place),
            word(f"factuality.{'said' if group(h) == 'said' else h.factuality}", language),
            str(len(h.origins)),
            f.moment(h.known, language) or "–",
            _words(writer, h.mentions[0]) if h.mentions else "",
            h.id,
        ]
        for h in found
    ]
    head = ["when", "what", "actor", "recipient", "place", "certainty", "origins", "first", "words", "id"]
    return _table("timeline", head, rows, answer, language, more=len(ordered) - len(found))


def statements(answer: Answer, language: str) -> Table:
    """Who says what, in which report; by publication date."""
    writer = _writer(answer, language)
    rows = []
    for m in _by_date(answer.links.marked):
        text, document = m.reading.text, m.reading.document
        for s in m.marks.statements:
            said = " … ".join(span.of(text) for span in s.spans)
            speaker = " ".join(span.of(text) for span in s.speaker) or writer.name(s.speaker_entity) or "–"
            kind = word(f"kind.{s.kind}", language)
            rows.append([_published(m, language), speaker, kind, said, publisher(document, language)])
    return _table("statements", ["published", "speaker", "kind", "words", "publisher"], rows, answer, language)


def sources(answer: Answer, language: str) -> Table:
    """The reports, with the number of the origin that each rests on."""
    origin = {document: (n, o) for n, o in enumerate(answer.links.origins, 1) for document in o.documents}
    rows = []
    for m in _by_date(answer.links.marked):
        document = m.reading.document
        n, rests = origin.get(document.id, (0, None))
        shown = "–" if rests is None else f"{n} ({rests.outlet})" if rests.outlet else str(n)
        rows.append([_published(m, language), publisher(document, language), document.title or "–", shown])
    return _table("sources", ["published", "publisher", "title", "origin"], rows, answer, language)


def entities(answer: Answer, language: str) -> Table:
    """Who and what the reports speak of, a row a name, with why it is taken for this one."""
    rows = []
    for e in sorted(answer.links.entities, key=lambda e: (e.name.casefold(), e.id)):
        for name in (e.name, *e.aliases):
            why = [n for n in e.why if dict(n.values).get("alias") == name]
            # What people decided is about the whole entity.
            why += [n for n in e.why if n.key.startswith("hand.") and name == e.name]
            rows.append([e.name, name, "; ".join(say(n, language) for n in why) or "–", e.id])
    return _table("entities", ["what", "name", "why", "id"], rows, answer, language)


def evidence(answer: Answer, language: str) -> Table:
    """What speaks for and against, the heaviest first."""
    writer = _writer(answer, language)
    rows = [
        [
            word(f"label.{e.direction}", language),
            writer.name(e.indicator),
            f.factor(e.weight, language),
            str(len(e.origins)),
            f.day(e.known, language, short=True),
            _words(writer, e.cites[0]),
            e.id,
        ]
        for e in sorted(answer.evidence, key=lambda e: (-abs(e.weight), e.id))
    ]
    return _table(
        "evidence", ["direction", "indicator", "weight", "origins", "first", "words", "id"], rows, answer, language
    )


def forecast(answer: Answer, language: str) -> Table:
    """The probability over time, oldest first, and what moved it; without a number, why there is none."""
    called = names(answer, language)
    rows = [
        [
            f.day(one.at, language, short=True),
            f.fine(one.probability, language),
            f.interval(one.low, one.high, language),
            "; ".join(say(note, language, names=called) for note in one.because),
        ]
        for one in answer.history
    ]
    if answer.machine is not None:
        alone = say(Note("table.machine", (("n", len(answer.effects)),)), language)
        one = answer.machine
        rows.append([f.day(one.at, language, short=True), f.fine(one.probability, language),
                     f.interval(one.low, one.high, language), alone])  # fmt: skip
    if answer.forecast is None and answer.distributions:
        course = spread.course(answer, language, lambda key: word(key, language))
        title = say(Note("table.forecast", (("as_of", answer.as_of.isoformat()),)), language)
        return _safe(title, list(course.head), [list(row) for row in course.rows])
    if answer.forecast is None and answer.refusal is not None:
        rows.append([f.day(answer.as_of, language, short=True), "–", "–", say(answer.refusal, language, names=called)])
    return _table("forecast", ["when", "probability", "interval", "moved"], rows, answer, language)


def distribution(answer: Answer, language: str) -> Table:
    """The distribution of an answer of another kind than yes or no: its outcomes, its number, or its day."""
    title = say(Note("table.distribution", (("as_of", answer.as_of.isoformat()),)), language)
    if not answer.distributions:
        return Table(title, [word("column.outcome", language)], [])
    grid_ = spread.now(answer, language, lambda c: f"{f.fine(c.probability, language)} "
                       f"({f.interval(c.low, c.high, language)})", lambda key: word(key, language))  # fmt: skip
    return _safe(title, list(grid_.head), [list(row) for row in grid_.rows])


def matrix(answer: Answer, language: str) -> Table:
    """Competing hypotheses against evidence."""
    return _safe(*grid.table(answer, language))


def audit(answer: Answer, language: str) -> Table:
    """Each number of the answer with where it comes from."""
    return _safe(*grid.audit(answer, language))


VIEWS: dict[str, Callable[[Answer, str], Table]] = {
    "timeline": timeline,
    "statements": statements,
    "sources": sources,
    "entities": entities,
    "evidence": evidence,
    "forecast": forecast,
    "distribution": distribution,
    "matrix": matrix,
    "audit": audit,
}
"""What `lagebild show` can show."""


def _writer(answer: Answer, language: str) -> Writer:
    return Writer(answer.links, language, names(answer, language))


def _names(writer: Writer, ids: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(writer.name(i) for i in ids))


def _words(writer: Writer, cite: Cite) -> str:
    """The cited words in their sentence."""
    marked = writer.passages.marked(cite)
    mark = statement_mark(marked, cite)
    if mark is not None:
        return " … ".join(span.of(marked.reading.text) for span in mark.spans)
    found = quotation(writer, cite, writer.passages.ref(cite))
    return f"{found.before}{found.words}{found.after}"


def _table(what: str, head: list[str], rows: list[list[str]], answer: Answer, language: str, **values: int) -> Table:
    title = say(Note(f"table.{what}", (("as_of", answer.as_of.isoformat()), *values.items())), language)
    safe = [[_short(cell) for cell in row] for row in rows]
    return Table(title, [word(f"column.{name}", language) for name in head], safe)


def _safe(title: str, head: list[str], rows: list[list[str]]) -> Table:
    return Table(title, [_short(cell) for cell in head], [[_short(cell) for cell in row] for row in rows])


def _by_date(marked: Iterable[Marked]) -> list[Marked]:
    return sorted(marked, key=lambda m: (m.reading.document.published or "~", m.reading.document.id))


def _published(m: Marked, language: str) -> str:
    return f.moment(m.reading.document.published, language) or "–"


def _short(text: str) -> str:
    said = inline(text)
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
