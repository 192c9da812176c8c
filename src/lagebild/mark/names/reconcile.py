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
# Below this the reader is as often wrong as right where nothing else speaks for a name; of organisations it sees many
# that others do not count ("Landratsamt", leagues), so there it must be surer.
_LEAST, _LEAST_ORGANISATION = 0.55, 0.85
# So sure must the reader be to overrule a country, another name of the lists, or a place that context gave away, on the
# same words.
_OVER_COUNTRY, _OVER_LISTED, _OVER_PLACE = 0.99, 0.97, 0.6
# And so sure of a place that no gazetteer has.
_LEAST_UNKNOWN = 0.6


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
    peoples = {g.start: g.end for g in known if g.entry.kind in ("people", "country")}
    heard: set[Found] = set()
    for one in read:
        seen = _trimmed(sentence, one)
        near = known[bisect_right(reach, seen.start) : bisect_left(starts, seen.end)]
        seen = _widened(seen, near, peoples)
        over = [g for g in near if seen.start < g.end and g not in heard and not _nests(g, seen)]
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


def _widened(read: Read, near: list[Found], peoples: dict[int, int]) -> Read:
    """As far as a body of a state goes ("defence ministry"), which the lists know; but without the adjective."""
    for body in near:
        if _nests(body, read) or read.kind != "organisation" or not (body.entry.entity or "").startswith("org:"):
            continue
        if body.start <= read.start and read.end <= body.end:
            head = peoples.get(body.start, body.end)
            return read._replace(start=head + 1 if head < body.end else body.start, end=body.end)
    return read


def _nests(found: Found, read: Read) -> bool:
    """Whether the name is one that the adjective of a people stands within."""
    within = found.start <= read.start and read.end < found.end
    return within and read.kind == "people" and found.entry.kind == "organisation"


def _settled(sentence: Sentence, read: Read, over: list[Found]) -> Iterator[Found]:
    """The names that stand where the reader saw one: nothing where it is too unsure."""
    same = [g for g in over if _alike(g.entry.kind, read.kind)]
    against = [g for g in over if g not in same]
    if not same and (read.score < _least(sentence, read) or any(_holds(g, read) for g in against)):
        return
    if same and read.kind in _PLACED and any(g.start <= read.start and g.end >= read.end for g in same):
        # The lists know how far a place goes: "Vereinigten Staaten von Amerika".
        yield from over
        return
    entry = _entry(sentence, read, same)
    yield Found(read.start, read.end, entry)
    if read.kind == "organisation":
        # "Bank of Canada" holds "Canada".
        inner: tuple[str, ...] = (*_PLACED, "people")
        yield from (g for g in over if g.entry.kind in inner and (g.start, g.end) != (read.start, read.end))
    else:
        inner = _PLACED if read.kind == "place" and entry.entity is None else ()
        yield from (g for g in same if g.entry.kind in inner and g.entry.entity and read.start <= g.start)


def _least(sentence: Sentence, read: Read) -> float:
    if read.kind == "organisation":
        return _LEAST_ORGANISATION
    if read.kind != "place" or read.score >= _LEAST_UNKNOWN:
        return _LEAST
    first, last = sentence.tokens(read.start, read.end)
    return _LEAST if atlas.look([key(sentence.texts[first:last])]) else _LEAST_UNKNOWN


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
    if found.entry.entity is None:
        return found.entry.kind == "place" and read.kind == "organisation" and read.score < _OVER_PLACE
    return read.score < _OVER_LISTED


def _entry(sentence: Sentence, read: Read, same: list[Found]) -> Entry:
    listed = [g for g in same if g.entry.entity is not None or g.entry.lat is not None]
    if read.kind == "place" and listed:
        # "Republik Belarus" is Belarus; but "Neu-Delhi" is not Delhi, and "Brest region" not the town.
        first, last = sentence.tokens(read.start, read.end)
        whole = [g for g in listed if g.end == read.end and g.entry.kind == "country"]
        return whole[0].entry if whole and not atlas.look([key(sentence.texts[first:last])]) else Entry("place")
    if read.kind == "person":
        # "Viktor Lukaschenko" is not the Lukaschenko of the lists.
        listed = [g for g in listed if g.start == read.start or not g.entry.surname]
    return listed[0].entry if listed else Entry(read.kind)


def _stands(sentence: Sentence, found: Found) -> bool:
    """Whether a name that the reader does not see stands all the same."""
    entry = found.entry
    if entry.kind in ("country", "people", "product", "event"):
        return True
    if _part(sentence, found):
        return False
    # Of English organisations the lists hold many that are common words at the head of a sentence or a title.
    listed = entry.code is not None and sentence.language != "en"
    return entry.entity is not None or entry.kind == "place" or listed


def _part(sentence: Sentence, found: Found) -> bool:
    """Whether the name is one part of a compound: "EU" of "EU-Gelder"."""
    word = sentence.words[sentence.tokens(found.start, found.end)[1] - 1]
    return found.end < word.end and bare(word.text) == word.text
