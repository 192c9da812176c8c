"""What scale costs, on a crawl that bench/corpus_make.py made. Prints one JSON line a measure.

python bench/corpus.py read CRAWL OUT [--workers 2] [--engine processes|ray] [--reader small --question Q --share S]
                                                        documents a CPU second, by step; memory; --resume goes on
python bench/corpus.py engines CRAWL FOLDER [--workers 2]                      wall time of Ray against processes
python bench/corpus.py copies FOLDER 10000 100000 200000                       time, memory and disk, of made texts
python bench/corpus.py signatures FOLDER 1000000                               exact and near copies alone, no texts
python bench/corpus.py quality FOLDER                                          recall and precision, as bench/linking.py
python bench/corpus.py find CORPUS QUESTION                                    where planted reports stand in the ranks
python bench/corpus.py look CRAWL                                              what the first look at a page gets wrong
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from lagebild.core import Document, Marked, Marks, Part, Reading, Span
from lagebild.corpus import Event, Settings, read
from lagebild.corpus.copies import copies
from lagebild.corpus.engine import Engine
from lagebild.corpus.place import Place
from lagebild.corpus.query import Base
from lagebild.corpus.run import agree
from lagebild.corpus.write import Writer

MB = 1_000_000


def say(**measure: object) -> None:
    print(json.dumps(measure, ensure_ascii=False), flush=True)


def engine_of(name: str) -> Callable[[int], Engine]:
    if name == "ray":
        from lagebild.corpus.on_ray import OnRay

        return OnRay
    from lagebild.corpus.processes import Processes

    return Processes


def measured(
    crawl: Path, out: Path, name: str, workers: int, *, settings: Settings | None = None, resume: bool = False
) -> dict[str, Any]:
    """Reads a crawl; gives wall time, CPU seconds and documents by step, and memory from shard to shard. Ended by
    Ctrl-C or SIGTERM it gives the figures of what is complete; with `resume` these count, and it goes on from there."""
    markers: list[dict[str, Any]] = []

    def keep(event: Event) -> None:
        if event.kind in ("read", "kept") and event.marker:
            markers.append(event.marker)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if not resume:
        shutil.rmtree(out, ignore_errors=True)
    signal.signal(signal.SIGTERM, stop)
    began = time.monotonic()
    given = settings or Settings()
    failed, whole = 0, True
    try:
        done = read([crawl], out, settings=given, engine=engine_of(name), workers=workers, on_event=keep)
        failed = len(done.failed)
    except KeyboardInterrupt:
        whole = False
    wall = time.monotonic() - began
    documents = sum(m["documents"] for m in markers)
    unreadable: Counter[str] = Counter()
    for marker in markers:
        unreadable.update(marker["unreadable"])
    cpu: dict[str, float] = {}
    for marker in markers:
        for step, seconds in marker["cpu"].items():
            cpu[step] = round(cpu.get(step, 0.0) + seconds, 1)
    records = documents + sum(unreadable.values())
    deep = sum(m["deep"] for m in markers)
    through = {"container": records, "look": records, "boilerplate": records - unreadable["language"], "deep": deep}
    memory = [round(m["memory"] / MB) for m in markers]
    return {
        "engine": name,
        "workers": workers,
        "complete": whole,
        "shards": len(markers),
        "failed": failed,
        "records": records,
        "documents": documents,
        "deep": deep,
        "characters": sum(m["characters"] for m in markers),
        "unreadable": dict(unreadable),
        "wall seconds": round(wall, 1),
        "cpu seconds": cpu,
        "documents a CPU second": {s: round(through.get(s, documents) / v, 2) for s, v in cpu.items() if v},
        "documents a CPU second, all": round(documents / max(0.1, sum(cpu.values())), 1),
        "records a CPU second, all": round(records / max(0.1, sum(cpu.values())), 1),
        "crawl bytes": sum(m["input"]["size"] for m in markers),
        "table bytes": sum(m["bytes"] for m in markers),
        "memory MB by shard": memory,
    }


def engines(crawl: Path, folder: Path, workers: int) -> None:
    """The same crawl by both engines, each started twice: the second time the files are in the system's cache."""
    walls: dict[str, list[float]] = {}
    for name in ("processes", "ray", "ray", "processes"):
        got = measured(crawl, folder / f"engine-{name}", name, workers)
        if got["failed"]:
            raise SystemExit(f"{name}: {got['failed']} shards were set aside: see {folder}/engine-{name}/failed")
        walls.setdefault(name, []).append(got["wall seconds"])
    ratio = min(walls["ray"]) / min(walls["processes"])
    say(measure="engines", workers=workers, wall=walls, ratio=round(ratio, 3))


