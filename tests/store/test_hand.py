"""The analyst's hand in a case: decisions that survive linking anew, own numbers, resolution, scores, catalogues."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lagebild.core import Cite, Evidence
from lagebild.errors import BadInput, CaseError, UnknownName
from lagebild.store import Case
from lagebild.store.log import anchor_of, record
from lagebild.weigh.catalogue import source

QUESTION = """
id = "q"
text = "Wird sich Belarus dem Krieg anschließen?"
language = "de"
opens = 2022-12-01
closes = 2023-05-31
resolver = "Der Fallführer"
counts = ["Kampf in der Ukraine"]
excludes = ["Russische Starts"]
deciders = ["Alexander Lukaschenko"]
family = "war-entry"
[roles]
subject = "BLR"
ally = "RUS"
target = "UKR"
"""
REPORTS = (
    ("2023-01-03", "Blatt", "Belarus verlegt weitere Truppen an die Grenze zur Ukraine. Das meldete Minsk."),
    ("2023-01-05", "Bote", "Belarus errichtet bei Gomel ein Feldlazarett. Dort wird gebaut."),
    ("2023-01-09", "Welle", "Russland und Belarus haben ein gemeinsames Militärmanöver begonnen."),
)


def added(case: Case, folder: Path, *reports: tuple[str, str, str]) -> None:
    """Puts reports into a case."""
    lines = [
        json.dumps({"id": f"{day} {who}", "text": text, "published": day, "publisher": who})
        for day, who, text in reports
    ]
    path = folder / "r.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    case.add([path])


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case of three reports, open for writing."""
    with Case.create(tmp_path / "b.lage", question=QUESTION) as made:
        added(made, tmp_path, *REPORTS)
        yield made


def item(case: Case, indicator: str) -> Evidence:
    """The item of a sign."""
    (found,) = [e for e in case.assess().evidence if e.indicator == indicator]
    return found


def p(case: Case) -> float:
    """The probability of the answer."""
    forecast = case.assess().forecast
    assert forecast is not None
    return forecast.probability


def test_a_decision_by_the_id_of_an_answer_and_its_undo(case: Case) -> None:
    before = case.assess()
    made = case.decide("reject", item(case, "medical").id, reason="eine Übung", who="AK")
    assert made.target == "evidence:medical"
    assert made.anchor is not None
    assert made.anchor.quote == "Belarus errichtet bei Gomel ein Feldlazarett."
    after = case.assess()
    assert "medical" not in {e.indicator for e in after.evidence}
    assert after.machine is not None
    assert before.forecast is not None
    assert after.machine.probability == before.forecast.probability
    assert [(e.change.who, e.change.reason, e.found) for e in after.effects] == [("AK", "eine Übung", True)]
    case.undo(made.id, reason="doch")
    assert case.assess() == before
    case.undo(2, reason="nein")  # an undo can be undone
    assert case.assess().forecast == after.forecast


def test_a_decision_survives_reports_that_come_in_later(case: Case, tmp_path: Path) -> None:
    case.decide("ratio", item(case, "build-up").id, "3", reason="mehr als sonst")
    was = item(case, "build-up")
    early = ("2023-01-02", "Post", "Belarus verlegt weitere Truppen an die Grenze zur Ukraine, hieß es in Minsk.")
    added(case, tmp_path, early, *REPORTS)
    now = item(case, "build-up")
    assert len(now.cites) > len(was.cites)
    assert now.ratio.best == pytest.approx(3)


def test_one_report_of_an_item(case: Case) -> None:
    cite = item(case, "medical").cites[0]
    made = case.decide("grade", "report:medical", "D4", cite=cite, reason="Hörensagen")
    assert made.value == "D4"
    assert any(n.key == "hand.graded" for n in item(case, "medical").why)


def test_evidence_that_was_linked_by_hand_can_be_linked_again(case: Case) -> None:
    case.decide("relink", item(case, "exercise").id, "inspection", reason="eine Prüfung")
    moved = item(case, "inspection")
    made = case.decide("relink", moved.id, "build-up", reason="doch ein Aufmarsch")
    assert made.target == "evidence:exercise"  # by what the machine found
    assert "inspection" not in {e.indicator for e in case.assess().evidence}


def test_entities_and_happenings_by_their_ids(case: Case) -> None:
    links = case.links()
    one, other = (
        next(e for e in links.entities if e.id == "iso:BLR"),
        next(e for e in links.entities if e.id == "iso:RUS"),
    )
    case.decide("merge", other.id, reason="Probe", to=one.id)
    merged = case.links()
    assert len(merged.entities) == len(links.entities) - 1
    assert case.links(decided=False) == links
    issued = case.issue(case.assess())
    assert case.answer(issued.id).links == case.assess().links
    with pytest.raises(BadInput, match="no such entity or happening"):
        case.decide("split", "e:nobody", reason="so")
    if links.happenings:
        assert case.decide("move", links.happenings[0].id, reason="allein").target == "happening"


