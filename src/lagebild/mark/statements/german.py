"""German: where a sentence says that somebody said something, and what.

Parenthetical frames first ("…, sagte X", "so X", "wie X mitteilte"), for they take the sentence around them; then
frames that stand before their content ("X sagte, dass …", "laut X …"), from left to right; last, sentences whose
verb and object report that something was said. What one frame has taken, the next leaves alone.
"""

from __future__ import annotations

from lagebild.core import Span
from lagebild.core.marks import StatementKind

from .details import details
from .drafts import Draft, content
from .german_cues import Cue
from .german_frames import GermanFrames
from .grammar import listed
from .lexicon import ADV, CAP, COORD, DET, FIN, KONJ1, KONJ2, OPENER, QUOTE
from .phrases import phrase_end, relative_subject, subject_after, subject_before, with_apposition
from .units import Segment
from .work import is_words

_PARTICLES = listed("german_particles")


class German(GermanFrames):
    """The statements of one unit."""

    def read(self) -> list[Draft]:
        unit = self.unit
        if not unit.segments:
            return []
        cues = self._cues()
        self._parentheticals(cues)
        self._attributions()
        for cue in cues:
            if not self.taken[cue.at]:
                self._before(cue)
        self._nouns()
        self._colons()
        for cue in cues:
            if not self.taken[cue.at]:
                self._label(cue)
        for cue in cues:
            if not self.taken[cue.at] and self._report(cue):
                break
        self._nested()
        if not self.drafts:
            self._silence()
        if not self.drafts:
            self._blame(cues)
        return self.drafts

    def _blame(self, cues: list[Cue]) -> None:
        """ "Der Konzern opfert sein Werk": the writer judges what somebody does."""
        unit = self.unit
        for cue in cues:
            segment = unit.segments[cue.number]
            if "author" in cue.form.takes and segment.kind == "main" and not self._unreal(segment):
                draft = self._keep([(segment.first, segment.last)], "author", cue=self._spans(cue.parts), speaker=[])
                if draft is not None:
                    draft.runs = False
                return

    def _silence(self) -> None:
        """ "Der Sprecher machte keine Angaben": that nothing was said is reported as well."""
        unit = self.unit
        hit = next(details("de").silences.find(unit.low), None)
        if hit is None:
            return
        number = unit.segment_at(hit.first)
        segment = unit.segments[number]
        verb = segment.verb if segment.verb >= 0 else hit.first
        found = subject_before(unit, segment, number, verb) or subject_after(unit, verb, segment.last)
        speaker = content(unit, [found]) if found else []
        tokens = tuple(range(hit.first, hit.last))
        self._keep([(segment.first, segment.last)], "reported", cue=self._spans(tokens), speaker=speaker)

    def _before(self, cue: Cue) -> None:
        unit, segments = self.unit, self.unit.segments
        at = cue.number + 1
        while at < len(segments) and segments[at].kind in ("np", "rel") and segments[at].mark == ",":
            if self._is_content(cue, at):
                break
            at += 1
        if at >= len(segments) or (self.taken[segments[at].first]):
            return
        inner = max(cue.parts) < segments[cue.number].last
        if not inner and at <= unit.segment_at(max(cue.parts)):
            at = unit.segment_at(max(cue.parts)) + 1
            if at >= len(segments):
                return
        segment = segments[at]
        takes = cue.form.takes
        if segment.kind == "quote" and takes & {"quote", "clause", "label"}:
            self._direct(cue, at)
        elif self._is_content(cue, at):
            stop = self._stop(at)
            pieces = [(segment.first, segments[stop - 1].last)]
            kind: StatementKind = "belief" if "belief" in takes and "quote" not in takes else "indirect"
            self._from_cue(cue, pieces, kind)

    def _is_content(self, cue: Cue, at: int) -> bool:  # noqa: PLR0911
        unit = self.unit
        segment = unit.segments[at]
        takes = cue.form.takes
        first = segment.first
        if segment.mark == ":":
            # A list after a colon is nobody's words.
            speech = segment.kind in ("sub", "inf") or segment.kind == "main"
            return speech and (takes >= {"quote", "clause"} or self._subjunctive([at]))
        if unit.low[first] == "so":
            return False
        if unit.flags[first] & OPENER and segment.kind == "sub" and takes & {"clause", "object"}:
            # A "wie" or "wo" clause after the verb is content only of verbs of saying and asking.
            return unit.low[first] in ("dass", "daß", "ob") or "clause" in takes
        if segment.kind == "inf":
            return "infinitive" in takes and unit.low[first] not in ("um", "ohne", "statt", "anstatt")
        if segment.kind == "rel" and unit.flags[segment.verb] & KONJ1 and "quote" in takes:
            # "sagte, der Angriff scheitere": a short clause that looks like a relative one.
            return at == cue.number + 1 and phrase_end(unit, first, segment.last) == segment.verb
        if segment.kind == "main" and segment.mark == "," and takes & {"clause"}:
            if segment.verb == first and not self._subjunctive([at]):
                return False
            if unit.flags[first] & COORD:
                return False
            subjunctive = self._subjunctive([at]) or any(unit.flags[i] & KONJ2 for i in range(first, segment.last))
            spoken = takes & {"quote", "belief"}
            return subjunctive or (
                bool(spoken)
                and unit.segments[cue.number].kind == "main"
                and segment.verb > first
                and at == cue.number + 1
            )
        return False

    def _direct(self, cue: Cue, at: int) -> None:
        segments = self.unit.segments
        numbers = [at]
        while numbers[-1] + 1 < len(segments) and segments[numbers[-1] + 1].kind == "quote":
            numbers.append(numbers[-1] + 1)
        self._from_cue(cue, [(segments[n].first, segments[n].last) for n in numbers], "direct")

    def _from_cue(self, cue: Cue, pieces: list[tuple[int, int]], kind: StatementKind) -> None:
        speaker, hidden = self._speaker(cue)
        draft = self._keep(pieces, kind, cue=self._spans(cue.parts), speaker=speaker)
        if draft is None:
            return
        draft.nobody = hidden and not speaker
        segment = self.unit.segments[cue.number]
        self._take(segment.first, segment.last)

    def _colons(self) -> None:
        """A quotation after a colon belongs to the subject of the clause before it, cue or not ("Schäuble: „…“")."""
        unit, segments = self.unit, self.unit.segments
        for number in range(1, len(segments)):
            segment = segments[number]
            if segment.kind != "quote" or segment.mark != ":" or self.taken[segment.first]:
                continue
            at = number - 1
            while at > 0 and segments[at].kind in ("rel", "np", "inf", "sub") and segments[at].mark == ",":
                at -= 1
            before = segments[at]
            found: tuple[int, int] | None = None
            if before.kind == "main":
                found = subject_before(unit, before, at, before.verb)
                found = found or subject_after(unit, before.verb, before.last)
            else:
                first = before.first
                while first < before.last and unit.flags[first] & ADV and not unit.flags[first] & DET:
                    first += 1
                end = phrase_end(unit, first, before.last)
                found = (first, end) if end > first else None
            speaker = content(unit, [(found[0], with_apposition(unit, found[1], at))]) if found else []
            self._keep([(segment.first, segment.last)], "direct", cue=[], speaker=speaker)

    def _nouns(self) -> None:
        unit, segments = self.unit, self.unit.segments
        nouns, adjectives = self.lexicon.lists["nouns"], self.lexicon.lists["adjectives"]
        for number, segment in enumerate(segments[:-1]):
            following = segments[number + 1]
            if self.taken[following.first] or segment.kind == "quote":
                continue
            opener = unit.low[following.first] in ("dass", "daß", "ob")
            takes = opener or following.kind == "inf" or (following.kind == "main" and self._unreal(following))
            if following.mark == ":" and following.kind in ("quote", "main"):
                takes = True
            if (
                not takes
                or following.mark not in (",", ":")
                or unit.low[following.first] in ("um", "ohne", "statt", "anstatt")
            ):
                continue
            for i in range(segment.last - 1, max(segment.first, segment.last - 8) - 1, -1):
                known = unit.word[i] in nouns if unit.flags[i] & CAP else opener and unit.low[i] in adjectives
                if known and not self.taken[i]:
                    self._noun(i, number)
                    break

    def _noun(self, i: int, number: int) -> None:
        segments = self.unit.segments
        segment = segments[number]
        at = number + 1
        stop = self._stop(at)
        if segment.kind == "np" or (segment.kind == "main" and segment.verb > i):
            stop = next((n for n in range(at + 1, stop) if segments[n].verb == segments[n].first), stop)
        else:
            # "wies die Behauptung, dass …, als Unsinn zurück": the clause around it goes on.
            rest = (n for n in range(at + 1, stop) if segments[n].kind == "np" and self._closes(segments[n]))
            stop = next(rest, stop)
        pieces = [(segments[at].first, segments[stop - 1].last)]
        kind: StatementKind = "direct" if all(segments[n].kind == "quote" for n in range(at, stop)) else "indirect"
        if self._keep(pieces, kind, cue=self._spans((i,)), speaker=self._holder(i, segment, number)):
            self._take(segment.first, segment.last)

    def _closes(self, segment: Segment) -> bool:
        """Whether a stretch without a verb ends the clause before: with a separated prefix."""
        return self.unit.low[segment.last - 1] in _PARTICLES

    def _holder(self, i: int, segment: Segment, number: int) -> list[Span]:
        """Whose claim it is: the genitive after the noun, the possessor before it, else the clause's subject."""
        unit = self.unit
        if i + 1 < segment.last:
            genitive = unit.low[i + 1] in ("der", "des", "eines", "einer", "von", "vom", "seitens")
            end = phrase_end(unit, i + 2 if unit.low[i + 1] in ("von", "vom", "seitens") else i + 1, segment.last)
            if genitive and end > i + 2:
                return content(unit, [(i + 1 if unit.low[i + 1] not in ("von", "vom") else i + 2, end)])
        if (
            i > segment.first
            and unit.flags[i - 1] & CAP
            and unit.low[i - 1].endswith("s")
            and not unit.flags[i - 1] & DET
        ):
            return content(unit, [(i - 1, i)])
        found: tuple[int, int] | None = None
        if segment.kind == "main" and segment.verb >= 0:
            found = subject_before(unit, segment, number, segment.verb) or subject_after(
                unit, segment.verb, segment.last
            )
        elif segment.kind in ("sub", "rel"):
            found = relative_subject(unit, segment)
        if found is None or found[0] <= i < found[1]:
            return []
        return content(unit, [(found[0], with_apposition(unit, found[1], number))])

    def _label(self, cue: Cue) -> None:
        """ "nannte den Bericht eine „Zeitungsente“": the quoted words in the object of a cue."""
        unit = self.unit
        segment = unit.segments[cue.number]
        if not cue.form.takes & {"label", "quote", "object", "clause"}:
            return
        quoted = [i for i in range(segment.first, segment.last) if unit.flags[i] & QUOTE and not self.taken[i]]
        quoted = [i for i in quoted if i > cue.finite or segment.kind in ("sub", "rel", "inf") or cue.at != cue.finite]
        if "label" not in cue.form.takes:
            quoted = [i for i in quoted if is_words(unit, i)]
        for i in quoted:
            speaker, hidden = self._speaker(cue)
            piece = unit.chars(i, i + 1)
            if piece is None or any(s.touches(piece) for s in speaker):
                continue
            draft = self._keep([(i, i + 1)], "mixed", cue=self._spans(cue.parts), speaker=speaker)
            if draft is not None:
                draft.nobody = hidden and not speaker

    def _report(self, cue: Cue) -> bool:
        """A sentence whose verb and object report that something was said: its content is the sentence."""
        unit = self.unit
        segment = unit.segments[cue.number]
        if segment.kind != "main" or any(d.whole for d in self.drafts) or not self._takes_object(cue, segment):
            return False
        if cue.at != cue.finite and not unit.flags[cue.finite] & FIN:
            return False
        if any(self.taken[segment.first : segment.last]):
            return False
        speaker, hidden = self._speaker(cue)
        if not speaker:
            return False
        spans = content(unit, [(0, len(unit.word))])
        if not spans or (self.drafts and not all(d.kind == "mixed" for d in self.drafts)):
            return False
        kind: StatementKind = "belief" if "belief" in cue.form.takes else "reported"
        draft = Draft(self.index, spans, kind, self._spans(cue.parts), speaker, nobody=hidden, whole=True)
        self.drafts.append(draft)
        return True

    def _takes_object(self, cue: Cue, segment: Segment) -> bool:
        """Whether the verb's object alone reports speech: "object:von" only with that word, "not:…" never."""
        low = self.unit.low[segment.first : segment.last]
        takes = cue.form.takes
        if any(t.startswith("not:") and t[4:] in low for t in takes):
            return False
        return "object" in takes or any(t.startswith("object:") and t[7:] in low for t in takes)
