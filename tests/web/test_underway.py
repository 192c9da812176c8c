"""While an answer is still being worked out the application says so, at once; several cases are listed."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from lagebild.store import Case
from lagebild.web import create_app
from lagebild.web.desk import Desk


def test_it_says_so_at_once_and_then_answers(example_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, make = threading.Event(), Desk._make

    def slowly(self: Desk) -> Any:
        go_on.wait(300)
        return make(self)

    monkeypatch.setattr(Desk, "_make", slowly)
    app = create_app([example_case], patience=0.05)
    with TestClient(app, base_url="http://localhost") as client:
        page = client.get("/c/belarus", headers={"accept-language": "de"})
        assert (page.status_code, page.headers["retry-after"], page.headers["cache-control"]) == (503, "2", "no-store")
        tree = html.fromstring(page.content)
        assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["2"]
        assert tree.xpath("//*[@role='status']")[0].text == "Die Berichte werden gelesen und verknüpft."
        told = client.get("/api/v1/cases/belarus")
        assert (told.status_code, told.headers["retry-after"]) == (503, "2")
        assert "is being worked out" in told.json()["detail"]
        go_on.set()
        app.state.site.desks["belarus"].ready()
        assert client.get("/c/belarus").status_code == 200
        # Another day has an answer of its own to be worked out; it comes when it is ready.
        early = "/api/v1/cases/belarus?asof=2022-12-20"
        while (got := client.get(early)).status_code == 503:
            pass
        assert got.json()["as_of"] == "2022-12-20"


def test_several_cases_are_listed(example_case: Path, tmp_path: Path) -> None:
    other = tmp_path / "lage-2.lage"
    shutil.copy(example_case, other)
    with TestClient(create_app([example_case, other], patience=300), base_url="http://localhost") as client:
        page = html.fromstring(client.get("/?lang=de").content)
        assert page.xpath("//ul[@class='cases']//h2/a/@href") == ["/c/belarus", "/c/lage-2"]
        assert page.xpath("//p[@class='tongue']/a/@href") == ["/?lang=en"]


def test_links_that_were_made_elsewhere_are_taken_only_for_their_state(example_case: Path) -> None:
    with Case.open(example_case) as case:
        links, marking = case.links(decided=False), case.marking
    with Case.open(example_case) as case:
        case.adopt(links, marking=marking)
        assert case.links(decided=False) is links
    with Case.open(example_case) as case:
        case.adopt(links, marking=marking - 1)
        assert case.links(decided=False) is not links


def test_what_is_found_is_what_search_finds(example_case: Path) -> None:
    with Case.open(example_case) as case:
        for query in ('"werde keine Soldaten"', "minsk", "weissrussland*", "nothingofthekind"):
            assert case.find(query) == tuple(h.reading.document.id for h in case.search(query, limit=1000))


def test_an_application_that_was_ended_can_be_started_again(example_case: Path) -> None:
    app = create_app([example_case], patience=300)
    for day in ("2022-12-10", "2023-01-05"):
        with TestClient(app, base_url="http://localhost") as client:
            assert client.get(f"/c/belarus/answer?asof={day}").status_code == 200
