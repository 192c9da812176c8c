"""The interface for programs: its answers fit what it says of itself, lists come in pages, and what-ifs move."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from starlette.testclient import TestClient

from lagebild.web.whatif import LETTERS

API = "/api/v1/cases/belarus"
LISTS = ("claims", "corrections", "decisions", "entities", "evidence", "happenings", "history", "indicators", "origins")


@pytest.fixture(scope="module")
def told(reader: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = reader.get("/api/v1/openapi.json").json()
    return found


def test_every_answer_fits_its_description(reader: TestClient, told: dict[str, Any], report: str) -> None:
    mark = reader.get(f"{API}/documents/{report}/marks").json()["statements"][0]["id"]
    values = {"case": "belarus", "document": report, "mark": mark}
    asked = 0
    for path, methods in told["paths"].items():
        needed = {
            p["name"]: "iso:BLR" for p in methods["get"].get("parameters", ()) if p["required"] and p["in"] == "query"
        }
        path = f"{path}?{urlencode(needed)}"  # noqa: PLW2901
        got = reader.get(path.format(**values))
        assert got.status_code == 200, path
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(got.json(), {**schema, "components": told["components"]})
        assert got.headers["content-type"] == "application/json"
        again = reader.get(path.format(**values), headers={"if-none-match": got.headers["etag"]})
        assert again.status_code == 304, path
        asked += 1
    assert asked >= 20
    assert all(m["get"].get("description") for m in told["paths"].values())


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_a_list_make_the_whole(reader: TestClient, name: str) -> None:
    address: str | None = f"{API}/{name}?limit=7"
    whole = reader.get(f"{API}/{name}?limit=200").json()
    found: list[Any] = []
    while address:
        page = reader.get(address).json()
        found += page["items"]
        address = page["next"]
    assert found[:200] == whole["items"]
    assert len(found) == whole["total"]


def test_what_pages_draw_is_there_as_data(reader: TestClient) -> None:
    where = {p["entity"]: p["happenings"] for p in reader.get(f"{API}/map").json()}
    told = reader.get(f"{API}/happenings?limit=200").json()["items"]
    assert where
    assert all(n == sum(h["place"] == place for h in told) for place, n in where.items())
    assert reader.get(f"{API}/map?actor=nobody").json() == []
    assert all(c["reports"] > 0 and c["source"] != c["target"] for c in reader.get(f"{API}/chains").json())
    assert reader.get(f"{API}/record").json()["resolution"] is None


def test_statements_and_mentions_by_somebody(reader: TestClient) -> None:
    every = reader.get(f"{API}/statements?limit=200").json()
    who = every["items"][0]["speaker_is"]
    own = reader.get(f"{API}/statements", params={"speaker": who, "limit": 200}).json()
    assert own["total"] == sum(s["speaker_is"] == who for s in every["items"])
    assert all(s["quote"] and s["speaker_is"] == who for s in own["items"])
    named = reader.get(f"{API}/entities?limit=200").json()["items"]
    most = max(named, key=lambda e: len(e["mentions"]))
    places = reader.get(f"{API}/mentions", params={"entity": most["id"], "limit": 200}).json()
    assert places["total"] >= len(most["mentions"]) == 20
    assert places["items"][:20] == most["mentions"]


def test_citations_carry_their_words(reader: TestClient) -> None:
    for item in reader.get(f"{API}/evidence?limit=5").json()["items"]:
        cite = item["cites"][0]
        text = reader.get(f"{API}/documents/{cite['document']}").json()["text"]
        assert text[cite["start"] : cite["end"]] == cite["quote"]


def test_what_if_is_the_engines(reader: TestClient) -> None:
    now = reader.get(f"{API}/what-if").json()
    answer = reader.get(f"{API}/answer").json()
    assert now["probability"] == pytest.approx(answer["forecast"]["probability"])
    for lever in answer["leverage"]:
        turn = {"if seen": "seen", "if refuted": "refuted", "without": "out"}[lever["kind"]]
        if lever["what"] == "indicator":
            found = reader.get(f"{API}/what-if", params={turn: lever["id"]}).json()
            assert found["probability"] == pytest.approx(lever["probability"]), lever
            assert found["low"] <= found["probability"] <= found["high"]


def test_a_worse_grade_weakens_a_finding(reader: TestClient) -> None:
    items = reader.get(f"{API}/evidence?limit=200").json()["items"]
    item = max((e for e in items if e["direction"] == "for"), key=lambda e: e["weight"])
    found = [
        reader.get(f"{API}/what-if", params={"grade": f"{item['id']}={letter}"}).json()["probability"]
        for letter in LETTERS
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{API}/what-if?seen=nothing", 404),
        (f"{API}/what-if?grade=v:nothing=A", 404),
        (f"{API}/what-if?grade=broken", 404),
        (f"{API}/documents/xyz", 422),
        (f"{API}/documents/{'0' * 64}", 404),
        (f"{API}/happenings?limit=0", 422),
        (f"{API}/happenings?limit=999", 422),
        (f"{API}/happenings?asof=1670000000", 422),
        (f"{API}/happenings?lang=fr", 422),
        ("/api/v1/cases/nobody", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_faults_are_one_line_of_json(reader: TestClient, address: str, status: int) -> None:
    got = reader.get(address)
    assert got.status_code == status
    assert isinstance(got.json()["detail"], str)


def test_decisions_by_program(writer: TestClient) -> None:
    got = writer.post(f"{API}/decisions", json={"kind": "note", "reason": "looked at", "who": "bot"})
    assert got.status_code == 201
    assert got.json()["reason"] == "looked at"
    assert writer.get(f"{API}/decisions").json()["total"] == 1
    assert writer.post(f"{API}/decisions", json={"kind": "note", "reason": ""}).status_code == 422
    # JSON from another site's page would be asked for first, and then refused.
    forged = writer.post(
        f"{API}/decisions", json={"kind": "note", "reason": "x"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert forged.status_code == 403


def test_schemathesis(reader: TestClient) -> None:
    """Requests made up from the description: no answer that the description does not know, none that breaks."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    from hypothesis import HealthCheck, given, settings
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    thorough = os.environ.get("LAGEBILD_THOROUGH") == "1"
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", reader.app, headers={"host": "localhost"})
    schema.config.update(headers={"host": "localhost"})
    checks = [
        schemathesis.checks.not_a_server_error,
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    ]
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=60 if thorough else 4, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(case=operation.as_strategy())
        def run(case: Any) -> None:
            if case.path_parameters and "case" in case.path_parameters:
                case.path_parameters["case"] = "belarus"
            case.call_and_validate(checks=checks, headers={"host": "localhost", "sec-fetch-site": "same-origin"})

        if operation.method.lower() == "get":
            run()
            tried += 1
    assert tried >= 15
