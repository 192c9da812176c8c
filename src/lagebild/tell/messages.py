"""Sentences as data: a `Note` is said in German or English by the wording in `data/messages/`.

A message is a TOML table with `de` and `en`. Its places are filled by the note's values:

    {name}              as it stands; numbers and ISO dates in the form of the language
    {p:percent}         0.04 → "4 %"        {f:factor}   a natural log ratio → "× 1,8"
    {d:date}            2022-12-07 → "7. Dezember 2022"
    {n:Bericht|Berichte}   the first word where n is 1, else the second

A value that is a word is said by the message `place.value` where there is one: {scale} with "survey" by
[scale.survey].
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lagebild.core import Note
from lagebild.errors import BadInput, UnknownName

from . import format as f
from .visible import inline

Value = str | int | float
_FORMS = ("date", "factor", "percent")
# Amounts as earlier stages write them, without a language: "20\u202f000–30\u202f000", "≤ 9000". Years have no mark.
_DIGITS = re.compile(r"\d[\d\u202f]*")
_AMOUNT = re.compile(rf"[≤≥] {_DIGITS.pattern}|(?=.*\u202f){_DIGITS.pattern}(?:–{_DIGITS.pattern})?")


class Place(NamedTuple):
    """A piece of a message: literal text, or (`name` is set) a place to fill in the given `form`."""

    text: str
    name: str | None
    form: str


def say(note: Note, language: str, *, names: Mapping[str, str] | None = None) -> str:
    """The note in words, plain text (not escaped). A value that is a key of `names` (the id of an entity, an
    indicator, a document) is said by its name. Raises UnknownName for a key without wording, BadInput where a
    value is missing or does not fit its place."""
    places = pieces(note.key, language)
    if len(places) == 1 and places[0].name is None:
        return places[0].text
    values = dict(note.values)
    return "".join([p.text if p.name is None else filled(note.key, p, values, language, names or {}) for p in places])


def word(key: str, language: str) -> str:
    """A message without places: a label."""
    return say(Note(key), language)


def pieces(key: str, language: str) -> tuple[Place, ...]:
    """The message in pieces, for those who fill the places with more than text."""
    found = catalogue().get(key)
    if found is None:
        raise UnknownName.of("message", key, catalogue())
    f.locale(language)
    return _parse(key, found[language])


def known(key: str) -> bool:
    """True when there is wording for the key."""
    return key in catalogue()


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All messages of all stages: key → {"de": …, "en": …}. Raises BadInput for a key that stands twice."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((files("lagebild") / "data/messages").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for key, texts in flat(tomllib.loads(file.read_text("utf-8"))):
            if key in found:
                raise BadInput(file.name, f"the message {key} stands in another file too", "give it another name")
            found[key] = texts
    return found


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Dotted keys of nested TOML tables: `[a.b]` and `["a.b"]` name the same message."""
    for key, value in table.items():
        if not isinstance(value, dict):
            raise BadInput(f"{prefix}{key}", "stands outside a message", "a message is a table with de and en")
        if "de" in value or "en" in value:
            yield prefix + key, value
        else:
            yield from flat(value, f"{prefix}{key}.")


@cache
def _parse(key: str, text: str) -> tuple[Place, ...]:
    found = []
    try:
        for literal, name, form, _ in string.Formatter().parse(text):
            if literal:
                found.append(Place(literal, None, ""))
            if name is not None:
                found.append(Place("", name, form or ""))
    except ValueError as fault:
        raise BadInput(key, f"the wording cannot be read: {fault}", "write {{ for a brace") from fault
    for piece in found:
        if piece.form and piece.form not in _FORMS and piece.form.count("|") != 1:
            raise UnknownName.of(f"form of {{{piece.name}}} in {key}", piece.form, (*_FORMS, "one|many"))
    return tuple(found)


def filled(key: str, piece: Place, values: Mapping[str, object], language: str, names: Mapping[str, str]) -> str:
    """What stands at a place of the message `key`. Raises BadInput where its value is missing or does not fit."""
    value = values.get(piece.name or "")
    if value is None:
        raise BadInput(key, f"the note has no value for {{{piece.name}}}", "give it, or change the wording")
    if isinstance(value, str):
        return _word(key, piece, value, language, names)
    if not isinstance(value, (int, float)):
        raise BadInput(key, f"{{{piece.name}}} is neither word nor number", "give a str, an int or a float")
    return _number(piece.form, value, language)


def _word(key: str, piece: Place, value: str, language: str, names: Mapping[str, str]) -> str:
    if piece.form == "date" or (not piece.form and value not in names and f.is_date(value)):
        return inline(f.moment(value, language) or "")
    if piece.form:
        raise BadInput(key, f"{{{piece.name}}} is a word, not a number", f"give a number, or drop :{piece.form}")
    label = f"{piece.name}.{value}"
    if label in catalogue():
        return inline(catalogue()[label][language])
    if value not in names and _AMOUNT.fullmatch(value):
        return _DIGITS.sub(lambda m: f.figure(int(m[0].replace("\u202f", "")), language), value)
    return inline(names.get(value, value))


def _number(form: str, value: float, language: str) -> str:
    if "|" in form:
        one, many = form.split("|")
        return one if value == 1 else many
    if form == "percent":
        return f.percent(value, language)
    if form == "factor":
        return f.factor(value, language)
    return f.figure(value, language)
