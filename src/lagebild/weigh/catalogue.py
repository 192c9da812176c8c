"""Catalogues of signs: readable TOML under `data/catalogues/`, one file a family of questions.

`docs/how-to-write-a-catalogue.md` tells the format. Everything that is wrong with a file is told in one go.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from lagebild.core import Hypothesis, Indicator, Range
from lagebild.errors import BadInput, UnknownName

from .faults import ROLES, SIDES, Sense, check
from .phrases import Phrase, parse

__all__ = [
    "ROLES", "SIDES", "Catalogue", "Pattern", "Sense", "Sign", "built_in", "check", "families", "faults", "hints",
    "load", "loads", "source", "template",
]  # fmt: skip

FEW, SAME = 6, 1.1
"""Signs below which a catalogue is thin, and the ratio below which a sign tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What a sentence must have to count for a sign. Empty means that it does not matter, but one of `phrases` and
    `events` is there. `who` acted or spoke, `whom` it was done to, `where` it was (roles; with `both` all of these
    must be named, else one). `senses` count as the sign seen; with `deniable`, the opposite counts as the sign
    reported absent."""

    kind: Literal["event", "statement"]
    events: tuple[tuple[str, str | None], ...]
    who: tuple[str, ...]
    whom: tuple[str, ...]
    where: tuple[str, ...]
    both: bool
    senses: tuple[Sense, ...]
    deniable: bool
    factuality: tuple[str, ...]
    phrases: tuple[tuple[str, tuple[Phrase, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An indicator with the patterns that find it. `direction` is the side it speaks for when seen. `fit` tells whose
    p1 it has where it is not the catalogue's: draws of it are then its own."""

    indicator: Indicator
    direction: Literal["for", "against"]
    patterns: tuple[Pattern, ...]
    fit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A family's signs. `rho` is the correlation within a cluster, `elicitation` the standard deviation of the log
    of one factor that all log ratios share, `reference` the reference classes, `topic` phrases for the event itself
    and `deed` for what the subject would do (by both judgements are found), `grades` what grades of sources are worth
    where the catalogue says so, `hypotheses` explanations beside yes and no, `digest` the SHA-256 of the file."""

    id: str
    name: tuple[tuple[str, str], ...]
    rho: Range
    elicitation: float
    reference: tuple[str, ...]
    topic: tuple[tuple[str, tuple[str, ...]], ...]
    deed: tuple[tuple[str, tuple[str, ...]], ...]
    signs: tuple[Sign, ...]
    digest: str
    grades: tuple[tuple[str, float], ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators, in the catalogue's order."""
        return tuple(s.indicator for s in self.signs)


@cache
def families() -> tuple[str, ...]:
    """The families that have a built-in catalogue, sorted."""
    folder = files("lagebild") / "data" / "catalogues"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def built_in(family: str) -> Catalogue:
    """The built-in catalogue of `family`. Raises UnknownName, which lists the known ones."""
    return loads(source(family), family)


def load(path: str | Path) -> Catalogue:
    """The catalogue in the TOML file at `path`. Raises BadInput that names every fault."""
    return loads(text_of(path), str(path))


def faults(path: str | Path) -> tuple[str, ...]:
    """All that is wrong with the catalogue at `path`, one line a fault. Raises BadInput when it is no TOML file."""
    return check(_table(text_of(path), str(path)))


def source(family: str) -> str:
    """The text of the built-in catalogue of `family`. Raises UnknownName, which lists the known ones."""
    if family not in families():
        raise UnknownName.of("catalogue", family, families())
    return (files("lagebild") / "data" / "catalogues" / f"{family}.toml").read_text(encoding="utf-8")


def template() -> str:
    """The text of a catalogue to begin with: two signs and what each line means."""
    return (files("lagebild") / "data" / "catalogue-template.toml").read_text(encoding="utf-8")


