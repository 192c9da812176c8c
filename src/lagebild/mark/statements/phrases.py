"""Noun phrases and subjects, by word classes and position: enough to find who speaks."""

from __future__ import annotations

from .grammar import listed
from .lexicon import ADV, CAP, CLOSED, COORD, DET, FIN, NUM, OBLIQUE, PREP, PRON, PUNCT, QUOTE, REL, SUB
from .units import Segment, Unit

_GENITIVE = listed("genitive")
_LINKS = listed("links")
_GLUE = frozenset("-/&'’")
_ATTACHED = listed("attached")
_STOP = PREP | SUB | PRON | FIN


def is_noun(unit: Unit, i: int) -> bool:
    """Whether token i can be part of a name or head a noun phrase."""
    flags = unit.flags[i]
    if not unit.capital_nouns and not flags & (CLOSED | PUNCT):
        return True
    return bool(flags & (NUM | QUOTE)) or bool(flags & CAP and not (flags & CLOSED and i > 0 and len(unit.low[i]) < 5))


def phrase_end(unit: Unit, first: int, last: int, *, attach: bool = True, depth: int = 0) -> int:
    """The end of the noun phrase that begins at token `first`, at most `last`; `first` itself if none begins there."""
    flags, low = unit.flags, unit.low
    at = first
    if at >= last or flags[at] & PUNCT:
        return first
    if flags[at] & PRON and not (at + 1 < last and flags[at] & DET and _starts_noun(unit, at + 1, last)):
        return at + 1
    while at < last and flags[at] & DET and at < first + 3:
        at += 1
    at = _modifiers(unit, at, last)
    head = at
    at = _nouns(unit, at, last)
    if at == head:
        return first + 1 if flags[first] & DET and not flags[first] & PREP else first
    if depth > 3:
        return at
    if at < last and low[at] in _GENITIVE and flags[at] & DET:
        at = phrase_end(unit, at, last, attach=False, depth=depth + 1)
    at = _brackets(unit, at, last)
    if attach and at + 1 < last and low[at] in _ATTACHED:
        end = phrase_end(unit, at + 1, last, attach=True, depth=depth + 1)
        at = end if end > at + 1 else at
    if at + 1 < last and flags[at] & COORD and low[at] in ("und", "and", "sowie", "oder", "or", "&"):
        end = phrase_end(unit, at + 1, last, attach=attach, depth=depth + 1)
        if end > at + 1 and not flags[at + 1] & (PRON & ~DET):
            at = end
    return at


def _starts_noun(unit: Unit, at: int, last: int) -> bool:
    return is_noun(unit, _modifiers(unit, at, last)) if _modifiers(unit, at, last) < last else False


def _modifiers(unit: Unit, at: int, last: int) -> int:
    """Past adjectives and the like, if a noun follows them; else where it was."""
    begin = at
    while at < last and at < begin + 7 and not is_noun(unit, at):
        flags = unit.flags[at]
        if flags & PUNCT and unit.low[at] not in (",", "-"):
            return begin
        if flags & (_STOP | DET) and not flags & ADV:
            return begin
        at += 1
    return at if at < last and is_noun(unit, at) else begin


def _nouns(unit: Unit, at: int, last: int) -> int:
    begin = at
    while at < last:
        if is_noun(unit, at):
            at += 1
        elif (
            at > begin
            and at + 1 < last
            and is_noun(unit, at + 1)
            and (unit.low[at] in _LINKS or unit.low[at] in _GLUE or _is_initial(unit, at))
            and not (unit.flags[at + 1] & CLOSED)
        ):
            if unit.low[at] in _LINKS and unit.low[at] not in (
                "de",
                "van",
                "al",
                "el",
                "bin",
                "la",
                "di",
                "del",
                "ibn",
                "dos",
            ):
                break
            at += 1
        elif at > begin and unit.word[at] in ("’s", "'s"):
            at += 1
        else:
            break
    return at


def _is_initial(unit: Unit, at: int) -> bool:
    return unit.word[at] == "." and len(unit.word[at - 1]) <= 3 and unit.end[at - 1] == unit.start[at]


def _brackets(unit: Unit, at: int, last: int) -> int:
    if at < last and unit.word[at] in "([":
        for i in range(at + 1, min(last, at + 9)):
            if unit.word[i] in ")]":
                return i + 1
    return at


def with_apposition(unit: Unit, end: int, segment: int) -> int:
    """The end of a phrase that ends its segment, with the appositions between commas that follow it."""
    segments = unit.segments
    if segment >= len(segments) or segments[segment].last != end:
        return end
    at = segment + 1
    if at < len(segments) and segments[at].mark == "," and segments[at].kind == "np":
        following = segments[at]
        start = following.first
        if unit.flags[start] & (DET | CAP | NUM) and not unit.flags[start] & (PREP & ~DET) and unit.low[start] != "so":
            stop = phrase_end(unit, start, following.last)
            if stop > start:
                return stop
    return end


