"""Questions of more kinds than yes or no: what their tables in TOML must hold, and how they are read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, get_args

from lagebild.core import Condition, Measure, Outcome, Question, Range
from lagebild.core.answers import QuestionKind
from lagebild.errors import BadInput

from .catalogue import Catalogue
from .phrases import parse
from .prior import given

KINDS: tuple[str, ...] = get_args(QuestionKind)
KEYS = frozenset({"kind", "outcome", "number", "condition"})
"""What a question file holds beside what every question does."""
LEAST_PAST = 5
"""Earlier values that say anything of the next: with n of them the chance that it lies beyond all is 2 / (n + 1)."""

_OUTCOME = frozenset({"id", "text", "rest", "rate", "share", "p"})
_NUMBER = frozenset({"unit", "source", "counted", "past", "quantiles", "drift", "error", "low", "high", "whole"})
_CONDITION = frozenset({"ratio", "source", "phrases"})
_LANGUAGES = frozenset({"de", "en"})


def check(table: Mapping[str, Any], signs: Catalogue | None) -> list[str]:
    """What is wrong with the tables that the kind of a question needs. `signs` is its catalogue, as far as known."""
    kind = table.get("kind", "binary")
    if kind not in KINDS:
        return [f"unknown kind {kind!r} (known are: {', '.join(KINDS)})"]
    faults = []
    for key, owner in (("outcome", "outcomes"), ("number", "number"), ("condition", "binary")):
        if key in table and kind != owner:
            faults.append(f'\'{key}\' belongs to a question of kind "{owner}", not "{kind}"')
    if kind != "binary" and table.get("negated", False) is True:
        faults.append("'negated' belongs to a question of kind \"binary\"")
    if kind == "outcomes":
        faults += _outcomes(table.get("outcome"), signs)
    elif kind == "number":
        number = table.get("number")
        faults += _number(number) if isinstance(number, Mapping) else ["'number' is missing: a table with unit, source"]
    return faults


def condition_faults(table: Mapping[str, Any]) -> list[str]:
    """What is wrong with the keys of `[condition]` that are not those of its own question."""
    faults = []
    if not _text(table.get("source")):
        faults.append("'source' must say who set the ratio, and why")
    faults += _figure("ratio", table.get("ratio"), above=0.0, below=math.inf)
    return faults + _phrases("phrases", table.get("phrases", {}))


def own_question(table: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """The table of the condition's own question: what it leaves out is the whole question's."""
    kept = ("language", "timezone", "opens", "closes", "resolver", "deciders")
    own = {k: v for k, v in table.items() if k not in _CONDITION}
    taken = {k: whole[k] for k in kept if k in whole and k not in own}
    return {"id": f"{whole.get('id', 'question')}/condition", **taken, **own}


def condition(table: Mapping[str, Any], question: Question) -> Condition:
    """The condition of a table without faults, with its own question."""
    return Condition(
        question=question,
        ratio=Range(*table["ratio"]),
        source=table["source"],
        phrases=_worded(table.get("phrases", {})),
    )


def outcomes(rows: Sequence[Mapping[str, Any]]) -> tuple[Outcome, ...]:
    """The outcomes of rows without faults, in their order."""
    return tuple(
        Outcome(
            id=row["id"],
            text=row["text"],
            rest=row.get("rest", False),
            rate=given({"id": row["id"], "name": {"de": row["text"], "en": row["text"]}, **row["rate"]})
            if "rate" in row
            else None,
            share=Range(*row["share"]) if "share" in row else None,
            fits=tuple((name, Range(*figure)) for name, figure in sorted(row.get("p", {}).items())),
        )
        for row in rows
    )


def measure(row: Mapping[str, Any]) -> Measure:
    """The number that a table without faults asks for."""
    bounds = {key: float(row[key]) for key in ("low", "high", "error") if key in row}
    return Measure(
        unit=row["unit"],
        source=row["source"],
        counted=_worded(row.get("counted", {})),
        past=tuple(float(v) for v in row.get("past", ())),
        quantiles=tuple(sorted((float(k) / 100, float(v)) for k, v in row.get("quantiles", {}).items())),
        drift=Range(*row["drift"]) if "drift" in row else None,
        whole=row.get("whole", False),
        **bounds,
    )


def _outcomes(rows: object, signs: Catalogue | None) -> list[str]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows) or len(rows) < 2:
        return ["'outcome' must be at least two tables: [[outcome]] with id and text"]
    faults = [f"outcome {number}: {fault}" for number, row in enumerate(rows, 1) for fault in _outcome(row, signs)]
    names = [row.get("id") for row in rows]
    faults += [f"outcome '{name}' stands twice" for name in sorted({str(n) for n in names if names.count(n) > 1})]
    rest = [row for row in rows if row.get("rest") is True]
    if len(rest) != 1:
        return [*faults, "exactly one outcome must have rest = true: what stands if none of the others comes"]
    by_rate = ["rate" in row for row in rows if row is not rest[0]]
    if all("share" in row for row in rows) and not any(by_rate):
        shares = [row["share"] for row in rows]
        whole = all(_is_range(share, 0.0, 1.0) for share in shares)
        if whole and abs(math.fsum(share[1] for share in shares) - 1) > 1e-6:
            faults.append(f"the best figures of 'share' sum to {math.fsum(s[1] for s in shares):g}, not to 1")
    elif not all(by_rate) or any("share" in row for row in rows) or "rate" in rest[0]:
        faults.append("give either each outcome but the rest a 'rate', or all of them, the rest too, a 'share'")
    return faults


def _outcome(row: Mapping[str, Any], signs: Catalogue | None) -> list[str]:
    faults = [f"unknown key '{k}'" for k in sorted(row) if k not in _OUTCOME]
    faults += [f"'{k}' must be a text that is not empty" for k in ("id", "text") if not _text(row.get(k))]
    if not isinstance(row.get("rest", False), bool):
        faults.append("'rest' must be true or false")
    if "share" in row:
        faults += _figure("share", row["share"], above=0.0, below=1.0)
    if "rate" in row:
        faults += _rate(row["rate"])
    figures = row.get("p", {})
    if not isinstance(figures, Mapping):
        return [*faults, "'p' must be a table: three figures an indicator"]
    if figures and row.get("rest") is True:
        faults.append("the rest has no 'p' of its own: the catalogue's p0 is its")
    known = {i.id for i in signs.indicators} if signs else None
    for name, figure in figures.items():
        faults += _figure(f"p.{name}", figure, above=0.0, below=1.0)
        if known is not None and name not in known:
            faults.append(f"unknown indicator '{name}' under 'p' (known are: {', '.join(sorted(known))})")
    return faults


def _rate(row: object) -> list[str]:
    if not isinstance(row, Mapping):
        return ["'rate' must be a table with hits, windows and source"]
    faults = [f"unknown key '{k}' in 'rate'" for k in sorted(row) if k not in ("hits", "windows", "source", "batch")]
    if not _text(row.get("source")):
        faults.append("'rate' must name its source")
    counts = [row.get(k) for k in ("hits", "windows")]
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in counts) or not 0 < counts[0] < counts[1]:  # type: ignore[operator]
        faults.append("'hits' and 'windows' must be counts of half years, more than 0 hits and fewer than windows")
    batch = row.get("batch", 1.0)
    if not _is_number(batch) or batch < 1:
        faults.append("'batch' must be a number of at least 1")
    return faults


def _number(row: Mapping[str, Any]) -> list[str]:
    faults = [f"number: unknown key '{k}'" for k in sorted(row) if k not in _NUMBER]
    faults += [f"number: '{k}' must be a text that is not empty" for k in ("unit", "source") if not _text(row.get(k))]
    faults += [f"number: {fault}" for fault in (*_base(row), *_phrases("counted", row.get("counted", {})))]
    if "drift" in row:
        faults += [f"number: {fault}" for fault in _figure("drift", row["drift"], above=0.0, below=math.inf)]
        low = row.get("low", 0.0)
        if any(v <= 0 for v in _values(row)) or (_is_number(low) and low < 0):
            faults.append("number: with 'drift', which multiplies, all values must lie above 0")
    error = row.get("error", 0.2)
    if not _is_number(error) or not 0 < error < 1:
        faults.append("number: 'error' must lie between 0 and 1")
    if not isinstance(row.get("whole", False), bool):
        faults.append("number: 'whole' must be true or false")
    ends = [row.get("low", -math.inf), row.get("high", math.inf)]
    if not all(_is_number(v) or v in (-math.inf, math.inf) for v in ends):
        return [*faults, "number: 'low' and 'high' must be numbers"]
    if not ends[0] < ends[1]:
        faults.append("number: 'low' must lie below 'high'")
    if any(not ends[0] <= v <= ends[1] for v in _values(row)):
        faults.append("number: a value of 'past' or 'quantiles' lies beyond 'low' and 'high'")
    return faults


def _base(row: Mapping[str, Any]) -> list[str]:
    """Faults of what the number rests on without reports: earlier values, or elicited quantiles."""
    if ("past" in row) == ("quantiles" in row):
        return [f"give either 'past', {LEAST_PAST} or more earlier values, or 'quantiles', elicited"]
    if "past" in row:
        values = row["past"]
        if not isinstance(values, list) or len(values) < LEAST_PAST or not all(map(_is_number, values)):
            return [f"'past' must be a list of at least {LEAST_PAST} numbers: fewer say next to nothing of the next"]
        return []
    return _quantiles(row["quantiles"])


def _quantiles(table: object) -> list[str]:
    if not isinstance(table, Mapping) or not {"5", "50", "95"} <= set(table):
        return ["'quantiles' must be a table with at least 5, 50 and 95: the value that stays below with that per cent"]
    try:
        levels = sorted((float(level), value) for level, value in table.items())
    except ValueError:
        return ["'quantiles' must have per cents as keys, such as 5"]
    if not all(0 < level < 100 and _is_number(value) for level, value in levels):
        return ["'quantiles' must have per cents between 0 and 100 as keys, and numbers"]
    rising = all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(levels))
    return [] if rising else ["'quantiles' must rise with their per cents"]


def _values(row: Mapping[str, Any]) -> list[float]:
    """The numbers among the values of 'past' and 'quantiles'."""
    past, table = row.get("past"), row.get("quantiles")
    found = [*(past if isinstance(past, list) else ()), *(table.values() if isinstance(table, Mapping) else ())]
    return [v for v in found if _is_number(v)]


def _figure(name: str, figure: object, *, above: float, below: float) -> list[str]:
    if _is_range(figure, above, below):
        return []
    span = f"between {above:g} and {below:g}" if math.isfinite(below) else f"above {above:g}"
    return [f"'{name}' must be three figures {span}, rising: low, best, high"]


def _is_range(figure: object, above: float, below: float) -> bool:
    if not isinstance(figure, list) or len(figure) != 3 or not all(map(_is_number, figure)):
        return False
    return bool(above < figure[0] <= figure[1] <= figure[2] < below)


def _phrases(name: str, table: object) -> list[str]:
    if not isinstance(table, Mapping):
        return [f"'{name}' must be a table with phrases in de and en"]
    faults = [
        f"unknown language '{k}' under '{name}' (known are: de, en)" for k in sorted(table) if k not in _LANGUAGES
    ]
    for language, texts in table.items():
        if not isinstance(texts, list) or not all(_text(t) for t in texts):
            faults.append(f"'{name}.{language}' must be a list of phrases")
            continue
        for text in texts:
            try:
                parse(text)
            except BadInput as error:
                faults.append(f"'{name}.{language}': {error.reason}")
    return faults


def _worded(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((language, tuple(texts)) for language, texts in sorted(table.items()))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
