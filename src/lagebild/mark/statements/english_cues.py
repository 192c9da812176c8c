"""English cue verbs in a sentence: whether they are verbs there, and who their subject is."""

from __future__ import annotations

from typing import NamedTuple

from lagebild.core import Span

from .drafts import content
from .grammar import listed
from .lexicon import ADV, CAP, COORD, CUE, DET, FIN, OBLIQUE, PASSIVE, PREP, PRON, PUNCT, QUOTE, SUB, Form, Lexicon
from .phrases import phrase_end
from .units import Unit, is_clausal
from .work import Work

_HAVE = frozenset(("'s", "'ve", "been", "had", "has", "have", "having", "’s", "’ve"))
_SINGULAR = listed("singular")
_PLURAL = listed("plural")
_JOINING = listed("joining")
_NO_ADVERBS = listed("no_adverbs")
_TIMES = listed("spells")
_PREPOSITIONS = frozenset(("concerning", "regarding"))
_FLOATING = listed("floating_quantifiers")
_WHICH = frozenset(("last", "next", "that", "this"))
WEEKDAYS = listed("weekdays")


class Cue(NamedTuple):
    """A cue verb with its auxiliaries, tokens `first` to `last`; `at` is the verb itself."""

    at: int
    first: int
    last: int
    form: Form
    passive: bool


