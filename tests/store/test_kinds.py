"""Cases of questions of several outcomes, numbers and days: answered, issued, resolved, scored."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lagebild.cli import main
from lagebild.core import OwnDistribution
from lagebild.errors import BadInput, CaseError
from lagebild.store import Case
from lagebild.store.owned import lock
from lagebild.weigh.spread import record

HEAD = """
id = "q"
text = "Wie kommt es?"
language = "de"
opens = 2022-12-01
closes = 2023-05-31
resolver = "zwei Agenturen"
counts = ["Kampf"]
excludes = ["Starts"]
deciders = ["Alexander Lukaschenko"]
"""
FAMILY = 'family = "war-entry"\nroles = {subject = "BLR", ally = "RUS", target = "UKR"}\n'
KINDS = {
    "outcomes": HEAD
    + FAMILY
    + """kind = "outcomes"
[[outcome]]
id = "war"
text = "Krieg"
rate = {hits = 3, windows = 100, source = "eigene Zählung"}
[[outcome]]
id = "none"
text = "nichts"
rest = true
""",
    "number": HEAD
    + """kind = "number"
[number]
unit = "Soldaten"
source = "eigene Zählung"
past = [2000, 5000, 8000, 10000, 9000]
drift = [0.6, 1.0, 1.7]
counted.de = ["*soldaten|truppen"]
""",
    "date": HEAD + FAMILY + 'kind = "date"\n',
    "binary": HEAD
    + FAMILY
    + """[condition]
