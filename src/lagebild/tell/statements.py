"""One statement in words: its form, its words, how they know it, and through which outlets it came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from lagebild.core import Cite, Marked, Span, Statement
from lagebild.weigh.grading import Grading

from . import format as f
from . import messages, names
from .passages import context, part_at, place, sentence_at
from .sentences import Facts, Polarity, Run, Sentence, Writer
from .views import Said
from .visible import inline, visible

_ARTICLES = frozenset(["das", "dem", "den", "der", "des", "die", "the"])


def said(
    writer: Writer, cites: Sequence[Cite], name: str, *, speaker: str | None = None, polarity: Polarity | None = None
) -> Said:
    """One statement told by one or more reports: the earliest is quoted, all are cited. `speaker` is the entity."""
    ordered = sorted(cites, key=lambda cite: (*first_hand(writer, cite), place(cite)))
    first = ordered[0]
    cited = (*ordered, *_speaker_elsewhere(writer, first))
    lead = (*dated(writer, first), name)
    sentence = statement(writer, first, cited, lead=lead, speaker=speaker, polarity=polarity)
    return Said(sentence=sentence, tags=tags(writer, first), chain=chain(writer, first))


def _speaker_elsewhere(writer: Writer, cite: Cite) -> tuple[Cite, ...]:
    """Where the report says who speaks, when the passage around the statement does not show it."""
    marked = writer.passages.marked(cite)
    mark = statement_mark(marked, cite)
    shown = context(marked, cite.span)[0]
    away = [span for span in mark.speaker if not shown.holds(span)] if mark else []
    return tuple(Cite(cite.document, cite.reading, span) for span in away)


def statement(
    writer: Writer,
    cite: Cite,
    cites: Sequence[Cite],
    *,
    lead: tuple[str, ...],
    speaker: str | None = None,
    polarity: Polarity | None = None,
) -> Sentence:
    """The sentence for a statement: its words, or the sentence that the citation stands in."""
    marked = writer.passages.marked(cite)
    mark = statement_mark(marked, cite)
    first, last = out_on(writer, cite)
    actors = (speaker,) if speaker else ()
    facts = Facts(actors=actors, polarity=polarity or told(mark), earliest=first, latest=last)
    key = "said.direct" if mark and mark.kind == "direct" else "said.words"
    return writer.world(key, cites, facts, lead=lead, words=words(writer, marked, mark, cite))


def words(writer: Writer, marked: Marked, mark: Statement | None, cite: Cite) -> Run:
    """The words of a statement as a quotation: what is said verbatim alone; all else in its sentence, as a content
    clause by itself may say the opposite of what was said ("denied … sending soldiers")."""
    text = marked.reading.text
    spans = mark.spans if mark and mark.kind == "direct" else (sentence_at(marked, mark.span if mark else cite.span),)
    part = part_at(marked, spans[0])
    language = (part.language if part else None) or marked.reading.language
    return writer.quote(clipped(" … ".join(span.of(text) for span in spans)), language)


def told(mark: Statement | None) -> Polarity:
    """The polarity of a statement."""
    return "negative" if mark is not None and mark.polarity == "negative" else "affirmative"


def statement_mark(marked: Marked, cite: Cite) -> Statement | None:
    """The statement that a cite points to by its id, or lies in."""
    found = marked.marks.statements
    return next((m for m in found if m.id == cite.mark), None) or next(
        (m for m in found if any(span.holds(cite.span) for span in m.spans)), None
    )


def speaker(
    writer: Writer, marked: Marked, mark: Statement | None, mentions: Sequence[tuple[Span, str]]
) -> tuple[str, str | None]:
    """Who speaks, by name, and as an entity: a person or body that the links know, else the name in the speaker's
    words, else those words. A country is no speaker: there the words are kept ("ein Beamter des ukrainischen
    Grenzschutzes"). Empty where nobody is named, or only by a pronoun."""
    if mark is None:
        return "", None
    entity = _entity(marked, mark, mentions)
    if entity in writer.names and not str(entity).startswith(("iso:", "geonames:")):
        return writer.name(entity), entity
    text = marked.reading.text
    named = next(
        (n for n in marked.marks.names if n.id == mark.speaker_entity and n.kind in ("person", "organisation")), None
    )
    if named is not None:
        return inline(named.span.of(text)), None
    words = inline(" ".join(_with_article(text, span) for span in mark.speaker)).strip("\"“”„»«‚‘’'.,;: ")
    if len(words) < 3 or (" " not in words and words.islower()) or words.casefold() in _pronouns():
        return "", None
    return words[0].upper() + words[1:], None


def _entity(marked: Marked, mark: Statement, mentions: Sequence[tuple[Span, str]]) -> str | None:
    """The entity that speaks: as the statement says, else the one whose name fills the speaker's words."""
    named = next((n.span for n in marked.marks.names if n.id == mark.speaker_entity), None)
    spans = [named] if named else [] if mark.speaker_entity else list(mark.speaker)
    found = (entity for span in spans for where, entity in mentions if where.holds(span) or span == where)
    return next(found, None if named else mark.speaker_entity)


def _with_article(text: str, span: Span) -> str:
    """The words at a span with the article before them: "der ukrainische Grenzschutz"."""
    before = text[max(0, span.start - 6) : span.start].split()
    return f"{before[-1]} {span.of(text)}" if before and before[-1].casefold() in _ARTICLES else span.of(text)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(
        word for texts in (messages.catalogue()["speaker.pronouns"],) for t in texts.values() for word in t.split()
    )


def tags(writer: Writer, cite: Cite) -> tuple[str, ...]:
    """How they know it, whose side they are on, what weakens it, under what condition, its grade."""
    marked = writer.passages.marked(cite)
    mark = statement_mark(marked, cite)
    if mark is None:
        return ()
    text = marked.reading.text
    found = [writer.label(f"kind.{mark.kind}")] if mark.kind in ("reported", "belief") else []
    found += [writer.label(f"basis.{mark.basis}")] if mark.basis else []
    found += [writer.label(f"stake.{mark.stake}")] if mark.stake and mark.stake != "none" else []
    weak = dict.fromkeys(h.span.of(text) for h in marked.marks.hedges if h.id in mark.hedges)
    found += [writer.say("tag.hedged", words=", ".join(weak))] if weak else []
    found += [writer.say("tag.condition", words=clipped(mark.condition.of(text), 80))] if mark.condition else []
    return (*found, *graded(writer, marked, mark))


def graded(writer: Writer, marked: Marked, mark: Statement) -> tuple[str, ...]:
    """The analyst's grade of a statement, else the proposed one with its reasons; nothing for what claims nothing."""
    grade = writer.grades.statement(marked, mark)
    if grade is None:
        return ()
    if grade.by_hand:
        return (writer.say("grade.given", grade=grade.value),)
    return (writer.say("grade.proposed", grade=grade.value, **reasons(writer, grade)),)


def reasons(writer: Writer, grade: Grading) -> dict[str, str]:
    """The reason of each part of a proposed grade, in words."""
    said_ = (messages.say(note, writer.language, names=writer.names) for note in grade.reasons)
    return dict(zip(("source", "claim"), said_, strict=False))


def chain(writer: Writer, cite: Cite) -> str:
    """The outlets that a statement came through, first source first: "Reuters → Westhafen Zeitung"."""
    marked = writer.passages.marked(cite)
    mark = statement_mark(marked, cite)
    outlets = [inline(span.of(marked.reading.text)) for span in mark.outlet] if mark else []
    origin = writer.passages.origin(cite.document)
    if not outlets and origin and origin.outlet:
        outlets = [origin.outlet]
    return " → ".join(visible(o) for o in dict.fromkeys([*outlets, publisher(writer, cite)]))


def publisher(writer: Writer, cite: Cite) -> str:
    """Who published a cited report."""
    return names.publisher(writer.passages.marked(cite).reading.document, writer.language)


def published(writer: Writer, cite: Cite) -> str:
    """When a cited report was published, to sort by: undated ones come last."""
    return writer.passages.marked(cite).reading.document.published or "~"


def first_hand(writer: Writer, cite: Cite) -> tuple[str, bool, str]:
    """Where a report stands among others of the same: by day, on one day the outlet that they rest on first, then by
    time of day."""
    when = published(writer, cite)
    origin = writer.passages.origin(cite.document)
    outlet = inline(origin.outlet or "") if origin else ""
    retold = bool(outlet) and publisher(writer, cite) != outlet
    return when[:10], retold, when


def dated(writer: Writer, cite: Cite) -> tuple[str, ...]:
    """The day of a cited report for the lead of a sentence; nothing where it is not known."""
    when = writer.passages.marked(cite).reading.document.published or ""
    said_ = f.moment(when if "/" in when else when[:10], writer.language)
    return (said_,) if said_ else ()


def out_on(writer: Writer, cite: Cite) -> tuple[str | None, str | None]:
    """When a cited report came out, as a half-open interval of days."""
    when = writer.passages.marked(cite).reading.document.published
    if not when:
        return None, None
    first, _, last = when.partition("/")
    return first[:10], last[:10] or (date.fromisoformat(first[:10]) + timedelta(days=1)).isoformat()


def clipped(text: str, limit: int = 320) -> str:
    """`text` cut at a word where it is longer than `limit`."""
    return text if len(text) <= limit else text[:limit].rpartition(" ")[0] + " …"


def near(span: Span, others: Sequence[Span]) -> bool:
    """True when a span shares text with one of the others."""
    return any(span.touches(other) for other in others)
