"""Judgements by people: forecasts of their own, not evidence.

A speaker's word stands for the interval that it has on the speaker's scale, never for a point. A voice pulls the
answer only while the answer lies outside that interval, by a small fixed share of the distance in log-odds to its
nearest bound. `docs/weighing.md` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lagebild.core import Cite, Links, Marked, Note, Opinion, Part, Question, Range, Span, Statement
from lagebild.mark.probability import first_word
from lagebild.mark.probability import words as scales

from .actors import Actors
from .catalogue import Catalogue
from .figures import Floats, logit
from .phrases import Finder, parse
from .prior import days_left
from .scene import Scene, scenes

SHARE = 0.05
"""What one voice pulls: a twentieth of the way to the bound of its interval."""
MOST = 0.25
"""What all voices together pull at most."""
SCALE_OF = {"de": ("ipcc_de", "survey", "project"), "en": ("survey", "project", "icd203")}
"""The first of these scales that has the word gives its interval. A German speaker's "unwahrscheinlich" is taken by
the German scale, which reaches down to 0; a journalist's "unlikely" by what readers take it for."""
UNNAMED = "–"
"""The one voice that all unnamed judgements of a case share."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A counted judgement: from `since` on it holds `low` to `high` for the rest of the window, `left` days then."""

    key: str
    origin: str
    since: date
    until: date | None
    low: float
    high: float
    left: int


def pooled(x: Floats, voices: Sequence[Voice], at: date, left: int) -> Floats:
    """Log-odds `x` pulled by the voices: x + Σ share·(clip(x, low, high) − x), bounds carried to the days left.

    clip is monotone and the shares sum to less than 1, so more evidence for yes still never lowers the answer.
    """
    standing = [v for v in voices if v.since <= at and (v.until is None or at < v.until)]
    latest = {v.key: v for v in sorted(standing, key=lambda v: (v.key, v.since, v.low, v.high))}
    if not latest:
        return x
    share = min(SHARE, MOST / len(latest))
    moved = np.zeros_like(x)
    for voice in latest.values():
        low, high = (logit(carried(bound, voice.left, left)) for bound in (voice.low, voice.high))
        moved += share * (np.clip(x, low, high) - x)
    return np.asarray(x + moved)


def carried(p: float, stated: int, left: int) -> float:
    """A judgement over `stated` days as one over the `left` that remain, at a constant hazard:
    1 − (1 − p)^(left / stated). So a judgement too runs out at the deadline."""
    if stated <= 0 or p >= 1:
        return p
    return float(-np.expm1(np.log1p(-p) * min(left, stated) / stated))


