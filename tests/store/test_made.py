"""What was made of the reports is kept for the next start, and never stands in the way of the truth."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lagebild.errors import LagebildError
from lagebild.store import Case, made, values
from lagebild.weigh import desk

EXAMPLE = Path(__file__).parents[2] / "examples/belarus"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "belarus.lage"
    with Case.create(path, question=EXAMPLE / "question.toml") as case:
        case.add(sorted((EXAMPLE / "reports").iterdir())[:12])
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept, for cases of any size."""
    monkeypatch.setenv(made.FOLDER, str(tmp_path / "kept"))
    monkeypatch.setattr(made, "LEAST", 1)
    return tmp_path / "kept"


def answer(path: Path) -> str:
    with Case.open(path) as case:
        return values.dump(case.assess())


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither links nor readings can be made anew."""

    def refuse(*_: object, **__: object) -> None:
        raise LagebildError("this test", "makes nothing anew", "keep it")

    with monkeypatch.context() as patched:
        patched.setattr(made, "link", refuse)
        patched.setattr(desk, "Matcher", refuse)
        yield


def test_the_second_start_gives_the_same_answer_from_what_was_kept(
    example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    first = answer(example)
    assert len(list(folder.glob("*.made"))) == 2
    request.getfixturevalue("idle")
    assert answer(example) == first
    monkeypatch.setenv(made.FOLDER, "")
    with pytest.raises(LagebildError, match="makes nothing anew"):
        answer(example)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no such thing",
        zlib.compress(b"\xff\xfe"),
        zlib.compress(b"[]"),
        zlib.compress(b'{"marked": 3}'),
        zlib.compress(b'{"all": [{"catalogue": "x", "told": [{"report": {}, "happening": "h:none"}]}]}'),
        zlib.compress(b"[" * 100_000),  # nested deeper than any reader goes
    ],
)
def test_what_is_damaged_is_made_again(example: Path, folder: Path, content: bytes) -> None:
    first = answer(example)
    for path in folder.glob("*.made"):
        path.write_bytes(content)
    assert answer(example) == first


def test_what_has_changed_is_not_taken_from_before(example: Path, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.lage"
    shutil.copy(example, path)
    before = answer(path)
    with Case.open(path, write=True) as case:
        found = case.assess().evidence[0]
        case.decide("reject", found.id, reason="not about this")
    rejected = answer(path)
    with Case.open(path, write=True) as case:
        case.add(sorted((EXAMPLE / "reports").iterdir())[12:16])
    more = answer(path)
    assert len({before, rejected, more}) == 3
    for path_ in folder.glob("*.made"):
        path_.unlink()
    assert answer(path) == more


def test_a_folder_that_cannot_be_written_keeps_nothing_and_harms_nothing(
    example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answer(example)
    monkeypatch.setenv(made.FOLDER, str(example))
    assert answer(example) == first


def test_only_the_newest_are_kept_and_only_for_the_user(
    example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "MOST", 1)
    answer(example)
    (kept,) = folder.iterdir()
    assert (kept.suffix, kept.stat().st_mode & 0o077, folder.stat().st_mode & 0o077) == (".made", 0, 0)


def test_a_small_case_is_made_anew(example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "LEAST", 300)
    answer(example)
    assert not folder.exists()
