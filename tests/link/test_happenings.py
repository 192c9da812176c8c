"""Happenings: each event once, with what is at odds kept side by side."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from lagebild.core import Happening, Links
from lagebild.link import link

from .making import BELARUS, CASE, COPY, OTHER, WIRE, Story

RUSSIA = (("Russland", "iso:RUS", "RUS"),)


def world(*stories: Story) -> Links:
    return link(s.marked() for s in stories)


def only(*stories: Story) -> Happening:
    (one,) = world(*stories).happenings
    return one


def told(id: str, body: str, *, day: str | None = None, published: str = "2022-12-30", **event: Any) -> Story:
    """A report of one event by Belarus with the trigger word "geschah", on a day that the words "am Tag" name."""
    made: dict[str, Any] = {"trigger": "geschah", "actor": BELARUS, **event}
    times: tuple[tuple[str, str, str], ...] = ()
    if day:
        times, made["time"] = (("am Tag", day, day[:-2] + f"{int(day[-2:]) + 1:02}"),), "am Tag"
    names: list[tuple[str, str, str | None]] = [("Belarus", "country", "iso:BLR")]
    for word, kind in (("Brest", "place"), ("Gomel", "place"), ("Harbacha", "place"), ("S-300", "product")):
        if word in body:
            names.append((word, kind, None))
    return Story(
        id=id, body=body, publisher=f"Blatt {id}", published=published, times=times, names=tuple(names), events=(made,)
    )


def test_five_reports_of_one_event() -> None:
    one = only(*CASE)
    assert (one.type, one.actors, one.earliest, one.latest) == ("MOBILIZE", ("iso:BLR",), "2022-12-07", "2022-12-08")
    assert one.factuality == "happened"
    assert one.known == "2022-12-07"
    assert len(one.mentions) == 4, "the retelling has no event mark"
    assert len(one.origins) == 2, "an agency's report in three papers, and another house's own"
    assert one.why[0].key == "link.one_event"
    assert dict(one.why[0].values) == {"reports": 4, "origins": 2}


JOINED: list[tuple[str, Story, Story]] = [
    (
        "same day, same country",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07"),
        told("b", "Wie es in Belarus geschah, am Tag.", day="2022-12-07"),
    ),
    (
        "no day in one, but actor, place and words agree",
        told("a", "Belarus: Es geschah am Tag bei Harbacha mit einer S-300.", day="2022-12-29", place="Harbacha"),
        told("b", "Belarus: Bei Harbacha geschah es mit einer S-300.", place="Harbacha"),
    ),
    (
        "the 28th or the 29th: a day apart, the same words",
        told("a", "Belarus: Nahe Brest geschah am Tag der Absturz einer S-300.", day="2022-12-29"),
        told("b", "Belarus: Bei Brest geschah am Tag der Absturz einer S-300.", day="2022-12-28"),
    ),
    (
        "planned and then done on that day",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07", factuality="planned", published="2022-12-05"),
        told("b", "Belarus: Es geschah am Tag wirklich.", day="2022-12-07"),
    ),
]
APART: list[tuple[str, Story, Story]] = [
    (
        "another day",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07"),
        told("b", "Belarus: Es geschah am Tag wirklich.", day="2022-12-13"),
    ),
    (
        "a day apart and other words",
        told("a", "Belarus: Ein Unfall geschah am Tag.", day="2022-12-07"),
        told("b", "Belarus: Am Fluss geschah am Tag viel.", day="2022-12-08"),
    ),
    (
        "another type",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07"),
        told("b", "Belarus: Es geschah am Tag wirklich.", day="2022-12-07", type="CONSULT"),
    ),
    (
        "another actor",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07"),
        told("b", "Russland: Es geschah am Tag in Belarus.", day="2022-12-07", actor=RUSSIA),
    ),
    (
        "possible is not done",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07"),
        told("b", "Belarus: Es geschah vielleicht.", factuality="possible", published="2022-12-07"),
    ),
    (
        "an earlier time recalled",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-07"),
        told("b", "Belarus: Es geschah am Tag oft.", day="2022-12-07", factuality="background"),
    ),
    (
        "no day, no place: nothing but the country",
        told("a", "Belarus: Es geschah am Tag.", day="2022-12-29"),
        told("b", "Belarus: Irgendwo geschah viel."),
    ),
]


@pytest.mark.parametrize(("why", "one", "other"), JOINED)
def test_joined(why: str, one: Story, other: Story) -> None:
    assert len(world(one, other).happenings) == 1, why


@pytest.mark.parametrize(("why", "one", "other"), APART)
def test_apart(why: str, one: Story, other: Story) -> None:
    assert len(world(one, other).happenings) == 2, why


def test_differing_dates_stand_side_by_side() -> None:
    one = only(
        told("a", "Belarus: Nahe Brest geschah am Tag der Absturz einer S-300.", day="2022-12-29"),
        told("c", "Belarus: Unweit Brest geschah am Tag der Absturz einer S-300, so heißt es.", day="2022-12-29"),
        told("b", "Belarus: Bei Brest geschah am Tag der Absturz einer S-300.", day="2022-12-28"),
    )
    assert (one.earliest, one.latest) == ("2022-12-29", "2022-12-30"), "as most origins have it"
    (detail,) = one.details
    assert detail.key == "link.date_differs"
    assert dict(detail.values)["first"] == "2022-12-28"
    assert dict(detail.values)["document"] == "b"


def test_differing_figures_stand_side_by_side() -> None:
    one = told("a", "Belarus: Es geschah am Tag mit 20.000 bis 30.000 Soldaten.", day="2022-12-07").but(
        quantities=(("20.000 bis 30.000", 20000, 30000, "Soldaten"),)
    )
    other = told("b", "Belarus: Es geschah am Tag mit 9.000 Soldaten, 40 Lastwagen.", day="2022-12-07").but(
        quantities=(("9.000", 9000, 9000, "Soldaten"), ("40", 40, 40, "Lastwagen"))
    )
    details = only(one, other).details
    assert [(n.key, dict(n.values)["number"]) for n in details] == [
        ("link.figure_differs", "9000"),
        ("link.figure_differs", "20\u202f000–30\u202f000"),
        ("link.figure", "40"),
    ]


@pytest.mark.parametrize(
    ("events", "factuality", "key"),
    [
        # Two own reports against one denial.
        ((("a", "happened", ""), ("b", "happened", ""), ("c", "denied", "")), "happened", "link.denied_too"),
        ((("a", "happened", ""), ("b", "denied", "")), "unclear", "link.denied_too"),
        ((("a", "happened", ""), ("b", "denied", ""), ("c", "denied", "")), "denied", "link.denied_too"),
        ((("a", "happened", ""), ("b", "ongoing", "")), "happened", None),
        ((("a", "planned", ""), ("b", "happened", "")), "happened", None),
        ((("a", "possible", ""), ("b", "hypothetical", "")), "hypothetical", None),  # the less certain of two
        ((("a", "denied", ""),), "denied", None),
        ((("a", "background", ""),), "background", None),
        ((("a", "unclear", ""),), "unclear", None),
    ],
)
def test_factuality(events: tuple[tuple[str, str, str], ...], factuality: str, key: str | None) -> None:
    stories = [
        told(id, f"Belarus, Blatt {id * 9}: Es geschah am Tag.", day="2022-12-07", factuality=f) for id, f, _ in events
    ]
    one = only(*stories)
    assert one.factuality == factuality
    assert {n.key for n in one.why} == {"link.one_event", *([key] if key else [])}


def both(second: dict[str, Any], statement: bool = False) -> Story:
    first = {"trigger": "begann", "actor": BELARUS, "time": "am Tag"}
    return Story(
        id="a",
        body="Belarus: Es begann am Tag die Übung. In Belarus heißt es, die Übung lief am Tag nicht.",
        names=(("Belarus", "country", "iso:BLR"),),
        times=(("am Tag", "2022-12-07", "2022-12-08"),),
        statements=({"content": "die Übung lief am Tag nicht"},) if statement else (),
        events=(first, {"trigger": "lief", "actor": BELARUS, "time": "am Tag", **second}),
    )


def test_a_text_that_contradicts_itself_is_unclear() -> None:
    one = only(both({"factuality": "denied"}))
    assert one.factuality == "unclear"
    assert "link.contradicts_itself" in {n.key for n in one.why}


def test_a_denial_that_is_quoted_is_no_contradiction_of_the_text() -> None:
    one = only(both({"factuality": "denied", "statement": "die Übung lief am Tag nicht"}, statement=True))
    assert one.factuality == "happened"


def test_only_title_and_body_tell_of_events() -> None:
    story = Story(
        id="a",
        body="Es regnet.",
        teaser="Belarus: Es geschah.",
        names=(("Belarus", "country", "iso:BLR"),),
        events=({"trigger": "geschah", "actor": BELARUS},),
    )
    assert world(story).happenings == ()


def test_the_same_house_twice_is_one_origin() -> None:
    one = told("a", "Belarus: Es geschah am Tag, wie Anwohner sagen.", day="2022-12-07")
    two = told("b", "Belarus, neuer Stand: Es geschah mehr als gedacht, am Tag.", day="2022-12-07").but(
        publisher="Blatt a"
    )
    made = only(one, two)
    assert len(made.origins) == 1
    assert "link.same_outlet" in {n.key for n in made.why}


def test_two_reports_that_take_a_passage_from_one_outlet_are_one_origin() -> None:
    stories = [
        told(id, f"{id * 20}. Belarus: Es geschah am Tag, so Reuters.", day="2022-12-07", statement="so Reuters").but(
            statements=({"content": "so Reuters", "outlet": "Reuters"},)
        )
        for id in "ab"
    ]
    long = "Vorrede ohne Belang. " * 30
    late = [s.but(body=long.replace("Vorrede", s.id * 7) + s.body) for s in stories]
    made = world(*late)
    assert len(made.origins) == 2, "Reuters is named late: the reports are their own"
    assert len(made.happenings[0].origins) == 1, "but this they have from Reuters"


def test_known_is_the_first_publication() -> None:
    one = told("a", "Belarus: Es geschah am Tag.", day="2022-12-07", published="2022-12-09")
    undated = told("b", "Belarus: Es geschah wieder, am Tag.", day="2022-12-07").but(
        published=None, fetched="2022-12-08T10:00"
    )
    inferred = told("c", "Belarus: Auch am Tag geschah es.", day="2022-12-07").but(published="2022-12-01/2022-12-11")
    assert only(one).known == "2022-12-09"
    assert only(one, undated).known == "2022-12-08"
    assert only(one, inferred).known == "2022-12-09", "an inferred date counts from its last day"
    assert only(one.but(published=None)).known is None


def test_ids_follow_from_the_first_mention() -> None:
    assert only(WIRE).id == only(WIRE, OTHER).id == only(WIRE, OTHER, COPY).id
    assert only(WIRE).id != only(OTHER).id
    assert only(WIRE, COPY).origins == only(WIRE).origins


def test_a_thousand_reports_of_one_day_are_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not an attribute of the package: there the function of this name stands.
    happenings = import_module("lagebild.link.happenings")
    calls = 0
    score: Callable[..., float] = happenings._score

    def counted(*given: Any) -> float:
        nonlocal calls
        calls += 1
        return score(*given)

    monkeypatch.setattr(happenings, "_score", counted)
    stories = [told(f"d{i:03}", f"Belarus: Am Ort {i} geschah {i}x{i} am Tag.", day="2022-12-07") for i in range(300)]
    stories = [s.but(events=({**s.events[0], "mode": f"m{i}"},)) for i, s in enumerate(stories)]
    assert len(world(*stories).happenings) == 300
    assert calls <= 300 * 41


@pytest.mark.parametrize(
    ("title", "trigger", "count"),
    [
        ("Duma stimmt für Anerkennung", "stimmt", 1),  # the word of the text
        ("Duma billigt Anerkennung", "billigt", 2),  # another word: not sure to be the same
    ],
)
def test_a_headline_tells_what_its_text_tells(title: str, trigger: str, count: int) -> None:
    story = Story(
        id="duma",
        title=title,
        body="Am Dienstag stimmten 351 Abgeordnete dafür.",
        published="2022-02-15",
        names=(("Duma", "organisation", None),),
        times=(("Am Dienstag", "2022-02-15", "2022-02-16"),),
        events=(
            {"trigger": trigger, "type": "AGREE", "mode": None, "actor": (("Duma", None, None),)},
            {"trigger": "stimmten", "type": "AGREE", "mode": None, "time": "Am Dienstag"},
        ),
    )
    made = link([story.marked()]).happenings
    assert len(made) == count
    assert {h.earliest for h in made if h.actors} == ({"2022-02-15"} if count == 1 else {None})


@pytest.mark.parametrize(
    ("one", "other", "count", "why"),
    [
        ("kritisiert", "verklagt", 2, "two words that have only PLOVER's type in common"),
        ("kritisiert", "Kritik", 1, "one stem"),
        ("kritisierte", "kritisiert", 1, "forms of one verb"),
        ("erkennt", "anerkannt", 1, "forms of one verb with a separable prefix"),
    ],
)
def test_one_event_is_told_in_akin_words(one: str, other: str, count: int, why: str) -> None:
    events = tuple({"trigger": t, "type": "ACCUSE", "actor": BELARUS} for t in (one, other))
    made = Story(
        "a", f"Belarus hat {one}, heißt es. Belarus hat {other}, heißt es.", names=(("Belarus", "country", "iso:BLR"),)
    )
    assert len(world(made.but(events=events)).happenings) == count, why


def test_in_two_languages_no_word_is_akin() -> None:
    german = told("a", "Belarus: Es geschah am Tag.", day="2022-12-07")
    english = told("b", "Belarus: It happened am Tag.", day="2022-12-07", trigger="happened").but(language="en")
    assert len(world(german, english).happenings) == 1
