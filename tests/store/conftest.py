"""A question and readings for the tests of the case file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.questions import STRIKE

from lagebild.core import Document, Part, Reading, Span
from lagebild.store import Case

QUESTION = f'{STRIKE}timezone = "Europe/Berlin"\n'

Make = Callable[..., Reading]


@pytest.fixture
def question() -> str:
    """The TOML of a question without a family."""
    return QUESTION


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new case, open for writing."""
    with Case.create(tmp_path / "hafen.lage", question=QUESTION) as made:
        yield made


@pytest.fixture
def reading() -> Make:
    """Makes a reading of one body part."""

    def make(text: str, *, name: str = "a", title: str | None = None, language: str | None = "de") -> Reading:
        document = Document(
            hashlib.sha256(name.encode()).hexdigest(), title, None, "Hafenblatt", "2022-12-01", "given", source=name
        )
        parts = (Part(Span(0, len(text)), "body", language),) if text.strip() else ()
        return Reading(document, 1, text, parts, language)

    return make