text = "Neue Offensive?"
counts = ["c"]
excludes = ["d"]
ratio = [1.5, 3.0, 6.0]
source = "AK"
family = "war-entry"
roles = {subject = "BLR", ally = "RUS", target = "UKR"}
""",
}
REPORT = "Belarus verlegt Truppen an die Grenze zur Ukraine. In Belarus stehen 10.000 russische Soldaten."


@pytest.fixture(params=sorted(KINDS))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    report = tmp_path / "r.html"
    report.write_text(
        "<html lang=de><head><title>Truppen</title>"
        "<meta property='article:published_time' content='2022-12-20'></head>"
        f"<body><article><h1>Truppen</h1><p>{REPORT}</p></article></body></html>"
    )
    path = tmp_path / f"{request.param}.lage"
    with Case.create(path, question=KINDS[request.param]) as made:
        made.add([report])
    return path


CAME = {"outcomes": "war", "number": "12000", "date": "yes", "binary": "yes"}


def test_an_answer_is_issued_read_back_and_scored(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kind = case.stem
    with Case.open(case, write=True) as opened:
        given = opened.assess()
        kept = opened.issue(given)
        assert opened.answer(kept.id) == given
        opened.resolve(CAME[kind], on=date(2023, 3, 1), source="dpa")
        found = opened.scores()
    assert {"answer", "base"} <= {s.whose for s in found}
    assert (found[0].crps is not None) == (kind in ("number", "date"))
    assert main(["show", str(case), "scores"]) == 0
    assert main(["track-record", str(case)]) == 0
    told = capsys.readouterr().out
    assert ("mehrere" in told or "several outcomes" in told) == (kind == "outcomes")
    page = case.with_suffix(".html")
    assert main(["track-record", str(case), "-o", str(page)]) == 0
    assert "nan" not in page.read_text().lower().split("<style>")[0]


def test_the_report_tells_the_distribution_in_both_languages(case: Path) -> None:
    for language in ("de", "en"):
        target = case.with_suffix(f".{language}.md")
        assert main(["assess", str(case), "--language", language, "-o", str(target)]) == 0
        told = target.read_text()
        title = {"de": "## Die Verteilung", "en": "## The distribution"}[language]
        assert (title in told) == (case.stem != "binary")
        condition = {"de": "## Die Bedingung", "en": "## The condition"}[language]
        assert (condition in told) == (case.stem == "binary")
    data = case.with_suffix(".json")
    assert main(["assess", str(case), "-o", str(data), "-o", str(case.with_suffix(".html"))]) == 0
    whole = json.loads(data.read_text())
    assert bool(whole["distributions"]) == (case.stem != "binary")
    assert (whole["supposed"] is not None) == (case.stem == "binary")
    for view in ("distribution", "forecast", "evidence", "audit", "matrix"):
        assert main(["show", str(case), view]) == 0


WRONG = [
    # kind, outcome, day, what is said
    ("outcomes", "yes", date(2023, 3, 1), "say one of: war, none"),
    ("number", "many", date(2023, 3, 1), "say how many Soldaten"),
    ("number", "inf", date(2023, 3, 1), "say how many Soldaten"),
    ("date", "0.5", date(2023, 3, 1), "say yes, with the day of the event, or no"),
    ("date", "yes", date(2023, 6, 1), "the window closed on 2023-05-31"),
    ("binary", "maybe", date(2023, 3, 1), "say yes or no"),
]


@pytest.mark.parametrize(("kind", "outcome", "on", "said"), WRONG)
def test_an_outcome_that_is_none_is_refused(tmp_path: Path, kind: str, outcome: str, on: date, said: str) -> None:
    with Case.create(tmp_path / "c.lage", question=KINDS[kind]) as made, pytest.raises(BadInput, match=said):
        made.resolve(outcome, on=on, source="dpa")


@pytest.mark.parametrize("kind", ["outcomes", "number"])
def test_no_own_probability_where_none_is_asked_for(tmp_path: Path, kind: str) -> None:
    with Case.create(tmp_path / "c.lage", question=KINDS[kind]) as made:
        for act in (
            lambda: made.lock(0.3, reason="x"),
            lambda: lock(made, "0.3", reason="x"),
            lambda: made.decide("answer", "answer", "0.3", reason="x"),
        ):
            with pytest.raises(BadInput, match="probability of yes"):
                act()


OWN = [
    # kind, own answer, one that is none, how it came out and when
    ("outcomes", "war=0.2", "war=2", ("war", date(2023, 3, 1))),
    ("number", "5=1000,50=4000,95=20000", "5=1000,50=4000", ("5000", date(2023, 5, 31))),
    ("date", "2023-01-31=0.05,2023-05-31=0.1", "2023-01-31=0.05", ("yes", date(2023, 3, 1))),
]


@pytest.mark.parametrize(("kind", "given", "wrong", "came"), OWN)
def test_an_own_distribution_comes_first_and_is_scored(
    tmp_path: Path, kind: str, given: str, wrong: str, came: tuple[str, date]
) -> None:
    day = date(2022, 12, 20)
    with Case.create(tmp_path / "c.lage", question=KINDS[kind]) as made:
        made.set_blind(True, reason="erst selbst")
        with pytest.raises(CaseError, match="blind mode"):
            made.assess(day)
        with pytest.raises(BadInput, match="own answer"):
            lock(made, wrong, reason="x", as_of=day)
        with pytest.raises(BadInput, match="the window closed"):
            lock(made, given, reason="x", as_of=date(2023, 6, 1))
        own = lock(made, given, reason="wie im Frühjahr", who="AK", as_of=day)
        assert isinstance(own, OwnDistribution)
        assert (own.who, own.before, own.at) == ("AK", True, day)
        answer = made.assess(day)
        assert answer.own_distributions == (own,)
        assert made.assess(date(2022, 12, 19)).own_distributions == ()
        kept = made.issue(answer)
        assert made.answer(kept.id).own_distributions == (own,)  # as it was given out
        made.resolve(came[0], on=came[1], source="dpa")
        with pytest.raises(BadInput, match="resolved"):
            lock(made, given, reason="zu spät")
        assert {(s.whose, s.who) for s in made.scores()} == {("answer", None), ("own", "AK"), ("base", None)}
        assert {(s.whose, s.who) for s in record(made.settled())} == {("answer", None), ("own", "AK"), ("base", None)}
    with Case.open(tmp_path / "c.lage") as opened:
        assert opened.check()


@pytest.mark.parametrize(("kind", "given"), [(kind, given) for kind, given, *_ in OWN])
def test_an_own_distribution_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, given: str
) -> None:
    path = str(tmp_path / "c.lage")
    Case.create(path, question=KINDS[kind]).close()
    assert main(["forecast", "lock", path, given, "--reason", "so", "--who", "AK", "--as-of", "2022-12-20"]) == 0
    assert f"{given} by AK locked as of 2022-12-20, not in blind mode" in capsys.readouterr().err
    assert main(["forecast", "lock", path, "x=viel", "--reason", "so"]) == 1
    assert "has something else than numbers in it" in capsys.readouterr().err


def test_a_question_file_of_each_kind_is_fit_for_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, text in KINDS.items():
        file = tmp_path / f"{kind}.toml"
        file.write_text(text)
        assert main(["question", "check", str(file)]) == 0
    assert capsys.readouterr().out.count("fit for use") == len(KINDS)
