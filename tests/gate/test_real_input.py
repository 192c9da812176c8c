"""The main job on real input: 150 German news documents go into a case, every one, and are assessed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.needs import corpus

from lagebild.cli import main
from lagebild.store import Case

REPORTS = Path(os.environ.get("LAGEBILD_DATA", "../shared/data")) / "statements/gnqa_dev.jsonl"
QUESTION = Path(__file__).resolve().parents[2] / "examples/belarus/question.toml"


def test_every_document_goes_in_and_is_assessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, case = corpus(REPORTS), tmp_path / "gnqa.lage"
    lines = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    assert len(lines) == 150
    assert main(["new", str(case), "--question", str(QUESTION)]) == 0
    assert main(["add", str(case), str(source), "--workers", "0"]) == 0
    assert f"lagebild: {case}: 150 new, 0 updated, 0 known, 0 unreadable\n" in capsys.readouterr().err
    targets = [tmp_path / f"lage.{ending}" for ending in ("html", "md", "json")]
    assert main(["assess", str(case), *(a for t in targets for a in ("-o", str(t)))]) == 0
    first = [t.read_bytes() for t in targets]
    assert main(["assess", str(case), *(a for t in targets for a in ("-o", str(t)))]) == 0
    assert [t.read_bytes() for t in targets] == first
    with Case.open(case) as opened:
        marked = opened.marked()
        opened.check()
    assert len(marked) == 150
    # Cleaning moves white space, it does not lose words.
    given = sum(len("".join(line["text"].split())) for line in lines)
    assert given <= sum(len("".join(m.reading.text.split())) for m in marked)
    assert sum(len(m.marks.statements) for m in marked) > 150
    assert sum(len(m.marks.times) for m in marked) > 150
    assert main(["add", str(case), str(source), "--workers", "0"]) == 0
    assert f"lagebild: {case}: 0 new, 0 updated, 150 known, 0 unreadable\n" in capsys.readouterr().err


def test_every_document_is_marked_unchanged_under_its_own_id(capsys: pytest.CaptureFixture[str]) -> None:
    source = corpus(REPORTS)
    lines = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    assert main(["mark", "--as-is", str(source)]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [r["text"] for r in records] == [line["text"] for line in lines]
    assert [r["id"] for r in records] == [line["id"] for line in lines]
