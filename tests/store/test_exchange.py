"""A case as JSON lines and back: everything is there again, and what is no sound case makes none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagebild.core import Cite, Document, Part, Reading, Span
from lagebild.errors import BadInput, CaseError
from lagebild.gather.poll import Feed
from lagebild.store import Case, feeds, keep
from lagebild.store.exchange import hand, lines, restore
from lagebild.tell.exports import flat

from .conftest import QUESTION, Make

EXAMPLE = Path(__file__).parents[2] / "examples/belarus"


def saved(case: Case, path: Path) -> Path:
    path.write_text("".join(lines(case)), "utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example case with all that a case can hold: decisions of several kinds, an undo, a number of one's own, an
    answer given out, a second reading, feeds."""
    path = tmp_path_factory.mktemp("exchange") / "belarus.lage"
    with Case.create(path, question=EXAMPLE / "question.toml") as case:
        case.add([EXAMPLE / "reports"])
        case.issue(case.assess())
        said = next(m for m in case.marked() if m.marks.statements)
        statement = said.marks.statements[0]
        place = Cite(said.reading.document.id, said.reading.number, statement.span, statement.id)
        case.decide("grade", value="B2", reason="kennt sich aus: „gut“ 😀\n\u202e", who="AK", cite=place)
        case.decide("reject", reason="kein Name", who="=cmd", cite=_name(case))
        case.undo(2, reason="doch")
        case.lock(0.05, reason="eigene Schätzung")
        case.issue(case.assess())
        first = said.reading
        newer = Reading(
            first.document, first.number, first.text + '\n\nNachtrag: {"a": [1]}', first.parts, first.language
        )
        keep.keep(case._database, newer)
        feeds.remember(case, [Feed(url="https://a.example/feed", etag='"x"', failures=2)])
        feeds.tell_of(case, "{}")
    return path


def _name(case: Case) -> Cite:
    found = next(m for m in case.marked() if m.marks.names)
    name = found.marks.names[0]
    return Cite(found.reading.document.id, found.reading.number, name.span, name.id)


def test_the_round_trip_loses_nothing(worked: Path, tmp_path: Path) -> None:
    with Case.open(worked) as case:
        told = "".join(lines(case))
        assert told == "".join(lines(case))
        file = saved(case, tmp_path / "belarus.case.jsonl")
        said = restore(file, tmp_path / "again.lage")
        assert said == case.check()
        with Case.open(tmp_path / "again.lage") as again:
            assert "".join(lines(again)) == told
            assert again.question == case.question
            assert again.marked(decided=False) == case.marked(decided=False)
            assert again.marked() == case.marked()
            assert again.decisions() == case.decisions()
            assert len(again.decisions()) == 4
            assert again.links() == case.links()
            answer = case.assess()
            assert again.assess() == answer
            assert again.issued() == case.issued()
            assert [again.answer(i.id) for i in again.issued()] == [case.answer(i.id) for i in case.issued()]
            assert len(again.issued()) == 2
            assert again.search("suwalki") == case.search("suwalki")
            assert again.search("Belarus")
            assert feeds.feeds(again) == feeds.feeds(case)
            assert feeds.feeds(again)
    # And it can be worked on.
    with Case.open(tmp_path / "again.lage", write=True) as again:
        again.add([EXAMPLE / "reports"])
        again.decide("note", reason="weiter")


def test_every_table_is_in_it(worked: Path) -> None:
    with Case.open(worked) as case:
        tables = {json.loads(line).get("table") for line in lines(case)}
    assert tables == {"question", "document", "reading", "marking", "layer", "decision", "issued", "feed", "told", None}


def test_the_hand_as_tables(worked: Path) -> None:
    with Case.open(worked) as case:
        decisions, issued = hand(case)
        assert [row[:5] for row in decisions.rows] == [
            (d.id, d.added, d.who, d.kind, d.reason) for d in case.decisions()
        ]
        assert len(issued.rows) == 2
        for table in (decisions, issued):
            assert all(len(row) == len(table.columns) for row in table.rows)
        assert set(flat.to_csv(hand(case))) == {"decisions.csv", "issued.csv"}
        assert set(flat.to_parquet(hand(case))) == {"decisions.parquet", "issued.parquet"}


