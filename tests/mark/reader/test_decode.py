"""Labels: the best allowed sequence, by trying them all; chunks as labels say."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lagebild.core import Span
from lagebild.mark.reader.decode import chunks, names, path, transitions
from lagebild.mark.words import words

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")
SCORES = arrays(np.float32, st.tuples(st.integers(1, 4), st.just(len(LABELS))), elements=st.floats(-8, 0, width=32))


def allowed(labels: tuple[int, ...]) -> bool:
    before = "O"
    for label in (LABELS[i] for i in labels):
        if label[0] == "I" and before[1:] != label[1:]:
            return False
        before = label
    return True


@given(SCORES)
def test_no_allowed_sequence_is_better(logs: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    found = path(logs, LABELS)
    assert allowed(tuple(found))
    every = (c for c in product(range(len(LABELS)), repeat=len(logs)) if allowed(c))
    best = max(float(sum(logs[i, label] for i, label in enumerate(c))) for c in every)
    assert sum(logs[i, label] for i, label in enumerate(found)) == pytest.approx(best, abs=1e-4)


def sure(*labels: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    logs = np.full((len(labels), len(LABELS)), -20, np.float32)
    for i, label in enumerate(labels):
        logs[i, LABELS.index(label)] = 0
    return logs


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ("O O", []),
        ("B-x I-x O", [(0, 2, "x")]),
        # Two names side by side.
        ("B-x B-x", [(0, 1, "x"), (1, 2, "x")]),
        ("O B-y I-y", [(1, 3, "y")]),
        # A name cannot begin in its middle: its first word is taken for the beginning, or it is none.
        ("O I-x I-x", [(1, 3, "x")]),
    ],
)
def test_names_in_labels(labels: str, names: list[tuple[int, int, str]]) -> None:
    logs = sure(*labels.split())
    logs[:, 1] = np.maximum(logs[:, 1], -3)
    assert [tuple(c)[:3] for c in chunks(logs, LABELS)] == names


def test_no_words_no_names() -> None:
    assert list(chunks(np.zeros((0, len(LABELS)), np.float32), LABELS)) == []


def test_what_may_follow() -> None:
    begin, follow = transitions(LABELS)
    assert [label for label, value in zip(LABELS, begin, strict=True) if value == 0] == ["O", "B-x", "B-y"]
    after = {LABELS[i]: [LABELS[j] for j in range(5) if follow[i, j] == 0 and LABELS[j][0] == "I"] for i in range(5)}
    assert after == {"O": [], "B-x": ["I-x"], "I-x": ["I-x"], "B-y": ["I-y"], "I-y": ["I-y"]}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        # "Berliner Kurier", "Anna Weber": one name in two words, though both look like its beginning.
        ("organisation", [(0, 3, "organisation")]),
        ("person", [(0, 3, "person")]),
        # "Paris Texas": two.
        ("place", [(0, 1, "place"), (1, 3, "place")]),
    ],
)
def test_side_by_side(kind: str, names: list[tuple[int, int, str]]) -> None:
    labels = ("O", f"B-{kind}", f"I-{kind}")
    logs = np.full((4, 3), -20, np.float32)
    logs[range(4), [1, 1, 2, 0]] = 0
    assert [tuple(c)[:3] for c in chunks(logs, labels)] == names


@pytest.mark.parametrize(
    ("text", "labels", "found"),
    [
        ("die Europäische Kommission warnt", "O B-organisation O O", "Europäische Kommission"),
        ("der Evangelischen Kirche", "O B-organisation O", "Evangelischen Kirche"),
        ("die Europäische und", "O B-organisation O", "Europäische"),
        ("Die Evangelische", "O B-organisation", "Evangelische"),
        ("die Deutsche Anna Beck", "O B-organisation B-person I-person", "Deutsche|Anna Beck"),
        ("die Grünen Minister", "O B-organisation O", "Grünen"),
        ("die Politischen  Beobachter", "O B-organisation O", "Politischen"),
    ],
)
def test_an_adjective_ends_no_organisation(text: str, labels: str, found: str) -> None:
    given = ("O", *(f"{edge}-{kind}" for kind in ("organisation", "person") for edge in "BI"))
    logs = np.full((len(labels.split()), len(given)), -20, np.float32)
    for i, label in enumerate(labels.split()):
        logs[i, given.index(label)] = 0
    got = names(words(text), [Span(0, len(text))], logs, given)
    assert "|".join(text[one.start : one.end] for one in got) == found
