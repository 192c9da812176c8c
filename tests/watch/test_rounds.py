"""Whole rounds: a case, a server of feeds, and what is told when a sign trips or the answer moves."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lagebild.errors import BadInput, CaseError, LagebildError
from lagebild.gather.poll import Feed, Poller
from lagebild.store import Case, feeds
from lagebild.watch import Watch, Webhook
from lagebild.watch.moves import moves

from .conftest import World
from .server import ONE, TWO, Server, feed

EXAMPLE = Path(__file__).parents[2] / "examples/belarus"
WIRE = (EXAMPLE / "reports/nordwind-agentur.rss").read_text("utf-8")
Make = Callable[..., Poller]


@dataclass
class Told:
    """The events that were told."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, event: dict[str, Any]) -> None:
        assert set(event) >= {"event", "at", "text"}
        json.dumps(event, allow_nan=False)
        self.events.append(event)

    def kinds(self) -> list[str]:
        return [e["event"] for e in self.events]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [e for e in self.events if e["event"] == kind]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def watch(path: Path, poller: Make, told: Told, world: World) -> Callable[..., Watch]:
    """Makes a watch of the case at `path`, or of another."""

    def make(**more: Any) -> Watch:
        options: dict[str, Any] = {"path": path, "poller": poller(), "moves": moves("x1.5"), "tell": told}
        return Watch(**(options | {"now": world.now, "sleep": world.sleep} | more))

    return make


def held(path: Path) -> list[str]:
    with Case.open(path) as case:
        return sorted(m.reading.document.title or "" for m in case.marked())


def test_adds_what_is_new_once(server: Server, watch: Callable[..., Watch], path: Path, told: Told) -> None:
    one = watch()
    one.begin([Feed(url=f"{server.root}/feed")])
    server.give("/feed", body=feed(ONE), ETag='"1"')
    first = one.round()
    assert (first.new, first.updated, first.failed, first.feeds) == (1, 0, False, {"new": 1})
    server.give("/feed", body=feed(ONE, TWO), ETag='"2"')
    assert one.round().new == 1
    server.give("/feed", 304)
    assert one.round().feeds == {"same": 1}
    assert held(path) == ["Ende des Streiks", "Streik im Hafen"]
    assert [e["title"] for e in told.of("added")] == ["Streik im Hafen", "Ende des Streiks"]
    assert server.asked[-1].headers["if-none-match"] == '"2"'


def test_a_new_run_goes_on_where_the_last_one_ended(
    server: Server, watch: Callable[..., Watch], poller: Make, path: Path
) -> None:
    server.give("/feed", body=feed(ONE), ETag='"1"')
    one = watch()
    one.begin([Feed(url=f"{server.root}/feed")])
    one.round()
    other = watch(poller=poller())
    assert other.begin() == (Feed(url=f"{server.root}/feed", etag='"1"'),)
    other.round()
    assert server.asked[-1].headers["if-none-match"] == '"1"'


def test_feeds_are_named_and_taken_off(watch: Callable[..., Watch], path: Path) -> None:
    one = watch()
    with pytest.raises(BadInput, match="watched by no feed"):
        one.begin()
    a, b = Feed(url="https://a.example/f"), Feed(url="https://b.example/f")
    assert one.begin([a, b]) == (a, b)
    assert one.begin([b], forget=[a.url]) == (b,)
    with pytest.raises(BadInput, match=r"is no feed of this case; they are: https://b\.example/f"):
        one.begin(forget=["https://c.example"])
    with Case.open(path, write=True) as case:
        feeds.remember(case, [Feed(url=b.url, gone=True)])
    assert one.begin([b]) == (b,)  # named anew: a new chance


def test_one_feed_that_fails_does_not_keep_out_the_others(
    server: Server, watch: Callable[..., Watch], path: Path, told: Told, world: World
) -> None:
    server.give("/bad", 500)
    server.give("/feed", body=feed(ONE))
    one = watch()
    one.begin([Feed(url=f"{server.root}/bad"), Feed(url=f"{server.root}/feed")])
    found = one.round()
    assert found.failed
    assert found.feeds == {"failed": 1, "new": 1}
    assert held(path) == ["Streik im Hafen"]
    fault = told.of("feed")[0]
    assert fault["reason"].startswith("the server answered 500; asked again after 2022-12-10T12:3")
    # The same fault is told once, its end too.
    assert one.round().feeds == {"waits": 1, "new": 1}
    for _ in range(2):
        world.sleep(86_400)
        one.round()
    assert len(told.of("feed")) == 1
    server.give("/bad", body=feed(TWO))
    world.sleep(86_400)
    one.round()
    assert told.of("feed")[-1]["reason"] == "can be read again"