HOSTILE = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(texts=st.lists(HOSTILE.filter(str.strip), min_size=1, max_size=2), reason=HOSTILE.filter(str.strip))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(texts: list[str], reason: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Case.create(folder / "a.lage", question=QUESTION) as case:
        for n, text in enumerate(texts):
            known_as = hashlib.sha256(f"{n}".encode()).hexdigest()
            document = Document(known_as, text, None, text, "2022-12-01", "given", source=text, author=text, key=text)
            keep.keep(case._database, Reading(document, 1, text, (Part(Span(0, len(text)), "body", "de"),), "de"))
        case.decide("note", value=reason, reason=reason, who=reason)
        told = "".join(lines(case))
        saved(case, folder / "a.case.jsonl")
        restore(folder / "a.case.jsonl", folder / "b.lage")
        with Case.open(folder / "b.lage") as again:
            assert "".join(lines(again)) == told
            assert again.marked() == case.marked()


Spoil = Callable[[list[str]], list[str]]


def _changed(number: int, change: Callable[[dict[str, Any]], object]) -> Spoil:
    """Changes one line and mends the digest: what a forger would do."""

    def spoil(told: list[str]) -> list[str]:
        record = json.loads(told[number])
        change(record)
        told[number] = json.dumps(record)
        return _signed(told)

    return spoil


def _signed(told: list[str]) -> list[str]:
    body = [line if line.endswith("\n") else line + "\n" for line in told[:-1]]
    end = json.loads(told[-1])
    counts: dict[str, int] = {}
    for line in body[1:]:
        try:
            table = json.loads(line).get("table")
        except (ValueError, AttributeError):
            continue
        counts[table] = counts.get(table, 0) + 1
    end |= {"sha256": hashlib.sha256("".join(body).encode()).hexdigest(), "rows": counts}
    return [*body, json.dumps(end)]


def _row(table: str, change: Callable[[dict[str, Any]], object]) -> Spoil:
    def spoil(told: list[str]) -> list[str]:
        number = next(i for i, line in enumerate(told) if json.loads(line).get("table") == table)
        return _changed(number, lambda record: change(record["row"]))(told)

    return spoil


SPOILT: list[tuple[str, Spoil, str]] = [
    ("empty", lambda told: [], "is empty"),
    ("no JSON", lambda told: ["hello"], "line 1 is no JSON"),
    ("a list", lambda told: ["[1]"], "line 1 is no row"),
    ("deep", lambda told: ["[" * 100_000], "line 1 is no JSON"),
    ("another file", lambda told: ['{"format": "geojson"}'], "is no export of a case"),
    ("a newer one", _changed(0, lambda r: r.update(version=9)), "made by a newer Lagebild"),
    ("a newer schema", _changed(0, lambda r: r.update(schema=99)), "made by a newer Lagebild"),
    ("cut short", lambda told: told[:-1], "is cut short"),
    ("cut inside a line", lambda told: ["".join(told)[:-300]], "is no export of a case|is cut short"),
    ("a row too few", lambda told: [*told[:3], *told[4:]], "its digest is another"),
    ("a byte changed", lambda told: [t.replace("Hafen", "Hofen") for t in told], "its digest is another"),
    ("goes on", lambda told: [*told, "{}"], "goes on behind its last line"),
    ("unknown table", _changed(2, lambda r: r.update(table="sqlite_schema")), "unknown name 'sqlite_schema'"),
    ("unknown column", _row("reading", lambda r: r.update({'x") --': 1})), "unknown name"),
    ("a row that is none", _changed(2, lambda r: r.update(row=[1])), "is no row"),
    ("a wrong type", _row("reading", lambda r: r.update(number="one")), "holds no sound case"),
    ("a number too large", _row("reading", lambda r: r.update(number=10**30)), "holds no sound case"),
    ("a lone surrogate", _row("reading", lambda r: r.update(title="\ud800")), "holds no sound case"),
    (
        "a changed text",
        _row("reading", lambda r: r.update(text=r["text"].replace("Hafen", "Hofen"))),
        "not as it was kept",
    ),
    (
        "a part outside",
        _row("reading", lambda r: r.update(parts=[{"start": 0, "end": 999, "role": "body"}])),
        "sound case",
    ),
    ("a mark outside", _row("layer", lambda r: r.update(name="sentences", marks=[[0, 5000]])), "lies outside its text"),
    ("marks that are none", _row("layer", lambda r: r.update(marks=[[1]])), "marks that cannot be read"),
    ("points nowhere", _row("marking", lambda r: r.update(reading=77)), "holds no sound case"),
    ("no resolver", _row("question", lambda r: r.update(toml='id = "x"')), "holds no sound case"),
    ("no TOML", _row("question", lambda r: r.update(toml="[[[")), "holds no sound case"),
    ("unknown decision", _row("decision", lambda r: r.update(kind="bless")), "unknown name 'bless'"),
    ("no reason", _row("decision", lambda r: r.update(reason=" ")), "holds no sound case"),
    ("a place that is none", _row("decision", lambda r: r.update(document="nobody")), "holds no sound case"),
    ("a changed answer", _row("issued", lambda r: r.update(answer={"question": 1})), "not what was given out"),
]


@pytest.fixture
def small(case: Case, reading: Make, tmp_path: Path) -> list[str]:
    """A small case as lines, with one row at least in each table."""
    keep.keep(case._database, reading("Im Hafen wird ab Montag gestreikt, sagte die Gewerkschaft.", title="Hafen"))
    case.decide("note", reason="gesehen")
    case.issue(case.assess())
    return list(lines(case))


@pytest.mark.parametrize(("spoil", "said"), [(s, t) for _, s, t in SPOILT], ids=[n for n, _, _ in SPOILT])
def test_what_is_no_sound_case_makes_none(small: list[str], spoil: Spoil, said: str, tmp_path: Path) -> None:
    file, target = tmp_path / "bad.jsonl", tmp_path / "bad.lage"
    file.write_text("".join(line if line.endswith("\n") else f"{line}\n" for line in spoil(list(small))), "utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(BadInput, match=said) as error:
        restore(file, target)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_what_is_signed_right_is_taken(small: list[str], tmp_path: Path) -> None:
    file = tmp_path / "good.jsonl"
    file.write_text("".join(_signed(small)), "utf-8")
    assert restore(file, tmp_path / "good.lage").startswith("1 documents, 1 readings, 1 decisions, 1 answers")


def test_nothing_is_written_over(small: list[str], tmp_path: Path) -> None:
    file, target = tmp_path / "good.jsonl", tmp_path / "there.lage"
    file.write_text("".join(small), "utf-8")
    target.write_text("mine")
    with pytest.raises(CaseError, match="exists already"):
        restore(file, target)
    assert target.read_text() == "mine"
    with pytest.raises(CaseError, match="its folder does not exist"):
        restore(file, tmp_path / "nowhere" / "x.lage")
    with pytest.raises(BadInput, match="cannot be read"):
        restore(tmp_path / "none.jsonl", tmp_path / "x.lage")
    assert not (tmp_path / "x.lage").exists()
    assert not list(tmp_path.glob(".*"))
    assert not list(tmp_path.glob("there.lage-*"))
