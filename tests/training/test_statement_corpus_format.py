"""The inline format of the project's own statements: what brackets mean, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from training.statements.corpus import KINDS, Malformed, parse, read


def words(text: str, spans: list[list[int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


def one(line: str) -> tuple[str, dict[str, Any]]:
    text, quotes = parse(line)
    assert len(quotes) == 1
    return text, quotes[0]


def test_content_cue_and_speaker_are_spans_of_the_text() -> None:
    text, quote = one("{1s:Anna Kolb} {1c:teilte} {1a:der Presse} {1c:mit}, {1q.indirect.neg:sie gehe nicht}.")
    assert text == "Anna Kolb teilte der Presse mit, sie gehe nicht."
    assert words(text, quote["parts"]) == ["sie gehe nicht"]
    assert words(text, quote["cue_parts"]) == ["teilte", "mit"]
    assert words(text, quote["speaker_parts"]) == ["Anna Kolb"]
    assert words(text, quote["addressee_parts"]) == ["der Presse"]
    assert (quote["kind"], quote["polarity"], quote["source"]) == ("indirect", "negative", "named")


def test_brackets_nest_and_are_shared() -> None:
    text, (outer, inner) = parse("{1,2s:Er} {1,2c:sagte}, {1q.indirect:das sei {2q.mixed:„sehr ernst“} gemeint}.")
    assert words(text, outer["parts"]) == ["das sei „sehr ernst“ gemeint"]
    assert words(text, inner["parts"]) == ["„sehr ernst“"]
    assert outer["speaker"] == inner["speaker"] == [0, 2]
    assert (outer["nested"], inner["nested"]) == (False, True)


def test_pieces_of_one_content() -> None:
    text, quote = one("{1q.direct:„Wir“}, {1c:sagte} {1sd:der Wirt}, {1q:„bleiben.“}")
    assert words(text, quote["parts"]) == ["„Wir“", "„bleiben.“"]
    assert (quote["start"], quote["end"]) == (0, len(text))


@pytest.mark.parametrize(
    ("letter", "source"), [("s", "named"), ("sd", "described"), ("sa", "anonymous"), ("sx", "nobody")]
)
def test_the_letter_tells_the_kind_of_source(letter: str, source: str) -> None:
    _, quote = one(f"{{1{letter}:Wer}} {{1c:sagt}}, {{1q.indirect:es gehe}}.")
    assert quote["source"] == source
    assert quote["speaker"] == [0, 3]


def test_no_speaker_is_nobody() -> None:
    _, quote = one("{1q.hearsay:Er {1c:soll} geflohen sein}.")
    assert (quote["speaker"], quote["source"], quote["mark_kind"]) == (None, "nobody", "indirect")


def test_flags_and_basis() -> None:
    _, quote = one("{1b.poll:Umfragen} {1sd:vieler Institute} {1c:zufolge} {1q.belief.many:{1w:könnte} es reichen}.")
    assert (quote["basis"], quote["voices"], quote["force"]) == ("poll", "many", "assertion")
    assert len(quote["hedge_parts"]) == 1


def test_a_pilcrow_is_a_border_of_paragraphs() -> None:
    assert parse("Ja. ¶ Nein.") == ("Ja.\n\nNein.", [])


@pytest.mark.parametrize(
    "line",
    [
        "{1q.direct:offen",  # not closed
        "zu}",  # not opened
        "{1c:sagte}",  # a statement without content
        "{1q:Ja}",  # content without a kind
        "{1q.direct:Ja} {1q.indirect:Nein}",  # two kinds
        "{1q.loud:Ja}",  # no such kind
        "{1z:Ja}",  # no such letter
        "{q.direct:Ja}",  # no number
        "{1q.direct: Ja}",  # space at the edge
        "{1q.direct:}",  # empty
        "{1q.direct:Ja} {1b:sah}",  # basis without its kind
        "{1q.direct:Ja} {1c.neg:sah}",  # a flag on a cue
    ],
)
def test_what_does_not_follow_the_format_is_refused(line: str) -> None:
    with pytest.raises(Malformed):
        parse(line)


def test_a_file_gives_documents(tmp_path: Path) -> None:
    path = tmp_path / "train-de-7.txt"
    path.write_text("# Kopf\nNichts.\n\n{1q.direct:„Ja“}, {1c:sagte} {1s:Kolb}.\nx.3\tDoch.\n", "utf-8")
    first, second, third = read(path)
    assert (first["id"], second["id"], third["id"]) == ("train-de-7.1", "train-de-7.2", "x.3")
    assert (second["split"], second["lang"], len(second["quotes"])) == ("train", "de", 1)
    assert second["quotes"][0]["kind"] in KINDS


def test_a_fault_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "train-de-7.txt"
    path.write_text("# Kopf\n{1q.direct:Ja\n", "utf-8")
    with pytest.raises(Malformed, match=r"train-de-7\.txt, line 2"):
        list(read(path))