_FEARS = ("befürcht", "fürcht", "fears", "feared", "fear")
_CONDITION = {"de": frozenset({"wenn", "falls", "sofern"}), "en": frozenset({"if", "unless"})}
"""Words of a judgement on condition, P(yes | X): "selbst wenn X, wäre …"."""
_POINTERS = frozenset({"das", "dies", "dieses", "es", "it", "such", "that", "this"})
_PRONOUNS = frozenset({"er", "he", "she", "sie"})
_NAMEABLE = ("person", "organisation")
_REACH = 2
_UNNAMED_WORDS = frozenset({
    "analysten", "analysts", "beobachter", "diplomaten", "diplomats", "einige", "experten", "experts", "fachleute",
    "many", "mehrere", "meisten", "most", "observers", "officials", "some", "viele",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """An opinion with what the model needs of it: from when to when it stands, and whose voice it is."""

    opinion: Opinion
    voice: Voice | None
    known: date


class Judges:
    """Finds judgements on the question: a word of probability near words of the event itself."""

    def __init__(self, catalogue: Catalogue, question: Question, links: Links) -> None:
        self._question, self._links = question, links
        self._actors = Actors(question, links)
        self._subject = self._actors.wanted(("subject",))
        topic, deed = dict(catalogue.topic), dict(catalogue.deed)
        self._topic = {
            language: Finder([(parse(t), d) for d, texts in ((False, topic), (True, deed)) for t in texts[language]])
            for language in topic
        }
        self._names = {e.id: e.name for e in links.entities}
        self._kinds = {e.id: e.kind for e in links.entities}
        self._origins = {doc: origin.id for origin in links.origins for doc in origin.documents}

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements, oldest first, then by where they stand."""
        found = [j for marked in self._links.marked for j in self._read(marked)]
        return tuple(sorted(found, key=lambda j: (j.known, j.opinion.cite[:3])))

    def _read(self, marked: Marked) -> Iterator[Judgement]:
        near: tuple[Part | None, int] = (None, 0)  # judgements follow within two sentences: "Das ist unwahrscheinlich"
        for scene in scenes(marked, self._question.timezone):
            finder = self._topic.get(scene.language)
            hits = finder.find(scene.words) if finder else ()
            found = [f for f, deed in hits if not deed or self._actors.first(scene, f) in self._subject]
            reach = _REACH if found else near[1] - 1 if near[0] is scene.part else 0
            near = (scene.part, reach)
            if reach > 0:
                made = self._judgement(scene, [f.hull for f in found])
                if made is not None:
                    yield made

    def _judgement(self, scene: Scene, topics: Sequence[Span]) -> Judgement | None:
        low = [w.text.lower() for w in scene.words]
        word = first_word(low, scene.language)
        if word is None and not (topics and any(w.startswith(_FEARS) for w in low)):
            return None
        if word is not None and not topics and not _points_back(low):
            return None
        statement = scene.spoken()
        who = self._who(scene, statement)
        unnamed = _camp(scene)
        if who is None and unnamed is None:
            return None  # the outlet's own words, or nobody's
        band = _band(word, scene.language) if word else None
        conditional = bool(set(low) & _CONDITION[scene.language])
        party = statement is not None and self._actors.party(scene, statement)
        counts = band is not None and not conditional and not party
        bounds = band[1] if band else Range(0.0, 0.5, 1.0)
        opinion = Opinion(
            cite=Cite(*scene.place, scene.sentence, statement.id if statement else None),
            speaker=who,
            camp=None if who else unnamed,
            word=word or "fear",
            low=bounds.low,
            high=bounds.high,
            conditional=conditional,
            counts=counts,
            why=Note(_why(word, band, who, conditional, party), (("scale", band[0] if band else "–"),)),
        )
        left = days_left(self._question, scene.known)
        origin = self._origins.get(scene.place[0], scene.place[0])
        voice = Voice(who or UNNAMED, origin, scene.known, None, bounds.low, bounds.high, left)
        return Judgement(opinion, voice if counts and left else None, scene.known)

    def _who(self, scene: Scene, statement: Statement | None) -> str | None:
        """The name of the person or body that speaks; None where none is named."""
        if statement is None:
            return None
        entity = statement.speaker_entity or ""
        by_mark = {n.id: n for n in scene.marked.marks.names}.get(entity)
        if entity in self._kinds and self._kinds[entity] in _NAMEABLE:
            return self._names[entity]
        if by_mark is not None and by_mark.kind in _NAMEABLE:
            return self._names.get(by_mark.entity or "", by_mark.span.of(scene.text))
        if " ".join(s.of(scene.text) for s in statement.speaker).lower() in _PRONOUNS:
            return self._last_person(scene)
        named = [n for s in statement.speaker for n in scene.names(s) if n.kind in _NAMEABLE]
        return self._names.get(named[0].entity or "", named[0].span.of(scene.text)) if named else None

    def _last_person(self, scene: Scene) -> str | None:
        """Whom "she" means where it speaks: the person who spoke last, in the two sentences before; else nobody."""
        before = scene.before(2)
        if not before:
            return None
        start = min(s.start for s in before)
        said = [s for s in scene.marked.marks.statements if start <= s.span.start < scene.sentence.start]
        for statement in sorted(said, key=lambda s: (-s.span.start, s.id)):
            named = [n for s in statement.speaker for n in scene.names(s)]
            if named:
                person = named[0].kind == "person"
                return self._names.get(named[0].entity or "", named[0].span.of(scene.text)) if person else None
        return None


def _points_back(low: Sequence[str]) -> bool:
    """True for "Ich halte das für sehr unwahrscheinlich" and "Most consider that unlikely": a pronoun stands for the
    event, within a few words before the word of probability."""
    return any(w in _POINTERS for i, w in enumerate(low) if any(first_word(low[i + 1 : i + k], "de") or
               first_word(low[i + 1 : i + k], "en") for k in (2, 3, 4, 5)))  # fmt: skip


def _why(word: str | None, band: object, who: str | None, conditional: bool, party: bool) -> str:
    if conditional:
        return "weigh.opinion-conditional"
    if party:
        return "weigh.opinion-party"
    if word is None:
        return "weigh.opinion-fear"
    if band is None:
        return "weigh.opinion-no-scale"
    return "weigh.opinion-scale" if who else "weigh.opinion-unnamed"


def _band(word: str, language: str) -> tuple[str, Range] | None:
    bands = scales().get(word, {})
    return next(((scale, bands[scale]) for scale in SCALE_OF[language] if scale in bands), None)


def _camp(scene: Scene) -> str | None:
    """The unnamed group as the text has it ("die meisten Experten"): its words that stand together."""
    at = next((i for i, w in enumerate(scene.words) if w.text.lower() in _UNNAMED_WORDS), None)
    if at is None:
        return None
    end = at
    while end + 1 < len(scene.words) and scene.words[end + 1].text.lower() in _UNNAMED_WORDS:
        end += 1
    return scene.text[scene.words[at].start : scene.words[end].end]
