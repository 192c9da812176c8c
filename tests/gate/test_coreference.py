"""Quality floors of event coreference, on topics that were not trained on."""

from __future__ import annotations

from tests.needs import corpus
from training.coreference.corpus import folds, read
from training.coreference.train import FILE, PARTS, judged, prepared, scorer

from lagebild.link.coreference.chain import by_lemma, linked
from lagebild.link.coreference.model import THRESHOLD, shipped

ABOVE = 0.08  # CoNLL F1 above the lemma baseline of the same texts
SHIPPED = 0.77  # of the shipped weights, which have seen these topics: that file and code fit each other


def test_events_are_one_across_texts() -> None:
    unseen, *rest = (prepared(texts) for texts in folds(read(corpus(FILE)), PARTS))
    baseline = judged(unseen, by_lemma(unseen.known, unseen.topics)).conll
    found = judged(unseen, linked(unseen.known, unseen.topics, scorer(rest), THRESHOLD)).conll
    assert found >= baseline + ABOVE
    assert judged(unseen, linked(unseen.known, unseen.topics, shipped(), THRESHOLD)).conll >= SHIPPED
