"""Words for probabilities on the three scales."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.errors import UnknownName
from lagebild.mark.probability import words as published
from lagebild.tell.messages import known
from lagebild.weigh.words import SCALES, touched, word


@pytest.mark.parametrize(
    ("scale", "p", "expected"),
    [
        ("icd203", 0.03, "almost-no-chance"),
        ("icd203", 0.5, "even"),
        ("uk", 0.05, "remote-chance"),
        ("uk", 0.15, "highly-unlikely"),
        ("uk", 0.45, "realistic-possibility"),
        ("uk", 0.6, "likely"),
        ("uk", 0.99, "almost-certain"),
        ("ipcc_de", 0.005, "exceptionally-unlikely"),
        ("ipcc_de", 0.2, "unlikely"),
        ("ipcc_de", 0.5, "even"),
        ("ipcc_de", 0.7, "likely"),
        ("ipcc_de", 0.97, "extremely-likely"),
        ("ipcc_de", 1.0, "virtually-certain"),
    ],
)
def test_words(scale: str, p: float, expected: str) -> None:
    assert word(p, scale) == expected


@given(st.floats(0, 1), st.sampled_from(["icd203", "ipcc_de"]))
def test_a_word_holds_the_probability_on_its_published_scale(p: float, scale: str) -> None:
    band = published()[word(p, scale)][scale]
    open_ends = 0.0101 if scale == "icd203" else 1e-9  # ICD 203 leaves 0 to 1 and 99 to 100 % without a word
    assert band.low - open_ends <= p <= band.high + open_ends


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_covers_everything_and_is_named(scale: str) -> None:
    bounds = [upper for _, upper in SCALES[scale]]
    assert bounds == sorted(bounds)
    assert bounds[-1] == 1.0
    assert all(known(f"word.{scale}.{name}") for name, _ in SCALES[scale])
    assert known(f"scale-by.{scale}")
    assert touched(0.0, 1.0, scale) == (scale, SCALES[scale][0][0], SCALES[scale][-1][0])


def test_an_unknown_scale() -> None:
    with pytest.raises(UnknownName, match="known are: icd203, ipcc_de, uk"):
        word(0.5, "french")
