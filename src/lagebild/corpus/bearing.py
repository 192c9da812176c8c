"""What bears on a question: a score of a marked report, by the question's own terms, each with the reason.

A report bears on a question of a family when it names the country that the question is about. What else it has adds
points: the other parties, who decides, the catalogue's phrases and the events that its signs look for. The score ranks
for reading; it is no probability and weighs no evidence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lagebild.core import Document, Marked, Marks, Question, Reading, Span
from lagebild.core.text import Part
from lagebild.link.report import fold
from lagebild.mark import mark
from lagebild.mark.words import Word, words
from lagebild.weigh.actors import surname
from lagebild.weigh.catalogue import Catalogue, built_in
from lagebild.weigh.phrases import Finder, parse

_TITLE = {"subject": 2.0}
_OTHER_TITLE = 0.5
_NAMED, _MOST_NAMED = {"subject": 0.4}, {"subject": 5}
_OTHER_NAMED, _MOST_OTHER = 0.25, 3
_DECIDER, _TOPIC = 1.0, 1.0
_SIGN, _AGAIN, _MOST_AGAIN = 1.0, 0.25, 2
_EVENT, _MOST_EVENTS = 0.5, 3
_WORD, _LONG = 0.5, 5  # points a word of a question without a family, and letters that such a word has at least
_STEM = 6  # letters by which words are compared: endings differ

_Filed = tuple[str, str]


class Reason(NamedTuple):
    """Why a report bears on a question: the kind of thing (`subject`, `decider`, `sign` …), which, how often, and the
    points that it gives."""

    what: str
    name: str
    times: int
    points: float

    def __str__(self) -> str:
        often = f" ×{self.times}" if self.times > 1 else ""
        return f"{self.what} {self.name}{often}"


class Bearing(NamedTuple):
    """The score of a report and the reasons for it, the weightiest first; 0 and none for one that does not bear."""

    score: float
    reasons: tuple[Reason, ...]


class Filter:
    """The terms of a question, ready to score reports. `entities` are the ids of which a report must name one, `stems`
    the beginnings of folded words of which it must have one where there are no entities."""

    def __init__(self, question: Question) -> None:
        catalogue = built_in(question.family) if question.family else None
        self._roles = {f"iso:{code[:3]}": role for role, code in question.roles}
        self._codes = {code[:3]: role for role, code in question.roles}
        self._deciders = {surname(name): name for name in question.deciders}
        self._events = _events(catalogue)
        self._finders = {language: _finder(catalogue, language) for language in ("de", "en")} if catalogue else {}
        subject = frozenset(e for e, role in self._roles.items() if role == "subject")
        self._named = {} if subject else _names(question)
        self.entities = subject or frozenset(self._roles) or frozenset(self._named)
        self.stems = frozenset() if self.entities else _stems(question)

    def bearing(self, marked: Marked) -> Bearing:
        """How much `marked` bears on the question."""
        parts = marked.reading.evidence_parts()
        found = [*self._by_name(marked, parts), *self._by_word(marked.reading, parts)]
        if not found:
            return Bearing(0.0, ())
        found += [*self._deciding(marked.reading, parts), *self._happening(marked, parts)]
        found += self._phrases(marked, parts)
        found.sort(key=lambda r: (-r.points, r.what, r.name))
        return Bearing(round(sum(r.points for r in found), 2), tuple(found))

    def _by_name(self, marked: Marked, parts: tuple[Part, ...]) -> list[Reason]:
        """The parties that the report names; nothing where the one that must be there is not."""
        told: Counter[str] = Counter()
        titled: set[str] = set()
        for name in marked.marks.names:
            entity = name.entity or ""
            if (entity in self._roles or entity in self._named) and (part := _part(parts, name.span)):
                told[entity] += 1
                if part.role == "title":
                    titled.add(entity)
        if not self.entities.intersection(told):
            return []
        found = []
        for entity, times in sorted(told.items()):
            role = self._roles.get(entity, "subject")
            points = _NAMED.get(role, _OTHER_NAMED) * min(times, _MOST_NAMED.get(role, _MOST_OTHER))
            points += _TITLE.get(role, _OTHER_TITLE) * (entity in titled)
            found.append(Reason(role, self._named.get(entity) or entity.partition(":")[2], times, round(points, 2)))
        return found

    def _by_word(self, reading: Reading, parts: tuple[Part, ...]) -> list[Reason]:
        """The question's own words, where it has neither a family nor a name."""
        if not self.stems:
            return []
        told = {fold(w.text)[:_STEM] for p in parts for w in words(p.span.of(reading.text)) if len(w.text) >= _LONG}
        return [Reason("word", stem, 1, _WORD) for stem in sorted(self.stems & told)]

    def _deciding(self, reading: Reading, parts: tuple[Part, ...]) -> Iterator[Reason]:
        if not self._deciders:
            return
        told = Counter(surname(w.text.removesuffix("s")) for w in _words(reading, parts) if w.text[:1].isupper())
        for name, shown in sorted(self._deciders.items()):
            if told[name]:
                yield Reason("decider", shown, told[name], _DECIDER)

    def _happening(self, marked: Marked, parts: tuple[Part, ...]) -> Iterator[Reason]:
        """Events of the types that the signs look for, with one of the parties in them."""
        told: Counter[str] = Counter()
        for event in marked.marks.events:
            if not ((event.type, event.mode) in self._events or (event.type, None) in self._events):
                continue
            codes = {(p.code or (p.entity or "").removeprefix("iso:"))[:3] for p in (*event.actor, *event.recipient)}
            if codes & self._codes.keys() and _part(parts, event.span):
                told[f"{event.type}:{event.mode}" if event.mode else event.type] += 1
        for name, times in sorted(told.items(), key=lambda t: (-t[1], t[0]))[:_MOST_EVENTS]:
            yield Reason("event", name, times, _EVENT)

    def _phrases(self, marked: Marked, parts: tuple[Part, ...]) -> Iterator[Reason]:
        """Phrases of the catalogue that stand in one sentence."""
        told: Counter[_Filed] = Counter()
        text, sentences = marked.reading.text, marked.marks.sentences
        starts = [s.start for s in sentences]
        tokens = words(text) if self._finders else ()
        at = [w.start for w in tokens]
        for part in parts:
            finder = self._finders.get(part.language or marked.reading.language or "")
            if finder is None:
                continue
            inside = sentences[bisect_left(starts, part.span.start) : bisect_left(starts, part.span.end)]
            for sentence in inside or (part.span,):
                own = tokens[bisect_left(at, sentence.start) : bisect_left(at, sentence.end)]
                told.update({filed for _, filed in finder.find(own)})
        for (what, name), times in sorted(told.items()):
            again = _AGAIN * min(times - 1, _MOST_AGAIN)
            yield Reason(what, name, times, (_SIGN if what == "sign" else _TOPIC) + again)


