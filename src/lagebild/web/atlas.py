"""The map of happenings: outlines of countries, a dot a place, a circle where the place is known only roughly."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from lagebild.core import Happening

from .index import GROUPS, index
from .lists import asked, offered
from .site import Seen

WIDTH, HEIGHT = 960, 620
EARTH = 6371.0
"""Radius of the earth in km (IUGG mean radius R1)."""
_NORTH = 84.0
_ZOOMS = (-3, 6)
_STEPS = re.compile(r"-?[0-9]{1,3}")
_SHOWN = 400
_LABELS = 24

Point = tuple[float, float]


class Dot(NamedTuple):
    """A place with happenings: where it is drawn, how precisely it is known (`round`, in units of the picture), the
    address of what happened there. `label` is its name where there is room for it."""

    x: float
    y: float
    size: float
    round: float
    name: str
    label: str
    happenings: int
    url: str


class Drawn(NamedTuple):
    """The map: the outlines as one SVG path, the dots with those of most happenings last."""

    width: int
    height: int
    land: str
    dots: tuple[Dot, ...]


class Known(NamedTuple):
    """Where a place is: degrees north and east, and the radius in km within which it lies."""

    lat: float
    lon: float
    radius: float


class Frame(NamedTuple):
    """The part of the world that is shown, in Mercator's plane: its middle and the units of the picture for one."""

    x: float
    y: float
    scale: float

    def place(self, lon: float, lat: float) -> Point:
        """Where a point of the earth is drawn."""
        x, y = mercator(lon, lat)
        return WIDTH / 2 + (x - self.x) * self.scale, HEIGHT / 2 - (y - self.y) * self.scale


def mercator(lon: float, lat: float) -> Point:
    """Mercator's projection, on which a circle stays a circle: radians east, and stretched radians north."""
    held = math.radians(max(-_NORTH, min(_NORTH, lat)))
    return math.radians(lon), math.asinh(math.tan(held))


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """The outlines of countries as points in Mercator's plane."""
    text = (files("lagebild") / "data/map/outlines.json").read_text("utf-8")
    return tuple(
        tuple(mercator(x / 100, y / 100) for x, y in zip(ring[::2], ring[1::2], strict=True))
        for ring in json.loads(text)["rings"]
    )


def page(about: Seen) -> Mapping[str, Any]:
    """The map of what fits the filters."""
    wanted = asked(about.request.query_params)
    known = index(about.view)
    found = [known.found[n] for n in known.at(wanted)]
    where = known_places(about)
    zoom = about.request.query_params.get("zoom", "0")
    steps = max(_ZOOMS[0], min(_ZOOMS[1], int(zoom))) if _STEPS.fullmatch(zoom) else 0
    kept = {k: v for k, v in about.request.query_params.items() if k not in ("zoom", "asof", "lang")}
    return {
        "map": drawn(about, found, where, steps),
        "asked": wanted,
        "groups": GROUPS,
        "closer": about.talk.url("map", **{**kept, "zoom": steps + 1}) if steps < _ZOOMS[1] else None,
        "farther": about.talk.url("map", **{**kept, "zoom": steps - 1}) if steps > _ZOOMS[0] else None,
        **offered(about.view, about.talk, wanted),
    }


def known_places(about: Seen) -> dict[str, Known]:
    """Where the places of a view are, looked up once."""
    return about.view.keep("places", lambda: places(about))


def places(about: Seen) -> dict[str, Known]:
    """Entity id → where it is, by the names in the reports: the most precise of what they give."""
    found: dict[str, Known] = {}
    for marked in about.view.answer.links.marked:
        mentions = about.world.mentions.get(marked.reading.document.id, {})
        for name in marked.marks.names:
            known_as = mentions.get(name.span, name.entity)
            if known_as is None or name.lat is None or name.lon is None:
                continue
            here = Known(name.lat, name.lon, name.radius_km or 0.0)
            if known_as not in found or here.radius < found[known_as].radius:
                found[known_as] = here
    return found


