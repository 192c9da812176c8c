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


def _reports_of(example: Path, path: Path) -> None:
    """Puts the readings and marks of one case into another one, as they are: reading them anew would take a while."""
    with sqlite3.connect(path) as database:
        database.execute("ATTACH ? AS other", (str(example),))
        for table in ("document", "reading", "marking", "layer"):
            database.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")
    database.close()
