"""Which reader is taken; what is said where one cannot be had; a spaCy pipeline through its adapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lagebild.core import Document, Part, Reading, Span
from lagebild.errors import BadInput
from lagebild.mark import mark
from lagebild.mark.names import NAMES, Names
from lagebild.mark.reader import ENVIRONMENT, Found, Reader, choose, default, file, named
from lagebild.mark.reader.pipeline import Pipeline
from lagebild.mark.reader.small import FILE

TEXT = "Die Firma Xyronia aus Minsk schweigt. Quandrulf Zwiebelwitz lobt Xyronia."


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str


@dataclass
class Parsed:
    ents: list[Entity]


@dataclass
class Language:
    """As a spaCy pipeline looks from outside: finds the words of a table."""

    table: dict[str, str]

    @property
    def meta(self) -> dict[str, Any]:
        return {"version": "3.8.0"}

    def pipe(self, texts: Iterable[str], /) -> Iterator[Parsed]:
        for text in texts:
            found = [(text.find(word), word, label) for word, label in self.table.items()]
            yield Parsed([Entity(at, at + len(word), label) for at, word, label in sorted(found) if at >= 0])


def reading(text: str) -> Reading:
    return Reading(Document("d"), 1, text, (Part(Span(0, len(text)), "body", "de"),), "de")


def test_no_reader_finds_nothing() -> None:
    none = named("none")
    assert isinstance(none, Reader)
    assert none(TEXT, [Span(0, len(TEXT))]) == ()


def test_the_environment_sets_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, "none")
    assert default().name == "none"
    assert NAMES.version == "1"


def test_without_weights_names_come_from_lists(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setenv(FILE, str(tmp_path / "absent.npz"))
    assert default().name == "none"
    assert choose.missing() == "its weights are not there"
    assert mark(reading(TEXT)) == mark(reading(TEXT), reader="none")
    with pytest.raises(BadInput, match="its weights are not there; install lagebild again, or take reader none"):
        named("small")


def test_a_file_that_is_no_reader_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(BadInput, match="is no reader"):
        file.card(broken)


def test_an_unknown_reader_lists_the_known() -> None:
    with pytest.raises(BadInput, match="known are: none, small, and installed spaCy pipelines"):
        named("no_such_pipeline")


def test_a_pipeline_speaks_our_kinds() -> None:
    made = Pipeline("fake", Language({"Xyronia": "ORG", "Minsk": "GPE", "schweigt": "MISC", "Quandrulf": "PER"}))
    assert isinstance(made, Reader)
    assert made(TEXT, [Span(0, 37), Span(38, len(TEXT))]) == (
        Found(10, 17, "organisation", 1.0),
        Found(22, 27, "place", 1.0),
        Found(38, 47, "person", 1.0),
    )


def test_a_long_text_goes_in_stretches() -> None:
    text = "Minsk schweigt weiter. " * 1000
    sentences = [Span(at, at + 22) for at in range(0, len(text) - 22, 23)]
    found = Pipeline("fake", Language({"Minsk": "LOC"}))(text, sentences)
    assert 5 < len(found) < 10, "one find a stretch of some thousand characters"
    assert all(text[f.start : f.end] == "Minsk" for f in found)


def test_marks_say_who_read() -> None:
    made = Pipeline("fake", Language({"Xyronia": "ORG"}))
    marks = mark(reading(TEXT), reader=made)
    assert {n.by for n in marks.names} == {"names/1+fake-3.8.0"} == {f"names/{Names(made).version}"}
    assert any(n.kind == "organisation" and TEXT[n.span.start : n.span.end] == "Xyronia" for n in marks.names)


def test_names_are_read_only_where_asked_for() -> None:
    class Never(Pipeline):
        def __call__(self, text: str, sentences: object) -> tuple[Found, ...]:
            raise AssertionError("read for a layer that needs no reader")

    assert mark(reading(TEXT), layers=("times",), reader=Never("fake", Language({}))).names == ()