def test_the_case_is_free_between_rounds_and_a_busy_case_is_no_end(
    server: Server, watch: Callable[..., Watch], path: Path, told: Told
) -> None:
    server.give("/feed", body=feed(ONE), ETag='"1"')
    one = watch()
    one.begin([Feed(url=f"{server.root}/feed")])
    with Case.open(path, write=True):
        assert one.round().failed
    assert "another process is writing" in told.of("fault")[0]["text"]
    assert one.round().new == 1  # nothing was lost: the feed was asked without its ETag
    assert "if-none-match" not in server.asked[-1].headers


def test_killed_while_keeping_it_reads_again(
    server: Server, watch: Callable[..., Watch], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lagebild.store.tally import Tally

    server.give("/feed", body=feed(ONE, TWO), ETag='"1"')
    one = watch()
    one.begin([Feed(url=f"{server.root}/feed")])
    real = Tally.keep

    def interrupted(tally: Tally, reading: Any) -> None:
        if reading.document.title == TWO[1]:
            raise KeyboardInterrupt
        real(tally, reading)

    monkeypatch.setattr(Tally, "keep", interrupted)
    with pytest.raises(KeyboardInterrupt):
        one.round()
    assert held(path) == ["Streik im Hafen"]
    monkeypatch.setattr(Tally, "keep", real)
    found = one.round()
    assert (found.new, held(path)) == (1, ["Ende des Streiks", "Streik im Hafen"])
    with Case.open(path) as case:
        assert "2 documents" in case.check()


def test_runs_until_all_feeds_are_gone(server: Server, watch: Callable[..., Watch], world: World) -> None:
    left = [200, 200, 410]
    server.answers["/feed"] = lambda handler: handler.give(left.pop(0), feed(ONE).encode())
    one = watch()
    one.begin([Feed(url=f"{server.root}/feed")])
    began = world.now()
    one.run()
    assert left == []
    assert (world.now() - began).total_seconds() >= 2 * 900


# Signs and the answer


@pytest.fixture
def belarus(tmp_path: Path) -> Path:
    with Case.create(tmp_path / "belarus.lage", question=EXAMPLE / "question.toml"):
        pass
    return tmp_path / "belarus.lage"


def test_a_sign_trips_and_the_answer_moves(
    server: Server, watch: Callable[..., Watch], belarus: Path, told: Told, world: World
) -> None:
    server.give("/hook", 204)
    hook = Webhook(url=f"{server.root}/hook", hosts=("127.0.0.1",), secret=b"geheim", allow_private=True)
    one = watch(path=belarus, webhook=hook, moves=moves("x1.05"))
    one.begin([Feed(url=f"{server.root}/feed")])
    server.give("/feed", body=WIRE)
    found = one.round()
    signs = told.of("indicator")
    assert found.alerts == len(signs) + len(told.of("answer")) > 2
    assert {s["direction"] for s in signs} <= {"for", "against"}
    build_up = next(s for s in signs if s["indicator"] == "build-up")
    assert build_up["name"] == "Truppenaufmarsch an der Grenze" or build_up["name"]
    assert build_up["text"].startswith("Anzeichen dafür: ")
    assert build_up["passages"][0]["publisher"] == "Nordwind Agentur"
    assert build_up["passages"][0]["words"] in WIRE.replace("&amp;", "&")
    (answer,) = told.of("answer")
    assert answer["least_move"] == "x1.05"
    assert answer["low"] <= answer["now"] <= answer["high"]
    assert answer["case"] == "belarus.lage"
    # All alerts went out, whole and signed.
    sent = [a for a in server.asked if a.method == "POST"]
    assert [json.loads(a.body) for a in sent] == [*signs, answer]
    stamp = sent[0].headers["x-lagebild-timestamp"]
    mac = hmac.new(b"geheim", stamp.encode() + b"." + sent[0].body, hashlib.sha256).hexdigest()
    assert sent[0].headers["x-lagebild-signature"] == f"sha256={mac}"
    assert sent[0].headers["content-type"] == "application/json; charset=utf-8"
    assert len({a.headers["idempotency-key"] for a in sent}) == len(sent)
    # Told is told: the next round says nothing.
    count = len(told.events)
    one.round()
    assert len(told.events) == count


def test_blind_mode_keeps_the_number_back(
    server: Server, watch: Callable[..., Watch], belarus: Path, told: Told
) -> None:
    with Case.open(belarus, write=True) as case:
        case.set_blind(True, reason="erst selbst schätzen")
    one = watch(path=belarus, moves=moves("0.01pp"))
    one.begin([Feed(url=f"{server.root}/feed")])
    server.give("/feed", body=WIRE)
    one.round()
    assert told.of("indicator")
    assert not told.of("answer")
    assert "probability" not in json.dumps(told.events)


# The webhook


def test_a_webhook_goes_only_where_it_is_allowed() -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"url": "https://a.example/x", "hosts": ("b.example",)}, "add --allow-host a.example"),
        ({"url": "http://a.example/x", "hosts": ("a.example",)}, "is not https"),
        ({"url": "ftp://a.example/x", "hosts": ("a.example",)}, "no plain web address"),
        ({"url": "https://me:pw@a.example/x", "hosts": ("a.example",)}, "no plain web address"),
    ]
    for options, said in bad:
        with pytest.raises(BadInput, match=said):
            Webhook(**options)
    assert Webhook(url="https://A.example/x", hosts=("a.EXAMPLE",))


