"""Tables as files: CSV that no spreadsheet mistakes for formulas, and Parquet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

from lagebild.errors import LagebildError
from lagebild.tell.visible import visible

from .scene import whole
from .tables import Table

# A spreadsheet reads a cell that begins so as a formula or a command; full-width forms count in Asian editions.
_FORMULA = re.compile("'*[=+\\-@\t\r\n|%＝＋－＠]")


def to_csv(tables: Iterable[Table]) -> dict[str, bytes]:
    """One file a table (RFC 4180): UTF-8 with a byte order mark, without which Excel spoils umlauts. A text that
    begins like a formula gets an apostrophe in front (`unguarded` takes it off); numbers are never touched. Control
    and direction characters become U+FFFD, lists JSON arrays; what is not known is an empty cell."""
    return {f"{table.name}.csv": _csv(table).encode("utf-8-sig") for table in tables}


def _csv(table: Table) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in table.columns])
    types = [type_ for _, type_ in table.columns]
    for row in table.rows:
        writer.writerow([_cell(value, type_) for value, type_ in zip(row, types, strict=True)])
    return out.getvalue()


def _cell(value: Any, type_: str) -> str:
    if value is None:
        return ""
    if type_ == "texts":
        return json.dumps([visible(v) for v in value], ensure_ascii=False)
    if type_ == "truth":
        return "true" if value else "false"
    if type_ in ("integer", "number"):
        return repr(value)
    return guarded(visible(value.replace("\r\n", "\n").replace("\r", "\n")))


def guarded(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The inverse of `guarded`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def to_parquet(tables: Iterable[Table]) -> dict[str, bytes]:
    """One Parquet file a table, typed, Zstandard inside. Texts are as they stand in the reports. Raises LagebildError
    where pyarrow is not installed."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise LagebildError("parquet", "needs pyarrow", "run `pip install lagebild[parquet]`, or use csv") from None
    types = {
        "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "truth": pa.bool_(),
        "texts": pa.list_(pa.string()),
    }  # fmt: skip
    files = {}
    for table in tables:
        columns = [_whole(column) for column in zip(*table.rows, strict=True)] or [[] for _ in table.columns]
        schema = pa.schema([(name, types[type_]) for name, type_ in table.columns])
        made = pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
        out = io.BytesIO()
        pq.write_table(made, out, compression="zstd")
        files[f"{table.name}.parquet"] = out.getvalue()
    return files


def _whole(column: Iterable[Any]) -> list[Any]:
    return [whole(v) if isinstance(v, str) else [whole(t) for t in v] if isinstance(v, list) else v for v in column]
