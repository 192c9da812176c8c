"""Forms of German verbs, by rule from the infinitive and, for strong verbs, three principal parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "ver", "zer", "miss", "über", "unter", "wider", "hinter", "um")


class Form(NamedTuple):
    """A form: the token to look for, the particle that must stand apart from it ("" for none), and what it is:
    present, past, participle, infinitive (also "abzuziehen") or subjunctive (Konjunktiv I)."""

    text: str
    particle: str
    kind: str


def forms(infinitive: str, strong: dict[str, str]) -> Iterator[Form]:
    """All third-person and infinite forms of `infinitive`; "|" stands behind a separable prefix."""
    particle, _, simple = infinitive.rpartition("|")
    present, past, pasts, participle, subjunctive = _parts(simple, strong)
    finite = [
        (present, "present"),
        (simple, "infinitive"),
        (past, "past"),
        (pasts, "past"),
        (subjunctive, "subjunctive"),
    ]
    for text, kind in finite:
        yield Form(particle + text, "", kind)
        if particle and kind != "infinitive":
            yield Form(text, particle, kind)
    if particle:
        yield Form(simple, particle, "present")
        yield Form(f"{particle}zu{simple}", "", "infinitive")
    yield Form(particle + participle, "", "participle")


def _parts(simple: str, strong: dict[str, str]) -> tuple[str, str, str, str, str]:
    stem = simple[:-2] if simple.endswith("en") else simple[:-1]
    for at in range(min(8, len(simple))):
        base = simple[at:]
        if base in strong:
            present, past, participle = strong[base].split()
            prefix = simple[:at]
            if prefix:
                participle = participle.removeprefix("ge") if participle.startswith("ge") else participle
            plural = past + ("n" if past.endswith("te") else "en")
            return prefix + present, prefix + past, prefix + plural, prefix + participle, stem + "e"
    nasal = stem[-1] in "mn" and (stem[-2] not in "aeiouäöülrhmn" or stem.endswith("chn"))
    link = "e" if stem[-1] in "dt" or nasal else ""
    ge = "" if simple.endswith("ieren") or simple.startswith(_INSEPARABLE) else "ge"
    past = f"{stem}{link}te"
    return f"{stem}{link}t", past, past + "n", f"{ge}{stem}{link}t", stem + "e"


ADJECTIVE_ENDINGS = ("en", "er", "em", "es", "e")
NOUN_ENDINGS = ("nen", "es", "en", "er", "e", "n", "s")


def noun_stems(lowered: str) -> Iterator[str]:
    """A noun and what it may be without its ending, longest first."""
    yield lowered
    for ending in NOUN_ENDINGS:
        if lowered.endswith(ending) and len(lowered) - len(ending) >= 4:
            yield lowered[: -len(ending)]
