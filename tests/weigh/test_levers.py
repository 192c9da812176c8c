"""What would change a distribution most."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from lagebild.core import Answer, Chance, Distribution, Lever, Outcome, Quantile
from lagebild.weigh import weigh
from lagebild.weigh.catalogue import built_in
from lagebild.weigh.levers import distance, varied

from .factory import asked, corrected, links, report
from .test_spread import MORE, NUMBER, RAID, RATE, REPORTS, REST, TEN, WAR

OUTCOMES = asked(kind="outcomes", outcomes=(WAR, RAID, REST))


def lever(answer: Answer, what: str, id_: str, kind: str = "without") -> Lever:
    return next(x for x in answer.levers if (x.what, x.id, x.kind) == (what, id_, kind))


def chances(given: Distribution) -> dict[str, float]:
    return {c.outcome: c.probability for c in given.chances}


def test_an_origin_left_out_is_the_answer_without_its_reports() -> None:
    whole, without = (weigh(links(r), OUTCOMES, as_of=date(2023, 1, 10)) for r in (REPORTS, REPORTS[:1]))
    found = [x for x in whole.levers if x.what == "origin"]
    assert len(found) == 2
    same = [x for x in found if chances(x.distribution) == pytest.approx(chances(without.distributions[-1]), abs=1e-12)]
    assert len(same) == 1
    assert same[0].moved == pytest.approx(varied(whole.distributions[-1], without.distributions[-1]), abs=1e-12)


def test_with_one_outcome_beside_the_rest_it_is_what_moves_yes_or_no() -> None:
    several = weigh(links(REPORTS), asked(kind="outcomes", outcomes=(WAR, REST)))
    binary = weigh(links(REPORTS), asked(rates=(RATE, replace(RATE, id="same"))))
    theirs = {
        (x.what, x.id, x.kind): x.probability for x in binary.leverage if x.what in ("origin", "evidence", "indicator")
    }
    ours = {(x.what, x.id, x.kind): chances(x.distribution)["war"] for x in several.levers}
    assert ours == pytest.approx(theirs, abs=1e-12)
    assert len(ours) > 10


def test_every_lever_is_a_distribution_and_the_largest_comes_first() -> None:
    answer = weigh(links(REPORTS), OUTCOMES)
    assert {x.kind for x in answer.levers} == {"without", "if seen", "if refuted"}
    signs = {s.indicator.id for s in built_in("war-entry").signs}
    assert {x.id for x in answer.levers if x.kind == "if seen"} == signs
    for x in answer.levers:
        assert math.fsum(c.probability for c in x.distribution.chances) == pytest.approx(1)
        assert 0 <= x.moved <= 1
    moved = [x.moved for x in answer.levers]
    assert moved == sorted(moved, reverse=True)


def test_after_the_close_nothing_is_supposed() -> None:
    answer = weigh(links(REPORTS), OUTCOMES, as_of=OUTCOMES.closes)
    assert not [x for x in answer.levers if x.kind != "without"]


def test_yes_or_no_and_days_keep_their_own_list() -> None:
    for kind in ("binary", "date"):
        answer = weigh(links(REPORTS), asked(kind=kind))
        assert answer.leverage
        assert answer.levers == ()


def test_a_number_without_an_origin_a_report_or_its_base() -> None:
    whole, without = (weigh(links(r), NUMBER, as_of=date(2023, 2, 7)) for r in ([TEN, MORE], [TEN]))
    counted = [r for r in whole.reported if r.weight]
    assert len(counted) == 2
    left = [
        x
        for x in whole.levers
        if x.what == "origin" and x.distribution.quantiles == without.distributions[-1].quantiles
    ]
    assert len(left) == 1
    assert len([x for x in whole.levers if x.what == "evidence"]) == 2
    based = next(x for x in whole.levers if x.what == "prior")
    now = whole.distributions[-1].quantiles
    alone = based.distribution.quantiles
    assert alone[-1].value - alone[0].value < now[-1].value - now[0].value  # what it usually is widens the answer


def test_one_report_more_pulls_the_number_towards_it() -> None:
    answer = weigh(links([TEN, MORE]), NUMBER)
    now = answer.distributions[-1].quantiles
    high, low = (lever(answer, "report", NUMBER.id, kind).distribution.quantiles for kind in ("if high", "if low"))
    assert all(a.value >= b.value >= c.value for a, b, c in zip(high, now, low, strict=True))
    assert high[9].value > low[9].value


def test_without_reports_a_number_has_only_what_a_report_would_do() -> None:
    answer = weigh(links(()), NUMBER)
    assert {(x.what, x.kind) for x in answer.levers} == {("report", "if high"), ("report", "if low")}
    assert NUMBER.measure is not None
    still = replace(NUMBER, measure=replace(NUMBER.measure, drift=None))
    assert weigh(links([TEN]), still).levers == ()


def test_a_corrected_report_is_no_lever() -> None:
    world = links([TEN, report("c", "2023-02-01", "Berichtigung.")], corrections=[corrected("n1", "2023-02-01", 20)])
    answer = weigh(world, NUMBER, as_of=date(2023, 2, 2))
    assert not [x for x in answer.levers if x.what in ("origin", "evidence")]


def test_distances_by_hand() -> None:
    def given(*p: float) -> Distribution:
        names = zip("abc", p, strict=True)
        return Distribution(
            at=date(2023, 1, 1),
            chances=tuple(Chance(outcome=n, probability=q, low=q, high=q, base=q) for n, q in names),
        )

    assert varied(given(0.2, 0.3, 0.5), given(0.4, 0.3, 0.3)) == pytest.approx(0.2)
    one, other = (
        Distribution(at=date(2023, 1, 1), quantiles=tuple(Quantile(n / 4, v, v) for n, v in enumerate(values, 1)))
        for values in ((1.0, 2.0, 3.0), (2.0, 2.0, 5.0))
    )
    assert distance(one, other) == pytest.approx(1.0)


def test_an_outcome_that_no_sign_tells_from_the_rest_is_moved_by_none() -> None:
    fits = tuple((s.indicator.id, s.indicator.p0) for s in built_in("war-entry").signs)
    same = Outcome(id="same", text="x", rate=RATE, fits=fits)
    answer = weigh(links(REPORTS), asked(kind="outcomes", outcomes=(same, REST)))
    assert all(x.moved == pytest.approx(0, abs=1e-12) for x in answer.levers)


def test_the_report_of_a_document_that_is_not_of_the_window_is_no_fault() -> None:
    early = report("e", "2021-01-01", "Belarus verlegt Truppen an die Grenze zur Ukraine.")
    assert weigh(links([early]), OUTCOMES, as_of=date(2022, 11, 1)).levers
