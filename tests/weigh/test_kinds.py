"""Questions of several outcomes, numbers and days, and on a condition: how they are read and refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.questions import HEAD

from lagebild.cli import main
from lagebild.core import Range
from lagebild.errors import BadInput, UnknownName
from lagebild.weigh.question import TEMPLATES, load, loads, template

FAMILY = 'family = "war-entry"\nroles = {subject = "BLR"}\n'
OUTCOMES = (
    HEAD
    + FAMILY
    + """
kind = "outcomes"
[[outcome]]
id = "war"
text = "Enters the war"
rate = {hits = 3, windows = 100, source = "own count"}
[[outcome]]
id = "raid"
text = "A raid and no more"
rate = {hits = 5, windows = 100, source = "own count"}
p.build-up = [0.3, 0.4, 0.5]
[[outcome]]
id = "none"
text = "Neither"
rest = true
"""
)
NUMBER = (
    HEAD
    + """
kind = "number"
[number]
unit = "soldiers"
source = "own count"
past = [2000, 5000, 8000, 10000, 9000]
drift = [0.6, 1.0, 1.7]
whole = true
low = 0
counted.en = ["soldiers|troops"]
"""
)
CONDITION = (
    HEAD
    + FAMILY
    + """
[condition]
text = "Will Russia open a new northern offensive by 31 March?"
closes = 2023-03-31
counts = ["c"]
excludes = ["d"]
ratio = [1.5, 3.0, 6.0]
source = "AK: in two of three entries an ally's offensive came first"
phrases.en = ["offensive + north*"]
"""
)


def test_outcomes_are_read() -> None:
    found = loads(OUTCOMES)
    assert found.kind == "outcomes"
    assert [o.id for o in found.outcomes] == ["war", "raid", "none"]
    assert found.outcomes[1].fits == (("build-up", Range(0.3, 0.4, 0.5)),)
    assert found.outcomes[0].rate is not None
    assert found.outcomes[0].rate.rate.best == 0.03
    assert found.outcomes[2].rest


def test_a_number_is_read() -> None:
    found = loads(NUMBER).measure
    assert found is not None
    assert (found.unit, found.past[0], found.drift, found.whole) == ("soldiers", 2000.0, Range(0.6, 1.0, 1.7), True)
    elicited = loads(NUMBER.replace("past = [2000, 5000, 8000, 10000, 9000]", "quantiles = {5 = 1, 50 = 2, 95 = 5}"))
    assert elicited.measure is not None
    assert elicited.measure.quantiles == ((0.05, 1.0), (0.5, 2.0), (0.95, 5.0))


def test_a_condition_is_a_question_of_its_own() -> None:
    found = loads(CONDITION).condition
    assert found is not None
    assert found.ratio == Range(1.5, 3.0, 6.0)
    own = found.question
    assert (own.id, own.language, own.resolver, str(own.closes)) == ("q/condition", "en", "two agencies", "2023-03-31")
    assert own.family is None


def test_a_question_for_a_day_needs_only_its_kind() -> None:
    assert loads(HEAD + FAMILY + 'kind = "date"').kind == "date"


THREE, FIVE = (f'rate = {{hits = {n}, windows = 100, source = "own count"}}' for n in (3, 5))
SHARES = OUTCOMES.replace(THREE, "share = [0.1, 0.2, 0.3]").replace(FIVE, "share = [0.2, 0.3, 0.4]")

FAULTS = [
    # what is replaced, by what, and what is said
    (OUTCOMES, 'kind = "outcomes"', 'kind = "several"', "unknown kind 'several' (known are: binary, outcomes"),
    (OUTCOMES, 'kind = "outcomes"', "", "'outcome' belongs to a question of kind \"outcomes\""),
    (OUTCOMES, "rest = true", "", "exactly one outcome must have rest = true"),
    (OUTCOMES, 'id = "raid"', 'id = "war"', "outcome 'war' stands twice"),
    (OUTCOMES, "hits = 3,", "hits = 0,", "outcome 1: 'hits' and 'windows' must be counts"),
    (OUTCOMES, "hits = 3,", "hits = 100,", "more than 0 hits and fewer than windows"),
    (OUTCOMES, ', source = "own count"', "", "outcome 1: 'rate' must name its source"),
    (OUTCOMES, "p.build-up", "p.build-down", "unknown indicator 'build-down' under 'p'"),
    (OUTCOMES, "[0.3, 0.4, 0.5]", "[0.5, 0.4, 0.3]", "'p.build-up' must be three figures between 0 and 1, rising"),
    (OUTCOMES, "rest = true", "rest = true\np.build-up = [0.3, 0.4, 0.5]", "the rest has no 'p' of its own"),
    (OUTCOMES, 'text = "Neither"', "", "outcome 3: 'text' must be a text"),
    (OUTCOMES, "rest = true", "rest = true\nshare = [0.1, 0.2, 0.3]", "give either each outcome but the rest a 'rate'"),
    (SHARES, "rest = true", "rest = true\nshare = [0.3, 0.4, 0.5]", "the best figures of 'share' sum to 0.9, not to 1"),
    (NUMBER, 'unit = "soldiers"', "", "number: 'unit' must be a text"),
    (NUMBER, ", 9000]", "]", "'past' must be a list of at least 5 numbers"),
    (NUMBER, "whole = true", "quantiles = {5 = 1, 50 = 2, 95 = 3}", "give either 'past', 5 or more"),
    (NUMBER, "[2000,", "[-2000,", "all values must lie above 0"),
    (
        NUMBER,
        "past = [2000, 5000, 8000, 10000, 9000]",
        "quantiles = {5 = 1, 05 = 2, 50 = 3, 95 = 4}",
        "'quantiles' must",
    ),
    (NUMBER, "low = 0", "low = 3000", "a value of 'past' or 'quantiles' lies beyond"),
    (NUMBER, "drift = [0.6, 1.0, 1.7]", "drift = [0.6, 1.7]", "number: 'drift' must be three figures above 0"),
    (NUMBER, "soldiers|troops", "soldiers|", "number: 'counted.en': can't read the phrase"),
    (NUMBER, "counted.en", "counted.fr", "number: unknown language 'fr' under 'counted'"),
    (NUMBER, "whole = true", "hole = true", "number: unknown key 'hole'"),
    (CONDITION, "ratio = [1.5, 3.0, 6.0]", "ratio = 3", "condition: 'ratio' must be three figures above 0"),
    (CONDITION, 'source = "AK', 'sauce = "AK', "condition: 'source' must say who set the ratio"),
    (CONDITION, 'counts = ["c"]', "", "condition: 'counts' is missing"),
    (CONDITION, "closes = 2023-03-31", "closes = 2022-03-31", "condition: 'closes' (2022-03-31) lies before 'opens'"),
    (CONDITION, "[condition]", 'kind = "date"\n[condition]', "'condition' belongs to a question of kind \"binary\""),
]


@pytest.mark.parametrize(("text", "old", "new", "said"), FAULTS)
def test_faults_are_told_in_one_line(text: str, old: str, new: str, said: str) -> None:
    changed = text.replace(old, new, 1)
    assert changed != text
    with pytest.raises(BadInput) as caught:
        loads(changed)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["3", '"x"', "[1]", "[[]]", "true", "{}", "1979-05-27"])
@pytest.mark.parametrize("key", ["outcome", "number", "condition", "kind"])
@pytest.mark.parametrize("kind", ["binary", "outcomes", "number", "date"])
def test_anything_else_is_a_fault_and_no_crash(kind: str, key: str, value: str) -> None:
    text = HEAD + (f'kind = "{kind}"\n' if key != "kind" else "") + f"{key} = {value}\n"
    with pytest.raises(BadInput):
        loads(text)


@pytest.mark.parametrize("key", ["unit", "source", "counted", "past", "quantiles", "drift", "error", "low", "whole"])
@pytest.mark.parametrize("value", ['"x"', "[1]", '["a"]', "true", "{a = 1}", "nan"])
def test_a_number_with_anything_else_in_it_is_no_crash(key: str, value: str) -> None:
    lines = [line for line in NUMBER.splitlines() if not line.startswith(key)]
    said = ""
    try:
        loads("\n".join([*lines, f"{key} = {value}"]))
    except BadInput as fault:
        said = str(fault)
    assert "\n" not in said


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_file_to_begin_with_is_fit_for_use(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "My question.toml"
    assert main(["question", "new", kind, "-o", str(file)]) == 0
    found = load(file)
    assert found.id == "my-question"
    assert found.kind == ("binary" if kind == "condition" else kind)
    assert (found.condition is not None) == (kind == "condition")
    assert main(["question", "new", kind, "-o", str(file)]) == 1  # nothing is written over
    assert "is there already" in capsys.readouterr().err


def test_an_unknown_kind_lists_the_known_ones(tmp_path: Path) -> None:
    assert main(["question", "new", "poll", "-o", str(tmp_path / "q.toml")]) == 2
    with pytest.raises(UnknownName, match="binary, condition, date"):
        template("poll")


OWN = """
id = "strike"
name = {de = "Streik", en = "strike"}
rho = [0.2, 0.4, 0.6]
elicitation = 0.3
reference = ["contiguous-all", "major-power-all"]
[[indicator]]
id = "ballot"
name = {de = "Urabstimmung", en = "ballot"}
direction = "for"
cluster = "union"
p1 = [0.8, 0.9, 0.97]
p0 = [0.1, 0.2, 0.35]
a = [0.7, 0.85, 0.95]
b = [0.01, 0.02, 0.05]
half_life = 45
figures = "elicited"
source = "AK"
note = {de = "x", en = "x"}
[[indicator.match]]
en = ["ballot"]
"""


def test_a_catalogue_by_phrases_alone_needs_no_roles(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    file = tmp_path / "q.toml"
    file.write_text(HEAD + 'catalogue = "own.toml"')
    assert load(file).roles == ()
    (tmp_path / "own.toml").write_text(OWN + 'who = ["subject"]\n')
    with pytest.raises(BadInput, match="'roles' must name at least the subject"):
        load(file)
