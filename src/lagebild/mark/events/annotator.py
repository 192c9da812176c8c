"""EVENTS: who did what to whom, when and where, by lexicon and clause structure, in the types of PLOVER 0.8."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from lagebild.core import Context, Event, Marks, Participant, Reading, Span, Statement, Time, mark_id
from lagebild.core.marks import Factuality
from lagebild.mark.events import prepare
from lagebild.mark.events.clause import Clause, Mention, has_any
from lagebild.mark.events.contexts import contexts, with_special
from lagebild.mark.events.factuality import factuality
from lagebild.mark.events.mentions import mentions
from lagebild.mark.events.nouns import beside, predicative
from lagebild.mark.events.participants import as_participants, participants
from lagebild.mark.events.triggers import Trigger, triggers
from lagebild.mark.words import words

_MOST = 120


class _Events:
    name, version = "events", "1"
    needs: tuple[str, ...] = ("sentences", "times", "names", "statements")
    makes: tuple[str, ...] = ("events",)

    def __call__(self, reading: Reading, marks: Marks, context: Context) -> Marks:
        tokens = words(reading.text)
        starts = [word.start for word in tokens]
        names = prepare.owners(marks.names, tokens, starts)
        # What the outlet says in its own voice is the report itself, not a saying in it.
        said = _Said(tuple(s for s in marks.statements if s.kind != "author"))
        begins = prepare.Beginnings(tokens)
        made: list[_Told] = []
        times = marks.times
        time_starts = [t.span.start for t in times]
        for span, language in prepare.sentences(reading, marks, context):
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            if not begins.worth_reading(first, last, language):
                continue
            here = times[bisect_left(time_starts, span.start) : bisect_left(time_starts, span.end)]
            # A "sentence" of thousands of words is a list or a trap: it is read in pieces.
            for begin in range(first, last, _MOST):
                end = min(begin + _MOST, last)
                clause = prepare.clause(tokens[begin:end], names[begin:end], language)
                found = triggers(clause, begins.within(begin, end, language))
                if found:
                    clause.mentions.extend(mentions(clause))
                    clause.verbs.extend(t.at for t in found if t.kind != "noun")
                for trigger in found:
                    statement = said.at(clause.words[trigger.at].start)
                    told = _read(clause, trigger, here, context, statement)
                    if told is not None:
                        made.append(told)
        if not made:
            return Marks()
        about = contexts(tokens, "en" if (context.language or reading.language) == "en" else "de")
        taken: set[str] = set()
        return Marks(events=tuple(_event(told, about, taken) for told in made))


class _Told(NamedTuple):
    """An event before all of its report is read: what its clause tells."""

    span: Span
    type: str
    mode: str | None
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    place: str | None
    time: str | None
    factuality: Factuality
    statement: str | None


def _event(told: _Told, about: tuple[str, ...], taken: set[str]) -> Event:
    return Event(
        id=mark_id("e", told.span, taken),
        by=BY,
        contexts=with_special(about, told.factuality),
        **told._asdict(),
    )


class _Said:
    """Which statement a place in the text lies in: the innermost."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        spans = [(s.start, s.end, statement) for statement in statements for s in statement.spans]
        self._spans = sorted(spans, key=lambda s: (s[0], s[1], s[2].id))
        self._starts = [s[0] for s in self._spans]
        self._longest = max((end - start for start, end, _ in spans), default=0)

    def at(self, place: int) -> Statement | None:
        """The statement with the shortest span that holds `place`."""
        best: tuple[int, Statement] | None = None
        for at in range(bisect_left(self._starts, place + 1) - 1, -1, -1):
            start, end, owner = self._spans[at]
            if place - start > self._longest:
                break
            if place < end and (best is None or end - start < best[0]):
                best = (end - start, owner)
                break
        return best[1] if best else None


