"""The timeline: each happening once, said only as far as the cited passages bear it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lagebild.core import Answer, Cite, Event, Evidence, Happening, Marked

from . import format as f
from .messages import known
from .names import byline
from .passages import Ref, part_at, place, sentence_at
from .sentences import Facts, Polarity, Run, Sentence, Writer
from .views import Entry, Quotation
from .visible import visible

TIMELINE = 40
"""Happenings shown on the page; JSON has all. Those that evidence rests on, then those with most origins."""
CITES = 4
"""Citations of one sentence."""
_QUOTED = 300
_GROUPS = ("event", "said", "open")
_SPEECH = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_TOLD = ("happened", "ongoing", "planned", "ordered", "background")


def group(subject: Happening) -> str:
    """Where the timeline has a happening: "event" for a deed that is told as done, under way, ordered or planned, by
    a date; "said" for one that is done by saying something; "open" for all that is not established. What no report
    dates is an event only where it is told who did it or more than one origin tells it."""
    if subject.factuality not in ("happened", "ongoing", "ordered", "planned"):
        return "open"
    if not subject.earliest and not subject.latest:
        return "open"
    if subject.type in _SPEECH:
        return "said"
    return "event" if subject.earliest or subject.actors or len(subject.origins) > 1 else "open"


def in_time(found: Iterable[Happening]) -> list[Happening]:
    """By time: by the earliest day, else by the day before which it was over; undated ones last."""
    return sorted(found, key=lambda h: (h.earliest or h.latest or "~", h.latest or "~", h.id))


def timeline(writer: Writer, answer: Answer, places: dict[str, str]) -> tuple[tuple[Entry, ...], int]:
    """The happenings that matter most, in order of time, undated ones last; and how many more there are. `places` are
    the anchors of the evidence. What has neither a date nor a second origin nor weight is left to the JSON form."""
    weighed: dict[str, list[Evidence]] = {}
    for item in answer.evidence:
        weighed.setdefault(item.subject, []).append(item)
    found = [h for h in answer.links.happenings if h.mentions]
    worth = [
        h for h in found if h.id in weighed or group(h) == "event" or len(h.origins) > 1 or (h.actors and h.latest)
    ]
    worth.sort(key=lambda h: (h.id not in weighed, _GROUPS.index(group(h)), -len(h.origins), h.id))
    shown = in_time(worth[:TIMELINE])
    entries = tuple(
        _entry(writer, h, f"t{n}", [(places[e.id], writer.name(e.indicator)) for e in weighed.get(h.id, [])])
        for n, h in enumerate(shown, 1)
    )
    return entries, len(found) - len(shown)


def _entry(writer: Writer, subject: Happening, anchor: str, evidence: Sequence[tuple[str, str]]) -> Entry:
    sentence = happening(writer, subject)
    return Entry(
        id=subject.id,
        anchor=anchor,
        when=sentence.lead[0],
        group=group(subject),
        sentence=sentence,
        factuality=subject.factuality,
        quotation=quotation(writer, sentence.cites[0], sentence.refs[0]),
        counts=counts(writer, len({c.document for c in subject.mentions}), len(subject.origins)),
        origins=len(subject.origins),
        details=writer.notes(subject.details),
        evidence=tuple(evidence),
    )


def happening(writer: Writer, subject: Happening) -> Sentence:
    """The sentence for a happening: who, what, where, and how sure it is told to be. Links may know more than one
    passage shows: an actor, a recipient or a place that no cited passage names is left out of the sentence."""
    cites = writer.best.get(subject.id) or _cites(writer, subject)
    writer.best[subject.id] = cites
    named = frozenset[str]().union(*(writer.passages.named(cite) for cite in cites))
    actors, recipients = (tuple(i for i in ids if i in named) for ids in (subject.actors, subject.recipients))
    values: dict[str, str | Run] = {"what": event_name(writer, subject.type, subject.mode)}
    key = "happening.what"
    if actors:
        key = "happening.who"
        who = values["who"] = writer.listed(writer.name(i) for i in actors)
        if recipients:
            key = "happening.whom"
            pair = f"pair.{subject.type}"
            whom = writer.listed(writer.name(i) for i in recipients)
            values["pair"] = writer.say(pair if known(pair) else "pair.other", who=who, whom=whom)
    where = writer.name(subject.place) if subject.place in named and subject.place not in (*actors, *recipients) else ""
    values["where"] = Run(f", {where}" if where else "")
    told = "" if subject.factuality == "happened" else f" ({writer.label(f'factuality.{subject.factuality}')})"
    values["told"] = Run(told)
    when = f.period(subject.earliest, subject.latest, writer.language) or writer.label("undated")
    polarity = _polarity(writer, subject, cites)
    facts = Facts(actors=actors, polarity=polarity, earliest=subject.earliest, latest=subject.latest)
    return writer.world(key, cites, facts, lead=(when,), **values)


def _polarity(writer: Writer, subject: Happening, cites: Iterable[Cite]) -> Polarity | None:
    if subject.factuality == "denied":
        return "negative"
    marks = [event_mark(writer.passages.marked(cite), cite) for cite in cites]
    denied = all(mark is not None and mark.factuality == "denied" for mark in marks)
    return "affirmative" if subject.factuality in _TOLD and not denied else None


def _cites(writer: Writer, subject: Happening) -> tuple[Cite, ...]:
    """One mention an origin: the one that shows most of what the sentence says, in the report's language."""

    def lacks(cite: Cite) -> tuple[object, ...]:
        marked = writer.passages.marked(cite)
        mark = event_mark(marked, cite)
        missing = len(set(subject.actors) - writer.passages.named(cite))
        other = mark is None or mark.factuality != subject.factuality
        foreign = marked.reading.language != writer.language
        undated = mark is None or mark.time is None
        return (missing, other, foreign, undated, marked.reading.document.published or "~", place(cite))

    first: dict[str, Cite] = {}
    for cite in sorted(subject.mentions, key=lacks):
        origin = writer.passages.origin(cite.document)
        first.setdefault(origin.id if origin else cite.document, cite)
    return tuple(first.values())[:CITES]


