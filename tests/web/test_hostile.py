"""Reports are hostile input: whatever they hold is shown, and none of it runs, leads astray or breaks a page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from lxml import html
from starlette.testclient import TestClient

from lagebild.store import Case
from lagebild.web import create_app

from .conftest import EXAMPLE

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>&amp;{{7*7}}{% raw %}\u202e</bdi></mark>"
BODY = (
    f"Das Verteidigungsministerium von Belarus teilte am 7. Dezember 2022 mit, es habe {ATTACK} 20.000 Soldaten an die "
    f"Grenze zur Ukraine verlegt. „{ATTACK} Wir planen keinen Angriff“, sagte Alexander Lukaschenko in Minsk. "
    "Russische Truppen verlegten Panzer nach Brest. Experten halten einen Angriff für unwahrscheinlich. " * 3
)
RECORDS: tuple[dict[str, str], ...] = (
    {"url": "javascript:alert(1)//x", "title": ATTACK, "publisher": ATTACK, "published": "2022-12-07", "text": BODY},
    {
        "url": 'https://user:secret@example.org/"onmouseover=alert(1)',
        "title": "x\u0000y\ud800z",
        "publisher": "data:text/html,<script>",
        "published": "2022-12-08",
        "author": ATTACK,
        "text": BODY + " 😀" * 50,
    },
    {
        "url": "https://example.org/<script>",
        "title": "T" * 5000,
        "published": "2022-12-09",
        "text": "a\u0301" * 2000 + BODY,
    },
    {
        "url": "https://example.org/long",
        "title": "long",
        "published": "2022-12-10",
        "text": BODY + "Mehr ist nicht bekannt. " * 3000,
    },
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    lines = folder / "reports.jsonl"
    lines.write_text("\n".join(json.dumps({"id": str(n), **r}) for n, r in enumerate(RECORDS)), "utf-8")
    named = folder / "<img src=x onerror=alert(3)>.txt"
    named.write_text("Titel ohne Herausgeber\n\n" + BODY.replace("7. Dezember", "9. Dezember"), "utf-8")
    path = folder / 'ca"se <b>.lage'
    with Case.create(path, question=EXAMPLE / "question.toml") as case:
        added = case.add([lines, named])
        assert len(added.new) == 5, added
    with TestClient(create_app([path], patience=300), base_url="http://localhost") as client:
        yield client
    shutil.rmtree(folder)


def pages(client: TestClient) -> list[str]:
    name = client.get("/api/v1/cases").json()[0]["name"]
    documents = client.get(f"/api/v1/cases/{name}/documents").json()["items"]
    entities = client.get(f"/api/v1/cases/{name}/entities?limit=200").json()["items"]
    marks = [
        (d["id"], m["id"])
        for d in documents[:2]
        for layer in client.get(f"/api/v1/cases/{name}/documents/{d['id']}/marks").json().values()
        for m in layer[:3]
    ]
    own = (
        "", "answer", "timeline", "reports", "people", "sources", "contradictions", "signs", "map", "decisions", "add",
        "reports?q=alert", "decide?target=source:%3Cb%3E",
    )  # fmt: skip
    return [
        *(f"/c/{name}/{page}" for page in own),
        *(f"/c/{name}/reports/{d['id']}" for d in documents),
        *(f"/c/{name}/reports/{d}?mark={m}" for d, m in marks),
        *(f"/c/{name}/people/{e['id']}" for e in entities[:8]),
    ]


def test_nothing_of_a_report_is_markup(hostile: TestClient) -> None:
    shown = 0
    for page in pages(hostile):
        got = hostile.get(page)
        assert got.status_code == 200, page
        tree = html.fromstring(got.content)
        assert not tree.xpath("//img|//script[not(starts-with(@src,'/static/'))]|//@onerror|//@onmouseover"), page
        assert "\u202e" not in got.text
        assert "\x00" not in got.text
        assert "49" not in "".join(tree.xpath("//h1//text()"))
        for address in tree.xpath("//@href|//@action|//@src"):
            assert address.startswith(("/", "#", "?", "https://example.org/")), (page, address)
            assert "secret" not in address
        shown += "alert(1)" in tree.text_content()
    assert shown > 5, "the words themselves are shown"


def test_the_interface_gives_them_as_they_are(hostile: TestClient) -> None:
    name = hostile.get("/api/v1/cases").json()[0]["name"]
    got = hostile.get(f"/api/v1/cases/{name}/documents")
    assert got.headers["content-type"] == "application/json"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert any("<script>" in (d["title"] or "") for d in got.json()["items"])


def test_a_long_text_is_turned_over(hostile: TestClient) -> None:
    name = hostile.get("/api/v1/cases").json()[0]["name"]
    found = hostile.get(f"/api/v1/cases/{name}/documents").json()["items"]
    long = next(d for d in found if d["title"] == "long")
    text = hostile.get(f"/api/v1/cases/{name}/documents/{long['id']}").json()["text"]
    first = hostile.get(f"/c/{name}/reports/{long['id']}")
    after = html.fromstring(first.content).xpath("//nav[@class='turn']/a[last()]/@href")
    assert len(text) > 60_000
    assert after
    assert hostile.get(after[0]).status_code == 200
    deep = hostile.get(f"/c/{name}/reports/{long['id']}?at={len(text) - 30}-{len(text) - 10}")
    assert html.fromstring(deep.content).xpath("//a[@id='at']")
    assert hostile.get(f"/c/{name}/reports/{long['id']}?at={len(text)}-{len(text) + 1}").status_code == 404
