"""Quality floors of the pooling of crowds, on the open half of the corpus: Brier against the plain mean."""

from __future__ import annotations

from functools import cache

import pytest
from bench import crowd
from tests.needs import corpus

# The most that the default may lie above the plain mean.
MOST = {"superforecasters on market questions": 0.0, "professionals": 0.001, "lay crowd": -0.010}
REGRET = 0.002


@cache
def asked() -> list[crowd.Asked]:
    return crowd.load(corpus(crowd.file()))


@pytest.mark.parametrize("target", MOST)
def test_against_the_plain_mean(target: str) -> None:
    questions = [a for a in asked() if a.set in crowd.TARGETS[target]]
    found = crowd.paired(questions, crowd.ways()["default"])
    assert found.difference <= MOST[target], found


@pytest.mark.parametrize("name", crowd.KIND_OF)
@pytest.mark.parametrize("way", ["default", "unknown"])
def test_regret_on_any_set(name: str, way: str) -> None:
    """Whether told the kind of crowd or not."""
    questions = [a for a in asked() if a.set == name]
    found = crowd.paired(questions, crowd.ways()[way])
    assert found.difference <= REGRET, found
