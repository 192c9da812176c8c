"""The analyst's commands, from blind mode to the track record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lagebild.cli import main
from lagebild.store import Case

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
REPORT = {"id": "1", "published": "2023-01-05", "publisher": "Bote",
          "text": "Belarus errichtet bei Gomel ein Feldlazarett. Dort wird seit Montag gebaut."}  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case of one report, closed."""
    question = tmp_path / "question.toml"
    question.write_text(QUESTION, "utf-8")
    reports = tmp_path / "r.jsonl"
    reports.write_text(json.dumps(REPORT) + "\n", "utf-8")
    path = tmp_path / "b.lage"
    assert main(["new", str(path), "--question", str(question), "--blind"]) == 0
    with Case.open(path, write=True) as opened:
        opened.add([reports])
    return path


def test_from_blind_mode_to_the_track_record(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(case)

    def run(*args: str, code: int = 0) -> tuple[str, str]:
        assert main(list(args)) == code
        return capsys.readouterr()

    capsys.readouterr()
    for refused in (["show", path, "evidence"], ["show", path, "matrix"], ["assess", path], ["assess", path, "--issue"],
                    ["indicators", "check", "war-entry", "--case", path]):  # fmt: skip
        out, err = run(*refused, code=1)
        assert out == ""
        assert err.count("\n") == 1
        assert "blind mode keeps the machine's number back; first commit to your own: `lagebild forecast lock" in err
    for shown in ("timeline", "statements", "sources", "decisions"):
        run("show", path, shown)
    _, err = run("forecast", "lock", path, "0.05", "--reason", "so", "--who", "AK")
    assert err.endswith("0.05 by AK locked as of 2023-01-05, before the machine's was shown\n")
    out, _ = run("show", path, "evidence")
    (id_,) = [line.split("\t")[-1] for line in out.splitlines()[1:]]
    _, err = run("decide", path, "ratio", id_, "2", "--reason", "wie immer", "--who", "AK")
    assert "decision 3 kept; it moves the answer by -" in err
    out, _ = run("show", path, "forecast")
    assert "die Maschine allein, ohne 1 Entscheidung" in out.splitlines()[-1]
    out, _ = run("show", path, "forecast", "--machine")
    assert "Maschine allein" not in out
    run("assess", path, "--issue", "--words", "uk")
    _, err = run("resolve", path, "no", "--on", "2023-06-01", "--source", "Lagebericht")
    assert "resolved no on 2023-06-01; 4 numbers are scored" in err
    _, err = run("resolve", path, "yes", "--on", "2023-06-01", "--source", "x", code=1)
    assert "say why it is resolved anew" in err
    out, _ = run("show", path, "scores", "--language", "en")
    assert [line.split("\t")[0] for line in out.splitlines()[1:]] == [
        "answer", "machine alone", "own number (AK)", "base rate"] * 2  # fmt: skip
    assert [line.split("\t")[1] for line in out.splitlines()[5:]] == ["over time"] * 4
    page, data = tmp_path / "t.html", tmp_path / "t.json"
    crowd = tmp_path / "crowd.jsonl"
    crowd.write_text(json.dumps({"qid": "q", "question": "?", "forecasts": [
        {"user": "a", "p": 0.1, "t": "2023-01-02T00:00:00Z"}]}) + "\n", "utf-8")  # fmt: skip
    for target in (page, data):
        run("track-record", path, "-o", str(target), "--crowd", str(crowd), "--language", "de")
    assert "1 aufgelöste Frage" in page.read_text("utf-8")
    assert {m["whose"] for m in json.loads(data.read_text("utf-8"))["means"]} == {
        "answer", "machine", "own", "base", "crowd"}  # fmt: skip
    out, err = run("track-record", path, str(tmp_path / "none.lage"), code=1)
    assert len(out.splitlines()) == 5
    assert "there is no such case" in err
    run("undo", path, "3", "--reason", "doch nicht")
    out, _ = run("show", path, "decisions", "--language", "en")
    assert [line.split("\t")[-1] for line in out.splitlines() if line.startswith("3\t")] == ["taken back"]
    run("annul", path, "--reason", "unklar")
    out, _ = run("show", path, "scores")
    assert len(out.splitlines()) == 1


def test_blind_mode_can_be_left_with_a_reason(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", "blind", str(case), "off", "--reason", "eilt"]) == 0
    assert main(["show", str(case), "audit"]) == 0
    assert "elicited for Lagebild" in capsys.readouterr().out


def test_a_new_wording(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "changed.toml"
    changed.write_text(QUESTION.replace("[roles]", 'words = "ipcc_de"\n[roles]'), "utf-8")
    assert main(["question", "set", str(case), str(changed)]) == 0
    assert "now asks: Wird sich Belarus" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["decide", "x.lage", "reject"], "Missing option '--reason'"),
        (["decide", "x.lage", "agree", "--reason", "so"], "'agree' is not one of"),
        (["forecast", "lock", "x.lage", "viel", "--reason", "so"], "'viel' is neither a probability"),
        (["resolve", "x.lage", "yes", "--on", "gestern", "--source", "x"], "'gestern' is no date"),
        (["track-record"], "Missing argument"),
        (["track-record", "x.lage", "-o", "t.pdf"], "does not end in .html, .json"),
        (["assess", "x.lage", "--words", "french"], "'french' is not one of"),
    ],
)
def test_commands_that_cannot_be_understood(args: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
