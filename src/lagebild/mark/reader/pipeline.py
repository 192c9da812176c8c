"""An adapter for spaCy pipelines that the user has installed; spaCy is imported only when one is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lagebild.core import Span
from lagebild.core.marks import NameKind
from lagebild.errors import BadInput

from .protocol import Found

LABELS: dict[str, NameKind] = {
    "EVENT": "event",
    "FAC": "place",
    "GPE": "place",
    "LOC": "place",
    "NORP": "people",
    "ORG": "organisation",
    "PER": "person",
    "PERSON": "person",
    "PRODUCT": "product",
    # Of the Ukrainian, Russian and Polish pipelines.
    "geogName": "place",
    "orgName": "organisation",
    "persName": "person",
    "placeName": "place",
}
"""spaCy's labels as kinds. MISC, dates, amounts and the like are left out."""
# Sentences are handed over in stretches of about this many characters: whole paragraphs, within any pipeline's limit.
_STRETCH = 4000


class _Language(Protocol):
    """As much of `spacy.Language` as is used here."""

    @property
    def meta(self) -> dict[str, Any]: ...
    def pipe(self, texts: Iterable[str], /) -> Iterable[Any]: ...


@dataclass(frozen=True)
class Pipeline:
    """Reads with a spaCy pipeline."""

    name: str
    language: _Language

    @classmethod
    def load(cls, name: str) -> Pipeline:
        """The installed pipeline called `name`. Raises BadInput where spaCy or the pipeline is not there, or where it
        has no names to give."""
        known = "known are: none, small, and installed spaCy pipelines"
        try:
            import spacy  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise BadInput(f"reader {name}", "is unknown, and spaCy is not installed", known) from None
        try:
            language = spacy.load(name)
        except OSError:
            raise BadInput(f"reader {name}", "is no installed spaCy pipeline", known) from None
        if not {"ner", "beam_ner", "entity_ruler", "span_ruler"} & set(language.pipe_names):
            raise BadInput(f"reader {name}", "finds no names (it has no component ner)", "take another pipeline")
        return cls(name, language)

    @property
    def version(self) -> str:
        """The pipeline's own version."""
        return str(self.language.meta.get("version", "0"))

    def __call__(self, text: str, sentences: Sequence[Span]) -> tuple[Found, ...]:
        stretches = list(_stretches(sentences))
        found = []
        documents = self.language.pipe(text[start:end] for start, end in stretches)
        for (start, _), document in zip(stretches, documents, strict=True):
            for entity in document.ents:
                kind = LABELS.get(entity.label_)
                if kind is not None:
                    found.append(Found(start + entity.start_char, start + entity.end_char, kind, 1.0))
        return tuple(found)


def _stretches(sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    begin = end = -1
    for span in sentences:
        if begin >= 0 and span.end - begin > _STRETCH:
            yield begin, end
            begin = -1
        if begin < 0:
            begin = span.start
        end = span.end
    if begin >= 0:
        yield begin, end
