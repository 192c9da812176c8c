"""What the analyst decides: a log that is only added to, replayed over what the machine made, found again by its words.

`docs/the-analysts-hand.md` lists what each kind of entry is about and does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast, get_args

from lagebild.core import Change, Cite, Marked, Reading, Span
from lagebild.core.answers import ChangeKind
from lagebild.weigh.hand import edited

Kind = Literal[
    "accept", "reject", "grade", "relink", "move", "merge", "split", "ratio", "figure", "answer",
    "note", "undo", "blind", "lock", "resolve", "annul",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
"""Those of `core.Change` change the answer; note something; undo an earlier entry; blind mode, an own number, how the
question came out, and that it was withdrawn."""
CHANGES: tuple[str, ...] = get_args(ChangeKind)
RECORDS: tuple[str, ...] = ("blind", "lock", "resolve", "annul")
"""Entries that are never taken back: what was said before the outcome, and the outcome, stay said."""

CONTEXT = 32
"""Characters on either side that tell a place from another one with the same words."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document that survives a newer reading of it: its words with what stands around them."""

    cite: Cite
    layer: str | None
    quote: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log. `added` is ISO 8601 in UTC; `undoes` the number of the entry that it takes back; `target`
    says what it is about, `toward` is the place of the other thing (merge, move)."""

    id: int
    added: str
    who: str
    kind: Kind
    reason: str
    value: str | None = None
    undoes: int | None = None
    anchor: Anchor | None = None
    target: str | None = None
    toward: Anchor | None = None


class Placed(NamedTuple):
    """A decision, and where its words (and those of the other thing) stand in the reading in force."""

    decision: Decision
    cite: Cite
    toward: Cite | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """The log against the readings in force: what was found again, and what was not and thus has no effect."""

    placed: tuple[Placed, ...]
    lost: tuple[Decision, ...]


def anchor(reading: Reading, span: Span, *, mark: str | None = None, layer: str | None = None) -> Anchor:
    """The anchor of `span` in `reading`."""
    text = reading.text
    return Anchor(
        cite=Cite(reading.document.id, reading.number, span, mark),
        layer=layer,
        quote=span.of(text),
        before=text[max(0, span.start - CONTEXT) : span.start],
        after=text[span.end : span.end + CONTEXT],
    )


def find(anchored: Anchor, text: str) -> Span | None:
    """Where the words of an anchor stand in another text: the one place with them, or the one whose surroundings
    match best. None when they are gone, or when several places match alike."""
    best: list[tuple[int, int]] = []
    at = text.find(anchored.quote) if anchored.quote else -1
    while at != -1:
        end = at + len(anchored.quote)
        alike = _same_end(anchored.before, text[max(0, at - CONTEXT) : at])
        alike += _same_end(anchored.after[::-1], text[end : end + CONTEXT][::-1])
        best = sorted([*best, (-alike, at)])[:2]
        at = text.find(anchored.quote, at + 1)
    if not best or (len(best) == 2 and best[0][0] == best[1][0]):
        return None
    return Span(best[0][1], best[0][1] + len(anchored.quote))


def _same_end(one: str, other: str) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that were not taken back, oldest first. An undo that was undone lets its target stand."""
    gone: set[int] = set()
    kept = []
    for decision in sorted(decisions, key=lambda d: -d.id):
        if decision.id in gone:
            continue
        if decision.undoes is not None:
            gone.add(decision.undoes)
        else:
            kept.append(decision)
    return tuple(reversed(kept))


def replay(decisions: Iterable[Decision], marked: Iterable[Marked]) -> Replay:
    """Finds the places of the standing decisions in the readings of `marked`. Those without a place stand as
    they are and are in neither list."""
    by_document = {m.reading.document.id: m for m in marked}
    placed, lost = [], []
    for decision in standing(decisions):
        if decision.anchor is None:
            continue
        found, other = _found(decision.anchor, by_document), _found(decision.toward, by_document)
        if found is None or (decision.toward is not None and other is None):
            lost.append(decision)
        else:
            placed.append(Placed(decision, found, other))
    return Replay(tuple(placed), tuple(lost))


def changes(decisions: Iterable[Decision], marked: Iterable[Marked]) -> tuple[Change, ...]:
    """The standing decisions that change the answer, as weighing takes them, placed in the readings of `marked`."""
    taken = [d for d in standing(decisions) if d.kind in CHANGES]
    places = {p.decision.id: p for p in replay(taken, marked).placed}
    return tuple(_change(d, places.get(d.id)) for d in taken)


def _change(decision: Decision, placed: Placed | None) -> Change:
    return Change(
        id=decision.id,
        kind=cast(ChangeKind, decision.kind),
        who=decision.who,
        added=decision.added,
        reason=decision.reason,
        target=decision.target or "mark",
        value=decision.value,
        cite=placed.cite if placed else None,
        toward=placed.toward if placed else None,
        lost=placed is None and decision.anchor is not None,
    )


def record(decision: Decision) -> dict[str, Any]:
    """An entry as JSON data, for exports."""
    place, toward = (None if at is None else placed_record(at) for at in (decision.anchor, decision.toward))
    return {
        "id": decision.id, "added": decision.added, "who": decision.who, "kind": decision.kind,
        "reason": decision.reason, "value": decision.value, "undoes": decision.undoes, "target": decision.target,
        "place": place, "toward": toward,
    }  # fmt: skip


def placed_record(at: Anchor) -> dict[str, Any]:
    """An anchor as JSON data."""
    document, reading, (start, end), mark = at.cite
    return {
        "document": document, "reading": reading, "layer": at.layer, "mark": mark, "start": start, "end": end,
        "quote": at.quote, "before": at.before, "after": at.after,
    }  # fmt: skip


def anchor_of(place: dict[str, Any]) -> Anchor:
    """The anchor that `record` wrote. Raises KeyError or TypeError when it is something else."""
    cite = Cite(place["document"], place["reading"], Span(place["start"], place["end"]), place["mark"])
    return Anchor(cite, place["layer"], place["quote"], place["before"], place["after"])


def _found(anchored: Anchor | None, by_document: dict[str, Marked]) -> Cite | None:
    return None if anchored is None else _place(anchored, by_document.get(anchored.cite.document))


def _place(anchored: Anchor, marked: Marked | None) -> Cite | None:
    if marked is None:
        return None
    cite, reading = anchored.cite, marked.reading
    same = cite.reading == reading.number and cite.span.of(reading.text) == anchored.quote
    span = cite.span if same else find(anchored, reading.text)
    if span is None:
        return None
    if anchored.layer is None:
        return Cite(reading.document.id, reading.number, span)
    marks = [m for m in getattr(marked.marks, anchored.layer, ()) if m.span == span]
    # Several marks on one span are told apart by the running number in their ids.
    chosen = [m for m in marks if _running(m.id) == _running(cite.mark or "")]
    return Cite(reading.document.id, reading.number, span, chosen[0].id) if len(chosen) == 1 else None


def _running(mark: str) -> str:
    return mark.partition(".")[2]


def applied(marked: Marked, placed: Iterable[Placed]) -> Marked:
    """`marked` as the analyst decided about its marks: without what was rejected, with the grades that were given."""
    return edited(marked, [_change(p.decision, p) for p in placed if p.decision.kind in CHANGES])
