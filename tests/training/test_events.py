"""The project's own sentences with events: well formed, balanced, and the part for measuring unchanged."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.events.corpus import FACTUALITIES, FOLDER, TYPES, GoldEvent, Item, parse, plain, read

# Frozen before the rules of events were looked at: a changed sentence makes earlier figures incomparable.
HELD_APART = "888824c856b28758308dc26cea505635731b026e57a3e99b7c2385dc60439381"
# Marked before the marker was run on them; nobody tunes on them.
FRESH = "8f4ba1a6c439f137795e8d61c02a0fc633a4e94eb2352a6f4785490db6701fec"


def test_the_part_for_measuring_is_unchanged() -> None:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(FOLDER.glob("test-de-*.txt")))).hexdigest()
    assert digest == HELD_APART
    assert len(read("test")) == 640


@pytest.mark.parametrize(("part", "enough"), [("test", 25), ("dev", 10)])
def test_every_type_and_the_lack_of_events_are_there(part: str, enough: int) -> None:
    items = read(part)
    types = Counter(event.type for item in items for event in item.events)
    assert all(types[name] >= enough for name in TYPES), types
    assert {event.factuality for item in items for event in item.events} == set(FACTUALITIES)
    assert sum(not item.events for item in items) >= 0.15 * len(items)


def test_the_fresh_part_is_unchanged_and_has_quiet_sentences() -> None:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(FOLDER.glob("fresh-de-*.txt")))).hexdigest()
    assert digest == FRESH
    items = read("fresh")
    assert (len(items), sum(not item.events for item in items)) == (100, 20)


def test_no_sentence_is_in_two_parts() -> None:
    texts = [item.text for part in ("test", "dev", "fresh") for item in read(part)]
    assert len(texts) == len(set(texts))


def test_every_file_names_its_licence() -> None:
    for path in FOLDER.glob("*.txt"):
        assert "written for this project; Apache-2.0" in path.read_text("utf-8").splitlines()[0], path.name


def test_a_sentence_is_read() -> None:
    item = parse(
        "{1a:Truppen} {1t.ASSAULT.happened:griffen} {1r,1p:{2a:Kiew}s Vorort} {1t:an}, {2t.REJECT.denied:nein}."
    )
    assert item.text == "Truppen griffen Kiews Vorort an, nein."
    first, second = item.events
    assert first == GoldEvent(
        "ASSAULT", "happened", ((8, 15), (29, 31)), actors=((0, 7),), recipients=((16, 28),), places=((16, 28),)
    )
    assert (second.actors, second.factuality) == (((16, 20),), "denied")


def test_a_sentence_without_marks_tells_no_event() -> None:
    assert parse("Es regnet.", id="x") == Item("x", "Es regnet.", ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{1t.ASSAULT.happened:schoss", "is not closed"),
        ("schoss}", "closes nothing"),
        ("{schoss}", "without a colon"),
        ("{1x:wer} {1t.AID.happened:half}", "is no role"),
        ("{1t.WAR.happened:schoss}", "no trigger with type"),
        ("{1t.AID.maybe:half}", "no trigger with type"),
        ("{1a.AID.happened:half}", "no trigger with type"),
        ("{1a:wer} {1t:half}", "has no trigger"),
        ("{1t.AID.happened:half} {1t.AID.happened:aus}", "has a type already"),
        ("{2t.AID.happened:half}", "not numbered from 1"),
        ("{1t.AID.happened: half}", "spaces around"),
        ("{1t.AID.happened:}", "marks no words"),
        ("{1a,1a:wer} {1t.AID.happened:half}", "stands twice"),
        ("{1a,1r:wer} {1t.AID.happened:half}", "two participants"),
    ],
)
def test_a_wrong_mark_is_named(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"file:7.*{said}"):
        parse(line, id="file:7")


def test_a_sentence_that_stands_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "dev-de-1.txt").write_text("# head\nEs regnet.\nEs regnet.\n", "utf-8")
    with pytest.raises(ValueError, match="dev-de-1:3: the sentence stands already at dev-de-1:2"):
        read("dev", folder=tmp_path)
    with pytest.raises(FileNotFoundError, match="test-de"):
        read("test", folder=tmp_path)


def test_what_the_second_annotator_gets_has_no_marks() -> None:
    assert plain([parse("{1t.AID.happened:Half} er?", id="a:1")]) == "a:1\tHalf er?\n"


@given(st.text(alphabet="ab {}:,.1tarTAID", max_size=40))
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        item = parse(line)
    except ValueError:
        return
    assert "{" not in item.text
    for event in item.events:
        assert all(0 <= start < end <= len(item.text) for start, end in event.trigger)
