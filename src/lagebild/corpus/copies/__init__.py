"""Copies across all shards of a corpus: the same three kinds, by the same thresholds, as `lagebild.link.copies`, but by
way of the disk, a partition at a time.

    sign       each shard: body hash, MinHash bands, shingles                 (workers, resumable)
    exact      one head for each body                                         (DuckDB)
    near       band by band, heads that share one; the exact share decides    (DuckDB, then numpy on mapped files)
    rewritten  shingles in few groups, a partition of shingles at a time      (DuckDB)
    groups     union-find, merged partition by partition                      (numpy)

What `lagebild.link` joins beyond that, reports that name another outlet as their source, needs the marks of both and is
done in the case.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lagebild.errors import CorpusError

from ..lock import RunLock
from ..place import Place
from ..query import MEMORY
from .groups import groups
from .joins import Joins
from .sign import Signed, signed

__all__ = ["Found", "copies"]

OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What `copies` found: documents looked at, groups (origins) that they are in, and pairs of each kind."""

    documents: int
    origins: int
    exact: int
    near: int
    rewritten: int


def copies(
    root: str,
    *,
    workers: int = 1,
    memory: int = MEMORY,
    rewritten: bool = True,
    on_step: OnStep | None = None,
) -> Found:
    """Finds the copies in the corpus at `root` and writes `copies/groups.parquet` (document, origin, first) and
    `copies/pairs.parquet` (first, other, kind, share).

    `memory` bounds the joins, in bytes; what is larger goes by way of the disk. Shards that were signed before are not
    signed again. Raises CorpusError for what is no corpus, one on an object store, or one that a run is writing.
    """
    place = Place(root)
    if place.remote:
        raise CorpusError(place.root, "lies on an object store", "copy it to a disk to look for copies")
    if place.get("corpus.json") is None:
        raise CorpusError(place.root, "is no corpus", "make it: lagebild corpus read … --out DIR")
    tell = on_step or (lambda line: None)
    with RunLock(place), place.explained():
        shards = signed(place, workers=workers, tell=tell)
        aside = place.aside() / "copies"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        try:
            return _joined(place, shards, aside, memory=memory, rewritten=rewritten, tell=tell)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _joined(
    place: Place, shards: tuple[Signed, ...], aside: Path, *, memory: int, rewritten: bool, tell: OnStep
) -> Found:
    with Joins(shards, aside, memory=memory) as joins:
        documents, exact = joins.heads()
        tell(f"{documents} documents, {exact} exact copies")
        near = joins.near(tell)
        tell(f"{near} near copies")
        whole = groups(joins.edges(("exact", "near")))
        again = joins.rewritten(whole, tell) if rewritten else 0
        if rewritten:
            tell(f"{again} rewritings")
            whole = groups(joins.edges(("exact", "near", "rewritten")))
        origins = joins.write(whole, Path(place.root) / "copies")
    return Found(documents=documents, origins=origins, exact=exact, near=near, rewritten=again)
