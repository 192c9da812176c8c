"""The sector of a noun for a group or office."""

from __future__ import annotations

import pytest

from lagebild.mark.events.mentions import sector

CASES = [
    # the whole word, inflected, as the end of a compound
    ("Zeugen", True, "CVL"),
    ("Truppen", True, "MIL"),
    ("Grenztruppen", True, "MIL"),
    # the longest noun tells: a fighter plane is no witness ("-zeuge"), parties of the opposition are no mere parties
    ("Kampfflugzeuge", True, "MIL"),
    ("Oppositionsparteien", True, "OPP"),
    ("Justizbehörden", True, "JUD"),
    # small letters are no German noun, an English one is
    ("truppen", True, None),
    ("troops", False, "MIL"),
    # of nobody
    ("Fahrrad", True, None),
    ("", True, None),
]


@pytest.mark.parametrize(("word", "german", "told"), CASES)
def test_sector(word: str, german: bool, told: str | None) -> None:
    assert sector(word, german) == told
