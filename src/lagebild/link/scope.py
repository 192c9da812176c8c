"""Scope: whether a negation reaches an event. The drill that "is not the start of an attack" takes place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.core import Event, Span, Statement
from lagebild.core.marks import Factuality

from .report import Report, fold

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BETWEEN = 2  # adjectives between a determiner and its noun


class _Token(NamedTuple):
    start: int
    text: str
    low: str


@cache
def listed(key: str) -> frozenset[str]:
    """A list of words of `data/link/scope.toml`."""
    with files("lagebild.data").joinpath("link/scope.toml").open("rb") as file:
        return frozenset(tomllib.load(file)[key])


@cache
def _purpose() -> re.Pattern[str]:
    begins = "|".join(
        re.escape(w).replace(r"\ ", r"\s+") for w in sorted(listed("purposes"), key=lambda w: (-len(w), w))
    )
    return re.compile(rf"\W*(?:{begins})\b")


def inside(event: Event, statement: Statement | None) -> Statement | None:
    """The statement in which an event is said; None where the event is the saying itself: "Minsk denies plans" denies
    the plans, not the denial."""
    if statement is None or any(event.span.touches(c) for c in statement.cue):
        return None
    return statement


def truth_of(report: Report, event: Event) -> Factuality:
    """What the mark says of an event's truth; but what a purpose clause negates ("um nicht angegriffen zu werden", "so
    that they do not attack") is neither denied nor asserted: it is hypothetical; and what is the subject of "has not
    taken place" is denied. What something else may be done under the cover of takes place ("under the guise of the
    drill, troops could …")."""
    if event.factuality == "denied":
        return "hypothetical" if _in_purpose(report, event.span) else "denied"
    if event.factuality not in ("hypothetical", "possible") and _never_was(report, event.span):
        return "denied"
    if event.factuality == "possible" and _is_cover(report, event.span):
        return "ongoing"
    return event.factuality


def _is_cover(report: Report, trigger: Span) -> bool:
    before = _WORD.findall(fold(report.text[report.sentence(trigger).start : trigger.start]))
    return (
        len(before) > 1
        and before[-1] in listed("definite")
        and any(
            tuple(before[-1 - len(phrase) : -1]) == phrase for phrase in (tuple(p.split()) for p in listed("covers"))
        )
    )


def _never_was(report: Report, trigger: Span) -> bool:
    """True where the clause goes on to say that it did not take place ("Der Abzug hat bisher nicht stattgefunden"). A
    negated place or day ("fand nicht in Minsk statt") presupposes the event, and so does "nicht …, sondern …"."""
    after = fold(report.text[trigger.end : report.sentence(trigger).end])
    found = _absence().search(after)
    if not found or not listed("contrast").isdisjoint(_WORD.findall(after[found.end() :])):
        return False
    between = after[: found.start()]
    return not re.search(r"[,;:–—]", between) and listed("clauses").isdisjoint(_WORD.findall(between))


@cache
def _absence() -> re.Pattern[str]:
    phrases = sorted(listed("absence"), key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(p.replace(' ', '[ ]+') for p in phrases)})\b")


def _in_purpose(report: Report, trigger: Span) -> bool:
    sentence = report.sentence(trigger)
    before = fold(report.text[sentence.start : trigger.start])
    # "um" is also a preposition: as a conjunction it stands behind a comma and its verb has "zu".
    clause = re.split(r"[,;:–]", before)[-1]
    found = _purpose().match(clause)
    if not found:
        return False
    if found.group().strip(' ,\u201e\u201c"') != "um":
        return True
    verb = fold(report.text[trigger.start : min(sentence.end, trigger.end + 40)])
    return bool(re.search(r"\bzu\s*$", clause) or re.match(r"(?:\w+ )?zu \w|\w*zu\w+en\b", verb))


def denies(report: Report, event: Event, statement: Statement | None, *, alone: bool) -> bool:
    """True where an event is denied: by its own mark, or by a negative statement that speaks of nothing else and whose
    negation reaches it. A denying verb ("bestritt", "denied") reaches its whole content. A negation within the content
    does not reach what is presupposed (a definite noun), what stands before an English "not", or behind "sondern"."""
    if truth_of(report, event) == "denied":
        return True
    if statement is None or not alone or statement.polarity != "negative":
        return False
    content = next((s for s in statement.spans if s.holds(event.span)), None)
    if content is None:
        return True
    tokens = [_Token(m.start(), m.group(), fold(m.group())) for m in _WORD.finditer(report.text, *content)]
    negated = [t.start for t in tokens if t.low in listed("negators") or t.low.endswith(("n't", "n’t"))]
    if not negated or not listed("existence").isdisjoint([t.low for t in tokens]):
        return True
    if _presupposed(report, event, tokens) or _contrasted(event, tokens, negated[0]):
        return False
    english = any(t.low in ("not", "no", "never", "nor", "neither") for t in tokens)
    return not (english and event.span.start < negated[0])


def _presupposed(report: Report, event: Event, tokens: Sequence[_Token]) -> bool:
    """True for a noun with a definite determiner."""
    german = not event.span.of(report.text)[:1].islower()
    before = [t for t in tokens if t.start < event.span.start][-1 - _BETWEEN :]
    names = {n.span.start for n in report.names(report.sentence(event.span))}
    for token in reversed(before):
        if token.low in listed("definite"):
            return german or token.low in ("the", "this", "these", "those", "its", "their", "his", "her", "our")
        inflected = german and token.low.endswith(("e", "en", "er", "es", "em"))
        if not (inflected or token.start in names or token.low.endswith(tuple(listed("adjectives")))):
            return False
    return False


def _contrasted(event: Event, tokens: Sequence[_Token], negated: int) -> bool:
    return any(negated < t.start < event.span.start and t.low in listed("contrast") for t in tokens)
