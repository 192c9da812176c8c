"""Scope: what a negation reaches. Each false contradiction has its real counterpart beside it."""

from __future__ import annotations

import pytest

from lagebild.core import Claim
from lagebild.link import link
from lagebild.link.report import reports
from lagebild.link.scope import truth_of

from .making import BELARUS, Story

DAY = (("am Mittwoch", "2022-12-07", "2022-12-08"),)
TOLD = Story(
    id="told",
    body="Belarus hält am Mittwoch bei Lida ein Manöver ab, an dem 300 Panzer teilnehmen.",
    publisher="Blatt A",
    names=(("Belarus", "country", "iso:BLR"), ("Lida", "place", None)),
    times=DAY,
    events=({"trigger": "Manöver", "mode": "exercise", "actor": BELARUS, "time": "am Mittwoch", "place": "Lida"},),
)


def said(content: str, trigger: str, *, cue: str = "sagte er", factuality: str = "happened", polarity: str) -> Story:
    body = f"Belarus, Lida, am Mittwoch: {cue}, {content}."
    event = {"trigger": trigger, "mode": "exercise", "actor": BELARUS, "time": "am Mittwoch", "place": "Lida"}
    return TOLD.but(
        id="said",
        body=body,
        publisher="Blatt B",
        statements=({"content": content, "cue": cue, "polarity": polarity},),
        events=({**event, "factuality": factuality, "statement": content},),
    )


def claim(story: Story) -> Claim:
    (one,) = link(s.marked() for s in (TOLD, story)).claims
    return one


@pytest.mark.parametrize(
    ("content", "trigger", "why"),
    [
        ("das Manöver sei kein Zeichen für einen Krieg", "Manöver", "a definite noun is presupposed"),
        ("dieses große Manöver habe mit Krieg nichts zu tun", "Manöver", "an adjective between"),
        ("the drill looked like a distraction and not like an invasion", "drill", "what stands before “not”"),
        ("the Belarusian drill was not a threat", "drill", "the adjective of a country"),
        ("it was not a threat but a drill", "drill", "behind “but”"),
        ("es sei keine Drohung, sondern ein Manöver", "Manöver", "behind “sondern”"),
    ],
)
def test_the_negation_does_not_reach_the_event(content: str, trigger: str, why: str) -> None:
    assert claim(said(content, trigger, polarity="negative")).contradiction is None, why


@pytest.mark.parametrize(
    ("content", "trigger", "cue", "why"),
    [
        ("das Manöver habe nicht stattgefunden", "Manöver", "sagte er", "its existence is denied"),
        ("es gebe dort kein Manöver", "Manöver", "sagte er", "an indefinite noun behind its negation"),
        ("there was no drill in the region", "drill", "he said", "the same in English"),
        ("the drill did not take place", "drill", "he said", "the same with a definite noun"),
        ("das Manöver bei der Stadt", "Manöver", "er bestritt", "a denying verb reaches its content"),
        ("holding the drill", "drill", "he denied", "the same in English"),
    ],
)
def test_the_negation_reaches_the_event(content: str, trigger: str, cue: str, why: str) -> None:
    found = claim(said(content, trigger, cue=cue, polarity="negative")).contradiction
    assert found is not None, why
    assert found.key == "link.denied"


def test_the_denial_itself_is_not_denied() -> None:
    """ "Minsk dementiert Pläne" denies the plans, not the denying."""
    event = {"type": "REJECT", "mode": "deny", "actor": BELARUS, "time": "am Mittwoch"}
    first = TOLD.but(
        body="Belarus dementiert am Mittwoch Pläne für Lida.",
        statements=({"content": "Pläne für Lida", "cue": "dementiert", "polarity": "negative"},),
        events=({**event, "trigger": "dementiert", "statement": "Pläne für Lida"},),
    )
    other = TOLD.but(
        id="other",
        publisher="Blatt B",
        body="Belarus wies am Mittwoch Berichte über Lida zurück.",
        events=({**event, "trigger": "wies"},),
    )
    (one,) = link(s.marked() for s in (first, other)).claims
    assert one.contradiction is None
    assert {v.stance for v in one.voices} == {"asserts"}


