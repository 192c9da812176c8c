"""The tiny reader: sentences are read alone, however they are put together; its file; hostile text; what it finds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Span
from lagebild.errors import BadInput
from lagebild.mark.reader import Tiny, choose, named
from lagebild.mark.reader.features import AFFIXES, BUCKETS, SHAPES, features, shape
from lagebild.mark.reader.pieces import Pieces
from lagebild.mark.reader.tiny import FILE, shipped, weights
from lagebild.mark.sentences import split
from lagebild.mark.words import words

SENTENCES = (
    "Das Verteidigungsministerium in Minsk widersprach am Dienstag der Agentur Reuters.",
    "Quandrulf Zwiebelwitz, Analyst bei der Xyronia Holding, nannte die Berichte falsch.",
    "Nein.",
    "NATO secretary general Jens Stoltenberg flew to Kyiv on Monday.",
)
ODD = ("", " \n ", "\x00", "😀" * 300, "a" * 20_000, "„" * 500, "1. " * 2000, "A\u0308 " * 300, "ﷺ½ﬁ" * 200, "\u200b.")


@pytest.fixture(scope="module")
def tiny() -> Tiny:
    return Tiny(shipped())


def test_it_finds_names(tiny: Tiny) -> None:
    text = " ".join(SENTENCES)
    found = {(text[f.start : f.end], f.kind) for f in tiny(text, split(text))}
    assert {("Minsk", "place"), ("Reuters", "organisation"), ("Jens Stoltenberg", "person")} <= found


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=60))
def test_a_sentence_is_read_alone(tiny: Tiny, row: list[str]) -> None:
    text = " ".join(row)
    spans, at = [], 0
    for sentence in row:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    together = tiny.logs(text, spans)
    alone = np.concatenate([tiny.logs(sentence, [Span(0, len(sentence))]) for sentence in row])
    assert np.allclose(together, alone, atol=1e-3)


def test_a_sentence_without_end_is_read_in_parts(tiny: Tiny) -> None:
    text = "und Jens Stoltenberg sah Kyiv, " * 2000
    logs = tiny.logs(text, [Span(0, len(text))])
    assert len(logs) == len(words(text))
    assert np.allclose(np.exp(logs).sum(1), 1, atol=1e-3)
    found = tiny(text, [Span(0, len(text))])
    assert sum(text[f.start : f.end] == "Kyiv" for f in found) > 1900


def test_a_full_memory_is_learned_anew(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [tiny.logs(sentence, [Span(0, len(sentence))]) for sentence in SENTENCES]
    held = weights(tiny.file)
    monkeypatch.setattr(held, "_known", held._known[:20].copy())
    monkeypatch.setattr(held, "_numbers", {})
    for sentence, logs in [*zip(SENTENCES, alone, strict=True)] * 3:
        assert np.allclose(tiny.logs(sentence, [Span(0, len(sentence))]), logs, atol=1e-4)
        assert len(held._numbers) <= 20


def test_words_outside_of_sentences_are_no_names(tiny: Tiny) -> None:
    assert tiny("Minsk. Reuters.", []) == ()


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_hostile_text(tiny: Tiny, text: str) -> None:
    found = tiny(text, split(text))
    assert found == tiny(text, split(text))
    assert all(0 <= f.start < f.end <= len(text) and 0 < f.score <= 1 for f in found)


@given(st.text(max_size=200))
def test_any_text(tiny: Tiny, text: str) -> None:
    edges = {(w.start, w.end) for w in words(text)}
    starts, ends = {a for a, _ in edges}, {b for _, b in edges}
    assert all(f.start in starts and f.end in ends for f in tiny(text, split(text)))


@given(st.text(min_size=1, max_size=40).filter(lambda t: words(t) != ()))
def test_features_stay_in_their_tables(text: str) -> None:
    for word in words(text):
        made = features(word.text, Pieces(["<s>", "<pad>", "</s>", "<unk>", "▁", "a"], [0.0] * 6, unknown=3))
        assert len(made.affixes) == AFFIXES
        assert all(0 <= row < BUCKETS for row in made.affixes)
        assert 0 <= made.shape < SHAPES
        assert all(0 <= p < 6 for p in made.pieces)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kanzler", "kanzler"), ("NATO", "Nato"), ("S-300", "300"), ("EU-Gipfel", "Gipfel"), ("„", "."), (",", ".")],
)
def test_shapes_tell_apart(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def test_it_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert named("tiny").name == "tiny"
    monkeypatch.setenv(FILE, str(tmp_path / "absent.npz"))
    with pytest.raises(BadInput, match="its weights are not there"):
        named("tiny")
    choose._forget()


@pytest.mark.parametrize("what", ["no archive", "another format"])
def test_a_broken_file_is_named(tmp_path: Path, what: str) -> None:
    file = tmp_path / "tiny.npz"
    if what == "no archive":
        file.write_bytes(b"PK\x03\x04 no archive")
    else:
        np.savez(file, card=np.frombuffer(json.dumps({"format": 99}).encode(), np.uint8))
    with pytest.raises(BadInput, match=r"is no reader|is a reader of format 99"):
        Tiny(file)("Minsk", [Span(0, 5)])