def made_texts(count: int, seed: int = 7) -> Iterator[str]:
    """Texts of 100 to 500 words by Zipf's law from 200,000 words; a tenth is a near copy of an earlier one, a
    twentieth an exact copy. Not language, but with the repetition of it that matters for candidates."""
    rng = np.random.default_rng(seed)
    kept: list[np.ndarray[Any, Any]] = []
    for number in range(count):
        kind = rng.random()
        if kind < 0.15 and kept:
            ids = kept[int(rng.integers(len(kept)))].copy()
            if kind < 0.1:
                at = rng.random(len(ids)) < 0.06
                ids[at] = rng.integers(200_000, size=int(at.sum()))
        else:
            ids = np.minimum(rng.zipf(1.15, int(rng.integers(100, 500))), 200_000)
        if len(kept) < 20_000:
            kept.append(ids)
        elif number % 50 == 0:
            kept[int(rng.integers(len(kept)))] = ids
        yield " ".join(f"w{i}" for i in ids.tolist())


def corpus_of(root: Path, texts: Iterator[str] | Sequence[tuple[str, str]], *, shard: int = 5000) -> int:
    """A corpus with these texts as bodies and no marks; gives how many there are."""
    shutil.rmtree(root, ignore_errors=True)
    place = Place(root)
    place.make()
    agree(place, Settings())
    place.aside().mkdir(exist_ok=True)
    count, number, writer, folder = 0, 0, None, Path()
    for item in texts:
        name, text = item if isinstance(item, tuple) else (f"{count:064x}", item)
        if writer is None:
            folder = place.aside() / f"s{number:05}"
            writer = Writer(folder)
        day = f"2022-12-{count % 28 + 1:02}"
        parts = (Part(Span(0, len(text)), "body", "de"),)
        reading = Reading(
            Document(id=name, published=day if not isinstance(item, tuple) else "2022-12-07"), 1, text, parts, "de"
        )
        writer.rows.document(Marked(reading, Marks()), shard=folder.name, record=count, offset=None, deep=False)
        writer.step()
        count += 1
        if count % shard == 0:
            settle(place, writer, folder)
            writer, number = None, number + 1
    if writer is not None:
        settle(place, writer, folder)
    return count


def settle(place: Place, writer: Writer, folder: Path) -> None:
    writer.close()
    marker = {"input": {"size": 0, "stamp": str(time.time())}, "settings": "made"}
    (folder / "done.json").write_text(json.dumps(marker))
    place.commit(folder, folder.name)


def folder_size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def copies_of(root: Path, workers: int) -> None:
    """`corpus copies` in a process of its own, for its memory; the most that its folder held meanwhile."""
    shutil.rmtree(root / "copies", ignore_errors=True)
    line = [sys.executable, __file__, "copies-once", str(root), "--workers", str(workers)]
    running = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    most = 0
    while running.poll() is None:
        time.sleep(0.5)
        try:
            most = max(most, folder_size(root / "aside"))
        except OSError:
            continue  # a file went away between listing and looking
    out = running.communicate()[0]
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    signed = folder_size(root / "copies/signed")
    documents = max(1, found["documents"])
    say(
        measure="copies",
        **found,
        signed_bytes_a_document=round(signed / documents),
        joins_bytes_a_document=round(most / documents),
    )


