"""What goes wrong in a run of hours: killed workers, a killed driver, poison records, a full disk, two runs at once.

After each, nothing is lost, nothing is doubled, and what there is, is what an undisturbed run gives.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lagebild.corpus import Summary, read
from lagebild.corpus.processes import Processes
from lagebild.corpus.run import Event

from .making import SETTINGS, contents, crawl, packed, record, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills processes by means of Linux")

# Put first on the path of the workers: makes a record poison by its number in its address, or one that waits until a
# file called "on" lies beside this one. It takes hold when the module is imported, and costs no other process anything:
# Ray gives its own fifteen seconds to start.
_POISON = """
import importlib.util, os, signal, sys, time

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name != "lagebild.corpus.cascade":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def poisoned(module):
            execute(module)
            global _read
            _read, module.Cascade.read = module.Cascade.read, read

        spec.loader.exec_module = poisoned
        return spec

def read(self, item):
    if "blatt.example/666" in item.source:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "blatt.example/777" in item.source:
        time.sleep(600)
    if "blatt.example/999" in item.source and not os.path.exists("once"):
        open("once", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    while "blatt.example/555" in item.source and not os.path.exists(os.path.join(os.path.dirname(__file__), "on")):
        time.sleep(0.05)
    return _read(self, item)

sys.meta_path.insert(0, Finder())
"""


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, in which some records are poison for every worker."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_POISON)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def go(sources: list[Path], out: Path, *, on_event: Callable[[Event], None] | None = None, **options: Any) -> Summary:
    """Reads with one worker process."""
    settings = options.pop("settings", SETTINGS)
    return read(sources, out, settings=settings, engine=Processes, workers=1, on_event=on_event, **options)


def command(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """`lagebild corpus read …` as a process of its own."""
    line = [sys.executable, "-m", "lagebild", "corpus", "read", *map(str, arguments), "--workers", "1"]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def until(met: Callable[[], object], seconds: float = 400) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "did not come about in time"
        time.sleep(0.05)


def go_on(folder: Path) -> None:
    """Lets the workers be done with the records that wait."""
    (folder / "site/on").touch()


def at_work(out: Path) -> list[Path]:
    """The traces of the records that workers are at."""
    return [p for p in (out / "aside").glob("*.at") if p.stat().st_size]


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def threads_children(pid: int) -> list[int]:
    return [int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_killed_worker_costs_nothing_but_time(poisoned: Path) -> None:
    paths = crawl(poisoned / "in", shards=2, pages=3)
    paths[0].write_bytes(paths[0].read_bytes() + b"".join(packed(record(999))))
    events: list[Event] = []
    done = go(paths, poisoned / "out", on_event=events.append)
    assert (done.read, done.failed) == (2, {})
    (again,) = [e.why for e in events if e.kind == "again"]
    assert again == "its worker was ended by SIGKILL at record 4"
    run(paths, poisoned / "undisturbed")
    assert contents(poisoned / "out") == contents(poisoned / "undisturbed")
    assert not (poisoned / "out/aside").exists()


def test_a_record_that_takes_down_its_workers_is_left_out_and_named(poisoned: Path) -> None:
    path = poisoned / "a.warc.gz"
    path.write_bytes(b"".join(packed(record(1), record(666), record(2))))
    done = go([path], poisoned / "out")
    assert (done.read, done.failed, done.documents) == (1, {}, 2)
    _, unreadable = contents(poisoned / "out")
    ((_, number, offset, source, reason, detail),) = unreadable
    assert (number, reason) == (2, "crash")
    assert offset == len(packed(record(1))[0])
    assert source == f"{path}, record 2 (https://blatt.example/666)"
    assert detail == "took down its worker, which was ended by SIGSEGV"


def test_a_poison_shard_is_set_aside_and_the_rest_goes_on(poisoned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = crawl(poisoned / "in", shards=2, pages=1)
    bad.write_bytes(b"".join(packed(record(666))))
    monkeypatch.setattr("lagebild.corpus.run.ATTEMPTS", 2)
    before = go([bad, good], poisoned / "out")
    assert before.read == 1
    assert before.failed == {str(bad): "its worker was ended by SIGSEGV at record 1; tried 2 times"}
    assert len(contents(poisoned / "out")[0]) == 1


def test_a_worker_that_cannot_begin_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text("import sys\nsys.modules['trafilatura'] = None\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    paths = crawl(tmp_path / "in", shards=1, pages=1)
    done = go(paths, tmp_path / "out")
    (why,) = done.failed.values()
    assert why.startswith("a worker cannot begin (")
    assert "trafilatura" in why


def test_a_record_that_takes_too_long_is_left_out(poisoned: Path) -> None:
    from dataclasses import replace

    path = poisoned / "a.warc.gz"
    path.write_bytes(b"".join(packed(record(1), record(777), record(2))))
    settings = replace(SETTINGS, limits=replace(SETTINGS.limits, seconds=8.0))
    events: list[Event] = []
    done = go([path], poisoned / "out", settings=settings, on_event=events.append)
    assert (done.read, done.documents) == (1, 2)
    assert [e.why for e in events if e.kind == "again"] == ["record 2 took longer than 8 seconds"]
    assert contents(poisoned / "out")[1][0][4:] == ("time", "took longer than 8 seconds")


def test_a_killed_driver_takes_its_workers_with_it_and_leaves_nothing_half(poisoned: Path) -> None:
    paths = crawl(poisoned / "in", shards=2, pages=3)
    paths[1].write_bytes(b"".join(packed(record(20), record(555))))
    out = poisoned / "out"
    driver = command(poisoned / "in", "--out", out)
    until(lambda: list((out / "shards").glob("*")) and at_work(out))
    (worker,) = threads_children(driver.pid)
    driver.kill()
    driver.communicate()
    until(lambda: gone(worker))
    assert len(list((out / "shards").iterdir())) == 1
    assert len(contents(out)[0]) == 3
    done = run([poisoned / "in"], out)
    assert (done.read, done.kept) == (1, 1)
    run([poisoned / "in"], poisoned / "undisturbed")
    ours, theirs = contents(out), contents(poisoned / "undisturbed")
    assert _undated(ours) == _undated(theirs)
    assert not (out / "aside").exists()


def _undated(found: tuple[list[Any], list[tuple[Any, ...]]]) -> object:
    return [(m.reading.document.id, m.reading.text, m.marks) for m in found[0]], found[1]


def test_a_second_run_refuses_in_one_line_and_the_first_completes(poisoned: Path) -> None:
    path = poisoned / "a.warc.gz"
    path.write_bytes(b"".join(packed(record(1), record(555))))
    out = poisoned / "out"
    first = command(path, "--out", out)
    until(lambda: at_work(out))
    second = command(path, "--out", out)
    _, told = second.communicate(timeout=400)
    assert second.returncode == 1
    assert told.startswith(f"lagebild: {out}: is being written by process {first.pid} on ")
    assert told.count("\n") == 1
    go_on(poisoned)
    _, told = first.communicate(timeout=400)
    assert (first.returncode, len(contents(out)[0])) == (0, 2), told


def test_ctrl_c_ends_at_once_and_the_next_run_goes_on(poisoned: Path) -> None:
    path = poisoned / "a.warc.gz"
    path.write_bytes(b"".join(packed(record(1), record(555))))
    out = poisoned / "out"
    driver = command(path, "--out", out)
    until(lambda: at_work(out))
    (worker,) = threads_children(driver.pid)
    driver.send_signal(signal.SIGINT)
    _, told = driver.communicate(timeout=60)
    assert (driver.returncode, told.count("\n")) == (130, 1), told
    until(lambda: gone(worker))
    assert not (out / "aside").exists()
    assert list((out / "shards").iterdir()) == []


def test_a_full_disk_ends_the_run_in_one_line_and_space_lets_it_go_on(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small disk")
    paths = crawl(tmp_path / "in", shards=3, pages=3)
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(disk)], check=True)
    try:
        driver = command(*paths, "--out", disk / "out")
        _, told = driver.communicate(timeout=400)
        assert driver.returncode == 1
        *_, last = told.splitlines()  # on a slow machine a line of progress comes before
        assert last == (
            f"lagebild: {disk / 'out'}: the disk is full; free some space and run the same command again: it goes on"
        )
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        kept = len(list((disk / "out/shards").iterdir()))
        done = run(paths, disk / "out")
        assert (done.kept, done.read) == (kept, 3 - kept)
        run(paths, tmp_path / "undisturbed")
        assert _undated(contents(disk / "out")) == _undated(contents(tmp_path / "undisturbed"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_two_processes_that_finish_one_shard_leave_it_once(tmp_path: Path) -> None:
    """What a run would meet whose lock was not seen: the first in place stands."""
    from lagebild.corpus.shards import expand
    from lagebild.corpus.work import Job, read_shard

    (path,) = crawl(tmp_path / "in", shards=1, pages=2)
    (shard,) = expand([path])
    job = Job(shard=shard, root=str(tmp_path / "out"), settings=SETTINGS)
    threads = [threading.Thread(target=read_shard, args=(job,)) for _ in range(2)]
    run([path], tmp_path / "undisturbed")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (tmp_path / "out/corpus.json").write_text((tmp_path / "undisturbed/corpus.json").read_text())
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")
    assert list((tmp_path / "out/aside").iterdir()) == []
