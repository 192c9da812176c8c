"""What speaks for and against: a card a sign, strongest first, in the words of the reports; its findings inside."""

from __future__ import annotations

from collections.abc import Sequence

from lagebild.core import Answer, Cite, Evidence, Indicator

from . import format as f
from .happenings import CITES, counts
from .passages import part_at, place, sentence_at
from .sentences import Facts, Run, Sentence, Writer
from .statements import clipped, dated, first_hand, out_on, publisher, reasons
from .views import Card, Finding

WEAK = 0.05
"""Signs of less weight (a twentieth of the odds) are folded away."""
_QUOTED = 200


def cards(writer: Writer, answer: Answer, direction: str) -> tuple[Card, ...]:
    """The signs whose findings point in one direction, strongest first: the log weights of the findings add up."""
    groups = _groups(answer)
    heaviest = max((abs(weight(found)) for found in groups.values()), default=0.0) or 1.0
    indicators = {i.id: i for i in answer.indicators}
    places = anchors(answer)
    sides = sorted(
        ((found, sign) for (way, sign), found in groups.items() if way == direction),
        key=lambda pair: (-abs(weight(pair[0])), pair[1]),
    )
    return tuple(
        _card(writer, found, indicators.get(sign), anchor=places[found[0].id], share=abs(weight(found)) / heaviest)
        for found, sign in sides
    )


def weight(found: Sequence[Evidence]) -> float:
    """What findings do to the log odds together."""
    return sum(e.weight for e in found)


def signs(answer: Answer, direction: str) -> int:
    """How many signs point in a direction."""
    return sum(way == direction for way, _ in _groups(answer))


def anchors(answer: Answer) -> dict[str, str]:
    """Evidence id → the place of its card on the page. Ids come from earlier stages and need not be fit for an
    address."""
    places = enumerate(_groups(answer).values(), 1)
    return {item.id: f"e{n}" for n, found in places for item in found}


def _groups(answer: Answer) -> dict[tuple[str, str], list[Evidence]]:
    """The evidence by direction and sign, sorted by these, the heaviest finding of a sign first."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for item in sorted(answer.evidence, key=lambda e: (e.direction, e.indicator, -abs(e.weight), e.id)):
        found.setdefault((item.direction, item.indicator), []).append(item)
    return found


def _card(writer: Writer, found: Sequence[Evidence], indicator: Indicator | None, *, anchor: str, share: float) -> Card:
    first = found[0]
    cites = [c for e in found for c in e.cites]
    origins = {o for e in found for o in e.origins}
    elicited = indicator is None or indicator.figures == "elicited"
    return Card(
        anchor=anchor,
        title=writer.name(first.indicator),
        direction=first.direction,
        sentence=_quoted(writer, first),
        factor=f.factor(weight(found), writer.language),
        share=round(share, 3),
        counts=counts(writer, len({c.document for c in cites}), len(origins)),
        known=f.day(min(e.known for e in found), writer.language),
        figures_are=writer.label("label.elicited" if elicited else "label.measured"),
        weak=abs(weight(found)) < WEAK,
        findings=tuple(_finding(writer, e, alone=len(found) == 1, lead=e is first) for e in found),
    )


def _finding(writer: Writer, item: Evidence, *, alone: bool, lead: bool) -> Finding:
    """One finding of a card. The lead's words stand on the card, so they are not said again; what a lone finding
    weighs and counts stands there too."""
    shown = {place(c)[:3] for c in by_origin(writer, item.cites)}
    rest = {place(c)[:3]: c for c in item.cites if place(c)[:3] not in shown}.values()
    sentence = None if lead else _quoted(writer, item)
    return Finding(
        sentence=sentence,
        cites=tuple(writer.passages.ref(c) for c in rest),
        factor=None if alone else f.factor(item.weight, writer.language),
        counts=None if alone else counts(writer, len({c.document for c in item.cites}), len(item.origins)),
        figures=tuple(
            (name, f.span_of(getattr(item, name), writer.language)) for name in ("p1", "p0", "a", "b", "ratio")
        ),
        # How many reports and origins stands beside the finding already.
        why=(
            *(writer.note(n) for n in item.why if not n.key.endswith("why-seen")),
            *_grade(writer, item),
            *_shifts(writer, item),
        ),
    )


def _shifts(writer: Writer, item: Evidence) -> tuple[Sentence, ...]:
    """What a finding does to each of several outcomes."""
    told = "; ".join(f"{writer.name(name)} {f.factor(weight, writer.language)}" for name, weight in item.shifts)
    return (writer.assessment("spread.shifts", shifts=told),) if told else ()


def _grade(writer: Writer, item: Evidence) -> tuple[Sentence, ...]:
    """The proposed grade of a finding. One that was given by hand is among its reasons already."""
    grade = writer.grades.evidence(item)
    if grade is None or grade.by_hand:
        return ()
    return (writer.assessment("grade.finding", (), lead=(), grade=grade.value, **reasons(writer, grade)),)


def _quoted(writer: Writer, item: Evidence) -> Sentence:
    """The words of the earliest report of a finding, with one citation an origin."""
    told = by_origin(writer, item.cites)
    first, last = out_on(writer, told[0])
    lead = (*dated(writer, told[0]), publisher(writer, told[0]))
    words = _words(writer, told[0])
    return writer.world("said.words", told, Facts(earliest=first, latest=last), lead=lead, words=words)


def _words(writer: Writer, cite: Cite) -> Run:
    """The cited words in their sentence, as a quotation."""
    marked = writer.passages.marked(cite)
    part = part_at(marked, cite.span)
    language = (part.language if part else None) or marked.reading.language
    return writer.quote(clipped(sentence_at(marked, cite.span).of(marked.reading.text), _QUOTED), language)


def by_origin(writer: Writer, cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """One citation an origin, at most four: in the report's language and from the body where there is one, earliest
    first."""

    def rank(cite: Cite) -> tuple[object, ...]:
        marked = writer.passages.marked(cite)
        part = part_at(marked, cite.span)
        other = ((part.language if part else None) or marked.reading.language) != writer.language
        return (other, part is None or part.role != "body", *first_hand(writer, cite), place(cite))

    first: dict[str, Cite] = {}
    for cite in sorted(cites, key=rank):
        origin = writer.passages.origin(cite.document)
        first.setdefault(origin.id if origin else cite.document, cite)
    return tuple(first.values())[:CITES]
