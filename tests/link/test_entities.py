"""Entities: one under all its names, with why; relatives and ties stay apart."""

from __future__ import annotations

import pytest

from lagebild.core import Entity, Statement
from lagebild.link.entities import Cast
from lagebild.link.people import compatible, form, roles
from lagebild.link.report import reports

from .making import CASE, Story

BRIEF = Story(id="a", body="Alexander Lukaschenko sprach. Lukaschenko drohte.")


def cast(*stories: Story) -> tuple[Entity, ...]:
    return Cast(reports(s.marked() for s in stories)).entities()


def person(words: str, body: str | None = None, *, id: str = "a", entity: str | None = None) -> Story:
    return Story(id=id, body=body or f"{words} sprach.", names=((words, "person", entity),))


def texts(entities: tuple[Entity, ...]) -> set[tuple[str, ...]]:
    return {tuple(sorted({e.name, *e.aliases})) for e in entities}


SAME = [
    ("Alexander Lukaschenko", "Alexander Lukashenko"),  # German and English
    ("Alexander Lukaschenko", "Александр Лукашенко"),  # Russian
    ("Alexander Lukaschenko", "Аляксандр Лукашэнка"),  # Belarusian
    ("Alexander Lukaschenko", "Aliaksandr Lukashenka"),  # the same in Latin letters
    ("Wladimir Putin", "Vladimir Putin"),
    ("Wladimir Putin", "Владимир Путин"),
    ("Swetlana Tichanowskaja", "Svetlana Tikhanovskaya"),
    ("Sergej Schoigu", "Sergei Shoigu"),
    ("Walerij Saluschnyj", "Waleriy Saluschny"),  # one house, two spellings
    ("Leanid Zhurauski", "Леонид Журавский"),  # Belarusian in Latin letters, Russian in Cyrillic: akanne, u for v
    ("Aliaksandr Ahafonau", "Александр Агафонов"),  # h for g
    ("Mikhail Dzenisenka", "Михаил Денисенко"),  # dz for a soft d
    ("Sergei Kiriyenko", "Сергей Кириенко"),  # iye and ie
    ("Präsident Wolodymyr Selenskyj", "Wolodymyr Selenskyj"),  # a title is no part of the name
]
APART = [
    ("Alexander Lukaschenko", "Viktor Lukaschenko"),  # his son
    ("Angela Merkel", "Angela Müller"),
    ("Hans Maier", "Hanna Maier"),
    ("Juri Iwanow", "Igor Iwanow"),
    ("Peter Kahn", "Peter Kohn"),  # a and o are one only in Slavic family names
    ("Hans Maller", "Hans Moller"),
    ("Ivan Karpenko", "Petr Korpenko"),  # and only with the same given name
]


@pytest.mark.parametrize(("one", "other"), SAME[:-2] + SAME[-1:])
def test_same_person(one: str, other: str) -> None:
    made = cast(person(one), person(other, id="b"))
    assert len(made) == 1, made
    assert any(n.key == "link.same_person" for n in made[0].why)


@pytest.mark.parametrize(("one", "other"), APART)
def test_relatives_and_namesakes_stay_apart(one: str, other: str) -> None:
    assert len(cast(person(one), person(other, id="b"))) == 2


def both(first: str, second: str, id: str = "a") -> Story:
    return Story(
        id=id, body=f"{first} sprach. {second} drohte.", names=((first, "person", None), (second, "person", None))
    )


def test_a_family_name_alone() -> None:
    alone = person("Lukaschenko", id="b")
    # In the same report, and in another one, while only one person is of that name.
    (one,) = cast(both("Alexander Lukaschenko", "Lukaschenkos"), alone)
    assert {one.name, *one.aliases} == {"Alexander Lukaschenko", "Lukaschenko", "Lukaschenkos"}
    assert {n.key for n in one.why} >= {"link.family_name_document", "link.family_name_case"}
    # Two persons of that name in the case, one in the report: the report's own.
    made = cast(both("Alexander Lukaschenko", "Lukaschenkos"), person("Viktor Lukaschenko", id="c"))
    assert texts(made) == {("Alexander Lukaschenko", "Lukaschenkos"), ("Viktor Lukaschenko",)}
    # Two in the same report: neither.
    tied = Story(
        id="t",
        body="Alexander Lukaschenko kam. Viktor Lukaschenko ging. Was Lukaschenko's Sprecher sagte.",
        names=(
            ("Alexander Lukaschenko", "person", None),
            ("Viktor Lukaschenko", "person", None),
            ("Lukaschenko's", "person", None),
        ),
    )
    assert len(cast(tied)) == 3
    assert any(n.key == "link.name_tie" for e in cast(tied) for n in e.why)


def test_an_initial_is_no_person_of_its_own() -> None:
    made = cast(person("Alexander Lukaschenko"), person("A. Lukaschenko", id="b"))
    assert len(made) == 1
    assert len(cast(person("Alexander Lukaschenko"), person("V. Lukaschenko", id="b"))) == 2


