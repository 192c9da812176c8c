"""A question, a dozen reports, and the command line as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.questions import STRIKE

from lagebild.cli import main
from lagebild.store import Case

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def report(number: int) -> dict[str, str]:
    """A short report of its own."""
    text = (
        f"Am {number % 28 + 1}. Dezember 2022 sagte der Sprecher der Gewerkschaft, {number * 10} Arbeiter stünden "
        f"am Kai {number}. „Wir warten“, fügte er hinzu. Berichten zufolge ruht die Arbeit in Łódź seit Stunden."
    )
    day = f"2022-12-{number % 28 + 1:02d}"
    return {"id": str(number), "title": f"Hafen {number}", "text": text, "published": day, "publisher": "Hafenblatt"}


def write_reports(path: Path, count: int) -> Path:
    """`count` reports as JSON lines."""
    path.write_text("".join(json.dumps(report(i)) + "\n" for i in range(1, count + 1)), "utf-8")
    return path


@pytest.fixture
def question(tmp_path: Path) -> Path:
    """A question file."""
    path = tmp_path / "question.toml"
    path.write_text(STRIKE, "utf-8")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Twelve reports as JSON lines."""
    return write_reports(tmp_path / "reports.jsonl", 12)


@pytest.fixture
def case(tmp_path: Path, question: Path) -> Path:
    """An empty case, closed."""
    path = tmp_path / "hafen.lage"
    Case.create(path, question=question).close()
    return path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `lagebild` with arguments in a process of its own."""

    def start(*args: object, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lagebild", *(str(a) for a in args)]
        given = {"capture_output": True, "text": True, "timeout": 300, "cwd": tmp_path, **options}
        return subprocess.run(command, check=False, env={**os.environ, "PYTHONUTF8": "0"}, **given)

    return start


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `lagebild` with arguments in this process, where nothing hangs on its being another one."""

    def start(*args: object) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        code = main([str(a) for a in args])
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess([str(a) for a in args], code, out, err)

    return start


def contents(path: Path) -> list[tuple[str, str, object]]:
    """All that a case holds of its reports: for comparing two cases."""
    with Case.open(path) as opened:
        opened.check()
        return [(m.reading.document.id, m.reading.text, m.marks) for m in opened.marked()]


@pytest.fixture
def content_of() -> Callable[[Path], list[tuple[str, str, object]]]:
    """`contents`, for test modules."""
    return contents


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, object]]:
    """What a case holds after adding the reports without any fault."""
    folder = tmp_path_factory.mktemp("expected")
    with Case.create(folder / "hafen.lage", question=STRIKE) as made:
        made.add([write_reports(folder / "reports.jsonl", 12)])
    return contents(folder / "hafen.lage")
