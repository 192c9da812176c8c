"""Web pages: trafilatura finds the report, the page's own markup says what the rest is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from lagebild.core.text import Role
from lagebild.errors import Unreadable

from . import dates
from .decode import decode
from .flat import runs
from .meta import Meta, meta_of
from .parts import is_headline, phrases, role_of
from .raw import Block, Options, Page, Raw, Remark, document_id
from .walk import Seen, prune, walk

if TYPE_CHECKING:
    from lxml import html

_CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\n\r")
_DROPPED = dict.fromkeys(_CONTROLS)
_KEY = re.compile(r"[^\W_]+")
_REACH = 12  # blocks after the report in which its correction or its credits may stand
_SHORT = 20
_ENOUGH = 400


def read_html(
    data: bytes, source: str, options: Options, *, charset: str | None = None, page: Page | None = None
) -> Raw:
    """The report on a web page. Raises Unreadable for a page with no report: empty, a consent wall."""
    text, odd = decode(data, source, charset=charset)
    if not text.strip():
        raise Unreadable(source, "is empty", "leave it out")
    text = _without_controls(text)
    remarks = [odd] if odd else []
    tree = _tree(text)
    meta = meta_of(tree) if tree is not None else Meta()
    if tree is not None:
        prune(tree)
    blocks = _article(tree, meta) if tree is not None else []
    size = sum(len(b.text) for b in blocks)
    if size < _ENOUGH:
        level = _level(text)
        plain = sum(len(b.text) for b in level)
        if plain > max(10 * size, 200):
            blocks = level
            remarks.append("has a markup in which no report was found (too deep or broken); read as plain paragraphs")
    _refuse_wall(blocks, text, source)
    if not meta.free or _holds(" ".join(b.text for b in blocks), "paywall"):
        body = sum(len(b.text) for b in blocks if b.role is None and role_of(b.text) is None)
        if body < 2000:
            remarks.append("is behind a paywall; only its free part was read")
    address = page.url if page else None
    return Raw(
        id=document_id(address or data),
        source=source,
        blocks=tuple(blocks),
        title=next((b.text for b in blocks if b.role == "title"), meta.headline),
        url=address or meta.url,
        publisher=meta.publisher,
        author=meta.author,
        declared=meta.language,
        published=meta.published,
        published_by="page" if meta.published else "unknown",
        updated=meta.updated,
        fetched=page.fetched if page else None,
        remarks=tuple(Remark(source, r) for r in remarks),
    )


def fragment(text: str) -> list[Block]:
    """The blocks of a piece of HTML that is all report: an entry of a feed."""
    return [Block(r.text, "title" if r.tag == "h1" else _caption(r.tag)) for r in runs(text)]


def _without_controls(text: str) -> str:
    """`text` without the control characters that XML does not allow. Few pages have any, and bytes are searched for
    them ten times as fast as text is."""
    data = text.encode("utf-8", "replace")
    return text if len(data.translate(None, _CONTROLS)) == len(data) else text.translate(_DROPPED)


def _caption(tag: str) -> Role | None:
    return "caption" if tag in ("figcaption", "figure") else None


def _tree(text: str) -> html.HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _article(tree: html.HtmlElement, meta: Meta) -> list[Block]:
    """The blocks of the report and of what stands between and right after them."""
    seen = walk(tree)
    if sum(s.published is not None for s in seen) < 3 and len(meta.updates) >= 3:
        return _ticker(meta)
    wanted = _extracted(tree)
    keys = [_key(s.text) for s in seen]
    whole = "".join(map(_key, wanted))
    own = _matched(keys, whole)
    if wanted and (not own or 2 * sum(len(keys[i]) for i in own) < len(whole)):
        return _plain(wanted, meta)
    return _chosen(seen, own, meta)


def _extracted(tree: html.HtmlElement) -> list[str]:
    """The paragraphs that trafilatura takes for the report."""
    import trafilatura

    for fast in (True, False):
        # Its other algorithms cost four times as much, and matter where its own finds next to nothing.
        found = trafilatura.bare_extraction(tree, options=_options(fast))
        text = getattr(found, "text", None) or ""
        if len(text) >= _ENOUGH:
            break
    return [p for p in text.split("\n") if p.strip()]


@cache
def _options(fast: bool) -> Any:
    # Made once: it reads its settings from a file's text, which takes as long as a small page.
    from trafilatura.settings import Extractor

    return Extractor(output_format="python", fast=fast, comments=False)


def _key(text: str) -> str:
    return "".join(_KEY.findall(text)).casefold()


def _matched(keys: list[str], whole: str) -> set[int]:
    """The numbers of those blocks, by their keys, that stand, in this order, in the key of what trafilatura found. A
    short block counts only where it follows right on the one before: "Mehr" stands in many a sentence."""
    found: set[int] = set()
    at = 0
    for i, key in enumerate(keys):
        if not key:
            continue
        if len(key) < _SHORT:
            place = at if whole.startswith(key, at) else -1
        else:
            place = whole.find(key, at)
            if place < 0 and key in whole:
                found.add(i)  # out of order: it counts, the reading goes on where it was
        if place >= 0:
            found.add(i)
            at = place + len(key)
    return found


def _chosen(seen: list[Seen], own: set[int], meta: Meta) -> list[Block]:
    entries = {i for i, s in enumerate(seen) if s.published}
    solid = [i for i in sorted(own | entries) if seen[i].hint not in ("caption", "credit", "boilerplate")]
    first, last = (solid[0], solid[-1]) if solid else (0, -1)
    parents = {seen[i].parent for i in own}
    article = {seen[i].article for i in own if seen[i].article}
    title = _title(seen, meta)
    blocks: list[Block] = []
    for i, s in enumerate(seen):
        if i == title:
            blocks.append(Block(s.text, "title"))
            continue
        near = first <= i <= last or s.article in article or last < i <= last + _REACH
        if not near or s.tag == "h1":
            continue
        within = i in own or i in entries or (first <= i <= last and s.parent in parents)
        block = _block(s, within=within, inside=first <= i <= last)
        if block:
            blocks.append(block)
    return blocks


def _block(s: Seen, *, within: bool, inside: bool) -> Block | None:
    """The block for `s`; None where it is no part of the report nor of what belongs to it."""
    role = _hinted(s, role_of(s.text), within=within, inside=inside)
    if role is None and not within:
        role = "teaser" if s.linked and is_headline(s.text) else "drop"
    if role == "drop":
        return None
    return Block(s.text, role, s.published if role is None else None, linked=s.linked)


def _hinted(s: Seen, word: Role | None, *, within: bool, inside: bool) -> Role | Literal["drop"] | None:
    """The role of a block from its markup and its words (`word`); None leaves it to the report."""
    if s.hint in ("caption", "credit", "correction"):
        return s.hint
    if s.hint == "teaser" and (s.linked or is_headline(s.text) or word or not within):
        return "boilerplate" if word == "boilerplate" else "teaser"
    if s.hint == "boilerplate" and (word or not within):
        return "boilerplate" if inside or word else "drop"
    return None if within else word


def _title(seen: list[Seen], meta: Meta) -> int:
    """The number of the block that is the headline: the h1 that the page's title speaks of, else the first of the
    article, else the first; -1 for none."""
    heads = [i for i, s in enumerate(seen) if s.tag == "h1"]
    wanted = _key(meta.headline or "")
    by_name = [i for i in heads if (k := _key(seen[i].text)) and (k in wanted or (wanted and wanted in k))]
    inside = [i for i in heads if seen[i].article]
    return next(iter([*by_name, *inside, *heads]), -1)


def _plain(wanted: list[str], meta: Meta) -> list[Block]:
    """Blocks of trafilatura's own text, where the page could not be matched with it."""
    title = _key(meta.headline or "")
    return [Block(w, "title" if title and _key(w) == title else None) for w in wanted]


