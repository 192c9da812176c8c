"""Polling, against a real server: what is new is read once, what a host asks for is done, and no fault ends it."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lagebild.gather.limits import Limits
from lagebild.gather.poll import Feed, Polled, Poller

from .conftest import World
from .server import ONE, TWO, Handler, Server, feed

Make = Callable[..., Poller]


def poll(poller: Poller, server: Server, path: str = "/feed") -> Polled:
    return poller.poll(Feed(url=server.root + path))


def test_reads_entries_and_says_who_asks(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(ONE, TWO), ETag='"v1"', Last_Modified="Sat, 10 Dec 2022 10:00:00 GMT")
    found = poll(poller(), server)
    assert found.outcome == "new"
    assert [r.document.title for r in found.readings] == ["Streik im Hafen", "Ende des Streiks"]
    assert found.readings[0].document.publisher == "Hafenblatt"
    assert found.readings[0].document.source == f"{server.root}/feed, entry 1"
    assert found.readings[0].document.fetched == "2022-12-10T12:00:01+00:00"
    assert server.paths() == ["/robots.txt", "/feed"]
    assert all(a.headers["user-agent"].startswith("Lagebild (") for a in server.asked)
    assert found.feed == Feed(url=f"{server.root}/feed", etag='"v1"', modified="Sat, 10 Dec 2022 10:00:00 GMT")


def test_asks_for_what_is_new_only(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(ONE), ETag='W/"v1"', Last_Modified="Sat, 10 Dec 2022 10:00:00 GMT")
    one = poller()
    found = poll(one, server)
    server.give("/feed", 304)
    again = one.poll(found.feed)
    assert again.outcome == "same"
    assert again.feed == found.feed
    assert server.asked[-1].headers["if-none-match"] == 'W/"v1"'
    assert server.asked[-1].headers["if-modified-since"] == "Sat, 10 Dec 2022 10:00:00 GMT"
    assert server.paths().count("/robots.txt") == 1  # kept for a day


def test_robots_txt_is_obeyed(server: Server, poller: Make) -> None:
    server.give("/robots.txt", body="User-agent: lagebild\nDisallow: /feed")
    server.give("/feed", body=feed(ONE))
    found = poll(poller(), server)
    assert found.outcome == "failed"
    assert found.reason == "robots.txt does not allow it"
    assert "/feed" not in server.paths()


@pytest.mark.parametrize(("status", "outcome"), [(404, "new"), (403, "new"), (500, "failed"), (429, "failed")])
def test_robots_txt_that_is_not_there(server: Server, poller: Make, status: int, outcome: str) -> None:
    server.give("/robots.txt", status)
    server.give("/feed", body=feed(ONE))
    assert poll(poller(), server).outcome == outcome


def test_robots_txt_elsewhere_is_followed(server: Server, poller: Make) -> None:
    server.give("/robots.txt", 302, Location="/r")
    server.give("/r", body="User-agent: *\nDisallow: /")
    assert poll(poller(), server).reason == "robots.txt does not allow it"


def test_crawl_delay_is_kept(server: Server, poller: Make, world: World) -> None:
    server.give("/robots.txt", body="User-agent: *\nCrawl-delay: 7")
    server.give("/feed", body=feed(ONE))
    one = poller()
    poll(one, server)
    poll(one, server)
    assert world.slept == [7.0, 7.0]  # between robots.txt and the feed, and before it is asked again


def test_one_host_is_asked_once_a_second(server: Server, poller: Make, world: World) -> None:
    server.give("/feed", body=feed(ONE))
    poll(poller(), server)
    assert world.slept == [1.0]


def test_a_long_crawl_delay_is_for_a_later_round(server: Server, poller: Make, world: World) -> None:
    server.give("/robots.txt", body="User-agent: *\nCrawl-delay: 600")
    server.give("/feed", body=feed(ONE))
    one = poller()
    found = poll(one, server)
    assert found.outcome == "waits"
    assert found.feed.failures == 0
    assert found.feed.not_before == "2022-12-10T12:10:00+00:00"
    assert world.slept == []
    assert one.poll(found.feed).outcome == "waits"
    assert server.paths() == ["/robots.txt"]
    world.at += timedelta(seconds=600)
    assert one.poll(found.feed).outcome == "new"


RETRY = [
    # status, Retry-After, seconds until it is asked again
    (429, "3600", 3600),
    (503, "Sat, 10 Dec 2022 15:00:01 GMT", 3 * 3600),
    (429, "60", 1800),  # its back-off is longer
    (503, "next week", 1800),
    (500, "", 1800),
    (429, "99999999999999999999", 7 * 86_400),  # a week at most
    (404, "-5", 1800),
]


@pytest.mark.parametrize("case", RETRY)
def test_retry_after(server: Server, poller: Make, world: World, case: tuple[int, str, int]) -> None:
    status, after, seconds = case
    server.give("/feed", status, Retry_After=after)
    found = poll(poller(), server)
    assert found.outcome == "failed"
    assert found.reason == f"the server answered {status}"
    assert found.feed.failures == 1
    later = (world.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    assert found.feed.not_before == later
    asked = len(server.asked)
    assert poller().poll(found.feed).outcome == "waits"
    assert len(server.asked) == asked


def test_back_off_doubles_to_a_day_with_jitter(server: Server, poller: Make, world: World) -> None:
    server.give("/feed", 500)
    found = Feed(url=f"{server.root}/feed")
    pauses = []
    for _ in range(8):
        found = poller().poll(replace(found, not_before=None)).feed
        assert found.not_before is not None
        pauses.append(_seconds(found.not_before, world))
    assert pauses == [1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400]
    for chance, pause in ((0.0, 1350), (1.0, 2250)):
        until = poller(chance=lambda chance=chance: chance).poll(Feed(url=f"{server.root}/feed")).feed.not_before
        assert until is not None
        assert _seconds(until, world) == pause
    # A good answer ends it.
    server.give("/feed", body=feed(ONE))
    well = poller().poll(replace(found, not_before=None)).feed
    assert (well.failures, well.not_before, well.fault) == (0, None, None)


def _seconds(until: str, world: World) -> int:
    return round((datetime.fromisoformat(until) - world.now()).total_seconds())


def test_moved_for_good(server: Server, poller: Make) -> None:
    server.give("/feed", 301, Location="/new")
    server.give("/new", 308, Location=f"{server.root}/newest")
    server.give("/newest", body=feed(ONE))
    one = poller()
    found = poll(one, server)
    assert found.outcome == "new"
    assert found.moved
    assert found.feed.moved == f"{server.root}/newest"
    again = one.poll(found.feed)
    assert not again.moved
    assert server.paths()[-1] == "/newest"
    assert server.paths().count("/feed") == 1


def test_moved_for_a_while(server: Server, poller: Make) -> None:
    server.give("/feed", 302, Location="/today")
    server.give("/today", 301, Location="/elsewhere")
    server.give("/elsewhere", body=feed(ONE))
    found = poll(poller(), server)
    assert found.outcome == "new"
    assert found.feed.moved is None


def test_an_address_that_it_moved_to_and_fails_is_given_up(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(ONE))
    found = Feed(url=f"{server.root}/feed", moved=f"{server.root}/wrong")
    for _ in range(3):
        found = poller().poll(replace(found, not_before=None)).feed
    assert found.moved is None
    assert poller().poll(replace(found, not_before=None)).outcome == "new"


def test_gone_for_good(server: Server, poller: Make) -> None:
    server.give("/feed", 410)
    found = poll(poller(), server)
    assert found.outcome == "gone"
    asked = len(server.asked)
    assert poller().poll(found.feed).outcome == "gone"
    assert len(server.asked) == asked


def test_redirects_without_end(server: Server, poller: Make) -> None:
    server.give("/feed", 302, Location="/feed")
    assert poll(poller(), server).reason == "redirects more than 5 times"


BROKEN = [
    # body, what is said; None: read
    ("<?xml version='1.0'?><rss><channel><item><title>x", None),  # cut off: what is there is read
    ("<?xml version='1.0'?><nonsense/>", "is XML, but no feed that is known here"),
    ("<!DOCTYPE html><html><body><p>Wartung</p></body></html>", "is no feed"),
    ('{"not": "a feed"}', "is no feed"),
    ("", "is no feed"),
    ("\x00\x01\x02", "is no feed"),
    ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
     "declares XML entities, as no feed needs and attacks do"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), BROKEN)
def test_broken_feeds(server: Server, poller: Make, body: str, said: str | None) -> None:
    server.give("/feed", body=body, Content_Type="application/rss+xml")
    found = poll(poller(), server)
    assert found.outcome == ("failed" if said else "new")
    assert found.reason == said


def test_a_feed_without_entries_is_well(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(), ETag='"empty"')
    found = poll(poller(), server)
    assert found.outcome == "new"
    assert found.readings == ()
    assert found.feed.etag == '"empty"'


def test_an_entry_that_cannot_be_read_does_not_keep_out_the_others(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(("x", "", ""), ONE))
    found = poll(poller(), server)
    assert [r.document.title for r in found.readings] == ["Streik im Hafen"]
    assert [u.reason for u in found.unreadable] == ["has no text"]


def test_a_slow_answer_is_given_up(server: Server, poller: Make) -> None:
    def slowly(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b"<rss>")
                time.sleep(0.05)
        except OSError:
            return
        finally:
            handler.close_connection = True

    server.answers["/feed"] = slowly
    found = poll(poller(limits=Limits(bytes=100_000, decompressed=100_000, seconds=0.5)), server)
    assert found.outcome == "failed"
    assert found.reason in ("took longer than 0.5 seconds", "did not answer in time")


def test_a_large_answer_is_given_up(server: Server, poller: Make) -> None:
    server.give("/feed", body=b"x" * 100_001)
    assert poll(poller(), server).reason == "is larger than 0.1 MB"
    server.give("/feed", body=gzip.compress(bytes(1 << 20)), Content_Encoding="gzip")
    assert poll(poller(), server).outcome == "failed"


def test_packed_answers_are_read(server: Server, poller: Make) -> None:
    server.give("/feed", body=gzip.compress(feed(ONE).encode()), Content_Encoding="gzip")
    assert len(poll(poller(), server).readings) == 1


def test_private_addresses_are_refused(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(ONE))
    found = poll(poller(allow_private=False), server)
    assert found.outcome == "failed"
    assert "private address (127.0.0.1)" in (found.reason or "")
    assert server.asked == []


def test_a_redirect_to_a_private_address_is_refused(
    server: Server, poller: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lagebild.gather import fetch

    # The server counts as public, all other addresses as what they are.
    public = fetch.is_public
    monkeypatch.setattr(fetch, "is_public", lambda a: str(a) == "127.0.0.1" or public(a))
    one = poller(allow_private=False)
    for target in ("http://10.0.0.7/feed", "http://[::1]/feed", "http://169.254.169.254/latest", "file:///etc/passwd"):
        server.give("/feed", 302, Location=target)
        found = poll(one, server)
        assert found.outcome == "failed"
        assert "private address" in (found.reason or "") or "no plain http" in (found.reason or "")


def test_a_host_that_is_not_there(poller: Make, server: Server) -> None:
    found = poller().poll(Feed(url="http://127.0.0.1:9/feed"))
    assert found.outcome == "failed"
    assert "cannot be fetched" in (found.reason or "")


@pytest.mark.parametrize("until", ["soon", "2999-01-01", ""])
def test_a_time_that_is_none_keeps_nothing_back(server: Server, poller: Make, until: str) -> None:
    server.give("/feed", body=feed(ONE))
    assert poller().poll(Feed(url=f"{server.root}/feed", not_before=until)).outcome == "new"


def test_validators_that_no_header_could_hold_are_not_kept(server: Server, poller: Make) -> None:
    server.give("/feed", body=feed(ONE), ETag='"' + "x" * 2000 + '"')
    assert poll(poller(), server).feed.etag is None
