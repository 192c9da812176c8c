"""German cue verbs in a sentence: their forms, their parts, and who their subject is."""

from __future__ import annotations

from typing import NamedTuple

from lagebild.core import Span

from .drafts import content
from .grammar import listed
from .lexicon import CAP, COORD, CUE, DET, FIN, KONJ1, KONJ2, LIGHT, OBLIQUE, PASSIVE, PUNCT, QUOTE, REL, Form
from .phrases import antecedent, phrase_end, relative_subject, subject_after, subject_before, with_apposition
from .units import Segment
from .work import Work

_CORRELATES = listed("correlates")
_NOT_REFLEXIVE = listed("not_reflexive")
_PARTICLES = listed("german_particles")
_BEING = frozenset(("ist", "sei", "seien", "sind", "war", "waren", "wäre", "wären"))

_ALSO_ADVERBS = frozenset(("weiter", "wieder"))
_FROM_CIRCLES = frozenset(("hervorgehen", "verlauten"))
"""What "aus" names is the source of these verbs."""


class Cue(NamedTuple):
    """A cue verb at token `at` of segment `number`: its form, its parts, whether it is passive, its finite verb."""

    at: int
    number: int
    form: Form
    parts: tuple[int, ...]
    passive: bool
    finite: int


class GermanCues(Work):
    """Cue verbs with their auxiliaries and separated prefixes, and their subjects."""

    low: frozenset[str] = frozenset()

    def _cues(self) -> list[Cue]:
        found = []
        self.low = frozenset(self.unit.low)
        held: set[int] = set()
        for i, flags in enumerate(self.unit.flags):
            if flags & (CUE | LIGHT) and not (flags & CAP and i > 0 and not self._begins(i)):
                cue = self._cue(i)
                if cue is not None and not self._reflexive(cue):
                    found.append(cue)
                    held.update(p for p in cue.parts if cue.form.fixed and p != i)
        return [cue for cue in found if cue.at not in held] if held else found

    def _reflexive(self, cue: Cue) -> bool:
        """ "meldete sich" says nothing; "meldete sich zu Wort" does."""
        if cue.form.lemma not in _NOT_REFLEXIVE or cue.form.fixed:
            return False
        segment = self.unit.segments[cue.number]
        low = self.unit.low[segment.first : segment.last]
        return "sich" in low and "wort" not in low

    def _begins(self, i: int) -> bool:
        return any(s.first == i for s in self.unit.segments)

    def _cue(self, i: int) -> Cue | None:
        unit = self.unit
        number = unit.segment_at(i)
        segment = unit.segments[number]
        plain: Cue | None = None
        forms = self.lexicon.forms[unit.low[i]]
        if unit.flags[i] & LIGHT:
            light = self._light(i, segment, [f for f in forms if f.fixed])
            if light is not None or not unit.flags[i] & CUE:
                return light
        for form in forms:
            if form.fixed or (form.particle and form.particle not in self.low):
                continue
            if form.particle and form.shape != "finite":
                # "bekannt gegeben": the prefix written apart.
                finite = self._auxiliary(i, segment) if i > 0 and unit.low[i - 1] == form.particle else -1
                if finite >= 0:
                    passive = self._is_passive(form, finite)
                    return Cue(i, number, form, (finite, i - 1, i), passive, finite)
            elif form.particle:
                particle = self._particle(i, number, form.particle)
                if particle >= 0:
                    return Cue(i, number, form, (i, particle), False, i)
            elif form.shape == "finite" and not unit.flags[i] & (DET | CAP):
                if self._other_verb(i, segment, form):
                    continue
                plain = plain or Cue(i, number, form, (i,), False, i)
            elif form.shape != "finite":
                finite = self._auxiliary(i, segment)
                if finite >= 0 and (
                    plain is None or (form.shape == "participle" and (i >= segment.last - 3 or finite == i + 1))
                ):
                    passive = self._is_passive(form, finite)
                    parts = (finite, i) if finite < i else (i, finite)
                    plain = Cue(i, number, form, parts, passive, finite)
        return plain

    def _other_verb(self, i: int, segment: Segment, form: Form) -> bool:
        """Whether a prefix at the end of the clause makes another verb of it: "sah … vor", "fand … statt". After a verb
        of saying "weiter" is an adverb."""
        unit, last = self.unit, segment.last - 1
        if unit.low[last] in _ALSO_ADVERBS and "quote" in form.takes:
            return False
        return last > i and unit.low[last] in _PARTICLES and segment.kind == "main" and segment.verb == i

    def _light(self, i: int, segment: Segment, forms: list[Form]) -> Cue | None:
        """A light verb with the words that make it one of saying: "stellte … in Aussicht"."""
        unit = self.unit
        low = unit.low[segment.first : segment.last]
        number = unit.segment_at(i)
        for form in forms:
            if not self.low.issuperset(form.fixed):
                continue  # of the many light verbs' phrases, nearly all
            size = len(form.fixed)
            at = next((k for k in range(len(low) - size + 1) if tuple(low[k : k + size]) == form.fixed), -1)
            if at < 0:
                continue
            words = tuple(range(segment.first + at, segment.first + at + size))
            if form.shape == "finite" and not form.particle and not unit.flags[i] & (DET | CAP):
                return Cue(i, number, form, tuple(sorted((i, *words))), False, i)
            finite = self._auxiliary(i, segment) if form.shape != "finite" and not form.particle else -1
            if finite >= 0:
                parts = tuple(sorted({finite, i, *words}))
                return Cue(i, number, form, parts, self._is_passive(form, finite), finite)
        return None

    def _is_passive(self, form: Form, finite: int) -> bool:
        """A participle with werden or sein ("wurde angekündigt", "ist angekündigt"); "ist ausgegangen" is none."""
        low = self.unit.low[finite]
        return form.shape == "participle" and (
            bool(self.unit.flags[finite] & PASSIVE) or (low in _BEING and not form.lemma.endswith(("gehen", "fahren")))
        )

    def _particle(self, i: int, number: int, particle: str) -> int:
        """Where the separated prefix stands: at the end of the segment, or after appositions and relative clauses."""
        unit = self.unit
        segments = unit.segments
        segment = segments[number]
        for j in range(i + 1, segment.last):
            if unit.low[j] == particle and (
                j + 1 == segment.last or unit.flags[j + 1] & (QUOTE | COORD | PUNCT) or unit.low[j + 1] in _CORRELATES
            ):
                return j
        for later in segments[number + 1 : number + 5]:
            if unit.low[later.first] == particle and later.first + 2 >= later.last:
                return later.first
            if later.kind in ("np", "main") and unit.low[later.last - 1] == particle and later.verb < 0:
                return later.last - 1
            if later.kind not in ("rel", "np"):
                break
        return -1

    def _auxiliary(self, i: int, segment: Segment) -> int:
        """The finite verb that a participle or infinitive at i hangs on."""
        flags = self.unit.flags
        for j in range(i + 1, min(segment.last, i + 4)):
            if flags[j] & FIN:
                return j
        for j in range(i - 1, segment.first - 1, -1):
            if flags[j] & FIN and not flags[j] & CAP:
                return j
        number = self.unit.segment_at(i)
        for earlier in reversed(self.unit.segments[max(0, number - 3) : number]):
            if earlier.kind == "main" and flags[earlier.verb] & FIN:
                return earlier.verb
        return -1

    def _speaker(self, cue: Cue) -> tuple[list[Span], bool]:  # noqa: PLR0911
        """The speaker's words, and whether the text hides the speaker."""
        unit = self.unit
        segment = unit.segments[cue.number]
        if cue.passive and cue.form.lemma != "zitieren":
            return self._agent(segment), True
        if cue.form.lemma == "heißen" and self._impersonal(cue):
            return self._place(segment.first, segment.last), True
        if cue.form.lemma in _FROM_CIRCLES and (place := self._place(segment.first, segment.last)):
            return place, True  # "aus Militärkreisen verlautete"
        if cue.form.lemma == "zitieren" and not cue.passive:
            # "Der Spiegel zitiert den Prediger": the one who is quoted speaks.
            end = phrase_end(unit, cue.at + 1, segment.last)
            if end > cue.at + 1 and unit.flags[cue.at + 1] & OBLIQUE:
                return content(unit, [(cue.at + 1, end)]), False
        found: tuple[int, int] | None
        if segment.kind in ("sub", "rel"):
            found = relative_subject(unit, segment)
            number = cue.number
        else:
            finite = unit.segment_at(cue.finite)
            found = subject_before(unit, unit.segments[finite], finite, cue.finite)
            if found is None:
                found = subject_after(unit, cue.finite, unit.segments[finite].last)
            if found is None:
                found = self._shared(cue.finite, finite)
            number = finite
        if found is None:
            return ([], True) if self._impersonal(cue) else ([], False)
        first, last = found
        if segment.kind == "rel" and last == first + 1 and unit.flags[first] & REL:
            whom = antecedent(unit, first)
            if whom is not None:
                return content(unit, [whom, found]), False
        last = with_apposition(unit, last, number)
        return content(unit, [(first, last)]), False

    def _shared(self, finite: int, number: int) -> tuple[int, int] | None:
        """The subject that a verb shares with the one before it: "Podolski war anwesend und sagte dort"."""
        unit = self.unit
        segment = unit.segments[number]
        if finite == 0 or not unit.flags[finite - 1] & COORD:
            return None
        if 0 <= segment.verb < finite:
            return subject_before(unit, segment, number, segment.verb)
        before = unit.segments[number - 1] if number else None
        if before is None or before.kind != "main" or before.verb < 0:
            return None
        return subject_before(unit, before, number - 1, before.verb)

    def _impersonal(self, cue: Cue) -> bool:
        unit = self.unit
        return any(unit.low[i] == "es" for i in (cue.finite - 1, cue.finite + 1) if 0 <= i < len(unit.low))

    def _agent(self, segment: Segment) -> list[Span]:
        unit = self.unit
        for i in range(segment.first, segment.last - 1):
            if unit.low[i] in ("von", "vom", "durch"):
                end = phrase_end(unit, i + 1, segment.last)
                if end > i + 1:
                    return content(unit, [(i + 1, end)])
        return []

    def _place(self, first: int, last: int) -> list[Span]:
        """Where it was said, for "hieß es": "bei der Polizei", "in einer Mitteilung"."""
        unit = self.unit
        for i in range(first, last - 1):
            if unit.low[i] in ("bei", "beim", "aus", "in", "im", "seitens", "vonseiten"):
                end = phrase_end(unit, i + 1, last)
                if end > i + 1:
                    return content(unit, [(i, end)])
        return []

    def _subjunctive(self, numbers: list[int]) -> bool:
        segments, flags = self.unit.segments, self.unit.flags
        return any(flags[i] & KONJ1 for n in numbers for i in range(segments[n].first, segments[n].last))

    def _unreal(self, segment: Segment) -> bool:
        """Whether a main clause stands in either subjunctive."""
        return any(self.unit.flags[i] & (KONJ1 | KONJ2) for i in range(segment.first, segment.last))
