"""Work in the browser: what is decided is kept with its reason, shows its effect, and can be taken back."""

from __future__ import annotations

import json

import pytest
from lxml import html
from starlette.testclient import TestClient

from lagebild.errors import BadInput
from lagebild.web.adding import addresses, file_name
from lagebild.web.outcome import number
from lagebild.web.work import own_path

API = "/api/v1/cases/belarus"


def decisions(client: TestClient) -> list[dict[str, object]]:
    return list(client.get(f"{API}/decisions").json()["items"])


def test_a_mark_is_rejected_and_comes_back(writer: TestClient) -> None:
    found = writer.get(f"{API}/documents", params={"q": '"werde keine Soldaten"'}).json()["items"][0]["id"]
    mark = writer.get(f"{API}/documents/{found}/marks").json()["statements"][0]
    back = f"/c/belarus/reports/{found[:12]}?mark={mark['id']}"
    form = {"kind": "reject", "reason": "a headline", "who": "Ada", "document": found, "mark": mark["id"],
            "span": f"{mark['start']}-{mark['end']}", "back": back}  # fmt: skip
    got = writer.post("/c/belarus/decide", data=form, follow_redirects=False)
    assert (got.status_code, got.headers["location"]) == (303, back)
    assert writer.get(f"{API}/documents/{found}/marks/{mark['id']}").status_code == 404
    page = html.fromstring(writer.get("/c/belarus/decisions?lang=en").content)
    assert "a headline" in page.text_content()
    assert "Ada" in page.text_content()
    (undoes,) = page.xpath("//form[@class='undo']//input[@name='undoes']/@value")
    writer.post("/c/belarus/decide", data={"kind": "undo", "undoes": undoes, "reason": "it stands in the text"})
    assert writer.get(f"{API}/documents/{found}/marks/{mark['id']}").status_code == 200
    assert [d["kind"] for d in decisions(writer)] == ["reject", "undo"]
    assert decisions(writer)[1]["who"] == "Ada", "remembered"


def test_evidence_is_set_aside_and_the_answer_moves(writer: TestClient) -> None:
    before = writer.get(API).json()["probability"]
    item = next(e for e in writer.get(f"{API}/evidence?limit=200").json()["items"] if abs(e["weight"]) > 0.3)
    writer.post("/c/belarus/decide", data={"kind": "reject", "target": item["id"], "reason": "told of another border"})
    after = writer.get(API).json()["probability"]
    assert after != before
    assert (after < before) == (item["direction"] == "for")
    page = html.fromstring(writer.get("/c/belarus/decisions?lang=en").content)
    assert [cell.text for cell in page.xpath("//table[@class='log']//td[@class='n']")][-1][0] in "×÷"


def test_own_numbers_and_answers(writer: TestClient) -> None:
    writer.post("/c/belarus/decide", data={"kind": "lock", "value": "7 %", "reason": "no sign of a call-up"})
    writer.post(
        "/c/belarus/decide", data={"kind": "answer", "target": "answer", "value": "0.07", "reason": "as locked"}
    )
    assert writer.get(API).json()["probability"] == pytest.approx(0.07)
    assert "7.0%" in writer.get("/c/belarus/decisions?lang=en").text


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"kind": "note", "reason": " "}, 422, "no reason"),
        ({"kind": "dance", "reason": "x"}, 422, "dance"),
        ({"kind": "reject", "target": "v:nothing", "reason": "x"}, 422, "no such item"),
        ({"kind": "grade", "target": "source:Reuters", "value": "Z9", "reason": "x"}, 422, "Z9"),
        ({"kind": "undo", "undoes": "99", "reason": "x"}, 422, "99"),
        ({"kind": "lock", "value": "many", "reason": "x"}, 422, "no number"),
        ({"kind": "reject", "document": "0" * 64, "span": "0-1", "mark": "s0-1", "reason": "x"}, 404, "no such report"),
        ({"reason": "x"}, 422, "kind"),
    ],
)
def test_what_makes_no_sense_is_refused(writer: TestClient, form: dict[str, str], status: int, said: str) -> None:
    got = writer.post("/c/belarus/decide", data=form)
    assert got.status_code == status
    assert said in got.text
    assert decisions(writer) == []