def test_a_webhook_does_not_reach_private_addresses(server: Server) -> None:
    hook = Webhook(url="https://localhost/x", hosts=("localhost",), sleep=lambda _: None)
    assert "private address" in (hook.send(b"{}") or "")


SENT = [
    # answers one after another, requests, what is said at the end
    ((200,), 1, None),
    ((503, 429, 200), 3, None),
    ((500, 500, 500, 500), 4, "the server answered 500"),
    ((400,), 1, "the server answered 400"),  # again would be the same
    ((302,), 1, "the server answered 302"),  # redirects are not followed
]


@pytest.mark.parametrize(("answers", "requests", "said"), SENT)
def test_a_webhook_tries_again(server: Server, answers: tuple[int, ...], requests: int, said: str | None) -> None:
    left = list(answers)
    server.answers["/hook"] = lambda handler: handler.give(left.pop(0), Location="https://a.example/")
    slept: list[float] = []
    hook = Webhook(
        url=f"{server.root}/hook", hosts=("127.0.0.1",), allow_private=True, sleep=slept.append, chance=lambda: 0.5
    )
    assert hook.send(b'{"event": "answer"}') == said
    assert len(server.asked) == requests
    assert len({a.headers["idempotency-key"] for a in server.asked}) == 1
    assert slept == [1.0, 5.0, 25.0][: requests - 1]
    assert "x-lagebild-signature" not in server.asked[0].headers


def test_a_webhook_that_fails_is_told_and_not_fatal(
    server: Server, watch: Callable[..., Watch], belarus: Path, told: Told
) -> None:
    server.give("/hook", 500)
    hook = Webhook(url=f"{server.root}/hook", hosts=("127.0.0.1",), allow_private=True, sleep=lambda _: None)
    one = watch(path=belarus, webhook=hook)
    one.begin([Feed(url=f"{server.root}/feed")])
    server.give("/feed", body=WIRE)
    found = one.round()
    assert found.failed
    assert found.alerts == len(told.of("webhook"))
    assert "the server answered 500" in told.of("webhook")[0]["text"]
    assert one.round().alerts == 0


def test_the_signature_hangs_on_time_body_and_secret() -> None:
    hook = Webhook(url="https://a.example", hosts=("a.example",), secret=b"s")
    at = datetime(2022, 12, 10, tzinfo=UTC)
    found = hook.signature(b"x", now=at)
    assert found["X-Lagebild-Timestamp"] == "1670630400"
    assert found != hook.signature(b"y", now=at)
    other = Webhook(url="https://a.example", hosts=("a.example",), secret=b"t")
    assert found != other.signature(b"x", now=at)


def test_a_case_that_is_gone_ends_it(watch: Callable[..., Watch], path: Path, server: Server) -> None:
    one = watch()
    one.begin([Feed(url=f"{server.root}/feed")])
    path.unlink()
    with pytest.raises(CaseError, match="there is no such case"):
        one.round()
    assert issubclass(CaseError, LagebildError)
