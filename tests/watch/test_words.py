"""What people write: amounts, lengths of time, lists of feeds; and what makes an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tell import factory
from tests.tell.conftest import wording

from lagebild.core import Forecast
from lagebild.errors import BadInput
from lagebild.watch import Told, compare, told_of
from lagebild.watch.listing import listed
from lagebild.watch.moves import interval, moves
from lagebild.watch.rounds import pause

__all__ = ["wording"]  # the notes of the factory's answers get wording

MOVES = [
    # amount, before, now, told
    ("2pp", 0.02, 0.04, True),
    ("2pp", 0.02, 0.039, False),
    ("2 pp", 0.5, 0.48, True),
    ("0,5pp", 0.01, 0.015, True),
    ("x1.5", 0.02, 0.03, True),  # odds 0.0204 to 0.0309
    ("x1.5", 0.03, 0.02, True),  # down as well as up
    ("x1.5", 0.5, 0.59, False),
    ("×2", 0.5, 2 / 3, True),
    ("x1.5", 0.0, 0.0, False),
    ("x1.5", 0.999999, 1.0, True),
]


@pytest.mark.parametrize(("amount", "before", "now", "said"), MOVES)
def test_moves(amount: str, before: float, now: float, said: bool) -> None:
    assert moves(amount).passed(before, now) is said


@pytest.mark.parametrize(
    "amount", ["", "2", "pp", "2%", "x1", "x0.5", "0pp", "101pp", "x", "-2pp", "xx2", "x1.5pp", "1e9pp"]
)
def test_amounts_that_are_none(amount: str) -> None:
    with pytest.raises(BadInput):
        moves(amount)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_move_up_is_as_large_as_down(before: float, now: float) -> None:
    for amount in ("2pp", "x1.5"):
        assert moves(amount).passed(before, now) is moves(amount).passed(now, before)
        assert not moves(amount).passed(before, before)


def test_amounts_say_themselves() -> None:
    assert [str(moves(a)) for a in ("2pp", "x1.5", "0,25 pp")] == ["2pp", "x1.5", "0.25pp"]


def test_lengths_of_time() -> None:
    assert interval("90s") == timedelta(seconds=90)
    assert interval("15m") == timedelta(minutes=15)
    assert interval("2h") == timedelta(hours=2)
    assert interval("1d") == timedelta(days=1)
    for odd in ("", "15", "59s", "0m", "31d", "m", "1.5h", "-1h", "999999d"):
        with pytest.raises(BadInput):
            interval(odd)
    assert [pause(interval(t)) for t in ("90s", "15m", "1h", "2d")] == ["90 seconds", "15 minutes", "1 hour", "2 days"]


def test_lists_of_feeds(tmp_path: Path) -> None:
    plain = tmp_path / "feeds.txt"
    plain.write_text(
        "\ufeff# wires\nhttps://a.example/f#x\n\nhttps://b.example/f # b\nhttps://a.example/f#x\n", "utf-8"
    )
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<?xml version="1.0"?><opml><body><outline text="x"><outline xmlUrl="https://c.example/f"/></outline></body></opml>'
    )
    found = listed((str(plain), "https://d.example/f", str(opml)))
    hosts = [f.url.split("/")[2] for f in found]
    assert hosts == ["a.example", "b.example", "d.example", "c.example"]


LISTS = [
    (b"", "names no feed"),
    (b"# nothing\n", "names no feed"),
    (b"feed.xml\n", "is no plain web address"),
    (b"https://me:pw@a.example/\n", "is no plain web address"),
    (b"<opml><body/></opml>", "no OPML with feeds"),
    (b"<opml><body>", "no OPML that can be read"),
    (b"\xff\xfe\x00", "is not UTF-8 text"),
    (
        b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline xmlUrl="&a;"/></body></opml>',
        "no OPML",
    ),
]


@pytest.mark.parametrize(("data", "said"), LISTS)
def test_lists_that_are_none(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(data)
    with pytest.raises(BadInput, match=said):
        listed((str(tmp_path / "list"),))


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        listed((str(tmp_path / "none"),))
    with pytest.raises(BadInput, match="is no plain web address"):
        listed(("ftp://a.example/f",))


NOTHING = Told(probability=None, signs=())
AT = date(2023, 2, 1)


def test_what_is_told_of_a_new_answer() -> None:
    answer = factory.answer()
    alerts, now = compare(NOTHING, answer, moves("2pp"), language="en")
    assert [a.event for a in alerts] == ["indicator", "indicator", "answer"]
    assert alerts[0].text == "Sign for: Build-up at the border (3 passages)"
    assert alerts[1].text == "Sign against: Denial by the leadership (1 passage)"
    assert alerts[2].text.startswith("There is an answer now: 1.7% (as of 30 January 2023)")
    assert now == told_of(answer)
    again, same = compare(now, answer, moves("2pp"))
    assert again == ()
    assert same == now


def test_a_slow_drift_is_told_in_the_end() -> None:
    answer = factory.answer()
    before = Told(probability=0.02, signs=told_of(answer).signs)
    events = []
    for step in (0.022, 0.025, 0.028, 0.031):
        moved = replace(answer, forecast=Forecast(at=AT, probability=step, low=step / 2, high=step * 2))
        alerts, before = compare(before, moved, moves("x1.5"), language="de")
        events.append([a.data["now"] for a in alerts])
    assert events == [[], [], [], [0.031]]


def test_a_number_that_is_withdrawn_is_told() -> None:
    answer = factory.refused()
    (alert,), now = compare(Told(probability=0.5, signs=()), answer, moves("2pp"), language="en")
    assert alert.text.startswith("There is no number any more, it was 50%")
    assert now.probability is None


def test_a_sign_that_went_and_came_back_trips_again() -> None:
    answer = factory.answer()
    without = replace(answer, evidence=())
    _, now = compare(told_of(answer), without, moves("x2"))
    alerts, _ = compare(now, answer, moves("x2"))
    assert [a.event for a in alerts] == ["indicator", "indicator"]


def test_hostile_words_are_plain_in_alerts() -> None:
    alerts, _ = compare(NOTHING, factory.hostile(), moves("2pp"), language="de")
    for alert in alerts:
        assert "\u202e" not in alert.text
        assert "\n" not in alert.text
        for passage in alert.data.get("passages", ()):
            assert passage["url"] is None
            assert "\u202e" not in passage["title"]
