"""Places that the short list lacks: words that the large gazetteer knows, where what stands beside them says that a
place is meant. English capitals show names; German ones do not, so German needs a preposition of place."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from lagebild.mark.names import atlas, places_told
from lagebild.mark.names.atlas import COMMON, GIVEN, SURNAME, Named
from lagebild.mark.names.gazetteer import Entry, first_names, table
from lagebild.mark.names.keys import key
from lagebild.mark.names.persons import not_names, role
from lagebild.mark.names.place_words import PLACE, part_of_name, place_words
from lagebild.mark.names.sentence import OPENS, Sentence, bare
from lagebild.mark.words import Memo

_LONGEST = 4
_PLACED = ("place", "country")


class Candidate(NamedTuple):
    """Tokens `first:last` of a sentence that may name a place, and how much speaks for it."""

    sentence: Sentence
    first: int
    last: int
    key: str
    score: float


def find(sentences: list[Sentence], *, german: bool, surnames: frozenset[str]) -> None:
    """Adds places with `entry` PLACE; which of the places of that name it is, is decided later."""
    runs = [(sentence, span) for sentence in sentences for span in _runs(sentence)]
    keys = [_filed(sentence.texts, *span) for sentence, span in runs]
    known = atlas.look(keys)
    found: list[Candidate] = []
    for (sentence, (first, last)), filed in zip(runs, keys, strict=True):
        named = known.get(filed)
        if named is None or (last - first == 1 and _people(sentence.texts[first])):
            continue
        nested = _nested(sentence, first)
        if nested and _is_all(sentence, first, last):
            continue
        beside = _beside(sentence, first, last, german=german)
        score = beside + _prior(named, sentence, first, last)
        if filed in surnames:
            score -= 3
        if nested and not _listed(sentence, first):
            score += 2
        found.append(Candidate(sentence, first, last, filed, score))
    best: dict[str, float] = {}
    for candidate in found:
        best[candidate.key] = max(best.get(candidate.key, -9.0), candidate.score)
    used: set[tuple[int, int]] = set()
    for candidate in sorted(found, key=lambda c: c.first - c.last):
        sentence, first, last, filed, score = candidate
        if score + 0.5 * max(0.0, best[filed] - score) < (_LEAST_DE if german else _LEAST):
            continue
        if any((id(sentence), at) in used for at in range(first, last)):
            continue
        used.update((id(sentence), at) for at in range(first, last))
        word = sentence.words[last - 1]
        end = word.end - 2 if bare(word.text) != word.text else word.end
        if _nested(sentence, first):
            sentence.inside(first, sentence.words[first].start, end, PLACE)
        else:
            sentence.replace(first, last, PLACE, end=end)


_LEAST, _LEAST_DE = 0.6, 3.0


def _filed(texts: list[str], first: int, last: int) -> str:
    """The key of the words, without an English possessive."""
    ending = _ending[texts[last - 1]]
    return key(texts[first : last - 1]) + ending if last - first > 1 else ending


@Memo
def _ending(text: str) -> str:
    return key([bare(text)])


def _people(text: str) -> bool:
    return any(not rest and entry.kind == "people" for rest, entry in table().get(text, ()))


def _nested(sentence: Sentence, at: int) -> bool:
    taken = sentence.taken[at]
    return taken is not None and taken.kind == "organisation"


def _is_all(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens are all of the organisation that they lie in: "Alcoa" is no town within Alcoa."""
    taken = sentence.taken
    owner = taken[first]
    begins = first == 0 or taken[first - 1] is not owner
    return begins and (last >= len(taken) or taken[last] is not owner)


def _listed(sentence: Sentence, first: int) -> bool:
    """Whether the organisation that begins there stands in the lists: "Boko Haram" need not begin with a town, as
    "Dublin City Council" does."""
    texts = sentence.texts
    return any(
        entry.kind == "organisation" and tuple(texts[first + 1 : first + 1 + len(rest)]) == rest
        for rest, entry in table().get(texts[first], ())
    )