def event_name(writer: Writer, type_: str, mode: str | None) -> str:
    """An event type of PLOVER in words; with its mode where there is wording for both."""
    for key in (f"event.{type_}.{mode}", f"event.{type_}"):
        if known(key):
            return writer.label(key)
    return type_.capitalize()


def quotation(writer: Writer, cite: Cite, ref: Ref) -> Quotation:
    """The sentence that a citation stands in, cut at words where it is long."""
    marked = writer.passages.marked(cite)
    text, part = marked.reading.text, part_at(marked, cite.span)
    around = sentence_at(marked, cite.span)
    reach = max(40, (_QUOTED - (cite.span.end - cite.span.start)) // 2)
    start, end = max(around.start, cite.span.start - reach), min(around.end, cite.span.end + reach)
    before, after = text[start : cite.span.start], text[cite.span.end : end]
    if start > around.start:
        before = "… " + before.partition(" ")[2]
    if end < around.end:
        after = after.rpartition(" ")[0] + " …"
    return Quotation(
        ref=ref,
        before=visible(before),
        words=visible(cite.span.of(text)),
        after=visible(after),
        language=(part.language if part else None) or marked.reading.language,
        source=byline(marked.reading.document, writer.language),
    )


def counts(writer: Writer, reports: int, origins: int) -> str:
    """ "4 reports, 2 independent origins", "4 independent reports", "1 report"."""
    if reports == origins:
        return writer.say("counts.own", reports=reports)
    return writer.say("counts", reports=reports, origins=origins)


def event_mark(marked: Marked, cite: Cite) -> Event | None:
    """The event that a cite points to by its id."""
    return next((mark for mark in marked.marks.events if mark.id == cite.mark), None)
