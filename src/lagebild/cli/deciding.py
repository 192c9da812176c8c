"""The commands of the analyst's hand: decide, undo, ask anew, say how it came out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, cast

import click

from lagebild.errors import BadInput, UnknownName

from . import options, output

KINDS = ("accept", "reject", "grade", "relink", "move", "merge", "split", "ratio", "figure", "answer", "note")


@click.command()
@options.case
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("target", required=False)
@click.argument("value", required=False)
@options.reason
@options.who
@click.option("--to", metavar="ID", help="The other entity or happening, for merge and move.")
@click.option(
    "--name", metavar="WORDS", help="Which of an entity's names is parted from it, in every report; for split."
)
def decide(
    *,
    case: Path,
    kind: str,
    target: str | None,
    value: str | None,
    reason: str,
    who: str,
    to: str | None,
    name: str | None,
) -> None:
    """Change something in a case, with a reason: it is kept, shown in the report, and can be undone.

    TARGET is an id as `lagebild show` and the JSON report give it (evidence, happening, entity), source:NAME,
    indicator:ID or answer; VALUE is a grade, a sign, a ratio, a figure or a probability, as KIND asks.
    """
    from lagebild.store import Case
    from lagebild.store.targets import named

    if name is not None and (kind != "split" or target is None):
        raise click.UsageError("--name is for split, with the id of an entity")
    with Case.open(case, write=True) as opened:
        made = []
        # Within one report a name mostly means one, so that a decision is kept for each.
        for cite in named(opened.links(), str(target), name) if name else (None,):
            about, told = (target, value) if cite is None else ("entity", value or name)
            made.append(opened.decide(cast(Any, kind), about, told, reason=reason, who=who, cite=cite, to=to))
        effect, last = None, made[-1]
        if last.kind != "note" and not opened.blind:
            effect = next((e for e in opened.assess().effects if e.change.id == last.id), None)
    numbers = ", ".join(str(m.id) for m in made)
    said = f"{case}: decision{'s' if len(made) > 1 else ''} {numbers} kept"
    if effect is not None and not effect.found:
        said += "; as of now it changes nothing"
    elif effect is not None and effect.step is not None:
        said += f"; it moves the answer by {effect.step:+.2f} in log-odds"
    output.error(f"{said}; take it back with `lagebild undo {case} {last.id} --reason …`")


@click.command()
@options.case
@click.argument("number", type=int)
@options.reason
@options.who
def undo(case: Path, number: int, reason: str, who: str) -> None:
    """Take the decision NUMBER back: the answer is exactly what it was without it."""
    from lagebild.store import Case

    with Case.open(case, write=True) as opened:
        made = opened.undo(number, reason=reason, who=who)
    output.error(f"{case}: decision {number} taken back (entry {made.id})")


@click.command()
@options.case
@click.argument("outcome")
@click.option("--on", "on", required=True, type=options.day, metavar="DATE", help="The day on which it came out so.")
@click.option("--source", required=True, help="By what the resolver says so: a report, an address.")
@click.option("--reason", default="", help="Why it is resolved anew; needed only then.")
@options.who
def resolve(*, case: Path, outcome: str, on: date, source: str, reason: str, who: str) -> None:
    """Say how the question came out, so that what was given out before can be scored.

    OUTCOME is yes or no; the id of one of several outcomes; the number; or for a question for a day, yes with the day
    of the event as --on, or no. A question on a condition that did not come about is annulled: `lagebild annul`.
    """
    from lagebild.store import Case

    with Case.open(case, write=True) as opened:
        opened.resolve(outcome, on=on, source=source, reason=reason, who=who)
        count = len(opened.scores())
    output.error(f"{case}: resolved {outcome} on {on}; {count} numbers are scored: `lagebild show {case} scores`")


@click.command()
@options.case
@options.reason
@options.who
def annul(case: Path, reason: str, who: str) -> None:
    """Withdraw the question of a case, with a reason: nothing is scored."""
    from lagebild.store import Case

    with Case.open(case, write=True) as opened:
        opened.annul(reason=reason, who=who)
    output.error(f"{case}: the question is annulled; nothing is scored")


@click.command("new")
@click.argument("kind")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write here."
)
def new_question(kind: str, target: Path) -> None:
    """Write a question file to begin with. KIND is binary (yes or no), date, outcomes (several), number, or condition
    (yes or no, if something else comes about)."""
    from lagebild.weigh.question import TEMPLATES, template

    if kind not in TEMPLATES:
        unknown = UnknownName.of("kind", kind, TEMPLATES)
        raise click.BadParameter(f"{unknown.reason}; {unknown.remedy}", param_hint="KIND")
    if target.exists():
        raise BadInput(str(target), "is there already", "name a file that is not, nothing is written over")
    name = re.sub(r"[^a-z0-9]+", "-", target.stem.lower()).strip("-") or "question"
    output.file(target, template(kind).replace("NAME", name))
    output.error(f"{target}: written; fill it in, then run `lagebild question check {target}`")


@click.command("set")
@options.case
@click.argument("file", type=click.Path(path_type=Path))
def set_question(case: Path, file: Path) -> None:
    """Put a new wording of the question of a case in force, with its catalogue; the older one stays in the file."""
    from lagebild.store import Case

    with Case.open(case, write=True) as opened:
        opened.ask(file)
        asked = opened.question
    output.error(f"{case}: now asks: {asked.text} ({asked.opens} to {asked.closes})")
