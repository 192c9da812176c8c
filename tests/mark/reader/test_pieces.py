"""Pieces: the most probable split of each word, and the characters that each piece stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.mark.reader.pieces import Pieces

TABLE = {
    "<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0,
    "▁": -3.0, "▁Minsk": -5.0, "▁Min": -4.0, "sk": -4.5, "▁war": -3.5, "▁warte": -6.0, "te": -2.0, "a": -4.0,
    "b": -4.0, "ab": -5.0, "aba": -9.5, "fi": -4.0,
}  # fmt: skip
IDS = {piece: i for i, piece in enumerate(TABLE)}
PIECES = Pieces(list(TABLE), list(TABLE.values()), unknown=3)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Minsk", ["▁Minsk"]),  # -5 against -4 - 4.5
        ("warte", ["▁war", "te"]),  # -5.5 against -6
        ("aba", ["▁", "ab", "a"]),  # -9 against -9.5 and -12
        ("Minsk  war", ["▁Minsk", "▁war"]),  # blanks in a row are one
        ("ﬁ", ["▁", "fi"]),  # NFKC
        ("a日本b", ["▁", "a", "<unk>", "b"]),  # unknown characters in a row are one
        ("</s>", ["▁", "<unk>"]),  # no text writes a sign of the model
        ("", []),
        (" \n\t", []),
    ],
)
def test_the_most_probable_split(text: str, pieces: list[str]) -> None:
    assert PIECES.encode(text).ids == [IDS[p] for p in pieces]


def test_offsets_are_of_the_text_as_given() -> None:
    text = "Minsk ﬁa\u00a0war"
    found = PIECES.encode(text)
    assert [text[a:b] for a, b in found.offsets] == ["Minsk", "", "ﬁ", "a", "war"]


@given(st.text(alphabet="abwarteMinsk ﬁ½´\u0301日\u00ad\n", max_size=60))
def test_every_character_but_blanks_is_in_a_piece(text: str) -> None:
    found = PIECES.encode(text)
    assert len(found.ids) == len(found.offsets)
    assert all(0 <= a <= b <= len(text) for a, b in found.offsets)
    assert found.offsets == sorted(found.offsets)
    covered = {i for a, b in found.offsets for i in range(a, b)}
    assert covered >= {i for i, c in enumerate(text) if not c.isspace() and c != "´"}


def test_a_word_of_any_length_is_read_in_parts() -> None:
    found = PIECES.encode("ab" * 50_000)
    assert found.offsets[-1][1] == 100_000
