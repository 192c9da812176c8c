"""Reading a crawl: what comes out, what a second run does, what is refused."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lagebild.core import Marked
from lagebild.corpus import Event, Settings
from lagebild.corpus.lock import RunLock
from lagebild.corpus.needs import need
from lagebild.corpus.place import Place
from lagebild.corpus.shards import expand
from lagebild.corpus.status import status
from lagebild.errors import BadInput, CorpusError
from lagebild.gather import gather
from lagebild.mark.guard import guarded

from .making import SETTINGS, contents, crawl, packed, page, record, run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawl of three files, and the corpus of it beside them."""
    folder = tmp_path_factory.mktemp("crawl")
    crawl(folder / "in", shards=3, pages=4)
    run([folder / "in"], folder / "out")
    return folder


def test_a_corpus_holds_what_reading_the_files_directly_gives(made: Path) -> None:
    direct = [
        Marked(r, guarded(r, reader="none"))
        for r in gather([made / "in"], now=lambda: datetime.fromisoformat(SETTINGS.fetched or ""))
    ]
    reports, unreadable = contents(made / "out")
    assert reports == sorted(direct, key=lambda m: m.reading.document.id)
    assert len(reports) == 12
    assert unreadable == []


def test_a_second_run_reads_nothing_and_changes_nothing(made: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in sorted((made / "out/shards").rglob("*"))}
    events: list[Event] = []
    done = run([made / "in"], made / "out", on_event=events.append)
    assert (done.read, done.kept) == (0, 3)
    assert [e.kind for e in events] == ["kept"] * 3
    assert {p: p.stat().st_mtime_ns for p in sorted((made / "out/shards").rglob("*"))} == before


def test_more_files_may_come_later_and_a_changed_one_is_read_again(tmp_path: Path) -> None:
    first, second = crawl(tmp_path / "in", shards=2, pages=2)
    run([first], tmp_path / "out")
    assert run([tmp_path / "in"], tmp_path / "out").read == 1
    assert len(contents(tmp_path / "out")[0]) == 4
    second.write_bytes(b"".join(packed(record(9))))
    assert run([tmp_path / "in"], tmp_path / "out").read == 1
    titles = sorted(m.reading.document.title or "" for m in contents(tmp_path / "out")[0])
    assert titles == ["Hafen 1 in Belarus", "Hafen 2 in Belarus", "Hafen 9 in Belarus"]


def test_what_is_not_read_is_counted_by_reason_and_kept_by_reference(tmp_path: Path) -> None:
    records = packed(
        record(1),
        record(2, page(2, language="fr")),
        record(3, b""),
        record(4)[:-300],
        record(5, b"\x89PNG", kind="image/png"),
        record(1),
        record(6),
    )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(records[:3]) + records[3] + b"".join(records[4:6]) + records[6][:-30])
    done = run([path], tmp_path / "out")
    assert dict(done.unreadable) == {"language": 1, "empty": 1, "cut off": 2, "duplicate": 1}
    reports, unreadable = contents(tmp_path / "out")
    assert [m.reading.document.title for m in reports] == ["Hafen 1 in Belarus"]
    told = {record: (offset, reason) for _, record, offset, _, reason, _ in unreadable}
    places = [sum(map(len, records[:n])) for n in range(7)]
    assert told == {
        2: (places[1], "language"),
        3: (places[2], "empty"),
        4: (places[3], "cut off"),
        6: (places[5], "duplicate"),
        7: (places[6], "cut off"),
    }
    state = status(str(tmp_path / "out"))
    assert (state.documents, state.passed) == (1, 1)
    assert dict(state.unreadable) == dict(done.unreadable)


def test_other_settings_are_refused_in_one_line(made: Path) -> None:
    with pytest.raises(CorpusError) as error:
        run([made / "in"], made / "out", settings=replace(SETTINGS, languages=("en",)))
    assert str(error.value) == (
        f"{made / 'out'}: was read with other settings (languages de en, now en); use the same, or another --out"
    )


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (Settings(share=0.5), "without a reader, a question and a share choose nothing"),
        (Settings(share=2.0), "2 is no share"),
        (Settings(reader="no-such-pipeline"), "no-such-pipeline"),
    ],
)
def test_settings_that_cannot_be_are_refused_before_any_work(tmp_path: Path, settings: Settings, why: str) -> None:
    (path,) = crawl(tmp_path / "in", shards=1, pages=1)
    with pytest.raises(BadInput, match=why):
        run([path], tmp_path / "out", settings=settings)
    assert not (tmp_path / "out").exists()


