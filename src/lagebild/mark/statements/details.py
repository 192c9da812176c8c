"""The details of one statement: to whom and where it was said, through which outlet, how they know, how sure."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.core import Span
from lagebild.core.marks import Basis, Force, Polarity, SpeakerKind, Voices
from lagebild.mark.phrasebook import Phrasebook
from lagebild.mark.words import Word

from .drafts import Draft
from .grammar import listed

_SETTINGS = listed("settings")
_DETERMINERS = listed("determiners")
_BODIES = tuple(listed("generic_bodies"))
_TELLING = frozenset(("der", "gegenüber", "tells", "telling", "to", "told"))
_ATTRIBUTIVE = frozenset(("by", "der", "des", "mit", "of", "vom", "von", "with"))


class Details(NamedTuple):
    """The word lists of one language."""

    lists: dict[str, frozenset[str]]
    outlets: Phrasebook[bool]
    conditions: Phrasebook[bool]
    silences: Phrasebook[bool]


class Frame(NamedTuple):
    """The sentence around a statement: its tokens, the same in lower case, where they start, and which of them are not
    content."""

    tokens: Sequence[Word]
    low: Sequence[str]
    starts: Sequence[int]
    outside: list[int]

    def at(self, start: int) -> int:
        """The number of the first token that begins at the character `start` or later."""
        return bisect_left(self.starts, start)


@cache
def details(language: str) -> Details:
    """The lists of `language` ("de" or "en")."""
    data = tomllib.loads((files("lagebild") / f"data/statements/details_{language}.toml").read_text("utf-8"))
    books = [Phrasebook({p.lower(): True for p in data[k]}) for k in ("outlets", "conditions", "silences")]
    return Details({k: frozenset(v) for k, v in data.items()}, *books)


def frame(draft: Draft, tokens: Sequence[Word], low: Sequence[str], starts: Sequence[int]) -> Frame:
    """The sentence of a draft; `low` and `starts` belong to the tokens of the whole text."""
    first, last = bisect_left(starts, draft.sentence.start), bisect_left(starts, draft.sentence.end)
    around = Frame(tokens[first:last], low[first:last], starts[first:last], [])
    held: set[int] = set()
    for span in draft.spans:
        held.update(range(around.at(span.start), around.at(span.end)))
    around.outside.extend(i for i in range(last - first) if i not in held)
    return around


def _phrase(around: Frame, first: int) -> int:
    """The end of a simple noun phrase from token `first`: determiners and adjectives, then capitalised words."""
    tokens, at = around.tokens, first
    limit = min(len(tokens), first + 10)
    while at < limit and not tokens[at].text[0].isupper() and tokens[at].text[0].isalpha():
        at += 1
    head = at
    while at < limit and (tokens[at].text[0].isupper() or (at > head and tokens[at].text.lower() in _ATTRIBUTIVE)):
        at += 1
    while at > head and tokens[at - 1].text.lower() in _ATTRIBUTIVE:
        at -= 1
    return at if at > head else first


def _span(around: Frame, first: int, last: int) -> Span:
    return Span(around.tokens[first].start, around.tokens[last - 1].end)


def addressee(around: Frame, lists: Details, language: str, names: frozenset[int]) -> list[Span]:
    """ "gegenüber Journalisten", "sagte der Zeitung X", "told the newspaper X". `names` are the ends of
    persons' names: "der Zeitung" is a dative after one, a genitive after "der Chefredakteur"."""
    tokens = around.tokens
    if _TELLING.isdisjoint(around.low):
        return []
    for i in around.outside:
        low = around.low[i]
        following = i + 1
        if language == "de" and low == "gegenüber":
            end = _phrase(around, following)
            if end > following:
                return [_span(around, following, end)]
        if low in ("told", "tells", "telling") or (low == "to" and i > 0 and around.low[i - 1] == "speaking"):
            end = _phrase(around, following)
            if end > following:
                return [_span(around, following, end)]
            if following < len(tokens) and around.low[following] in ("reporters", "journalists", "supporters"):
                return [_span(around, following, following + 1)]
        if language == "de" and low == "der" and i > 1 and _is_told(tokens, i, lists, names):
            return [_span(around, i, _phrase(around, i))]
    return []


def _is_told(tokens: Sequence[Word], i: int, lists: Details, names: frozenset[int]) -> bool:
    """Whether "der" at i begins a dative like "(sagte er) der Zeitung X"."""
    if i + 1 >= len(tokens) or tokens[i + 1].text not in lists.lists["outlet_nouns"]:
        return False
    return tokens[i - 1].end in names or tokens[i - 1].text.lower() in ("er", "sie")


def occasion(around: Frame, lists: Details) -> list[Span]:
    """ "in einer Pressekonferenz", "during a speech": preposition and phrase."""
    tokens = around.tokens
    for i in around.outside:
        if around.low[i] not in _SETTINGS:
            continue
        for j in range(i + 1, min(i + 6, len(tokens))):
            word = tokens[j].text
            if word in lists.lists["occasions"] or word in lists.lists["channels"]:
                return [_span(around, i, j + 1)]
            if not (word[0].isalpha() and (word[0].islower() or word.lower() in _DETERMINERS or j == i + 1)):
                break
    return []


