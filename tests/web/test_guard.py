"""The door: names, forged requests, tokens, rates, sizes; and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lagebild.errors import BadInput
from lagebild.web import Guard, create_app
from lagebild.web.guard import Rates, fits, hashed, is_loopback
from lagebild.web.run import TOKEN, guard_for

TOKEN_GIVEN = "a-token-of-many-letters"
Opened = Callable[..., TestClient]


@pytest.fixture
def opened(example_case: Path) -> Iterator[Opened]:
    clients: list[TestClient] = []

    def make(guard: Guard, host: str = "localhost") -> TestClient:
        app = create_app([example_case], guard=guard, patience=300)
        client = TestClient(app, base_url=f"http://{host}", follow_redirects=False)
        clients.append(client.__enter__())
        return client

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8642", 200),
        ("[::1]:8642", 200),
        # a name that somebody else's DNS points at this machine
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("localhost@evil.example", 421),
        ("127.0.0.1.nip.io", 421),
        ("", 421),
    ],
)
def test_only_known_names(reader: TestClient, host: str, status: int) -> None:
    assert reader.get("/c/belarus", headers={"host": host}).status_code == status


FORM = {"kind": "note", "reason": "why"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        # a form of our own, in browsers of today and of yesterday
        ({"sec-fetch-site": "same-origin", "origin": "http://localhost"}, 303),
        ({"origin": "http://localhost"}, 303),
        # a form of another site, or of a page without an origin
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost:99"}, 403),
        ({"origin": "null"}, 403),
        # nobody says where it comes from
        ({}, 403),
    ],
)
def test_forged_forms_are_refused(writer: TestClient, headers: dict[str, str], status: int) -> None:
    del writer.headers["sec-fetch-site"]
    got = writer.post("/c/belarus/decide", data=FORM, headers=headers, follow_redirects=False)
    assert got.status_code == status


def test_every_answer_carries_the_policy(reader: TestClient) -> None:
    for page in ("/c/belarus", "/static/app.css", "/api/v1/cases", "/nothing", "/c/belarus/timeline?asof=x"):
        got = reader.get(page)
        policy = got.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["x-frame-options"] == "DENY"


def test_a_token_is_asked_for(opened: Opened) -> None:
    client = opened(Guard(token_hash=hashed(TOKEN_GIVEN)))
    assert client.get("/c/belarus").headers["location"] == "/sign-in"
    assert client.get("/api/v1/cases").status_code == 401
    assert client.get("/static/app.css").status_code == 200
    assert client.get("/api/v1/cases", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/api/v1/cases", headers={"authorization": f"Bearer {TOKEN_GIVEN}"}).status_code == 200
    own = {"origin": "http://localhost"}
    assert client.post("/sign-in", data={"token": "wrong"}, headers=own).status_code == 401
    given = client.post("/sign-in", data={"token": TOKEN_GIVEN}, headers=own)
    assert given.status_code == 303
    assert "httponly" in given.headers["set-cookie"].lower()
    assert "samesite=strict" in given.headers["set-cookie"].lower()
    assert TOKEN_GIVEN not in given.headers["set-cookie"]
    assert client.get("/c/belarus").status_code == 200
    client.cookies.clear()
    client.cookies.set("lagebild", "0" * 64)
    assert client.get("/c/belarus").status_code == 303


def test_guessing_is_slowed_down(opened: Opened) -> None:
    client = opened(Guard(token_hash="$argon2id$broken", sign_ins=1e-6))
    own = {"origin": "http://localhost"}
    answers = [client.post("/sign-in", data={"token": f"guess {n}"}, headers=own).status_code for n in range(8)]
    assert answers[-1] == 429


def test_too_many_and_too_large(opened: Opened) -> None:
    client = opened(Guard(reads=1e-6, writes=1000, largest=2000, largest_form=500))
    assert [client.get("/static/app.js").status_code for _ in range(9)].count(429) >= 1
    own = {"origin": "http://localhost"}
    assert client.post("/c/belarus/decide", data={"reason": "x" * 600}, headers=own).status_code == 413
    assert client.post("/c/belarus/add", files={"files": ("a.txt", b"x" * 3000)}, headers=own).status_code == 413


def test_a_length_that_was_not_told_is_counted(opened: Opened) -> None:
    client = opened(Guard(largest_form=500))

    def drip() -> Iterator[bytes]:
        for _ in range(50):
            yield b"reason=" + b"x" * 100

    own = {"origin": "http://localhost", "content-type": "application/x-www-form-urlencoded"}
    got = client.post("/c/belarus/decide", content=drip(), headers=own)
    assert got.status_code >= 400


def test_rates_give_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("lagebild.web.guard.time.monotonic", lambda: now)
    rates = Rates()
    assert [rates.wait("a", "read", 0.5) for _ in range(6)] == [0, 0, 0, 0, 0, 2]
    assert rates.wait("b", "read", 0.5) == 0
    assert rates.wait("a", "write", 0.5) == 0
    now += 2
    assert [rates.wait("a", "read", 0.5) for _ in range(2)] == [0, 2]


@pytest.mark.parametrize(
    ("token", "known", "good"),
    [
        (TOKEN_GIVEN, None, True),
        ("other", None, False),
        ("", None, False),
        ("x" * 5000, None, False),
        (TOKEN_GIVEN, "no hash", False),
    ],
)
def test_fits(token: str, known: str | None, good: bool) -> None:
    assert fits(known or hashed(TOKEN_GIVEN), token) is good


@pytest.mark.parametrize(
    ("address", "own"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.4", False), ("example.org", False)],
)  # fmt: skip
def test_is_loopback(address: str, own: bool) -> None:
    assert is_loopback(address) is own


def test_other_addresses_need_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    with pytest.raises(BadInput, match="there is no token"):
        guard_for("0.0.0.0")
    monkeypatch.setenv(TOKEN, "short")
    with pytest.raises(BadInput, match="shorter than 16"):
        guard_for("0.0.0.0")
    monkeypatch.setenv(TOKEN, TOKEN_GIVEN)
    guard = guard_for("0.0.0.0", ["desk.example"])
    assert guard.token_hash
    assert fits(guard.token_hash, TOKEN_GIVEN)
    assert "desk.example" in guard.hosts
    assert "0.0.0.0" not in guard.hosts
