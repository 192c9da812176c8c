"""Chains of citation: what two reports have from a third is one source for that statement, though texts differ."""

from __future__ import annotations

import pytest

from lagebild.core import Links, Span
from lagebild.link import link
from lagebild.link.outlets import known_outlets, told_by
from lagebild.link.report import reports

from .making import BELARUS, Story

# Different words throughout, so that the reports are no copies, and long enough that what follows is no lead.
LEAD = {id: "".join(f"Kapitel {id}{i} wuchs {id}{i * i} Meter. " for i in range(30)) for id in "ab"}


def story(id: str, passage: str, **more: object) -> Story:
    """A long report of its own in which one passage tells of an event, with the trigger "verlegt" or "moved"."""
    trigger = "moved" if "moved" in passage else "verlegt"
    return Story(
        id=id,
        body=f"{LEAD.get(id, '')}{passage}",
        publisher=f"Blatt {id}",
        names=(("Belarus", "country", "iso:BLR"),) if "Belarus" in passage else (),
        times=tuple((w, "2022-12-07", "2022-12-08") for w in ("am Mittwoch", "on Wednesday") if w in passage),
        events=(
            {
                "trigger": trigger,
                "mode": "troops",
                "actor": BELARUS,
                "time": "on Wednesday" if "on Wednesday" in passage else "am Mittwoch",
            },
        ),
    ).but(**more)


def world(*stories: Story) -> Links:
    return link(s.marked() for s in stories)


def count(*stories: Story) -> int:
    (one,) = world(*stories).happenings
    return len(one.origins)


OWN = story("b", "Belarus hat am Mittwoch die 19. Brigade verlegt.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt.",
            "Die 19. Brigade hat Belarus Reuters zufolge am Mittwoch verlegt.",
        ),
        (
            "Wie die New York Times berichtet, hat Belarus am Mittwoch die 19. Brigade verlegt.",
            "Belarus hat am Mittwoch die 19. Brigade verlegt, so ein Bericht der New York Times.",
        ),
        (
            "It rained. Belarus moved the 19. Brigade on Wednesday, the New York Times reported.",
            "According to the New York Times, Belarus moved the 19. Brigade on Wednesday.",
        ),
        (
            "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt.",
            "Belarus moved the 19. Brigade on Wednesday, Reuters reported.",
        ),
    ],
)
def test_both_have_it_from_a_third(one: str, other: str) -> None:
    made = world(story("a", one), story("b", other))
    assert len(made.origins) == 2, "the reports themselves are two"
    (event,) = made.happenings
    assert len(event.origins) == 1, "but in this they are one source"
    assert any(n.key == "link.same_outlet" for n in event.why)


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        ("Belarus hat am Mittwoch die 19. Brigade verlegt.", "it names nobody"),
        ("Laut Interfax hat Belarus am Mittwoch die 19. Brigade verlegt.", "another agency"),
        ("Laut Reuters regnete es. Belarus hat am Mittwoch die 19. Brigade verlegt.", "another sentence"),
        (
            "Belarus hat am Mittwoch die 19. Brigade verlegt, nicht weit vom Haus der Reuters.",
            "named, but not as a source",
        ),
    ],
)
def test_two_sources_stay_two(passage: str, why: str) -> None:
    assert count(story("a", "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt."), OWN.but(
        body=LEAD["b"] + passage)) == 2, why  # fmt: skip


def test_the_third_itself_is_the_same_source() -> None:
    agency = story("c", "Belarus hat am Mittwoch die 19. Brigade verlegt.", publisher="Reuters")
    assert count(agency, story("a", "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt.")) == 1


def test_a_passage_of_its_own_makes_it_a_source_of_its_own() -> None:
    """A report that tells the same in its own voice elsewhere does not rest on the agency alone."""
    both = story(
        "a", "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt. Reporter sahen es am Ort: verladen."
    )
    both = both.but(events=(*both.events, {**both.events[0], "trigger": "verladen", "time": ""}))
    assert count(both, story("b", "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt.")) == 2


def test_the_voices_of_a_claim_have_one_origin() -> None:
    one = story("a", "Laut Reuters hat Belarus am Mittwoch die 19. Brigade verlegt.")
    (claim,) = world(
        one, OWN.but(body=LEAD["b"] + "Reuters meldete: Belarus hat am Mittwoch die 19. Brigade verlegt.")
    ).claims
    assert len(claim.voices) == 2
    assert len({v.origin for v in claim.voices}) == 1


def test_figures_from_one_agency_have_one_origin() -> None:
    def figure(id: str, passage: str) -> Story:
        return Story(
            id=id,
            body=LEAD[id] + passage,
            publisher=f"Blatt {id}",
            names=(("russische", "people", "iso:RUS"),),
            quantities=(("9.000", 9000, 9000, "Soldaten"),),
        )

    first = figure("a", "Laut Reuters sind dort 9.000 russische Soldaten.")
    (claim,) = world(first, figure("b", "Es seien 9.000 russische Soldaten, berichtet Reuters.")).claims
    assert len({v.origin for v in claim.voices}) == 1
    (claim,) = world(first, figure("b", "Es seien 9.000 russische Soldaten.")).claims
    assert len({v.origin for v in claim.voices}) == 2


def test_a_platform_is_no_source() -> None:
    """What two ministries wrote on Telegram has not one source."""

    def posted(id: str) -> Story:
        made = story(id, "Belarus hat am Mittwoch die 19. Brigade verlegt, hieß es auf Telegram.")
        said = "Belarus hat am Mittwoch die 19. Brigade verlegt"
        return made.but(
            statements=({"content": said, "outlet": "Telegram"},), events=({**made.events[0], "statement": said},)
        )

    assert count(posted("a"), posted("b")) == 2


def test_its_own_name_is_no_citation() -> None:
    (report,) = reports([story("a", "Laut Reuters ist es so.", publisher="Reuters", events=(), times=()).marked()])
    start = report.text.index("Laut")
    assert told_by(report, Span(start, len(report.text)), known_outlets([report])) is None
