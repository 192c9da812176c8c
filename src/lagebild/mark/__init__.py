"""Second room: marks on one reading. Knows nothing of any other document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from lagebild.core import LAYERS, Context, Document, Marks, Reading
from lagebild.errors import UnknownName

from .annotator import GROUP, Annotator, named, needed
from .events import EVENTS
from .hedges import HEDGES
from .names import NAMES, Names
from .quantities import QUANTITIES
from .reader import NONE, Reader
from .reader import named as reader_named
from .reasons import REASONS
from .sentences import SENTENCES
from .statements import STATEMENTS
from .times import TIMES
from .view import back, onto, view

BUILT_IN: tuple[Annotator, ...] = (SENTENCES, TIMES, NAMES, QUANTITIES, HEDGES, STATEMENTS, EVENTS, REASONS)
"""The annotators that Lagebild brings, in the order in which they run."""

__all__ = ["BUILT_IN", "GROUP", "Annotator", "anchor_of", "mark", "named"]


def mark(
    reading: Reading,
    *,
    layers: Iterable[str] | None = None,
    anchor: date | None = None,
    language: str | None = None,
    reader: Reader | str | None = None,
    annotators: tuple[Annotator, ...] = BUILT_IN,
) -> Marks:
    """The marks on `reading`: of `layers` (names in `LAYERS`, all when None) and of the layers that these need.

    Relative times count from the document's publication date; where it has none, from `anchor`. `language`
    (ISO 639-1) overrides what gather found. `reader` finds names: the name of one (`small`, `none`, a spaCy
    pipeline) or one of your own; left out, the default one, and none where names are not asked for. Offsets refer to
    `reading.text` as it is. Raises UnknownName for a layer that does not exist, BadInput for a reader that cannot be
    had.
    """
    wanted = frozenset(LAYERS if layers is None else layers)
    for layer in sorted(wanted.difference(LAYERS)):
        raise UnknownName.of("layer", layer, LAYERS)
    published = anchor_of(reading.document)
    context = Context(
        language=language or reading.language,
        anchor=published or anchor,
        anchored_on="publication" if published else "context",
    )
    seen = view(reading.text)
    plain = reading if seen.text is reading.text else replace(reading, text=seen.text, parts=onto(reading.parts, seen))
    if language is not None:
        plain = replace(plain, language=language, parts=tuple(replace(p, language=language) for p in plain.parts))
    made = Marks()
    for annotator in needed(wanted, _reading_with(reader, annotators, "names" in wanted)):
        made = made + annotator(plain, made, context)
    return back(made, seen)


def _reading_with(reader: Reader | str | None, annotators: tuple[Annotator, ...], asked: bool) -> tuple[Annotator, ...]:
    """The annotators, NAMES with the reader that is wanted."""
    if reader is None and asked:
        return annotators
    chosen = reader_named(reader or NONE) if reader is None or isinstance(reader, str) else reader
    return tuple(Names(chosen) if annotator is NAMES else annotator for annotator in annotators)


def anchor_of(document: Document) -> date | None:
    """The day that relative times count from: the publication date, given or on the page, or inferred to the day
    (a page that says only when it was updated).

    A wider inferred interval is no anchor: it was inferred from the dates of the text itself and would prove itself.
    """
    if document.published is None:
        return None
    first, _, last = document.published.partition("/")
    day = date.fromisoformat(first[:10])
    return day if not last or date.fromisoformat(last[:10]) - day <= timedelta(days=1) else None
