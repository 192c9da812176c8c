"""Denials that take up what was said before: "Russia said that it had killed five men. Ukraine denied both claims." """

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from lagebild.core import Event, Participant, Span

from .courses import SPEECH
from .entities import Cast
from .report import Report, fold
from .scope import inside, listed

_STANDS = frozenset({"happened", "ongoing"})
_LEFT = 3  # words from a determiner to the noun that takes up what was said


class Denial(NamedTuple):
    """One event mark that denies others of its report, and who denies: an entity."""

    event: Event
    who: str


def denials(report: Report, cast: Cast) -> Mapping[str, Denial]:
    """By the id of an event mark: who denies it in the next sentence, without naming it. A denial takes up what
    somebody else said in the sentence before where its object is "the claim", "die Vorwürfe", "dies", and it names no
    event of its own."""
    marks = report.marked.marks
    denying = [e for e in marks.events if e.type == "REJECT" and e.factuality in _STANDS]
    if not denying:
        return {}
    said = {s.id: s for s in marks.statements}
    by_sentence: dict[Span, list[Event]] = defaultdict(list)
    for event in marks.events:
        if report.part(event.span):
            by_sentence[report.sentence(event.span)].append(event)
    before = dict(zip(marks.sentences[1:], marks.sentences, strict=False))
    found: dict[str, Denial] = {}
    for event in denying:
        sentence = report.sentence(event.span)
        earlier, who = before.get(sentence), _who(report, cast, event.actor)
        if earlier is None or who is None or not _takes_up(report, event, sentence, by_sentence[sentence]):
            continue
        if report.part(Span(earlier.start, sentence.end)) is None:
            continue
        for other in by_sentence.get(earlier, ()):
            statement = inside(other, said.get(other.statement or ""))
            speaker = cast.speaker(report, statement) if statement else None
            if speaker and other.type not in SPEECH and other.factuality != "denied" and _apart(cast, speaker, who):
                found.setdefault(other.id, Denial(event, who))
    return found


def _who(report: Report, cast: Cast, actors: Sequence[Participant]) -> str | None:
    return next((k for p in actors if (k := cast.participant(report, p))), None)


def _apart(cast: Cast, speaker: str, who: str) -> bool:
    """Whether the two are of different sides: nobody denies what his own government said."""
    one, other = (cast.code(k) or k for k in (speaker, who))
    return one[:3] != other[:3]


def _takes_up(report: Report, event: Event, sentence: Span, beside: Sequence[Event]) -> bool:
    if any(e.type not in SPEECH for e in beside):
        return False
    text = fold(sentence.of(report.text))
    return bool(_object().search(text)) or (
        event.mode == "deny" and bool(_THIS.match(fold(report.text[event.span.end : sentence.end])))
    )


_THIS = re.compile(r"\s+(?:das|dies|es|it|that|this)\s*(?:[.;!?]|$|(?:am|on)\s)")


@cache
def _object() -> re.Pattern[str]:
    nouns, takers = ("|".join(sorted(listed(key))) for key in ("said_before", "taking_up"))
    return re.compile(rf"\b(?:{takers})\s+(?:\w+\s+){{0,{_LEFT - 1}}}(?:{nouns})\b")
