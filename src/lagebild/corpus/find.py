"""What bears on a question, out of a corpus: a shard at a time, so that memory does not grow with the corpus."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lagebild.core import LAYERS, Marked, Question, Reading
from lagebild.gather.dates import normal

from .bearing import Filter, Reason
from .place import Place
from .query import Base, listed, quoted
from .tables import marks_of, reading_of

LEAST = 3.0
"""The score from which a report is shown: it names the country in its title and twice, or once and two signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report that bears on a question: its score and the reasons, and where it stands in the corpus (`shard`,
    `record`) and in the crawl (`source`, `offset`). `copies`: how many others are copies of it, None where copies were
    not looked for."""

    score: float
    reasons: tuple[Reason, ...]
    id: str
    title: str | None
    url: str | None
    publisher: str | None
    known: date | None
    language: str | None
    shard: str
    record: int
    offset: int | None
    source: str | None
    copies: int | None = None


def find(
    root: str,
    question: Question,
    *,
    since: date | None = None,
    until: date | None = None,
    least: float = LEAST,
    limit: int | None = None,
    with_copies: bool = False,
) -> list[Hit]:
    """The reports in the corpus at `root` that bear on `question` with at least `least`, the best first, at most
    `limit`. `since` and `until`: days on which they were known, both included; undated ones then stay out. Where
    `corpus copies` has run, of each group of copies the best is shown, unless `with_copies`.

    Raises CorpusError for what is no corpus. Memory: the hits that are kept and one shard's batch.
    """
    filter_ = Filter(question)
    with Base(Place(root)) as base:
        base.views()
        groups = _Groups(base, with_copies=with_copies)
        best: list[tuple[float, str, str]] = []
        kept: dict[str, tuple[str, Hit]] = {}
        for key in base.keys:
            for hit in _shard(base, key, filter_, since, until):
                if hit.score < least:
                    continue
                group = groups.of(hit.id)
                if group in kept and _rank(kept[group][1]) <= _rank(hit):
                    continue
                kept[group] = (hit.id, hit)
                heapq.heappush(best, (hit.score, _inverse(hit.id), group))
                while limit is not None and len(kept) > limit:
                    _drop(best, kept)
        found = sorted((hit for _, hit in kept.values()), key=_rank)
        return [groups.counted(hit) for hit in found]


def _rank(hit: Hit) -> tuple[float, str]:
    return (-hit.score, hit.id)


def _inverse(id_: str) -> str:
    """An id by which a heap gives the last first: of equal scores the greater id goes."""
    return "".join(chr(0x7F - ord(c)) for c in id_)


def _drop(best: list[tuple[float, str, str]], kept: dict[str, tuple[str, Hit]]) -> None:
    """Takes out the least; entries of hits that gave way to a better copy are passed over."""
    score, inverse, group = heapq.heappop(best)
    if group in kept and (kept[group][1].score, _inverse(kept[group][0])) == (score, inverse):
        del kept[group]


class _Groups:
    """Which reports are copies of one text, where that is known."""

    def __init__(self, base: Base, *, with_copies: bool) -> None:
        self._base, self._with_copies = base, with_copies
        self._known = base.run("SELECT count(*) FROM copies").fetchall() != [(0,)]
        if self._known:
            base.run("CREATE TABLE origins AS SELECT document, origin FROM copies")
            base.run("CREATE TABLE sizes AS SELECT origin, count(*) AS size FROM copies GROUP BY origin")

    def of(self, document: str) -> str:
        if not self._known or self._with_copies:
            return document
        rows = self._base.run(f"SELECT origin FROM origins WHERE document = {quoted(document)}").fetchall()
        return str(rows[0][0]) if rows else document

    def counted(self, hit: Hit) -> Hit:
        if not self._known:
            return hit
        rows = self._base.run(
            f"SELECT size FROM sizes JOIN origins USING (origin) WHERE document = {quoted(hit.id)}"
        ).fetchall()
        return replace(hit, copies=rows[0][0] - 1 if rows else 0)


def _shard(base: Base, key: str, filter_: Filter, since: date | None, until: date | None) -> Iterator[Hit]:
    """The reports of a shard that have what the question needs at least, scored."""
    bounds = [f"known >= DATE {quoted(since.isoformat())}"] if since else []
    bounds += [f"known <= DATE {quoted(until.isoformat())}"] if until else []
    names, events = base.over("names", (key,)), base.over("events", (key,))
    if filter_.entities:
        join = f"SEMI JOIN (SELECT document FROM ({names}) WHERE entity IN ({listed(filter_.entities)})) f "
        join += "ON f.document = d.id"
    else:
        join = ""
        stems = " OR ".join(f"contains(strip_accents(lower(text)), {quoted(s)})" for s in sorted(filter_.stems))
        bounds.append(f"({stems or 'false'})")
    where = f"WHERE {' AND '.join(bounds)}" if bounds else ""
    chosen = f"SELECT d.* FROM ({base.over('documents', (key,))}) d {join} {where}"
    base.run(f"CREATE OR REPLACE TABLE chosen AS {chosen}")
    found = base.rows(
        "SELECT c.*, n.named, e.told FROM chosen c "
        f"LEFT JOIN (SELECT document, list(n) AS named FROM ({names}) n SEMI JOIN chosen c ON c.id = n.document "
        "WHERE entity IS NOT NULL GROUP BY document) n ON n.document = c.id "
        f"LEFT JOIN (SELECT document, list(e) AS told FROM ({events}) e SEMI JOIN chosen c ON c.id = e.document "
        "GROUP BY document) e ON e.document = c.id"
    )
    for row in found:
        marks = marks_of(row, {"names": row["named"] or (), "events": row["told"] or ()})
        bearing = filter_.bearing(Marked(reading_of(row), marks))
        if bearing.score > 0:
            yield _hit(row, bearing.score, bearing.reasons)


def _hit(row: dict[str, Any], score: float, reasons: tuple[Reason, ...]) -> Hit:
    own = ("id", "title", "url", "publisher", "known", "language", "shard", "record", "offset", "source")
    return Hit(score=score, reasons=reasons, **{name: row[name] for name in own})


def readings(root: str, hits: Sequence[Hit], *, timezone: str | None = None) -> Iterator[Reading]:
    """The readings of `hits` as they stand in the corpus, by shard; publication times with an offset moved to
    `timezone` (IANA), as `gather` would have."""
    by_shard: dict[str, list[Hit]] = {}
    for hit in hits:
        by_shard.setdefault(hit.shard, []).append(hit)
    with Base(Place(root)) as base:
        for key, wanted in sorted(by_shard.items()):
            ids = listed({h.id for h in wanted})
            query = f"SELECT * FROM ({base.over('documents', (key,))}) WHERE id IN ({ids}) ORDER BY record, id"
            for row in base.rows(query):
                yield _moved(reading_of(row), timezone)


def _moved(reading: Reading, timezone: str | None) -> Reading:
    document = reading.document
    if timezone is None or document.published is None or document.published_by not in ("page", "given"):
        return reading
    published = normal(document.published, timezone) or document.published
    return replace(reading, document=replace(document, published=published))


def marked(root: str, *, shards: Sequence[str] | None = None) -> Iterator[Marked]:
    """All reports of a corpus (or of some `shards`, by key) with their marks, in the order of the crawl."""
    with Base(Place(root)) as base:
        for key in base.keys if shards is None else shards:
            joins = "".join(
                f' LEFT JOIN (SELECT document, list(m ORDER BY start, "end" DESC, m.id) AS {layer} FROM '
                f"({base.over(layer, (key,))}) m GROUP BY document) {layer} ON {layer}.document = d.id"
                for layer in LAYERS
            )
            columns = ", ".join(f"{layer}.{layer}" for layer in LAYERS)
            query = f"SELECT d.*, {columns} FROM ({base.over('documents', (key,))}) d{joins} ORDER BY d.record, d.id"
            for row in base.rows(query):
                yield Marked(reading_of(row), marks_of(row, {layer: row[layer] or () for layer in LAYERS}))
