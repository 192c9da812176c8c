"""Questions of every kind in the browser: no page breaks, and an outcome is recorded in the question's own terms."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.store.test_kinds import KINDS

from lagebild.store import Case
from lagebild.web import create_app

CAME = {"outcomes": ("none", "Krieg"), "number": ("9000", ""), "date": ("no", "nein"), "binary": ("no", "nein")}
"""An outcome that fits, and a word that the form offers."""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_page_of_every_kind(example_case: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "q.lage"
    with Case.create(path, question=KINDS[kind]):
        pass
    _reports_of(example_case, path)
    headers = {"sec-fetch-site": "same-origin", "accept-language": "de"}
    with TestClient(create_app([path], patience=300), base_url="http://localhost", headers=headers) as client:
        for page in ("", "/answer", "/timeline", "/signs", "/map", "/decisions", "/sources", "/contradictions"):
            assert client.get(f"/c/q{page}").status_code == 200, page
        for page in ("", "/answer"):
            tree = html.fromstring(client.get(f"/c/q{page}").content)
            drawn = [tag for tag in ("ul[@class='shares']", "*[@aria-label][contains(@class, 'chart ')]")
                     if tree.xpath(f"//figure[@class='spread']/{tag}")]  # fmt: skip
            assert len(drawn) == (kind != "binary"), page
            assert bool(tree.xpath("//section[@aria-labelledby='h-spread']//table//tbody/tr")) == (kind != "binary")
        for name in ("answer", "evidence", "history", "record", "indicators"):
            assert client.get(f"/api/v1/cases/q/{name}").status_code == 200, name
        value, offered = CAME[kind]
        assert offered in html.fromstring(client.get("/c/q/record").content).xpath("string(//section[form])")
        came = {"kind": "resolve", "value": value, "on": "2023-05-31", "source": "zwei Agenturen"}
        assert client.post("/c/q/decide", data={**came, "value": "perhaps"}).status_code == 422
        assert client.post("/c/q/decide", data=came).status_code == 200
        assert client.get("/c/q/record").status_code == 200
        assert client.get("/api/v1/cases/q/record").json()["resolution"]["by"] == "zwei Agenturen"


OWN = {
    "outcomes": ("war=0.3", "war 30", "war=0.50"),
    "number": ("5=1500,50=6000,95=25000", "25,000", "5=1500"),
    "date": ("2023-03-31=0.05,2023-05-31=0.12", "31 March 2023", "2023-05-31=0.12"),
}
"""An own distribution, what the page then says of it, and what the form gives as an example."""


@pytest.mark.parametrize("kind", sorted(OWN))
def test_blind_mode_hides_the_distribution_until_an_own_one_is_locked(
    example_case: Path, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "q.lage"
    with Case.create(path, question=KINDS[kind]) as made:
        made.set_blind(True, reason="own view first")
    _reports_of(example_case, path)
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    with TestClient(create_app([path], patience=300), base_url="http://localhost", headers=headers) as client:
        given, told, hint = OWN[kind]
        shut = client.get("/api/v1/cases/q/answer").json()
        assert not shut.get("distributions")
        assert not shut.get("levers")
        for page in ("", "/answer"):
            assert not html.fromstring(client.get(f"/c/q{page}").content).xpath("//figure[@class='spread']"), page
        log = html.fromstring(client.get("/c/q/decisions").content)
        assert log.xpath("//section[@aria-labelledby='h-own']//input[@name='value']/@placeholder")[0].startswith(hint)
        lock = {"kind": "lock", "value": given, "reason": "few join"}
        assert client.post("/c/q/decide", data={**lock, "value": "perhaps=0.3"}).status_code == 422
        assert client.post("/c/q/decide", data=lock).status_code == 200
        assert html.fromstring(client.get("/c/q/answer").content).xpath("//figure[@class='spread']")
        log = html.fromstring(client.get("/c/q/decisions").content)
        assert told in log.xpath("string(//section[@aria-labelledby='h-own'])")


def _reports_of(example: Path, path: Path) -> None:
    """Puts the readings and marks of one case into another one, as they are: reading them anew would take a while."""
    with sqlite3.connect(path) as database:
        database.execute("ATTACH ? AS other", (str(example),))
        for table in ("document", "reading", "marking", "layer"):
            database.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")
    database.close()
