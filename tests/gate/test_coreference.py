"""Quality floors of event coreference, on topics that were not trained on."""

from __future__ import annotations

import os

import pytest
from training.coreference.corpus import folds, read
from training.coreference.train import FILE, PARTS, judged, prepared, scorer

from lagebild.link.coreference.chain import by_lemma, linked
from lagebild.link.coreference.model import THRESHOLD, shipped

ABOVE = 0.08  # CoNLL F1 above the lemma baseline of the same texts
SHIPPED = 0.77  # of the shipped weights, which have seen these topics: that file and code fit each other


def test_events_are_one_across_texts() -> None:
    if not FILE.exists():
        if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
            pytest.fail(f"{FILE} is absent, but LAGEBILD_REQUIRE_DATA is set")
        pytest.skip(f"{FILE} is absent: set LAGEBILD_DATA to where the corpora lie")
    unseen, *rest = (prepared(texts) for texts in folds(read(FILE), PARTS))
    baseline = judged(unseen, by_lemma(unseen.known, unseen.topics)).conll
    found = judged(unseen, linked(unseen.known, unseen.topics, scorer(rest), THRESHOLD)).conll
    assert found >= baseline + ABOVE
    assert judged(unseen, linked(unseen.known, unseen.topics, shipped(), THRESHOLD)).conll >= SHIPPED
