"""What can be wrong with a catalogue: all of it is told in one go, one line a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from lagebild.core.marks import Factuality
from lagebild.errors import LagebildError
from lagebild.mark.events.lexicon import TYPES

from .phrases import parse

ROLES: tuple[str, ...] = ("subject", "ally", "target")
"""The parts that a question's `roles` may bind. `deciders` is the fourth: the persons the question names."""

Sense = Literal["present", "absent", "open"]
"""What a sentence says of a sign: that it is there, that it is not, or neither."""

SIDES: tuple[str, ...] = ("for", "against")

_HEAD_KEYS = ("id", "name", "rho", "elicitation", "reference")
_TOP_KEYS = frozenset({*_HEAD_KEYS, "topic", "deed", "indicator", "grades", "hypothesis"})
_GRADES = frozenset("ABCDE12345")
_HYPOTHESIS_KEYS = frozenset({"id", "of", "name", "note", "p", "source"})
_TEXT_KEYS = ("id", "cluster", "direction", "figures", "source")
_FIGURE_KEYS = ("p1", "p0", "a", "b")
_ROW_KEYS = frozenset({*_TEXT_KEYS, *_FIGURE_KEYS, "name", "note", "half_life", "match"})
_KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("who", (*ROLES, "deciders")),
    ("whom", ROLES),
    ("where", ROLES),
    ("senses", get_args(Sense)),
    ("factuality", get_args(Factuality)),
)
_LANGUAGES = ("de", "en")
_LISTS = ("events", *(key for key, _ in _KNOWN), *_LANGUAGES)
_MATCH_KEYS = frozenset({"kind", "both", "deniable", *_LISTS})


def check(table: Mapping[str, Any]) -> tuple[str, ...]:
    """All that is wrong with a catalogue as read from TOML, one line a fault; empty when it is fit for use."""
    return (
        *_head_faults(table),
        *_spoken_faults(table),
        *_grade_faults(table.get("grades", {})),
        *_indicator_faults(table.get("indicator")),
        *_hypothesis_faults(table),
    )


def _grade_faults(table: object) -> Iterator[str]:
    if not isinstance(table, Mapping):
        yield "'grades' must be a table of weights, such as C = 0.6"
        return
    yield from (f"unknown grade '{k}' (known are A to E and 1 to 5)" for k in sorted(table) if k not in _GRADES)
    yield from (f"grade '{k}' must lie between 0 and 1" for k, v in table.items() if not (_is_number(v) and v <= 1))


def _hypothesis_faults(table: Mapping[str, Any]) -> Iterator[str]:
    rows = table.get("hypothesis", [])
    if not isinstance(rows, list) or not all(isinstance(r, Mapping) for r in rows):
        yield "'hypothesis' must be tables: [[hypothesis]] with id, of, name, note, p and source"
        return
    signs = table.get("indicator")
    known = {str(r.get("id")) for r in signs if isinstance(r, Mapping)} if isinstance(signs, list) else set()
    names = [str(row.get("id")) for row in rows]
    yield from (f"hypothesis '{n}' stands there twice" for n in sorted({n for n in names if names.count(n) > 1}))
    for number, row in enumerate(rows, 1):
        told = f"hypothesis '{row.get('id', number)}': "
        yield from (f"{told}unknown key '{k}'" for k in sorted(row) if k not in _HYPOTHESIS_KEYS)
        yield from (f"{told}'{k}' is missing" for k in sorted(_HYPOTHESIS_KEYS) if k not in row)
        yield from (f"{told}'{k}' must be a text" for k in ("id", "source") if k in row and not _is_text(row[k]))
        yield from (f"{told}'{k}' must be given in de and en" for k in ("name", "note") if not _is_both(row.get(k)))
        if row.get("of") not in ("yes", "no"):
            yield f"{told}'of' must be yes or no: the outcome that it belongs to"
        figures = row.get("p", {})
        if not isinstance(figures, Mapping):
            yield f"{told}'p' must be a table of figures, one an indicator"
            continue
        yield from (f"{told}unknown indicator '{k}' in 'p'" for k in sorted(figures) if k not in known)
        yield from (f"{told}p of '{k}' must be three rising figures between 0 and 1"
                    for k, v in figures.items() if not _is_range(v))  # fmt: skip