def test_reports_are_added_with_progress(writer: TestClient) -> None:
    text = "Belarus berief am 16. Februar 2023 Reservisten ein, teilte das Verteidigungsministerium mit."
    report = {"id": "1", "title": "Minsk ruft Reservisten ein", "published": "2023-02-16", "text": text}
    files = [("files", ("../../r.jsonl", json.dumps(report).encode())), ("files", ("leer.pdf", b"%PDF-broken"))]
    begun = writer.post("/c/belarus/add", files=files, headers={"accept": "application/json"})
    assert begun.status_code == 202
    states = []
    with writer.stream("GET", begun.json()["events"]) as told:
        for line in told.iter_lines():
            if line.startswith("data: "):
                states.append(json.loads(line[6:]))
    assert states[-1]["over"]
    assert states[-1]["fault"] == ""
    assert states[-1]["counts"]["new"] == 1
    assert [u["source"] for u in states[-1]["unreadable"]] == ["leer.pdf"]
    assert "Minsk ruft Reservisten ein" in writer.get("/c/belarus/reports").text


@pytest.mark.parametrize("urls", ["", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/x"])
def test_nothing_of_this_machine_is_added_by_address(writer: TestClient, urls: str) -> None:
    assert writer.post("/c/belarus/add", data={"urls": urls}).status_code == 422


def test_private_addresses_are_not_fetched(writer: TestClient) -> None:
    begun = writer.post("/c/belarus/add", data={"urls": "http://127.0.0.1:9/x"}, headers={"accept": "application/json"})
    with writer.stream("GET", begun.json()["events"]) as told:
        last = [line for line in told.iter_lines() if line.startswith("data: ")][-1]
    state = json.loads(last[6:])
    assert state["counts"]["unreadable"] == 1
    assert state["over"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\lage.html", "lage.html"),
        ("<b>\u202e.txt", "_b_.txt"),
        (".hidden", "hidden"),
        ("...", "report"),
        ("", "report"),
        ("Bericht über Brest.pdf", "Bericht über Brest.pdf"),
    ],
)
def test_file_names(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_addresses() -> None:
    assert addresses(" https://a.example/x\n\nhttp://b.example ") == ["https://a.example/x", "http://b.example"]
    with pytest.raises(BadInput, match="too many"):
        addresses("https://a.example\n" * 51)


@pytest.mark.parametrize(
    ("back", "kept"),
    [
        ("/c/belarus/answer?asof=2023-01-01", True),
        ("/c/belarus", True),
        ("//evil.example", False),
        ("https://evil.example", False),
        ("/c/belarus/\\evil", False),
        ("/c/belarusevil", False),
        ("/c/belarus//evil.example", False),
        ("", False),
    ],
)
def test_the_way_back_stays_in_the_case(back: str, kept: bool) -> None:
    assert (own_path(back, "belarus") == back) is kept


@pytest.mark.parametrize(("text", "value"), [("0.05", 0.05), ("0,05", 0.05), ("5 %", 0.05), ("5%", 0.05)])
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert number(text, "own number") == pytest.approx(value)


def test_blind_mode_hides_the_number_until_an_own_one_is_locked(writer: TestClient) -> None:
    writer.post("/c/belarus/decide", data={"kind": "blind", "value": "on", "reason": "own view first"})
    assert writer.get(API).json()["probability"] is None
    page = html.fromstring(writer.get("/c/belarus/decisions?lang=en").content)
    assert page.xpath("//section[@aria-labelledby='h-blind']//input[@name='value']/@value") == ["off"]
    writer.post("/c/belarus/decide", data={"kind": "lock", "value": "0,06", "reason": "few join"})
    assert writer.get(API).json()["probability"] is not None
    assert [d["kind"] for d in decisions(writer)] == ["blind", "lock"]


def test_the_outcome_is_recorded_scored_and_withdrawn(writer: TestClient) -> None:
    lock = {"kind": "lock", "value": "4 %", "reason": "few join"}
    assert writer.post("/c/belarus/decide", data=lock).status_code == 200
    came = {"kind": "resolve", "value": "no", "on": "2023-06-30", "source": "nothing was declared"}
    back = "/c/belarus/record?lang=en"
    got = writer.post("/c/belarus/decide", data={**came, "back": back}, follow_redirects=False)
    assert (got.status_code, got.headers["location"]) == (303, back)
    told = writer.get(f"{API}/record").json()
    assert told["resolution"]["outcome"] == 0.0
    assert "own" in {s["whose"] for s in told["scores"]}
    assert "nothing was declared" in writer.get(back).text
    # Anew only with a reason; a withdrawn question is not scored.
    assert writer.post("/c/belarus/decide", data=came).status_code == 422
    writer.post("/c/belarus/decide", data={"kind": "annul", "reason": "the resolver ceased to be"})
    assert writer.get(f"{API}/record").json() == {"issued": [], "resolution": None, "scores": []}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kind": "resolve", "value": "no", "source": "x"}, "is no day"),
        ({"kind": "resolve", "value": "perhaps", "on": "2023-06-30", "source": "x"}, "no outcome"),
        ({"kind": "blind", "value": "maybe"}, "neither on nor off"),
    ],
)
def test_programs_record_the_same_way(writer: TestClient, entry: dict[str, str], said: str) -> None:
    bad = writer.post(f"{API}/decisions", json={"reason": "y", **entry})
    assert bad.status_code == 422
    assert said in bad.json()["detail"]
    kept = writer.post(f"{API}/decisions", json={"kind": "lock", "value": "0.1", "reason": "y", "who": "Bo"})
    assert (kept.status_code, kept.json()["kind"], kept.json()["who"]) == (201, "lock", "Bo")


