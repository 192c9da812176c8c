"""One sentence while its names are being found: tokens, which of them are taken, and the lookup in the gazetteer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from lagebild.mark.names.gazetteer import Entry, Table, load, table
from lagebild.mark.words import Word


class Found(NamedTuple):
    """A name at `start:end` of the text."""

    start: int
    end: int
    entry: Entry


# What a word by itself says of the names that may stand there. The bits of a word are found out once, so that the
# passes over a sentence look only at the tokens that matter to them.
BEGINS, LEADS, TELLS, OPENS, SHOUTS = 1, 2, 4, 8, 16


@dataclass(slots=True)
class Sentence:
    """The tokens of a sentence with their traits, and its language where known. `taken[i]` is the entry of the name
    that token i belongs to."""

    words: tuple[Word, ...]
    texts: list[str]
    starts: list[int]
    traits: list[int]
    language: str | None = None
    taken: list[Entry | None] = field(init=False)
    _at: dict[int, list[Found]] = field(default_factory=dict)
    _shouting: bool | None = None

    def __post_init__(self) -> None:
        self.taken = [None] * len(self.words)

    def having(self, trait: int) -> list[int]:
        """The tokens that have this trait."""
        return [at for at, traits in enumerate(self.traits) if traits & trait]

    @property
    def shouting(self) -> bool:
        """Whether the sentence is mostly in capitals, so that capitals show nothing."""
        if self._shouting is None:
            self._shouting = len(self.having(SHOUTS)) * 2 > len(self.texts)
        return self._shouting

    @property
    def found(self) -> list[Found]:
        """All names, in no order."""
        return [found for names in self._at.values() for found in names]

    def add(self, first: int, last: int, entry: Entry, *, end: int | None = None) -> None:
        """A name over the tokens `first:last`; `end` cuts the last one short ("Putin" of "Putin's")."""
        self.taken[first:last] = [entry] * (last - first)
        self._keep(first, self.words[first].start, self.words[last - 1].end if end is None else end, entry)

    def replace(self, first: int, last: int, entry: Entry, *, end: int | None = None) -> None:
        """As `add`, in place of the names that lie inside ("Viktor Lukashenko" is not "Lukashenko")."""
        start = self.words[first].start
        for at in range(first, last):
            # "Bank of Canada" holds "Canada"; a person called Paris holds no town.
            inner = self._at.pop(at, [])
            if entry.kind == "organisation":
                self._at[at] = [found for found in inner if found.entry.kind in _PLACED]
        for at in range(max(0, first - _REACH), first):
            if at in self._at:
                self._at[at] = [found for found in self._at[at] if found.end <= start]
        self.add(first, last, entry, end=end)

    def nest(self, first: int, last: int, entry: Entry) -> None:
        """A name around others that stay: "belarussisches Verteidigungsministerium" holds "belarussisches"."""
        self._keep(first, self.words[first].start, self.words[last - 1].end, entry)
        self.taken[first:last] = [entry if t is None else t for t in self.taken[first:last]]

    def inside(self, at: int, start: int, end: int, entry: Entry) -> None:
        """A name that is part of token `at`: "US" of "US-Präsident"."""
        self._keep(at, start, end, entry)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that `start:end` of the text lies in, as `first:last`."""
        return bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)

    def settle(self, found: list[Found]) -> None:
        """These names in place of all others; of nested ones the outer has the tokens."""
        self._at, self.taken = {}, [None] * len(self.words)
        for start, end, entry in sorted(found, key=lambda f: (f.end - f.start, f.start)):
            first, last = self.tokens(start, end)
            if start == self.starts[first] and end >= self.words[last - 1].end - _TAIL:
                self.taken[first:last] = [entry] * (last - first)
            self._keep(first, start, end, entry)

    def _keep(self, at: int, start: int, end: int, entry: Entry) -> None:
        self._at.setdefault(at, []).append(Found(start, end, entry))


_PLACED = ("place", "country")
# No name that a form gives away is longer, so no earlier one can reach in from further back.
_REACH = 12
_POSSESSIVE = ("'s", "’s")
# A name fills its last token but for a possessive.
_TAIL = 2


class _Beside(NamedTuple):
    locative: frozenset[str]
    quotes: frozenset[str]
    articles: frozenset[str]
    joints: frozenset[str]
    cues: dict[str, tuple[str, ...]]


@cache
def _beside() -> _Beside:
    rows = load("words")["beside"]
    return _Beside(
        frozenset(rows["locative"].split()),
        frozenset("„“”»«\"'‚‘"),
        frozenset(rows["articles"].split()),
        frozenset(rows["joints"].split()),
        {kind: tuple(words.split()) for kind, words in rows["cues"].items()},
    )


def bare(text: str) -> str:
    """The word without an English possessive."""
    return text[:-2] if text.endswith(_POSSESSIVE) else text


def lookup(sentence: Sentence) -> None:
    """Adds all names of the gazetteer, longest first, none inside another."""
    known, texts = table(), sentence.texts
    free = 0
    for at in sentence.having(BEGINS):
        if at < free:
            continue
        ways = known.get(texts[at])
        if ways is None:
            _variant(sentence, at, known)
            continue
        match = _longest(ways, texts, at)
        if match is not None and _may(match[1], sentence, at, at + match[0]):
            free = at + match[0]
            sentence.add(at, free, match[1], end=_cut(sentence, free - 1))


def begins(text: str) -> bool:
    """Whether a name of the gazetteer, or a form of one, can begin with the word: most words need no further look."""
    if text in table():
        return True
    inflected = text[0].isupper() and (text[-1] == "s" or text.endswith(_POSSESSIVE) or text.isupper())
    return len(text) > 3 and (inflected or "-" in text)


