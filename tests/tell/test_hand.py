"""The analyst's hand, competing explanations and the track record on the page."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Literal

import jsonschema
import pytest

from lagebild.core import Answer, Change, Cite, Effect, Forecast, Own, Resolution, Score
from lagebild.core.answers import ChangeKind
from lagebild.tell import sentences, tell
from lagebild.tell import track as page
from lagebild.tell.hand import Logged, decisions, in_view
from lagebild.tell.messages import flat
from lagebild.tell.tables import VIEWS
from lagebild.weigh.calibration import ENOUGH
from lagebild.weigh.track import Judged, Number, Record, record, scores

from . import factory
from .checking import together
from .test_export import SCHEMA, strict

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
HOSTILE = "<script>alert(1)</script> [x](javascript:y) {{ z }} \u202eabc"


def change(number: int, kind: ChangeKind, target: str, value: str | None = None, cite: Cite | None = None) -> Change:
    """A decision with a hostile reason."""
    return Change(id=number, kind=kind, who=HOSTILE, added="2023-01-12T08:00:00Z", reason=HOSTILE, target=target,
                  value=value, cite=cite)  # fmt: skip


@pytest.fixture
def touched() -> Answer:
    """The answer with every kind of decision and an own number of each kind."""
    answer = factory.answer()
    assert answer.forecast is not None
    item = answer.evidence[0]
    cite = item.cites[0]
    kinds = [
        change(1, "reject", f"evidence:{item.indicator}", cite=cite),
        change(2, "accept", "mark", cite=cite),
        change(3, "grade", f"source:{HOSTILE}", "C3"),
        change(4, "relink", f"report:{item.indicator}", item.indicator, cite=cite),
        change(5, "ratio", f"evidence:{item.indicator}", "2.5", cite=cite),
        change(6, "figure", f"indicator:{item.indicator}", "p0=0.2"),
        change(7, "merge", "entity", cite=cite),
        change(8, "split", "entity", HOSTILE, cite=cite),
        change(9, "move", "happening"),
        change(10, "answer", "answer", "0.07"),
        replace(change(11, "reject", "mark"), lost=True),
        change(12, "reject", "mark", cite=Cite("not published yet", 1, cite.span)),
    ]
    steps: list[float | None] = [0.5, -0.5, 0.0, None, *[0.1] * 6, 0.0, 0.0]
    effects = tuple(Effect(change=c, step=s, found=not c.lost) for c, s in zip(kinds, steps, strict=True))
    own = tuple(Own(at=date(2023, 1, 5), probability=p, who=HOSTILE, reason=HOSTILE, added="2023-01-05T08:00:00Z",
                    before=b) for p, b in ((0.1, True), (0.2, False)))  # fmt: skip
    machine = Forecast(at=answer.as_of, probability=0.03, low=0.01, high=0.06)
    return replace(answer, machine=machine, effects=effects, own=own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_stands_on_the_page(touched: Answer, language: Language) -> None:
    html = tell(touched, format="html", language=language)
    assert "<script" not in html
    assert "\u202e" not in html
    section = html[html.index('<section id="hand"') :]
    section = section[: section.index("</section>")]
    assert section.count("<tr>") == 1 + len(touched.effects)
    markdown = tell(touched, format="md", language=language)
    assert "[x](javascript" not in markdown
    plain = tell(replace(touched, effects=(), own=(), machine=None), format="html", language=language)
    assert '<section id="hand"' not in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_likelihood_and_confidence_never_share_a_sentence(touched: Answer, language: Language) -> None:
    calm = replace(touched, effects=tuple(replace(e, change=replace(e.change, reason="so", who="AK"))
                                          for e in touched.effects))  # fmt: skip
    told = sentences(calm, language)
    assert {s.key for s in told} >= {"hand.beside", "hand.deed", "hand.own", "hand.own-before"}
    assert [line for s in told if s.about == "assessment" for line in together(s.text)] == []


@pytest.mark.parametrize("file", ["hand.toml", "track.toml", "weigh.toml", "words.toml"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_in_any_wording(file: str, language: Language) -> None:
    text = (files("lagebild") / "data/messages" / file).read_text("utf-8")
    said = [texts[language] for _, texts in flat(tomllib.loads(text))]
    assert [line for s in said for line in together(s)] == []


def test_the_json_is_as_its_schema_says(touched: Answer) -> None:
    data = json.loads(tell(touched, format="json"))
    jsonschema.validate(data, strict(SCHEMA))
    assert data["machine"]["probability"] == 0.03
    assert [e["change"]["id"] for e in data["effects"]] == list(range(1, 13))
    assert data["effects"][11]["change"]["cite"] is None  # its report is not known as of that date
    assert data["own"][0]["before"] is True
    assert {c["id"] for c in data["matrix"]["columns"]} >= {"yes", "no"}


def test_places_in_unknown_reports_are_left_out(touched: Answer) -> None:
    assert [e.change.cite is None for e in in_view(touched)][:2] == [False, False]
    assert in_view(touched)[11].change.cite is None


@pytest.mark.parametrize("view", ["forecast", "matrix", "audit"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_tables(touched: Answer, view: str, language: Language) -> None:
    title, head, rows = VIEWS[view](touched, language)
    assert title
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    assert "\u202e" not in "".join(cell for row in rows for cell in row)
    if view == "forecast":
        assert str(len(touched.effects)) in rows[-1][-1]


def test_the_table_of_decisions(touched: Answer) -> None:
    log = [Logged(1, "t", "AK", "reject", "evidence:x", None, "so", "Worte", True),
           Logged(21, "t", "AK", "undo", None, "1", HOSTILE, None, True),
           Logged(3, "t", "AK", "ratio", "evidence:x", "2", "so", None, False)]  # fmt: skip
    _, head, rows = decisions(log, touched.effects, "en")
    assert [len(row) for row in rows] == [len(head)] * 3
    assert [row[-1] for row in rows] == ["× 1.6", "–", "taken back"]
    assert "\u202e" not in rows[1][6]


# --- the track record -------------------------------------------------------------------------------------------------


def tracked(questions: int) -> Record:
    """A record of questions, some of them yes."""
    start = date(2023, 1, 1)
    return record([
        Judged(Resolution(question=f"q{i}", at=date(2023, 3, 1), outcome=float(i % 3 == 0), by=HOSTILE), HOSTILE,
               date(2023, 3, 1), (Number(start, 0.1 + 0.8 * (i % 10) / 10, "answer"), Number(start, 0.3, "base"),
                                  Number(start, 0.5, "own", HOSTILE)))
        for i in range(questions)
    ])  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("questions", [0, 1, 30, ENOUGH])
def test_the_page_of_the_record(language: Language, questions: int) -> None:
    html = page.html(tracked(questions), language)
    assert "<script" not in html
    assert "\u202e" not in html
    assert ("<svg" in html) == (questions > 0)
    title, head, rows = page.table(tracked(questions), language)
    assert str(questions) in title
    assert {len(row) for row in rows} <= {len(head)}
    assert json.loads(page.to_json(tracked(questions)))["questions"] == questions


def test_the_table_of_scores() -> None:
    came = Resolution(question="q", at=date(2023, 3, 1), outcome=1.0, by=HOSTILE)
    found: tuple[Score, ...] = scores(Judged(came, "?", date(2023, 3, 1), (Number(date(2023, 1, 1), 0.8, "answer"),)))
    title, head, rows = page.scores(found, came, "en")
    assert title.startswith("Scores: Yes on ")
    assert rows[0][3:] == ["0.04", "0.2231", "0.9701", ""]
    assert len(head) == len(rows[0])
    assert page.scores((), None, "de")[2] == []
    assert (files("lagebild") / "tell/templates/track.css").is_file()
