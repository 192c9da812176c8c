"""English: where a sentence says that somebody said something, and what.

First quotations with the cue beside them, then frames after their content ("…, X said", "…, according to X"),
then cues before their content, from left to right. What one frame has taken, the next leaves alone.
"""

from __future__ import annotations

from lagebild.core import Span
from lagebild.core.marks import StatementKind

from .drafts import Draft, content
from .english_cues import WEEKDAYS, Cue
from .english_nouns import EnglishNouns
from .grammar import listed
from .lexicon import ADV, CAP, CLOSED, COORD, CUE, DET, FIN, OBLIQUE, PREP, PRON, PUNCT, QUOTE, SUB
from .phrases import phrase_end
from .units import is_clausal

_ADDRESSED = listed("addressed")
_INVERTING = listed("inverting")
_WHEN = listed("when")
_VIEWS = frozenset(
    ("account", "accounts", "estimation", "eyes", "judgement", "judgment", "opinion", "telling", "view", "words")
)
_SOURCES = frozenset(("according", "in"))
_DUTIES = frozenset(("intend", "suppose"))
"""Verbs whose passive with an infinitive is a duty or a purpose."""
_MONEY = frozenset("$£€")
_FEW = 6
"""Words in marks that can be a title."""
_MODALS = listed("modals")


