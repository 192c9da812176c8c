"""The cascade: who is read by what, and the dear only where the cheap has asked for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lagebild.corpus import Settings
from lagebild.corpus.cascade import STEPS, reason
from lagebild.corpus.status import status
from lagebild.errors import BadInput, Unreadable

from .making import SETTINGS, contents, packed, page, record, run

QUESTION = (Path(__file__).parents[2] / "examples/belarus/question.toml").read_text("utf-8")
ABOUT, OTHER = page(1), page(2).replace(b"Belarus", b"Peru").replace(b"Minsk", b"Lima").replace(b"Brest", b"Cusco")


def deep(out: Path, settings: Settings, *bodies: bytes) -> dict[str, bool]:
    """By title, whether the deep reader has read it: what the table says and what the names themselves say."""
    path = out.parent / f"{out.name}.warc.gz"
    path.write_bytes(b"".join(packed(*(record(n, body) for n, body in enumerate(bodies, 1)))))
    run([path], out, settings=settings)
    found = {}
    for item in contents(out)[0]:
        by = {"+small-" in name.by for name in item.marks.names}
        assert len(by) == 1, "one document, one reader"
        found[item.reading.document.title or ""] = by.pop()
    assert status(str(out)).deep == sum(found.values())
    return found


def test_without_a_reader_no_document_is_read_deep(tmp_path: Path) -> None:
    assert set(deep(tmp_path / "out", SETTINGS, ABOUT, OTHER).values()) == {False}


def test_the_deep_reader_reads_what_bears_on_the_question(tmp_path: Path) -> None:
    settings = replace(SETTINGS, reader="small", question=QUESTION)
    assert deep(tmp_path / "out", settings, ABOUT, OTHER) == {"Hafen 1 in Belarus": True, "Hafen 2 in Peru": False}


def test_the_deep_reader_reads_a_share_that_follows_from_the_ids(tmp_path: Path) -> None:
    bodies = [page(n) for n in range(1, 9)]
    half = replace(SETTINGS, reader="small", share=0.5)
    one, two = deep(tmp_path / "one", half, *bodies), deep(tmp_path / "two", half, *reversed(bodies))
    # Ids follow from addresses, and these are the same in another order: the numbers, not the titles, decide.
    assert sum(one.values()) == sum(two.values())
    assert 0 < sum(one.values()) < 8
    assert set(deep(tmp_path / "all", replace(half, share=1.0), *bodies[:2]).values()) == {True}


def test_each_step_tells_its_cpu_time(tmp_path: Path) -> None:
    settings = replace(SETTINGS, reader="small", question=QUESTION)
    deep(tmp_path / "out", settings, ABOUT, page(3, language="fr"))
    told = status(str(tmp_path / "out"))
    assert {"look", "boilerplate", "marks", "filter", "deep", "write"} <= set(dict(told.cpu)) <= set(STEPS)
    assert dict(told.unreadable) == {"language": 1}


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (replace(SETTINGS, reader="small"), "is to read nothing"),
        (replace(SETTINGS, reader="small", share=1.5), "is no share"),
        (replace(SETTINGS, question=QUESTION), "choose nothing"),
    ],
)
def test_settings_that_choose_nothing_are_refused(settings: Settings, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        settings.check()


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("has a broken gzip member (Error -3)", "broken"),
        ("ends in the middle of a gzip member", "cut off"),
        ("grows more than 200 times when decompressed (a decompression bomb?)", "size"),
        ("is a broken WARC (no header); 3 responses came before", "broken"),
        ("something new", "other"),
    ],
)
def test_faults_are_counted_by_kind(fault: str, word: str) -> None:
    assert reason(Unreadable("a", fault, "b")) == word