def _runs(sentence: Sentence) -> list[tuple[int, int]]:
    """Spans of one to four words that begin and end with a capital: those that hold no name yet, those that are more
    than the place in them ("New South Wales"), and those that begin an organisation ("Dublin City Council") or
    follow its preposition."""
    texts, taken, small = sentence.texts, sentence.taken, place_words()
    spans = []
    for first in sentence.having(OPENS):
        owner = taken[first]
        if owner is not None and not _open(sentence, first, owner):
            continue
        at = first
        for _ in range(_LONGEST):
            if at >= len(texts) or not _same_name(owner, taken[at]):
                break
            word = texts[at]
            if word[0].isupper():
                if (word not in small.not_places or at > first) and _whole(sentence, first, at):
                    spans.append((first, at + 1))
                if bare(word) != word:
                    break
                at += 1
                if at < len(texts) and texts[at] == "." and word in _ABBREVIATED:
                    at += 1
            elif word in small.inside and at > first:
                at += 1
            else:
                break
    return spans


def opens(text: str) -> bool:
    """Whether the name of a place can begin with the word."""
    return text[0].isupper() and text not in place_words().stops


def _open(sentence: Sentence, first: int, owner: Entry) -> bool:
    before = sentence.taken[first - 1] if first else None
    if owner.kind == "organisation":
        return owner.entity is None and (before is not owner or sentence.texts[first - 1] in ("of", "in", "at"))
    return owner.kind in _PLACED and before is not owner


def _whole(sentence: Sentence, first: int, at: int) -> bool:
    """Whether the words from `first` to `at` cut no known place in two and are more than one."""
    taken = sentence.taken
    owner = taken[at]
    if owner is None or owner.kind == "organisation":
        return True
    return owner is not taken[first] and (at + 1 >= len(taken) or taken[at + 1] is not owner)


def _same_name(owner: Entry | None, taken: Entry | None) -> bool:
    if owner is not None and owner.kind == "organisation":
        return taken is owner
    return taken is None or taken.kind in _PLACED


_ABBREVIATED = frozenset(("St", "Ft", "Mt", "Ste"))


def _prior(named: Named, sentence: Sentence, first: int, last: int) -> float:
    """How much the name itself is one: its size, its length, and what else the word is."""
    size = max(p.size if first_of else p.size - 1 for p, first_of in zip(named.places, named.primary, strict=True))
    score = 0.6 * (size - 3)
    if last - first > 1:
        return score + 1.5
    if named.flags & COMMON:
        score -= 3
    if named.flags & GIVEN or sentence.texts[first] in first_names():
        score -= 2
    elif named.flags & SURNAME:
        score -= 1.2
    if first == 0:
        score -= 0.5
    if sentence.texts[first].isupper():
        score -= 3 if len(sentence.texts[first]) < 6 else 0
    return score - (1 if sentence.shouting else 0)


def _beside(sentence: Sentence, first: int, last: int, *, german: bool) -> float:
    """How much the words beside speak for a place."""
    texts, taken, small = sentence.texts, sentence.taken, place_words()
    before = texts[first - 1] if first else ""
    after = texts[last] if last < len(texts) else ""
    score = 0.0
    if before in small.strong:
        score += 2.5
    elif before in small.weak:
        score += 1.0
    elif before in small.before:
        score += 1.5
    elif (
        before[:1].isupper()
        and taken[first - 1] is None
        and before not in small.stops
        and before not in not_names()
        and bare(before) == before
        and not german
    ):
        score -= 4 if before in first_names() or role(before) is not None else 2.5
    elif before == "." and first > 1 and len(texts[first - 2]) < 4:
        # "Mr. Paris", "J. Lincoln"
        score -= 3
    if after in small.after:
        score += 2.0
    elif after[:1].isupper() and (last >= len(texts) or taken[last] is None) and not german:
        score -= 1.5
    elif after in small.saying:
        score -= 2.0
    elif after == "," and last + 1 < len(texts):
        place = taken[last + 1]
        if place is not None and place.kind in _PLACED:
            score += 4.0
    elif (after in "(—–-/" and first == 0) and after:
        score += 2.0
    if first > 1 and before == "," and (place := taken[first - 2]) is not None and place.kind in _PLACED:
        score += 1.0
    return score


def features(sentence: Sentence) -> None:
    """Adds what lies on a map, by its head: "Kanawha River", "Royal Street", "Lake Manassas"; and what the sentence
    says is a place."""
    _headed(sentence)
    places_told.find(sentence)


