"""Questions: read from TOML and refused, with all that is wrong in one go, when nobody could resolve them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagebild.core import Question
from lagebild.errors import BadInput, UnknownName

from . import kinds
from .catalogue import ROLES, Catalogue, built_in, families
from .catalogue import load as load_catalogue
from .prior import given
from .words import DEFAULT, SCALES

LANGUAGES: tuple[str, ...] = ("de", "en")
"""Languages that an answer can be told in."""
TEMPLATES: tuple[str, ...] = ("binary", "condition", "date", "number", "outcomes")
"""Kinds of questions that there is a file to begin with for; `condition` is one of yes or no on a condition."""

_TEXTS = ("id", "text", "language", "resolver")
_LISTS = ("counts", "excludes", "deciders")
_KEYS = frozenset({*_TEXTS, *_LISTS, "opens", "closes", "timezone", "family", "roles", "reference", "coverage", "rate"})
_KNOWN = _KEYS | {"negated", "words", "catalogue"} | kinds.KEYS
_RATE = ("id", "name", "hits", "windows", "source", "batch")
_CODE = re.compile(r"[A-Z]{3}(?: [A-Z]{3})?")


def load(path: str | Path) -> Question:
    """The question in the TOML file at `path`. Raises BadInput that names every fault in it."""
    source = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as e:
        raise BadInput(source, f"can't be read ({e.strerror or e})", "give the path of a question file") from e
    except UnicodeDecodeError as e:
        raise BadInput(source, f"is not UTF-8 text (byte {e.start})", "save it as UTF-8") from e
    return loads(text, source, folder=Path(path).parent)


def loads(text: str, source: str = "question", *, folder: Path | None = None) -> Question:
    """The question in the TOML `text`; `source` names it in errors, `folder` is where the catalogue that it names lies.
    Raises BadInput that names every fault."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise BadInput(source, f"is not valid TOML: {e}", "mend the line it names") from e
    faults = check(table, folder=folder)
    if faults:
        remedy = "a question needs a deadline, a resolver, what counts and what does not"
        raise BadInput(source, "; ".join(faults), remedy)
    return _made(table)


def template(kind: str) -> str:
    """The text of a question file to begin with, of one of TEMPLATES. Raises UnknownName for another."""
    if kind not in TEMPLATES:
        raise UnknownName.of("kind of question", kind, TEMPLATES)
    return (files("lagebild") / "data" / "questions" / f"{kind}.toml").read_text(encoding="utf-8")


def _made(table: Mapping[str, Any]) -> Question:
    """The question of a table without faults."""
    supposed = table.get("condition")
    return Question(
        id=table["id"],
        text=table["text"],
        language=table["language"],
        opens=table["opens"],
        closes=table["closes"],
        resolver=table["resolver"],
        counts=tuple(table["counts"]),
        excludes=tuple(table["excludes"]),
        deciders=tuple(table["deciders"]),
        family=table.get("family"),
        roles=tuple(sorted(table.get("roles", {}).items())),
        timezone=table.get("timezone", "UTC"),
        reference=tuple(table.get("reference", ())),
        coverage=tuple(sorted((k, float(v)) for k, v in table.get("coverage", {}).items())),
        negated=table.get("negated", False),
        rates=tuple(given(row) for row in table.get("rate", ())),
        words=table.get("words", DEFAULT),
        catalogue=table.get("catalogue"),
        kind=table.get("kind", "binary"),
        outcomes=kinds.outcomes(table.get("outcome", ())),
        measure=kinds.measure(table["number"]) if "number" in table else None,
        condition=kinds.condition(supposed, _made(kinds.own_question(supposed, table))) if supposed else None,
    )


def check(table: Mapping[str, Any], *, folder: Path | None = None) -> tuple[str, ...]:
    """All that is wrong with a question as read from TOML, one line a fault; empty when it is fit for use. Its own
    catalogue is looked for in `folder`; without one it is taken as given."""
    faults = [f"unknown key '{k}' (known are: {', '.join(sorted(_KNOWN))})" for k in sorted(table) if k not in _KNOWN]
    signs, unfit = _catalogue(table, folder)
    faults += _texts(table) + _lists(table) + _dates(table) + _family(table, signs) + _figures(table)
    faults += [*unfit, *_rates(table, signs), *_signs(table, signs), *kinds.check(table, signs)]
    return (*faults, *_condition(table))


def _condition(table: Mapping[str, Any]) -> list[str]:
    """What is wrong with what the question supposes: a question of its own, of yes or no, with a ratio."""
    if "condition" not in table:
        return []
    supposed = table["condition"]
    if not isinstance(supposed, Mapping):
        return ["'condition' must be a table: [condition] with text, counts, excludes, ratio and source"]
    own = kinds.own_question(supposed, table)
    faults = kinds.condition_faults(supposed)
    if "condition" in supposed or supposed.get("kind", "binary") != "binary" or "catalogue" in supposed:
        faults.append("it must be a plain question of yes or no, by a built-in family or none")
    else:
        faults += check(own)
    return [f"condition: {fault}" for fault in faults]


def _catalogue(table: Mapping[str, object], folder: Path | None) -> tuple[Catalogue | None, list[str]]:
    """The catalogue that a question is answered by, as far as it can be had here, and what is wrong with it."""
    own, family = table.get("catalogue"), table.get("family")
    if own is None:
        return (built_in(family) if isinstance(family, str) and family in families() else None), []
    if not _text(own):
        return None, ["'catalogue' must be the path of a catalogue file, as seen from the question's"]
    if folder is None:
        return None, []
    try:
        return load_catalogue(folder / str(own)), []
    except BadInput as fault:
        return None, [f"its catalogue is not fit for use: {fault}"]


