"""Rows and pages that are kept: the same as those made now, in the right language, and never older than the case."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Template
from lxml import html
from markupsafe import Markup
from starlette.testclient import TestClient

from lagebild.store import Case
from lagebild.store.search import Term, places, spotted
from lagebild.web import create_app, lists, render
from lagebild.web.desk import Desk
from lagebild.web.kept import Rows
from lagebild.web.pieces import choose
from lagebild.web.render import Talk


def test_a_page_keeps_its_language_when_another_is_made_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    environment, meanwhile = render.environment(), list[Any]()
    find = environment.get_template

    def between(name: Any, *args: Any, **kw: Any) -> Template:
        found = find(name, *args, **kw)
        if not meanwhile:
            meanwhile.append(name)
            render.page("error", Talk("en"), status=404, reason="none")
        return found

    monkeypatch.setattr(environment, "get_template", between)
    page = render.page("error", Talk("de"), status=404, reason="none")
    assert meanwhile
    assert b'<html lang="de">' in page


@pytest.mark.parametrize(
    "address",
    [
        "map?zoom=--1",  # no number
        "map?zoom=²",
        "map?page=1",  # names that the maker of addresses takes itself
        "map?self=1&anchor=x",
        "timeline?self=1&anchor=x&from=2022-12-01",
        "timeline?a%26b=%3Cscript%3E&%22=1",
        "timeline?actor=%22%3E%3Cscript%3E",
        "reports?q=minsk&page=99999999",
    ],
)
def test_no_query_breaks_a_page(reader: TestClient, address: str) -> None:
    answer = reader.get(f"/c/belarus/{address}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_what_is_asked_for_is_chosen_in_the_filters(reader: TestClient) -> None:
    page = html.fromstring(reader.get("/c/belarus/timeline").content)
    actor = page.xpath("//select[@id='actor']/option/@value")[1]
    page = html.fromstring(reader.get("/c/belarus/timeline", params={"actor": actor}).content)
    assert page.xpath("//select[@id='actor']/option[@selected]/@value") == [actor]
    assert page.xpath("//select[@id='type']/option[@selected]") == []


def test_a_value_is_chosen_as_it_stands_escaped() -> None:
    made = Markup('<option value="{}">{}</option>').format('a"<b', "A")
    assert choose(made, 'a"<b') == '<option value="a&#34;&lt;b" selected>A</option>'
    assert choose(made, "a") == made


def test_rows_made_ahead_are_those_that_pages_make(example_case: Path) -> None:
    def told(app: Any) -> list[str]:
        with TestClient(app, base_url="http://localhost", headers={"accept-language": "de"}) as client:
            return [client.get(f"/c/belarus/{page}").text for page in ("timeline", "reports", "sources")]

    app = create_app([example_case], patience=300)
    desk: Desk = app.state.site.desks["belarus"]
    view = desk.view(world=desk.ready())
    lists.ahead(view, Talk("de", "belarus", None, view.world.short), wanted=lambda: True)
    assert told(app) == told(create_app([example_case], patience=300))


def test_rows_are_not_made_ahead_for_a_view_that_nobody_wants(example_case: Path) -> None:
    app = create_app([example_case], patience=300)
    desk: Desk = app.state.site.desks["belarus"]
    view = desk.view(world=desk.ready())
    lists.ahead(view, Talk("de", "belarus", None, view.world.short), wanted=lambda: False)
    assert view.pieces.get(("line", "de", next(iter(view.known)))) is None


def test_rows_are_bounded() -> None:
    rows: Rows[int] = Rows(3)
    for n in range(10):
        assert rows.put(n, n) == n
    assert sum(rows.get(n) is not None for n in range(10)) <= 3


def test_what_is_kept_is_bounded_by_its_addresses_too() -> None:
    shelf = render.Shelf(most=100_000)
    for n in range(50):
        shelf.get((f"{n}" + "x" * 10_000,), lambda: b"short", "text/plain")
    held = [n for n in range(50) if shelf.held((f"{n}" + "x" * 10_000,))]
    assert held == [48, 49]


def test_a_decision_is_in_the_log_at_once_and_each_reader_keeps_a_name(writer: TestClient) -> None:
    page = "/c/belarus/decisions"
    assert "checked twice" not in writer.get(page).text
    assert "checked twice" not in writer.get(page).text  # kept by now
    form = {"kind": "note", "reason": "checked twice", "who": "Ada"}
    assert "checked twice" in writer.post("/c/belarus/decide", data=form).text
    assert 'value="Ada"' in writer.get(page).text
    writer.cookies.delete("who")
    again = writer.get(page).text
    assert "checked twice" in again
    assert 'value="Ada"' not in again


def test_an_answer_given_out_is_on_the_record(example_case: Path, tmp_path: Path) -> None:
    path = tmp_path / "belarus.lage"
    shutil.copy(example_case, path)
    app = create_app([path], patience=300)
    with TestClient(app, base_url="http://localhost") as client:
        for _ in range(2):  # the second time it is kept
            assert client.get("/api/v1/cases/belarus/record").json()["issued"] == []
            before = client.get("/c/belarus/record").text
        with Case.open(path, write=True) as case:
            case.issue(case.assess())
        app.state.site.desks["belarus"].touched()
        assert len(client.get("/api/v1/cases/belarus/record").json()["issued"]) == 1
        assert client.get("/c/belarus/record").text != before


def test_a_look_that_came_back_late_is_not_taken_for_the_newest(
    example_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, looks = Desk(example_case, "belarus"), list[Any]()
    look = Desk._look

    def slow(self: Desk) -> Any:
        found = look(self)
        looks.append(found)
        if len(looks) == 1:
            self.touched()  # somebody writes while the file is being looked at
        return found

    monkeypatch.setattr(Desk, "_look", slow)
    desk.revision()
    desk.revision()
    assert len(looks) == 2
    desk.revision()
    assert len(looks) == 2
    desk.close()


def test_words_are_found_one_by_one_as_all_at_once() -> None:
    text = "Die Armee sagt, die Armee der Republik Belarus übe. Armeen üben."
    asked = (Term(("armee",), True), Term(("republik", "belarus"), False))
    found = list(spotted(text, asked))
    assert tuple(sorted(set(found))) == places(text, asked)
    assert [s.of(text) for s in found] == ["Armee", "Armee", "Republik Belarus", "Armeen"]
    assert re.findall("Armee", text[: found[0].end]) == ["Armee"]
