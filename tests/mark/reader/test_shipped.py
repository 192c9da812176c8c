"""The shipped weights: they load, they read, on hostile text as on news."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from tests.needs import absent

from lagebild.core import Document, Part, Reading, Span
from lagebild.mark import mark
from lagebild.mark.reader import Small, default, missing, named, shipped
from lagebild.mark.sentences import split

if missing() is not None:
    absent(f"the shipped reader cannot run: {missing()}", "LAGEBILD_REQUIRE_DATA")

TEXT = (
    "Das belarussische Verteidigungsministerium widersprach am Dienstag der Agentur Reuters. Quandrulf Zwiebelwitz, "
    "Analyst bei Xyronia in Minsk, nannte die Berichte falsch. Zwiebelwitz rechnet nicht mit einem Angriff."
)
ODD = ("", " \n ", "\x00", "😀" * 300, "a" * 20_000, "„" * 500, "1. " * 2000, "A\u0308 " * 300, "ﷺ½ﬁ" * 200)


def reading(text: str) -> Reading:
    return Reading(Document("d"), 1, text, (Part(Span(0, len(text)), "body", "de"),) if text else (), "de")


def test_it_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAGEBILD_READER", raising=False)
    assert default().name == "small"


def test_it_reads_what_no_list_knows() -> None:
    names = {(TEXT[n.span.start : n.span.end], n.kind) for n in mark(reading(TEXT), reader="small").names}
    assert {
        ("belarussische", "people"),
        ("Verteidigungsministerium", "organisation"),
        ("Reuters", "organisation"),
        ("Quandrulf Zwiebelwitz", "person"),
        ("Minsk", "place"),
        ("Zwiebelwitz", "person"),
    } <= names


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_hostile_text(text: str) -> None:
    small = named("small")
    found = small(text, split(text))
    assert found == small(text, split(text))
    assert all(0 <= f.start < f.end <= len(text) for f in found)


def test_threads_change_nothing() -> None:
    one, two = (Small(shipped(), threads)(TEXT, split(TEXT)) for threads in (1, 2))
    assert [f[:3] for f in one] == [f[:3] for f in two]
    assert np.allclose([f.score for f in one], [f.score for f in two], atol=1e-4)


def test_the_version_is_that_of_the_content() -> None:
    with np.load(shipped()) as members:
        held = {name: members[name] for name in members.files}
    card = json.loads(held.pop("card").tobytes())
    digest = hashlib.sha256(b"".join(held[name].tobytes() for name in sorted(held))).hexdigest()
    assert card["version"] == digest[:8]