def _read(
    clause: Clause, trigger: Trigger, times: tuple[Time, ...], context: Context, statement: Statement | None
) -> _Told | None:
    """The event of a trigger in the first of its readings that somebody of the sectors it names takes part in."""
    for reading in (trigger.reading, *trigger.others):
        told = _told(clause, trigger._replace(reading=reading), times, context, statement)
        if told is None or not reading.by or any(_sector(p) in reading.by for p in told.actor):
            return told
    return None


def _sector(participant: Participant) -> str:
    """The sector of a code ("BLR GOV", "MIL"); a country or an alliance by itself stands for its government."""
    code = participant.code or ""
    return code.rpartition(" ")[2] if " " in code or len(code) != 3 or code in _SECTORS else "GOV"


_SECTORS = frozenset(
    (
        "BUS",
        "COP",
        "CVL",
        "EDU",
        "GOV",
        "IGO",
        "JUD",
        "LAB",
        "LEG",
        "MED",
        "MIL",
        "NGO",
        "OPP",
        "PTY",
        "REB",
        "REF",
        "REL",
    )
) | {"SPY"}


def _told(
    clause: Clause, trigger: Trigger, times: tuple[Time, ...], context: Context, statement: Statement | None
) -> _Told | None:
    """What the clause tells of the event of a trigger."""
    if trigger.kind == "noun" and predicative(clause, trigger):
        return None
    actor, recipient = participants(clause, trigger)
    place = _place(clause, trigger, actor, recipient)
    mode = trigger.reading.mode
    if trigger.reading.type == "CONSULT":
        actor, recipient, mode = _visit(mode, actor, recipient, place)
    span = Span(clause.words[trigger.at].start, clause.words[trigger.last - 1].end)
    if trigger.kind == "noun" and not actor and not recipient and trigger.reading.type not in _BARE:
        return None
    time = _time(clause, trigger, times)
    return _Told(
        span=span,
        type=trigger.reading.type,
        mode=mode,
        actor=as_participants(actor),
        recipient=as_participants(recipient, suffers=trigger.reading.type in _DONE_TO),
        place=place.name if place else None,
        time=time.id if time else None,
        factuality=factuality(clause, trigger, time, context.anchor, said=_indirect(statement)),
        statement=statement.id if statement else None,
    )


# Nouns of these types tell of an event even where the sentence names nobody.
_BARE = frozenset(("ASSAULT", "MOBILIZE", "PROTEST", "RETREAT", "CONSULT", "SANCTION", "COERCE"))


_DONE_TO = frozenset(("ASSAULT", "COERCE", "AID", "SANCTION", "MOBILIZE"))


def _visit(
    mode: str | None, actor: tuple[Mention, ...], recipient: tuple[Mention, ...], place: Mention | None
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], str | None]:
    """PLOVER's visits: who comes is the actor, who receives the recipient. "A received B", and a meeting on the
    soil of one of the two sides, are visits."""
    if mode == "host":
        return (recipient, actor, "visit") if recipient else (actor, (), None)
    if mode is None and place is not None and actor and recipient and place.country:
        came, met = (actor[0].code or "")[:3], (recipient[0].code or "")[:3]
        if met == place.country != came:
            return actor, recipient, "visit"
        if came == place.country != met:
            return recipient, actor, "visit"
    return actor, recipient, mode


def _indirect(statement: Statement | None) -> bool:
    return statement is not None and statement.kind != "direct"


def _time(clause: Clause, trigger: Trigger, times: tuple[Time, ...]) -> Time | None:
    """The date nearest to the trigger: in its stretch between commas first, then in the sentence. A date of the clause
    that says who said it, or of a relative clause on something else, is not its date."""
    talks = trigger.reading.type in SPEECH
    dates = [t for t in times if t.type in ("DATE", "TIME") and (talks or not _of_saying(clause, trigger, t))]
    if not dates:
        return None
    first, last = clause.bounds[trigger.at]
    start, end = clause.words[first].start, clause.words[last - 1].end
    place = clause.words[trigger.at].start
    return min(dates, key=lambda t: (not start <= t.span.start < end, abs(t.span.start - place), t.span.start))


