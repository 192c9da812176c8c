"""Inputs that cannot be read, seen from the command line: a line each, exit code 1, and the rest goes on."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lagebild.store import Case

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    "<rss><channel><item><title>&d;</title></item></channel></rss>"
)
UNREADABLE: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "noise.txt": bytes(range(256)) * 20,
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "cut.txt.gz": gzip.compress(b"Ein Bericht. " * 1000)[:40],
    "bomb.txt.gz": gzip.compress(bytes(80 << 20)),
    "laughs.xml": LAUGHS.encode(),
    "list.jsonl": b"[1, 2]\n",
    "textless.jsonl": b'{"id": "1"}\n',
    "broken.jsonl": b'{"id": "1", "text": \n',
    "cut.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>",
    "line\nbreak.txt": b"",  # the message stays on one line
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All of these, and one good report."""
    path = tmp_path / "reports"
    path.mkdir()
    for name, data in UNREADABLE.items():
        (path / name).write_bytes(data)
    (path / "good.txt").write_text("Am 7. Dezember 2022 begann der Streik im Hafen.\n", "utf-8")
    return path


def test_add_names_each_and_goes_on(case: Path, folder: Path, call: Run) -> None:
    done = call("add", case, folder, "/nowhere/at/all", "http://127.0.0.1:9/x", "gopher://x.example/")
    assert (done.returncode, done.stdout) == (1, "")
    *lines, last = done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert last.startswith(f"lagebild: {case}: 1 new, 0 updated, 0 known, ")
    for name in [*UNREADABLE, "/nowhere/at/all", "127.0.0.1", "gopher"]:
        named = [line for line in lines if name.replace("\n", " ") in line]
        assert named, name
        assert all(line.startswith("lagebild: ") for line in named)
    with Case.open(case) as opened:
        assert [m.reading.text for m in opened.marked()] == ["Am 7. Dezember 2022 begann der Streik im Hafen."]


def test_mark_names_each_and_goes_on(folder: Path, call: Run) -> None:
    done = call("mark", folder)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) >= len(UNREADABLE)


def edited(question: Path, old: str, new: str) -> Path:
    """The question with some words changed."""
    text = question.read_text("utf-8")
    assert old in text
    question.write_text(text.replace(old, new), "utf-8")
    return question


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('resolver = "Hafenbehörde"\n', "", "'resolver' is missing"),
        ("closes = 2023-02-28", "closes = 2022-02-28", "lies before 'opens'"),
        ("closes = 2023-02-28\n", "", "'closes' is missing"),
        ('excludes = ["Warnstreiks unter einem Tag"]\n', "", "'excludes' is missing"),
        ('language = "de"', 'language = "de"\nfamily = "strikes"', "unknown family 'strikes' (known are: "),
        ('language = "de"', 'language = "de"\nmood = "good"', "unknown key 'mood'"),
        ('language = "de"', "language = de", "is not valid TOML"),
    ],
)
def test_a_question_that_nobody_could_resolve(
    *, question: Path, tmp_path: Path, call: Run, old: str, new: str, message: str
) -> None:
    edited(question, old, new)
    for args in (["question", "check", question], ["new", tmp_path / "b.lage", "--question", question]):
        done = call(*args)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"lagebild: {question}: ")
        assert message in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "b.lage").exists()


def test_an_unknown_indicator(question: Path, tmp_path: Path, call: Run) -> None:
    edited(question, 'language = "de"', 'language = "de"\nfamily = "war-entry"')
    text = question.read_text("utf-8")
    question.write_text(text + '[roles]\nsubject = "BLR"\n[coverage]\nbild-up = 0.5\n', "utf-8")
    case = tmp_path / "b.lage"
    for args in (["question", "check", question], ["new", case, "--question", question]):
        done = call(*args)
        assert (done.returncode, done.stdout) == (1, "")
        assert "unknown indicator 'bild-up' under [coverage] (did you mean " in done.stderr
        assert done.stderr.count("\n") == 1
    assert not case.exists()


def test_an_unknown_layer(call: Run, folder: Path) -> None:
    done = call("mark", "--layers", "tims", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown name 'tims'; did you mean times? known are: events, hedges, " in done.stderr
    assert done.stderr.count("\n") == 1
