"""Paragraphs of a web page without building a tree: for pages that no tree can hold, in linear time."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})")
_NAMES = """
address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul details dialog
video audio time
"""
BLOCKS = frozenset(_NAMES.split())
"""Elements that end a line of text."""
RAW = frozenset(("script", "style", "noscript", "template", "svg", "textarea", "iframe", "title", "math", "object"))
"""Elements whose content is no text of the page."""
_ASIDE = frozenset(("nav", "footer", "aside", "button", "select", "menu"))
_LONGEST_TAG = 20_000
# What follows the name of a tag, up to its end; a `>` in quotes does not end it. No two ways to match one text, so a
# failure is found in linear time.
_REST = re.compile(r"""[^>=]*(?:=(?:"[^"]*"|'[^']*'|(?!["']))[^>=]*)*>""")


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two block borders: the words, the innermost block tag, and whether it stands aside."""

    text: str
    tag: str
    aside: bool


def runs(page: str) -> list[Run]:
    """The runs of text in `page`, in order, entities resolved, white space collapsed."""
    return list(each_run(page))


def each_run(page: str) -> Iterator[Run]:
    """The same one by one, for who needs the first of them only."""
    words: list[str] = []
    unclosed: set[str] = set()
    tag, depth, at, size = "body", 0, 0, len(page)
    while at < size:
        opening = page.find("<", at)
        if opening < 0:
            words.append(page[at:])
            break
        words.append(page[at:opening])
        if page.startswith("<!--", opening):
            at = _after(page, "-->", opening + 4)
            continue
        m = _TAG.match(page, opening)
        if m is None:
            closing = page.startswith(("<!", "<?", "</"), opening)
            words.append("" if closing else "<")
            at = _after(page, ">", opening) if closing else opening + 1
            continue
        name = m[2].lower()
        at = _tag_end(page, m.end())
        if name in RAW and not m[1]:
            at = _raw_end(page, name, at, unclosed)
        elif name in BLOCKS or name in _ASIDE:
            if text := _joined(words):
                yield Run(text, tag, depth > 0)
            if name in _ASIDE:
                depth = max(0, depth + (-1 if m[1] else 1))
            tag = "body" if m[1] else name
    if text := _joined(words):
        yield Run(text, tag, depth > 0)


def _joined(words: list[str]) -> str:
    """The text of `words`, which are then none."""
    text = " ".join(entities.unescape("".join(words)).split())
    words.clear()
    return text


def _after(page: str, what: str, start: int) -> int:
    found = page.find(what, start)
    return len(page) if found < 0 else found + len(what)


def _tag_end(page: str, start: int) -> int:
    """Past the `>` of a tag, not fooled by one within quotes; bounded, as a quote may never be closed."""
    m = _REST.match(page, start, start + _LONGEST_TAG)
    return m.end() if m else _after(page, ">", start)


def _raw_end(page: str, name: str, start: int, unclosed: set[str]) -> int:
    """Past the closing tag of an element without text, or `start` where there is none. Names of which there is no
    closing tag further on are kept in `unclosed`: each is looked for once."""
    if name in unclosed:
        return start
    closing = re.compile(rf"</{name}\s{{0,20}}>", re.I)
    # Looking for two plain characters first is ten times as fast as the expression alone.
    at = page.find("</", start)
    while at >= 0:
        if m := closing.match(page, at):
            return m.end()
        at = page.find("</", at + 2)
    unclosed.add(name)
    return start
