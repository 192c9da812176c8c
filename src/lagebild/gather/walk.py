"""The blocks of a page in the order of the page, with what the markup says of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree, html

from lagebild.core.text import Role

from . import dates
from .flat import BLOCKS, RAW

_DROPPED = RAW | {"nav", "button", "select", "menu", "input", "canvas", "link", "meta", "img", "source", "path"}
_HINTS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("correction", re.compile(r"correction|korrektur|erratum|editor.?s?.?note|amendment|richtigstellung")),
    (
        "credit",
        re.compile(r"credit|copyright|photographer|bildnachweis|bildquelle|fotograf|image.?source|media.?source"),
    ),
    ("caption", re.compile(r"caption|bildunterschrift|bildtext|image.?description")),
    (
        "boilerplate",
        re.compile(
            r"cookie|consent|paywall|newsletter|subscri|breadcrumb|share|social|comments?(?:\b|-)|kommentar|advert"
            r"|\bads?\b|\bad-|anzeige|login|sign.?up|registration|toolbar|\bmeta-?nav|skip.?link|gdpr|banner"
        ),
    ),
    (
        "teaser",
        re.compile(
            r"teaser|related|recommend|read.?more|more.?on|mehr.?zum|weitere|most.?read|meistgelesen|see.?also|promo"
            r"|lesen.?sie|outbrain|taboola|also.?read|linklist|further"
        ),
    ),
)
_ANY = re.compile("|".join(pattern.pattern for _, pattern in _HINTS))
_NAMES = ("class", "id", "itemprop", "role", "data-testid")
# The body itself is hidden by some pages until their script has run.
_HIDDEN = etree.XPath("//body//*[@hidden or contains(translate(@style, ' DISPLAYNOE', 'displaynoe'), 'display:none')]")
_TICKER = re.compile(r"(?:^|[\s_-])(?:live|ticker|liveblog|update|entry|post|event)", re.I)


@dataclass(frozen=True, slots=True)
class Seen:
    """One block: its words, what its markup says, whether all of it is links, and the element that it stands in."""

    text: str
    tag: str
    hint: Role | None
    linked: bool
    published: str | None
    parent: int
    article: int


@dataclass(slots=True)
class _Frame:
    """What holds within one open element."""

    hint: Role | None
    published: str | None
    article: int
    link: bool
    block: bool
    node: int


def prune(tree: html.HtmlElement) -> None:
    """Takes out of `tree` what is never text of a report, so that nothing has to look at it again."""
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    for element in _HIDDEN(tree):
        if element.getparent() is not None:
            element.drop_tree()


def walk(tree: html.HtmlElement) -> list[Seen]:
    """All blocks of text in the body of the page but navigation and forms' controls; linear in the page."""
    body = tree.find("body")
    root = body if body is not None else tree
    entries = _entries(root)
    found: list[Seen] = []
    words: list[str] = []
    linked = 0
    stack = [_Frame(None, None, 0, False, True, 0)]
    number = 0

    def flush(tag: str) -> None:
        nonlocal linked
        if words and (text := " ".join("".join(words).split())):
            top = stack[-1]
            owner = next((f for f in reversed(stack) if f.block), top)
            found.append(Seen(text, tag, top.hint, linked >= 0.9 * len(text), top.published, owner.node, top.article))
        words.clear()
        linked = 0

    def add(text: str | None) -> None:
        nonlocal linked
        if text:
            words.append(text)
            linked += len(text) * stack[-1].link

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            if tag in BLOCKS:
                flush(tag)
            if len(stack) > 1:
                stack.pop()
            add(element.tail if element is not root else None)
            continue
        if not tag:
            walker.skip_subtree()
            stack.append(stack[-1])  # the end event still comes, and takes a frame off
            continue
        if tag in BLOCKS:
            flush("p")
        number += 1
        stack.append(_frame(element, tag, stack[-1], number, entries.get(element)))
        add(element.text)
    flush("body")
    return found


def _frame(element: html.HtmlElement, tag: str, above: _Frame, number: int, published: str | None) -> _Frame:
    hint = above.hint
    if hint is None or hint in ("caption", "teaser"):
        hint = _hint(element, tag, above) or hint
    return _Frame(
        hint,
        published or above.published,
        number if tag in ("article", "main") else above.article,
        above.link or tag == "a",
        tag in BLOCKS and tag != "br",
        number,
    )


def _hint(element: html.HtmlElement, tag: str, above: _Frame) -> Role | None:
    if tag in ("figcaption", "figure"):
        return "caption"
    if tag == "footer" or (tag == "header" and not above.article):
        return "boilerplate"
    if tag in ("body", "html", "main", "article"):
        return None  # their classes tell of the whole page: "has-newsletter", "paywall-active"
    get = element.get
    names = " ".join([get(a, "") for a in _NAMES]) if element.keys() else ""
    return (_named(names.lower()[:300]) if names else None) or ("teaser" if tag == "aside" else None)


@lru_cache(4096)
def _named(names: str) -> Role | None:
    if not _ANY.search(names):
        return None
    return next((role for role, pattern in _HINTS if pattern.search(names)), None)


def _entries(root: html.HtmlElement) -> dict[html.HtmlElement, str]:
    """The entries of a live ticker with the time of each: elements side by side, of one class, with one time each."""
    times = [(t, iso) for t in root.iter("time") if (iso := dates.normal(t.get("datetime") or t.text_content()[:80]))]
    if len(times) < 3:
        return {}
    inside: Counter[html.HtmlElement] = Counter()
    for time, _ in times[:5000]:
        inside.update(time.iterancestors())
    groups: defaultdict[tuple[html.HtmlElement, str, str], list[tuple[html.HtmlElement, str]]] = defaultdict(list)
    for time, iso in times[:5000]:
        top = time
        while (up := top.getparent()) is not None and inside[up] == 1 and up is not root:
            top = up
        parent = top.getparent()
        if parent is not None and top is not time:
            groups[(parent, str(top.tag), (top.get("class") or "").split(" ")[0])].append((top, iso))
    found: dict[html.HtmlElement, str] = {}
    for (parent, _, name), members in groups.items():
        if len(members) >= 3 and _is_ticker(parent, name, members):
            found.update(members)
    return found


def _is_ticker(parent: html.HtmlElement, name: str, members: list[tuple[html.HtmlElement, str]]) -> bool:
    """True for entries that are read here, not lists of links to other pages."""
    text = sum(len(" ".join(e.text_content().split())) for e, _ in members)
    links = sum(len(" ".join(a.text_content().split())) for e, _ in members for a in e.iter("a"))
    if links * 2 > text:
        return False
    marked = _TICKER.search(f"{name} {parent.get('class') or ''} {parent.get('id') or ''}") is not None
    return text >= (60 if marked else 120) * len(members)