def _headed(sentence: Sentence) -> None:
    texts, taken, small = sentence.texts, sentence.taken, place_words()
    heads = _heads()
    if heads.isdisjoint(texts):
        return
    for at, text in enumerate(texts):
        if sentence.shouting or (bare(text) not in small.features and text not in small.leading):
            continue
        first, last = at, at + 1
        if bare(text) in small.features:
            while first > 0 and at - first < 3 and part_of_name(texts[first - 1]):
                first -= 1
        elif text in small.leading:
            while last < len(texts) and last - at < 3 and part_of_name(texts[last]):
                last += 1
        whole = all(owner is None or owner.kind in _PLACED for owner in taken[first:last])
        # "New England" or "Long Island" of the lists stay what they are.
        if last - first > 1 and whole and (taken[at] is None or taken[at] is not taken[first]):
            end = sentence.words[last - 1].end - len(texts[last - 1]) + len(bare(texts[last - 1]))
            sentence.replace(first, last, PLACE, end=end)


def wider(sentence: Sentence) -> None:
    """Widens places by the word that makes one name with them: "South Waziristan", "Borno State"."""
    texts, taken, small = sentence.texts, sentence.taken, place_words()
    if small.parts.isdisjoint(texts) and small.units.isdisjoint(texts):
        return
    for at in [at for at, text in enumerate(texts) if text in small.parts or text in small.units]:
        if taken[at] is not None or sentence.shouting:
            continue
        ahead = texts[at] in small.parts
        near = taken[at + 1] if ahead and at + 1 < len(texts) else taken[at - 1] if not ahead and at else None
        if near is None or near.kind not in _PLACED:
            continue
        first, last = at, at + 1
        if ahead:
            while last < len(texts) and taken[last] is near:
                last += 1
        else:
            while first > 0 and taken[first - 1] is near:
                first -= 1
            follows = texts[last] if last < len(texts) else ""
            if follows[:1].isupper() or bare(texts[first]) != texts[first]:
                continue
        word = sentence.words[last - 1]
        end = word.end - 2 if bare(word.text) != word.text else word.end
        sentence.replace(first, last, near._replace(kind="place", entity=None), end=end)


@cache
def _heads() -> frozenset[str]:
    heads = place_words().features | place_words().leading
    return heads.union(head + end for head in heads for end in ("'s", "’s"))


def attached(sentence: Sentence) -> None:
    """Adds places joined to a word by a hyphen: "R-Marshall", "Sligo-based"."""
    for at in [at for at, text in enumerate(sentence.texts) if "-" in text]:
        word = sentence.words[at]
        if sentence.taken[at] is not None:
            continue
        head, _, tail = word.text.partition("-")
        if head in ("D", "R") and len(tail) > 2 and tail.isalpha():
            part, start = tail, word.start + 2
        elif tail in _ATTACHED and len(head) > 2 and head[0].isupper():
            part, start = head, word.start
        else:
            continue
        filed = key([part])
        if filed in atlas.look([filed]):
            sentence.inside(at, start, start + len(part), PLACE)


_ATTACHED = frozenset(("area", "based", "born", "bound", "native"))


def abbreviations(sentence: Sentence) -> None:
    """Adds states by their abbreviation after a comma: "Gainesville, Fla.", "Fargo, ND"; with two full stops
    ("W.Va.", "N.Y.") anywhere."""
    texts, states = sentence.texts, place_words().states
    if states.keys().isdisjoint(texts):
        return
    for at, text in enumerate(texts):
        ways = states.get(text)
        if ways is None or sentence.taken[at] is not None:
            continue
        for form, name in ways:
            if tuple(texts[at : at + len(form)]) != form:
                continue
            after_comma = at > 1 and texts[at - 1] == "," and texts[at - 2][0].isupper()
            if after_comma or (form.count(".") > 1 and not texts[at - 1][0].isdigit()):
                sentence.add(at, at + len(form), _state(name))
                break


@cache
def _state(name: str) -> Entry:
    """The state as the short list or the large gazetteer has it."""
    for rest, entry in table().get(name.split(maxsplit=1)[0], ()):
        if rest == tuple(name.split()[1:]) and entry.kind == "place":
            return entry
    filed = key(name.replace(".", " ").split())
    regions = [p for p in atlas.look([filed])[filed].places if p.kind == atlas.REGION]
    place = max(regions, key=lambda p: p.size)
    return Entry("place", place.entity, place.country, place.lat, place.lon, place.radius_km)
