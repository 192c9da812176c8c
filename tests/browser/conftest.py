"""A browser and the example case's report, once for all tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.needs import absent

from lagebild.core import Marked
from lagebild.gather import gather
from lagebild.link import link
from lagebild.mark import mark
from lagebild.tell import tell
from lagebild.weigh import weigh
from lagebild.weigh.question import load

from . import chromium

EXAMPLE = Path(__file__).parents[2] / "examples/belarus"


@pytest.fixture(scope="package")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Page]:
    program = chromium.found()
    if program is None:
        absent(f"no browser to test in: none of {', '.join(chromium.NAMES)} is installed", "LAGEBILD_REQUIRE_BROWSER")
    with chromium.page(program, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="package")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    readings = gather([EXAMPLE / "reports"], on_unreadable=lambda _: None)
    links = link([Marked(reading, mark(reading)) for reading in readings])
    path = tmp_path_factory.mktemp("report") / "lage.html"
    path.write_text(tell(weigh(links, load(EXAMPLE / "question.toml"))), encoding="utf-8")
    return path
