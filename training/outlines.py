"""Packs the outlines of countries for the map of happenings: Natural Earth 1:50m, simplified, as one small JSON file.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m training.outlines package/countries-50m.json src/lagebild/data/map/outlines.json

world-atlas (ISC) holds Natural Earth (public domain) as TopoJSON: borders are arcs that neighbours share, so an arc
that is simplified once leaves no gap between them. Coordinates are hundredths of a degree.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

TOLERANCE = 4.0
"""Hundredths of a degree that a simplified line may lie off."""
SMALLEST = 60.0
"""Rings of less area, in squared hundredths of a degree, are left out: skerries that no map of a case shows."""

Point = tuple[int, int]


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a quantised topology in hundredths of a degree, simplified."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * sx + tx) * 100), round((y * sy + ty) * 100))
            if not points or points[-1] != point:
                points.append(point)
        found.append(simplified(points, TOLERANCE))
    return found


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Ramer, Douglas and Peucker's line with its ends kept, without recursion."""
    if len(points) < 3:
        return points
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    if points[0] == points[-1]:  # a ring: its farthest point is an end as well
        far = max(range(len(points)), key=lambda i: _square(points[i], points[0]))
        kept.add(far)
        waiting = [(0, far), (far, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        off, at = max((_off(points[i], points[first], points[last]), i) for i in range(first + 1, last))
        if off > tolerance:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [points[i] for i in sorted(kept)]


def _square(a: Point, b: Point) -> int:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _off(p: Point, a: Point, b: Point) -> float:
    """How far `p` lies off the line from `a` to `b`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = dx * dx + dy * dy
    if not size:
        return float(_square(p, a) ** 0.5)
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / size))
    return float(((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5)


def rings(topology: dict[str, Any]) -> list[list[int]]:
    """All outer and inner rings of all countries, each a flat list x, y, x, y …"""
    lines, found = arcs(topology), []
    for country in topology["objects"]["countries"]["geometries"]:
        parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for part in parts:
            for ring in part:
                points: list[Point] = []
                for number in ring:
                    line = lines[number] if number >= 0 else lines[~number][::-1]
                    points += line[1:] if points else line
                if len(points) > 3 and abs(_area(points)) >= SMALLEST:
                    found.append([n for point in points for n in point])
    return found


def _area(points: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)) / 2


def main(source: str, target: str) -> None:
    """Writes the outlines of `source` to `target`."""
    found = {
        "source": "Natural Earth 1:50m countries, by world-atlas 2.0.2 (npm), simplified by training/outlines.py",
        "licence": "Natural Earth: public domain; world-atlas: ISC",
        "unit": "hundredths of a degree: east, north",
        "rings": rings(json.loads(Path(source).read_text("utf-8"))),
    }
    Path(target).write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
