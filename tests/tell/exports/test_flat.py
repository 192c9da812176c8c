"""CSV and Parquet: every table in both, the same rows, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Answer
from lagebild.errors import LagebildError
from lagebild.tell.exports import export, flat
from lagebild.tell.exports.flat import guarded, unguarded
from lagebild.tell.exports.scene import Scene, whole
from lagebild.tell.exports.tables import Table, columns, tables
from lagebild.tell.visible import visible


def files(answer: Answer, name: str, **more: Any) -> dict[str, bytes]:
    found = export(answer, format=name, **more)
    assert isinstance(found, dict)
    return found


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_both_hold_the_same_tables_and_rows(answer: Answer) -> None:
    found = {t.name: t for t in tables(Scene(answer))}
    as_csv, as_parquet = files(answer, "csv"), files(answer, "parquet")
    assert set(as_csv) == {f"{n}.csv" for n in found}
    assert set(as_parquet) == {f"{n}.parquet" for n in found}
    for name, table in found.items():
        head = [n for n, _ in table.columns]
        assert len(set(head)) == len(head)
        cells = rows(as_csv[f"{name}.csv"])
        assert cells[0] == head
        read = pq.read_table(io.BytesIO(as_parquet[f"{name}.parquet"]))
        assert read.column_names == head
        assert len(cells) - 1 == read.num_rows == len(table.rows)
        for cell, typed in zip(cells[1:], read.to_pylist(), strict=True):
            for shown, (column, type_) in zip(cell, table.columns, strict=True):
                assert _same(shown, typed[column], type_), (name, column)


def _same(cell: str, value: Any, type_: str) -> bool:
    if value is None:
        return cell == ""
    if type_ == "texts":
        return bool(json.loads(cell) == [visible(v) for v in value])
    if type_ == "truth":
        return cell == ("true" if value else "false")
    if type_ in ("integer", "number"):
        return bool(float(cell) == value)
    return unguarded(cell) == visible(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def test_no_text_begins_like_a_formula(answer: Answer) -> None:
    found = files(answer, "csv")
    for table in tables(Scene(answer)):
        cells = rows(found[f"{table.name}.csv"])[1:]
        for row in cells:
            for cell, (_, type_) in zip(row, table.columns, strict=True):
                if type_ not in ("number", "integer"):
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"))
                assert "\0" not in cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),  # a text, not a number
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),  # or it would come back as =1
        ("'s war", "'s war"),
        ("Anna-Maria", "Anna-Maria"),
        ("", ""),
    ],
)
def test_guard(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text


@given(st.text(alphabet="=+-@'\t\n\rab", max_size=6))
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_negative_numbers_stay_numbers(example: Answer) -> None:
    head, *found = rows(files(example, "csv")["evidence.csv"])
    weights = [float(row[head.index("weight")]) for row in found]
    assert weights == [e.weight for e in example.evidence]
    assert min(weights) < 0


def test_words_stand_where_the_offsets_say(example: Answer) -> None:
    texts = {m.reading.document.id: m.reading.text for m in example.links.marked}
    for layer in ("times", "names", "quantities", "statements", "events"):
        for row in pq.read_table(io.BytesIO(files(example, "parquet")[f"{layer}.parquet"])).to_pylist():
            assert whole(texts[row["document"]][row["start"] : row["end"]]) == row["words"]


def test_further_tables_come_along(example: Answer) -> None:
    table = Table("decisions", columns("id:integer reason"), ((1, "=böse"),))
    found = files(example, "csv", more=[table])
    assert rows(found["decisions.csv"]) == [["id", "reason"], ["1", "'=böse"]]
    assert "decisions.parquet" in files(example, "parquet", more=[table])


def test_without_pyarrow_the_error_says_what_to_install(example: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(LagebildError, match=r"pip install lagebild\[parquet\]"):
        flat.to_parquet(tables(Scene(example)))


def test_spreadsheets_programs_and_databases_read_it(example: Answer, tmp_path: Any) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is no dependency of the tests")
    for name in ("csv", "parquet"):
        for file, data in files(example, name).items():
            (tmp_path / file).write_bytes(data)
    for kind, extra in (("csv", ", header = true"), ("parquet", "")):
        found = duckdb.sql(f"SELECT count(*) FROM read_{kind}('{tmp_path}/happenings.{kind}'{extra})").fetchall()
        assert found[0][0] == len(example.links.happenings)
