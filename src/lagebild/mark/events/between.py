"""The event between two that are given: what `actor` does to `recipient` in a sentence.

A sentence with several event words tells of several events; which of them is the one between the two is read from the
clause: the verb that the actor is subject of comes before what hangs on it ("urged Syria to withdraw" is a request), a
passive's agent follows it ("was condemned by"), and what stands in a clause aside is passed over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from lagebild.core import Context, Event, Marks, Participant, Reading, Span
from lagebild.mark.events import prepare
from lagebild.mark.events.annotator import BY
from lagebild.mark.events.clause import Clause
from lagebild.mark.events.factuality import factuality
from lagebild.mark.events.triggers import Trigger, triggers
from lagebild.mark.words import words

_VERB, _NOUN_APART = 2.0, -1.0
_OWN_STRETCH, _INSIDE, _ASIDE, _UNDER = 2.0, 1.5, -2.0, -1.5
_OBJECT, _AGENT, _LATER = 1.0, 4.0, -0.4
_WRONGS = frozenset(("ASSAULT", "COERCE", "THREATEN"))
_REACH, _GOVERNING = 4, 10


class _Pair(NamedTuple):
    """The tokens of the two."""

    actor: range
    recipient: range


def between(reading: Reading, marks: Marks, context: Context, *, actor: Span, recipient: Span) -> Event | None:
    """The event that the sentence with both spans (code points of `reading.text`) tells of them; None where it holds
    no event word. Where they stand in different sentences, what stands between belongs to it."""
    tokens = words(reading.text)
    starts = [word.start for word in tokens]
    ends = [word.end for word in tokens]
    held = [(s, lang) for s, lang in prepare.sentences(reading, marks, context) if _touches(s, actor, recipient)]
    if not held:
        return None
    first = bisect_left(starts, held[0][0].start)
    last = bisect_left(starts, held[-1][0].end)
    names = prepare.owners(marks.names, tokens, starts)
    clause = prepare.clause(tokens[first:last], names[first:last], held[0][1])

    def inside(span: Span) -> range:
        return range(bisect_right(ends, span.start) - first, bisect_left(starts, span.end) - first)

    pair = _Pair(inside(actor), inside(recipient))
    found = [t for t in triggers(clause) if t.at not in pair.actor]
    best = max(found, key=lambda t: _fit(clause, pair, t, found), default=None)
    asked = _asked(clause, pair)
    told: tuple[int, int, str, str | None]
    if asked is not None and (best is None or asked < best.at):
        told = (asked, asked + 1, "REQUEST", None)
    elif best is None:
        return None
    elif best.reading.type in _WRONGS and _said_of(clause, pair, best):
        told = (best.at, best.last, "ACCUSE", "allege")
    else:
        told = (best.at, best.last, best.reading.type, best.reading.mode)
    own = best is not None and told[2] == best.reading.type
    return Event(
        id="",
        span=Span(clause.words[told[0]].start, clause.words[told[1] - 1].end),
        by=BY,
        type=told[2],
        mode=told[3],
        actor=(Participant(actor),),
        recipient=(Participant(recipient),),
        factuality=factuality(clause, best, None, context.anchor, said=True) if own and best else "happened",
    )


def _said_of(clause: Clause, pair: _Pair, trigger: Trigger) -> bool:
    """ "Human Rights Watch said the army had shot at civilians": who says that another did wrong accuses."""
    if not pair.actor.stop <= pair.recipient.start or pair.recipient.stop > trigger.at or trigger.kind == "noun":
        return False
    said = any(word in clause.small.saying for word in clause.low[pair.actor.stop : pair.recipient.start])
    return said and not any(word in clause.small.would for word in clause.low[pair.recipient.stop : trigger.at])


def _asked(clause: Clause, pair: _Pair) -> int | None:
    """The token of "must" in "Paris says Israel must end its strikes": what the recipient is said to have to do is
    asked of it. None for no such demand."""
    low, sets = clause.low, clause.small
    says = next((at for at in range(pair.actor.stop, len(low)) if low[at] in sets.saying), None)
    if says is None or pair.recipient.stop < says:
        return None
    return next((at for at in range(says + 1, len(low)) if low[at] in sets.obliging), None)


def _touches(sentence: Span, actor: Span, recipient: Span) -> bool:
    first, last = min(actor.start, recipient.start), max(actor.end, recipient.end)
    return sentence.start < last and first < sentence.end


def _fit(clause: Clause, pair: _Pair, trigger: Trigger, found: list[Trigger]) -> float:
    """How well the event word fits the two; of equals the first wins, as `max` keeps it."""
    actor, recipient, at = pair.actor, pair.recipient, trigger.at
    forward = actor.start < recipient.start
    score = 0.0
    verb = trigger.kind != "noun"
    if verb:
        score += _VERB
    elif at in recipient:
        score += _NOUN_APART
    if clause.bounds[at] == clause.bounds[actor.start] and at >= actor.stop:
        score += _OWN_STRETCH
    if min(actor.stop, recipient.stop) <= at < max(actor.start, recipient.start):
        score += _INSIDE
    if _aside(clause, at, actor):
        score += _ASIDE
    elif clause.low[clause.bounds[at][0]] in clause.small.subordinate:
        score += _UNDER
    elif trigger.kind == "gerund" and clause.bounds[at][0] == at:
        # "The chancellor, visiting Riga, rebuked …"
        score += _UNDER
    if trigger.last <= recipient.start <= trigger.last + _REACH:
        score += _OBJECT
    if _hangs_on(clause, trigger, found):
        score += _UNDER
    if not forward and recipient.stop <= at < actor.start and _agent(clause, trigger, actor):
        score += _AGENT
    earlier = [t for t in found if t.at < at and t.at >= actor.stop and t.kind != "noun"]
    return score + _LATER * len(earlier)


def _hangs_on(clause: Clause, trigger: Trigger, found: list[Trigger]) -> bool:
    """Whether it is an infinitive that an event word before it governs: "offered to host talks"."""
    if clause.low[trigger.at - 1 : trigger.at] != ["to"]:
        return False
    return any(trigger.at - _GOVERNING <= t.at < trigger.at and t.last <= trigger.at for t in found)


def _aside(clause: Clause, at: int, actor: range) -> bool:
    """Whether the token stands in a relative clause that does not hold the actor."""
    first, last = clause.bounds[at]
    return clause.low[first] in clause.small.relative and not first <= actor.start < last


def _agent(clause: Clause, trigger: Trigger, actor: range) -> bool:
    """Whether the actor follows as the agent: "was attacked by rebels", "received aid from France"."""
    before = clause.low[max(trigger.last, actor.start - _REACH) : actor.start]
    return any(w in clause.small.agent or w in ("from", "with") for w in before)