def _part(parts: tuple[Part, ...], span: Span) -> Part | None:
    at = bisect_left(parts, span.start + 1, key=lambda p: p.span.start) - 1
    return parts[at] if at >= 0 and parts[at].span.holds(span) else None


def _words(reading: Reading, parts: tuple[Part, ...]) -> Iterator[Word]:
    tokens = words(reading.text)
    at = [w.start for w in tokens]
    for part in parts:
        yield from tokens[bisect_left(at, part.span.start) : bisect_left(at, part.span.end)]


def _finder(catalogue: Catalogue, language: str) -> Finder[_Filed]:
    entries = [
        (phrase, ("sign", sign.indicator.id))
        for sign in catalogue.signs
        for pattern in sign.patterns
        for lang, phrases in pattern.phrases
        if lang == language
        for phrase in phrases
    ]
    for what, table in (("topic", catalogue.topic), ("deed", catalogue.deed)):
        entries += [(parse(text), (what, catalogue.id)) for text in dict(table).get(language, ())]
    return Finder(entries)


def _events(catalogue: Catalogue | None) -> frozenset[tuple[str, str | None]]:
    signs = catalogue.signs if catalogue else ()
    return frozenset(e for sign in signs for pattern in sign.patterns for e in pattern.events)


def _names(question: Question) -> dict[str, str]:
    """The entities that a question without roles names, with their words."""
    text = "\n\n".join((question.text, *question.counts, *question.deciders))
    reading = Reading(
        Document(id="question"), 1, text, (Part(Span(0, len(text)), "body", question.language),), question.language
    )
    return {n.entity: n.span.of(text) for n in reversed(mark(reading, layers=("names",)).names) if n.entity}


def _stems(question: Question) -> frozenset[str]:
    """The beginnings of the longer words of a question; nouns only in German, where they are written large."""
    text = " ".join((question.text, *question.counts))
    tokens = [w.text for w in words(text) if len(w.text) >= _LONG and w.text.isalpha()]
    nouns = [w for w in tokens if w[0].isupper()] if question.language == "de" else tokens
    return frozenset(fold(w)[:_STEM] for w in nouns or tokens)


NOTHING = Bearing(0.0, ())
"""The bearing of what does not bear on the question."""


def bears(filter_: Filter, reading: Reading, marks: Marks) -> float:
    """The score alone."""
    return filter_.bearing(Marked(reading, marks)).score
