"""Decisions laid over the machine's work: what each does, and the laws they keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import Answer, Change, Cite, Entity, Happening, Links, Name, Span
from lagebild.core.answers import ChangeKind
from lagebild.errors import BadInput
from lagebild.weigh import weigh
from lagebild.weigh.catalogue import built_in, loads, source
from lagebild.weigh.hand import decided
from lagebild.weigh.hand.figures import parsed
from lagebild.weigh.hand.grades import weight

from .factory import QUESTION, asked, links, report

BUILD_UP = "Belarus verlegt weitere Truppen an die Grenze zur Ukraine."
HOSPITAL = "Belarus errichtet bei Gomel ein Feldlazarett."
EXERCISE = "Russland und Belarus haben ein gemeinsames Militärmanöver begonnen."
WITHDRAWAL = "Russland zieht einen Teil seiner Truppen aus Belarus ab, sie werden abgezogen."
WORLD = links(
    [
        report("a", "2023-01-03", BUILD_UP, publisher="Blatt"),
        report("b", "2023-01-05", HOSPITAL, publisher="Bote"),
        report("c", "2023-01-09", EXERCISE, publisher="Blatt"),
        report("d", "2023-01-10", WITHDRAWAL, publisher="Welle"),
        report("e", "2023-01-11", BUILD_UP, publisher="Bote"),
    ]
)
DAY = date(2023, 1, 12)


def change(number: int, kind: ChangeKind, target: str, value: str | None = None, **more: Any) -> Change:
    """A decision, by AK, with a reason."""
    return Change(id=number, kind=kind, who="AK", added="2023-01-12T08:00:00Z", reason="so", target=target,
                  value=value, **more)  # fmt: skip


def at(name: str, text: str) -> Cite:
    """The whole sentence of a report, as evidence cites it."""
    return Cite(name, 1, Span(0, len(text)))


def answered(*changes: Change, world: Links = WORLD, **more: Any) -> Answer:
    """The answer under decisions."""
    return weigh(world, more.pop("question", QUESTION), as_of=DAY, decisions=changes, **more)


def p(answer: Answer) -> float:
    """Its probability."""
    assert answer.forecast is not None
    return answer.forecast.probability


def odds(answer: Answer) -> float:
    """Its log-odds."""
    return math.log(p(answer) / (1 - p(answer)))


def weights(answer: Answer) -> dict[str, float]:
    """What each sign counts for."""
    found: dict[str, float] = {}
    for e in answer.evidence:
        found[e.indicator] = found.get(e.indicator, 0.0) + e.weight
    return found


MACHINE = answered()
DECISIONS = (
    change(1, "reject", "evidence:build-up", cite=at("a", BUILD_UP)),
    change(2, "ratio", "evidence:medical", "1.5", cite=at("b", HOSPITAL)),
    change(3, "grade", "source:Blatt", "E5"),
    change(4, "relink", "evidence:exercise", "inspection", cite=at("c", EXERCISE)),
    change(5, "figure", "indicator:withdrawal", "p0=0.7"),
    change(6, "reject", "report:build-up", cite=at("e", BUILD_UP)),
    change(7, "answer", "answer", "0.2"),
)


# --- what each does ---------------------------------------------------------------------------------------------------


def test_the_example_has_all_that_the_decisions_are_about() -> None:
    assert set(weights(MACHINE)) == {"build-up", "medical", "exercise", "withdrawal"}
    assert MACHINE.machine is None
    assert MACHINE.effects == ()


def test_a_rejected_item_counts_no_more() -> None:
    found = answered(DECISIONS[0])
    assert "build-up" not in weights(found)
    assert p(found) < p(MACHINE)
    assert found.machine is not None
    assert found.machine.probability == p(MACHINE)


def test_one_rejected_report_leaves_the_others() -> None:
    found = answered(DECISIONS[5])
    (item,) = [e for e in found.evidence if e.indicator == "build-up"]
    assert [c.document for c in item.cites] == ["a"]
    both = answered(DECISIONS[5], change(8, "reject", "report:build-up", cite=at("a", BUILD_UP)))
    assert "build-up" not in weights(both)
    again = answered(DECISIONS[5], change(9, "accept", "report:build-up", cite=at("e", BUILD_UP)))
    assert p(again) == p(MACHINE)


def test_a_rejected_event_takes_the_sign_along_that_was_found_by_its_words() -> None:
    start = BUILD_UP.index("verlegt")
    event = replace(_event(start), id=f"e{start}-{start + 7}")
    marked = report("a", "2023-01-03", BUILD_UP)
    world = links([replace(marked, marks=replace(marked.marks, events=(event,)))])
    cite = Cite("a", 1, Span(start, start + 7), event.id)
    assert "build-up" in weights(answered(world=world))
    found = answered(change(1, "reject", "mark", cite=cite), world=world)
    assert weights(found) == {}
    assert found.links.marked[0].marks.events == ()
    assert found.effects[0].found


def _event(start: int) -> Any:
    from lagebild.core import Event

    return Event(
        id="e", span=Span(start, start + 7), by="test/1", type="MOBILIZE", mode="troops", factuality="happened"
    )


def test_a_ratio_set_by_hand_counts_as_it_is() -> None:
    found = answered(DECISIONS[1])
    (item,) = [e for e in found.evidence if e.indicator == "medical"]
    assert list(item.ratio) == pytest.approx([1.5] * 3)
    assert any(n.key == "hand.ratio" for n in item.why)


@pytest.mark.parametrize("value", ["0.2", "1", "5"])
def test_a_ratio_may_turn_an_item_round(value: str) -> None:
    found = answered(change(1, "ratio", "evidence:medical", value, cite=at("b", HOSPITAL)))
    (item,) = [e for e in found.evidence if e.indicator == "medical"]
    assert math.copysign(1, item.weight) == math.copysign(1, math.log(float(value))) or float(value) == 1
    negated = answered(change(1, "ratio", "evidence:medical", value, cite=at("b", HOSPITAL)),
                       question=asked(negated=True))  # fmt: skip
    (turned,) = [e for e in negated.evidence if e.indicator == "medical"]
    assert turned.ratio.best == pytest.approx(float(value))  # for yes, as the question is asked


@pytest.mark.parametrize(
    ("grade", "share"),
    [("A1", 1.0), ("C2", 0.6), ("B3", 0.5), ("E5", 0.05), ("F4", 0.25), ("D6", 0.3), ("F6", None)],
)
def test_what_a_grade_is_worth(grade: str, share: float | None) -> None:
    assert weight(grade) == share


def test_a_catalogue_may_say_what_grades_are_worth() -> None:
    own = loads("grades = { C = 0.2 }\n" + source("war-entry"))
    grade = change(1, "grade", "source:Bote", "C1")
    assert p(answered(grade, catalogue=own)) < p(answered(grade)) < p(answered())
    assert weight("C1", dict(own.grades)) == 0.2


def test_a_worse_grade_never_says_more() -> None:
    sizes = []
    for grade in ("A1", "B2", "C3", "D4", "E5"):
        found = answered(change(1, "grade", "evidence:medical", grade, cite=at("b", HOSPITAL)))
        sizes.append(weights(found)["medical"])
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == weights(MACHINE)["medical"]  # nothing doubted it
    assert p(answered(change(1, "grade", "source:Bote", "F6"))) == p(MACHINE)


def test_the_more_particular_grade_counts() -> None:
    one = change(1, "grade", "report:medical", "E5", cite=at("b", HOSPITAL))
    other = change(2, "grade", "source:Bote", "A1")
    assert weights(answered(one, other))["medical"] == weights(answered(one))["medical"]


def test_evidence_counts_for_another_sign() -> None:
    found = answered(DECISIONS[3])
    assert "exercise" not in weights(found)
    (item,) = [e for e in found.evidence if e.indicator == "inspection"]
    assert {c.document for c in item.cites} == {"c"}
    assert found.effects[0].found


def test_a_figure_of_the_catalogue() -> None:
    found = answered(DECISIONS[4])
    (sign,) = [i for i in found.indicators if i.id == "withdrawal"]
    assert sign.p0.best == 0.7
    assert sign.p0.low < 0.7 < sign.p0.high
    assert p(found) < p(MACHINE)  # the sign is now rarer with a yes


@pytest.mark.parametrize("value", ["p0", "p0=", "p0=2", "p0=0.3,0.2,0.4", "c=0.5", "p0=0.1,0.2", "p0=x"])
def test_what_is_no_figure(value: str) -> None:
    with pytest.raises(BadInput, match="is no figure of a sign"):
        parsed(value, MACHINE.indicators[0])


def test_the_analysts_own_answer() -> None:
    found = answered(DECISIONS[6])
    assert p(found) == 0.2
    assert found.forecast is not None
    assert found.forecast.low < 0.2 < found.forecast.high
    assert found.history[-1] == found.forecast
    assert found.effects[0].step == pytest.approx(math.log(0.25) - odds(MACHINE))
    closed = weigh(WORLD, QUESTION, as_of=QUESTION.closes, decisions=DECISIONS[6:])
    assert p(closed) == 0.0  # after the deadline there is nothing to say
    assert not closed.effects[0].found


def test_what_is_not_there_does_nothing_and_says_so() -> None:
    gone = (
        change(1, "reject", "evidence:build-up", cite=None, lost=True),
        change(2, "reject", "evidence:medical", cite=at("a", BUILD_UP)),  # no such sign there
        change(3, "grade", "source:Niemand", "E5"),
        change(4, "figure", "indicator:none", "p0=0.5"),
        change(5, "relink", "evidence:exercise", "none", cite=at("c", EXERCISE)),
    )
    found = answered(*gone)
    assert p(found) == p(MACHINE)
    assert [(e.found, e.step) for e in found.effects] == [(False, 0.0)] * 5


# --- the world --------------------------------------------------------------------------------------------------------

SPOKE = "Anna Berg sprach in Minsk. Anna Berg reiste ab."
OTHER = "Anna Berg wohnt in Kiew."


def people() -> Links:
    """Two reports that name one person, as link takes her for one; and another one."""

    def named(name: str, text: str, who: str) -> Any:
        marked = report(name, "2023-01-03", text)
        starts = [i for i in range(len(text)) if text.startswith(who, i)]
        names = tuple(
            Name(id=f"n{s}-{s + len(who)}", span=Span(s, s + len(who)), by="t/1", kind="person") for s in starts
        )
        both = tuple(sorted((*marked.marks.names, *names), key=lambda n: n.span))
        return replace(marked, marks=replace(marked.marks, names=both))

    from lagebild.link import link

    return link([named("a", SPOKE, "Anna Berg"), named("b", OTHER, "Anna Berg"),
                 named("c", "Berta Tal kam.", "Berta Tal")])  # fmt: skip


def entity(found: Links, name: str) -> Entity:
    """The entity of that name."""
    (one,) = [e for e in found.entities if e.name == name]
    return one


def test_a_merge_makes_two_entities_one() -> None:
    world = people()
    one, other = entity(world, "Anna Berg"), entity(world, "Berta Tal")
    merge = change(1, "merge", "entity", cite=other.mentions[0], toward=one.mentions[0])
    found = decided(world, (merge,))
    assert found.found == {1}
    (joined,) = [e for e in found.links.entities if {"Anna Berg", "Berta Tal"} <= {e.name, *e.aliases}]
    assert set(joined.mentions) == {*one.mentions, *other.mentions}
    assert [n.key for n in joined.why if n.key.startswith("hand.")] == ["hand.merged"]
    swapped = change(1, "merge", "entity", cite=one.mentions[0], toward=other.mentions[0])
    assert decided(world, (swapped,)).links.entities == found.links.entities


def test_a_split_parts_the_same_words_in_one_document() -> None:
    world = people()
    first = next(m for m in entity(world, "Anna Berg").mentions if m.document == "a")
    found = decided(world, (change(1, "split", "entity", "Anna Berg (Minsk)", cite=first),))
    parted = entity(found.links, "Anna Berg (Minsk)")
    assert {m.document for m in parted.mentions} == {"a"}
    assert len(parted.mentions) == 2
    assert {m.document for m in entity(found.links, "Anna Berg").mentions} == {"b"}


def happening(number: int, *cites: Cite) -> Happening:
    """A happening told at these places."""
    origins = tuple(sorted({f"o-{c.document}" for c in cites}))
    return Happening(f"h{number}", "MOBILIZE", "troops", ("iso:BLR",), (), None, None, None, "happened", cites, origins,
                     "2023-01-03")  # fmt: skip


def test_reports_move_between_happenings() -> None:
    one, two, three = (Cite(n, 1, Span(8, 15), "e8-15") for n in ("a", "b", "c"))
    world = replace(WORLD, happenings=(happening(1, one, two), happening(2, three)))
    moved = decided(world, (change(1, "move", "happening", cite=two, toward=three),)).links.happenings
    assert {h.id: [m.document for m in h.mentions] for h in moved} == {"h1": ["a"], "h2": ["b", "c"]}
    assert {h.id: h.origins for h in moved} == {"h1": ("o-a",), "h2": ("o-b", "o-c")}
    alone = decided(world, (change(1, "move", "happening", cite=two),)).links.happenings
    assert sorted(len(h.mentions) for h in alone) == [1, 1, 1]
    merged = decided(world, (change(1, "merge", "happening", cite=one, toward=three),)).links.happenings
    assert [len(h.mentions) for h in merged] == [3]
    assert merged[0].why[-1].key == "hand.moved"
    assert decided(world, (change(1, "move", "happening", cite=at("d", "x")),)).found == frozenset()


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from(DECISIONS)), st.sampled_from(DECISIONS))
def test_taking_one_back_gives_exactly_the_answer_without_it(taken: set[Change], one: Change) -> None:
    others = sorted(taken - {one}, key=lambda c: c.id)
    with_it = answered(*others, one)
    assert with_it.machine == replace(MACHINE.forecast, because=(), moved_by=())  # type: ignore[type-var]
    without = answered(*others)
    effect = next(e for e in with_it.effects if e.change == one)
    if one.kind != "answer" and not any(c.kind == "answer" for c in others):
        assert effect.step == pytest.approx(odds(with_it) - odds(without), abs=1e-9)


def independent() -> Sequence[Change]:
    """Decisions about different things."""
    return (DECISIONS[0], DECISIONS[1], DECISIONS[3], DECISIONS[4])


def test_the_order_of_independent_decisions_changes_nothing() -> None:
    answers = set()
    for order in list(permutations(independent()))[::6]:
        renumbered = [replace(c, id=n) for n, c in enumerate(order, 1)]
        found = answered(*renumbered)
        assert found.forecast is not None
        answers.add((found.forecast.probability, found.forecast.low, found.forecast.high))
    assert len(answers) == 1


def test_of_two_about_one_thing_the_last_counts() -> None:
    low, high = (change(n, "ratio", "evidence:medical", v, cite=at("b", HOSPITAL)) for n, v in ((1, "2"), (2, "4")))
    assert p(answered(low, high)) == p(answered(high))
    assert p(answered(replace(low, id=3), high)) == p(answered(low))


def test_decisions_stand_in_the_digests() -> None:
    kept = [dict(answered(*c).digests) for c in ((), DECISIONS[:1], DECISIONS[1:2])]
    assert "decisions" not in kept[0]
    assert kept[1]["decisions"] != kept[2]["decisions"]
    assert kept[0]["models"] == kept[1]["models"]


def test_explanations_of_a_catalogue_lie_on_both_sides_of_p0() -> None:
    catalogue = built_in("war-entry")
    for sign in catalogue.indicators:
        fits = [dict(h.fits)[sign.id].best for h in catalogue.hypotheses]
        assert min(fits) <= sign.p0.best <= max(fits), sign.id
