"""Words for probabilities, by a published scale. They are ids; the wording is in `data/messages/`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lagebild.errors import UnknownName

Scale = tuple[tuple[str, float], ...]
"""The words of a scale from low to high, each with its upper bound."""

ICD203: Scale = (
    ("almost-no-chance", 0.05),
    ("very-unlikely", 0.20),
    ("unlikely", 0.45),
    ("even", 0.55),
    ("likely", 0.80),
    ("very-likely", 0.95),
    ("almost-certain", 1.0),
)
"""Intelligence Community Directive 203 (2015), each word with its upper bound. The directive leaves 0 to 1 % and 99 to
100 % open; they are given to the outer words here."""

UK: Scale = (
    ("remote-chance", 0.075),
    ("highly-unlikely", 0.225),
    ("unlikely", 0.375),
    ("realistic-possibility", 0.525),
    ("likely", 0.775),
    ("highly-likely", 0.925),
    ("almost-certain", 1.0),
)
"""The probability yardstick of the UK's Professional Head of Intelligence Assessment (2019): up to 5, 10 to 20, 25 to
35, 40 to 50, 55 to 75, 80 to 90, from 95 %. Its gaps between the words are meant; each is parted in its middle here."""

IPCC_DE: Scale = (
    ("exceptionally-unlikely", 0.01),
    ("extremely-unlikely", 0.05),
    ("very-unlikely", 0.10),
    ("unlikely", 0.33),
    ("even", 0.66),
    ("likely", 0.90),
    ("very-likely", 0.95),
    ("extremely-likely", 0.99),
    ("virtually-certain", 1.0),
)
"""The scale of the Intergovernmental Panel on Climate Change, worded by the German coordination office. Its bands lie
within each other ("likely" is 66 to 100 %); the narrowest that holds a probability is taken."""

SCALES: Mapping[str, Scale] = MappingProxyType({"icd203": ICD203, "uk": UK, "ipcc_de": IPCC_DE})
"""The scales that an answer may be put into words by."""
DEFAULT = "icd203"


def word(p: float, scale: str = DEFAULT) -> str:
    """The word of a scale for a probability. A bound belongs to the word below it."""
    if scale not in SCALES:
        raise UnknownName.of("scale of probability words", scale, SCALES)
    return next(name for name, upper in SCALES[scale] if p <= upper)


def touched(low: float, high: float, scale: str = DEFAULT) -> tuple[str, str, str]:
    """The scale, and the words for both ends of an interval: the answer is all words from one to the other."""
    return (scale, word(low, scale), word(high, scale))
