"""A shard's tables on the way to the disk, a row group at a time, so that memory does not grow with the shard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .needs import need
from .tables import TABLES, Rows, schema

_RECORDS, _CHARACTERS = 512, 4_000_000
"""A row group is closed at so many records or code points of text, whatever comes first."""


class Writer:
    """One open Parquet file a table in `folder`, which is made."""

    def __init__(self, folder: Path) -> None:
        parquet = need("pyarrow.parquet")
        folder.mkdir(parents=True)
        self.rows = Rows()
        self._files: dict[str, Any] = {}
        for table in TABLES:
            # Ids repeat within a row group and text is unique: a dictionary for text would only be tried and dropped.
            shared = [name for name in schema(table).names if name != "text"]
            self._files[table] = parquet.ParquetWriter(
                folder / f"{table}.parquet", schema(table), compression="zstd", use_dictionary=shared
            )

    def step(self) -> None:
        """To be called after each record: writes what has come together when it is enough."""
        if self.rows.count >= _RECORDS or self.rows.characters >= _CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        for table in TABLES:
            batch = self.rows.batch(table)
            if batch.num_rows:
                self._files[table].write_table(batch)
        self.rows.clear()

    def close(self) -> None:
        """Writes the rest and closes the files. Raises OSError when there is no room."""
        try:
            self._flush()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Closes the files as they are; of several faults the first counts."""
        fault: OSError | None = None
        for file in self._files.values():
            try:
                file.close()
            except OSError as error:
                fault = fault or error
        self._files = {}
        if fault:
            raise fault
