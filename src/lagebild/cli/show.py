"""The commands that show what a case holds and what it comes to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from . import options, output

if TYPE_CHECKING:
    from lagebild.store import Case
    from lagebild.tell.tables import Table

ANSWERED = ("timeline", "statements", "sources", "entities", "evidence", "forecast", "distribution", "matrix", "audit")
KEPT = ("decisions", "scores")
VIEWS = (*ANSWERED, *KEPT)
NUMBERLESS = frozenset({"timeline", "statements", "sources", "entities"})
"""Views that show no number of the machine's: blind mode lets them pass."""
FORMATS = ("html", "md", "json", "pdf")


def target(value: str) -> Path:
    """A file to write, of a kind that its ending names."""
    path = Path(value)
    if path.suffix.removeprefix(".") not in FORMATS:
        raise click.BadParameter(f"'{value}' does not end in .{', .'.join(FORMATS)}")
    return path


@click.command()
@options.case
@click.argument("view", type=click.Choice(VIEWS))
@options.as_of
@options.told
@options.words
@options.machine
def show(*, case: Path, view: str, as_of: date | None, language: str | None, words: str | None, machine: bool) -> None:
    """Show what a case holds, as a table: VIEW is timeline, statements, sources, entities (by
    which names, and why), evidence, forecast, distribution (of
    several outcomes, a number or a day), matrix (competing hypotheses), audit (where each number comes from), decisions
    (the analyst's, with what each does) or scores (after the question is resolved)."""
    from lagebild.store import Case
    from lagebild.tell import tables

    with Case.open(case) as opened:
        if view in KEPT:
            output.table(*_kept(opened, view, language or opened.question.language))
            return
        answer = opened.assess(as_of, decisions=not machine, words=words, allow_blind=view in NUMBERLESS)
    output.table(*tables.VIEWS[view](answer, language or answer.question.language))


def _kept(case: Case, view: str, language: str) -> Table:
    from lagebild.tell import hand, tables, track
    from lagebild.weigh.track import record

    if view == "scores":
        made = record(case.judged())
        return tables.Table(*track.scores(case.scores(), case.resolution(), language, means=made.means))
    effects = () if case.blind else case.assess().effects
    stands = {d.id for d in case.standing()}
    log = [
        hand.Logged(
            number=d.id,
            added=d.added,
            who=d.who,
            kind=d.kind,
            target=d.target,
            value=d.value if d.undoes is None else str(d.undoes),
            reason=d.reason,
            words=d.anchor.quote if d.anchor else None,
            stands=d.id in stands or d.undoes is not None,
        )
        for d in case.decisions()
    ]
    return tables.Table(*hand.decisions(log, effects, language))


@click.command()
@options.case
@options.as_of
@click.option(
    "-o",
    "--output",
    "targets",
    multiple=True,
    type=target,
    metavar="FILE",
    help="Write here, as .html, .md, .json or .pdf; may be repeated.",
)
@options.told
@options.words
@options.machine
@click.option("--issue", is_flag=True, help="Also keep the answer in the case as given out, to be scored later.")
def assess(
    *,
    case: Path,
    as_of: date | None,
    targets: tuple[Path, ...],
    language: str | None,
    words: str | None,
    machine: bool,
    issue: bool,
) -> None:
    """Answer the question of a case, with all that it rests on. Without -o, as Markdown on standard output."""
    from lagebild.store import Case
    from lagebild.tell import tell
    from lagebild.tell.pdf import to_pdf

    for path in targets:
        output.ready(path)
    with Case.open(case, write=issue) as opened:
        answer = opened.assess(as_of, decisions=not machine, words=words)
        if issue:
            kept = opened.issue(answer)
            output.error(f"{case}: answer {kept.id} given out as of {kept.as_of}, SHA-256 {kept.digest}")
    for path in targets:
        kind = path.suffix[1:]
        told = tell(answer, format=cast(Any, "html" if kind == "pdf" else kind), language=cast(Any, language))
        output.file(path, to_pdf(told) if kind == "pdf" else told)
        output.error(f"{path}: written")
    if not targets:
        output.line(tell(answer, format="md", language=cast(Any, language)).rstrip("\n"))
