"""NAMES: the gazetteer first, then what titles, head nouns and forms of words give away, then the same names again
wherever else they stand in the document; all of it weighed against what a reader sees, where there is one."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from lagebild.core import Context, Marks, Name, Reading, Span, mark_id
from lagebild.core.marks import NameKind
from lagebild.mark import reader as readers
from lagebild.mark.names import organisations, persons, places
from lagebild.mark.names.agree import agree
from lagebild.mark.names.keys import key
from lagebild.mark.names.reconcile import reconcile
from lagebild.mark.names.resolve import resolve
from lagebild.mark.names.sentence import BEGINS, LEADS, OPENS, SHOUTS, TELLS, Found, Sentence, begins, lookup, shouts
from lagebild.mark.reader import Reader
from lagebild.mark.words import Memo, Word, words


class Names:
    """The annotator of names with a reader: the default one where none is given."""

    name = "names"
    needs: tuple[str, ...] = ("sentences",)
    makes: tuple[str, ...] = ("names",)

    def __init__(self, reader: Reader | None = None) -> None:
        self._reader = reader

    @property
    def reader(self) -> Reader:
        """What it reads with."""
        return self._reader or readers.default()

    @property
    def version(self) -> str:
        """The version of the lists and forms, and of the reader."""
        reader = self.reader
        return _VERSION if reader.name == readers.NONE else f"{_VERSION}+{reader.name}-{reader.version}"

    def __call__(self, reading: Reading, marks: Marks, context: Context) -> Marks:
        tokens = words(reading.text)
        language = context.language or reading.language
        german = language != "en"
        sentences = list(_sentences(marks, tokens, language if language in ("de", "en") else None))
        for sentence in sentences:
            lookup(sentence)
            persons.find(sentence)
            organisations.find(sentence)
        known = persons.surnames(sentences)
        forms = persons.spellings(known)
        for sentence in sentences:
            if known:
                persons.again(sentence, known, forms)
            places.abbreviations(sentence)
            places.attached(sentence)
        places.find(sentences, german=german, surnames=frozenset(key([name]) for name in known))
        if not german:
            for sentence in sentences:
                places.wider(sentence)
                places.features(sentence)
        reader = self.reader
        if reader.name != readers.NONE and sentences:
            spans = [Span(s.words[0].start, s.words[-1].end) for s in sentences]
            reconcile(sentences, reader(reading.text, spans))
            agree(sentences)
        return Marks(names=_marks(resolve(sentences), f"{self.name}/{self.version}"))


class _Key(NamedTuple):
    start: int
    end: int
    kind: NameKind


def _sentences(marks: Marks, tokens: tuple[Word, ...], language: str | None) -> list[Sentence]:
    starts = [word.start for word in tokens]
    texts = [word.text for word in tokens]
    traits = _traits.of_all(texts)
    made = []
    for span in marks.sentences:
        part = slice(bisect_left(starts, span.start), bisect_left(starts, span.end))
        if part.start < part.stop:
            made.append(Sentence(tokens[part], texts[part], starts[part], traits[part], language))
    return made


@Memo
def _traits(text: str) -> int:
    return (
        BEGINS * begins(text)
        | LEADS * persons.leads(text)
        | TELLS * organisations.tells(text)
        | OPENS * places.opens(text)
        | SHOUTS * shouts(text)
    )


def _marks(found: list[Found], by: str) -> tuple[Name, ...]:
    taken: set[str] = set()
    seen: set[_Key] = set()
    made = []
    for start, end, entry in sorted(found, key=lambda f: (f.start, -f.end)):
        key = _Key(start, end, entry.kind)
        if key in seen:
            continue
        seen.add(key)
        span = Span(start, end)
        made.append(
            Name(
                id=mark_id("n", span, taken),
                span=span,
                by=by,
                kind=entry.kind,
                entity=entry.entity,
                lat=entry.lat,
                lon=entry.lon,
                radius_km=entry.radius_km,
            )
        )
    return tuple(made)


_VERSION = "1"
NAMES = Names()
