"""A report's text as it is read: cut where marks begin and end, each piece with the marks that lie on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lagebild.core import (
    LAYERS,
    Event,
    Hedge,
    Mark,
    Marked,
    Name,
    Part,
    Quantity,
    Reason,
    Span,
    Statement,
    Time,
)
from lagebild.store import Decision
from lagebild.tell import format as f
from lagebild.tell.messages import known
from lagebild.tell.sentences import Writer
from lagebild.tell.statements import graded
from lagebild.tell.visible import inline

from .render import Talk

LETTERS = dict(zip("tnqhser", LAYERS, strict=True))
"""The first letter of a mark's id tells its layer."""
SHOWN = 30_000
"""Code points of a text on one page; a longer one is turned over like a book."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same marks on it: their ids and layers. `cited` is the passage that a citation
    leads to, `chosen` the mark whose reason is shown; `first` where the passage begins."""

    text: str
    marks: tuple[str, ...]
    layers: tuple[str, ...]
    cited: bool = False
    chosen: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text with one role, as pieces."""

    role: str
    language: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing known of a mark: a label and its words, with the address that they lead to, if any. `foreign` words
    are the report's own."""

    label: str
    words: str
    link: str | None = None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A mark with all that is known of it."""

    id: str
    layer: str
    title: str
    quote: str
    rows: tuple[Row, ...]
    decisions: tuple[Decision, ...]


def all_marks(marked: Marked) -> list[Mark]:
    """The marks of all layers, in the order of the text; where two begin together, the longer first."""
    found: list[Mark] = [m for layer in LAYERS for m in getattr(marked.marks, layer)]
    return sorted(found, key=lambda m: (m.span.start, -m.span.end, m.id))


def find(marked: Marked, wanted: str) -> Mark | None:
    """The mark with this id."""
    layer = LETTERS.get(wanted[:1])
    return next((m for m in getattr(marked.marks, layer) if m.id == wanted), None) if layer else None


def window(text: str, start: int) -> Span:
    """The stretch of a long text that one page shows, from `start` on, or around it where it lies inside."""
    if len(text) <= SHOWN:
        return Span(0, max(1, len(text)))
    first = min(max(0, start) // SHOWN * SHOWN, (len(text) - 1) // SHOWN * SHOWN)
    return Span(first, min(len(text), first + SHOWN))


def stretches(marked: Marked, *, cited: Span | None = None, chosen: Mark | None = None) -> tuple[Stretch, ...]:
    """The parts of a reading, each cut into pieces."""
    text = marked.reading.text
    shown = window(text, cited.start if cited else chosen.span.start if chosen else 0)
    marks = [m for m in all_marks(marked) if m.span.touches(shown)]
    parts = [p for p in marked.reading.parts if p.span.touches(shown)]
    if not parts and text:
        parts = [Part(Span(0, len(text)), "body", marked.reading.language)]
    found = []
    for part in parts:
        span = Span(max(part.span.start, shown.start), min(part.span.end, shown.end))
        own = [m for m in marks if m.span.touches(span)]
        pieces = tuple(_pieces(text, span, own, cited, chosen))
        found.append(Stretch(part.role, part.language or marked.reading.language, pieces))
    return tuple(found)


def _pieces(text: str, span: Span, marks: list[Mark], cited: Span | None, chosen: Mark | None) -> Iterable[Piece]:
    """One sweep over the borders of the marks: linear in text and marks, whatever overlaps what."""
    spans = [(m, s) for m in marks for s in _spans(m) if s.touches(span)]
    borders = {span.start, span.end}
    for _, s in spans:
        borders |= {max(s.start, span.start), min(s.end, span.end)}
    for other in (cited, chosen.span if chosen else None):
        if other is not None and other.touches(span):
            borders |= {max(other.start, span.start), min(other.end, span.end)}
    cuts = sorted(borders)
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for m, s in spans:
        starts.setdefault(max(s.start, span.start), []).append(m)
        ends.setdefault(min(s.end, span.end), []).append(m)
    active: dict[str, Mark] = {}
    for start, end in pairwise(cuts):
        for m in ends.get(start, ()):
            active.pop(m.id, None)
        for m in starts.get(start, ()):
            active[m.id] = m
        here = sorted(active.values(), key=lambda m: (m.span.start - m.span.end, m.id))
        yield Piece(
            text=text[start:end],
            marks=tuple(m.id for m in here),
            layers=tuple(layer for layer in LAYERS if any(LETTERS[m.id[0]] == layer for m in here)),
            cited=cited is not None and cited.start <= start < cited.end,
            chosen=chosen is not None and any(s.start <= start < s.end for s in _spans(chosen)),
            first=cited is not None and (start == cited.start or (start == span.start and cited.start < start)),
        )


def _spans(mark: Mark) -> tuple[Span, ...]:
    """What of the text a mark is drawn on: a statement on its words and its speaker, all else on its span."""
    if isinstance(mark, Statement):
        return tuple(dict.fromkeys((*mark.spans, *mark.speaker, *mark.cue)))
    return (mark.span,)


def opened(
    writer: Writer,
    talk: Talk,
    marked: Marked,
    mark: Mark,
    *,
    mentions: Mapping[Span, str],
    decisions: Iterable[Decision],
) -> Opened:
    """A mark with what is known of it, in words. `mentions` are the entities that links found in the text."""
    text = marked.reading.text
    layer = LETTERS[mark.id[0]]
    rows = [row for row in _ROWS[layer](_Teller(writer, talk, marked, mentions), mark) if row.words]
    rows.append(Row(talk.word("web.mark.by"), mark.by))
    own = tuple(d for d in decisions if d.anchor and d.anchor.cite.mark == mark.id and d.anchor.cite.span == mark.span)
    return Opened(
        id=mark.id,
        layer=layer,
        title=talk.word(f"web.layer.{layer}.one"),
        quote=inline(" … ".join(s.of(text) for s in (mark.spans if isinstance(mark, Statement) else (mark.span,)))),
        rows=tuple(rows),
        decisions=own,
    )


class _Teller:
    """Says the fields of marks."""

    def __init__(self, writer: Writer, talk: Talk, marked: Marked, mentions: Mapping[Span, str]) -> None:
        self.writer, self.talk, self.marked, self.mentions = writer, talk, marked, mentions

    def row(self, key: str, words: str | None, link: str | None = None, *, foreign: bool = False) -> Row:
        return Row(self.talk.word(f"web.mark.{key}"), words or "", link, foreign)

    def spans(self, key: str, spans: Iterable[Span]) -> Row:
        """Words of the report."""
        text = self.marked.reading.text
        return self.row(key, inline(" … ".join(s.of(text) for s in spans)), foreign=True)

    def label(self, key: str, prefix: str, value: str | None) -> Row:
        """A value from a list of the format, in words where there are some."""
        said = f"{prefix}.{value}"
        return self.row(key, (self.talk.word(said) if known(said) else value) if value else "")

    def other(self, key: str, wanted: str | None) -> Row:
        """Another mark of the same text."""
        found = find(self.marked, wanted or "")
        if found is None:
            return self.row(key, "")
        words = inline(found.span.of(self.marked.reading.text))
        return self.row(key, words, self.talk.document(self.marked.reading.document.id, mark=found.id), foreign=True)

    def entity(self, key: str, known_as: str | None) -> Row:
        """Somebody or something with a page of its own."""
        if not known_as or known_as not in self.writer.names:
            return self.row(key, known_as if known_as and ":" in known_as else "")
        return self.row(key, self.writer.name(known_as), self.talk.url(f"people/{known_as}"))


def _time(to: _Teller, mark: Time) -> Iterable[Row]:
    yield to.row("value", mark.value)
    yield to.row("when", f.period(mark.earliest, mark.latest, to.talk.language))
    yield to.row("modifier", mark.mod)
    yield to.label("anchor", "web.anchor", mark.anchor)


def _name(to: _Teller, mark: Name) -> Iterable[Row]:
    yield to.label("kind", "web.kind", mark.kind)
    yield to.entity("entity", to.mentions.get(mark.span, mark.entity))
    if mark.lat is not None and mark.lon is not None:
        yield to.row("place", f"{mark.lat:.3f}, {mark.lon:.3f}")


def _quantity(to: _Teller, mark: Quantity) -> Iterable[Row]:
    yield to.row("amount", f.numbers(mark.low, mark.high, to.talk.language))
    yield to.row("of", " ".join(w for w in (mark.unit, mark.of) if w), foreign=True)
    yield to.row("exact", to.talk.word("web.approximate") if mark.approximate else "")


def _hedge(to: _Teller, mark: Hedge) -> Iterable[Row]:
    yield to.label("strength", "web.strength", mark.strength)
    yield to.spans("scope", [mark.scope] if mark.scope else [])


def _statement(to: _Teller, mark: Statement) -> Iterable[Row]:
    yield to.label("kind", "kind", mark.kind)
    yield to.spans("speaker", mark.speaker)
    if mark.speaker_entity and mark.speaker_entity.startswith("n"):
        yield to.other("speaker_name", mark.speaker_entity)
    else:
        yield to.entity("speaker_name", mark.speaker_entity)
    yield to.spans("cue", mark.cue)
    yield to.spans("outlet", mark.outlet)
    yield to.spans("occasion", mark.occasion)
    yield to.label("basis", "basis", mark.basis)
    yield to.label("stake", "stake", mark.stake if mark.stake != "none" else None)
    yield to.label("polarity", "web.polarity", mark.polarity)
    text = to.marked.reading.text
    yield to.row("hedges", ", ".join(h.span.of(text) for h in to.marked.marks.hedges if h.id in mark.hedges))
    yield to.spans("condition", [mark.condition] if mark.condition else [])
    yield to.row("grade", "; ".join(graded(to.writer, to.marked, mark)))


def _event(to: _Teller, mark: Event) -> Iterable[Row]:
    key = f"event.{mark.type}.{mark.mode}"
    yield to.row("what", to.talk.word(key if known(key) else f"event.{mark.type}"))
    yield to.row("code", " · ".join(w for w in (mark.type, mark.mode, *mark.contexts) if w))
    for side in ("actor", "recipient"):
        for one in getattr(mark, side):
            named = one.entity in to.writer.names
            words = to.writer.name(one.entity) if named else inline(one.span.of(to.marked.reading.text))
            yield to.row(side, words, to.talk.url(f"people/{one.entity}") if named else None)
    yield to.other("place", mark.place)
    yield to.other("time", mark.time)
    yield to.label("factuality", "factuality", mark.factuality)
    yield to.other("in_statement", mark.statement)


def _reason(to: _Teller, mark: Reason) -> Iterable[Row]:
    yield to.spans("cause", [mark.cause])
    yield to.spans("effect", [mark.effect])
    yield to.label("influence", "web.influence", mark.polarity)
    yield to.label("factuality", "factuality", mark.factuality)


_ROWS: dict[str, Callable[[_Teller, Any], Iterable[Row]]] = {
    "times": _time,
    "names": _name,
    "quantities": _quantity,
    "hedges": _hedge,
    "statements": _statement,
    "events": _event,
    "reasons": _reason,
}


def decided(talk: Talk, decision: Decision) -> str:
    """A decision in one line: what, by whom, when and why."""
    what = talk.word(f"web.decided.{decision.kind}") + (f" {decision.value}" if decision.value else "")
    return f"{what} ({decision.who}, {f.moment(decision.added[:10], talk.language)}): {decision.reason}"
