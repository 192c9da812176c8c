"""Seats: a capital or a palace that stands for its government, and the actors of one state told as one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from lagebild.core import Name, Span
from lagebild.mark.names.gazetteer import table

from .report import Report, fold

_BEFORE = 40  # code points before a name in which its preposition stands
_ARTICLE = re.compile(r"\b(?:de[mnrs]|das|die|the)\s+$")
_STATE = re.compile(r"(?:iso:([A-Z]{3})|e:code-([a-z]{3})-gov)$")


@cache
def _data() -> dict[str, Any]:
    with files("lagebild.data").joinpath("link/seats.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _located() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(_data()["located"], key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:^|\W)(?:{words})\s+$")


def seat(words: str) -> str | None:
    """The actor code of the government for which a capital or palace stands ("Minsk" → `BLR GOV`), or None."""
    plain = " ".join(words.split())
    for form in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
        if found := _data()["seats"].get(fold(form).removeprefix("the ").removeprefix("der ")):
            return str(found)
        first, *rest = form.split() or [""]
        for more, entry in table().get(first, ()):
            if more == tuple(rest) and entry.capital and entry.code:
                return f"{entry.code[:3]} GOV"
    return None


def located(report: Report, span: Span) -> bool:
    """True where a preposition of place leads up to `span`: "in Minsk", "beim Kreml", but not "von Minsk"."""
    part = report.part(span)
    start = max(part.span.start if part else 0, span.start - _BEFORE)
    before = fold(report.text[start : span.start])
    return bool(_located().search(_ARTICLE.sub("", before)))


def acting_seat(report: Report, name: Name) -> str | None:
    """The code of the government that a name mark stands for by its role in the clause; None where it is a place."""
    if name.kind not in ("place", "organisation"):
        return None
    code = seat(name.span.of(report.text))
    return None if code is None or located(report, name.span) else code


def _rank(entity: str, code: str | None, name: str) -> tuple[str, int] | None:
    """The state that an actor acts for and how special it is: the country 0, its government 1, the government by its
    palace 2, a body or person of it 3. None for who is not of the state."""
    plain = _STATE.match(entity)
    if plain:
        return (plain[1], 0) if plain[1] else (plain[2].upper(), 1)
    country, _, sector = (code or "").partition(" ")
    if len(country) != 3 or sector.split(" ")[0] not in _data()["sectors"]:
        return None
    return country, 2 if seat(name) else 3


def one_each(
    actors: Iterable[str], code: Callable[[str], str | None], shown: Callable[[str], str], *, sides: bool = False
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The actors of one event without those that a more special one of the same state stands for, sorted; and (kept,
    left out) for each of these. "Minsk", "Belarus" and the Belarusian army are the army; a country's opposition or
    a firm doesn't stand for it. With `sides` (talks, where two bodies of a state may meet) only the bare country goes.
    """
    ranks = {a: _rank(a, code(a), shown(a)) for a in actors}
    best: dict[str, tuple[int, str]] = {}
    for actor, rank in sorted(ranks.items()):
        if rank and rank[1] > best.get(rank[0], (-1, ""))[0]:
            best[rank[0]] = (rank[1], actor)
    kept, left = [], []
    for actor, rank in sorted(ranks.items()):
        special = best[rank[0]] if rank else (0, "")
        if rank and rank[1] < special[0] and (not sides or rank[1] == 0):
            left.append((special[1], actor))
        else:
            kept.append(actor)
    return tuple(kept), tuple(left)
