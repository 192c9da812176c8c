"""A merge by the machine, seen with its reason and taken back from the command line, for good and then not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_deciding import QUESTION

from lagebild.cli import main
from lagebild.store import Case

REPORTS = (
    "Präsident Alexander Lukaschenko hat in Minsk Truppen inspiziert. Lukaschenko sprach auch mit Offizieren.",
    "Viktor Lukaschenko besuchte am Mittwoch eine Kaserne bei Brest.",
    "Alexander Lukaschenko reiste nach Moskau. Dort traf Lukaschenko den russischen Präsidenten Wladimir Putin.",
)


def add(case: Path, folder: Path, number: int) -> None:
    row = {"id": str(number), "published": f"2023-01-0{number + 1}", "publisher": "Bote", "text": REPORTS[number]}
    file = folder / f"{number}.jsonl"
    file.write_text(json.dumps(row) + "\n", "utf-8")
    with Case.open(case, write=True) as opened:
        opened.add([file], workers=0)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of two reports."""
    monkeypatch.setenv("LAGEBILD_READER", "none")
    question = tmp_path / "question.toml"
    question.write_text(QUESTION, "utf-8")
    path = tmp_path / "b.lage"
    assert main(["new", str(path), "--question", str(question)]) == 0
    for number in (0, 1):
        add(path, tmp_path, number)
    return path


def told(case: Path, capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str, str]]:
    """Entity, name and id of each row of `show entities`; every other name than the first has its reason."""
    capsys.readouterr()
    assert main(["show", str(case), "entities", "--language", "en"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()[1:]]
    assert all(len(row) == 4 for row in rows)
    return {(row[0], row[1], row[3]) for row in rows}


def test_a_merge_is_taken_back(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = told(case, capsys)
    (whose,) = {i for _, name, i in before if name == "Lukaschenko"}
    assert ("Alexander Lukaschenko", "Lukaschenko", whose) in before
    split = ["decide", str(case), "split", whose, "Lukaschenko (der Sohn)", "--name", "Lukaschenko", "--reason", "so"]
    assert main(split) == 0
    assert "decision 1 kept" in capsys.readouterr().err
    parted = {name for entity, name, i in told(case, capsys) if i != whose and "(der Sohn)" in entity}
    assert "Lukaschenko" in parted
    assert ("Alexander Lukaschenko", "Lukaschenko", whose) not in told(case, capsys)
    # It holds when a report comes in; there the words are joined anew.
    add(case, tmp_path, 2)
    with Case.open(case) as opened:
        entities = {e.id: e for e in opened.links().entities}
        son = next(e for e in entities.values() if e.name == "Lukaschenko (der Sohn)")
        assert {opened.links().reading(m).document.published for m in son.mentions} == {"2023-01-01"}
        days = {opened.links().reading(m).document.published for m in entities[whose].mentions}
        assert days == {"2023-01-01", "2023-01-03"}
        assert [n.key for n in son.why if n.key.startswith("hand.")] == ["hand.split"]
    # In all reports of now, and then all as it was.
    assert main(["decide", str(case), "split", whose, "--name", "Alexander Lukaschenko", "--reason", "so"]) == 0
    assert "decisions 2, 3 kept" in capsys.readouterr().err
    for number in (1, 2, 3):
        assert main(["undo", str(case), str(number), "--reason", "doch"]) == 0
    assert before <= told(case, capsys)


@pytest.mark.parametrize(
    ("args", "message", "code"),
    [
        (["split", "e:nobody", "--name", "X"], "there is no such entity", 1),
        (["split", "iso:BLR", "--name", "Nirgendland"], "is not what a report calls iso:BLR", 1),
        (["merge", "iso:BLR", "--name", "X"], "--name is for split", 2),
        (["split", "--name", "X"], "--name is for split", 2),
    ],
)
def test_what_makes_no_sense(
    case: Path, args: list[str], message: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", str(case), *args, "--reason", "so"]) == code
    assert message in capsys.readouterr().err
