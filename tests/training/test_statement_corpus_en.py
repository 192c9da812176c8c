"""The project's own English statements: well formed, of every kind, and the part held for measuring unchanged."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from training.statements.corpus import FOLDER, KINDS, load, read

FILES = sorted(FOLDER.glob("*-en-*.txt"))

# Frozen before rules were written against the guideline: a changed item makes earlier figures incomparable.
HELD_APART = "5698be9837cbaf9888f44ec19700cc6da9b78111fc33d2fcb6d34e95df54c341"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_items_are_well_formed(path: Path) -> None:
    assert "written for this project; Apache-2.0" in path.read_text("utf-8").splitlines()[0]
    for item in read(path):
        assert not any(mark in item["text"] for mark in "{}"), item["id"]


def test_every_kind_is_measured_and_a_fifth_holds_no_statement() -> None:
    items = load("test", "en")
    found = Counter(quote["kind"] for item in items for quote in item["quotes"])
    assert set(found) == set(KINDS)
    assert sum(not item["quotes"] for item in items) >= len(items) / 5


def test_the_part_held_apart_is_unchanged() -> None:
    held = sorted(FOLDER.glob("test-en-*.txt"))
    assert hashlib.sha256(b"".join(path.read_bytes() for path in held)).hexdigest() == HELD_APART
    assert len(load("test", "en")) == 286


def test_nothing_held_apart_is_taught() -> None:
    taught = {item["text"] for item in load("train", "en")}
    assert not taught & {item["text"] for item in load("test", "en")}
