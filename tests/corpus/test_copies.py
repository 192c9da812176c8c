"""Copies by way of the disk: the same groups as in memory, whatever the shards; union-find whatever the order."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import Document, Marked, Marks, Part, Reading, Span
from lagebild.corpus.copies import copies
from lagebild.corpus.copies import joins as joining
from lagebild.corpus.copies.groups import groups
from lagebild.corpus.copies.sign import banded
from lagebild.corpus.lock import RunLock
from lagebild.corpus.place import Place
from lagebild.corpus.query import sql
from lagebild.corpus.run import agree
from lagebild.corpus.write import Writer
from lagebild.errors import CorpusError
from lagebild.link.copies import copies as in_memory
from lagebild.link.copies import shingles, signature
from lagebild.link.groups import Groups
from lagebild.link.report import reports

from .making import SETTINGS

_SYLLABLES = ("ba", "do", "fi", "ga", "ki", "lo", "mu", "ne", "po", "ra", "su", "ti", "vo", "wa", "ze")


def texts(seed: int, count: int) -> list[str]:
    """Made texts with copies of all kinds among them: equal, with words replaced, with passages in common."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(_SYLLABLES, k=3)) for _ in range(3000)]
    made = [" ".join(rng.choices(words, k=rng.randrange(30, 120))) for _ in range(count)]
    for text in rng.sample(made, count // 4):
        own = text.split()
        made.append(text)
        made.append(" ".join(rng.choice(words) if rng.random() < 0.05 else w for w in own))
        made.append(" ".join(own[: len(own) // 2] + rng.choices(words, k=len(own))))
        made.append(" ".join(rng.choice(words) if rng.random() < 0.25 else w for w in own))
    made += ["", "zu kurz", "zu kurz", "auch zu kurz für alles"]
    rng.shuffle(made)
    return made


def marked(number: int, text: str) -> Marked:
    parts = (Part(Span(0, len(text)), "body", "de"),) if text else ()
    day = f"2022-12-{number % 20 + 1:02}"
    return Marked(Reading(Document(id=f"{number:064x}", published=day), 1, text, parts, "de"), Marks())


def corpus(root: Path, items: Sequence[Marked], *, shards: int) -> Path:
    """A corpus that holds these readings, dealt out over so many shards."""
    place = Place(root)
    place.make()
    agree(place, SETTINGS)
    for shard in range(shards):
        folder = place.aside() / f"s{shard}"
        place.aside().mkdir(exist_ok=True)
        writer = Writer(folder)
        for row, item in enumerate(items[shard::shards]):
            writer.rows.document(item, shard=f"s{shard}", record=row, offset=None, deep=False)
        writer.close()
        marker = {"input": {"size": len(items), "stamp": "1"}, "settings": "x"}
        (folder / "done.json").write_text(json.dumps(marker))
        place.commit(folder, f"s{shard}")
    return root


def by_disk(root: Path) -> set[frozenset[str]]:
    """The groups that `copies` wrote."""
    found: dict[str, set[str]] = {}
    for document, origin in sql(str(root), "SELECT document, origin FROM copies")[1]:
        found.setdefault(origin, set()).add(document)
    return {frozenset(g) for g in found.values()}


def by_memory(items: Sequence[Marked]) -> set[frozenset[str]]:
    """The groups that `lagebild.link` makes of the same readings."""
    read = reports(items)
    same = Groups(range(len(read)))
    for copy in in_memory(read):
        same.join(copy.first, copy.other)
    return {frozenset(read[i].id for i in group) for group in same.all()}


@pytest.fixture(scope="module")
def items() -> list[Marked]:
    return [marked(n, text) for n, text in enumerate(texts(5, 80))]


@pytest.mark.parametrize("shards", [1, 3])
def test_the_groups_are_those_of_link(items: list[Marked], tmp_path: Path, shards: int) -> None:
    root = corpus(tmp_path / "c", items, shards=shards)
    done = copies(str(root))
    expected = by_memory(items)
    assert by_disk(root) == expected
    assert (done.documents, done.origins) == (len(items), len(expected))
    assert min(done.exact, done.near, done.rewritten) > 0


def test_small_partitions_change_nothing(items: list[Marked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "_RANGE", 40)
    monkeypatch.setattr(joining, "_POSTINGS", 1500)
    monkeypatch.setattr(joining, "_PAIRS", 7)
    root = corpus(tmp_path / "c", items, shards=2)
    copies(str(root))
    assert by_disk(root) == by_memory(items)
    assert not (root / "aside/copies").exists()


def test_the_first_one_names_the_origin(items: list[Marked], tmp_path: Path) -> None:
    root = corpus(tmp_path / "c", items, shards=2)
    copies(str(root))
    query = "SELECT origin FROM copies GROUP BY origin HAVING count(*) FILTER (first) <> 1"
    assert list(sql(str(root), query)[1]) == []
    known = {m.reading.document.id: m.reading.document.published for m in items}
    for document, origin in sql(str(root), "SELECT document, origin FROM copies")[1]:
        assert (known[origin] or "") <= (known[document] or "")


def test_without_rewritings_only_exact_and_near_copies_are_one(items: list[Marked], tmp_path: Path) -> None:
    root = corpus(tmp_path / "c", items, shards=2)
    done = copies(str(root), rewritten=False)
    assert done.rewritten == 0
    kinds = {k for (k,) in sql(str(root), f"SELECT DISTINCT kind FROM '{root}/copies/pairs.parquet'")[1]}
    assert kinds == {"exact", "near"}


def test_what_was_signed_is_not_signed_again(items: list[Marked], tmp_path: Path) -> None:
    root = corpus(tmp_path / "c", items, shards=2)
    said: list[str] = []
    copies(str(root), on_step=said.append)
    assert "signing 2 shards" in said
    said.clear()
    copies(str(root), on_step=said.append)
    assert not any(line.startswith("signing") for line in said)
    Place(root).drop("shards", "s1")
    said.clear()
    assert copies(str(root), on_step=said.append).documents == len(items[0::2])
    assert not (root / "copies/signed/s1").exists()


def test_an_empty_corpus_has_no_copies(tmp_path: Path) -> None:
    root = corpus(tmp_path / "c", [], shards=1)
    assert copies(str(root)).origins == 0
    Place(root).drop("shards", "s0")
    assert copies(str(root)).documents == 0


def test_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no corpus"):
        copies(str(tmp_path))
    root = corpus(tmp_path / "c", [], shards=1)
    with RunLock(Place(root)), pytest.raises(CorpusError, match="is being written by"):
        copies(str(root))
    with pytest.raises(CorpusError, match="lies on an object store"):
        copies("memory://corpus")


def test_bands_are_shared_exactly_where_their_rows_are() -> None:
    one, other = (shingles([f"w{i}" for i in range(start, start + 60)]) for start in (0, 6))
    a, b = signature(one), signature(other)
    rows = (a.reshape(40, 3) == b.reshape(40, 3)).all(axis=1)
    assert 0 < rows.sum() < 40
    assert ((banded(a) == banded(b)) == rows).all()


Edge = tuple[int, int]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12), max_size=6))
def test_union_find_by_partitions_is_union_find(partitions: list[list[Edge]]) -> None:
    edges = [e for part in partitions for e in part]
    expected = Groups(range(31))
    for one, other in edges:
        expected.join(one, other)
    arrays = [(np.array([e[0] for e in p], np.int64), np.array([e[1] for e in p], np.int64)) for p in partitions]
    found = groups(arrays)
    roots = found.of(np.arange(31))
    assert {frozenset(np.flatnonzero(roots == r).tolist()) for r in set(roots.tolist())} == {
        frozenset(g) for g in expected.all()
    }
    assert (roots <= np.arange(31)).all()


def test_a_chain_as_long_as_the_corpus_is_one_group() -> None:
    size = 200_000
    order = np.random.default_rng(1).permutation(size).astype(np.int64)
    parts = np.array_split(np.arange(size - 1), 5)
    found = groups((order[p], order[p + 1]) for p in parts)
    assert len(found.nodes) == size
    assert (found.roots == 0).all()
