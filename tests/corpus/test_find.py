"""What bears on a question: found, ranked, told why, and brought into a case as if it had been read directly."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from tests.questions import STRIKE

from lagebild.cli import main
from lagebild.core import Document, Marked, Part, Reading, Span
from lagebild.corpus.bearing import Filter
from lagebild.corpus.copies import copies
from lagebild.corpus.find import find, readings
from lagebild.corpus.query import sql
from lagebild.errors import BadInput, CorpusError
from lagebild.mark import mark
from lagebild.store import Case
from lagebild.weigh.question import load, loads

from .making import packed, page, record, run

ROOT = Path(__file__).resolve().parents[2]
QUESTION = ROOT / "examples/belarus/question.toml"


def story(title: str, *lines: str, day: str) -> bytes:
    """A page with these words on it."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    facts = json.dumps({"@type": "NewsArticle", "datePublished": f"{day}T23:30:00+00:00"})
    return (
        f'<html lang="de"><head><title>{title}</title><script type="application/ld+json">{facts}</script></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


STRONG = story(
    "Belarus verlegt Truppen an die Grenze zur Ukraine",
    "Belarus hat nach Angaben des Ministeriums Truppen an die Grenze zur Ukraine verlegt. Lukaschenko sprach davon.",
    "Russland und Belarus halten gemeinsame Manöver ab, sagte der Sprecher am Dienstag der Zeitung.",
    "Der Reporter stand an diesem Tag lange vor dem Haus und wartete auf die Leute, die nicht kamen, bis es Nacht war.",
    day="2022-12-07",
)
WEAK = story(
    "Wetter am Wochenende",
    "In Minsk, der Hauptstadt von Belarus, schneit es. Auch in Berlin wird es in dieser Woche kalt, sagte der Dienst.",
    "Am Sonntag kommt aus dem Westen wieder mildere Luft, und mit ihr der Regen, der bis in die Woche hinein anhält.",
    day="2022-12-09",
)
NONE = story(
    "Hafen",
    "Im Hafen von Hamburg liegen Schiffe und warten auf Ladung, sagte der Sprecher.",
    "Bis zum Abend sollen die ersten von ihnen abgefertigt sein, hieß es in der Verwaltung an der großen Elbbrücke.",
    day="2022-12-08",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two shards: a story, a copy of it, one that hardly bears, some that don't."""
    folder = tmp_path_factory.mktemp("find")
    (folder / "a.warc.gz").write_bytes(b"".join(packed(record(1, STRONG), record(2, NONE), record(3, page(3)))))
    (folder / "b.warc.gz").write_bytes(b"".join(packed(record(4, WEAK), record(5, STRONG))))
    run([folder / "a.warc.gz", folder / "b.warc.gz"], folder / "out")
    return folder / "out"


def test_what_bears_comes_first_with_the_reasons(out: Path) -> None:
    hits = find(str(out), load(QUESTION), least=0.1)
    assert [h.title for h in hits][:2] == ["Belarus verlegt Truppen an die Grenze zur Ukraine"] * 2
    assert hits[0].score == hits[1].score > hits[2].score > 0
    why = [str(r) for r in hits[0].reasons]
    assert "subject BLR ×3" in why
    assert "target UKR ×2" in why
    assert "decider Alexander Lukaschenko" in why
    assert any(w.startswith("sign ") for w in why)
    assert round(sum(r.points for r in hits[0].reasons), 2) == hits[0].score
    assert not any(h.title == "Hafen" for h in hits)


def test_days_bounds_and_limits(out: Path) -> None:
    question = load(QUESTION)
    assert {h.known for h in find(str(out), question, least=0.1, since=date(2022, 12, 9))} == {date(2022, 12, 9)}
    assert {h.known for h in find(str(out), question, least=0.1, until=date(2022, 12, 7))} <= {
        date(2022, 12, 7), date(2022, 12, 4),
    }  # fmt: skip
    assert find(str(out), question, limit=1) == find(str(out), question)[:1]
    assert find(str(out), question, least=99) == []


def test_copies_are_shown_once_where_they_are_known(out: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(out, tmp_path / "out")
    root = str(tmp_path / "out")
    copies(root)
    (hit,) = [h for h in find(root, load(QUESTION)) if "verlegt" in (h.title or "")]
    assert hit.copies == 1
    assert len([h for h in find(root, load(QUESTION), with_copies=True) if "verlegt" in (h.title or "")]) == 2


def test_a_question_without_family_goes_by_its_own_names_or_words(out: Path) -> None:
    hits = find(str(out), loads(STRIKE), least=0.1)
    assert [h.reasons[0].what for h in hits] == ["word"] * len(hits)
    assert {h.title for h in hits} >= {"Hafen"}
    named = loads(STRIKE.replace("Wird im Hafen gestreikt?", "Streikt Hamburg?"))
    assert {h.title for h in find(str(out), named, least=0.1)} == {"Hafen"}


def test_only_evidence_counts() -> None:
    text = "Belarus\n\nIn Polen war es ruhig."
    parts = (Part(Span(0, 7), "teaser", "de"), Part(Span(9, len(text)), "body", "de"))
    reading = Reading(Document(id="a", published="2022-12-07"), 1, text, parts, "de")
    assert Filter(load(QUESTION)).bearing(Marked(reading, mark(reading))).score == 0


def test_into_a_case_as_if_read_directly(out: Path, tmp_path: Path) -> None:
    for name in ("direct", "corpus"):
        Case.create(tmp_path / f"{name}.lage", question=QUESTION).close()
    assert main(["add", str(tmp_path / "direct.lage"), str(out.parent / "a.warc.gz"), "--workers", "0"]) == 0
    assert main(["add", str(tmp_path / "corpus.lage"), "--from-corpus", str(out), "--least", "3"]) == 0
    with Case.open(tmp_path / "direct.lage") as direct, Case.open(tmp_path / "corpus.lage") as chosen:
        here = {m.reading.document.id: m for m in direct.marked()}
        there = {m.reading.document.id: m for m in chosen.marked()}
        both = here.keys() & there.keys()
        assert both
        assert len(there) < len(here) + 2
        assert all(here[i] == there[i] for i in both)
        # 23:30 UTC is the next day in Minsk: a corpus is read without a zone, a case has one.
        assert {(m.reading.document.published or "")[:10] for m in there.values()} >= {"2022-12-08"}
        assert all("warc.gz, record " in (m.reading.document.source or "") for m in there.values())
    again = main(["add", str(tmp_path / "corpus.lage"), "--from-corpus", str(out), "--question", str(QUESTION)])
    assert again == 0


def test_readings_come_as_they_stand(out: Path) -> None:
    hits = find(str(out), load(QUESTION), limit=2)
    assert sorted(r.document.id for r in readings(str(out), hits)) == sorted(h.id for h in hits)


def queries() -> list[str]:
    """The queries of the documentation."""
    return re.findall(r"```sql\n(.*?)```", (ROOT / "docs/corpus.md").read_text("utf-8"), re.S)


def test_there_are_ten_queries() -> None:
    assert len(queries()) == 10


@pytest.mark.parametrize("number", range(10))
def test_the_queries_of_the_documentation_run(out: Path, number: int) -> None:
    columns, rows = sql(str(out), queries()[number])
    assert len(columns) >= 3
    assert all(len(row) == len(columns) for row in rows)


def test_a_query_that_cannot_be_run_is_one_line(out: Path) -> None:
    with pytest.raises(BadInput) as error:
        sql(str(out), "SELECT nothing FROM nowhere")
    assert "\n" not in str(error.value)
    assert "nowhere" in str(error.value)


def test_no_corpus_is_one_line(tmp_path: Path) -> None:
    for call in (lambda: find(str(tmp_path), load(QUESTION)), lambda: sql(str(tmp_path), "SELECT 1")):
        with pytest.raises(CorpusError, match="is no corpus"):
            call()


def test_an_empty_corpus_has_all_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(packed(record(1, b"\x89PNG", kind="image/png"))))
    run([path], tmp_path / "out")
    assert list(sql(str(tmp_path / "out"), "SELECT count(*) FROM names")[1]) == [(0,)]
    assert find(str(tmp_path / "out"), load(QUESTION)) == []
