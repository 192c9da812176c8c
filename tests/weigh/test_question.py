"""Questions are read, and refused with every fault in one line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.questions import HEAD

from lagebild.errors import BadInput
from lagebild.weigh.question import load, loads

GOOD = (
    HEAD
    + """family = "war-entry"
timezone = "Europe/Minsk"
reference = ["contiguous-all", "major-power-all"]
negated = true

[roles]
subject = "BLR"

[coverage]
medical = 0.5
"""
)

FAULTS = [
    ("id", 'id = "q"', "", "'id' is missing"),
    ("text", 'text = "What will it be?"', "text = 3", "'text' must be a text"),
    ("empty text", 'text = "What will it be?"', 'text = " "', "'text' must be a text that is not empty"),
    ("language", 'language = "en"', 'language = "fr"', "unknown language 'fr' (known are: de, en)"),
    ("no deadline", "closes = 2023-05-31", "", "'closes' is missing"),
    ("no date", "closes = 2023-05-31", 'closes = "31 May"', "'closes' must be a date like 2022-12-01"),
    ("date with time", "opens = 2022-12-01", "opens = 2022-12-01T00:00:00", "'opens' must be a date"),
    ("end before start", "closes = 2023-05-31", "closes = 2022-05-31", "lies before 'opens'"),
    ("no resolver", 'resolver = "two agencies"', "", "'resolver' is missing"),
    ("nothing counts", 'counts = ["a"]', "counts = []", "'counts' must be a list of at least one text"),
    ("no excludes", 'excludes = ["b"]', "", "'excludes' is missing"),
    ("family", '"war-entry"', '"war-enter"', "unknown family 'war-enter' (known are: ceasefire, war-entry)"),
    ("zone", "Europe/Minsk", "Europe/Mink", "unknown time zone 'Europe/Mink'"),
    ("zone as a path", "Europe/Minsk", "../etc/passwd", "unknown time zone"),
    ("role", '"BLR"', '"Belarus"', "role 'subject' must be an ISO 3166-1"),
    ("no subject", "subject", "ally", "'roles' must name at least the subject"),
    ("coverage", "0.5", "1.5", "coverage of 'medical' must lie between 0 and 1"),
    ("negated", "negated = true", 'negated = "yes"', "'negated' must be true or false"),
    ("unknown key", "negated = true", "negatet = true", "unknown key 'negatet'"),
    ("no TOML", 'id = "q"', "id = ", "is not valid TOML"),
]


def test_a_good_question_is_read() -> None:
    found = loads(GOOD)
    assert (found.opens, found.closes, found.timezone) == (date(2022, 12, 1), date(2023, 5, 31), "Europe/Minsk")
    assert found.roles == (("subject", "BLR"),)
    assert found.coverage == (("medical", 0.5),)
    assert found.reference == ("contiguous-all", "major-power-all")
    assert found.negated


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_is_named(name: str, old: str, new: str, message: str) -> None:
    assert old in GOOD, name
    with pytest.raises(BadInput) as fault:
        loads(GOOD.replace(old, new), "q.toml")
    assert message in str(fault.value)
    assert str(fault.value).startswith("q.toml: ")
    assert "\n" not in str(fault.value)


def test_all_faults_come_at_once() -> None:
    with pytest.raises(BadInput) as fault:
        loads('id = "q"')
    for key in ("text", "language", "opens", "closes", "resolver", "counts", "excludes", "deciders"):
        assert f"'{key}' is missing" in str(fault.value)


def test_files(tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text(GOOD, encoding="utf-8")
    assert load(tmp_path / "q.toml") == loads(GOOD)
    with pytest.raises(BadInput, match="can't be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not UTF-8"):
        load(tmp_path / "bad.toml")


def test_the_example_is_a_good_question() -> None:
    found = load(Path(__file__).parents[2] / "examples" / "belarus" / "question.toml")
    assert found.family == "war-entry"
    assert found.excludes


RATE = """
[[rate]]
id = "%s"
name = { de = "Kriege mit Vermittlung", en = "wars with mediation" }
hits = 4
windows = 60
source = "own count"
"""
TRUCE = (
    GOOD.replace('"war-entry"', '"ceasefire"')
    .replace("medical", "mediation")
    .replace('reference = ["contiguous-all", "major-power-all"]', "")
)


def test_a_question_may_bring_its_own_rates() -> None:
    found = loads(TRUCE + RATE % "one" + RATE % "two")
    assert [(r.id, r.rate.best) for r in found.rates] == [("one", 4 / 60), ("two", 4 / 60)]


def test_a_family_without_rates_asks_for_them() -> None:
    with pytest.raises(BadInput, match="family 'ceasefire' brings no base rates: give at least two"):
        loads(TRUCE + RATE % "one")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("hits = 4", "hits = 61", "'hits' and 'windows' must be counts"),
        ('source = "own count"', 'source = " "', "'source' must be a text"),
        (', en = "wars with mediation"', "", "'name' must be given in de and en"),
        ("hits = 4", "hits = 4\nbatch = 0.5", "'batch' must be a number of at least 1"),
        ("hits = 4", "hits = 4\nrate = 0.1", "unknown key 'rate'"),
    ],
)
def test_faults_of_a_rate(old: str, new: str, fault: str) -> None:
    with pytest.raises(BadInput, match=f"rate 2: {fault}"):
        loads(TRUCE + RATE % "one" + (RATE % "two").replace(old, new))
