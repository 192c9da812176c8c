"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from lagebild.errors import Unreadable

from .decode import decode
from .parts import is_headline
from .raw import Block, Options, Raw, Remark, document_id

_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_FRONT = re.compile(r"\A---[ \t]*\n((?:[^\n]{0,2000}\n){0,60}?)---[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^([A-Za-z_]{2,20})[ \t]*:[ \t]*(.*?)[ \t]*$", re.M)


def read_text(data: bytes, source: str, options: Options, *, charset: str | None = None) -> Raw:
    """A plain text file. Its first line is the title when it is a line of its own that reads like a headline."""
    text, remark = decode(data, source, charset=charset)
    if not text.strip():
        raise Unreadable(source, "is empty", "leave it out")
    remarks = (Remark(source, remark),) if remark else ()
    if options.as_is:
        return Raw(id=document_id(data), source=source, blocks=(Block(text),), exact=True, remarks=remarks)
    return Raw(id=document_id(data), source=source, blocks=tuple(blocks_of(text, titled=True)), remarks=remarks)


def blocks_of(text: str, *, titled: bool = False) -> list[Block]:
    """The lines of `text` as blocks. Lines that were broken at a fixed width are joined again."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found: list[Block] = []
    for paragraph in _PARAGRAPHS.split(text.strip()):
        lines = [ln.strip() for ln in paragraph.split("\n")]
        if _hard_wrapped(lines):
            lines = [" ".join(lines)]
        found += [Block(ln, tail="\n") for ln in lines[:-1]]
        found.append(Block(lines[-1]))
    if titled and len(found) > 1 and found[0].tail == "\n\n" and is_headline(found[0].text.rstrip('“”"?!')):
        found[0] = Block(found[0].text, "title")
    return found


def _hard_wrapped(lines: list[str]) -> bool:
    """True where all lines but the last are about as long as each other, and break within sentences."""
    if len(lines) < 3:
        return len(lines) == 2 and 60 <= len(lines[0]) <= 90 and not lines[0].endswith((".", "!", "?", ":"))
    widths = [len(ln) for ln in lines[:-1]]
    middle = median(widths)
    within = sum(not ln.endswith((".", "!", "?", ":")) for ln in lines[:-1])
    return 45 <= middle <= 100 and min(widths) >= 0.6 * middle and within * 2 >= len(widths)


def read_markdown(data: bytes, source: str, options: Options, *, charset: str | None = None) -> Raw:
    """A Markdown file; `title`, `date`, `publisher`, `url`, `author`, `language` are taken from a head in `---`."""
    text, remark = decode(data, source, charset=charset)
    if not text.strip():
        raise Unreadable(source, "is empty", "leave it out")
    remarks = (Remark(source, remark),) if remark else ()
    if options.as_is:
        return Raw(id=document_id(data), source=source, blocks=(Block(text),), exact=True, remarks=remarks)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = _FRONT.match(text)
    fields = {k.lower(): v.strip("\"'") for k, v in _FIELD.findall(head[1])} if head else {}
    blocks = _markdown(text[head.end() :] if head else text)
    published = fields.get("date") or fields.get("published") or fields.get("datum")
    return Raw(
        id=document_id(data),
        source=source,
        blocks=tuple(blocks),
        title=fields.get("title"),
        url=fields.get("url"),
        publisher=fields.get("publisher"),
        author=fields.get("author"),
        language=fields.get("language") or fields.get("lang"),
        published=published,
        published_by="page" if published else "unknown",
        remarks=remarks,
    )


def _markdown(text: str) -> list[Block]:
    from markdown_it import MarkdownIt

    found: list[Block] = []
    titled = heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            heading = token.tag == "h1" and not titled
        elif token.type in ("fence", "code_block"):
            found.append(Block(token.content))
        elif token.type == "inline":
            words, captions, links = _inline(token.children or [])
            if words.strip():
                linked = links >= 0.9 * len(words.strip())
                found.append(Block(words, "title" if heading else None, linked=linked))
            found += [Block(c, "caption") for c in captions if c.strip()]
            titled, heading = titled or heading, False
    return found


def _inline(tokens: Sequence[object]) -> tuple[str, list[str], int]:
    """The words of a paragraph without its markup, the captions of its pictures, the characters in links."""
    words: list[str] = []
    captions: list[str] = []
    links = depth = 0
    for token in tokens:
        kind, content = getattr(token, "type", ""), getattr(token, "content", "")
        if kind in ("text", "code_inline"):
            words.append(content)
            links += len(content) * (depth > 0)
        elif kind in ("softbreak", "hardbreak"):
            words.append(" " if kind == "softbreak" else "\n")
        elif kind == "image":
            captions.append(content)
        depth += (kind == "link_open") - (kind == "link_close")
    return "".join(words), captions, links
