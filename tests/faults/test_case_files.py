"""Case files that are none, are damaged, are from another version, or lie where nobody may write."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lagebild.errors import CaseError, LagebildError
from lagebild.store import Case, file

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Contents = list[tuple[str, str, object]]
SEED = 20221219


def other_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {file.VERSION + 1}")
    connection.close()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a text": (lambda p: p.write_text("Dies ist keine Datenbank. " * 100), "is no case file"),
    "a short text": (lambda p: p.write_text("kurz"), "is no case file"),
    "empty": (lambda p: p.write_bytes(b""), "is no case file"),
    "zeros": (lambda p: p.write_bytes(bytes(8192)), "is no case file"),
    "another database": (other_database, "is no case file"),
    "of a newer version": (
        newer,
        f"was made by a newer Lagebild (version {file.VERSION + 1}, known is {file.VERSION})",
    ),
    "cut in half": (cut, "is damaged or cut short"),
    "a folder": (folder, "is a folder, not a case file"),
    "not there": (lambda p: p.unlink(), "there is no such case"),
    "a pipe": (pipe, "is no ordinary file"),
}


@pytest.fixture
def full(case: Path, reports: Path) -> Path:
    """A case with twelve reports, closed."""
    with Case.open(case, write=True) as opened:
        opened.add([reports])
    return case


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("write", [False, True])
def test_a_case_that_is_none(full: Path, kind: str, write: bool) -> None:
    if kind == "a pipe" and sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders")
    damage, message = BROKEN[kind]
    damage(full)
    with pytest.raises(CaseError) as caught:
        Case.open(full, write=write)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{full}: ")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert not full.with_name("hafen.lage-writer").exists()


def test_on_the_command_line_it_is_one_line(full: Path, call: Run) -> None:
    newer(full)
    for args in (["add", full, "x.txt"], ["show", full, "sources"], ["assess", full]):
        done = call(*args)
        assert (done.returncode, done.stdout) == (1, "")
        versions = f"version {file.VERSION + 1}, known is {file.VERSION}"
        assert done.stderr == f"lagebild: {full}: was made by a newer Lagebild ({versions}); update lagebild\n"


def all_read(path: Path) -> None:
    with Case.open(path) as opened:
        opened.check()
        opened.marked()
        assert opened.question
        opened.search("hafen")


@pytest.mark.parametrize("seed", range(12))
def test_cut_anywhere(full: Path, seed: int) -> None:
    os.truncate(full, random.Random(f"{SEED} cut {seed}").randrange(full.stat().st_size))
    with pytest.raises(CaseError):
        all_read(full)


@pytest.mark.parametrize("seed", range(25))
def test_bytes_changed_anywhere(full: Path, seed: int) -> None:
    chance = random.Random(f"{SEED} bytes {seed}")
    data = bytearray(full.read_bytes())
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    full.write_bytes(data)
    # Any other exception than Lagebild's own would pass through here.
    with contextlib.suppress(LagebildError):
        all_read(full)


def test_older_version_is_brought_up_to_date(full: Path, monkeypatch: pytest.MonkeyPatch, reports: Path) -> None:
    later = (file.VERSION + 1, "CREATE TABLE added_later (x TEXT) STRICT")
    monkeypatch.setattr(file, "VERSION", later[0])
    monkeypatch.setattr(file, "MIGRATIONS", (later,))
    with pytest.raises(CaseError, match="made by an older Lagebild"):
        Case.open(full)
    with Case.open(full, write=True) as opened:
        assert len(opened.add([reports]).known) == 12
        assert opened._database.rows("SELECT * FROM added_later") == []
    Case.open(full).close()


def test_a_migration_that_fails_changes_nothing(
    full: Path, monkeypatch: pytest.MonkeyPatch, content_of: Callable[[Path], Contents]
) -> None:
    before, now = content_of(full), file.VERSION
    with monkeypatch.context() as later:
        steps = ((now + 1, "CREATE TABLE a (x)"), (now + 2, "DROP TABLE layer; SELECT * FROM missing"))
        later.setattr(file, "VERSION", now + 2)
        later.setattr(file, "MIGRATIONS", steps)
        with pytest.raises(CaseError):
            Case.open(full, write=True)
    connection = sqlite3.connect(full)
    assert connection.execute("PRAGMA user_version").fetchone() == (now + 1,)
    connection.execute(f"PRAGMA user_version = {now}")
    connection.close()
    assert content_of(full) == before


def test_new_refuses_what_exists(case: Path, question: Path, call: Run, tmp_path: Path) -> None:
    before = case.read_bytes()
    done = call("new", case, "--question", question)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"lagebild: {case}: exists already; choose another name, or add to it with `lagebild add`"
    ]
    assert case.read_bytes() == before
    done = call("new", tmp_path, "--question", question)
    assert "is a folder" in done.stderr
    done = call("new", tmp_path / "none" / "a.lage", "--question", question)
    assert "its folder does not exist" in done.stderr


@contextmanager
def nobody_writes(folder: Path) -> Iterator[None]:
    """Makes a folder read-only: by its rights, and for root, whom rights do not hold, by a mount."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
    else:
        folder.chmod(0o555)
        try:
            yield
        finally:
            folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_a_folder_that_nobody_may_write_to(
    *, full: Path, reports: Path, question: Path, call: Run, expected: Contents, content_of: Callable[[Path], Contents]
) -> None:
    closed = full.parent / "closed"
    closed.mkdir()
    moved = Path(shutil.move(full, closed / "hafen.lage"))
    with nobody_writes(closed):
        assert content_of(moved) == expected  # reading needs no right to write
        done = call("add", moved, reports)
        assert done.returncode == 1
        assert done.stderr.startswith(f"lagebild: {moved}: cannot be written: ")
        assert done.stderr.count("\n") == 1
        done = call("new", closed / "b.lage", "--question", question)
        assert done.returncode == 1
        assert "cannot be written" in done.stderr
        done = call("assess", moved, "-o", closed / "a.json")
        assert done.returncode == 1
        assert done.stderr.startswith(f"lagebild: {closed / 'a.json'}: cannot be written: ")
    assert sorted(os.listdir(closed)) == ["hafen.lage"]
