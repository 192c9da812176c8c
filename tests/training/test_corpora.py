"""The project's own training sentences: well formed, enough, and the part held for measuring unchanged."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
from training.reader.corpora import INDEX, KINDS, own

FOLDER = Path(__file__).resolve().parents[2] / "training/corpora/names"
FILES = sorted(FOLDER.glob("*.txt"))
# By their labels, or by their text alone.
TAUGHT = ("train-", "general-", "broad-")

# Frozen before the reader was trained: a changed sentence makes earlier figures incomparable.
HELD_APART = "d1fbeb5c0e0f07d32c87ce42a4aa60c4b38cf839b967270ff68ba8c4b53034e6"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_sentences_are_well_formed(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("# ")
    assert "written for this project; Apache-2.0" in text.splitlines()[0]
    for example in own(path):
        assert not re.search(r"[\[\]]", example.text), "a mark that was not closed"
        assert len(example.words) == len(example.allowed)
        assert all(a[1] <= b[0] for a, b in zip(example.words, example.words[1:], strict=False))


def test_every_kind_is_taught() -> None:
    taught = Counter(
        kind
        for path in FILES
        if path.name.startswith(TAUGHT)
        for example in own(path)
        for labels in example.allowed
        for kind in KINDS
        if INDEX[f"B-{kind}"] in labels
    )
    assert all(taught[kind] >= 30 for kind in KINDS if kind != "other"), taught


def test_the_part_held_apart_is_unchanged() -> None:
    held = sorted(FOLDER.glob("test-*.txt"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in held)).hexdigest()
    assert digest == HELD_APART
    assert sum(len(list(own(path))) for path in held) == 300


def test_nothing_held_apart_is_taught() -> None:
    taught = {e.text for p in FILES if p.name.startswith(TAUGHT) for e in own(p)}
    assert not taught & {e.text for p in FILES if p.name.startswith("test") for e in own(p)}
