"""SQL over a corpus: DuckDB with a view a table, over the shards that are complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lagebild.errors import BadInput, CorpusError

from .needs import need
from .place import Place
from .tables import TABLES, schema

COPIES = "copies/groups.parquet"
MEMORY = 2_000_000_000
"""Bytes that DuckDB may take before it goes on by way of the disk."""


class Base:
    """A DuckDB connection to a corpus, with the views `documents`, `times`, … `unreadable` and `copies` (see
    `tables.schema`). Reads complete shards only. Use as a context manager."""

    def __init__(self, place: Place, *, memory: int = MEMORY, threads: int | None = None) -> None:
        duckdb = need("duckdb")
        self._errors: Any = duckdb.Error
        self._place = place
        if place.get("corpus.json") is None:
            raise CorpusError(place.root, "is no corpus", "make it: lagebild corpus read … --out DIR")
        self.keys = tuple(place.complete())
        # Nothing is fetched from anywhere: extensions that are not there are an error, not a download.
        config: dict[str, Any] = {"autoinstall_known_extensions": False, "memory_limit": f"{memory // 1_000_000}MB"}
        if threads:
            config["threads"] = threads
        self.connection: Any = duckdb.connect(":memory:", config=config)
        self.connection.execute("SET enable_progress_bar = false")
        self.connection.execute(f"SET temp_directory = {quoted(str(place.aside() / 'duckdb'))}")
        if place.remote:
            from .shards import file_system

            self.connection.register_filesystem(file_system(place.root)[0])

    def views(self) -> None:
        """Makes the views over all shards."""
        for table in TABLES:
            self.connection.execute(f"CREATE OR REPLACE VIEW {table} AS {self.over(table, self.keys)}")
        path = self._place.path(*COPIES.split("/"))
        there = COPIES.rpartition("/")[2] in self._place.names("copies")
        found = f"FROM read_parquet({quoted(path)})" if there else (
            "SELECT NULL::VARCHAR AS document, NULL::VARCHAR AS origin, NULL::BOOLEAN AS first WHERE false"
        )  # fmt: skip
        self.connection.execute(f"CREATE OR REPLACE VIEW copies AS {found}")

    def over(self, table: str, keys: Sequence[str]) -> str:
        """SQL that gives a table of some shards."""
        if not keys:
            empty = need("pyarrow").table({n: [] for n in schema(table).names}, schema=schema(table))
            self.connection.register("empty", empty)
            self.connection.execute(f"CREATE TABLE IF NOT EXISTS no_{table} AS FROM empty")
            self.connection.unregister("empty")
            return f"SELECT * FROM no_{table}"
        files = ", ".join(quoted(self._place.path("shards", key, f"{table}.parquet")) for key in keys)
        return f"SELECT * FROM read_parquet([{files}])"

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Runs a statement. Raises BadInput with DuckDB's reason in one line."""
        try:
            return self.connection.execute(sql, list(values))
        except self._errors as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip() and set(line) - set(" ^")]
            raise BadInput("query", " ".join(lines[:3]), "the tables stand in docs/corpus.md") from None

    def rows(self, sql: str, *, size: int = 256) -> Iterator[dict[str, Any]]:
        """The rows of a query as mappings, a batch at a time: memory does not grow with them. Other statements may run
        meanwhile."""
        for batch in self.connection.cursor().sql(sql).to_arrow_reader(size):
            yield from batch.to_pylist()

    def close(self) -> None:
        """Closes the connection."""
        self.connection.close()

    def __enter__(self) -> Base:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sql(root: str, query: str, *, memory: int = MEMORY) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The columns and rows of a query on the corpus at `root`. Raises BadInput for a query that can't be run."""
    base = Base(Place(root), memory=memory)
    base.views()
    found = base.run(query)
    columns = tuple(column[0] for column in found.description or ())

    def rows() -> Iterator[tuple[Any, ...]]:
        with base:
            while batch := found.fetchmany(1000):
                yield from batch

    return columns, rows()


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """`texts` as the inside of an SQL list."""
    return ", ".join(quoted(t) for t in sorted(texts))
