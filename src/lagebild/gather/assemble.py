"""From a raw report to a reading: clean, sort into parts, date, find the language, lay out the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from lagebild.core import Document, Part, Reading, Span
from lagebild.core.text import PublishedBy, Role
from lagebild.errors import Unreadable, plain

from . import dates
from .clean import clean, line
from .language import detect, detect_part
from .parts import sort_out, timed
from .raw import Block, Options, Outcome, Raw, Remark

_SIGNED = re.compile(
    r"(?:Von|By|VON|BY) ((?:[^\W\d_][\w.'’-]{0,30} ?){2,5})(?:, ([^\W\d_][^,\d\n]{2,40}?)(?:,[^\n]{0,40})?)?$"
)
NUMBER = 1
"""The number of the reading that this version of gather makes."""


def assemble(raw: Raw, options: Options) -> Iterator[Outcome]:
    """The reading of `raw`, with the remarks on it. Raises Unreadable where no text is left."""
    yield from raw.remarks
    if raw.exact:
        yield _exact(raw, options)
        return
    blocks = timed(sort_out(_cleaned(raw)), _day(raw, options))
    title = line(raw.title or "") or None
    if title and not any(b.role == "title" for b in blocks):
        blocks = _with_title(title, blocks)
    title = title or next((b.text for b in blocks if b.role == "title"), None)
    if not any(b.role in ("body", "title") for b in blocks):
        raise Unreadable(raw.source, "has no text of a report", "it may be a picture, a form or a page of links")
    text, parts = _laid_out(blocks)
    yield from _dated(raw, options, title, text, parts)


def _day(raw: Raw, options: Options) -> date | None:
    """The day that the clock times of a ticker belong to: the publication's, where it is stated."""
    stated = dates.normal(options.published or raw.published)
    if stated is None:
        heads = "\n".join(b.text[:200] for b in raw.blocks[:4])
        stated = next((f.iso for f in dates.find(heads)), None)
    return dates.day_of(stated) if stated else None


def _cleaned(raw: Raw) -> list[Block]:
    return [replace(b, text=c) for b in raw.blocks if (c := clean(b.text))]


def _with_title(title: str, blocks: list[Block]) -> list[Block]:
    """The title before the blocks, unless the first of them is the title already."""
    head = Block(title, "title")
    for i, b in enumerate(blocks[:3]):
        if b.text.casefold() == title.casefold():
            return [head, *blocks[:i], *blocks[i + 1 :]]
    return [head, *blocks]


def _laid_out(blocks: Sequence[Block]) -> tuple[str, list[tuple[Span, Block]]]:
    """The text of all blocks, and each block's span in it; neighbours of one role and date are one."""
    pieces: list[str] = []
    placed: list[tuple[Span, Block]] = []
    at = 0
    for i, b in enumerate(blocks):
        tail = (b.tail or "\n") if i + 1 < len(blocks) else ""
        span = Span(at, at + len(b.text))
        if placed and placed[-1][1].role == b.role and placed[-1][1].published == b.published and b.role != "title":
            placed[-1] = (Span(placed[-1][0].start, span.end), placed[-1][1])
        else:
            placed.append((span, b))
        pieces += (b.text, tail)
        at = span.end + len(tail)
    return "".join(pieces), placed


def _dated(
    raw: Raw, options: Options, title: str | None, text: str, placed: list[tuple[Span, Block]]
) -> Iterator[Outcome]:
    language = options.language or raw.language or detect(_evidence(text, placed)) or raw.declared
    parts: list[Part] = []
    for span, b in placed:
        parts += _by_language(text, span, b, language, given=options.language)
    published, by, remark = _published(raw, options, text, placed)
    if remark:
        yield Remark(raw.source, remark)
    raw = _signed(raw, _head(text, placed))
    yield Reading(_document(raw, options, title, published, by), NUMBER, text, tuple(parts), language)


def _signed(raw: Raw, head: list[str]) -> Raw:
    """`raw` with the author and publisher of its byline ("Von Ines Tabor, Hafenblatt, …") where it names none."""
    signed = next((m for ln in head if (m := _SIGNED.match(ln))), None)
    if signed is None:
        return raw
    return replace(raw, author=raw.author or signed[1], publisher=raw.publisher or signed[2])


def _evidence(text: str, placed: list[tuple[Span, Block]]) -> str:
    body = "\n".join(span.of(text)[:2000] for span, b in placed if b.role == "body")
    return body if len(body) >= 40 else text


