"""Seats: a capital or palace as a government or a place, and the actors of one state told as one."""

from __future__ import annotations

import pytest

from lagebild.core import Happening, Links, Span
from lagebild.link import link
from lagebild.link.report import reports
from lagebild.link.seats import located, one_each, seat

from .making import Story


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Minsk", "BLR GOV"),  # a capital
        ("Minsks", "BLR GOV"),  # its genitive
        ("Kiew", "UKR GOV"),  # German
        ("Kyiv", "UKR GOV"),  # English
        ("Kreml", "RUS GOV"),
        ("Kremlin", "RUS GOV"),
        ("the Kremlin", "RUS GOV"),
        ("Weißes Haus", "USA GOV"),
        ("Weißen Haus", "USA GOV"),  # an oblique case
        ("White House", "USA GOV"),
        ("Downing Street", "GBR GOV"),
        ("Brest", None),  # a town that is no capital
        ("Belarus", None),  # a country is no seat
        ("", None),
    ],
)
def test_seats(words: str, code: str | None) -> None:
    assert seat(words) == code


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Minsk dementiert.", "Minsk", False),
        ("Das wird von Minsk gefordert.", "Minsk", False),
        ("Er flog nach Minsk.", "Minsk", True),
        ("Bei Minsk brannte es.", "Minsk", True),
        ("In Minsk traf man sich.", "Minsk", True),
        ("Sie trafen sich im Kreml.", "Kreml", True),
        ("Das sagte der Kreml.", "Kreml", False),
        ("The Kremlin denied it.", "Kremlin", False),
        ("They met in the Kremlin.", "Kremlin", True),
        ("A blast near Minsk was heard.", "Minsk", True),
        ("Talks urged by Minsk began.", "Minsk", False),
        ("Darin Minsk zu sehen, wäre falsch.", "Minsk", False),  # "in" is the end of another word
    ],
)
def test_a_place_by_its_preposition(text: str, name: str, place: bool) -> None:
    (report,) = reports([Story(id="a", body=text).marked()])
    start = text.index(name)
    assert located(report, Span(start, start + len(name))) is place


CODES = {
    "iso:BLR": "BLR",
    "e:code-blr-gov": "BLR GOV",
    "org:BLR-MIL-army": "BLR MIL",
    "org:BLR-GOV-defence-ministry": "BLR GOV",
    "wikidata:Q2866": "BLR GOV",
    "e:opposition": "BLR OPP",
    "e:works": "BLR BUS",
    "wikidata:Q133274": "RUS GOV",
    "e:code-rus-gov": "RUS GOV",
    "iso:RUS": "RUS",
}


@pytest.mark.parametrize(
    ("actors", "kept", "why"),
    [
        ("e:code-blr-gov iso:BLR org:BLR-MIL-army", "org:BLR-MIL-army", "Minsk, Belarus and its army"),
        ("iso:BLR", "iso:BLR", "nobody more special"),
        ("iso:BLR iso:RUS", "iso:BLR iso:RUS", "two countries"),
        ("iso:RUS org:BLR-MIL-army", "iso:RUS org:BLR-MIL-army", "another country's army"),
        ("iso:BLR wikidata:Q2866", "wikidata:Q2866", "the president acts for the country"),
        ("e:opposition iso:BLR", "e:opposition iso:BLR", "the opposition does not"),
        ("e:works iso:BLR", "e:works iso:BLR", "a firm does not"),
        ("e:code-rus-gov wikidata:Q133274", "wikidata:Q133274", "Moscow and the Kremlin"),
        (
            "org:BLR-GOV-defence-ministry org:BLR-MIL-army",
            "org:BLR-GOV-defence-ministry org:BLR-MIL-army",
            "two bodies",
        ),
        ("e:stranger iso:BLR", "e:stranger iso:BLR", "nobody knows whose"),
    ],
)
def test_one_actor_of_a_state(actors: str, kept: str, why: str) -> None:
    made, left = one_each(actors.split(), CODES.get, _shown)
    assert " ".join(made) == kept, why
    assert sorted((*made, *[gone for _, gone in left])) == sorted(actors.split()), "nobody is lost"


def _shown(entity: str) -> str:
    return {"wikidata:Q133274": "Kreml"}.get(entity, entity)


def test_in_talks_two_bodies_of_a_state_may_meet() -> None:
    made, _ = one_each(["e:code-blr-gov", "iso:BLR", "org:BLR-MIL-army"], CODES.get, _shown, sides=True)
    assert made == ("e:code-blr-gov", "org:BLR-MIL-army")


def story(id: str, body: str, actor: str, entity: str, code: str, *, day: str = "2022-12-07") -> Story:
    kind = "place" if entity.startswith("geonames") else "organisation" if "org:" in entity else "country"
    return Story(
        id=id,
        body=body,
        publisher=f"Blatt {id}",
        published=day,
        names=((actor, kind, entity),),
        times=(("am Mittwoch", "2022-12-07", "2022-12-08"),),
        events=({"trigger": "verlegte", "mode": "troops", "actor": ((actor, entity, code),), "time": "am Mittwoch"},),
    )


STATE = story("a", "Belarus verlegte am Mittwoch die 19. Brigade.", "Belarus", "iso:BLR", "BLR")
SEAT = story("b", "Minsk verlegte am Mittwoch die 19. Brigade.", "Minsk", "geonames:625144", "BLR GOV")
ARMY = story(
    "c",
    "Die Armee von Belarus verlegte am Mittwoch die 19. Brigade.",
    "Armee von Belarus",
    "org:BLR-MIL-army",
    "BLR MIL",
)


def world(*stories: Story) -> Links:
    return link(s.marked() for s in stories)


def test_the_state_its_seat_and_its_army_are_one_actor_and_three_origins() -> None:
    made = world(STATE, SEAT, ARMY)
    (one,) = made.happenings
    assert one.actors == ("org:BLR-MIL-army",)
    assert len(one.origins) == 3, "who is shown changes no count"
    assert {e.id for e in made.entities} >= {"iso:BLR", "e:code-blr-gov", "org:BLR-MIL-army"}, "all are kept"
    assert [n.key for n in one.why].count("link.one_actor") == 2


def test_order_changes_nothing() -> None:
    def told(*stories: Story) -> tuple[Happening, ...]:
        return world(*stories).happenings

    assert told(STATE, SEAT, ARMY) == told(ARMY, STATE, SEAT)


def test_a_town_with_a_preposition_of_place_is_no_actor() -> None:
    body = "In Minsk verlegte am Mittwoch jemand Kabel."
    (one,) = world(story("a", body, "Minsk", "geonames:625144", "BLR GOV")).happenings
    assert one.actors == ()


def test_a_capital_that_speaks_is_its_government() -> None:
    said = SEAT.but(
        id="d",
        body="Minsk bestritt, dass die 19. Brigade am Mittwoch verlegt wurde.",
        statements=(
            {"content": "dass die 19. Brigade am Mittwoch verlegt wurde", "speaker": "Minsk", "cue": "bestritt"},
        ),
        events=(
            {
                "trigger": "verlegt",
                "mode": "troops",
                "time": "am Mittwoch",
                "factuality": "denied",
                "statement": "dass die 19. Brigade am Mittwoch verlegt wurde",
            },
        ),
    )
    made = world(STATE, said)
    (claim,) = made.claims
    assert {(v.speaker, v.stance) for v in claim.voices} == {(None, "asserts"), ("e:code-blr-gov", "denies")}
    assert "Minsk" in next(e for e in made.entities if e.id == "e:code-blr-gov").name
