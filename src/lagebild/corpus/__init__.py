"""The same reading over a whole crawl: shards in, Parquet tables out, and what bears on a question found in them.

Needs the extra `corpus` (pyarrow, DuckDB, fsspec); the engine on a cluster needs the extra `ray`.
"""

from __future__ import annotations

from .run import Event, Summary, read
from .settings import Settings

__all__ = ["Event", "Settings", "Summary", "read"]
