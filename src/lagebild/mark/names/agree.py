"""One name, one kind in a document: occurrences vote, and what was seen in one sentence is found in the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lagebild.mark.names import persons
from lagebild.mark.names.gazetteer import Entry
from lagebild.mark.names.sentence import Found, Sentence, bare

_VOTING = frozenset(("person", "organisation", "place", "product", "event"))
# So large a share of the votes moves the others.
_MAJORITY = 2 / 3


class _Mention(NamedTuple):
    sentence: Sentence
    found: Found
    words: tuple[str, ...]


def agree(sentences: Sequence[Sentence]) -> None:
    """Gives every name the kind that most of its occurrences have, finds persons again by their last names, and names
    of several words wherever they stand."""
    mentions = [m for sentence in sentences for m in _mentions(sentence)]
    _vote(mentions)
    known = persons.surnames(list(sentences))
    seen = _seen(mentions)
    for sentence in sentences:
        if seen:
            _again(sentence, seen)
        if known:
            persons.again(sentence, known)


def _mentions(sentence: Sentence) -> Iterator[_Mention]:
    for found in sentence.found:
        if found.entry.kind in _VOTING:
            yield _Mention(sentence, found, _words(sentence, found))


def _words(sentence: Sentence, found: Found) -> tuple[str, ...]:
    first, last = sentence.tokens(found.start, found.end)
    return (*sentence.texts[first : last - 1], bare(sentence.texts[last - 1]))


def _vote(mentions: Sequence[_Mention]) -> None:
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    entries: dict[tuple[tuple[str, ...], str], Entry] = {}
    for mention in mentions:
        entry = mention.found.entry
        votes[mention.words][entry.kind] += 1
        if entry.kind == "person" and len(mention.words) > 1:
            votes[mention.words[-1:]]["person"] += 1
        held = entries.get((mention.words, entry.kind))
        if held is None or (held.entity is None and entry.entity is not None):
            entries[mention.words, entry.kind] = entry
    changed: dict[int, tuple[Sentence, dict[Found, Found]]] = {}
    for mention in mentions:
        kind, count = votes[mention.words].most_common(1)[0]
        entry = mention.found.entry
        if kind == entry.kind or count < _MAJORITY * votes[mention.words].total():
            continue
        better = entries.get((mention.words, kind)) or Entry(kind)  # type: ignore[arg-type]
        _, swaps = changed.setdefault(id(mention.sentence), (mention.sentence, {}))
        swaps[mention.found] = mention.found._replace(entry=better)
    for sentence, swaps in changed.values():
        sentence.settle([swaps.get(f, f) for f in sentence.found])


def _seen(mentions: Sequence[_Mention]) -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    """Names of several words by their first, longest first."""
    grown: dict[str, dict[tuple[str, ...], Entry]] = defaultdict(dict)
    for mention in mentions:
        if len(mention.words) > 1:
            grown[mention.words[0]].setdefault(mention.words, mention.found.entry)
    return {first: sorted(ways.items(), key=lambda way: -len(way[0])) for first, ways in grown.items()}


def _again(sentence: Sentence, seen: dict[str, list[tuple[tuple[str, ...], Entry]]]) -> None:
    texts = sentence.texts
    for at, text in enumerate(texts):
        for words, entry in seen.get(text, ()):
            last = at + len(words)
            ending = bare(texts[last - 1]) if last <= len(texts) else ""
            free = all(taken is None for taken in sentence.taken[at:last])
            if free and ending == words[-1] and tuple(texts[at : last - 1]) == words[:-1]:
                cut = len(texts[last - 1]) - len(ending)
                sentence.add(at, last, entry, end=sentence.words[last - 1].end - cut if cut else None)
                break
