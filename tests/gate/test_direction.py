"""Quality floors of the direction of statements, on each tenth line of the open corpus. A floor is raised when it gets
better; it is lowered only with a reason in the changelog."""

from __future__ import annotations

from bench import direction as bench
from tests.needs import corpus

from lagebild.weigh.direction import direction

F1, HALF = 62.5, 71.0
"""About a point and a half below what was reached."""


def test_floors() -> None:
    rows = bench.load(corpus(bench.file()), every=10)
    found = bench.measure([(direction(thesis, said, language="de"), true) for thesis, said, true, _ in rows])
    assert found.f1 >= F1, found
    assert found.half >= HALF, found
