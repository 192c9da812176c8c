"""Cases of questions of several outcomes, numbers and days: answered, issued, resolved, scored."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lagebild.cli import main
from lagebild.errors import BadInput
from lagebild.store import Case

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
            lambda: made.set_blind(True, reason="x"),
            lambda: made.decide("answer", "answer", "0.3", reason="x"),
        ):
            with pytest.raises(BadInput, match="probability of yes"):
                act()


def test_a_question_file_of_each_kind_is_fit_for_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, text in KINDS.items():
        file = tmp_path / f"{kind}.toml"
        file.write_text(text)
        assert main(["question", "check", str(file)]) == 0
    assert capsys.readouterr().out.count("fit for use") == len(KINDS)
