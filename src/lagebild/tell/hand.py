"""The analyst's hand in words: what was decided, why, and what it does to the answer; own numbers; the machine's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lagebild.core import Answer, Change, Effect

from . import format as f
from .messages import known, word
from .sentences import Sentence, Writer
from .visible import inline

_QUOTED = 60
"""Characters of a report that name the place of a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One decision: its number in the log, who and when, what in words with its reason, what it does to the odds."""

    number: int
    when: str
    who: str
    sentence: Sentence
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """What people had their hand in. `beside` says the machine's own number; None where nothing was decided."""

    beside: Sentence | None
    own: tuple[Sentence, ...]
    deeds: tuple[Deed, ...]


def hand(writer: Writer, answer: Answer) -> Hand | None:
    """The section of the report; None where nobody decided anything or committed to a number."""
    if not answer.effects and not answer.own:
        return None
    language = writer.language
    beside = None
    if answer.effects and answer.machine and answer.forecast:
        both = (answer.forecast, answer.machine)
        with_, alone = (f"{f.fine(p.probability, language)} ({f.bounds(p.low, p.high, language)})" for p in both)
        beside = writer.assessment("hand.beside", decided=with_, machine=alone)
    own = tuple(
        writer.assessment(
            "hand.own-before" if o.before else "hand.own",
            who=o.who,
            at=o.at.isoformat(),
            own=f.fine(o.probability, language),
            reason=o.reason,
        )
        for o in answer.own
    )
    return Hand(beside=beside, own=own, deeds=tuple(_deed(writer, answer, e) for e in answer.effects))


def _deed(writer: Writer, answer: Answer, effect: Effect) -> Deed:
    change = effect.change
    return Deed(
        number=change.id,
        when=f.moment(change.added[:10], writer.language) or change.added,
        who=inline(change.who),
        sentence=writer.assessment(
            "hand.deed",
            what=writer.label(f"deed.{change.kind}"),
            about=about(writer, answer, change),
            reason=inline(change.reason),
        ),
        effect=_effect(effect, writer.language),
    )


def _effect(effect: Effect, language: str) -> str:
    if not effect.found:
        return word("effect.lost" if effect.change.lost else "effect.none", language)
    return word("effect.unknown", language) if effect.step is None else f.factor(effect.step, language)


def about(writer: Writer, answer: Answer, change: Change) -> str:
    """What a decision is about, in words: the sign, the source, or the words at its place; and what it was set to."""
    kind, _, name = change.target.partition(":")
    if kind in ("report", "evidence", "indicator"):
        named = writer.name(name)
    elif kind == "source":
        named = inline(name)
    elif kind == "answer":
        named = word("target.answer", writer.language)
    else:
        named = _words(answer, change) or word(f"target.{kind}", writer.language)
    value = change.value
    if value is None:
        return named
    shown = writer.name(value) if change.kind == "relink" else _value(change, value, writer.language)
    return f"{named} → {shown}"


def _value(change: Change, value: str, language: str) -> str:
    if change.kind == "answer":
        return f.fine(float(value), language)
    return f.figure(float(value), language) if change.kind == "ratio" else inline(value)


def _words(answer: Answer, change: Change) -> str | None:
    cite = change.cite
    if cite is None:
        return None
    try:
        said = inline(cite.span.of(answer.links.reading(cite).text))
    except KeyError:  # published after the date of the answer
        return None
    return f"“{said if len(said) <= _QUOTED else said[: _QUOTED - 1] + '…'}”"


def in_view(answer: Answer) -> tuple[Effect, ...]:
    """The effects without places in reports that the answer, as of its date, does not know."""
    there = {(m.reading.document.id, m.reading.number) for m in answer.links.marked}

    def seen(change: Change) -> Change:
        cite, toward = (c if c and (c.document, c.reading) in there else None for c in (change.cite, change.toward))
        return replace(change, cite=cite, toward=toward)

    return tuple(replace(e, change=seen(e.change)) for e in answer.effects)


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of a case's log, as a table shows it. `words` are those at its place; `stands` is False when it was
    taken back."""

    number: int
    added: str
    who: str
    kind: str
    target: str | None
    value: str | None
    reason: str
    words: str | None
    stands: bool


HEAD = ("number", "when", "who", "kind", "about", "value", "reason", "effect")


def decisions(
    log: Iterable[Logged], effects: Sequence[Effect], language: str
) -> tuple[str, list[str], list[list[str]]]:
    """The log as a table: all entries, oldest first, with what each still does to the odds."""
    done = {e.change.id: _effect(e, language) for e in effects}
    rows = [
        [
            str(entry.number),
            entry.added,
            entry.who,
            word(f"deed.{entry.kind}", language) if known(f"deed.{entry.kind}") else entry.kind,
            inline(entry.words or entry.target or "–"),
            inline(entry.value or "–"),
            inline(entry.reason),
            done.get(entry.number, "–") if entry.stands else word("effect.undone", language),
        ]
        for entry in log
    ]
    return word("table.decisions", language), [word(f"column.{name}", language) for name in HEAD], rows
