"""Signing: of each document what the joins need, a shard at a time. What is signed is kept beside the shard's tables
and not made again."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lagebild.core import Marked, Marks
from lagebild.errors import CorpusError
from lagebild.link.copies import shingles, signature
from lagebild.link.report import reports

from ..needs import need
from ..place import Place
from ..query import quoted
from ..tables import reading_of

BANDS, ROWS = 40, 3
"""As `lagebild.link.copies` has them: so many bands of so many rows of the MinHash signature."""
SHORT = 8
"""Texts with fewer shingles are only compared whole."""
_BATCH = 512
_VERSION = 1  # of what is signed: another one signs everything again
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed shard: `docs` (Parquet: one row a document) and `grams` (its shingles, one document after the other, as
    32-bit numbers)."""

    key: str
    docs: Path
    grams: Path


def signed(place: Place, *, workers: int, tell: Callable[[str], None]) -> tuple[Signed, ...]:
    """The signed shards of a corpus, sorted by key; those that are missing are signed now."""
    home = Path(place.root, "copies", "signed")
    home.mkdir(parents=True, exist_ok=True)
    complete = place.complete()
    for name in os.listdir(home):
        if name not in complete or not (home / name / _stamp(complete[name])).exists():
            shutil.rmtree(home / name)
    todo = [key for key in complete if not (home / key).exists()]
    if todo:
        tell(f"signing {len(todo)} shards")
    jobs = [(place.root, key, _stamp(complete[key])) for key in todo]
    if workers > 1 and len(jobs) > 1:
        _in_workers(place, jobs, workers)
    else:
        for job in jobs:
            sign(*job)
    return tuple(Signed(key, home / key / "docs.parquet", home / key / "grams.u32") for key in sorted(complete))


def _in_workers(place: Place, jobs: Sequence[tuple[str, str, str]], workers: int) -> None:
    # Here the input is our own tables: a worker that dies is the machine's doing, and the next run goes on.
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            for done in as_completed([pool.submit(sign, *job) for job in jobs]):
                done.result()
    except BrokenProcessPool:
        raise CorpusError(
            place.root, "a worker was ended while it signed", "run the same command again: it goes on"
        ) from None


def _stamp(marker: dict[str, Any]) -> str:
    """A name that changes when the shard is another one."""
    told = (_VERSION, marker["input"]["size"], marker["input"]["stamp"], marker["settings"])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def sign(root: str, key: str, stamp: str) -> None:
    """Signs one shard; its folder appears when it is whole."""
    parquet, pa = need("pyarrow.parquet"), need("pyarrow")
    home = Path(root, "copies", "signed")
    fresh = Path(root, "aside") / f"signed.{key}.{uuid.uuid4().hex[:8]}"
    fresh.mkdir(parents=True)
    try:
        columns = [("row", pa.int32()), ("id", pa.string()), ("day", pa.int32()), ("rank", pa.string())]
        columns += [("w0", pa.uint64()), ("w1", pa.uint64()), ("n", pa.int32()), ("place", pa.int64())]
        fields = pa.schema(columns + [(f"b{i:02}", pa.uint64()) for i in range(BANDS)])
        docs = parquet.ParquetWriter(fresh / "docs.parquet", fields, compression="zstd", use_dictionary=False)
        names = ["id", "title", "url", "publisher", "author", "published", "published_by", "fetched", "source", "key"]
        names += ["number", "language", "parts", "text"]
        row = at = 0
        with docs, open(fresh / "grams.u32", "wb") as grams:
            file = parquet.ParquetFile(Path(root, "shards", key, "documents.parquet"))
            for batch in file.iter_batches(batch_size=_BATCH, columns=names):
                made = [_signed(found, row + i) for i, found in enumerate(batch.to_pylist())]
                for _, own in made:
                    own.tofile(grams)
                docs.write_table(_table(pa, fields, made, at))
                row += len(made)
                at += sum(len(own) for _, own in made)
        (fresh / stamp).touch()
        if not (home / key).exists():
            os.rename(fresh, home / key)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


_Row = tuple[dict[str, Any], npt.NDArray[np.uint32]]


def _signed(found: dict[str, Any], row: int) -> _Row:
    """The row of one document without its bands, and its shingles, sorted."""
    (report,) = reports([Marked(reading_of(found), Marks())])
    words = hashlib.blake2b("\n".join(report.body).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    grams = np.sort(np.fromiter(shingles(report.body), np.uint32))
    day = date.fromisoformat(report.known[:10]).toordinal() if report.known else None
    w0, w1 = (int.from_bytes(half, "little") for half in (words[:8], words[8:]))
    known = {"row": row, "id": found["id"], "day": day, "rank": " ".join(report.rank), "w0": w0, "w1": w1}
    return known | {"n": len(grams) if report.body else -1}, grams


def _table(pa: Any, fields: Any, made: Sequence[_Row], at: int) -> Any:
    columns: dict[str, Any] = {name: [known[name] for known, _ in made] for name in fields.names[:7]}
    sizes = [len(own) for _, own in made]
    columns["place"] = at + np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    bands = np.zeros((len(made), BANDS), np.uint64)
    for i, (_, own) in enumerate(made):
        if len(own) >= SHORT:
            bands[i] = banded(signature(frozenset(own.tolist())))
    for band in range(BANDS):
        columns[f"b{band:02}"] = bands[:, band]
    return pa.table(columns, schema=fields)


def banded(least: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """A 64-bit number for each band of a signature: two texts share it when they share the band's rows (and by chance
    once in 2^64)."""
    rows = least.reshape(BANDS, ROWS)
    with np.errstate(over="ignore"):
        mixed = (rows + np.uint64(1)) * _MIX
        mixed ^= mixed >> np.uint64(29)
        whole: npt.NDArray[np.uint64] = np.bitwise_xor.reduce(mixed * _MIX[::-1], axis=1)
    return whole


def listed(shards: Sequence[Signed]) -> str:
    """The `docs` of signed shards as an SQL list."""
    return "[" + ", ".join(quoted(str(s.docs)) for s in shards) + "]"
