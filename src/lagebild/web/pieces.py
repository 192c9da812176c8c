"""Rows of lists as HTML: each rendered once for a view and a language, since the pages of a list, whatever they are
filtered by, mostly show rows that other pages show too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from lagebild.core import Marked
from lagebild.tell import format as f
from lagebild.tell.names import publisher
from lagebild.tell.visible import inline

from . import render
from .desk import View
from .render import Talk

_T = TypeVar("_T")


def rows(
    view: View, talk: Talk, macro: str, found: Iterable[tuple[str, _T]], make: Callable[[_T], Any]
) -> list[Markup]:
    """Things with their ids as rows, by a macro of `macros.html.jinja` that takes what `make` makes of a thing."""
    write: Callable[[Any], Markup] | None = None
    shown = []
    for known_as, thing in found:
        key = (macro, talk.language, known_as)
        row = view.pieces.get(key)
        if row is None:
            # To get the macros ready costs as much as a row.
            write = write or getattr(render.macros(talk), macro)
            row = view.pieces.put(key, write(make(thing)))
        shown.append(row)
    return shown


class Line(NamedTuple):
    """A report in a list."""

    id: str
    title: str
    language: str | None
    publisher: str
    date: str
    dated: str


def line(talk: Talk, marked: Marked) -> Line:
    """A report as a line says it."""
    document, language = marked.reading.document, talk.language
    return Line(
        id=document.id,
        title=inline(document.title or talk.word("title.none")),
        language=marked.reading.language,
        publisher=publisher(document, language),
        date=f.moment(document.published, language) or talk.word("undated"),
        dated=document.published_by,
    )


def lines(view: View, talk: Talk, found: Iterable[Marked]) -> list[Markup]:
    """Reports as the rows of a list."""
    return rows(view, talk, "line", ((m.reading.document.id, m) for m in found), lambda m: line(talk, m))


def choose(made: Markup, chosen: str) -> Markup:
    """The options of a choice with the one of this value chosen."""
    if not chosen:
        return made
    value = Markup(' value="{}"').format(chosen)
    return Markup(str(made).replace(value, f"{value} selected", 1))
