"""Offices: who a description by office is, by the report's date."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Entity, Participant, Span, Statement
from lagebild.link import link
from lagebild.link.entities import Cast
from lagebild.link.offices import _tenures, checked, former, holder, resolved
from lagebild.link.people import form
from lagebild.link.report import reports

from .making import Story

LANDS = (
    ("belarussische", "people", "iso:BLR"),
    ("Belarusian", "people", "iso:BLR"),
    ("Belarus", "country", "iso:BLR"),
    ("Russlands", "country", "iso:RUS"),
    ("Russian", "people", "iso:RUS"),
    ("ukrainische", "people", "iso:UKR"),
    ("Ukraine", "country", "iso:UKR"),
    ("polnische", "people", "iso:POL"),
    ("finnische", "people", "iso:FIN"),
    ("US", "country", "iso:USA"),
    ("Britain", "country", "iso:GBR"),
    ("British", "people", "iso:GBR"),
    ("Österreich", "country", "iso:AUT"),
    ("Kutschma", "person", None),
    ("Poroschenko", "person", None),
    ("Müller", "person", None),
    ("Alexander Lukaschenko", "person", "wikidata:Q2866"),
)


def story(body: str, *, published: str | None = "2022-12-07", id: str = "a", **more: Any) -> Story:
    names = tuple(n for n in LANDS if n[0] in body)
    return Story(id=id, body=body, published=published, names=names).but(**more)


def who(body: str, published: str | None = "2022-12-07", **more: Any) -> list[tuple[str, str]]:
    (report,) = reports([story(body, published=published, **more).marked()])
    return [(h.office.span.of(report.text), h.tenure.holder) for h in resolved(report)]


@pytest.mark.parametrize(
    ("body", "published", "words", "name"),
    [
        ("Der belarussische Präsident sprach.", "2022-12-07", "Der belarussische Präsident", "Alexander Lukaschenko"),
        ("The Belarusian president spoke.", "2022-12-07", "The Belarusian president", "Alexander Lukaschenko"),
        ("Gestern kam Russlands Präsident.", "2022-12-07", "Russlands Präsident", "Wladimir Putin"),
        ("Gestern kam Russlands Präsident.", "2010-12-07", "Russlands Präsident", "Dmitri Medwedew"),
        ("Der US-Präsident sprach.", "2020-06-01", "Der US-Präsident", "Donald Trump"),
        ("Der US-Präsident sprach.", "2022-06-01", "Der US-Präsident", "Joe Biden"),
        ("Der US-Präsident sprach.", "2025-02-01", "Der US-Präsident", "Donald Trump"),
        ("Der Kremlchef lehnte ab.", "2022-12-07", "Der Kremlchef", "Wladimir Putin"),
        ("The Kremlin leader declined.", "2022-12-07", "The Kremlin leader", "Wladimir Putin"),
        ("Der Präsident der Ukraine sprach.", "2018-01-01", "Der Präsident der Ukraine", "Petro Poroschenko"),
        ("The president of Ukraine spoke.", "2022-12-07", "The president of Ukraine", "Wolodymyr Selenskyj"),
        ("Belarus's defence minister said no.", "2022-12-07", "Belarus's defence minister", "Viktor Chrenin"),
        ("Die finnische Ministerpräsidentin kam.", "2022-12-07", "Die finnische Ministerpräsidentin", "Sanna Marin"),
        ("The British prime minister left.", "2022-10-01", "The British prime minister", "Liz Truss"),
        ("Der Bundeskanzler reist ab.", "2021-12-07", "Der Bundeskanzler", "Angela Merkel"),  # the last day but one
        ("Der Bundeskanzler reist ab.", "2021-12-08", "Der Bundeskanzler", "Olaf Scholz"),  # the first day
        (
            "Der frühere ukrainische Präsident Kutschma kam.",
            "2022-12-07",
            "Der frühere ukrainische Präsident",
            "Leonid Kutschma",
        ),
        ("Ex-Präsident Poroschenko kam zurück.", "2022-12-07", "Ex-Präsident", "Petro Poroschenko"),
    ],
)
def test_held_by(body: str, published: str, words: str, name: str) -> None:
    assert who(body, published) == [(words, name)]


@pytest.mark.parametrize(
    ("body", "published", "why"),
    [
        ("Der Präsident sprach.", "2022-12-07", "of which country?"),
        ("Ein belarussischer Präsident sprach.", "2022-12-07", "any president"),
        ("Die Präsidenten von Belarus sprachen.", "2022-12-07", "several"),
        ("The presidents of Ukraine met.", "2022-12-07", "several, in English"),
        ("Der belarussische Präsident sprach.", None, "no date"),
        ("Der belarussische Präsident sprach.", "1950-12-07", "before the list begins"),
        ("Der belarussische Präsident sprach.", "2099-12-07", "long after the list was checked"),
        ("Der belarussische Außenminister sprach.", "2022-12-01", "a gap: nobody had the office"),
        ("Der künftige polnische Präsident sprach.", "2022-12-07", "not yet in office"),
        ("The Belarusian vice president spoke.", "2022-12-07", "another office"),
        ("Der damalige polnische Präsident sprach.", "2022-12-07", "then is not told"),
        ("Der ehemalige ukrainische Präsident sprach.", "2022-12-07", "one of several"),
        ("Der Bundeskanzler sprach in Österreich.", "2022-12-07", "Austria has one too"),
        ("Der polnische Präsident Müller kam. Der polnische Präsident ging.", "2022-12-07", "another one is named"),
        ("Die belarussische Präsidentschaft endet.", "2022-12-07", "no person"),
        ("Der Vizepräsident von Belarus kam.", "2022-12-07", "another office, one word"),
    ],
)
def test_nobody_is_chosen(body: str, published: str | None, why: str) -> None:
    assert who(body, published, fetched=None) == [], why


def test_a_time_in_the_sentence_that_points_to_another_holder() -> None:
    times = (("2015", "2015-01-01", "2016-01-01"),)
    assert who("Im Jahr 2015 hatte der US-Präsident gewarnt.", times=times) == []
    assert who("Im Jahr 2015 hatte der belarussische Präsident gewarnt.", times=times) != [], "he held it then too"


def entity(body: str, id: str, *more: Story) -> Entity:
    made = Cast(reports(s.marked() for s in (story(body), *more))).entities()
    return next(e for e in made if e.id == id)


def test_the_description_is_a_mention_of_the_person_with_its_reason() -> None:
    found = entity("Der belarussische Präsident sprach.", "wikidata:Q2866")
    assert (found.kind, found.name, found.code) == ("person", "Alexander Lukaschenko", "BLR GOV")
    assert [c.span for c in found.mentions] == [Span(0, 27)]
    (why,) = [n for n in found.why if n.key == "link.office"]
    assert dict(why.values)["since"] == "1994-07-20"


def test_it_is_the_person_whom_other_reports_name() -> None:
    named = Story(id="b", body="Viktor Khrenin spoke.", names=(("Viktor Khrenin", "person", None),))
    made = Cast(reports(s.marked() for s in (story("Belarus's defence minister said no."), named))).entities()
    (one,) = [e for e in made if e.kind == "person"]
    assert (one.name, len(one.mentions)) == ("Viktor Khrenin", 2)


def test_a_family_name_beside_an_office() -> None:
    found = entity("Der frühere ukrainische Präsident Kutschma kam.", "e:leonid-kucma")
    assert any(n.key == "link.office_name" for n in found.why)


def test_actor_and_speaker() -> None:
    told = story(
        "Der belarussische Präsident drohte, dass Panzer kommen.",
        statements=({"content": "dass Panzer kommen", "speaker": "Der belarussische Präsident"},),
        events=({"trigger": "drohte", "type": "THREATEN", "actor": (("Präsident", None, "BLR GOV"),)},),
    )
    made = link([told.marked()])
    assert [h.actors for h in made.happenings] == [("wikidata:Q2866",)]
    (report,) = reports([told.marked()])
    cast = Cast([report])
    assert cast.speaker(report, report.marked.marks.statements[0]) == "wikidata:Q2866"


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Ein Sprecher des US-Präsidenten sagte nichts.", "Ein Sprecher des US-Präsidenten"),
        ("The Russian president's spokesman said nothing.", "The Russian president's spokesman"),
    ],
)
def test_who_speaks_for_the_president_is_not_the_president(body: str, speaker: str) -> None:
    (report,) = reports([story(body).marked()])
    start = body.index(speaker)
    said = Statement(
        id="s1", span=Span(0, 3), by="hand/1", spans=(Span(0, 3),), kind="indirect",
        speaker=(Span(start, start + len(speaker)),),
    )  # fmt: skip
    cast = Cast([report])
    assert cast.speaker(report, said) is None
    head = Participant(Span(start, start + 3), None, None)
    assert cast.participant(report, head) is None or "president's" not in body


def test_the_list_is_sound() -> None:
    """Each name has a form, each time in office an end after its beginning, and no two overlap."""
    for (country, office), held in _tenures().items():
        assert all(form(t.holder) for t in held)
        assert all(t.to is None or t.since < t.to for t in held), (country, office)
        for one, other in pairwise(held):
            assert one.to is not None, (country, office)
            assert one.to <= other.since, (country, office)
        assert all(t.since <= checked() or t.to is None or t.to > t.since for t in held)


@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2030, 1, 1)), st.sampled_from(sorted(_tenures())))
def test_a_holder_held_it_and_a_former_one_no_more(day: date, which: tuple[str, str]) -> None:
    now, past = holder(*which, day), former(*which, day)
    if now:
        assert now.since <= day
        assert now.to is None or day < now.to
    if past:
        assert past.to is not None
        assert past.to <= day
        assert now is None or now.holder != past.holder
