"""Every page in both languages: it answers, says what it should, and holds nothing that the policy forbids."""

from __future__ import annotations

import re

import pytest
from lxml import html
from starlette.testclient import TestClient

PAGES = (
    "", "/answer", "/timeline", "/reports", "/people", "/people/iso:BLR", "/sources", "/contradictions", "/signs",
    "/map", "/record", "/decisions", "/decide?target=answer", "/decide?target=iso:BLR", "/decide?target=source:Reuters",
    "/decide?target=indicator:build-up", "/add",
)  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers(reader: TestClient, page: str, language: str) -> None:
    got = reader.get(f"/c/belarus{page}", headers={"accept-language": language})
    assert got.status_code == 200
    tree = html.fromstring(got.content)
    assert tree.get("lang") == language
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//main")
    assert tree.xpath("//title")[0].text.strip()
    # Nothing inline, nothing from elsewhere: the policy would stop it, and the page must not need it.
    assert not tree.xpath("//style|//@style|//script[not(@src)]|//@onclick|//@onload|//iframe|//img|//object")
    for address in tree.xpath("//script/@src|//link/@href"):
        assert address.startswith("/static/"), address
    assert "web." not in " ".join(tree.xpath("//main")[0].text_content().split()), "a label without wording"


@pytest.mark.parametrize("page", PAGES)
def test_ids_stand_once_and_fields_have_labels(reader: TestClient, page: str) -> None:
    tree = html.fromstring(reader.get(f"/c/belarus{page}").content)
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    for field in tree.xpath("//main//input[not(@type='hidden')]|//main//select|//main//textarea"):
        labelled = field.xpath("ancestor::label") or tree.xpath("//label[@for=$id]", id=field.get("id") or "-")
        assert labelled or field.get("aria-label"), html.tostring(field)


def test_one_case_is_shown_at_once(reader: TestClient) -> None:
    assert reader.get("/").url.path == "/c/belarus"


def test_every_link_within_leads_somewhere(reader: TestClient) -> None:
    seen: set[str] = set()
    for page in PAGES:
        tree = html.fromstring(reader.get(f"/c/belarus{page}").content)
        seen |= {a.split("#")[0] for a in tree.xpath("//a/@href") if a.startswith("/")}
    # One of each shape: reports, people, filters.
    shapes: dict[str, str] = {}
    for address in sorted(seen):
        shapes.setdefault(re.sub(r"[0-9a-f]{12}|=[^&]*|people/[^?]*", "*", address), address)
    for address in shapes.values():
        assert reader.get(address).status_code == 200, address


def test_a_citation_opens_its_passage(reader: TestClient) -> None:
    tree = html.fromstring(reader.get("/c/belarus/answer?lang=en").content)
    cites = tree.xpath("//section[@id='evidence']//span[@class='cites']/a/@href")
    assert len(cites) > 10
    for address in cites[:12]:
        page = html.fromstring(reader.get(address).content)
        assert page.xpath("//a[@id='at']")
        place = re.search(r"at=(\d+)-(\d+)", address)
        assert place
        start, end = (int(n) for n in place.groups())
        marked = "".join(page.xpath("//*[@id='text']//mark//text()"))
        assert len(marked) == end - start


def test_what_was_known_on_a_day(reader: TestClient) -> None:
    early = html.fromstring(reader.get("/c/belarus/reports?asof=2022-12-10").content)
    now = html.fromstring(reader.get("/c/belarus/reports").content)
    assert len(early.xpath("//ul[@class='lines']/li")) < len(now.xpath("//ul[@class='lines']/li"))
    # Every link of the page stays on that day.
    inside = [a for a in early.xpath("//nav//a/@href|//main//a/@href") if a.startswith("/c/")]
    assert inside
    assert all("asof=" in a for a in inside)


def test_a_report_that_was_not_out_yet_is_not_shown(reader: TestClient, report: str) -> None:
    assert reader.get(f"/c/belarus/reports/{report}").status_code == 200
    assert reader.get(f"/c/belarus/reports/{report}?asof=2022-12-10").status_code == 404


def test_the_text_is_the_readings_text(reader: TestClient, report: str) -> None:
    page = html.fromstring(reader.get(f"/c/belarus/reports/{report}").content)
    told = reader.get(f"/api/v1/cases/belarus/documents/{report}").json()
    shown = "".join("".join(part.xpath(".//text()[not(ancestor::span[@class='role'])]")).strip("\n")
                    for part in page.xpath("//div[starts-with(@class,'part')]"))  # fmt: skip
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", told["text"])


def test_search_finds_and_marks(reader: TestClient) -> None:
    page = html.fromstring(reader.get("/c/belarus/reports", params={"q": "weissrussland*"}).content)
    plain = html.fromstring(reader.get("/c/belarus/reports", params={"q": "minsk"}).content)
    assert plain.xpath("//p[@class='snippet']//mark")
    assert {m.text.casefold() for m in plain.xpath("//p[@class='snippet']//mark")} == {"minsk"}
    assert page.xpath("//main")
    assert html.fromstring(reader.get("/c/belarus/reports?q=%3F%3F").content).xpath("//*[@role='alert']")


@pytest.mark.parametrize(
    "filters",
    ["actor=iso:RUS", "type=MOBILIZE", "kind=said", "origins=2", "from=2022-12-01&to=2022-12-31", "place=iso:BLR"],
)
def test_filters_of_the_timeline_leave_less(reader: TestClient, filters: str) -> None:
    total = reader.get("/api/v1/cases/belarus/happenings?limit=1").json()["total"]
    page = html.fromstring(reader.get(f"/c/belarus/timeline?{filters}&lang=en").content)
    shown = page.xpath("//nav[@class='turn']/span/text()")
    assert shown
    assert 0 < int(shown[0].split()[-1]) < total


@pytest.mark.parametrize("query", ["asof=yesterday", "asof=2023-02-31", "from=1"])
def test_what_is_no_day_is_refused_in_one_line(reader: TestClient, query: str) -> None:
    got = reader.get(f"/c/belarus/timeline?{query}")
    assert got.status_code == 422
    assert "is no day" in got.text


@pytest.mark.parametrize(
    "page", ["/c/nobody", "/c/belarus/reports/000000000000", "/c/belarus/people/nobody", "/nothing", "/static/x.js"]
)
def test_what_is_not_there(reader: TestClient, page: str) -> None:
    assert reader.get(page).status_code == 404


def test_a_page_is_not_sent_twice(reader: TestClient) -> None:
    first = reader.get("/c/belarus/answer")
    again = reader.get("/c/belarus/answer", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(first.content) < 150_000
