"""The joins: which documents are to be compared, and which of them are copies. DuckDB on disk, within bounds of memory;
shingles from mapped files, so that the system's cache holds them and not this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..needs import need
from ..query import quoted
from .groups import Groups, Ids
from .sign import BANDS, SHORT, Signed, listed

_NEAR, _SIZES = 0.5, 3.0  # these five as in `lagebild.link.copies`, which says why
_REWRITTEN, _RARE, _SHARED, _DAYS = 0.15, 6, 5, 10
_RANGE = 4_000_000  # documents whose bands are joined at a time: about half a gigabyte in the join
_POSTINGS = 16_000_000  # shingles that are grouped at a time: about a gigabyte
_PAIRS = 200_000  # pairs that are compared at a time
_WIDE = 1 << 32
_Texts = tuple[npt.NDArray[Any], ...]
"""Of each text: its number, the place of its first shingle in its shard's file, and how many it has."""


class Joins:
    """The tables of a run of `copies`, in a database of their own in `aside`. Documents are numbered: 2^32 times the
    number of the shard, plus the row. Use as a context manager."""

    def __init__(self, shards: Sequence[Signed], aside: Path, *, memory: int) -> None:
        duckdb = need("duckdb")
        self._shards, self._aside = shards, aside
        self._grams: dict[int, npt.NDArray[np.uint32]] = {}
        config = {"memory_limit": f"{memory // 1_000_000}MB", "autoinstall_known_extensions": False}
        self._base: Any = duckdb.connect(str(aside / "joins.duckdb"), config=config)
        self._base.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
        self._base.execute(f"SET temp_directory = {quoted(str(aside / 'spill'))}")
        self._base.execute("CREATE TABLE pairs (one BIGINT, other BIGINT, kind VARCHAR, share DOUBLE)")
        pa = need("pyarrow")
        files = pa.table({"file": [str(s.docs) for s in shards], "number": list(range(len(shards)))})
        self._base.register("shards", files)
        source = f"read_parquet({listed(shards)}, filename = true)" if shards else None
        self._source = f"(SELECT number * {_WIDE} + row AS doc, * FROM {source} JOIN shards ON file = filename)"

    def __enter__(self) -> Joins:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _one(self, sql: str) -> tuple[Any, ...]:
        """The one row of a query. Fetched with its end, for DuckDB keeps a result that was not read to its end open."""
        (row,) = self._base.execute(sql).fetchall()
        found: tuple[Any, ...] = row
        return found

    def heads(self) -> tuple[int, int]:
        """Takes in all documents: one head stands for all with the same body. Gives the number of documents and of
        exact copies."""
        run = self._base.execute
        if not self._shards:
            run("CREATE TABLE docs (doc BIGINT, day INTEGER, head BIGINT, n INTEGER, place BIGINT, w0 UBIGINT)")
            return 0, 0
        run(f"CREATE TABLE bodies AS SELECT w0, w1, min(doc) AS head FROM {self._source} WHERE n >= 0 GROUP BY w0, w1")
        run(
            f"CREATE TABLE docs AS SELECT s.doc, s.day, coalesce(b.head, s.doc) AS head, s.n, s.place, s.w0 "
            f"FROM {self._source} s LEFT JOIN bodies b ON s.n >= 0 AND s.w0 = b.w0 AND s.w1 = b.w1"
        )
        run("DROP TABLE bodies")
        run("INSERT INTO pairs SELECT head, doc, 'exact', 1 FROM docs WHERE doc <> head")
        # The bands of heads alone, a column a band: each join reads one column of this file and nothing else.
        bands = ", ".join(f"b{i:02}" for i in range(BANDS))
        run(
            f"COPY (SELECT s.doc, s.w0, {bands} FROM {self._source} s SEMI JOIN docs ON docs.head = s.doc "
            f"WHERE s.n >= {SHORT}) "
            f"TO {quoted(str(self._aside / 'bands.parquet'))} (FORMAT parquet, COMPRESSION uncompressed)"
        )
        (documents, exact) = self._one("SELECT count(*), count(*) FILTER (doc <> head) FROM docs")
        return documents, exact

    def near(self, tell: Callable[[str], None]) -> int:
        """Near copies: heads that share a band, whose shingles then decide. Gives the number of pairs."""
        run = self._base.execute
        run("CREATE TABLE candidates (one BIGINT, other BIGINT)")
        if not self._shards:
            return 0
        bands = quoted(str(self._aside / "bands.parquet"))
        (count,) = self._one(f"SELECT count(*) FROM read_parquet({bands})")
        ranges = max(1, -(-count // _RANGE))
        for band in range(BANDS):
            for part in range(ranges):
                # Each with the one whose body's hash is least: a group of n gives n − 1 pairs, and one more copy of a
                # text changes nothing in what is compared with what.
                run(
                    "INSERT INTO candidates SELECT least(centre, member), greatest(centre, member) FROM ("
                    "SELECT arg_min(doc, w0) AS centre, unnest(list(doc)) AS member "
                    f"FROM read_parquet({bands}) "
                    f"WHERE b{band:02} % {ranges} = {part} GROUP BY b{band:02} HAVING count(*) > 1"
                    ") WHERE centre <> member"
                )
        run("CREATE TABLE once AS SELECT DISTINCT one, other FROM candidates; DROP TABLE candidates")
        (pairs,) = self._one("SELECT count(*) FROM once")
        tell(f"{count} different texts, {pairs} pairs to compare")
        found = 0
        # In the order of the files, so that the mapped shingles of one side are read once and forwards.
        for one, other, *places in self._pairs():
            share = self._shares((one, *places[::2]), (other, *places[1::2]))
            met = share >= _NEAR
            found += int(met.sum())
            self._keep(one[met], other[met], "near", share[met])
        return found

    def _pairs(self) -> Iterator[tuple[npt.NDArray[Any], ...]]:
        reader = self._base.cursor().execute(
            "SELECT one, other, a.place, b.place, a.n, b.n FROM once "
            "JOIN docs a ON a.doc = one JOIN docs b ON b.doc = other "
            f"WHERE greatest(a.n, b.n) <= {_SIZES} * least(a.n, b.n) ORDER BY one, other"
        )
        while batch := reader.fetchmany(_PAIRS):
            yield tuple(np.array(column) for column in zip(*batch, strict=True))

    def _shares(self, ones: _Texts, others: _Texts) -> npt.NDArray[np.float64]:
        """The share of the smaller text's shingles that both have, pair by pair."""
        found = np.empty(len(ones[0]))
        for i, (one, other) in enumerate(zip(zip(*ones, strict=True), zip(*others, strict=True), strict=True)):
            a, b = self._shingles(*one), self._shingles(*other)
            small, large = (a, b) if len(a) <= len(b) else (b, a)
            places = np.searchsorted(large, small)
            places[places == len(large)] = 0
            found[i] = np.count_nonzero(large[places] == small) / len(small)
        return found

    def _shingles(self, doc: Any, at: Any, n: Any) -> npt.NDArray[np.uint32]:
        shard = int(doc) // _WIDE
        if shard not in self._grams:
            if len(self._grams) >= 256:
                self._grams.clear()  # each mapped file is an open one
            self._grams[shard] = np.memmap(self._shards[shard].grams, np.uint32, "r")
        return self._grams[shard][int(at) : int(at) + int(n)]

    def _keep(self, one: Ids, other: Ids, kind: str, share: npt.NDArray[np.float64]) -> None:
        if not len(one):
            return
        pa = need("pyarrow")
        fresh = pa.table({"one": one, "other": other, "share": share})
        self._base.register("fresh", fresh)
        self._base.execute(f"INSERT INTO pairs SELECT one, other, '{kind}', share FROM fresh")
        self._base.unregister("fresh")

    def rewritten(self, whole: Groups, tell: Callable[[str], None]) -> int:
        """Rewritings: groups (of exact and near copies) with enough shingles in common that hardly any other group has,
        out within days of each other. Gives the number of pairs."""
        run = self._base.execute
        self._number(whole)
        (postings,) = self._one(f"SELECT coalesce(sum(n), 0) FROM docs WHERE n >= {SHORT} AND doc = head")
        partitions = max(1, -(-int(postings) // _POSTINGS))
        self._postings(whole, partitions)
        run("CREATE TABLE shared (one BIGINT, other BIGINT, count INTEGER)")
        for part in range(partitions):
            path = quoted(str(self._aside / f"postings-{part:04}.parquet"))
            run(f"CREATE OR REPLACE TEMP TABLE held AS SELECT DISTINCT gram, grp FROM read_parquet({path})")
            run(
                "CREATE OR REPLACE TEMP TABLE few AS SELECT gram, grp, lo, hi FROM held "
                f"SEMI JOIN (SELECT gram FROM held GROUP BY gram HAVING count(*) BETWEEN 2 AND {_RARE}) r USING (gram) "
                "JOIN groups USING (grp)"
            )
            run(
                "INSERT INTO shared SELECT a.grp, b.grp, count(*) FROM few a JOIN few b ON a.gram = b.gram "
                f"AND a.grp < b.grp AND a.lo - b.hi <= {_DAYS} AND b.lo - a.hi <= {_DAYS} GROUP BY a.grp, b.grp"
            )
            (self._aside / f"postings-{part:04}.parquet").unlink()
        if partitions > 1:
            tell(f"shingles in {partitions} partitions")
        run(
            "INSERT INTO pairs SELECT one, other, 'rewritten', least(1.0, shared / smaller) FROM ("
            "SELECT s.one, s.other, sum(s.count) AS shared, least(any_value(a.least), any_value(b.least)) AS smaller "
            "FROM shared s JOIN groups a ON a.grp = s.one JOIN groups b ON b.grp = s.other GROUP BY s.one, s.other"
            f") WHERE shared >= greatest({_SHARED}, {_REWRITTEN} * smaller)"
        )
        (found,) = self._one("SELECT count(*) FROM pairs WHERE kind = 'rewritten'")
        return int(found)

    def _number(self, whole: Groups) -> None:
        """A table of the groups: the days on which they were out, and the size of their smallest text."""
        pa = need("pyarrow")
        self._base.register("member", pa.table({"doc": whole.nodes, "grp": whole.roots}))
        self._base.execute(
            "CREATE TABLE groups AS SELECT coalesce(m.grp, d.doc) AS grp, min(day) AS lo, max(day) AS hi, "
            f"min(n) FILTER (n >= {SHORT}) AS least FROM docs d LEFT JOIN member m ON m.doc = d.doc GROUP BY 1"
        )
        self._base.unregister("member")

    def _postings(self, whole: Groups, partitions: int) -> None:
        """Writes (shingle, group) of all heads, a file a partition of shingles."""
        pa, parquet = need("pyarrow"), need("pyarrow.parquet")
        fields = pa.schema([("gram", pa.uint32()), ("grp", pa.int64())])
        files = [
            parquet.ParquetWriter(self._aside / f"postings-{part:04}.parquet", fields, compression="zstd")
            for part in range(partitions)
        ]
        try:
            for number, shard in enumerate(self._shards):
                rows = self._base.execute(
                    f"SELECT doc, place, n FROM docs WHERE doc = head AND n >= {SHORT} "
                    f"AND doc BETWEEN {number * _WIDE} AND {(number + 1) * _WIDE - 1} ORDER BY doc"
                ).fetchnumpy()
                if not len(rows["doc"]):
                    continue
                owners = whole.of(rows["doc"].astype(np.int64))
                grams = np.memmap(shard.grams, np.uint32, "r")
                for start in range(0, len(owners), 4096):
                    own = slice(start, start + 4096)
                    texts = (owners[own], rows["place"][own], rows["n"][own])
                    self._spread(files, fields, grams, texts)
        finally:
            for file in files:
                file.close()

    @staticmethod
    def _spread(files: Sequence[Any], fields: Any, grams: npt.NDArray[np.uint32], texts: _Texts) -> None:
        pa = need("pyarrow")
        owners, at, n = texts
        found = np.concatenate([grams[a : a + k] for a, k in zip(at.tolist(), n.tolist(), strict=True)])
        own = np.repeat(owners, n)
        part = found % len(files)
        for number, file in enumerate(files):
            mine = part == number
            if mine.any():
                file.write_table(pa.table({"gram": found[mine], "grp": own[mine]}, schema=fields))

    def edges(self, kinds: Sequence[str]) -> Iterator[tuple[Ids, Ids]]:
        """The pairs of some kinds, a partition at a time."""
        wanted = ", ".join(quoted(kind) for kind in kinds)
        found = self._base.cursor().sql(f"SELECT one, other FROM pairs WHERE kind IN ({wanted})")
        for batch in found.to_arrow_reader(1 << 20):
            yield batch.column(0).to_numpy(zero_copy_only=False), batch.column(1).to_numpy(zero_copy_only=False)

    def write(self, whole: Groups, home: Path) -> int:
        """Writes the pairs and, for every document, the origin that it rests on: named by the document of the group
        that was out first. Gives the number of origins."""
        pa = need("pyarrow")
        run = self._base.execute
        home.mkdir(exist_ok=True)
        if not self._shards:
            run("CREATE TABLE named (doc BIGINT, id VARCHAR, rank VARCHAR)")
        else:
            run(f"CREATE TABLE named AS SELECT doc, id, rank FROM {self._source}")
        self._base.register("member", pa.table({"doc": whole.nodes, "grp": whole.roots}))
        run(
            "CREATE TABLE origins AS SELECT grp, arg_min(id, rank) AS origin FROM ("
            "SELECT id, rank, coalesce(m.grp, d.doc) AS grp FROM named d LEFT JOIN member m ON m.doc = d.doc) "
            "GROUP BY grp"
        )
        for name, sql in (
            (
                "groups",
                "SELECT DISTINCT d.id AS document, o.origin, d.id = o.origin AS first FROM named d "
                "LEFT JOIN member m ON m.doc = d.doc JOIN origins o ON o.grp = coalesce(m.grp, d.doc)",
            ),
            (
                "pairs",
                "SELECT a.id AS first, b.id AS other, kind, share FROM pairs JOIN named a ON a.doc = one "
                "JOIN named b ON b.doc = other",
            ),
        ):
            fresh = home / f".{name}.parquet"
            run(f"COPY ({sql}) TO {quoted(str(fresh))} (FORMAT parquet, COMPRESSION zstd)")
            fresh.replace(home / f"{name}.parquet")
        (count,) = self._one("SELECT count(DISTINCT origin) FROM origins")
        return int(count)