def copies_once(root: Path, workers: int) -> None:
    times: list[tuple[str, float]] = []
    began = time.monotonic()
    done = copies(
        str(root), workers=workers, on_step=lambda line: times.append((line, round(time.monotonic() - began, 1)))
    )
    signing = next((seconds for line, seconds in times if " exact copies" in line), 0.0)
    say(
        documents=done.documents,
        origins=done.origins,
        exact=done.exact,
        near=done.near,
        rewritten=done.rewritten,
        seconds=round(time.monotonic() - began, 1),
        seconds_to_heads=signing,
        steps=times,
        memory_MB=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    )


def signatures(folder: Path, count: int) -> None:
    """Exact and near copies of made signatures: bands and shingles of random sets, a tenth of them near another."""
    from lagebild.corpus.copies.groups import groups
    from lagebild.corpus.copies.joins import Joins
    from lagebild.corpus.copies.sign import BANDS, Signed
    from lagebild.corpus.needs import need

    pa, pq = need("pyarrow"), need("pyarrow.parquet")
    home = folder / "signatures"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    rng = np.random.default_rng(3)
    size, grams_each, shards = 50_000, 300, []
    for number in range(-(-count // size)):
        rows = min(size, count - number * size)
        grams = np.sort(rng.integers(1 << 32, size=(rows, grams_each), dtype=np.uint32), axis=1)
        bands = rng.integers(1 << 63, size=(rows, BANDS), dtype=np.uint64)
        near = np.arange(9, rows, 10)  # each tenth has 80 % of the shingles, and half the bands, of the one before
        grams[near, :240] = grams[near - 1, :240]
        grams[near] = np.sort(grams[near], axis=1)
        bands[near, : BANDS // 2] = bands[near - 1, : BANDS // 2]
        words = rng.integers(1 << 63, size=(rows, 2), dtype=np.uint64)
        columns: dict[str, Any] = {"row": np.arange(rows, dtype=np.int32)}
        columns["id"] = [f"{number}-{i}" for i in range(rows)]
        columns |= {
            "day": np.full(rows, 738_000, np.int32),
            "rank": columns["id"],
            "w0": words[:, 0],
            "w1": words[:, 1],
        }
        columns |= {"n": np.full(rows, grams_each, np.int32), "place": np.arange(rows, dtype=np.int64) * grams_each}
        columns |= {f"b{i:02}": bands[:, i] for i in range(BANDS)}
        pq.write_table(pa.table(columns), home / f"{number}.parquet", compression="zstd", use_dictionary=False)
        grams.tofile(home / f"{number}.u32")
        shards.append(Signed(str(number), home / f"{number}.parquet", home / f"{number}.u32"))
    stored = folder_size(home)
    began, aside = time.monotonic(), home / "aside"
    aside.mkdir()
    with Joins(tuple(shards), aside, memory=2_000 * MB) as joins:
        documents, exact = joins.heads()
        near_pairs = joins.near(lambda line: None)
        whole = groups(joins.edges(("exact", "near")))
        spill = folder_size(aside)
    say(
        measure="signatures",
        documents=documents,
        exact=exact,
        near=near_pairs,
        expected=sum(len(range(9, min(size, count - s * size), 10)) for s in range(-(-count // size))),
        grouped=len(whole.nodes),
        seconds=round(time.monotonic() - began, 1),
        signed_bytes_a_document=round(stored / documents),
        joins_bytes_a_document=round(spill / documents),
        memory_MB=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    )
    shutil.rmtree(home)


def quality(folder: Path) -> None:
    """Rewrites of bench/linking.py at five strengths: recall and precision in memory and by way of the disk."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    linking: Any = import_module("linking")
    memory = linking._groups

    def by_disk(given: list[Marked]) -> dict[str, set[str]]:
        root = folder / "quality"
        corpus_of(root, [(m.reading.document.id, m.reading.text) for m in given], shard=200)
        copies(str(root))
        found: dict[str, set[str]] = {}
        with Base(Place(root)) as base:
            base.views()
            for document, origin in base.run("SELECT document, origin FROM copies").fetchall():
                found.setdefault(origin, set()).add(document)
        return {d: g for g in found.values() for d in g}

    for name, way in (("memory", memory), ("disk", by_disk)):
        linking._groups = way
        for line in linking.rewrites():
            say(measure="quality", way=name, **line)


def find(root: Path, question: Path) -> None:
    """Where the planted reports stand among all that `find` gives, and how many documents it goes through a second."""
    from lagebild.corpus.find import find as found
    from lagebild.weigh.question import load

    with Base(Place(root)) as base:
        base.views()
        query = "SELECT count(*), count(*) FILTER (url LIKE 'https://planted.%') FROM documents"
        ((documents, planted),) = base.run(query).fetchall()
    began = time.monotonic()
    hits = found(str(root), load(question), least=0.01, with_copies=True)
    seconds = time.monotonic() - began
    ranks = [i for i, hit in enumerate(hits, 1) if (hit.url or "").startswith("https://planted.")]
    shown = [h for h in hits if h.score >= 3]
    say(
        measure="find",
        documents=documents,
        planted=planted,
        found=len(ranks),
        shown=len(shown),
        shown_planted=sum((h.url or "").startswith("https://planted.") for h in shown),
        ranks=ranks,
        hits=len(hits),
        seconds=round(seconds, 1),
        documents_a_second=round(documents / seconds),
    )


def look(crawl: Path) -> None:
    """Of the pages that the first look drops, how many a full reading takes for German or English."""
    from lagebild.corpus.cascade import Cascade, Clock
    from lagebild.corpus.container import entries
    from lagebild.errors import Unreadable
    from lagebild.gather.assemble import assemble
    from lagebild.gather.raw import Item, Options

    options, clock = Options(fetched="2023-01-01"), Clock()
    cascade = Cascade(Settings(), options, clock)
    dropped = wrong = passed = foreign = 0
    for path in sorted(crawl.iterdir()):
        with path.open("rb") as stream:
            for entry in entries(stream, path.name, options):
                if not isinstance(entry.what, Item):
                    continue
                other = cascade._other_language(entry.what)
                try:
                    outcomes = [o for o in assemble(entry.what.parse(), options) if isinstance(o, Reading)]
                except Unreadable:
                    continue
                wanted = any(o.language in ("de", "en") for o in outcomes)
                dropped, wrong = dropped + bool(other), wrong + (bool(other) and wanted)
                passed, foreign = passed + (not other), foreign + (not other and not wanted)
    say(measure="look", dropped=dropped, dropped_wrongly=wrong, passed=passed, passed_though_foreign=foreign)


def main() -> int:
    """Run one measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--engine", default="processes")
    parser.add_argument("--reader", default="none")
    parser.add_argument("--question", type=Path)
    parser.add_argument("--share", type=float, default=0.0)
    parser.add_argument("--resume", action="store_true", help="go on with what is there, and count it")
    given = parser.parse_args()
    first, rest = Path(given.paths[0]), given.paths[1:]
    if given.what == "read":
        question = given.question.read_text("utf-8") if given.question else None
        settings = Settings(reader=given.reader, question=question, share=given.share)
        found = measured(first, Path(rest[0]), given.engine, given.workers, settings=settings, resume=given.resume)
        say(measure="read", **found)
    elif given.what == "engines":
        engines(first, Path(rest[0]), given.workers)
    elif given.what == "copies":
        for count in map(int, rest):
            corpus_of(first / f"made-{count}", made_texts(count))
            copies_of(first / f"made-{count}", given.workers)
            shutil.rmtree(first / f"made-{count}")
    elif given.what == "copies-once":
        copies_once(first, given.workers)
    elif given.what == "signatures":
        for count in map(int, rest):
            signatures(first, count)
    elif given.what == "quality":
        quality(first)
    elif given.what == "find":
        find(first, Path(rest[0]))
    elif given.what == "look":
        look(first)
    else:
        parser.error(f"no measure '{given.what}'")
    return 0


if __name__ == "__main__":
    sys.exit(main())
