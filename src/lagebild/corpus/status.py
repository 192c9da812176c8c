"""What a corpus holds and what is missing, from its completion markers alone: no table is opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lagebild.errors import CorpusError

from .place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`asked` shards were named so far, `complete` of them are there; `failed` were set aside, each with the reason.
    `bytes` of the crawl made `stored` bytes of tables, in `cpu` seconds by step. `unreadable` by reason; `passed` are
    records that are no report (pictures, pages not found)."""

    asked: int
    complete: int
    failed: tuple[tuple[str, str], ...]
    documents: int
    deep: int
    languages: tuple[tuple[str, int], ...]
    unreadable: tuple[tuple[str, int], ...]
    passed: int
    bytes: int
    stored: int
    cpu: tuple[tuple[str, float], ...]
    settings: dict[str, Any]


def status(root: str) -> Status:
    """The state of the corpus at `root`. Raises CorpusError for what is none."""
    place = Place(root)
    begun = place.get("corpus.json")
    if begun is None:
        raise CorpusError(place.root, "is no corpus", "make it: lagebild corpus read … --out DIR")
    markers = place.complete()
    asked = {key for name in place.names("inputs") for key in place.get("inputs", name) or {}}
    failed = [place.get("failed", name) for name in place.names("failed") if name.removesuffix(".json") not in markers]
    counts = {name: sum(m[name] for m in markers.values()) for name in ("documents", "deep", "passed", "bytes")}
    return Status(
        asked=len(asked | set(markers)),
        complete=len(markers),
        failed=tuple((told["shard"], told["why"]) for told in failed if told),
        documents=counts["documents"],
        deep=counts["deep"],
        languages=_summed(markers, "languages"),
        unreadable=_summed(markers, "unreadable"),
        passed=counts["passed"],
        bytes=sum(m["input"]["size"] for m in markers.values()),
        stored=counts["bytes"],
        cpu=tuple((step, round(seconds, 1)) for step, seconds in _summed(markers, "cpu")),
        settings=begun["settings"],
    )


def _summed(markers: dict[str, dict[str, Any]], name: str) -> tuple[tuple[str, Any], ...]:
    """A table of counts summed over all shards, the most first."""
    found: Counter[str] = Counter()
    for marker in markers.values():
        found.update(marker[name])
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