def _signs(table: Mapping[str, object], signs: Catalogue | None) -> list[str]:
    """Indicators of `[coverage]` that the catalogue does not have."""
    coverage = table.get("coverage", {})
    if signs is None or not isinstance(coverage, Mapping):
        return []
    known = sorted(i.id for i in signs.indicators)
    unknown = [(name, UnknownName.of("coverage", name, known).remedy) for name in coverage if name not in known]
    return [f"unknown indicator '{name}' under [coverage] ({remedy})" for name, remedy in unknown]


def _texts(table: Mapping[str, object]) -> list[str]:
    faults = []
    for key in _TEXTS:
        value = table.get(key)
        if value is None:
            faults.append(f"'{key}' is missing")
        elif not isinstance(value, str) or not value.strip():
            faults.append(f"'{key}' must be a text that is not empty")
        elif key == "language" and value not in LANGUAGES:
            faults.append(f"unknown language '{value}' (known are: {', '.join(LANGUAGES)})")
    return faults


def _lists(table: Mapping[str, object]) -> list[str]:
    faults = []
    for key in _LISTS:
        value = table.get(key)
        if value is None:
            faults.append(f"'{key}' is missing")
        elif not _texts_only(value) or not value:
            faults.append(f"'{key}' must be a list of at least one text")
    return faults


def _dates(table: Mapping[str, object]) -> list[str]:
    faults = []
    for key in ("opens", "closes"):
        value = table.get(key)
        if value is None:
            faults.append(f"'{key}' is missing")
        elif not isinstance(value, date) or isinstance(value, datetime):
            faults.append(f"'{key}' must be a date like 2022-12-01, without quotation marks and time")
    opens, closes = table.get("opens"), table.get("closes")
    plain = not isinstance(opens, datetime) and not isinstance(closes, datetime)
    if plain and isinstance(opens, date) and isinstance(closes, date) and closes < opens:
        faults.append(f"'closes' ({closes}) lies before 'opens' ({opens})")
    zone = table.get("timezone", "UTC")
    if not isinstance(zone, str):
        faults.append("'timezone' must be a text")
    else:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            faults.append(f"unknown time zone '{zone}' (use an IANA name such as Europe/Berlin or UTC)")
    return faults


def _family(table: Mapping[str, object], signs: Catalogue | None) -> list[str]:
    faults = []
    family = table.get("family")
    if family is not None and family not in families() and table.get("catalogue") is None:
        faults.append(f"unknown family '{family}' (known are: {', '.join(families())})")
    roles = table.get("roles", {})
    if not isinstance(roles, Mapping):
        return [*faults, "'roles' must be a table, such as subject = \"BLR\""]
    for role, code in roles.items():
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            faults.append(f"role '{role}' must be an ISO 3166-1 alpha-3 or PLOVER actor code such as BLR, not {code!r}")
    if signs is not None and "subject" not in roles and _by_roles(signs):
        faults.append("'roles' must name at least the subject")
    return faults


def _by_roles(signs: Catalogue) -> bool:
    """True where a catalogue asks who did something: one by phrases alone needs no roles."""
    asked = {role for s in signs.signs for p in s.patterns for role in (*p.who, *p.whom, *p.where)}
    return bool(asked & set(ROLES)) or any(texts for _, texts in signs.deed)


def _figures(table: Mapping[str, object]) -> list[str]:
    faults = []
    if not _texts_only(table.get("reference", [])):
        faults.append("'reference' must be a list of reference classes")
    coverage = table.get("coverage", {})
    if not isinstance(coverage, Mapping):
        faults.append("'coverage' must be a table of shares between 0 and 1, one an indicator")
    else:
        for name, share in coverage.items():
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
                faults.append(f"coverage of '{name}' must lie between 0 and 1, not {share!r}")
    if not isinstance(table.get("negated", False), bool):
        faults.append("'negated' must be true or false")
    if table.get("words", DEFAULT) not in SCALES:
        faults.append(f"unknown scale of words {table['words']!r} (known are: {', '.join(SCALES)})")
    return faults


def _rates(table: Mapping[str, object], signs: Catalogue | None) -> list[str]:
    """Faults of the reference classes that the question gives itself."""
    rows = table.get("rate", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return ["'rate' must be tables: [[rate]] with id, name, hits, windows and source"]
    faults = [f"rate {number}: {fault}" for number, row in enumerate(rows, 1) for fault in _rate(row)]
    named = table.get("reference", [])
    if signs is not None and not signs.reference:
        count = len(rows) + (len(named) if isinstance(named, list) else 0)
        if count < 2:
            faults.append(f"family '{signs.id}' brings no base rates: give at least two [[rate]], each with its source")
    return faults


def _rate(row: Mapping[str, object]) -> list[str]:
    faults = [f"unknown key '{k}'" for k in sorted(row) if k not in _RATE]
    faults += [f"'{k}' must be a text that is not empty" for k in ("id", "source") if not _text(row.get(k))]
    name, hits, windows, batch = row.get("name"), row.get("hits"), row.get("windows"), row.get("batch", 1.0)
    if not isinstance(name, Mapping) or not {"de", "en"} <= set(name) or not all(map(_text, name.values())):
        faults.append("'name' must be given in de and en")
    counts = [n for n in (hits, windows) if isinstance(n, int) and not isinstance(n, bool)]
    if len(counts) < 2 or not 0 <= counts[0] < counts[1]:
        faults.append("'hits' and 'windows' must be counts of half years, fewer hits than windows")
    if isinstance(batch, bool) or not isinstance(batch, int | float) or not batch >= 1:
        faults.append("'batch' must be a number of at least 1")
    return faults


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts_only(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