def subject_after(unit: Unit, verb: int, last: int) -> tuple[int, int] | None:
    """The first noun phrase after the verb that can be its subject, past adverbs, reflexives and prepositions."""
    flags = unit.flags
    at = verb + 1
    while at < last:
        flag = flags[at]
        if flag & PUNCT and unit.word[at] not in "-":
            return None
        if flag & PREP and not flag & DET and not (flag & CAP and at > 0):
            end = phrase_end(unit, at + 1, last, attach=False)
            at = max(end, at + 1)
            continue
        end = phrase_end(unit, at, last)
        oblique = flag & OBLIQUE or _dative(unit, at, end)
        adverb = flag & ADV and end == at + 1 and not flag & CAP
        if end > at and not oblique and not adverb and not _only_time(unit, at, end):
            return at, end
        at = max(at + 1, end if oblique and end > at else at + 1)
    return None


_TIMES = listed("times")
_SPELLS = frozenset(("Jahr", "Monat", "Tag", "Woche"))


def _dative(unit: Unit, first: int, last: int) -> bool:
    """ "Der englischsprachigen Zeitung": after the nominative "der" an adjective ends in -e, not in -en."""
    return (
        unit.capital_nouns
        and last > first + 2
        and unit.low[first] == "der"
        and unit.word[first + 1][0].islower()
        and unit.low[first + 1].endswith("en")
        and bool(unit.flags[first + 2] & CAP)
    )


def antecedent(unit: Unit, pronoun: int) -> tuple[int, int] | None:
    """The noun phrase right before the comma of a relative pronoun."""
    last = pronoun - 1
    if last < 1 or unit.word[last] != ",":
        return None
    for first in range(last - 1, max(-1, last - 12), -1):
        if unit.flags[first] & PUNCT:
            break
        if unit.flags[first] & DET and phrase_end(unit, first, last, attach=False) == last:
            genitive = first > 0 and unit.low[first] in _GENITIVE and is_noun(unit, first - 1)
            if not genitive:
                return first, last
    first = last
    while first > 0 and unit.flags[first - 1] & CAP and not unit.flags[first - 1] & CLOSED:
        first -= 1
    return (first, last) if first < last else None


def _only_time(unit: Unit, first: int, last: int) -> bool:
    return unit.word[last - 1] in _TIMES or (
        last == first + 1 and unit.low[first] in ("es", "dies", "das", "it", "this")
    )


_NOMINATIVE = frozenset(("er", "ich", "man", "wir"))
_NOT_SUBJECT = listed("not_subject")


_POINTERS = frozenset(("das", "dies"))


def subject_before(unit: Unit, segment: Segment, number: int, verb: int) -> tuple[int, int] | None:  # noqa: PLR0911
    """The noun phrase that fills the place before the finite verb, or None where something else does.
    Where the verb's segment begins with it, the phrase stands before an apposition or relative clause."""
    first = segment.first
    while first < verb and unit.flags[first] & COORD and not unit.flags[first] & (DET | CAP):
        first += 1
    follows = unit.low[verb + 1] if verb + 1 < len(unit.low) else ""
    if first >= verb and follows in _NOMINATIVE:
        return None
    if first >= verb:
        return _far_subject(unit, number) if first == verb and segment.mark in (",", "–", "—", "-") else None
    if unit.low[first] in _NOT_SUBJECT or (first + 1 == verb and unit.low[first] in _POINTERS):
        return None
    if follows in _NOMINATIVE and not unit.flags[first] & PRON:
        return None
    if unit.flags[first] & (OBLIQUE | PREP) and not (unit.flags[first] & CAP and not unit.flags[first] & CLOSED):
        return None
    if unit.flags[first] & ADV and not unit.flags[first] & (DET | PRON):
        first += 1
        if first >= verb:
            return None
    end = phrase_end(unit, first, verb)
    if end <= first or unit.word[end - 1] in _TIMES or _dative(unit, first, end):
        return None
    if unit.word[end - 1] in _SPELLS and unit.low[first] != "die":
        return None  # "Vergangene Woche sagte …", but not "Die Woche"
    rest = [i for i in range(end, verb) if not unit.flags[i] & (ADV | PREP | CAP | NUM | DET | QUOTE)]
    return (first, end) if len(rest) <= 2 else None


def _far_subject(unit: Unit, number: int) -> tuple[int, int] | None:
    """The phrase before the appositions and relative clauses that end where the verb begins."""
    at = number - 1
    while (
        at > 0
        and unit.segments[at].kind in ("rel", "np", "inf", "sub")
        and unit.segments[at].mark in (",", "–", "—", "-")
    ):
        at -= 1
    head = unit.segments[at]
    if head.kind != "np" or at == number:
        return None
    first = head.first
    while first < head.last and unit.flags[first] & (COORD | ADV) and not unit.flags[first] & (DET | PRON):
        first += 1
    case = unit.flags[first] & OBLIQUE if first < head.last else 0
    if first >= head.last or case or (unit.flags[first] & (PREP | SUB) and not unit.flags[first] & DET):
        return None
    end = phrase_end(unit, first, head.last)
    if end < head.last - 4 or end <= first:
        return None
    return first, with_apposition(unit, end, at)


def relative_subject(unit: Unit, segment: Segment) -> tuple[int, int] | None:
    """The subject of a verb-final clause: the relative pronoun, or the phrase after the conjunction."""
    at = segment.first
    while at < segment.last and unit.flags[at] & COORD and not unit.flags[at] & (REL | SUB):
        at += 1
    if segment.kind == "rel" and unit.flags[at] & REL and not unit.flags[at] & (OBLIQUE | PREP):
        return at, at + 1
    return subject_after(unit, at, segment.last)