@pytest.mark.parametrize(
    ("kind", "target", "value", "message"),
    [
        ("relink", "v", "nonsense", "unknown name 'nonsense'"),
        ("relink", "v", None, "names no sign"),
        ("ratio", "v", "11", "no number between 0.1 and 10"),
        ("ratio", "v", "viel", "no number between 0.1 and 10"),
        ("ratio", "answer", "2", "cannot be about 'answer'"),
        ("answer", "answer", "1", "no number between 0 and 1"),
        ("answer", "v", "0.5", "cannot be about 'evidence:medical'"),
        ("figure", "indicator:medical", "p0=0.9", "contradict the direction"),
        ("figure", "indicator:medical", "b=0.9", "must lie above b"),
        ("figure", "indicator:none", "p0=0.2", "unknown name 'none'"),
        ("figure", "indicator:", "p0=0.2", "cannot be about 'indicator:'"),
        ("grade", "source:Blatt", "G1", "is no grade"),
        ("reject", "v:none", None, "no such item of evidence"),
        ("merge", "iso:BLR", None, "names no other thing"),
        ("lock", "case", "0.5", "has a method of its own"),
    ],
)
def test_decisions_that_make_no_sense(case: Case, kind: str, target: str, value: str | None, message: str) -> None:
    about = item(case, "medical").id if target == "v" else target
    with pytest.raises((BadInput, UnknownName), match=message):
        case.decide(kind, about, value, reason="so")  # type: ignore[arg-type]
    assert case.decisions() == ()


def test_the_log_as_data(case: Case) -> None:
    made = case.decide("reject", item(case, "medical").id, reason="so")
    data = json.loads(json.dumps(record(made)))
    assert (data["id"], data["kind"], data["target"], data["reason"]) == (1, "reject", "evidence:medical", "so")
    assert anchor_of(data["place"]) == made.anchor
    assert data["toward"] is None


# --- own number first -------------------------------------------------------------------------------------------------


def test_blind_mode_keeps_the_number_back_until_one_is_locked(case: Case) -> None:
    case.set_blind(True, reason="erst selbst denken")
    with pytest.raises(CaseError, match=r"blind mode .* forecast lock"):
        case.assess()
    with pytest.raises(CaseError, match="blind mode"):
        case.sighted()
    assert case.assess(allow_blind=True).links == case.links()
    own = case.lock(0.1, reason="wie im Frühjahr", who="AK")
    assert (own.at, own.before, own.who) == (date(2023, 1, 9), True, "AK")
    assert not case.blind
    assert case.assess().own == (own,)
    assert case.assess(date(2023, 1, 5)).own == ()  # as of a day before it
    later = case.lock(0.2, reason="neue Lage", who="AK")
    assert not later.before
    case.set_blind(True, reason="noch einer")
    case.set_blind(False, reason="eilt")
    assert not case.blind


@pytest.mark.parametrize("number", [0.0, 1.0, -0.1, 1.5, float("nan")])
def test_what_is_no_own_number(case: Case, number: float) -> None:
    with pytest.raises(BadInput, match="no probability to stand by"):
        case.lock(number, reason="so")
    with pytest.raises(BadInput, match="window closed"):
        case.lock(0.5, reason="so", as_of=date(2023, 6, 30))
    with pytest.raises(BadInput, match="has no reason"):
        case.lock(0.5, reason=" ")


# --- how it came out --------------------------------------------------------------------------------------------------


def test_what_was_given_out_is_scored_and_nothing_else(case: Case) -> None:
    case.decide("answer", "answer", "0.2", reason="mehr Gewicht")
    case.issue(case.assess(date(2023, 1, 5)))
    case.lock(0.1, reason="so", who="AK", as_of=date(2023, 1, 6))
    case.assess()  # never given out
    assert case.scores() == ()
    came = case.resolve("no", on=date(2023, 6, 1), source="Lagebericht")
    assert case.resolution() == came
    found = {(s.whose, s.who): s for s in case.scores()}
    assert set(found) == {("answer", None), ("machine", None), ("base", None), ("own", "AK")}
    assert found["answer", None].probability == 0.2
    assert found["answer", None].brier == pytest.approx(0.04)
    assert found["machine", None].probability < 0.2
    (judged,) = case.judged()
    assert judged.until == date(2023, 6, 1)