def named(client: TestClient, query: str = "") -> list[str]:
    return [e["id"] for e in client.get(f"{API}/entities?limit=200{query}").json()["items"]]


def chosen(client: TestClient, target: str, field: str) -> list[str]:
    """What a list of the form for a thing offers."""
    page = html.fromstring(client.get("/c/belarus/decide", params={"target": target}).content)
    return [str(v) for v in page.xpath(f"//select[@name='{field}']/option/@value") if v]


def test_people_are_merged_split_and_taken_back(writer: TestClient) -> None:
    before = named(writer)
    one = next(i for i in before if i.startswith("e:") and chosen(writer, i, "to") and chosen(writer, i, "where"))
    other = chosen(writer, one, "to")[0]
    for form in (
        {"kind": "merge", "target": one, "to": other, "reason": "one and the same"},
        {"kind": "split", "target": one, "where": chosen(writer, one, "where")[0], "value": "Ada", "reason": "another"},
    ):
        assert writer.post("/c/belarus/decide", data=form).status_code == 200
        assert named(writer) != before, form["kind"]
        last = str(decisions(writer)[-1]["id"])
        writer.post("/c/belarus/decide", data={"kind": "undo", "undoes": last, "reason": "no"})
        assert named(writer) == before, form["kind"]


def test_a_report_of_a_happening_is_moved(writer: TestClient) -> None:
    found = writer.get(f"{API}/happenings?limit=200").json()["items"]
    told = next(h for h in found if len({c["document"] for c in h["mentions"]}) > 1)
    where = chosen(writer, told["id"], "where")
    assert len(where) == len({c["document"] for c in told["mentions"]})
    moved = {"kind": "move", "target": told["id"], "where": where[-1], "to": "", "reason": "another day"}
    assert writer.post("/c/belarus/decide", data=moved).status_code == 200
    after = writer.get(f"{API}/happenings?limit=200").json()["items"]
    kept = [(h["id"], len(h["mentions"])) for h in after]
    assert kept != [(h["id"], len(h["mentions"])) for h in found]
    writer.post("/c/belarus/decide", data={"kind": "undo", "undoes": "1", "reason": "the same day after all"})
    again = writer.get(f"{API}/happenings?limit=200").json()["items"]
    assert [(h["id"], len(h["mentions"])) for h in again] == [(h["id"], len(h["mentions"])) for h in found]


def test_the_last_decision_is_taken_back_by_one_key(writer: TestClient) -> None:
    writer.post("/c/belarus/decide", data={"kind": "note", "target": "answer", "reason": "seen"})
    page = html.fromstring(writer.get("/c/belarus/decisions?undo=last").content)
    (field,) = page.xpath("//form[@class='undo']//input[@autofocus]")
    assert field.get("name") == "reason"
    assert page.xpath("//a[@id='undo']/@href") == ["/c/belarus/decisions?undo=last"]