def _by_language(text: str, span: Span, block: Block, language: str | None, *, given: str | None) -> Iterator[Part]:
    """The part at `span`, cut where a paragraph is in another language."""
    role: Role = block.role or "body"
    if given:
        yield Part(span, role, given, block.published)
        return
    start, end, current = span.start, span.start, None
    for m in re.finditer(r"\S[^\n]*(?:\n(?!\n)[^\n]*)*", span.of(text)):
        found = detect_part(m.group(), language)
        if current is not None and found != current:
            yield Part(Span(start, end), role, current, block.published)
            start = span.start + m.start()
        current, end = found, span.start + m.start() + len(m.group().rstrip())
    yield Part(Span(start, max(end, start + 1)), role, current, block.published)


def _published(
    raw: Raw, options: Options, text: str, placed: list[tuple[Span, Block]]
) -> tuple[str | None, PublishedBy, str | None]:
    """Publication date, how it is known, and a remark where a date was refused."""
    if options.published:
        return options.published, "given", None
    fetched = raw.fetched or options.fetched
    remark = None
    stated = dates.normal(raw.published, options.timezone)
    if raw.published and not stated:
        remark = f"'{raw.published[:60]}' is no date that can be read; left out"
    elif stated and not dates.plausible(stated, fetched):
        remark, stated = f"the date {stated} cannot be that of the report; left out", None
    if stated:
        return stated, raw.published_by, None
    updated = dates.normal(raw.updated, options.timezone)
    # Dates stand at the head of a report, or, in print, in its last line.
    for found in [*_head(text, placed), *_foot(text, placed)]:
        day, changed = dates.stated(found)
        day = day or dates.dateline(found)
        if day and dates.plausible(day, fetched):
            return day, "page", remark
        updated = updated or changed
    updated = updated if dates.plausible(updated, fetched) else None
    body = "\n".join(span.of(text) for span, b in placed if b.role in ("title", "body", "correction"))
    if interval := dates.inferred(body, by=updated or fetched):
        return interval, "inferred", remark
    if updated:
        return f"{updated[:10]}/{_next(updated)}", "inferred", remark
    return None, "unknown", remark


def _next(iso: str) -> str:
    return (dates.day_of(iso) + timedelta(days=1)).isoformat()


def _head(text: str, placed: list[tuple[Span, Block]]) -> list[str]:
    lines = [
        ln for span, b in placed[:6] if b.role in ("body", "boilerplate") for ln in span.of(text)[:600].split("\n")
    ]
    lines = [ln for ln in lines if ln.strip()][:5]
    # Up to the first paragraph, which may begin with a dateline: below it, a line with a date is a heading.
    first = next((i for i, ln in enumerate(lines) if len(ln) > 120), len(lines))
    return lines[: first + 1]


def _foot(text: str, placed: list[tuple[Span, Block]]) -> list[str]:
    last = [ln for span, b in placed[-2:] for ln in span.of(text)[-300:].split("\n") if ln.strip()]
    return [ln for ln in last[-2:] if len(ln) <= 120]


def _document(raw: Raw, options: Options, title: str | None, published: str | None, by: PublishedBy) -> Document:
    return Document(
        id=raw.id,
        title=title,
        url=raw.url,
        publisher=line(raw.publisher or "") or None,
        published=published,
        published_by=by,
        fetched=raw.fetched or options.fetched,
        source=plain(raw.source),
        author=line(raw.author or "") or None,
        key=raw.key,
    )


def _exact(raw: Raw, options: Options) -> Reading:
    """The reading of a text that must stay as it is: body, and title where the text begins with it."""
    text = raw.blocks[0].text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if end == 0:
        raise Unreadable(raw.source, "is empty", "leave it out")
    language = options.language or raw.language or detect(text)
    parts: list[Part] = []
    title = raw.title
    if title and text.startswith(title, start) and (rest := text[start + len(title) :]) and rest[0] in "\r\n":
        parts.append(Part(Span(start, start + len(title)), "title", language))
        start += len(title) + len(rest) - len(rest.lstrip())
    if start < end:
        parts.append(Part(Span(start, end), "body", language))
    published, by, _ = _published(raw, options, text, [(p.span, Block("", p.role)) for p in parts])
    return Reading(
        _document(raw, options, line(title or "") or None, published, by), NUMBER, text, tuple(parts), language
    )
