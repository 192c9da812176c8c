"""One suite over every annotator: spans in range, deterministic, JSON round trip, hostile text, no exception."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagebild.core import LAYERS, Context, Document, Mark, Marks, Part, Reading, Span
from lagebild.mark import BUILT_IN, Annotator, mark
from lagebild.mark.lines import from_record, schema, to_line

NEWS = """Minsk: Truppen an der Grenze verstärkt

Foto: Agentur/Müller

Russland habe „bis zu 9.000 Soldaten“ verlegt, sagte der belarussische Verteidigungsminister Viktor Chrenin am 7. \
Dezember in Minsk. Laut einem Bericht von Reuters sollen Ende November schätzungsweise 20.000 bis 30.000 Mann \
eingetroffen sein. "We are not going to war," President Alexander Lukashenko told reporters on Monday, according to \
the ministry. Most experts consider an attack unlikely, because the army is unwilling.
"""
ODD = {
    "empty": "",
    "blank": " \n\t\n ",
    "emoji": "😀 Am 7. Dezember 👩‍👩‍👧 sagte er: „😀“ 🇧🇾",
    "marks": "„" * 500 + "“" * 300 + '"' * 201,
    "combining": "A\u0308rger am 3. Ma\u0308rz, sagte Mu\u0308ller. " * 20,
    "right to left": "\u202eקול am 1. Mai\u202c قال",
    "controls": "am\x00 7.\x01 Dezember\x7f sagte\x85 er",
    "surrogate-free astral": "𝔄𝔪 7. 𝔇𝔢𝔷 2022 sagte 𝒳",
    "lone surrogates": "Meine Damen und Herren,\ud800 ich glaube, dass Sie\udfff lügen, sagte Anna\ud83d. " * 5,
    "digits": "1" * 5000 + " 2." * 2000,
    "one word": "a" * 50_000,
}


def reading(text: str, language: str | None = "de") -> Reading:
    parts = (Part(Span(0, len(text)), "body", language),) if text else ()
    return Reading(Document("d"), 1, text, parts, language)


def everything(marks: Marks) -> list[Mark]:
    return [m for layer in LAYERS for m in getattr(marks, layer)]


def check(text: str, marks: Marks) -> None:
    """What holds for all marks on `text`, whoever made them."""
    for layer in LAYERS:
        made = getattr(marks, layer)
        assert len({m.id for m in made}) == len(made), f"{layer}: an id twice"
    for sentence in marks.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
    line = json.loads(to_line(reading(text), marks))
    if len(text) < 100_000:  # the validator takes minutes for a megabyte; the spans are checked all the same
        jsonschema.validate(line, schema())
    assert from_record(line)[1] == Marks(**{layer: getattr(marks, layer) for layer in LAYERS})
    for layer in LAYERS:
        for item in line[layer]:
            for start, end in spans_in(item):
                assert 0 <= start < end <= len(text), f"{layer} {item}"


def spans_in(item: object) -> list[tuple[int, int]]:
    """Every span in a JSON mark, however deep."""
    if isinstance(item, dict):
        own = [(item["start"], item["end"])] if "start" in item else []
        return own + [s for value in item.values() for s in spans_in(value)]
    if isinstance(item, list):
        if len(item) == 2 and all(type(i) is int for i in item):
            return [(item[0], item[1])]
        return [s for value in item for s in spans_in(value)]
    return []


def test_the_protocol_is_kept() -> None:
    layers = {*LAYERS, "sentences"}
    made: set[str] = set()
    for annotator in BUILT_IN:
        assert isinstance(annotator, Annotator)
        assert set(annotator.makes) <= layers
        assert set(annotator.needs) <= made, f"{annotator.name} runs before what it needs"
        made |= set(annotator.makes)
    assert len({a.name for a in BUILT_IN}) == len(BUILT_IN)


@pytest.mark.parametrize("language", ["de", "en", "uk", None])
@pytest.mark.parametrize("text", [NEWS, *ODD.values()], ids=["news", *ODD])
def test_marks_are_sound(text: str, language: str | None) -> None:
    first = mark(reading(text, language), anchor=date(2022, 12, 9))
    assert first == mark(reading(text, language), anchor=date(2022, 12, 9)), "the same text twice"
    check(text, first)


@pytest.mark.parametrize("annotator", BUILT_IN, ids=lambda a: a.name)
def test_makes_only_what_it_says(annotator: Annotator) -> None:
    made = Marks()
    for earlier in BUILT_IN[: BUILT_IN.index(annotator)]:
        made = made + earlier(reading(NEWS), made, Context("de", date(2022, 12, 9)))
    new = annotator(reading(NEWS), made, Context("de", date(2022, 12, 9)))
    filled = {name for name in ("sentences", *LAYERS) if getattr(new, name)}
    assert filled <= set(annotator.makes)
    assert all(m.by == f"{annotator.name}/{annotator.version}" for m in everything(new))


def test_a_megabyte() -> None:
    text = (NEWS * (1_000_000 // len(NEWS) + 1))[:1_000_000]
    check(text, mark(reading(text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*NEWS.split(), "\n\n", "„", "“", '"', "»", "7.", "😀", "a\u0308", "\u00ad", "\r\n"])))
def test_any_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    check(text, mark(reading(text)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    check(text, mark(reading(text, None)))


def test_parts_are_not_crossed() -> None:
    pieces = ("Truppen am 7.", "Dezember an der Grenze", "Foto: dpa")
    text = "\n\n".join(pieces)
    spans = [Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
    parts = (Part(spans[0], "title", "de"), Part(spans[1], "body", "de"), Part(spans[2], "credit", "de"))
    marks = mark(Reading(Document("d"), 1, text, parts, "de"))
    for m in everything(marks):
        assert sum(p.span.touches(m.span) for p in parts) == 1
