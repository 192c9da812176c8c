"""From a `Report` to text: templates with autoescape, one self-contained page, no script, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lagebild.core import Note

from . import format as f
from . import messages
from .markdown import Text, address, escaped, one_line
from .sentences import quotation_marks
from .views import Report
from .visible import visible

CONTENTS: tuple[tuple[str, str, str], ...] = (
    ("spread", "spread", "spread"),
    ("condition", "condition", "condition"),
    ("moved", "moved", "moved"),
    ("history", "history", "charts"),
    ("evidence", "evidence", "evidence"),
    ("missing", "missing", "missing"),
    ("experts", "experts", "camps"),
    ("levers", "what_would", "levers"),
    ("grid", "grid", "grid"),
    ("hand", "hand", "hand"),
    ("timeline", "timeline", "timeline"),
    ("speakers", "speakers", "speakers"),
    ("contradictions", "contradictions", "disputes"),
    ("corrections", "corrections", "corrections"),
    ("collection", "collection", "holdings"),
    ("sources", "sources", "origins"),
    ("about", "about_report", "question"),
    ("method", "method", "method"),
    ("passages", "passages", "passages"),
)
"""Sections in the order of the page: id, label, field of the report that fills it."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def html(report: Report, version: str) -> str:
    """The report as one HTML file."""
    style = (files("lagebild") / "tell/templates/report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment("html").get_template("report.html.jinja", globals=_words(report))
    said = template.render(
        r=report, style=Markup(style), style_hash=f"sha256-{digest}", toc=_contents(report), version=version
    )  # The style sheet is ours; with `<` in it, it would end its element.
    return said.strip() + "\n"


def markdown(report: Report, version: str) -> str:
    """The report as Markdown with footnotes."""
    own = {
        "address": address,
        "mark": lambda number: Text(f"[^{number}]:"),
        "md": Text,
        "note": lambda number: Text(f"[^{number}]"),
        "one_line": one_line,
        "quotes": lambda text: quotation_marks(text, report.language),
    }
    template = _environment("md").get_template("report.md.jinja", globals=_words(report) | own)
    said = template.render(r=report, version=version)
    return re.sub(r"\n{3,}", "\n\n", said).strip() + "\n"


@cache
def _environment(kind: str) -> Environment:
    made = Environment(
        loader=PackageLoader("lagebild.tell"),
        autoescape=kind == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=False,
        keep_trailing_newline=True,
        finalize=escaped if kind == "md" else _shown,
    )
    made.globals["lang"] = _lang
    return made


def _words(report: Report) -> dict[str, object]:
    language = report.language
    return {
        "word": lambda key: messages.word(key, language),
        "say": lambda key, **values: messages.say(Note(key, tuple(values.items())), language),
        "share": lambda value: f.share(value, language),
    }


def _contents(report: Report) -> list[tuple[str, str, bool]]:
    evidence = report.evidence_for or report.evidence_against or report.evidence_unclear
    filled = {"evidence": bool(evidence), "missing": bool(report.missing.counted or report.missing.uncounted)}
    return [(id_, label, filled.get(id_, bool(getattr(report, of, None)))) for id_, label, of in CONTENTS]


def _shown(value: object) -> object:
    """Every value on the page: without characters that deceive the eye. Escaping comes after."""
    return visible(value) if type(value) is str else value


def _lang(language: str | None) -> Markup:
    """The attribute for the language of foreign words. What is no plain language code is left out."""
    if language and _LANGUAGE.fullmatch(language):
        return Markup(' lang="{}"').format(language)
    return Markup("")