def hints(catalogue: Catalogue) -> tuple[str, ...]:
    """What makes a catalogue that is fit for use a weak one, one line each."""
    signs, found = catalogue.signs, []
    if len(signs) < FEW:
        found.append(f"only {len(signs)} signs; write down at least {FEW} before you look at reports")
    for side in SIDES:
        if all(s.direction != side for s in signs):
            found.append(f"no sign speaks {side}: the answer can only move one way")
    for sign in signs:
        p1, p0 = sign.indicator.p1.best, sign.indicator.p0.best
        if max(p1, p0) < SAME * min(p1, p0):
            found.append(f"'{sign.indicator.id}' is nearly as likely without the event as with it: it tells nothing")
    for language in ("de", "en"):
        spoken = [s for s in signs if any(p.phrases for p in s.patterns)]
        mute = [
            s.indicator.id for s in spoken if not any(lang == language for p in s.patterns for lang, _ in p.phrases)
        ]
        if mute:
            found.append(f"no phrases in '{language}' for {', '.join(mute)}: reports in it can't show these")
    return tuple(found)


def text_of(path: str | Path) -> str:
    """The text of the catalogue at `path`. Raises BadInput when it can't be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as e:
        raise BadInput(str(path), f"can't be read ({e.strerror or e})", "give the path of a catalogue") from e
    except UnicodeDecodeError as e:
        raise BadInput(str(path), f"is not UTF-8 text (byte {e.start})", "save it as UTF-8") from e


def _table(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise BadInput(source, f"is not valid TOML: {e}", "mend the line it names") from e


def loads(text: str, source: str = "catalogue") -> Catalogue:
    """The catalogue in the TOML `text`; `source` names it in errors. Raises BadInput that names every fault."""
    table = _table(text, source)
    wrong = check(table)
    if wrong:
        raise BadInput(source, "; ".join(wrong), "see how to write a catalogue in the documentation")
    return Catalogue(
        id=table["id"],
        name=_words(table["name"]),
        rho=Range(*table["rho"]),
        elicitation=float(table["elicitation"]),
        reference=tuple(table["reference"]),
        topic=_phrases(table.get("topic", {})),
        deed=_phrases(table.get("deed", {})),
        signs=tuple(_sign(row) for row in table["indicator"]),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        grades=tuple(sorted((k, float(v)) for k, v in table.get("grades", {}).items())),
        hypotheses=tuple(_hypothesis(row) for row in table.get("hypothesis", ())),
    )


def _hypothesis(row: Mapping[str, Any]) -> Hypothesis:
    return Hypothesis(
        id=row["id"],
        of=row["of"],
        name=_words(row["name"]),
        note=_words(row["note"]),
        fits=tuple((name, Range(*figure)) for name, figure in sorted(row["p"].items())),
        source=row["source"],
    )


def _sign(row: Mapping[str, Any]) -> Sign:
    return Sign(
        indicator=Indicator(
            id=row["id"],
            name=_words(row["name"]),
            note=_words(row["note"]),
            p1=Range(*row["p1"]),
            p0=Range(*row["p0"]),
            a=Range(*row["a"]),
            b=Range(*row["b"]),
            half_life=float(row["half_life"]),
            cluster=row["cluster"],
            figures=row["figures"],
            source=row["source"],
        ),
        direction=row["direction"],
        patterns=tuple(_pattern(match) for match in row["match"]),
    )


def _pattern(match: Mapping[str, Any]) -> Pattern:
    kind: Literal["event", "statement"] = match.get("kind", "event")
    return Pattern(
        kind=kind,
        events=tuple((t, m or None) for t, _, m in (e.partition(":") for e in match.get("events", ()))),
        who=tuple(match.get("who", ())),
        whom=tuple(match.get("whom", ())),
        where=tuple(match.get("where", ())),
        both=match.get("both", False),
        senses=tuple(match.get("senses", ("present",))),
        deniable=match.get("deniable", kind == "event"),
        factuality=tuple(match.get("factuality", ())),
        phrases=tuple((lang, tuple(parse(t) for t in match[lang])) for lang in ("de", "en") if match.get(lang)),
    )


def _phrases(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((language, tuple(table.get(language, ()))) for language in ("de", "en"))


def _words(table: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(table.items()))
