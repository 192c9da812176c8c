"""`lagebild watch` as it is typed, against a server of feeds; and interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.questions import STRIKE
from tests.watch.server import ONE, TWO, Server, feed, running

from lagebild.cli import main
from lagebild.store import Case


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as found:
        found.give("/feed", body=feed(ONE, TWO), ETag='"1"')
        yield found


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "hafen.lage"
    with Case.create(path, question=STRIKE):
        pass
    return path


def test_one_round(server: Server, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = ["--feeds", f"{server.root}/feed", "--allow-private"]
    assert main(["watch", str(case), *feeds, "--once"]) == 0
    told = capsys.readouterr()
    assert [line.split("  ", 1)[1] for line in told.out.splitlines()] == [
        "Hafenblatt: Streik im Hafen",
        "Hafenblatt: Ende des Streiks",
    ]
    assert "feeds: 1 new; reports: 2 new, 0 updated; 0 alerts" in told.err
    server.give("/feed", 304)
    assert main(["watch", str(case), "--once", "--allow-private", "--json"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "feeds: 1 same" in told.err
    assert server.asked[-1].headers["if-none-match"] == '"1"'


def test_events_as_json(server: Server, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["watch", str(case), "--feeds", f"{server.root}/feed", "--feeds", f"{server.root}/none", "--once"]
    assert main([*words, "--allow-private", "--json"]) == 1
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["event"] for e in events] == ["added", "added", "feed"]
    assert events[0]["title"] == "Streik im Hafen"
    assert events[2]["state"] == "failed"


FAULTS = [
    (["--once"], 1, "is watched by no feed"),
    (["--once", "--feeds", "ftp://a.example"], 1, "is no plain web address"),
    (["--once", "--feeds", "https://a.example/f", "--every", "1s"], 1, "is out of bounds"),
    (["--once", "--feeds", "https://a.example/f", "--moves", "lots"], 1, "is no amount"),
    (["--once", "--feeds", "https://a.example/f", "--webhook", "https://b.example/x"], 1, "--allow-host b.example"),
    (["--once", "--feeds", "https://a.example/f", "--allow-host", "b.example"], 2, "there is none"),
    (["--once", "--forget", "https://a.example/f"], 1, "is no feed of this case"),
]


@pytest.mark.parametrize(("words", "code", "said"), FAULTS)
def test_faults_in_one_line(
    case: Path, words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", str(case), *words]) == code
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_ctrl_c_leaves_the_case_whole(server: Server, case: Path) -> None:
    words = [sys.executable, "-m", "lagebild", "watch", str(case), "--feeds", f"{server.root}/feed", "--allow-private"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=dict(os.environ)
    ) as child:
        assert child.stdout is not None
        assert "Streik im Hafen" in child.stdout.readline()
        assert "Ende des Streiks" in child.stdout.readline()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=120)
    assert child.returncode == 130
    assert "watching 1 feed every 15 minutes" in err
    assert "interrupted; what was kept is whole" in err
    assert out == ""
    with Case.open(case) as opened:
        assert opened.check().startswith("2 documents")
    assert not case.with_name(f"{case.name}-writer").exists()