@pytest.mark.parametrize(
    ("body", "trigger"),
    [
        ("Belarus will am Mittwoch reden, um ein Manöver bei Lida nicht abzuhalten.", "abzuhalten"),
        ("Belarus redet am Mittwoch, damit niemand bei Lida übt.", "übt"),
        ("Belarus talks am Mittwoch, so that nobody drills near Lida.", "drills"),
    ],
)
def test_what_a_purpose_clause_negates_is_no_denial(body: str, trigger: str) -> None:
    event = {"mode": "exercise", "actor": BELARUS, "time": "am Mittwoch", "factuality": "denied", "place": "Lida"}
    other = TOLD.but(id="other", publisher="Blatt B", body=body, events=({**event, "trigger": trigger},))
    made = link(s.marked() for s in (TOLD, other))
    assert not [c for c in made.claims if c.contradiction]
    real = other.but(body=f"Belarus: am Mittwoch bei Lida niemand {trigger}.")
    assert [c for c in link(s.marked() for s in (TOLD, real)).claims if c.contradiction], "outside of one it is"


def test_another_day_is_no_contradiction() -> None:
    """What is denied of Tuesday is not denied of Wednesday, though the words make it one happening."""
    denied = TOLD.but(
        id="said",
        publisher="Blatt B",
        body="Belarus hat am Dienstag bei Lida kein Manöver abgehalten, an dem 300 Panzer teilnehmen.",
        times=(("am Dienstag", "2022-12-06", "2022-12-07"),),
        events=({**TOLD.events[0], "time": "am Dienstag", "factuality": "denied"},),
    )
    made = link(s.marked() for s in (TOLD, denied))
    assert not [c for c in made.claims if c.contradiction]


@pytest.mark.parametrize("factuality", ["possible", "hypothetical", "unclear"])
def test_what_may_be_is_not_set_against_a_denial(factuality: str) -> None:
    maybe = TOLD.but(events=({**TOLD.events[0], "factuality": factuality},))
    denied = TOLD.but(id="said", publisher="Blatt B", events=({**TOLD.events[0], "factuality": "denied"},))
    made = link(s.marked() for s in (maybe, denied))
    assert not [c for c in made.claims if c.contradiction]


@pytest.mark.parametrize(
    ("text", "trigger", "denied"),
    [
        ("Der angekündigte Abzug russischer Truppen hat bisher nicht stattgefunden.", "Abzug", True),
        ("Ein Abzug russischer Truppen fand nicht statt.", "Abzug", True),
        ("Der Angriff auf Kiew erfolgte am Montag.", "Angriff", False),  # no negation
        ("Der Angriff auf Kiew fand nicht am Montag statt.", "Angriff", False),  # only the day is negated
        ("Der Abzug hat nicht stattgefunden, sondern wurde verschoben.", "Abzug", False),  # corrected behind it
        ("Der Angriff dauert an, Gespräche fanden nicht statt.", "Angriff", False),  # another clause's subject
        ("The attack on Kharkiv did not take place.", "attack", True),
        ("The withdrawal of Russian troops has not yet taken place.", "withdrawal", True),
        ("The attack on Kharkiv took place on Monday.", "attack", False),
        ("The attack showed that talks would not take place.", "attack", False),  # another clause's subject
    ],
)
def test_what_did_not_take_place_is_denied(text: str, trigger: str, denied: bool) -> None:
    (report,) = reports([Story(id="a", body=text, events=({"trigger": trigger},)).marked()])
    assert truth_of(report, report.marked.marks.events[0]) == ("denied" if denied else "happened")


@pytest.mark.parametrize(
    ("text", "trigger", "truth"),
    [
        ("Unter dem Vorwand der Übung könnten Verbände in den Süden gelangen.", "Übung", "ongoing"),
        ("Under the guise of the drill, troops could move south.", "drill", "ongoing"),
        ("Während der Übung könnten Verbände in den Süden gelangen.", "Übung", "ongoing"),
        ("Unter dem Vorwand einer Übung könnten Verbände in den Süden gelangen.", "Übung", "possible"),  # any drill
        ("Die Übung könnte verschoben werden.", "Übung", "possible"),  # it is what may be
    ],
)
def test_what_is_a_cover_takes_place(text: str, trigger: str, truth: str) -> None:
    story = Story(id="a", body=text, events=({"trigger": trigger, "factuality": "possible"},))
    (report,) = reports([story.marked()])
    assert truth_of(report, report.marked.marks.events[0]) == truth
