"""The engine on Ray: the same corpus as with processes, also when one of its workers is killed."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .making import contents, crawl, packed, record, run
from .test_faults import _POISON, _undated, go_on

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None or sys.platform != "linux",
    reason="needs the extra 'ray', and Linux to find its processes",
)


def actors(driver: int) -> list[int]:
    """The processes of our actors: Ray names them, and they name the driver's job by being started by its raylet."""
    found = []
    parents = {int(p.name): _parent(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
    for pid in parents:
        try:
            name = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        above = pid
        while above in parents and above != driver:
            above = parents[above]
        if name.startswith(b"ray::Reader") and above == driver:
            found.append(pid)
    return found


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def test_a_killed_actor_costs_nothing_but_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(_POISON)
    paths = crawl(tmp_path / "in", shards=2, pages=2)
    # To be met at work.
    paths[0].write_bytes(b"".join(packed(record(5), record(555))))
    out = tmp_path / "out"
    line = [sys.executable, "-m", "lagebild", "corpus", "read", str(tmp_path / "in"), "--out", str(out)]
    driver = subprocess.Popen(
        [*line, "--engine", "ray", "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(site), "RAY_USAGE_STATS_ENABLED": "0"},
    )
    try:
        end = time.monotonic() + 240
        while not [p for p in (out / "aside").glob("*.at") if p.stat().st_size]:
            assert time.monotonic() < end, "no actor came to work"
            assert driver.poll() is None, driver.communicate()[1]
            time.sleep(0.05)
        (actor,) = actors(driver.pid)
        os.kill(actor, signal.SIGKILL)
        go_on(tmp_path)
        _, told = driver.communicate(timeout=300)
    finally:
        driver.terminate()
    assert driver.returncode == 0, told
    lines = told.splitlines()  # on a slow machine with lines of progress between
    died = f"lagebild: {paths[0]}: its worker died (ActorDiedError) at record "
    assert sum(line.startswith(died) for line in lines) == 1, told
    assert lines[-1].startswith(f"lagebild: {out}: 2 shards read, 0 complete before, 0 set aside; 4 documents")
    run(paths, tmp_path / "undisturbed")
    assert _undated(contents(out)) == _undated(contents(tmp_path / "undisturbed"))
    assert not (out / "aside").exists()
