"""Sentences that the report generates. Each carries what it claims, so that it can be checked against the
passages it cites; a sentence about the world that cites nothing can't be made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lagebild.core import Change, Cite, Links, Note, Span
from lagebild.errors import BadInput
from lagebild.weigh.grading import Grades

from . import messages
from .names import country_name
from .passages import Passages, Ref
from .visible import inline

About = Literal["world", "assessment"]
Polarity = Literal["affirmative", "negative"]

_MARKS = {"de": ("„", "“"), "en": ("“", "”")}
_OUTER = {"de": ("»", "«"), "en": ("‘", "’")}
_AMOUNT = re.compile(r"\d[\d\u202f]*")
_DOUBLE = frozenset('"“”„»«')
_OPENING = frozenset('"“„»«')
_CLOSING = frozenset('"“”»«')


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence. A `quote` is the words of a report, in that report's language."""

    text: str
    quote: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a sentence claims: entity ids of actors, polarity, a half-open ISO 8601 interval, numbers."""

    actors: tuple[str, ...] = ()
    polarity: Polarity | None = None
    earliest: str | None = None
    latest: str | None = None
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A generated sentence: its pieces, what it cites, what it claims. `lead` is what the page sets apart from it:
    a date, a speaker."""

    key: str
    about: About
    runs: tuple[Run, ...]
    cites: tuple[Cite, ...] = ()
    refs: tuple[Ref, ...] = ()
    facts: Facts = Facts()
    lead: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as plain text, with its lead in front."""
        said = "".join(run.text for run in self.runs)
        return f"{', '.join(self.lead)} – {said}" if self.lead else said


class Writer:
    """Writes the sentences of one report in one language, and keeps them in the order of writing."""

    def __init__(
        self, links: Links, language: str, names: Mapping[str, str], *, changes: Iterable[Change] = ()
    ) -> None:
        self.language = language
        self.links = links
        self.names = dict(names)
        self.passages = Passages(links)
        self.best: dict[str, tuple[Cite, ...]] = {}
        """The id of a happening → the citations of its sentence, looked up once."""
        self.written: list[Sentence] = []
        self.grades = Grades(links, changes)

    def world(
        self,
        key: str,
        cites: Iterable[Cite],
        facts: Facts,
        *,
        lead: tuple[str, ...] = (),
        **values: str | int | float | Run,
    ) -> Sentence:
        """A sentence about the world. Raises BadInput when it cites nothing."""
        found = _once(cites)
        if not found:
            raise BadInput(key, "a sentence about the world cites nothing", "mend the links it was made from")
        refs = tuple(self.passages.ref(cite) for cite in found)
        made = Sentence(
            key=key, about="world", runs=self._runs(key, values), cites=found, refs=refs, facts=facts, lead=lead
        )
        self.written.append(made)
        return made

    def assessment(
        self, key: str, cites: Iterable[Cite] = (), *, lead: tuple[str, ...] = (), **values: str | int | float | Run
    ) -> Sentence:
        """A sentence about the assessment itself: figures, method, what is missing."""
        found = _once(cites)
        refs = tuple(self.passages.ref(cite) for cite in found)
        made = Sentence(key=key, about="assessment", runs=self._runs(key, values), cites=found, refs=refs, lead=lead)
        self.written.append(made)
        return made

    def note(self, note: Note) -> Sentence:
        """A note of an earlier stage as a sentence. Where its values name passages (`document`, `reading`, `start`,
        `end`, with or without a prefix), they are cited, and it is a sentence about the world."""
        said = messages.say(note, self.language, names=self.names)
        said += "" if said.endswith((".", "!", "?", ":")) else "."
        values = dict(note.values)
        cites = _cites(values)
        refs = tuple(self.passages.ref(cite) for cite in cites)
        facts = Facts(numbers=_numbers(values)) if cites else Facts()
        about: About = "world" if cites else "assessment"
        made = Sentence(key=note.key, about=about, runs=(Run(said),), cites=cites, refs=refs, facts=facts)
        self.written.append(made)
        return made

    def notes(self, notes: Iterable[Note]) -> tuple[Sentence, ...]:
        """Several notes."""
        return tuple(self.note(note) for note in notes)

    def joined(self, notes: Iterable[Note]) -> tuple[Note, ...]:
        """Notes whose wording differs in one name alone as one: "Newly reported: build-up at the border; exercises"."""
        told: dict[tuple[str, object], list[str]] = {}
        first: dict[tuple[str, object], Note] = {}
        for note in notes:
            values = dict(note.values)
            places = sorted({piece.name for piece in messages.pieces(note.key, self.language) if piece.name})
            name = self._called(places[0], values[places[0]]) if len(places) == 1 and places[0] in values else None
            same = (note.key, None if name else note.values)
            first.setdefault(same, Note(note.key, ((places[0], ""),)) if name else note)
            told.setdefault(same, []).extend([name] if name else [])
        # Semicolons, as names of signs hold commas.
        return tuple(
            Note(note.key, ((note.values[0][0], "; ".join(dict.fromkeys(told[same]))),)) if told[same] else note
            for same, note in first.items()
        )

    def _called(self, place: str, value: str | int | float) -> str | None:
        """The name that a value stands for at a place of a message, or None where it stands for itself."""
        if not isinstance(value, str):
            return None
        label = f"{place}.{value}"
        return self.label(label) if messages.known(label) else self.names.get(value)

    def label(self, key: str) -> str:
        """A label of the page."""
        return messages.word(key, self.language)

    def say(self, key: str, **values: str | int | float) -> str:
        """A message with its places filled, for a part of a sentence or a label."""
        return messages.say(Note(key, tuple(values.items())), self.language, names=self.names)

    def name(self, known_as: str | None) -> str:
        """What an id of an entity, indicator or document is called; a PLOVER code by its words."""
        if known_as is None:
            return ""
        return inline(self.names.get(known_as) or _coded(known_as, self.names, self.language))

    def listed(self, names: Iterable[str]) -> str:
        """Names as a list in words: "Russland, Belarus und Polen"."""
        *first, last = dict.fromkeys(names) or ("",)
        return self.say("list.and", first=", ".join(first), last=last) if first else last

    def quote(self, text: str, language: str | None) -> Run:
        """The words of a report for a sentence, without the quotation marks around the whole of them."""
        return Run(unquoted(inline(text)), quote=True, language=language)

    def _runs(self, key: str, values: Mapping[str, str | int | float | Run]) -> tuple[Run, ...]:
        runs: list[Run] = []
        for piece in messages.pieces(key, self.language):
            value = values.get(piece.name) if piece.name else None
            if isinstance(value, Run) and not value.quote:
                runs.append(value)
            elif isinstance(value, Run):
                opening, closing = quotation_marks(value.text, self.language)
                runs += [Run(opening), value, Run(closing)]
            elif piece.name is None:
                runs.append(Run(piece.text))
            else:
                runs.append(Run(messages.filled(key, piece, values, self.language, self.names)))
        return tuple(runs)


def _once(cites: Iterable[Cite]) -> tuple[Cite, ...]:
    """Each passage once, with a mark where one of its cites has one."""
    found: dict[tuple[str, int, Span], Cite] = {}
    for cite in cites:
        key = (cite.document, cite.reading, cite.span)
        if key not in found or found[key].mark is None:
            found[key] = cite
    return tuple(found.values())


def _cites(values: Mapping[str, str | int | float]) -> tuple[Cite, ...]:
    """The passages that a note's values name."""
    found = []
    for key, document in values.items():
        prefix = key.removesuffix("document")
        place = [values.get(prefix + part) for part in ("reading", "start", "end")]
        if key.endswith("document") and isinstance(document, str) and all(isinstance(n, int) for n in place):
            reading, start, end = (int(n) for n in place if n is not None)
            found.append(Cite(document, reading, Span(start, end)))
    return tuple(dict.fromkeys(found))


