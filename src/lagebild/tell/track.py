"""The track record as a table, as JSON and as a page of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lagebild.core import Note, Resolution, Score
from lagebild.weigh.calibration import BINS, ENOUGH, PER_BIN
from lagebild.weigh.spread import Spread
from lagebild.weigh.track import Mean, Record

from . import format as f
from .messages import say, word
from .visible import inline, visible

FORMAT = 1
_SIZE, _EDGE = 320, 40
Table = tuple[str, list[str], list[list[str]]]


class Dot(NamedTuple):
    """A bin in the picture: its place, the band of chance, and what it says."""

    x: float
    y: float
    low: float
    high: float
    title: str


def _figure(value: float | None, language: str) -> str:
    return "–" if value is None or math.isnan(value) else f.decimal(value, language, 4)


def _whose(whose: str, who: str | None, language: str) -> str:
    said = word(f"whose.{whose}", language)
    return f"{said} ({inline(who)})" if who else said


def scores(
    found: Sequence[Score], resolution: Resolution | None, language: str, *, means: Sequence[Mean] = ()
) -> Table:
    """The scores of one question, a row a number; then a row a voice, averaged over the days that its numbers stood,
    with its skill against the base rate."""
    title = word("table.scores-open", language)
    if resolution is not None:
        values = (("at", resolution.at.isoformat()), ("by", resolution.by), ("outcome", _outcome(resolution, language)))
        title = say(Note("table.scores", values), language)
    spread = any(s.crps is not None for s in found)
    rows = [
        [
            _whose(s.whose, s.who, language),
            f.day(s.at, language, short=True),
            "–" if math.isnan(s.probability) else f.fine(s.probability, language),
            *(_figure(v, language) for v in (s.brier, s.log, s.spherical)),
            *([_figure(s.crps, language)] if spread else []),
            "",
        ]
        for s in found
    ]
    rows += [
        [
            _whose(m.whose, m.who, language),
            word("track.over-time", language),
            "",
            *(_figure(v, language) for v in (m.brier, m.log, m.spherical)),
            *([""] if spread else []),
            _figure(dict(m.skill).get("base"), language),
        ]
        for m in means
    ]
    columns = ("whose", "when", "probability", "brier", "log", "spherical", *(["crps"] if spread else []), "skill-base")
    return title, _head(columns, language), rows


def _outcome(resolution: Resolution, language: str) -> str:
    if resolution.which:
        return inline(resolution.which)
    plain = {1.0: "hypothesis.yes", 0.0: "hypothesis.no"}.get(resolution.outcome)
    return word(plain, language) if plain else _share(resolution.outcome, language)


def _share(value: float, language: str) -> str:
    """A share of a yes; anything beyond is a number that was asked for."""
    return f.share(value, language) if 0 <= value <= 1 else f.figure(value, language)


def _head(columns: Sequence[str], language: str) -> list[str]:
    return [word(f"column.{name}", language) for name in columns]


MEANS = ("whose", "questions", "numbers", "brier", "log", "spherical", "skill-base", "skill-crowd")


def _mean(mean: Mean, language: str) -> list[str]:
    skill = dict(mean.skill)
    return [
        _whose(mean.whose, mean.who, language),
        str(mean.questions),
        str(mean.numbers),
        *(_figure(v, language) for v in (mean.brier, mean.log, mean.spherical)),
        *(_figure(skill.get(other), language) for other in ("base", "crowd")),
    ]


def table(record: Record, language: str) -> Table:
    """The track record, a row a voice."""
    return _title(record, language), _head(MEANS, language), [_mean(m, language) for m in record.means]


SPREADS = ("question-kind", "whose", "questions", "numbers", "brier", "log", "spherical", "crps", "skill-base")


def _spread(found: Spread, language: str) -> list[str]:
    return [
        word(f"kind.{found.kind}", language),
        _whose(found.whose, found.who, language),
        str(found.questions),
        str(found.numbers),
        *(_figure(v, language) for v in (found.brier, found.log, found.spherical, found.crps, found.skill)),
    ]


def tables(record: Record, language: str) -> tuple[Table, ...]:
    """The track record: questions of yes or no, a row a voice, then those of other kinds."""
    if not record.spreads:
        return (table(record, language),)
    rows = [_spread(s, language) for s in record.spreads]
    others = (word("track.kinds", language), _head(SPREADS, language), rows)
    return (table(record, language), others) if record.means else (others,)


def _title(record: Record, language: str) -> str:
    return say(Note("track.title", (("n", record.questions), ("yes", f.share(record.yes, language)))), language)


def to_json(record: Record) -> str:
    """The track record as JSON, all figures unrounded."""
    return json.dumps({"format": FORMAT, **asdict(record)}, ensure_ascii=False, indent=1) + "\n"


def html(record: Record, language: str) -> str:
    """The track record as one self-contained page without scripts."""
    style = (files("lagebild") / "tell/templates/report.css").read_text("utf-8")
    style += (files("lagebild") / "tell/templates/track.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=PackageLoader("lagebild.tell"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    parts = record.parts
    return environment.get_template("track.html.jinja").render(
        language=language,
        style=Markup(style),  # ours, without "<"
        style_hash=f"sha256-{digest}",
        version=version("lagebild"),
        title=_title(record, language),
        head=_head(MEANS, language),
        means=[_mean(m, language) for m in record.means],
        spreads=[_spread(s, language) for s in record.spreads],
        spreads_head=_head(SPREADS, language),
        size=_SIZE,
        edge=_EDGE,
        dots=_dots(record, language),
        bins=_bins(record, language),
        bins_head=_head(("bin", "mean", "observed", "band", "questions"), language),
        parts=[(word(f"track.{n}", language), _figure(getattr(parts, n), language))
               for n in ("brier", "reliability", "resolution", "uncertainty", "within")] if parts else [],
        ranking=_figure(record.ranking, language),
        notes=_notes(record, language),
        word=lambda key: word(key, language),
    ).strip() + "\n"  # fmt: skip


def _dots(record: Record, language: str) -> list[Dot]:
    def at(p: float) -> float:
        return round(_EDGE + p * (_SIZE - 2 * _EDGE), 1)

    titles = _bins(record, language)
    return [
        Dot(at(b.mean), _SIZE - at(b.observed), _SIZE - at(b.band[0]), _SIZE - at(b.band[1]), "; ".join(row))
        for b, row in zip(record.curve, titles, strict=True)
    ]


def _bins(record: Record, language: str) -> list[list[str]]:
    return [
        [
            f"{f.points(b.low, language)}–{f.points(b.high, language)}",
            f.points(b.mean, language),
            f.points(b.observed, language),
            f"{f.points(b.band[0], language)}–{f.points(b.band[1], language)}",
            f.decimal(b.weight, language, 1),
        ]
        for b in record.curve
    ]


def _notes(record: Record, language: str) -> list[str]:
    """What the figures can and can't say at this number of questions."""
    said = [word("track.standing", language), say(Note("track.bins", (("bins", BINS), ("per", PER_BIN))), language)]
    if record.questions < ENOUGH:
        said.append(say(Note("track.few", (("enough", ENOUGH), ("n", record.questions))), language))
    if record.temperature is not None:
        t = record.temperature
        better = "track.temperature-helps" if t.after < t.before else "track.temperature-idle"
        values = (("after", t.after), ("before", t.before), ("n", t.questions), ("value", t.value))
        said.append(say(Note(better, values), language))
    return said
