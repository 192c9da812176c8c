"""German frames that stand after or within their content: „…, sagte X“, „so X“, „wie X mitteilte“, „laut X“."""

from __future__ import annotations

from lagebild.core import Span

from .drafts import content
from .german_cues import Cue, GermanCues
from .grammar import listed
from .lexicon import ADV, CAP, COORD, CUE, DET, FIN, KONJ1, NUM, OPENER, PREP, PUNCT, QUOTE, SUB, VERB
from .phrases import phrase_end, subject_after, with_apposition
from .units import Segment

_TIMES = listed("times")
_ATTRIBUTING = frozenset(("aus", "demnach", "demzufolge", "entsprechend", "gemäß", "laut", "nach", "zufolge"))


class GermanFrames(GermanCues):
    """Frames with the sentence around them for content."""

    def _parentheticals(self, cues: list[Cue]) -> None:
        unit = self.unit
        begin = 0
        number = 0
        segments = unit.segments
        while number < len(segments):
            segment = segments[number]
            frame = self._frame(number, cues) if number > 0 or unit.low[segment.first] == "wie" else None
            if frame is None:
                number += 1
                continue
            cue_tokens, speaker, end = frame
            begin, number = self._around(begin, number, end, cue=cue_tokens, speaker=speaker)

    def _frame(self, number: int, cues: list[Cue]) -> tuple[tuple[int, ...], list[Span], int] | None:  # noqa: PLR0911
        """The parenthetical frame that segment `number` begins: cue tokens, speaker, and its end."""
        unit = self.unit
        segment = unit.segments[number]
        first = segment.first
        low = unit.low[first]
        here = [c for c in cues if segment.first <= c.at < segment.last]
        if low == "wie" and segment.kind == "np" and not here:
            return self._long_frame(number, cues)
        if low == "wie" and here and segment.kind == "sub":
            cue = here[-1]
            # "wie X behaupten konnte" asks how; the frame's verb is finite or a perfect.
            if not cue.form.takes & {"quote", "clause"} or cue.form.shape == "infinitive":
                return None
            speaker, _ = self._speaker(cue)
            return (first, *cue.parts), speaker, self._frame_end(number)
        if number == 0:
            return None
        start = first + 1 if low == "so" and first + 1 < segment.last else first
        if here and here[0].at == start and here[0].finite == start and here[0].form.takes & {"quote", "clause"}:
            cue = here[0]
            speaker, hidden = self._speaker_after(cue, number)
            previous = unit.segments[number - 1]
            if not speaker and not hidden:
                return None
            quoted = previous.kind == "quote"
            if not quoted and not (
                "clause" in cue.form.takes and (low == "so" or self._has_content(number)) and not self._follows(number)
            ):
                return None
            said = (*cue.parts, cue.at + 1) if self._impersonal(cue) else cue.parts
            return said if start == first else (first, *said), speaker, self._frame_end(number)
        if low == "so" and segment.mark in (",", "–", "-", "—") and segment.kind == "np":
            end = phrase_end(unit, first + 1, segment.last)
            if end > first + 1:
                last = with_apposition(unit, end, number)
                return (first,), content(unit, [(first + 1, last)]), self._frame_end(number)
        return None

    def _long_frame(self, number: int, cues: list[Cue]) -> tuple[tuple[int, ...], list[Span], int] | None:
        """ "wie X, der Sprecher von Y, mitteilte": the cue stands behind the appositions."""
        unit, segments = self.unit, self.unit.segments
        first = segments[number].first
        for n in range(number + 1, min(number + 4, len(segments))):
            here = [c for c in cues if segments[n].first <= c.at < segments[n].last]
            if here and here[0].at == segments[n].last - 1 and here[0].form.takes & {"quote", "clause"}:
                end = phrase_end(unit, first + 1, segments[number].last)
                speaker = content(unit, [(first + 1, with_apposition(unit, end, number))]) if end > first + 1 else []
                return (first, *here[0].parts), speaker, n + 1
            if segments[n].kind not in ("np", "rel"):
                break
        return None

    def _speaker_after(self, cue: Cue, number: int) -> tuple[list[Span], bool]:
        unit = self.unit
        segment = unit.segments[number]
        if unit.low[cue.at + 1 : cue.at + 2] == ["es"]:
            return self._place(cue.at + 2, segment.last), True
        found = subject_after(unit, cue.at, segment.last)
        if found is None:
            return [], False
        return content(unit, [(found[0], with_apposition(unit, found[1], number))]), False

    def _has_content(self, number: int) -> bool:
        """Whether what stands before a clause that begins with its verb can be what was said: a main clause, a
        quotation or a dass-clause. After "Nachdem …," and the like the verb only takes the second place."""
        unit = self.unit
        for segment in unit.segments[:number]:
            if segment.kind in ("main", "quote") or unit.flags[segment.first] & QUOTE:
                return True
            if segment.kind == "sub" and unit.flags[segment.first] & OPENER:
                return True
        return False

    def _follows(self, number: int) -> bool:
        """Whether content follows the frame ("… entgegnete X, dass …", "… erklärte X: …"): then it stands before."""
        unit, segments = self.unit, self.unit.segments
        end = self._frame_end(number)
        if end >= len(segments):
            return False
        following = segments[end]
        opener = unit.low[following.first] in ("dass", "daß", "ob")
        quote = segments[number - 1].kind == "quote"
        return not quote and (following.mark == ":" or (opener and following.mark == ","))

    def _frame_end(self, number: int) -> int:
        """The number of the segment after the frame that begins at `number`, past the speaker's appositions."""
        segments = self.unit.segments
        at = number + 1
        while at < len(segments) and segments[at].mark == "," and segments[at].kind in ("np", "rel"):
            first = self.unit.flags[segments[at].first]
            if segments[at].kind == "np" and not first & (DET | CAP | NUM):
                break
            if self.unit.low[segments[at].first] == "so" or self.unit.flags[segments[at].first] & QUOTE:
                break
            at += 1
        return at

    def _around(
        self, begin: int, number: int, end: int, *, cue: tuple[int, ...], speaker: list[Span]
    ) -> tuple[int, int]:
        """Takes the content on both sides of a parenthetical frame; gives where the next search begins."""
        unit, segments = self.unit, self.unit.segments
        left = list(range(begin, number))
        right: list[int] = []
        quoted = [n for n in left if segments[n].kind == "quote"]
        only_quote = bool(quoted) and all(segments[n].kind == "quote" for n in left)
        if quoted and not only_quote and left[-1] == quoted[-1]:
            # "X war da. „…“, sagte Y": what stands before the quotation belongs to it only if it is part of its clause.
            tail = [n for n in left if n > quoted[-1] - 1]
            before = [n for n in left if n < quoted[-1]]
            if any(segments[n].kind == "main" for n in before) and not self._subjunctive(before):
                left, only_quote = tail, True
        at = end
        if only_quote:
            while at < len(segments) and segments[at].kind == "quote":
                right.append(at)
                at += 1
        elif not left:
            right = list(range(end, len(segments)))
        elif at < len(segments) and self._goes_on(left, at):
            right = list(range(at, self._stop(at)))
        pieces = self._pieces(left) + self._pieces(right)
        spans = content(unit, pieces)
        if spans:
            self._keep(pieces, "direct" if only_quote else "indirect", cue=self._spans(cue), speaker=speaker)
            self._take(segments[number].first, segments[end - 1].last)
        follow = (right[-1] + 1) if right else end
        return follow, follow

    def _pieces(self, numbers: list[int]) -> list[tuple[int, int]]:
        """Token ranges of runs of segments; a quotation stands by itself when its neighbours are quotations."""
        segments = self.unit.segments
        pieces: list[tuple[int, int]] = []
        for n in numbers:
            if (pieces and segments[n].kind != "quote" and pieces[-1][1] <= segments[n].first <= pieces[-1][1] + 1) or (
                pieces and segments[n].kind == "quote" and not self._lone(pieces[-1]) and n - 1 in numbers
            ):
                pieces[-1] = (pieces[-1][0], segments[n].last)
            else:
                pieces.append((segments[n].first, segments[n].last))
        return pieces

    def _lone(self, piece: tuple[int, int]) -> bool:
        return piece[1] == piece[0] + 1 and bool(self.unit.flags[piece[0]] & QUOTE)

    def _goes_on(self, left: list[int], at: int) -> bool:
        segments = self.unit.segments
        if not any(segments[n].kind == "main" for n in left):
            return True
        rest = segments[at].kind == "np" and not self.unit.flags[segments[at].first] & (DET | CAP | NUM)
        return rest or segments[at].kind in ("sub", "inf") or self._subjunctive([at])

    def _stop(self, at: int) -> int:
        """The number of the first segment from `at` that no longer belongs to the content that begins there."""
        segments, unit = self.unit.segments, self.unit
        for n in range(at + 1, len(segments)):
            segment = segments[n]
            if segment.kind == "main" and self._own_frame(segment):
                return n
            if segment.mark in (";", ":") and segment.kind == "main" and not self._subjunctive([n]):
                return n
            if (
                segment.mark in ("–", "—")
                and segment.kind == "main"
                and not self._subjunctive([n])
                and n + 1 == len(segments)
            ):
                return n
            if unit.low[segment.first] == "so" and segment.kind == "np":
                return n
        return len(segments)

    def _own_frame(self, segment: Segment) -> bool:
        """Whether the segment goes on with a further cue of the same or another speaker ("und fügte hinzu, …")."""
        unit = self.unit
        at = segment.first
        joined = bool(unit.flags[at] & COORD)
        while at < segment.last and unit.flags[at] & COORD:
            at += 1
        if at >= segment.last:
            return False
        if unit.flags[at] & CUE and not unit.flags[at] & CAP and (joined or not unit.flags[at] & (KONJ1 | DET)):
            return any(f.shape == "finite" and not f.fixed for f in self.lexicon.forms[unit.low[at]])
        return False

    def _attributions(self) -> None:
        unit = self.unit
        for i in [i for i, low in enumerate(unit.low) if low in _ATTRIBUTING]:
            low = unit.low[i]
            if self.taken[i]:
                continue
            found: tuple[int, int, int] | None = None
            if low == "laut" and (unit.flags[i] & CAP or not unit.flags[i - 1] & DET or i == 0):
                end = phrase_end(unit, i + 1, self._limit(i))
                found = (i, i + 1, end) if end > i + 1 else None
            elif low in ("nach", "gemäß", "entsprechend"):
                found = self._according(i)
            if low == "zufolge":
                found = self._postposition(i)
            elif low == "nach" and found is None:
                found = self._opinion(i)
            if found is None and low in ("demnach", "demzufolge"):
                found = (i, i, i + 1)
            elif low == "aus" and i + 1 < len(unit.low) and unit.word[i + 1] == "Sicht":
                found = (i, i + 1, phrase_end(unit, i + 1, self._limit(i)))
            if found is not None:
                self._attribute(i, *found)

    def _limit(self, i: int) -> int:
        return self.unit.segments[self.unit.segment_at(i)].last

    def _according(self, i: int) -> tuple[int, int, int] | None:
        """ "nach Angaben der Polizei", "nach seiner Ansicht": first token, first and last of the speaker."""
        unit, limit = self.unit, self._limit(i)
        at = i + 1
        while at < min(limit, i + 6) and not unit.flags[at] & (CAP | QUOTE | PUNCT | SUB):
            at += 1
        if at < limit and unit.flags[at] & CAP and self._is_source(unit.word[at]):
            return i, i + 1, phrase_end(unit, i + 1, limit)
        # "nach einem Bericht der Zeitung", "nach New Yorker Angaben"
        if at + 1 < limit and unit.flags[at + 1] & CAP and self._is_source(unit.word[at + 1]):
            return i, i + 1, phrase_end(unit, i + 1, limit)
        return None

    def _is_source(self, word: str) -> bool:
        lists = self.lexicon.lists
        return word in lists["sources"] or word.lower().endswith(tuple(lists["source_endings"]))

    def _postposition(self, i: int) -> tuple[int, int, int] | None:
        """ "Angaben der Polizei zufolge": back to where the phrase before begins."""
        unit = self.unit
        segment = unit.segments[unit.segment_at(i)]
        first = segment.first
        for j in range(i - 1, segment.first - 1, -1):
            if unit.flags[j] & (FIN | VERB) and not unit.flags[j] & CAP:
                first = j + 1
                break
        if first + 2 < i and unit.flags[first] & PREP and unit.word[first + 1] in _TIMES:
            first += 2  # "Am Donnerstag Berichten zufolge"
        while first < i and unit.flags[first] & (ADV | COORD) and not unit.flags[first] & CAP:
            first += 1
        return (first, first, i) if first < i else None

    def _opinion(self, i: int) -> tuple[int, int, int] | None:
        """ "seiner Meinung nach"."""
        unit = self.unit
        if i >= 2 and self._is_source(unit.word[i - 1]) and unit.flags[i - 2] & DET:
            return i - 2, i - 2, i
        return None

    def _attribute(self, cue: int, first: int, start: int, end: int) -> None:
        unit, segments = self.unit, self.unit.segments
        number = unit.segment_at(cue)
        segment = segments[number]
        last = max(end, cue + 1)
        stop = with_apposition(unit, end, number) if last == end and first < segment.first + 2 else end
        if any(self.taken[first:last]):
            return
        begin = segment.first
        if segment.kind == "main" or first == segment.first:
            # What stands before the main clause belongs to it ("Nachdem …, geht es nach Angaben … gut").
            back = number
            while back > 0 and segments[back - 1].kind in ("sub", "inf", "np", "rel") and segments[back].mark != ":":
                back -= 1
            begin = segments[back].first if not self.taken[segments[back].first] else begin
        close = segments[self._stop(number) - 1].last
        after = max(last, stop if stop > end else last)
        if segment.kind in ("rel", "sub") and first > segment.first:
            close = segment.last
        spans = content(unit, [(begin, first), (after, close)])
        if not spans:
            return
        speaker = content(unit, [(start, stop if stop > end else end)])
        pieces = [(begin, first), (after, close)]
        self._keep(pieces, "indirect", cue=self._spans((cue,)), speaker=speaker)
        self._take(first, after)