class EnglishCues(Work):
    """Cue verbs with their auxiliaries, and their subjects. `size` is where the sentence's last words end."""

    def __init__(self, unit: Unit, index: int, lexicon: Lexicon) -> None:
        super().__init__(unit, index, lexicon)
        self.size = len(unit.word)
        while self.size and unit.word[self.size - 1] in ".!?…":
            self.size -= 1

    def _cues(self) -> list[Cue]:
        unit = self.unit
        found = []
        for i, flags in enumerate(unit.flags):
            if flags & CUE and not (flags & CAP and i > 0):
                cue = self._cue(i)
                if cue is not None:
                    found.append(cue)
        return found

    def _cue(self, i: int) -> Cue | None:  # noqa: PLR0911
        unit, flags, low = self.unit, self.unit.flags, self.unit.low
        first = i
        while (
            first > 0
            and flags[first - 1] & ADV
            and not flags[first - 1] & (CAP | PREP | SUB)
            and not flags[first - 1] & PUNCT
        ):
            first -= 1
        aux = first
        while aux > 0 and (
            flags[aux - 1] & FIN or low[aux - 1] == "to" or (flags[aux - 1] & ADV and aux > 1 and flags[aux - 2] & FIN)
        ):
            aux -= 1
        helper = [low[j] for j in range(aux, i) if flags[j] & (FIN | PREP)]
        shapes = {f.shape: f for f in reversed(self.lexicon.forms[low[i]]) if self._has_particle(i, f)}
        last = i + 1
        be = any(flags[j] & PASSIVE for j in range(aux, i))
        if not helper and self._is_noun(i, first):
            return None
        if not helper:
            aux = first
            if "finite" in shapes and self._can_be_finite(i, first):
                form = shapes["finite"]
            elif "infinitive" in shapes and self._plural_subject(first):
                form = shapes["infinitive"]
            elif "zu" in shapes and (
                i == 0
                or unit.word[first - 1] == ","
                or flags[first - 1] & (SUB | CAP | COORD)
                or low[first - 1] in ("by", "for", "of", "in")
            ):
                form = shapes["zu"]
            else:
                return None
            return Cue(i, first, self._end(last, form), form, False)
        if "zu" in shapes and be:
            return Cue(i, aux, self._end(last, shapes["zu"]), shapes["zu"], False)
        if "participle" in shapes and (be or any(h in _HAVE for h in helper)):
            passive = be
            return Cue(i, aux, self._end(last, shapes["participle"]), shapes["participle"], passive)
        if "infinitive" in shapes and (helper[-1] == "to" or not be):
            return Cue(i, aux, self._end(last, shapes["infinitive"]), shapes["infinitive"], False)
        return None

    def _is_noun(self, i: int, first: int) -> bool:
        """Whether a word is a noun or adjective in the form of a verb: "his remarks will", "the warning light"."""
        unit, flags = self.unit, self.unit.flags
        if unit.low[i].endswith("ing"):
            if unit.low[i] in _PREPOSITIONS:
                return True
            return first > 0 and bool(flags[first - 1] & DET) and not flags[first - 1] & PRON & ~DET
        follows = flags[i + 1] if i + 1 < self.size else 0
        return unit.low[i] in self.lexicon.lists["ambiguous"] and bool(follows & FIN) and not follows & (PRON | DET)

    def _end(self, last: int, form: Form) -> int:
        if form.particle and last < self.size and self.unit.low[last] == form.particle:
            return last + 1
        return last

    def _has_particle(self, i: int, form: Form) -> bool:
        return not form.particle or (i + 1 < self.size and self.unit.low[i + 1] == form.particle)

    def _can_be_finite(self, i: int, first: int) -> bool:  # noqa: PLR0911
        """Whether a form like "claims", "said" or "reported" is a verb here: what stands before is no article, and
        where the word is a noun as well, it is a name, a pronoun or a noun in the singular."""
        unit, flags = self.unit, self.unit.flags
        if first == 0:
            return False
        if first > 1 and unit.low[first - 1] in _FLOATING:
            first -= 1  # "the two senators all suggested"
        before, low = flags[first - 1], unit.low[first - 1]
        if before & (DET | PREP) and not before & PRON:
            return False
        if unit.low[i].endswith("ed"):
            return not ((before & PUNCT and unit.word[first - 1] not in ",)") or before & FIN)
        if unit.low[i] in self.lexicon.lists["ambiguous"]:
            if before & PUNCT:
                return unit.word[first - 1] in ",)" and self._before_apposition(first - 1) is not None
            if before & (CAP | QUOTE) or low in _SINGULAR:
                return not low.endswith(("'s", "’s"))
            return not before & (PRON | FIN | ADV) and not low.endswith(("s", "ing", "ed", "al", "ive", "ic"))
        return True

    def _plural_subject(self, first: int) -> bool:
        """Whether what stands before can be the subject of a plain form ("experts say", "they claim")."""
        if first == 0:
            return False
        unit, flags = self.unit, self.unit.flags
        before, low = flags[first - 1], unit.low[first - 1]
        ambiguous = unit.low[first] in self.lexicon.lists["ambiguous"]
        if before & PRON:
            return low in _PLURAL and not (ambiguous and before & DET)
        if before & (DET | PREP | PUNCT | FIN | COORD | ADV) or low.endswith(("'s", "’s", "s'", "s’")):
            return False
        return low.endswith("s") or low in ("people", "men", "women", "police") or not ambiguous

    def _subject(self, cue: Cue) -> list[Span]:
        unit = self.unit
        if cue.passive:
            return self._agent(cue)
        span = self._left(cue.first)
        if span is None and self.drafts and cue.form.shape != "zu":
            return self.drafts[-1].speaker
        if span is None:
            return self._main_subject(cue)
        return content(unit, [span])

    def _agent(self, cue: Cue) -> list[Span]:
        unit = self.unit
        for i in range(cue.last, min(self.size, cue.last + 3)):
            if unit.low[i] == "by":
                end = phrase_end(unit, i + 1, self.size)
                return content(unit, [(i + 1, end)])
        return []

    def _left(self, verb: int) -> tuple[int, int] | None:
        """The noun phrase that ends where the verb group begins, with its appositions."""
        unit, flags = self.unit, self.unit.flags
        end = self._before_adjuncts(verb)
        if end == 0:
            return None
        if unit.word[end - 1] in ",–—-":
            return self._before_apposition(end - 1)
        if flags[end - 1] & COORD:
            return None
        at = self._reach(end)
        return (at, end) if at < end else None

    def _before_adjuncts(self, verb: int) -> int:
        """Back over adverbs and times between the subject and its verb ("Trump this week also said")."""
        unit, flags = self.unit, self.unit.flags
        end = verb
        while end > 1:
            low = unit.low[end - 1]
            adverb = flags[end - 1] & ADV or low in _FLOATING or (low.endswith("ly") and low not in _NO_ADVERBS)
            if adverb and not flags[end - 1] & ((PRON & ~DET) | CAP):
                end -= 1
            elif end > 2 and low in _TIMES and unit.low[end - 2] in _WHICH:
                end -= 2
            elif end > 2 and unit.word[end - 1] in WEEKDAYS and flags[end - 2] & (CAP | PRON):
                end -= 1
            else:
                break
        return end

    def _reach(self, end: int) -> int:
        """Where the noun phrase begins that ends at `end`: back over nouns, adjectives and joined phrases, to its
        article."""
        unit, flags = self.unit, self.unit.flags
        at = end
        while at > 0 and self._inside_phrase(at - 1):
            flag = flags[at - 1]
            if flag & PRON and not flag & DET and at < end:
                break
            at -= 1
            joined = at > 1 and unit.low[at - 1] in _JOINING and not flags[at - 2] & (PUNCT | FIN | PRON)
            if flag & DET and not joined and not (at > 0 and flags[at - 1] & DET & ~PREP):  # "the two senators"
                break
        while at < end and flags[at] & (COORD | SUB | PREP) and not flags[at] & (PRON | DET):
            at += 1
        return at

    def _inside_phrase(self, i: int) -> bool:
        flags = self.unit.flags[i]
        if self.taken[i] and not flags & QUOTE:
            return False
        if (flags & (PUNCT | FIN) and self.unit.word[i] not in ".’'()&/-$%") or (
            flags & CUE and self._is_finite_cue(i)
        ):
            return False
        if self.unit.word[i] == "." and not (
            i > 0 and len(self.unit.word[i - 1]) <= 4 and self.unit.flags[i - 1] & CAP
        ):
            return self.unit.word[i + 1 : i + 2] == [")"]  # "Rep. Moore (D-Wis.)"
        quote = self.unit.quote[i]
        if quote is not None and is_clausal(self.unit.text, quote):
            return False
        if flags & SUB and self.unit.low[i] not in ("who",):
            return self.unit.low[i] in ("than",)
        return not (i > 0 and self.unit.low[i] == "that")

    def _is_finite_cue(self, i: int) -> bool:
        unit = self.unit
        return (
            not unit.flags[i] & CAP
            and any(f.shape == "finite" for f in self.lexicon.forms[unit.low[i]])
            and (i > 0 and not unit.flags[i - 1] & (DET | PREP) and not unit.low[i].endswith("s"))
        )

    def _before_apposition(self, comma: int) -> tuple[int, int] | None:
        """ "X, the head of Y, said": the phrase before the first of the two commas."""
        unit = self.unit
        for i in range(comma - 1, max(-1, comma - 30), -1):
            if unit.word[i] in ",–—-" and unit.end[i - 1] <= unit.start[i]:
                at = self._reach(i)
                if at < i:
                    return at, comma
                return None
        return None

    def _main_subject(self, cue: Cue) -> list[Span]:
        """The subject of the sentence, for "…, saying that": the phrase before its first finite verb."""
        unit = self.unit
        for i in range(cue.first):
            flags = unit.flags[i]
            verb = flags & FIN or (flags & CUE and not flags & CAP and self._is_finite_cue(i))
            if verb or (i > 0 and unit.low[i].endswith("ed") and not flags & CAP):
                span = self._left(i)
                return content(unit, [span]) if span else []
        return []

    def _right(self, at: int, stop: int) -> tuple[int, int] | None:
        """The phrase after an inverted verb ("said X, the head of Y")."""
        unit = self.unit
        end = phrase_end(unit, at, stop)
        if end <= at or unit.flags[at] & OBLIQUE:
            return None
        if end < stop and unit.word[end] == "," and end + 1 < stop:
            more = phrase_end(unit, end + 1, stop)
            if (
                more > end + 1
                and not unit.flags[end + 1] & (PRON & ~DET)
                and (more == stop or unit.word[more] in ",.:")
            ):
                end = more
        return at, end

    def _words(self, cue: Cue) -> list[Span]:
        unit = self.unit
        return [Span(unit.start[cue.first], unit.end[cue.last - 1])]
