"""The commands on forecasts: commit to an own number, see the track record; and without a case, from JSON lines, pool a
crowd and tell a statement's direction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from lagebild.errors import LagebildError

from . import options, output

TRACKS = ("html", "json")
_file = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@_file
@click.option("--method", metavar="NAME", help="mean, median, trimmed, log-odds or recent; left out, by kind of crowd.")
def crowd(file: Path, method: str | None) -> int:
    """Pool people's probabilities: one line of JSON a question on standard output.

    FILE holds JSON lines {qid, question, crowd?, forecasts: [{user, p, t}]}, the same as JSON or CSV, or what
    Metaculus or Manifold give out.
    """
    from lagebild.errors import UnknownName
    from lagebild.weigh.crowd import METHODS, pool, read

    if method is not None and method not in METHODS:
        unknown = UnknownName.of("method", method, METHODS)
        raise click.BadParameter(f"{unknown.reason}; {unknown.remedy}", param_hint="--method")
    failed = False

    def fault(error: LagebildError) -> None:
        nonlocal failed
        failed = True
        output.error(error)

    for found in read(file, on_fault=fault):
        pooled = pool(found, method=method)
        result = {
            "qid": pooled.qid,
            "probability": round(pooled.probability, 6),
            "low": round(pooled.low, 6),
            "high": round(pooled.high, 6),
            "voices": round(pooled.voices, 2),
            "method": pooled.method,
        }
        output.line(json.dumps(result, ensure_ascii=False))
    return 1 if failed else 0


@click.command()
@_file
def direction(file: Path) -> int:
    """Tell whether statements speak for or against what questions propose: one line of JSON a statement.

    FILE holds JSON lines {id, question, statement, language}; language is de or en.
    """
    from lagebild.weigh.direction import direction as told
    from lagebild.weigh.direction_lines import read

    failed = False

    def fault(error: LagebildError) -> None:
        nonlocal failed
        failed = True
        output.error(error)

    for asked in read(file, on_fault=fault):
        found = told(asked.question, asked.statement, language=asked.language)
        result = {"id": asked.id, "direction": found.direction, "score": round(found.score, 4)}
        output.line(json.dumps(result, ensure_ascii=False))
    return 1 if failed else 0


@click.group()
def forecast() -> None:
    """Commit to an own number, before the machine's is shown."""


def own_answer(value: str) -> str:
    """A probability, or a list of what=figure; which of them fits is for the question to say."""
    if "=" not in value:
        try:
            float(value)
        except ValueError as error:
            what = "is neither a probability nor a list such as agreed=0.3,none=0.7"
            raise click.BadParameter(f"'{value}' {what}") from error
    return value


@forecast.command()
@options.case
@click.argument("own", type=own_answer)
@options.reason
@options.who
@options.as_of
def lock(case: Path, own: str, reason: str, who: str, as_of: date | None) -> None:
    """Commit to OWN, a probability between 0 and 1. It is kept for good and scored beside the machine's number.

    Of several outcomes OWN is like agreed=0.3,none=0.7, of a number like 5=1500,50=6000,95=25000 (per cent=value), of a
    day like 2023-01-31=0.05,2023-05-31=0.12 (the probability that it has come by then).
    """
    from lagebild.store import Case
    from lagebild.store.owned import lock as locked

    with Case.open(case, write=True) as opened:
        made = locked(opened, own, reason=reason, who=who, as_of=as_of)
    when = "before the machine's was shown" if made.before else "not in blind mode"
    output.error(f"{case}: {own} by {made.who} locked as of {made.at}, {when}")


@forecast.command()
@options.case
@click.argument("mode", type=click.Choice(("on", "off")))
@options.reason
@options.who
def blind(case: Path, mode: str, reason: str, who: str) -> None:
    """Switch blind mode on or off: while it is on, the machine's number is kept back until an own one is locked."""
    from lagebild.store import Case

    with Case.open(case, write=True) as opened:
        opened.set_blind(mode == "on", reason=reason, who=who)
    output.error(f"{case}: blind mode is {mode}")


def track_target(value: str) -> Path:
    """A file to write a track record to."""
    path = Path(value)
    if path.suffix.removeprefix(".") not in TRACKS:
        raise click.BadParameter(f"'{value}' does not end in .{', .'.join(TRACKS)}")
    return path


@click.command("track-record")
@click.argument("cases", nargs=-1, required=True, metavar="CASE…", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", type=track_target, metavar="FILE", help="Write here, as .html or .json.")
@click.option(
    "--crowd",
    "crowd_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="People's forecasts on the same questions; qid is the question's id.",
)
@click.option("--language", type=click.Choice(options.ANSWER_LANGUAGES), default="en", show_default=True,
              help="Language of the page.")  # fmt: skip
def track_record(*, cases: tuple[Path, ...], target: Path | None, crowd_file: Path | None, language: str) -> int:
    """Score what was given out in resolved cases: Brier, log and spherical score, skill, calibration.

    Without -o, as a table for each kind of question. Only answers that were given out (`assess --issue`) before the
    outcome count, and own numbers locked before it. A CASE that cannot be read is named, the rest goes on.
    """
    from lagebild.store import Case
    from lagebild.tell import track
    from lagebild.weigh import spread
    from lagebild.weigh.crowd import read
    from lagebild.weigh.track import Judged, beside, record

    people = {c.qid: c for c in read(crowd_file)} if crowd_file else {}
    found: list[Judged] = []
    spreads: list[spread.Settled] = []
    failed = False
    for path in cases:
        try:
            with Case.open(path) as opened:
                found += opened.judged()
                spreads += opened.settled()
        except LagebildError as error:
            failed = True
            output.error(error)
    made = replace(
        record([beside(j, people.get(j.resolution.question)) for j in found]), spreads=spread.record(spreads)
    )
    if target is None:
        for table in track.tables(made, language):
            output.table(*table)
    else:
        output.file(target, track.html(made, language) if target.suffix == ".html" else track.to_json(made))
        output.error(f"{target}: written")
    return 1 if failed else 0