def test_what_is_given_out_later_is_no_forecast(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from lagebild.store import keep

    case.resolve("no", on=date(2023, 6, 1), source="x")
    monkeypatch.setattr(keep, "now", lambda: "2999-01-01T00:00:00Z")
    case.issue(case.assess(date(2023, 1, 5)))
    assert case.scores() == ()
    with pytest.raises(BadInput, match="is resolved"):
        case.lock(0.9, reason="ich wusste es")
    case.resolve("yes", on=date(2023, 6, 1), source="y", reason="Berichtigung")  # what was known first still counts
    assert case.scores() == ()


def test_resolving_anew_takes_a_reason_and_nothing_is_undone(case: Case) -> None:
    case.issue(case.assess(date(2023, 1, 5)))
    case.resolve("no", on=date(2023, 6, 1), source="x")
    with pytest.raises(BadInput, match="resolved before; say why"):
        case.resolve("yes", on=date(2023, 2, 1), source="y")
    with pytest.raises(BadInput, match="is never taken back"):
        case.undo(1, reason="so")
    case.resolve("yes", on=date(2023, 2, 1), source="y", reason="neuer Bericht")
    assert {s.outcome for s in case.scores()} == {1.0}
    case.annul(reason="die Frage war unklar")
    assert case.resolution() is None
    assert case.scores() == ()
    assert [d.kind for d in case.decisions()] == ["resolve", "resolve", "annul"]


@pytest.mark.parametrize(
    ("outcome", "on", "by", "message"),
    [
        ("maybe", "2023-06-01", "x", "is no outcome"),
        (1.5, "2023-06-01", "x", "is no outcome"),
        ("no", "2022-01-01", "x", "opens only on"),
        ("no", "2023-06-01", " ", "names no source"),
    ],
)
def test_what_is_no_resolution(case: Case, outcome: str | float, on: str, by: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        case.resolve(outcome, on=date.fromisoformat(on), source=by)


# --- own catalogue ----------------------------------------------------------------------------------------------------


def own_question(folder: Path, *, coverage: str = "medical", catalogue: str | None = None) -> Path:
    """A question file with a catalogue beside it, in which a field hospital says little."""
    text = catalogue or source("war-entry").replace("p0 = [0.05, 0.1, 0.18]", "p0 = [0.3, 0.5, 0.6]")
    (folder / "signs").mkdir(exist_ok=True)
    (folder / "signs" / "mine.toml").write_text(text, "utf-8")
    asked = QUESTION.replace('family = "war-entry"', 'catalogue = "signs/mine.toml"\nwords = "uk"')
    path = folder / "question.toml"
    path.write_text(f"{asked}[coverage]\n{coverage} = 0.5\n", "utf-8")
    return path


def test_a_question_with_its_own_catalogue(case: Case, tmp_path: Path) -> None:
    with Case.create(tmp_path / "own.lage", question=own_question(tmp_path)) as made:
        added(made, tmp_path, *REPORTS)
        (tmp_path / "signs" / "mine.toml").unlink()  # the case has it
        answer = made.assess()
        assert answer.forecast is not None
        assert answer.words is not None
        assert answer.words[0] == "uk"
        assert 0 < answer.forecast.probability < p(case)
        assert made.catalogue is not None
        assert dict(answer.digests)["catalogue"] == made.catalogue.digest
        told = made.assess(words="ipcc_de").words
        assert told is not None
        assert told[0] == "ipcc_de"


def test_a_new_wording_is_put_in_force(case: Case, tmp_path: Path) -> None:
    before = case.issue(case.assess())
    case.ask(own_question(tmp_path))
    assert case.question.catalogue == "signs/mine.toml"
    assert dict(case.assess().digests)["catalogue"] != dict(case.answer(before.id).digests)["catalogue"]
    other = tmp_path / "other.toml"
    other.write_text(QUESTION.replace('id = "q"', 'id = "z"'), "utf-8")
    with pytest.raises(BadInput, match="is not the question q"):
        case.ask(other)


@pytest.mark.parametrize(
    ("coverage", "catalogue", "message"),
    [
        ("medicals", None, r"unknown indicator 'medicals' under \[coverage\] \(did you mean medical"),
        ("medical", "id = 3", "its catalogue is not fit for use: .*mine.toml: "),
    ],
)
def test_questions_with_an_unfit_catalogue(tmp_path: Path, coverage: str, catalogue: str | None, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        Case.create(tmp_path / "x.lage", question=own_question(tmp_path, coverage=coverage, catalogue=catalogue))


def test_a_catalogue_that_is_not_there(tmp_path: Path) -> None:
    path = own_question(tmp_path)
    (tmp_path / "signs" / "mine.toml").unlink()
    with pytest.raises(BadInput, match="can't be read"):
        Case.create(tmp_path / "x.lage", question=path)
    with pytest.raises(BadInput, match="give the question as a file"):
        Case.create(tmp_path / "x.lage", question=path.read_text("utf-8"))


def test_a_cite_alone_is_about_its_mark(case: Case) -> None:
    m = next(m for m in case.marked() if m.marks.names)
    name = m.marks.names[0]
    made = case.decide("reject", reason="so", cite=Cite(m.reading.document.id, m.reading.number, name.span, name.id))
    assert made.target == "mark"
    assert name.id not in {n.id for n in next(x for x in case.marked() if x.reading == m.reading).marks.names}
