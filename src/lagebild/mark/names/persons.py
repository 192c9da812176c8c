"""Persons that no list knows: after a title or role, or a given name before a capitalised word; and a surname alone
where the same document has the whole name."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from lagebild.mark.names.endings import Endings
from lagebild.mark.names.gazetteer import Entry, first_names, load, table
from lagebild.mark.names.sentence import LEADS, Sentence, bare

PERSON = Entry("person")
# Words are looked at from the end, no further than this, so that a word of a megabyte costs no more than others.
LONGEST = 40
_INFLECTED = ("innen", "in", "en", "n", "s", "r", "e")


class _Lists(NamedTuple):
    particles: frozenset[str]
    abbreviated: frozenset[str]
    not_names: frozenset[str]
    noun_endings: tuple[str, ...]


@cache
def _lists() -> _Lists:
    rows = load("words")["persons"]
    return _Lists(
        frozenset(rows["particles"].split()),
        frozenset(rows["abbreviated"].split()),
        frozenset(rows["not_names"].split()),
        tuple(rows["noun_endings"].split()),
    )


def not_names() -> frozenset[str]:
    """Capitalised words that are no part of a name."""
    return _lists().not_names


@cache
def _roles() -> tuple[Endings[str], frozenset[str], dict[str, str]]:
    lists = load("roles")
    english = {phrase.rsplit(" ", 1)[-1].rstrip("."): sector for phrase, sector in lists["roles_en"].items()}
    return Endings(lists["roles_de"], least=3, inflected=_INFLECTED), frozenset(lists["honorifics"]), english


@lru_cache(maxsize=20_000)
def role(word: str) -> str | None:
    """The sector of a word for an office or profession ("Verteidigungsministerin", "spokesman"), else None."""
    german, honorifics, english = _roles()
    lowered = word[-LONGEST:].lower()
    if word in honorifics:
        return "CVL"
    if lowered in english:
        return english[lowered]
    if not word[:1].isupper():
        return None
    return german.longest(lowered)


def find(sentence: Sentence) -> None:
    """Adds the persons that stand after a title or role, or begin with a given name."""
    texts, taken, given = sentence.texts, sentence.taken, first_names()
    free, size = 0, len(texts)
    for at in sentence.having(LEADS):
        if at < free or at + 1 == size:
            continue
        text = texts[at]
        entry = taken[at]
        last = 0
        # "Solomon Islands", "Morgan Stanley": the lists know the whole name.
        whole = entry is not None and taken[at + 1] is entry
        if text in given and not whole and (entry is None or entry.kind != "person"):
            last = _end(sentence, at, given=True)
            if last - at >= 2:
                _add(sentence, at, last)
            else:
                last = 0
        elif entry is None and role(text) is not None:
            begin = at + 1
            if texts[begin] == "." and text in _lists().abbreviated:
                begin += 1
            if begin < size and taken[begin] is None and _nameable(texts[begin]):
                last = _end(sentence, begin, given=False)
                if last > begin:
                    _add(sentence, begin, last)
        free = max(at + 1, last)


def leads(text: str) -> bool:
    """Whether a word can stand right before a person's name, or begin it."""
    return text in first_names() or role(text) is not None


def _end(sentence: Sentence, begin: int, *, given: bool) -> int:
    """Where the name that begins at token `begin` ends. A name is at most five tokens."""
    texts, taken, size = sentence.texts, sentence.taken, len(sentence.texts)
    at, solid = begin + 1, begin + 1
    surnames = 0
    limit = min(size, begin + 6)
    if not given and _genitive(texts[begin]):
        return solid
    while at < limit:
        text = texts[at]
        entry = taken[at]
        if text in _lists().particles:
            at += 1
        elif len(text) == 1 and text.isupper() and at + 1 < size and texts[at + 1] == ".":
            at += 2
        elif (
            _nameable(text)
            and surnames < 2
            and (entry is None or (given and entry.kind in ("person", "place", "country")))
        ):
            if surnames and (text not in first_names() and not _still_given(texts[at - 1])):
                break
            surnames += 1
            at += 1
            solid = at
            if _genitive(text):
                break
        else:
            break
    return solid


def _genitive(text: str) -> bool:
    return bare(text) != text


def _still_given(text: str) -> bool:
    # "Recep Tayyip Erdogan", "Hans-Dietrich Genscher": a second given name may stand before the surname.
    return text in first_names()


def _nameable(text: str) -> bool:
    if len(text) < 2 or not text[0].isupper() or not text[0].isalpha() or text in _lists().not_names or "_" in text:
        return False
    lowered = text.lower()
    return not lowered.endswith(_lists().noun_endings) and role(text) is None and not (text.isupper() and len(text) < 5)


def _add(sentence: Sentence, first: int, last: int) -> None:
    word = sentence.words[last - 1]
    end = word.end - 2 if _genitive(word.text) else None
    entry = PERSON
    for got in sentence.taken[first:last]:
        # A surname of the list after a given name that the list does not know is a relative or a namesake.
        if got is not None and got.kind == "person" and not got.surname:
            entry = got
    sentence.replace(first, last, entry, end=end)


def surnames(sentences: list[Sentence]) -> dict[str, Entry]:
    """Last words of the whole names in the document, with the entry of the person. Where two persons share one,
    it stands for neither entity but still for a person."""
    known: dict[str, Entry] = {}
    for sentence in sentences:
        texts = sentence.texts
        at = len(texts) if sentence.taken.count(None) == len(texts) else 0
        while at < len(texts):
            entry = sentence.taken[at]
            if entry is None or entry.kind != "person":
                at += 1
                continue
            last = at + 1
            while last < len(texts) and sentence.taken[last] is entry:
                last += 1
            name = bare(texts[last - 1])
            if len(name) > 2:
                got = known.setdefault(name, entry)
                if got.entity != entry.entity:
                    known[name] = PERSON
            at = last
    return known


def spellings(known: dict[str, Entry]) -> frozenset[str]:
    """All forms in which `again` finds these surnames."""
    stems = [*known, *(f"{name}s" for name in known)]
    return frozenset([*stems, *(f"{stem}{end}" for stem in stems for end in ("'s", "’s"))])


def again(sentence: Sentence, known: dict[str, Entry], forms: frozenset[str] | None = None) -> None:
    """Adds the surnames that stand alone, with a genitive too ("Liubakovas"); `forms` are their `spellings`."""
    within = spellings(known) if forms is None else forms
    for at in [at for at, text in enumerate(sentence.texts) if text in within]:
        text = sentence.texts[at]
        if sentence.taken[at] is not None or not text[0].isupper():
            continue
        name = bare(text)
        entry = known.get(name)
        if entry is None and name.endswith("s"):
            entry = known.get(name[:-1])
        if entry is not None and name not in table():
            end = sentence.words[at].end - 2 if name != text else None
            sentence.add(at, at + 1, entry, end=end)
