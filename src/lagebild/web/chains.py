"""Who took it from whom, as a picture: the outlets that reports name on the left, those who take them over on the
right, a ribbon for each pair as wide as its number of reports."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from lagebild.tell.names import publisher
from lagebild.tell.visible import inline

from .site import Seen

MOST = 14
_WIDTH, _LEFT, _RIGHT, _GAP, _TOP = 720, 210.0, 504.0, 10.0, 8.0
_UNIT, _LEAST = 300.0, 3.0


class Ribbon(NamedTuple):
    """Reports of one outlet that rest on another: an SVG path and its width."""

    path: str
    width: float
    title: str
    source: str
    target: str
    reports: int


class Node(NamedTuple):
    """An outlet at the edge of the picture, with the place of its name."""

    x: float
    y: float
    height: float
    name: str
    text_x: float
    text_y: float
    anchor: str


class Chains(NamedTuple):
    """The whole picture in the units of `width` × `height`."""

    width: int
    height: int
    links: tuple[Ribbon, ...]
    nodes: tuple[Node, ...]


def chains(about: Seen) -> Chains:
    """The heaviest chains of the case."""
    return drawn(taken(about).most_common(MOST * 2))


def taken(about: Seen) -> Counter[tuple[str, str]]:
    """How many reports of one outlet rest on another, by (source, target)."""
    documents = {m.reading.document.id: m.reading.document for m in about.view.answer.links.marked}
    found: Counter[tuple[str, str]] = Counter()
    for origin in about.view.answer.links.origins:
        if not origin.outlet:
            continue
        source = inline(origin.outlet)
        for known_as in origin.documents:
            if known_as in documents:
                target = publisher(documents[known_as], about.talk.language)
                if target.casefold() != source.casefold():
                    found[source, target] += 1
    return found


def drawn(pairs: list[tuple[tuple[str, str], int]]) -> Chains:
    """The picture of (source, target) pairs with their counts; the outlets that matter most, at most MOST a side."""
    sides: list[Counter[str]] = [Counter(), Counter()]
    for (source, target), n in pairs:
        sides[0][source] += n
        sides[1][target] += n
    kept = [{name for name, _ in side.most_common(MOST)} for side in sides]
    shown = [((s, t), n) for (s, t), n in pairs if s in kept[0] and t in kept[1]]
    total = sum(n for _, n in shown) or 1
    unit = min(18.0, _UNIT / total)
    nodes: list[Node] = []
    tops: list[dict[str, float]] = [{}, {}]
    bottom = _TOP
    for side, x in ((0, _LEFT), (1, _RIGHT)):
        sums: Counter[str] = Counter()
        for pair, n in shown:
            sums[pair[side]] += n
        y = _TOP
        for name, n in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
            height = max(_LEAST, n * unit)
            row = max(height, 16.0)
            place = y + (row - height) / 2
            tops[side][name] = place
            outside, anchor = (x - 8, "end") if side == 0 else (x + 14, "start")
            nodes.append(
                Node(x, round(place, 1), round(height, 1), _cut(name), outside, round(y + row / 2 + 4, 1), anchor)
            )
            y += row + _GAP
        bottom = max(bottom, y)
    return Chains(_WIDTH, round(bottom), tuple(_ribbons(shown, tops, unit)), tuple(nodes))


def _ribbons(shown: list[tuple[tuple[str, str], int]], tops: list[dict[str, float]], unit: float) -> list[Ribbon]:
    middle, found = (_LEFT + _RIGHT) / 2, []
    used: list[Counter[str]] = [Counter(), Counter()]
    for (source, target), n in sorted(shown, key=lambda item: (tops[0][item[0][0]], tops[1][item[0][1]])):
        width = max(1.5, n * unit)
        y0 = tops[0][source] + used[0][source] * unit + width / 2
        y1 = tops[1][target] + used[1][target] * unit + width / 2
        used[0][source] += n
        used[1][target] += n
        path = f"M{_LEFT + 6:.0f} {y0:.1f}C{middle:.0f} {y0:.1f} {middle:.0f} {y1:.1f} {_RIGHT:.0f} {y1:.1f}"
        found.append(Ribbon(path, round(width, 1), f"{source} → {target}: {n}", source, target, n))
    return found


def _cut(name: str) -> str:
    return name if len(name) <= 30 else name[:29] + "…"