class English(EnglishNouns):
    """The statements of one unit."""

    def read(self) -> list[Draft]:
        cues = self._cues()
        self._quoted(cues)
        self._trailing(cues)
        self._according()
        self._silence()
        for number, cue in enumerate(cues):
            if not self.taken[cue.at]:
                self._clause(cue, cues[number + 1 :])
        self._adjectives()
        self._nouns()
        if not any(d.kind in ("indirect", "belief", "reported") for d in self.drafts):
            self._hearsay()
        return self.drafts

    def _quoted(self, cues: list[Cue]) -> None:
        unit = self.unit
        numbers = [i for i, q in enumerate(unit.quote) if q is not None and is_clausal(unit.text, q)]
        done: set[int] = set()
        for position, i in enumerate(numbers):
            if i in done:
                continue
            following = numbers[position + 1] if position + 1 < len(numbers) else self.size
            after = self._cue_after(i, following, cues)
            if after is not None:
                cue, speaker, end = after
                pieces = [(i, i + 1)]
                if following < self.size and self._only_frame(end, following):
                    pieces.append((following, following + 1))
                    done.add(following)
                begin = self._leads_in(i)
                if begin is not None and self._is_title(begin, i):
                    continue
                kind: StatementKind = "direct"
                if begin is not None:
                    pieces[0], kind = (begin, i + 1), "mixed"
                self._keep(pieces, kind, cue=self._words(cue), speaker=speaker)
                self._take(min(i, cue.first), max(end, i + 1))
                continue
            before = self._cue_before(i, cues)
            if before is not None:
                pieces = [(i, i + 1)]
                while following < self.size and following == pieces[-1][1]:
                    pieces.append((following, following + 1))
                    done.add(following)
                    following += 1
                self._keep(pieces, "direct", cue=self._words(before), speaker=self._subject(before))
                self._take(before.first, i + 1)

    def _cue_after(self, i: int, limit: int, cues: list[Cue]) -> tuple[Cue, list[Span], int] | None:  # noqa: PLR0911
        """The cue right after the quotation at i: "…, X said" or "…, said X"."""
        unit = self.unit
        for cue in cues:
            if cue.at <= i or cue.at >= limit or self.taken[cue.at] or "quote" not in cue.form.takes:
                continue
            gap = [j for j in range(i + 1, cue.first) if not unit.flags[j] & PUNCT]
            if not gap:
                if unit.flags[i + 1 : i + 2] and unit.flags[i + 1] & COORD:
                    return None
                inverted = self._right(cue.last, limit)
                if inverted is not None:
                    return cue, content(unit, [inverted]), inverted[1]
                return (cue, [], cue.last) if cue.form.shape != "zu" else None
            if len(gap) > 40 or (unit.flags[gap[0]] & (SUB | COORD | PREP) and not unit.flags[gap[0]] & (DET | PRON)):
                return None
            span = self._left(cue.first)
            if span is None or span[0] > gap[0] + 1:
                return None
            return cue, content(unit, [span]), cue.last
        return None

    def _only_frame(self, end: int, following: int) -> bool:
        """Whether nothing but a short adjunct stands between the frame and the next quotation."""
        unit = self.unit
        between = range(end, following)
        if any(
            unit.flags[j] & CUE and not unit.flags[j] & CAP and unit.low[j] not in ("in", "on") and self._cue(j)
            for j in between
        ):
            return False
        return following - end < 18

    def _leads_in(self, i: int) -> int | None:
        """Where the clause begins whose end is the quotation at i ("Trump is “not fit,” he said")."""
        unit = self.unit
        if i == 0 or unit.word[i - 1] in ",:.":
            return None
        at = i
        while at > 0 and not self.taken[at - 1] and unit.word[at - 1] not in ";:":
            at -= 1
        return at if i - at >= 2 else None

    def _is_title(self, begin: int, i: int) -> bool:
        """Whether the quoted words end an adjunct (On the broadcast of "Fox News," X said …): a name in marks."""
        unit, quote = self.unit, self.unit.quote[i]
        if not unit.flags[begin] & PREP or unit.flags[begin] & SUB or quote is None:
            return False
        few = unit.text.count(" ", quote.first, quote.last) < _FEW
        return few and not any(unit.flags[j] & (FIN | PUNCT) for j in range(begin, i))

    def _cue_before(self, i: int, cues: list[Cue]) -> Cue | None:
        """The cue right before the quotation at i: "X said: …", "X told reporters, …"."""
        unit = self.unit
        for cue in reversed(cues):
            if cue.at >= i or self.taken[cue.at] or not cue.form.takes & {"quote", "object"}:
                continue
            gap = [j for j in range(cue.last, i) if not unit.flags[j] & PUNCT]
            colon = unit.word[i - 1] == ":"
            limit = 14 if colon or unit.word[i - 1] == "," else 1
            if (
                len(gap) <= limit
                and not any(unit.flags[j] & FIN for j in gap)
                and (not gap or colon or cue.form.lemma == "tell" or unit.flags[gap[0]] & (PREP | ADV))
            ):
                return cue
            return None
        return None

    def _trailing(self, cues: list[Cue]) -> None:  # noqa: PLR0912
        unit, segments = self.unit, self.unit.segments
        for number in range(1, len(segments)):
            segment = segments[number]
            if self.taken[segment.first] or segment.mark not in (",", "–", "—", "-"):
                continue
            here = [c for c in cues if segment.first <= c.first < segment.last and "clause" in c.form.takes]
            if not here or not (
                any(s.kind == "main" for s in segments[:number]) or self._stands_alone(number, here[0])
            ):
                continue
            cue = here[0]
            rest = segment.last - cue.last
            if cue.first == segment.first and cue.form.shape == "finite" and rest:
                span = self._right(cue.last, self.size)
                if span is None or unit.low[cue.at] not in _INVERTING:
                    continue
                speaker, end = content(unit, [span]), span[1]
            else:
                ends = rest == 0 or (unit.flags[cue.last] & (PREP | ADV | CAP) and not unit.flags[cue.last] & SUB)
                if cue.form.shape == "zu" or not ends or cue.first == segment.first or rest > 12:
                    continue
                if not self._only_says(cue):
                    continue
                if unit.flags[segment.first] & (SUB | COORD) and unit.low[segment.first] != "as":
                    continue
                left = self._left(cue.first)
                if left is None or left[0] > segment.first + 1:
                    continue
                speaker, end = content(unit, [left]), cue.last
            begin = 0
            while begin < segment.first and self.taken[begin]:
                begin += 1
            if unit.flags[begin] & COORD and begin + 2 < segment.first:
                begin += 1  # "But the law, he said, …"
            pieces = [(begin, segment.first)]
            if number + 1 < len(segments) and segment.last < self.size and rest == 0 and self._interrupts(number):
                pieces.append((segments[number + 1].first, self.size))
            self._keep(pieces, "indirect", cue=self._words(cue), speaker=speaker)
            self._take(segment.first, max(end, segment.last))

    def _only_says(self, cue: Cue) -> bool:
        """Whether a verb within or after its content can be no more than a frame: not "he would have to consider", and
        without an object or infinitive of its own ("Patriot could threaten to", "is determined to")."""
        low = self.unit.low
        if any(low[i] in _MODALS for i in range(cue.first, cue.at)):
            return False
        return not (
            cue.last + 1 < self.size and low[cue.last] == "to" and not self.unit.flags[cue.last + 1] & CLOSED & ~SUB
        )

    def _stands_alone(self, number: int, cue: Cue) -> bool:
        """Whether a segment is nothing but a frame ("prosecutors allege"), so that what stands before it is content
        even where no auxiliary shows its verb. Not "said the police": before that an apposition may stand."""
        unit = self.unit
        segment, first = unit.segments[number], unit.segments[0].first
        adjunct = unit.flags[first] & (PREP | SUB) and not unit.flags[first] & (DET | PRON)
        if adjunct or unit.low[first].endswith("ing"):
            return False
        if cue.first == segment.first:
            return False
        left = self._left(cue.first)
        return left is not None and left[0] == segment.first and not unit.flags[segment.first] & (SUB | COORD)

    def _interrupts(self, number: int) -> bool:
        """Whether the content goes on after a frame in its midst: what stands before has no verb yet."""
        return not any(s.kind == "main" for s in self.unit.segments[:number])

    def _source(self, i: int) -> int:
        """Where the one begins whose words these are: after "according to", "in the view of"; else -1."""
        low = self.unit.low
        if low[i] == "according" and low[i + 1] == "to":
            return i + 2
        if low[i] == "in" and i + 4 < self.size and low[i + 1] == "the" and low[i + 2] in _VIEWS and low[i + 3] == "of":
            return i + 4
        return -1

    def _according(self) -> None:
        unit = self.unit
        for i in [i for i, low in enumerate(unit.low[: max(0, self.size - 2)]) if low in _SOURCES]:
            start = self._source(i) if not self.taken[i] else -1
            end = phrase_end(unit, start, self.size) if start > 0 else -1
            if end <= start:
                continue
            number = unit.segment_at(i)
            speaker = content(unit, [(start, end)])
            cue_span = [Span(unit.start[i], unit.end[start - 1])]
            begin = 0
            if i == unit.segments[number].first and number == 0:
                start = end
                while start < self.size and unit.word[start] != ",":
                    start += 1
                pieces = [(start + 1, self.size)] if start < self.size else [(end, self.size)]
            else:
                while begin < i and self.taken[begin]:
                    begin += 1
                pieces = [(begin, i)]
                if (
                    end < self.size
                    and unit.word[end] == ","
                    and not any(s.kind == "main" for s in unit.segments[:number])
                ):
                    pieces.append((end + 1, self.size))
            self._keep(pieces, "indirect", cue=cue_span, speaker=speaker)
            self._take(i, end)

    def _clause(self, cue: Cue, later: list[Cue]) -> None:  # noqa: PLR0911, PLR0912
        unit, flags = self.unit, self.unit.flags
        takes = cue.form.takes
        begin = cue.last
        if begin >= self.size:
            return
        if cue.form.lemma in _ADDRESSED and not flags[begin] & SUB and unit.low[begin] != "that":
            end = phrase_end(unit, begin, self.size)
            if flags[begin] & OBLIQUE:
                end = begin + 1
            begin = end if end > begin else begin
        begin = self._skip(begin)
        if begin >= self.size or self.taken[begin]:
            return
        low = unit.low[begin]
        if unit.word[begin] in ",;" and not (begin + 2 < self.size and unit.word[begin] == ","):
            return
        kind: StatementKind = "belief" if "belief" in takes and "quote" not in takes else "indirect"
        if unit.word[begin] in ",–—-":
            begin = self._past_insertion(begin)
            if begin < 0:
                return
            low = unit.low[begin]
        if low == "to" and "infinitive" not in takes and "object" not in takes:
            return
        clausal = low == "that" or bool(flags[begin] & SUB)
        if not clausal and not takes & {"clause", "object"} and low != "to":
            return
        if not clausal and "object" not in takes and low != "to" and not self._has_verb(begin):
            return
        if cue.passive and not clausal and (low != "to" or self._is_duty(cue, begin)):
            return
        if "clause" not in takes and unit.word[begin] in _MONEY:
            return  # "raised $65 million"
        if not clausal and low != "to":
            end = phrase_end(unit, begin, self.size) if "infinitive" in takes else begin
            if begin < end < self.size - 1 and unit.low[end] == "to":
                begin, low = end, "to"  # "urged the commission to …"
        last = cue.last
        if (
            not clausal
            and flags[begin] & PREP
            and not flags[begin] & (SUB | DET)
            and low != "to"
            and begin + 1 < self.size
        ):
            if begin == cue.last:
                last = begin + 1
            begin += 1
        stop = self._stop(begin, later)
        if low == "to" or (not clausal and "object" in takes and not ("clause" in takes and self._has_verb(begin))):
            stop = self._phrase_stop(begin, stop)
        if stop - begin < 2 and "object" not in takes:
            return
        if any(unit.flags[j] & QUOTE for j in range(begin, stop)):
            kind = "mixed"
        self._keep([(begin, stop)], kind, cue=self._words(cue._replace(last=last)), speaker=self._subject(cue))
        self._take(cue.first, stop)

    def _is_duty(self, cue: Cue, begin: int) -> bool:
        """ "was supposed to dedicate" is nobody's belief, "is supposed to have left" is."""
        return cue.form.lemma in _DUTIES and self.unit.low[begin + 1 : begin + 2] != ["have"]

    def _skip(self, begin: int) -> int:
        """Past "on Monday", "in an interview", "to reporters" when a clause follows."""
        unit = self.unit
        at = begin
        while at < self.size and (unit.low[at] in _WHEN or unit.word[at] in WEEKDAYS):
            at += 1
        if at < self.size and unit.flags[at] & PREP and not unit.flags[at] & SUB:
            for j in range(at + 1, min(self.size, at + 14)):
                if unit.low[j] == "that":
                    return j
                if unit.word[j] in ",;:" or unit.flags[j] & FIN:
                    break
        return at

    def _past_insertion(self, comma: int) -> int:
        """ "said, in a speech, that …": after the second comma; -1 where there is none."""
        unit = self.unit
        for j in range(comma + 1, min(self.size - 1, comma + 16)):
            if unit.word[j] in ",–—-":
                return j + 1 if unit.low[j + 1] == "that" or self._has_verb(j + 1) else -1
        return -1

    def _has_verb(self, begin: int) -> bool:
        unit = self.unit
        for j in range(begin, min(self.size, begin + 25)):
            flags = unit.flags[j]
            if flags & FIN or (not flags & CAP and unit.low[j].endswith(("ed", "es")) and j > begin):
                return True
        return False