def _numbers(values: Mapping[str, str | int | float]) -> tuple[float, ...]:
    """The amounts that a note tells, from values like "20\u202f000–30\u202f000"."""
    told = [values[key] for key in ("number", "one", "other") if isinstance(values.get(key), str)]
    return tuple(float(re.sub(r"\D", "", n)) for text in told for n in _AMOUNT.findall(str(text)))


def unquoted(text: str) -> str:
    """`text` without a pair of quotation marks around all of it, and without one at an end that has no partner:
    a sentence cut out of a longer quotation."""
    words = text.strip()
    while words:
        opened, closed = words[0] in _OPENING, words[-1] in _CLOSING
        inner = words[1:-1]
        if opened and closed and len(words) > 1 and not _DOUBLE & set(inner):
            words = inner.strip()
        elif opened and not _CLOSING & set(words[1:]):
            words = words[1:].strip()
        elif closed and not _OPENING & set(words[:-1]):
            words = words[:-1].strip()
        elif words[-1] in ".!?" and words[-2:-1] in _DOUBLE and not _OPENING & set(words[:-2]):
            words = words[:-2] + words[-1]
        else:
            break
    return words


def quotation_marks(text: str, language: str) -> tuple[str, str]:
    """The quotation marks to set around a quotation: a second kind where it holds double marks of its own."""
    return (_OUTER if _DOUBLE & set(text) else _MARKS)[language]


def _coded(code: str, names: Mapping[str, str], language: str) -> str:
    """A PLOVER actor code in words: "BLR MIL" → "Belarus (Militär)". Any other text stays as it is."""
    country, _, sector = code.partition(" ")
    key = f"sector.{sector}"
    if not messages.known(key):
        return code
    name = names.get(f"iso:{country}") or country_name(country, language) or country
    return f"{name} ({messages.word(key, language)})"
