"""Organisations that no list knows: bodies of a state with their country, head nouns, companies, acronyms."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from lagebild.mark.names.endings import Endings
from lagebild.mark.names.gazetteer import Entry, load
from lagebild.mark.names.persons import LONGEST
from lagebild.mark.names.sentence import TELLS, Sentence, bare

ORGANISATION = Entry("organisation")
_COUNTRY_KINDS = frozenset(("country", "people", "place"))
_LINKS_DE = frozenset(("für", "der", "des", "zur"))
_LINKS_EN = frozenset(("of", "for", "on"))
_INSIDE_EN = frozenset(("of", "for", "and", "the", "on", "&"))
_GENITIVE = frozenset(("der", "des", "of", "the", "in", "von"))


class _Body(NamedTuple):
    id: str
    alone: bool


class _Heads(NamedTuple):
    german: Endings[_Body]
    english: dict[str, list[tuple[tuple[str, ...], _Body]]]
    heads_de: frozenset[str]
    heads_en: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    no_acronym: frozenset[str]
    no_part: frozenset[str]


@cache
def _heads() -> _Heads:
    lists = load("organisation_heads")
    german: dict[str, _Body] = {}
    english: dict[str, list[tuple[tuple[str, ...], _Body]]] = {}
    for phrase, row in lists["bodies"].items():
        body = _Body(row["id"], row["alone"])
        parts = tuple(phrase.split())
        if len(parts) == 1:
            german[phrase] = body
        english.setdefault(parts[0], []).append((parts[1:], body))
    for ways in english.values():
        ways.sort(key=lambda way: -len(way[0]))
    return _Heads(
        # Only a word of some length stands at the end of a compound: "Militärarmee", but not every "-marine".
        Endings(german, least=8, inflected=("s",)),
        english,
        frozenset(lists["heads_de"]["words"].split()),
        frozenset(lists["heads_en"]["words"].split()),
        frozenset(lists["companies"]["after"].split()),
        frozenset(lists["companies"]["before"].split()),
        frozenset(lists["acronyms"]["not"].split()),
        frozenset(lists["no_part"]["words"].split()),
    )


def find(sentence: Sentence) -> None:
    """Adds organisations by their form."""
    heads, texts, taken = _heads(), sentence.texts, sentence.taken
    for at in sentence.having(TELLS):
        if taken[at] is not None:
            continue
        text = texts[at]
        ways = _bodies(text)
        if ways is not None and _body(sentence, at, ways):
            continue
        if not text[0].isupper():
            continue
        if text in heads.heads_de:
            _german_head(sentence, at)
        if text in heads.heads_en and taken[at] is None:
            _english_head(sentence, at)
        elif text in heads.after and taken[at] is None:
            _company(sentence, at)
        elif text in heads.before and at + 1 < len(texts):
            _club(sentence, at)
        elif taken[at] is None and len(text) > 2 and text[2].isupper():
            _acronym(sentence, at, heads)


def tells(text: str) -> bool:
    """Whether a word can be the head, the beginning or the whole of an organisation's name."""
    if _bodies(text) is not None:
        return True
    heads = _heads()
    known = text in heads.heads_de or text in heads.heads_en or text in heads.after or text in heads.before
    return text[0].isupper() and (known or (len(text) > 2 and text[2].isupper()))


def _bodies(text: str) -> tuple[tuple[tuple[str, ...], _Body], ...] | None:
    """The ways in which a name of a body of a state can begin with this word: the words that must follow."""
    heads, lowered = _heads(), text[-LONGEST:].lower()
    ways = heads.english.get(lowered, [])
    german = heads.german.longest(lowered) if text[0].isupper() and not ways else None
    return tuple(ways) or ((((), german),) if german is not None else None)


def _body(sentence: Sentence, at: int, ways: tuple[tuple[tuple[str, ...], _Body], ...]) -> bool:
    """A body of a state: "belarussisches Verteidigungsministerium", "Russia's Ministry of Defence"."""
    texts = sentence.texts
    size, body = 0, None
    for rest, candidate in ways:
        if not rest or tuple(t.lower() for t in texts[at + 1 : at + 1 + len(rest)]) == rest:
            size, body = 1 + len(rest), candidate
            break
    if body is None:
        return False
    first, country = at, None
    before = sentence.taken[at - 1] if at else None
    if before is not None and before.kind in _COUNTRY_KINDS and before.code is not None:
        first, country = at - 1, before.code
    else:
        country = _country_after(sentence, at + size)
    if country is None and not body.alone:
        return False
    entity = f"org:{country}-{body.id}" if country is not None and body.id else None
    code = None
    if country is not None:
        code = f"{country} {body.id.split('-')[0] or 'GOV'}"
    sentence.nest(first, at + size, Entry("organisation", entity, code))
    return True


