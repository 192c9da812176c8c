"""Persons' names: one spelling for many scripts, and whether two forms can be one person."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from .report import fold

_PATRONYMIC = re.compile(r"(?:[oe]vic|[oei]vna|ici?na)$")
_TOKEN = re.compile(r"\w+(?:['’.-]\w+)*")


class Form(NamedTuple):
    """A person's name as it is compared: given names (and initials) and family name, each in one spelling.
    `given` is empty where only the family name is told."""

    given: tuple[str, ...]
    family: str


@cache
def _data() -> dict[str, Any]:
    with files("lagebild.data").joinpath("link/people.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _tables() -> tuple[dict[int, str], tuple[tuple[str, str], ...], frozenset[str]]:
    data = _data()
    letters = {ord(a): b for a, b in data["cyrillic"].items()}
    return letters, tuple((r["from"], r["to"]) for r in data["spelling"]), frozenset(data["titles"])


@cache
def _given() -> dict[str, str]:
    return {spelling(name): key for key, names in _data()["given"].items() for name in names}


@cache
def roles() -> dict[str, tuple[str, ...]]:
    """Words for a role, folded, and the roles that each names."""
    return {word: tuple(named) for word, named in _data()["roles"].items()}


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """One spelling for Lukaschenko, Lukashenko, Łukaszenka's neighbours and Лукашенко.

    Cyrillic is transliterated, accents go, the rules of `data/link/people.toml` follow in their order, and
    doubled letters become one.
    """
    letters, rules, _ = _tables()
    # Composed letters first: й is one letter of the table, not и with an accent.
    plain = fold("".join(letters.get(ord(c), c) for c in word.casefold()))
    plain = re.sub("ou$", "ov", plain)
    # Doubled letters first: Kiriyenko is Кириенко, whose "ie" becomes one letter as well.
    plain = re.sub("i{2,}", "i", plain.replace("y", "i").replace("j", "i"))
    plain = re.sub("e{2,}", "e", plain)
    for old, new in rules:
        plain = plain.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", plain)


@lru_cache(maxsize=65536)
def form(name: str) -> Form | None:
    """The form of a name as a text has it, without title and genitive ending; None where no name is left."""
    tokens = [t.removesuffix("'s").removesuffix("’s").rstrip("'’") for t in _TOKEN.findall(name)]
    _, _, titles = _tables()
    while len(tokens) > 1 and fold(tokens[0]).rstrip(".") in titles:
        tokens = tokens[1:]
    spelt = [s for t in tokens if (s := spelling(t))]
    if not spelt:
        return None
    spelt[-1] = family_spelling(spelt[-1])
    if len(spelt) > 2 and _PATRONYMIC.search(spelt[-1]) and not any(map(_PATRONYMIC.search, spelt[1:-1])):
        # "Gaziev Tarkhan Ismailovich": in lists the family name comes first.
        spelt = [*spelt[1:], spelt[0]]
    return Form(tuple(_given().get(s, s) for s in spelt[:-1]), spelt[-1])


def family_spelling(spelt: str) -> str:
    """A spelt family name with its Belarusian ending as Russian has it: Lukashenka is Lukashenko. Endings by gender
    are left: Ivanov and Ivanova are two persons."""
    for ending, other in _data()["endings"].items():
        if spelt.endswith(ending) and len(spelt) > len(ending) + 2:
            return spelt.removesuffix(ending) + str(other)
    return spelt


def compatible(one: Form, other: Form) -> bool:
    """True when nothing in the two forms speaks against one person: same family name, and given names equal,
    an initial of each other, or absent. Two different given names are two persons: relatives. With the same whole
    given name a Slavic family name may be in Belarusian spelling: Zhurauski, Журавский."""
    if one.family != other.family:
        whole = one.given[:1] == other.given[:1] and len("".join(one.given[:1])) > 1
        return whole and _slavic(one.family) and _slavic(other.family) and akin(one.family) == akin(other.family)
    if not one.given or not other.given:
        return True
    return _fits(one.given[0], other.given[0])


def _slavic(family: str) -> bool:
    return family.endswith(tuple(_data()["akanne"]["slavic"]))


@lru_cache(maxsize=65536)
def akin(family: str) -> str:
    """What the Belarusian and the Russian spelling of one family name share; others may share it too."""
    for old, new in _data()["akanne"]["rules"]:
        family = family.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", family)


def _fits(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def only(candidates: Sequence[str]) -> str | None:
    """The one candidate, or None where there is none or they tie."""
    different = set(candidates)
    return next(iter(different)) if len(different) == 1 else None