def _of_saying(clause: Clause, trigger: Trigger, time: Time) -> bool:
    """Whether the date is when something was said ("teilte das Ministerium am Freitag mit", "said on Tuesday"), or of
    a relative clause that the trigger doesn't stand in and that isn't about it."""
    at = bisect_left(clause.words, time.span.start, key=lambda w: w.start)
    if at >= len(clause.words):
        return False
    first, last = clause.bounds[at]
    if has_any(clause.low[max(first, at - 2) : at], clause.small.saying):
        return True
    if first <= trigger.at < last:
        return False
    if has_any(clause.low[first:last], clause.small.saying):
        return True
    aside = clause.low[first] in clause.small.relative and last < len(clause.low) and trigger.last <= first
    return aside and has_any(clause.low[last:], clause.small.stopping, clause.small.beginning)


SPEECH = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types of PLOVER that are mostly done by saying something."""


def _place(
    clause: Clause, trigger: Trigger, actor: tuple[Mention, ...], recipient: tuple[Mention, ...]
) -> Mention | None:
    """The place or country after a preposition of place, the nearest to the trigger, a place before a country; else
    the town that it was done to."""
    first, last = clause.bounds[trigger.at]
    best: tuple[bool, bool, int] | None = None
    found = None
    named = trigger.kind == "noun" and beside(clause, trigger)
    for mention in clause.mentions:
        if mention.name is None or mention.prep not in clause.small.locative or mention in actor:
            continue
        soil = mention.kind in ("adjective", "people") and _soil(clause, mention)
        if not soil and (
            mention.kind not in ("place", "country") or (mention in recipient and mention.kind == "country")
        ):
            continue
        if _of_body(clause, mention) or _of_speech(clause, trigger, mention):
            continue
        if named and not trigger.last <= mention.first <= trigger.last + _ATTRIBUTE:
            continue
        inside = first <= mention.first < last
        rank = (not inside, mention.kind == "country", abs(mention.first - trigger.at))
        if best is None or rank < best:
            best, found = rank, mention
    if found is None or (best is not None and best[0]):
        towns = [m for m in recipient if m.kind == "place" and m.name is not None]
        found = towns[0] if towns and trigger.reading.type in _DONE_TO else found
    return found


_ATTRIBUTE = 4  # tokens between a noun and the place that belongs to it


_BORDERS = frozenset(("grenze", "grenzen", "border", "borders"))


def _of_body(clause: Clause, mention: Mention) -> bool:
    """ "das Ministerium in Minsk": where a body sits; "die Grenze zur Ukraine", "näher an die Ukraine": what it
    borders on. None is where the event takes place."""
    before = clause.low[max(0, mention.first - 3) : mention.first]
    if has_any(before, _BORDERS):
        return True
    if mention.kind == "country" and mention.prep == "an":
        return True
    held = [m for m in clause.mentions if m.last < mention.first and m.last >= mention.first - 2]
    return any(m.kind == "organisation" or (m.code or "").endswith("GOV") for m in held if m.kind != "person")


def _of_speech(clause: Clause, trigger: Trigger, mention: Mention) -> bool:
    """Whether the place stands in another stretch that says who speaks, or in a relative clause aside."""
    first, last = clause.bounds[mention.first]
    if first <= trigger.at < last:
        return has_any(clause.low[max(first, mention.first - 2) : mention.first], clause.small.saying)
    if clause.low[first] in clause.small.relative and first > trigger.at:
        return True
    return has_any(clause.low[first:last], clause.small.saying)


def _soil(clause: Clause, mention: Mention) -> bool:
    """ "auf belarussischem Gebiet", "on Belarusian soil"."""
    after = clause.low[mention.last] if mention.last < len(clause.low) else ""
    return after in clause.small.soil


EVENTS = _Events()
BY = f"{EVENTS.name}/{EVENTS.version}"
