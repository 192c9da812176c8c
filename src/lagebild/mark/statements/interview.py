"""Interviews: paragraphs that begin with the name of who speaks ("Marbacher: Jeden Abend.") are direct speech."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from lagebild.core import Span

from .drafts import Draft
from .grammar import listed

_PARAGRAPH = re.compile(r"[^\n]+")
_LABEL = re.compile(r"(\w[\w .,()’'&/-]{0,60}):[ \t]+(?=\w)")
_ASKING = listed("interview_questions")
_ANSWERING = listed("interview_answers")
_MOST_WORDS = 7


class _Turn(NamedTuple):
    """A paragraph: its span, and the end of its label and the start of its words, or -1 where it has no label."""

    start: int
    end: int
    label: int
    words: int


def turns(text: str, part: Span, language: str) -> list[Draft]:
    """The labelled turns of an interview within `part`, each as a direct statement of the one whose name it begins
    with. A paragraph counts where a question goes before it, or where its label comes again and somebody asks."""
    if "?" not in text[part.start : part.end] or ":" not in text[part.start : part.end]:
        return []
    found = [_turn(text, *m.span()) for m in _PARAGRAPH.finditer(text, part.start, part.end)]
    labels = Counter(text[t.start : t.label] for t in found if t.label > 0)
    asked = any(t.label > 0 and text[t.end - 1] == "?" for t in found)
    drafts = []
    for before, turn in zip([None, *found], found, strict=False):
        if turn.label < 0:
            continue
        label = text[turn.start : turn.label]
        answers = before is not None and text[before.end - 1] == "?"
        if answers or (asked and (labels[label] > 1 or label.lower() in _ASKING | _ANSWERING)):
            span = Span(turn.words, _trimmed(text, turn.words, turn.end))
            hidden = label.lower() in _ASKING or label.lower() in _ANSWERING
            who = [] if hidden else [Span(turn.start, turn.label)]
            sentence = Span(turn.start, turn.end)
            draft = Draft(0, [span], "direct", [], who, runs=False, sentence=sentence, language=language, text=text)
            drafts.append(draft)
    return drafts


def _turn(text: str, start: int, end: int) -> _Turn:
    while end > start and text[end - 1].isspace():
        end -= 1
    match = _LABEL.match(text, start, end)
    if match is None or match.end() >= end or not _names(match.group(1)):
        return _Turn(start, max(end, start + 1), -1, -1)
    return _Turn(start, end, match.end(1), match.end())


def _names(label: str) -> bool:
    """Whether a label can be somebody's name and role: few words, the first and the last with a capital."""
    words = label.split()
    if len(words) > _MOST_WORDS:
        return False
    return words[0][:1].isupper() and words[-1].lstrip("(")[:1].isupper()


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in ". ":
        end -= 1
    return end