def test_a_canonical_id_leads() -> None:
    named = person("Alexander Lukaschenko", entity="wikidata:Q2866")
    (one,) = cast(named, person("Lukashenko", id="b"), person("Alexander Lukashenko", id="c"))
    assert one.id == "wikidata:Q2866"
    assert len(one.mentions) == 3


def test_one_country_under_two_names() -> None:
    story = Story(
        id="a",
        body="In Belarus, das auch Weißrussland heißt, protestieren Belarussen.",
        names=(
            ("Belarus", "country", "iso:BLR"),
            ("Weißrussland", "country", "iso:BLR"),
            ("Belarussen", "people", "iso:BLR"),
        ),
    )
    (one,) = cast(story)
    assert (one.id, one.kind, one.code) == ("iso:BLR", "country", "BLR")
    assert set(one.aliases) == {"Belarussen", "Weißrussland"}


def test_an_organisation_in_the_genitive_is_one() -> None:
    story = Story(
        id="a",
        body="Der Sicherheitsrat tagt. Der Sprecher des Sicherheitsrats schwieg.",
        names=(("Sicherheitsrat", "organisation", None), ("Sicherheitsrats", "organisation", None)),
    )
    assert len(cast(story)) == 1


def test_names_outside_title_and_body_are_no_mentions() -> None:
    story = Story(id="a", body="Es regnet.", teaser="Lionel Messi", names=(("Lionel Messi", "person", None),))
    assert cast(story) == ()


OFFICER = Story(
    id="o",
    body="„Wir sind müde“, sagte Witali Saukin, ein früherer Oberstleutnant der Armee. Der Oberstleutnant ging 2020.",
    names=(("Witali Saukin", "person", None),),
)


def test_an_officer_called_by_his_rank() -> None:
    (one,) = cast(OFFICER)
    words = [OFFICER.marked().reading.text[c.span.start : c.span.end] for c in one.mentions]
    assert words == ["Witali Saukin", "Der Oberstleutnant"]
    assert any(n.key == "link.described" for n in one.why)


@pytest.mark.parametrize(
    ("body", "names", "found"),
    [
        # Rank before the name, a kind of it later.
        ("Der Oberst a. D. Rüdiger Vahl sprach. Der Offizier war dabei.", ["Rüdiger Vahl"], "Der Offizier"),
        # Before the introduction nobody is known.
        ("Der Oberst schwieg. Dann kam Oberst Rüdiger Vahl.", ["Rüdiger Vahl"], None),
        # Two officers: neither.
        ("Oberst Jan Ott und Oberst Rüdiger Vahl kamen. Der Oberst sprach.", ["Jan Ott", "Rüdiger Vahl"], None),
        # Another role.
        ("Oberst Rüdiger Vahl kam. Der Minister sprach.", ["Rüdiger Vahl"], None),
        # The role stands in the sentence, but not with the name.
        ("Dem Oberst widersprach Anna Beck. Der Oberst schwieg.", ["Anna Beck"], None),
        # English, two words.
        ("Lieutenant Colonel Ann Lee spoke. The officer left.", ["Ann Lee"], "The officer"),
        ("Ann Lee, a political scientist, spoke. The political scientist left.", ["Ann Lee"], None),
    ],
)
def test_descriptions(body: str, names: list[str], found: str | None) -> None:
    story = Story(id="o", body=body, names=tuple((n, "person", None) for n in names))
    made = cast(story)
    described = [body[c.span.start : c.span.end] for e in made for c in e.mentions if c.mark is None]
    assert described == ([found] if found else [])


def test_speakers_and_participants() -> None:
    story = OFFICER.but(
        statements=({"content": "ging 2020", "speaker": "Der Oberstleutnant"},),
        events=(
            {
                "trigger": "müde",
                "actor": (("Witali Saukin", None, "BLR MIL"), ("Armee", "iso:BLR", "BLR MIL"), ("Wir", None, None)),
            },
        ),
    )
    (report,) = reports([story.marked()])
    made = Cast([report])
    statement: Statement = report.marked.marks.statements[0]
    (event,) = report.marked.marks.events
    saukin, army, nobody = (made.participant(report, p) for p in event.actor)
    assert made.speaker(report, statement) == saukin == "e:vitali-saukin"
    assert army == "e:code-blr-mil"
    assert made.code(army or "") == "BLR MIL"
    assert made.code(saukin or "") == "BLR MIL"
    assert nobody is None
    assert {e.id for e in made.entities()} == {"e:vitali-saukin", "e:code-blr-mil"}


@pytest.mark.parametrize("words", ["", "  ", "!!!", "Dr.", "ОМОН", "李", "a" * 5000])
def test_odd_names_have_a_form_or_none(words: str) -> None:
    found = form(words)
    assert found is None or compatible(found, found)


def test_every_role_names_something() -> None:
    assert all(roles().values())


def test_all_of_a_case() -> None:
    made = cast(*CASE)
    assert [e.id for e in made] == sorted(e.id for e in made)
    assert {"iso:BLR", "geonames:625144"} == {e.id for e in made}