def test_sources_that_name_nothing_are_refused(tmp_path: Path) -> None:
    for source in (tmp_path / "none.warc.gz", f"{tmp_path}/*.warc.gz", tmp_path, "nosuch://bucket/a.warc.gz"):
        with pytest.raises(BadInput):
            run([source], tmp_path / "out")


def test_a_file_that_is_no_shard_is_set_aside_and_named(tmp_path: Path) -> None:
    (good,) = crawl(tmp_path / "in", shards=1, pages=1)
    bad = tmp_path / "in/notes.warc.gz"
    bad.write_bytes(page(1))
    done = run([good, bad], tmp_path / "out")
    assert done.read == 1
    assert list(done.failed) == [str(bad)]
    assert "is no shard" in done.failed[str(bad)]
    state = status(str(tmp_path / "out"))
    assert (state.complete, state.asked, len(state.failed)) == (1, 2, 1)
    # It is not tried again unless that is asked for, or it has become another file.
    assert "set aside before" in run([bad], tmp_path / "out").failed[str(bad)]
    bad.write_bytes(b"".join(packed(record(7))))
    assert run([bad], tmp_path / "out").read == 1
    assert status(str(tmp_path / "out")).failed == ()


def test_an_input_that_cannot_be_read_is_tried_again_and_then_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = crawl(tmp_path / "in", shards=1, pages=1)
    tries = 0

    def fail(shard: object) -> object:
        nonlocal tries
        tries += 1
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("lagebild.corpus.work.open_shard", fail)
    monkeypatch.setattr("lagebild.corpus.run._PAUSE", 0.0)
    done = run([path], tmp_path / "out")
    assert tries == 5
    assert done.failed[str(path)] == "Input/output error; tried 5 times"
    assert list((tmp_path / "out/shards").iterdir()) == []


def test_one_run_a_corpus(made: Path) -> None:
    with RunLock(Place(made / "out")), pytest.raises(CorpusError) as error:
        run([made / "in"], made / "out")
    line = str(error.value)
    assert line.startswith(f"{made / 'out'}: is being written by process {os.getpid()} on ")
    assert "\n" not in line


def test_shards_on_a_file_system_of_fsspec_are_the_same_shards(made: Path) -> None:
    memory = need("fsspec").filesystem("memory")
    for path in sorted((made / "in").iterdir()):
        memory.pipe_file(f"/crawl/{path.name}", path.read_bytes())
    try:
        done = run(["memory://crawl/*.warc.gz"], "memory://out")  # type: ignore[arg-type]
        assert (done.read, done.documents) == (3, 12)
        there = status("memory://out")
        assert (there.complete, there.documents) == (3, 12)
        assert run(["memory://crawl/*.warc.gz"], "memory://out").kept == 3  # type: ignore[arg-type]
        with pytest.raises(CorpusError, match="is being written by"):
            _held_by_another(Place("memory://out"))
    finally:
        memory.store.clear()


def _held_by_another(place: Place) -> None:
    import time

    place.put({"run": "process 1 on another", "at": time.time()}, "lock.json")
    RunLock(place)


def test_a_key_follows_from_the_place_and_only_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = crawl(tmp_path / "ein ordner", shards=1, pages=1)
    (absolute,) = expand([path])
    monkeypatch.chdir(path.parent)
    (relative,) = expand([path.name])
    assert absolute.key == relative.key
    path.write_bytes(b"another")
    (changed,) = expand([path])
    assert changed.key == absolute.key
    assert (changed.size, changed.stamp) != (absolute.size, absolute.stamp)


def test_a_damaged_marker_is_named(made: Path, tmp_path: Path) -> None:
    run([made / "in"], tmp_path / "out")
    marker = next((tmp_path / "out/shards").rglob("done.json"))
    marker.write_text(json.dumps({})[:-1])
    with pytest.raises(CorpusError, match="is damaged"):
        status(str(tmp_path / "out"))
