"""`lagebild export` and `import` as they are typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.questions import STRIKE

from lagebild.cli import main
from lagebild.store import Case
from lagebild.tell.exports import FORMATS

from .test_main import TEXT


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one report and one decision, closed."""
    path = tmp_path / "hafen.lage"
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with Case.create(path, question=STRIKE) as made:
        made.add([tmp_path / "a.txt"])
        made.decide("note", reason="=gesehen")
    return path


def test_lists_its_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "list"]) == 0
    told = dict(line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert set(told) == {*(f.name for f in FORMATS), "case"}
    assert main(["export", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in told)


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_every_format_is_written(case: Path, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out"
    assert main(["export", str(case), "--format", name, "-o", str(target), "--language", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "written" in captured.err
    assert target.is_dir() is (name in ("csv", "parquet"))
    before = _bytes(target)
    assert main(["export", str(case), "--format", name, "-o", str(target), "--language", "en"]) == 0
    assert _bytes(target) == before


def _bytes(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {p.name: p.read_bytes() for p in files}


def test_without_a_target_it_is_printed(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(case), "--format", "csl"]) == 0
    printed = capsys.readouterr().out
    assert len(json.loads(printed)) == 1
    main(["export", str(case), "--format", "csl", "-o", str(tmp_path / "x.json")])
    assert (tmp_path / "x.json").read_text("utf-8") == printed


def test_the_log_is_a_table(case: Path, tmp_path: Path) -> None:
    main(["export", str(case), "--format", "csv", "-o", str(tmp_path / "out")])
    with (tmp_path / "out/decisions.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["kind"], row["reason"]) == ("note", "'=gesehen")


def test_a_case_there_and_back(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, again = tmp_path / "hafen.case.jsonl", tmp_path / "again.lage"
    assert main(["export", str(case), "--format", "case", "-o", str(file)]) == 0
    assert main(["import", str(file), str(again)]) == 0
    assert "1 documents, 1 readings, 1 decisions" in capsys.readouterr().err
    assert main(["export", str(again), "--format", "case"]) == 0
    assert capsys.readouterr().out == file.read_text("utf-8")
    assert main(["import", str(file), str(again)]) == 1
    assert "exists already" in capsys.readouterr().err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the test's folder the current one."""
    monkeypatch.chdir(tmp_path)


FAULTS = [
    (["export", "CASE", "--format", "pdf"], 1, "unknown name 'pdf'; "),
    (["export", "--format", "csl"], 2, "Missing argument 'CASE'"),
    (["export", "CASE", "--format", "csv"], 2, "name it with -o"),
    (["export", "CASE", "--format", "csv", "-o", "CASE"], 1, "is a file"),
    (["export", "CASE", "--format", "csv", "-o", "nowhere/there"], 1, "cannot be made"),
    (["export", "CASE", "--format", "case", "--language", "de"], 2, "a case is exported whole"),
    (["export", "none.lage", "--format", "csl"], 1, "there is no such case"),
    (["import", "CASE", "new.lage"], 1, "is no export of a case"),
    (["import", "none", "new.lage"], 1, "cannot be read"),
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("here")
def test_faults_in_one_line(case: Path, fault: tuple[list[str], int, str], capsys: pytest.CaptureFixture[str]) -> None:
    words, code, said = fault
    assert main([str(case) if w == "CASE" else w for w in words]) == code
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not Path("new.lage").exists()


def test_blind_mode_keeps_numbers_back(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.open(case, write=True) as opened:
        opened.set_blind(True, reason="erst selbst")
    assert main(["export", str(case), "--format", "stix"]) == 1
    assert "blind mode" in capsys.readouterr().err
    assert main(["export", str(case), "--format", "geojson"]) == 0
