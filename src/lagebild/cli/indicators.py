"""The commands on catalogues of signs: write one, check one, see what fired in a case and what stayed silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lagebild.errors import BadInput

from . import output

if TYPE_CHECKING:
    from lagebild.core import Answer
    from lagebild.weigh.catalogue import Catalogue

HEAD = ("indicator", "speaks", "reports", "origins", "first", "weight", "coverage")


@click.group()
def indicators() -> None:
    """Work on a catalogue of signs."""


@indicators.command()
@click.argument("family")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write here."
)
def new(family: str, target: Path) -> None:
    """Write a catalogue to begin with: the one of FAMILY where it is built in, else a template with this name."""
    from lagebild.weigh.catalogue import families, source, template

    if not re.fullmatch(r"[a-z][a-z0-9-]*", family):
        raise click.BadParameter(f"'{family}' is no name of small letters, digits and hyphens", param_hint="FAMILY")
    if target.exists():
        raise BadInput(str(target), "is there already", "name a file that is not, nothing is written over")
    text = source(family) if family in families() else template().replace("NAME", family)
    output.file(target, text)
    output.error(f"{target}: written; fill it in, then run `lagebild indicators check {target}`")


@indicators.command()
@click.argument("catalogue")
@click.option(
    "--case",
    type=click.Path(path_type=Path),
    metavar="CASE",
    help="Also show what fired in this case and what did not.",
)
def check(catalogue: str, case: Path | None) -> int:
    """Say whether a catalogue is fit for use: all its faults, one line each, and what makes it weak. CATALOGUE is a
    file or a family.

    With --case, a table: which signs fired, by how many reports and origins, since when and how strongly; and which
    stayed silent, with the share of sources that would have shown them.
    """
    from lagebild.weigh.catalogue import built_in, families, faults, hints, load

    own = catalogue not in families()
    found = faults(catalogue) if own else ()
    for fault in found:
        output.error(f"{catalogue}: {fault}")
    if found:
        return 1
    chosen = load(catalogue) if own else built_in(catalogue)
    if case is None:
        output.line(f"{catalogue}: fit for use: {len(chosen.signs)} signs in {_clusters(chosen)} clusters")
        for hint in hints(chosen):
            output.error(f"{catalogue}: hint: {hint}")
        return 0
    from lagebild.store import Case
    from lagebild.weigh import weigh

    with Case.open(case) as opened:
        opened.sighted()
        links, changes = opened.links(decided=False), opened.changes()
        answer = weigh(links, opened.question, catalogue=chosen, decisions=changes)
    output.table(f"{case}: signs of {catalogue} as of {answer.as_of}", HEAD, _rows(answer, chosen))
    return 0


def _clusters(catalogue: Catalogue) -> int:
    return len({s.indicator.cluster for s in catalogue.signs})


def _rows(answer: Answer, catalogue: Catalogue) -> Sequence[Sequence[str]]:
    """A row a sign and side in the order of the catalogue, what fired before what stayed silent."""
    fired: dict[tuple[str, str], tuple[int, set[str], date, float]] = {}
    for e in answer.evidence:
        cites, origins, first, weight = fired.get((e.indicator, e.direction), (0, set(), e.known, 0.0))
        fired[e.indicator, e.direction] = (
            cites + len(e.cites), origins | set(e.origins), min(first, e.known), weight + e.weight
        )  # fmt: skip
    silent = {s.indicator: s.coverage for s in answer.silences}
    coverage = dict(answer.question.coverage)
    rows = [
        (i.id, side, str(cites), str(len(origins)), first.isoformat(), f"{weight:+.2f}", _share(coverage.get(i.id)))
        for i in catalogue.indicators
        for side in ("for", "against")
        if (i.id, side) in fired
        for cites, origins, first, weight in [fired[i.id, side]]
    ]
    heard = {row[0] for row in rows}
    return rows + [
        (i.id, "silent", "0", "0", "–", "–", _share(silent.get(i.id, coverage.get(i.id))))
        for i in catalogue.indicators
        if i.id not in heard
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
