"""Quality floors of link, on public corpora: copies by strength of rewriting, persons across scripts."""

from __future__ import annotations

from bench import linking
from tests.needs import corpus

RECALL = (0.98, 0.98, 0.98, 0.98, 0.8)
PRECISION = 0.98
PERSONS = 0.95  # on the half that is held out


def test_rewrites_are_found_at_every_strength() -> None:
    corpus(*(linking.DATA / name for name in linking.NEWS))
    for floor, found in zip(RECALL, linking.rewrites(), strict=True):
        assert found["recall"] >= floor, found
        assert found["precision"] >= PRECISION, found


def test_persons_are_one_across_scripts() -> None:
    corpus(linking.DATA / linking.PERSONS)
    assert linking.persons(sealed=True)["F1"] >= PERSONS