def shouts(text: str) -> bool:
    """Whether the word is written in capitals throughout."""
    return len(text) > 1 and text.isupper()


def _longest(ways: tuple[tuple[tuple[str, ...], Entry], ...], texts: list[str], at: int) -> tuple[int, Entry] | None:
    for rest, entry in ways:
        if not rest:
            return 1, entry
        last = at + len(rest)
        # Most ways end here: no form of a word begins otherwise than the word.
        if last >= len(texts) or not texts[last].startswith(rest[-1]):
            continue
        if tuple(texts[at + 1 : last]) == rest[:-1] and _same(texts[last], rest[-1], entry):
            return 1 + len(rest), entry
    return None


def _same(got: str, word: str, entry: Entry) -> bool:
    if got == word or bare(got) == word:
        return True
    return (entry.kind != "people" and len(word) > 3 and got == word + "s") or _strong(entry, word, got)


def _strong(entry: Entry, word: str, got: str) -> bool:
    """Whether a body stands in the longer genitive: "Weißen Hauses", "Bundesrates"."""
    return entry.kind == "organisation" and got == word + "es"


def _cut(sentence: Sentence, last: int) -> int | None:
    word = sentence.words[last]
    return word.end - 2 if word.text.endswith(_POSSESSIVE) else None


def _variant(sentence: Sentence, at: int, known: Table) -> None:
    """Genitives, possessives, capitals throughout, and compounds with a hyphen."""
    word = sentence.words[at]
    text = word.text
    if not text[0].isupper() and "-" not in text:
        return
    for form, end in _forms(text, genitive=sentence.language != "en"):
        ways = known.get(form)
        entry = _alone(ways) if ways else None
        if entry is not None and _inflected(entry, form, text):
            if _may(entry, sentence, at, at + 1):
                sentence.add(at, at + 1, entry, end=None if end is None else word.start + end)
            return
    if "-" in text:
        _parts(sentence, at, known)


def _inflected(entry: Entry, form: str, text: str) -> bool:
    """Whether such a name can stand so: adjectives have no genitive, and only bodies one in -es."""
    if text == form + "es":
        return entry.kind == "organisation"
    return entry.kind != "people" or text != form + "s"


def _forms(text: str, *, genitive: bool) -> list[tuple[str, int | None]]:
    """Forms to look up, with where the name ends in the token where that is not its end."""
    if text.endswith(_POSSESSIVE):
        return [(text[:-2], len(text) - 2)]
    forms: list[tuple[str, int | None]] = []
    if genitive and text[-1] == "s":
        forms.append((text[:-1], None))
        if text[-2] == "e":
            forms.append((text[:-2], None))
    if text.isupper():
        forms.append((text.title(), None))
    return forms


def _alone(ways: tuple[tuple[tuple[str, ...], Entry], ...]) -> Entry | None:
    rest, entry = ways[-1]
    return entry if not rest else None


def _parts(sentence: Sentence, at: int, known: Table) -> None:
    """Names inside a compound: "US-Präsident", "russisch-belarussische", "EU-Kommission". The first part counts,
    and the last where it is an adjective."""
    word = sentence.words[at]
    start = word.start
    pieces = word.text.split("-")
    peoples = False
    for number, piece in enumerate(pieces):
        end = start + len(piece)
        ways = known.get(piece) if piece else None
        entry = _alone(ways) if ways else None
        # "pro-russische", "anti-Russian", "Austro-Hungarian"
        adjective = entry is not None and entry.kind == "people"
        # "Egyptian-US relations": a country or people beside another.
        beside = peoples and entry is not None and entry.kind in ("country", "people")
        named = entry is not None and (entry.wary is None or (number == 0 and _cued(entry.wary, pieces[1])))
        if entry is not None and named and (number == 0 or adjective or beside):
            peoples = entry.kind in ("country", "people")
            sentence.inside(at, start, end, entry)
            if number == len(pieces) - 1:
                sentence.taken[at] = entry
        start = end + 1


def _may(entry: Entry, sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name is one in this language, and, if it is a common word too, stands where only the name can."""
    texts = sentence.texts
    if entry.language is not None and sentence.language is not None and entry.language != sentence.language:
        return False
    if entry.wary is None:
        return True
    before = texts[first - 1] if first else ""
    after = texts[last] if last < len(texts) else ""
    if entry.wary == "place":
        return before in _beside().locative and not (after[:1].isupper() and after.isalpha())
    leading = texts[first] in _beside().articles
    if (last - first > 1 and not leading) or "-" in texts[first] or _cued(entry.wary, before, after):
        return True
    quoted = before in _beside().quotes and after in _beside().quotes
    after_article = (leading or before in _beside().articles) and not after[:1].isupper()
    return (
        (quoted and entry.wary in ("quoted", "outlet"))
        or (after_article and entry.wary in ("article", "party"))
        or (entry.wary in ("listed", "party") and _listed(sentence, first, last))
    )


def _cued(wary: str, *beside: str) -> bool:
    """Whether one of these words tells what the name beside it is: "Autobauer", "magazine"."""
    return any(cue in word.lower() for cue in _beside().cues.get(wary, ()) for word in beside)


def _listed(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a party stands beside: "SPD und Grüne"; or the words alone in brackets: "Robert Habeck (Grüne)"."""
    texts, joints = sentence.texts, _beside().joints
    before = texts[first - 1] if first else ""
    after = texts[last] if last < len(texts) else ""
    if before == "(" and after == ")":
        return True
    if first > 1 and before in joints and _party(sentence.taken[first - 2]):
        return True
    ways = table().get(texts[last + 1]) if after in joints and last + 1 < len(texts) else None
    return ways is not None and _party(_alone(ways))


def _party(entry: Entry | None) -> bool:
    return entry is not None and entry.kind == "organisation" and (entry.code or "").endswith("PTY")