def _head_faults(table: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown key '{key}'" for key in sorted(table) if key not in _TOP_KEYS)
    yield from (f"'{key}' is missing" for key in _HEAD_KEYS if key not in table)
    if "id" in table and not _is_text(table["id"]):
        yield "'id' must be a text"
    if "name" in table and not _is_both(table["name"]):
        yield "'name' must be given in de and en"
    if "rho" in table and not _is_range(table["rho"]):
        yield "'rho' must be three rising figures between 0 and 1"
    if "elicitation" in table and not _is_number(table["elicitation"]):
        yield "'elicitation' must be a number of at least 0"
    if "reference" in table and not _is_texts(table["reference"]):
        yield "'reference' must be a list of reference classes; empty when the question gives its own"


def _spoken_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for key in ("topic", "deed"):
        spoken = table.get(key, {})
        if not isinstance(spoken, Mapping) or not all(k in _LANGUAGES and _is_texts(v) for k, v in spoken.items()):
            yield f"'{key}' must be a table of phrases in de and en"
            continue
        yield from (f"'{key}': {fault}" for texts in spoken.values() for t in texts for fault in _phrase_faults(t))


def _indicator_faults(rows: object) -> Iterator[str]:
    if not isinstance(rows, list) or not rows or not all(isinstance(r, Mapping) for r in rows):
        yield "there is no [[indicator]]"
        return
    names = [str(row.get("id")) for row in rows]
    yield from (f"indicator '{n}' stands there twice" for n in sorted({n for n in names if names.count(n) > 1}))
    for number, row in enumerate(rows, 1):
        yield from (f"indicator '{row.get('id', number)}': {fault}" for fault in _row_faults(row))


def _row_faults(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown key '{k}'" for k in sorted(row) if k not in _ROW_KEYS)
    yield from (f"'{k}' is missing" for k in sorted(_ROW_KEYS) if k not in row)
    yield from (f"'{k}' must be a text" for k in _TEXT_KEYS if k in row and not _is_text(row[k]))
    for key in _FIGURE_KEYS:
        if key in row and not _is_range(row[key]):
            yield f"'{key}' must be three rising figures between 0 and 1, such as [0.1, 0.2, 0.4]"
    for key in ("name", "note"):
        if key in row and not _is_both(row[key]):
            yield f"'{key}' must be given in de and en"
    if "half_life" in row and not (_is_number(row["half_life"]) and row["half_life"] > 0):
        yield "'half_life' must be a number of days above 0"
    if row.get("figures", "elicited") not in ("elicited", "measured"):
        yield "'figures' must be elicited or measured"
    yield from _sense_faults(row)
    matches = row.get("match", [])
    if not isinstance(matches, list) or not matches or not all(isinstance(m, Mapping) for m in matches):
        yield "there is no [[indicator.match]]"
        return
    for number, match in enumerate(matches, 1):
        told = f"match {number}: " if len(matches) > 1 else ""
        yield from (told + fault for fault in _match_faults(match))


def _sense_faults(row: Mapping[str, Any]) -> Iterator[str]:
    """Figures that contradict the direction, or reports that would speak against what they report."""
    if row.get("direction") not in (None, *SIDES):
        yield "'direction' must be for or against"
    if all(_is_range(row.get(k)) for k in _FIGURE_KEYS):
        p1, p0, a, b = (row[k][1] for k in _FIGURE_KEYS)
        if (row.get("direction") == "for" and p1 < p0) or (row.get("direction") == "against" and p1 > p0):
            yield f"p1 {p1} and p0 {p0} contradict the direction '{row['direction']}'"
        if a <= b:
            yield f"a {a} must lie above b {b}: else a report speaks against what it reports"


def _match_faults(match: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown key '{k}' in a match" for k in sorted(match) if k not in _MATCH_KEYS)
    lists = {key: match[key] for key in _LISTS if key in match and _is_texts(match[key])}
    yield from (f"'{key}' must be a list of texts" for key in _LISTS if key in match and key not in lists)
    if not any(match.get(key) for key in ("de", "en", "events")):
        yield "a match needs phrases (de, en) or events"
    for key, known in _KNOWN:
        for value in lists.get(key, ()):
            if value not in known:
                yield f"unknown {key} '{value}' (known are: {', '.join(known)})"
    for value in lists.get("events", ()):
        if value.partition(":")[0] not in TYPES:
            yield f"unknown event type '{value}' (known are: {', '.join(TYPES)})"
    if match.get("kind", "event") not in ("event", "statement"):
        yield "'kind' must be event or statement"
    yield from (
        f"'{k}' must be true or false" for k in ("both", "deniable") if not isinstance(match.get(k, True), bool)
    )
    for language in _LANGUAGES:
        yield from (fault for text in lists.get(language, ()) for fault in _phrase_faults(text))


def _phrase_faults(text: str) -> list[str]:
    try:
        parse(text)
    except LagebildError as e:
        return [e.reason]
    return []


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(v) for v in value)


def _is_both(value: object) -> bool:
    return isinstance(value, Mapping) and all(_is_text(value.get(k)) for k in _LANGUAGES)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_range(value: object) -> bool:
    """Three rising figures strictly between 0 and 1: a sign that is never or always there tells of no doubt."""
    if not isinstance(value, list) or len(value) != 3 or not all(_is_number(v) for v in value):
        return False
    return bool(0 < value[0] <= value[1] <= value[2] < 1)
