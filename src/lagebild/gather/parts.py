"""What each stretch of a report is: the report itself, or a caption, a credit, another story's headline, a
correction, boilerplate. Only title and body are evidence, so a wrong body here is a wrong source later."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from lagebild.core.text import Role

from .raw import Block

_ORDER: tuple[Role, ...] = ("correction", "credit", "teaser", "boilerplate")
# How long a line of each role may be: a report may well begin "Foto von Reuters zeigen …" and go on.
_LONGEST: dict[Role, int] = {"correction": 1500, "credit": 160, "teaser": 240, "boilerplate": 400}
_ENDS = (".", "!", "?", "…", ":", "“", "”", '"', "«", "»", "’", "'", ")", ";")
_CREDIT_IN_CAPTION = re.compile(
    r"\s*[(|/–—-]?\s*\b(?:(?:Archiv|Symbol)?(?:Fotos?|Bild(?:er)?|Photos?|Pictures?|Image|Credit|Quelle|Copyright)"
    r"(?::| von\b| by\b| credit:)|©)[^\n]{0,120}$",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:(?:von|by|ein gastbeitrag von|eine analyse von|ein kommentar von)\s+(?-i:[A-ZÄÖÜ])"
    r"(?:[^\n.!?]|(?<=\d)\.|(?<=\b[A-Z])\.|(?<=Dr)\.){2,110}|"
    r"(?:stand|aktualisiert|veröffentlicht|erschienen|published|(?:last )?updated|posted)\b(?: am| on|:)?[^\n]{4,100}|"
    r"\[[^\]\n]{3,400}\]|\d{1,2}\.\s?(?:\w{3,9}|\d{1,2}\.)\s?\d{4}(?:[,\s-]{1,3}\d{1,2}[:.]\d{2}(?: Uhr)?)?|"
    r"(?-i:[A-Z])\w{2,8}\.? \d{1,2}, \d{4}|\d{1,2} (?-i:[A-Z])\w{2,8} \d{4})$",
    re.I,
)


_Says = Callable[[str], re.Match[str] | None]


@cache
def phrases() -> dict[str, dict[str, list[str]]]:
    """The tables of `data/gather/roles.toml`."""
    return tomllib.loads(files("lagebild.data").joinpath("gather/roles.toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[tuple[Role, int, _Says], ...]:
    found: list[tuple[Role, int, _Says]] = []
    for role in _ORDER:
        table = phrases()[role]
        starts = _either(table.get("starts", []))
        whole = _either(table.get("whole", []))
        found.append(
            (role, _LONGEST[role], re.compile(rf"(?:{starts})(?!\w)|(?:{starts})(?<=\W)|(?:{whole})\W*$").match)
        )
        if held := table.get("holds"):
            found.append((role, 300, re.compile(_either(held)).search))
    return tuple(found)


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(phrases()['teaser']['whole'])})\W*$")


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"


def role_of(text: str) -> Role | None:
    """The role that the words of one line give it, or None where they give it none: then it is title or body."""
    return _role_of(text) if len(text) <= 1500 else None


@lru_cache(256)  # the reader of a page and the sorting of its blocks ask for the same lines
def _role_of(text: str) -> Role | None:
    length = len(text)
    low = text.casefold().lstrip("▶►→•|>*– \t")
    for role, longest, says in _patterns():
        if length <= longest and says(low):
            return role
    if length <= 420 and _BYLINE.match(text):
        return "boilerplate"
    return None


_ENTRY = re.compile(r"(?:\+\+\+ ?)?(?P<h>\d{1,2})[:.](?P<m>\d{2})(?: Uhr\b| ?[–|:+-]|$)")


def timed(blocks: list[Block], day: date | None) -> list[Block]:
    """`blocks` with the time of each entry of a live ticker in plain text: three or more that begin with a clock time
    ("14:32 Uhr: …", "+++ 9.05 Uhr …"), in the order of the clock, on `day`. Where the order breaks the day is not
    known, and the times are left away."""
    starts = {i: m for i, b in enumerate(blocks) if b.role == "body" and (m := _ENTRY.match(b.text))}
    clock = [int(m["h"]) * 60 + int(m["m"]) for m in starts.values()]
    in_order = clock in (sorted(clock), sorted(clock, reverse=True))
    if day is None or len(starts) < 3 or not in_order or max(clock) >= 1440 or any(b.published for b in blocks):
        return blocks
    at: str | None = None
    found: list[Block] = []
    for i, b in enumerate(blocks):
        if m := starts.get(i):
            at = f"{day.isoformat()}T{int(m['h']):02d}:{m['m']}"
        found.append(replace(b, published=at) if at and b.role == "body" else b)
    return found


def is_headline(text: str) -> bool:
    """True for a line that may be a headline: three to twenty-five words and no sentence's end."""
    return not text.endswith(_ENDS) and 3 <= text.count(" ") + 1 <= 25 and len(text) <= 200 and text[:1].isalnum()


def sort_out(blocks: Iterable[Block]) -> list[Block]:
    """`blocks` with a role each. Credits at the end of a caption become blocks of their own; headlines after
    "Mehr zum Thema" and the one left over after the last paragraph are teasers."""
    found: list[Block] = []
    in_list = False
    for block in blocks:
        if not block.text:
            continue
        role = block.role
        if role == "caption":
            found.extend(_caption(block))
            continue
        if role in (None, "body"):
            role = role_of(block.text)
            heading = role == "teaser" and _headings().match(block.text.casefold()) is not None
            if role is None and (in_list or block.linked) and is_headline(block.text):
                role = "teaser"
            in_list = heading or (in_list and role == "teaser")
        found.append(replace(block, role=role or "body"))
    return _trailing(found)


def _caption(block: Block) -> list[Block]:
    if role_of(block.text) == "credit":
        return [replace(block, role="credit")]
    cut = _CREDIT_IN_CAPTION.search(block.text)
    if not cut or cut.start() == 0:
        return [block if not cut else replace(block, role="credit")]
    credit = block.text[cut.start() :].strip()
    return [
        replace(block, text=block.text[: cut.start()].rstrip(), tail=" "),
        replace(block, text=credit, role="credit"),
    ]


def _trailing(blocks: list[Block]) -> list[Block]:
    """Marks a headline after the last paragraph as a teaser: nothing follows that it could be the heading of."""
    body = [i for i, b in enumerate(blocks) if b.role == "body"]
    if len(body) >= 3 and is_headline(blocks[body[-1]].text) and blocks[body[-1]].published is None:
        rest = [blocks[i].text for i in body[:-1]]
        if rest[-1].endswith(_ENDS) and sum(t.endswith(_ENDS) for t in rest) * 2 > len(rest):
            blocks[body[-1]] = replace(blocks[body[-1]], role="teaser")
    return blocks
