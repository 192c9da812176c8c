"""One verdict from two witnesses: the gazetteer with its forms, and the reader.

The reader has seen how names stand in sentences, so it decides where a name begins and ends and of what kind it is; the
gazetteer knows which one it is, so a name that both found keeps its entity. What only one of them found stands where
that witness was seldom wrong alone (`bench/reader.py` has the figures).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from lagebild.core.marks import NameKind
from lagebild.mark.names import atlas
from lagebild.mark.names.gazetteer import Entry
from lagebild.mark.names.keys import key
from lagebild.mark.names.sentence import Found, Sentence, bare
from lagebild.mark.reader import Found as Read

_PLACED = ("place", "country")
# Below this the reader is as often wrong as right where nothing else speaks for a name.
_LEAST = 0.3
# So sure must the reader be to overrule a country, or another name of the lists, on the same words.
_OVER_COUNTRY, _OVER_LISTED = 0.9, 0.6


def reconcile(sentences: Sequence[Sentence], read: Iterable[Read]) -> None:
    """Replaces the names of each sentence by what both witnesses say together. `read` is in the order of the text."""
    waiting = list(read)
    starts = [one.start for one in waiting]
    for sentence in sentences:
        first = bisect_left(starts, sentence.words[0].start)
        last = bisect_left(starts, sentence.words[-1].end)
        sentence.settle(list(_together(sentence, waiting[first:last])))


def _together(sentence: Sentence, read: Sequence[Read]) -> Iterator[Found]:
    known = sorted(sentence.found, key=lambda f: f.start)
    starts, reach = [g.start for g in known], list(accumulate((g.end for g in known), max))
    heard: set[Found] = set()
    for one in read:
        seen = _trimmed(sentence, one)
        near = known[bisect_right(reach, seen.start) : bisect_left(starts, seen.end)]
        over = [g for g in near if seen.start < g.end and g not in heard]
        settled = list(_settled(sentence, seen, over))
        if settled:
            heard.update(over)
            yield from settled
    yield from (g for g in known if g not in heard and _stands(sentence, g))


def _trimmed(sentence: Sentence, one: Read) -> Read:
    """Without an English possessive at the end."""
    word = sentence.words[max(0, sentence.tokens(one.start, one.end)[1] - 1)]
    cut = len(word.text) - len(bare(word.text))
    return one._replace(end=one.end - cut) if cut and one.end == word.end else one


def _settled(sentence: Sentence, read: Read, over: list[Found]) -> Iterator[Found]:
    """The names that stand where the reader saw one: nothing where it is too unsure."""
    same = [g for g in over if _alike(g.entry.kind, read.kind)]
    against = [g for g in over if g not in same]
    if not same and (read.score < _LEAST or any(_holds(g, read) for g in against)):
        return
    if same and read.kind in _PLACED and any(g.start <= read.start and g.end >= read.end for g in same):
        # The lists know how far a place goes: "Vereinigten Staaten von Amerika".
        yield from over
        return
    yield Found(read.start, read.end, _entry(sentence, read, same))
    if read.kind == "organisation":
        # "Bank of Canada" holds "Canada".
        inner = (*_PLACED, "people")
        yield from (g for g in over if g.entry.kind in inner and (g.start, g.end) != (read.start, read.end))
    else:
        yield from (g for g in against if g.entry.kind == "people" and g.end <= read.start)


def _alike(listed: NameKind, read: NameKind) -> bool:
    return listed == read or (listed == "country" and read == "place")


def _holds(found: Found, read: Read) -> bool:
    """Whether a name of the lists stands against what the reader sees: the same words, or more."""
    if found.start > read.start or found.end < read.end:
        return False
    if found.entry.kind == "people" and found.entry.entity is not None:
        return True
    if found.entry.kind == "country":
        return read.score < _OVER_COUNTRY
    return found.entry.entity is not None and read.score < _OVER_LISTED


def _entry(sentence: Sentence, read: Read, same: list[Found]) -> Entry:
    listed = [g.entry for g in same if g.entry.entity is not None or g.entry.lat is not None]
    if read.kind == "place" and listed:
        # "Neu-Delhi" is not Delhi, though "Republik Belarus" is Belarus.
        first, last = sentence.tokens(read.start, read.end)
        if atlas.look([key(sentence.texts[first:last])]):
            return Entry("place")
    return listed[0] if listed else Entry(read.kind)


def _stands(sentence: Sentence, found: Found) -> bool:
    """Whether a name that the reader does not see stands all the same."""
    entry = found.entry
    if entry.kind in ("country", "people", "product", "event"):
        return True
    if _part(sentence, found):
        return False
    return entry.entity is not None


def _part(sentence: Sentence, found: Found) -> bool:
    """Whether the name is one part of a compound: "EU" of "EU-Gelder"."""
    word = sentence.words[sentence.tokens(found.start, found.end)[1] - 1]
    return found.end < word.end and bare(word.text) == word.text