def _country_after(sentence: Sentence, at: int) -> str | None:
    """The country in a genitive after the head: "der Ukraine", "Weißrusslands", "of Belarus", "in Minsk"."""
    texts, size = sentence.texts, len(sentence.texts)
    while at < size and texts[at] in _GENITIVE:
        at += 1
    entry = sentence.taken[at] if at < size else None
    return entry.code if entry is not None and entry.kind in ("country", "place") else None


def _german_head(sentence: Sentence, at: int) -> None:
    """ "Institut für Weltwirtschaft", "Rat der Weisen": up to the last capitalised word of the phrase."""
    texts, size = sentence.texts, len(sentence.texts)
    if at + 2 >= size or texts[at + 1] not in _LINKS_DE:
        return
    if texts[at + 1] != "für" and not texts[at + 2][0].isupper():
        return
    last, end = at + 2, min(size, at + 7)
    seen = False
    while last < end:
        text = texts[last]
        if text[0].isupper() and text[0].isalpha():
            seen = True
        elif seen and text in ("und", "&") and last + 1 < end and texts[last + 1][0].isupper():
            pass
        elif seen or not text.isalpha():
            break
        last += 1
        if seen and not (last < end and texts[last] in ("und", "&")):
            break
    if seen:
        sentence.replace(at, last, ORGANISATION)


def _english_head(sentence: Sentence, at: int) -> None:
    """ "Belarus State University", "Institute for the Study of War"."""
    heads = _heads()
    texts, size = sentence.texts, len(sentence.texts)
    first = at
    while first > 0 and texts[first - 1][0].isupper() and texts[first - 1] not in heads.no_part:
        first -= 1
        if at - first >= 5 or not texts[first].replace("-", "").isalpha():
            break
    last = at + 1
    if last + 1 < size and texts[last] in _LINKS_EN:
        probe = last + 1
        while probe < size and probe < at + 8 and (texts[probe][0].isupper() or texts[probe] in _INSIDE_EN):
            probe += 1
            if texts[probe - 1][0].isupper():
                last = probe
    # "Russia's Council" alone names nothing; "Belarus State University" does.
    possessive = last == at + 1 and first == at - 1 and bare(texts[first]) != texts[first]
    if last - first > 1 and not possessive:
        sentence.replace(first, last, ORGANISATION)


def _company(sentence: Sentence, at: int) -> None:
    texts, first = sentence.texts, at
    while (
        first > 0 and at - first < 3 and texts[first - 1][0].isupper() and texts[first - 1].replace("-", "").isalnum()
    ):
        first -= 1
    if first < at:
        sentence.replace(first, at + 1, ORGANISATION)


def _club(sentence: Sentence, at: int) -> None:
    texts, last = sentence.texts, at + 1
    while last < len(texts) and last - at < 3 and texts[last][0].isupper() and texts[last].replace("-", "").isalpha():
        last += 1
    if last > at + 1:
        sentence.replace(at, last, ORGANISATION)


def _acronym(sentence: Sentence, at: int, heads: _Heads) -> None:
    """Two to five capitals amid ordinary words. Two alone are too often initials."""
    text = sentence.texts[at]
    stem = text.split("-")[0]
    if not (3 <= len(stem) <= 5 and stem.isalpha() and stem.isupper()) or stem in heads.no_acronym:
        return
    if set(stem) <= set("IVXLCM"):
        return
    texts = sentence.texts
    if sentence.shouting:
        return
    beside = texts[max(0, at - 1) : at] + texts[at + 1 : at + 2]
    if any(len(t) > 1 and t.isalpha() and t.isupper() for t in beside):
        return
    end = sentence.words[at].start + len(stem)
    sentence.add(at, at + 1, ORGANISATION, end=end if end < sentence.words[at].end else None)