def drawn(about: Seen, found: Sequence[Happening], where: Mapping[str, Known], zoom: int) -> Drawn | None:
    """The map around the places of `found`; None where no place is known."""
    counts: dict[str, int] = {}
    for happening in found:
        if happening.place in where:
            counts[happening.place or ""] = counts.get(happening.place or "", 0) + 1
    if not counts:
        return None
    shown = sorted(counts, key=lambda p: (-counts[p], p))[:_SHOWN]
    frame = framed([where[p] for p in shown for _ in range(min(5, counts[p]))], zoom)
    writer = about.view.writer(about.talk.language)
    dots = []
    for n, known_as in enumerate(shown):
        at = where[known_as]
        x, y = frame.place(at.lon, at.lat)
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        size = min(16.0, 3.5 + 1.6 * math.sqrt(counts[known_as]))
        around = at.radius / EARTH * frame.scale / math.cos(math.radians(min(_NORTH, abs(at.lat))))
        name = writer.name(known_as)
        url = about.talk.url("timeline", place=known_as)
        dots.append(
            Dot(round(x, 1), round(y, 1), round(size, 1), round(around, 1), name, name if n < _LABELS else "",
                counts[known_as], url)
        )  # fmt: skip
    return Drawn(WIDTH, HEIGHT, land(frame), tuple(_labelled(dots)))


def framed(points: Sequence[Known], zoom: int) -> Frame:
    """The part of the world that holds the middle nine tenths of the places, with some room; each step of `zoom` shows
    half as much."""
    xs, ys = (sorted(values) for values in zip(*(mercator(p.lon, p.lat) for p in points), strict=True))
    cut = len(xs) // 20
    left, right, low, high = xs[cut], xs[-1 - cut], ys[cut], ys[-1 - cut]
    wide, tall = max(right - left, 0.09) * 1.35, max(high - low, 0.06) * 1.35
    scale = min(WIDTH / wide, HEIGHT / tall) * 2.0**zoom
    return Frame((left + right) / 2, (low + high) / 2, max(scale, WIDTH / (2 * math.pi)))


@lru_cache(maxsize=64)
def land(frame: Frame) -> str:
    """The outlines in the frame as an SVG path: cut off a little outside of it, without what is too fine to see."""
    box = (-20.0, -20.0, WIDTH + 20.0, HEIGHT + 20.0)
    paths = []
    for ring in rings():
        points = [(WIDTH / 2 + (x - frame.x) * frame.scale, HEIGHT / 2 - (y - frame.y) * frame.scale) for x, y in ring]
        if (
            max(p[0] for p in points) < 0
            or min(p[0] for p in points) > WIDTH
            or max(p[1] for p in points) < 0
            or min(p[1] for p in points) > HEIGHT
        ):
            continue
        line = _coarse(clipped(points, box))
        if len(line) > 2:
            paths.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) + "Z")
    return "".join(paths)


def clipped(points: list[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """A ring cut to a box, edge by edge (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        inside: list[Point] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            da, db = (a[axis] - bound) * sign, (b[axis] - bound) * sign
            if da >= 0:
                inside.append(a)
            if (da >= 0) != (db >= 0):
                t = da / (da - db)
                inside.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        points = inside
        if not points:
            break
    return points


def _coarse(points: list[Point], least: float = 0.8) -> list[Point]:
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    return kept


def _labelled(dots: list[Dot]) -> list[Dot]:
    """Dots with the labels that cover no other one, the largest first; in the order of drawing: the largest on top."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for dot in dots:
        wide = 7.0 * len(dot.label)
        free = all(abs(dot.y - y) > 14 or dot.x > x + w or dot.x + wide < x for x, y, w in taken)
        if dot.label and free:
            taken.append((dot.x, dot.y, wide))
        found.append(dot if free else dot._replace(label=""))
    return found[::-1]