def _ticker(meta: Meta) -> list[Block]:
    blocks = [Block(meta.headline, "title")] if meta.headline else []
    for update in meta.updates:
        at = dates.normal(update.published)
        for text in (update.headline, update.body):
            blocks += [replace(b, published=at) for b in fragment(text)]
    return blocks


def _level(text: str) -> list[Block]:
    """The paragraphs of the page without its tree: those that read like sentences, and the first headline."""
    blocks: list[Block] = []
    for r in runs(text):
        if r.tag == "h1" and not any(b.role == "title" for b in blocks):
            blocks.append(Block(r.text, "title"))
        elif not r.aside and (r.text.count(" ") >= 7 or role_of(r.text) in ("correction", "credit")):
            blocks.append(Block(r.text, "caption" if r.tag in ("figcaption", "figure") else None))
    return blocks


def _holds(text: str, table: str) -> int:
    low = text[:2_000_000].casefold()
    return sum(p in low for p in phrases()[table]["holds"])


def _refuse_wall(blocks: list[Block], text: str, source: str) -> None:
    """A page that only asks for consent must not pass for a report."""
    size = 0
    for b in blocks:
        size += len(b.text) if b.role in (None, "body") and role_of(b.text) is None else 0
        if size >= 400:
            return
    visible = " ".join(b.text for b in blocks) or " ".join(r.text for r in runs(text))[:20_000]
    if _holds(visible, "consent") >= 2:
        raise Unreadable(source, "is a consent wall, no report", "open the page, agree or refuse, and save it again")
    if not size:
        raise Unreadable(source, "has no text of a report", "it may be a picture, a form or a page of links")
