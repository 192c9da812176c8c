"""English frames that are no verbs of saying: adjectives ("is confident that"), nouns ("the claim that", "calls for"),
silence, hearsay; and where a clause that is said ends."""

from __future__ import annotations

from lagebild.core import Span

from .details import details
from .drafts import content
from .english_cues import Cue, EnglishCues
from .grammar import listed
from .lexicon import ADV, CAP, COORD, DET, FIN, PREP, PRON, PUNCT, SUB

_DASHES = frozenset("–—―-")
_CONCESSIONS = listed("concessions")
_HEARSAY = frozenset(("allegedly", "purportedly", "reportedly"))
_LEAVING = listed("leaving_a_phrase")


class EnglishNouns(EnglishCues):
    """Nouns, adjectives and adverbs that attribute."""

    def _silence(self) -> None:
        """ "The spokesman declined to comment": that nothing was said is reported as well."""
        unit = self.unit
        hit = next(details("en").silences.find(unit.low), None)
        if hit is not None and not self.taken[hit.first]:
            span = self._left(hit.first)
            cue = [Span(unit.start[hit.first], unit.end[hit.last - 1])]
            self._keep([(0, self.size)], "reported", cue=cue, speaker=content(unit, [span]) if span else [])

    def _adjectives(self) -> None:
        """ "is confident that", "are afraid that"."""
        unit, flags = self.unit, self.unit.flags
        adjectives = self.lexicon.lists["adjectives"]
        for i in range(1, self.size - 2):
            if unit.low[i + 1] != "that" or self.taken[i] or unit.low[i] not in adjectives:
                continue
            first = i
            while first > 0 and flags[first - 1] & (ADV | FIN) and not flags[first - 1] & PUNCT:
                first -= 1
            if first == i:
                continue
            span = self._left(first)
            stop = self._stop(i + 1, [])
            cue = [Span(unit.start[first], unit.end[i])]
            speaker = content(unit, [span]) if span else []
            self._keep([(i + 1, stop)], "belief", cue=cue, speaker=speaker)
            self._take(first, stop)

    def _hearsay(self) -> None:
        """ "The brigade reportedly refused to march": others say so, and nobody is named."""
        unit = self.unit
        if _HEARSAY.isdisjoint(unit.low):
            return
        for i in range(self.size):
            if unit.low[i] not in _HEARSAY or self.taken[i]:
                continue
            segment = unit.segments[unit.segment_at(i)]
            relative = unit.low[segment.first] in ("who", "which")
            piece = (segment.first, segment.last) if relative else (0, self.size)
            if unit.flags[i - 1] & (DET | PREP) and i > 0:
                continue  # "the allegedly forged letter"
            draft = self._keep([piece], "indirect", cue=self._spans((i,)), speaker=[])
            if draft is not None:
                draft.nobody, draft.runs = True, False
            return

    def _nouns(self) -> None:
        unit, flags = self.unit, self.unit.flags
        nouns = self.lexicon.lists["nouns"]
        for i in range(self.size - 2):
            if self.taken[i] or (flags[i] & CAP and i > 0):
                continue
            following = unit.low[i + 1]
            if unit.low[i] not in (nouns if following == "that" else self.lexicon.lists.get(f"nouns_{following}", ())):
                continue
            if i > 0 and flags[i - 1] & PRON and not flags[i - 1] & DET:
                continue
            if i > 0 and unit.low[i - 1] == "in" and following == "to":
                continue  # "in order to", "in response to"
            stop = self._stop(i + 1, [])
            for j in range(i + 3, stop):
                if unit.word[j] == "," or (following != "that" and flags[j] & FIN and not flags[j - 1] & (SUB | CAP)):
                    stop = j
                    break
            cue = [Span(unit.start[i], unit.end[i])]
            self._keep([(i + 1, stop)], "reported", cue=cue, speaker=self._holder(i))
            self._take(i, stop)

    def _holder(self, i: int) -> list[Span]:
        """ "Trump's claim that", "the belief among voters that": the possessor, else the subject before."""
        unit = self.unit
        for j in range(i - 1, max(-1, i - 4), -1):
            if unit.low[j].endswith(("'s", "’s")) or unit.low[j] in ("his", "her", "their"):
                first = j
                while first > 0 and unit.flags[first - 1] & (CAP | DET) and not unit.flags[first - 1] & PUNCT:
                    first -= 1
                return content(unit, [(first, j + 1)])
        for j in range(i):
            if unit.flags[j] & FIN:
                span = self._left(j)
                return content(unit, [span]) if span else []
        return []

    def _stop(self, begin: int, later: list[Cue]) -> int:
        """Where the content ends: before the next cue of its own, else at the end of the sentence."""
        unit, flags = self.unit, self.unit.flags
        stop = self.size
        for j in range(begin, self.size):
            if self.taken[j]:
                stop = j
                break
            if unit.word[j] == ";" or (unit.word[j] == "," and j > begin and self._concedes(j + 1)):
                stop = j
                break
        for cue in later:
            if cue.first >= stop:
                break
            before = cue.first - 1
            if before <= begin:
                continue
            if (cue.form.shape == "zu" and unit.word[before] == ",") or (
                flags[before] & COORD and cue.form.shape in ("finite", "participle")
            ):
                stop = before
            else:
                joined = self._new_clause(cue, begin)
                if joined < 0:
                    continue
                stop = joined
            break
        while stop > begin and (flags[stop - 1] & COORD or unit.word[stop - 1] in ",–—-"):
            stop -= 1
        return stop

    def _concedes(self, at: int) -> bool:
        """Whether a concession begins: after what is said it is mostly the writer's."""
        low = self.unit.low[at : at + 2]
        return low == ["even", "though"] or (low != [] and low[0] in _CONCESSIONS)

    def _phrase_stop(self, begin: int, stop: int) -> int:
        """Where a content that is no clause ends ("rejected the plan, which …", "derided the deal, but he …"): before a
        dash, or after a comma before a relative clause, an adjunct, or another main clause."""
        unit, flags = self.unit, self.unit.flags
        for j in range(begin + 1, stop - 1):
            word, following = unit.word[j], unit.low[j + 1]
            if word in _DASHES:
                return j
            if word == "," and (following in _LEAVING or (following.endswith("ing") and not flags[j + 1] & CAP)):
                return j
            if word == "," and flags[j + 1] & COORD and self._goes_on(j + 2, stop):
                return j
        return stop

    def _goes_on(self, at: int, stop: int) -> bool:
        """Whether a clause with a verb of its own begins."""
        flags = self.unit.flags
        for j in range(at, min(stop, at + 8)):
            if flags[j] & FIN:
                return True
            if flags[j] & (PUNCT | SUB):
                return False
        return False

    def _new_clause(self, cue: Cue, begin: int) -> int:
        """Where ", but X said" begins, or -1: a conjunction after a comma, then the subject of the next cue."""
        unit, flags = self.unit, self.unit.flags
        if cue.form.shape == "zu" or not cue.form.takes & {"clause", "quote"}:
            return -1
        for j in range(cue.first - 1, max(begin, cue.first - 10), -1):
            if flags[j] & COORD and unit.word[j - 1] == ",":
                return j - 1
            if flags[j] & (PUNCT | SUB | FIN):
                break
        return -1