def outlet(around: Frame, lists: Details) -> list[Span]:
    """News outlets that the frame names: those that this report took the statement from or that it was told to."""
    found = [
        _span(around, hit.first, hit.last)
        for hit in lists.outlets.find(around.low)
        if hit.first in around.outside and around.tokens[hit.first].text[0].isupper()
    ]
    return found or _called(around, lists)


def _called(around: Frame, lists: Details) -> list[Span]:
    """An outlet that no list knows, after the word for its kind: "der Zeitung „Kommersant“"."""
    tokens = around.tokens
    for i in around.outside:
        if tokens[i].text not in lists.lists["outlet_nouns"]:
            continue
        first = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].text in '„“"»«')
        last = first
        while last < min(len(tokens), first + 4) and tokens[last].text[0].isupper():
            last += 1
        if last > first:
            return [_span(around, first, last)]
    return []


def basis(around: Frame, draft: Draft, lists: Details, lemmas: frozenset[str]) -> Basis | None:
    """How they know it, where the speaker's or the cue's words say so."""
    holders: set[str] = set()
    for span in (*draft.speaker, *draft.cue):
        first, last = around.at(span.start), around.at(span.end)
        holders.update(t.text for t in around.tokens[first:last])
        holders.update(around.low[first:last])
    kinds: tuple[Basis, ...] = ("imagery", "witness", "poll", "document", "inference")
    for kind in kinds:
        if holders & lists.lists[kind]:
            return kind
    if lemmas & lists.lists["inference_verbs"]:
        return "inference"
    return None


def polarity(around: Frame, draft: Draft, lists: Details, lemmas: frozenset[str]) -> Polarity:
    """Negative where the speaker says that it is not so: by a verb of denial or by negating the content's main
    clause, but not by both. Silence where it is reported that nothing was said."""
    if draft.kind in ("reported", "mixed") and next(lists.silences.find(around.low), None) is not None:
        return "silence"
    denies = bool(lemmas & lists.lists["denials"])
    negates = False
    if draft.kind != "reported":
        first = draft.spans[0]
        begin, end = around.at(first.start), around.at(first.end)
        for start, word in zip(around.starts[begin:end], around.low[begin:end], strict=True):
            if word in ",;:" and start > first.start + 12:
                break
            if word in lists.lists["negations"] or word.endswith(("n't", "n’t")):
                negates = not negates
    return "negative" if denies != negates else "affirmative"


def force(around: Frame, draft: Draft, lists: Details, lemmas: frozenset[str]) -> Force:
    """What the speaker does: a question or a request claims nothing."""
    text = draft.text
    hull_end = draft.spans[-1].end
    begin = around.at(draft.spans[0].start)
    opening = around.low[begin : begin + 6]
    first = opening[0] if opening else ""
    if first in lists.lists["asking_openers"] or "?" in text[hull_end - 1 : hull_end + 1].strip():
        return "question"
    if lemmas & lists.lists["asking"] and first not in lists.lists["asserting_openers"]:
        return "question"
    if not lemmas & lists.lists["requests"]:
        return "assertion"
    german = draft.kind == "indirect" and draft.language == "de"
    infinitive = (draft.language == "en" and "to" in opening) or (german and _is_infinitive(around, draft))
    return "request" if infinitive else "assertion"


def _is_infinitive(around: Frame, draft: Draft) -> bool:
    """Whether the content ends its clause in an infinitive with zu: "zu Hause zu bleiben", "abzuziehen"."""
    inside = [t.text for t in around.tokens[around.at(draft.spans[0].start) : around.at(draft.spans[-1].end)]]
    pairs = zip(inside, [*inside, ""][1:], strict=True)
    return any(
        (a == "zu" and b[:1].islower() and b.endswith("n")) or ("zu" in a[2:-3] and a.endswith("n") and a[0].islower())
        for a, b in pairs
    )


def voices(words: list[str], lists: Details) -> Voices | None:
    """How many of a group speak, by the first words of the speaker: "viele Experten", "most analysts"."""
    held = [w.lower() for w in words[:3]]
    kinds: tuple[Voices, ...] = ("most", "many", "some")
    return next((kind for kind in kinds if lists.lists[kind].intersection(held)), None)


def condition(draft: Draft, around: Frame, lists: Details) -> Span | None:
    """The clause within the content that it is conditional on ("selbst wenn …", "unless …")."""
    tokens = around.tokens
    for hit in lists.conditions.find(around.low):
        start = tokens[hit.first].start
        span = next((s for s in draft.spans if s.start <= start < s.end), None)
        if span is None:
            continue
        end = hit.last
        while end < len(tokens) and tokens[end].end <= span.end and tokens[end].text not in (",", ";", ":"):
            end += 1
        return Span(start, tokens[end - 1].end)
    return None


def speaker_kind(words: list[str], lists: Details, *, named: bool) -> SpeakerKind:
    """named: a name stands in the speaker; anonymous: sources who are not to be known; else described. A bare body
    ("das Ministerium") names nobody, a channel ("laut Telegram") not who posted there."""
    heads = [w for w in words if w[:1].isupper() and w.lower() not in _DETERMINERS]
    if len(heads) == 1 and heads[0] in lists.lists["channels"]:
        return "anonymous"
    if len(words) <= 2 and len(heads) == 1 and heads[0].lower().endswith(_BODIES):
        return "described"
    if named:
        return "named"
    if any(w in lists.lists["anonymous"] or w.lower() in lists.lists["anonymous"] for w in words):
        return "anonymous"
    return "described"
