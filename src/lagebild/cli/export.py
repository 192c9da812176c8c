"""`lagebild export` and `lagebild import`: a case in the formats of other tools, and as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

import click

from lagebild.errors import BadInput

from . import options, output

CASE = "case"
_LIST = "list"


class _Command(click.Command):
    """Lists the formats behind its help. They are read when they are asked for: other commands start at once."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Formats"):
            formatter.write_dl(list(_formats()))


def _formats() -> list[tuple[str, str]]:
    from lagebild.tell.exports import FORMATS

    whole = (CASE, "the whole case as JSON lines, for `lagebild import`")
    return sorted([*((f.name, f.about) for f in FORMATS), whole])


@click.command(cls=_Command)
@click.argument("case", required=False, type=click.Path(path_type=Path))
@click.option("--format", "name", required=True, metavar="FORMAT", help="One of the formats below; `list` lists them.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write here: a file, for csv and parquet a folder. Left out, on standard output.",
)
@options.as_of
@options.told
def export(case: Path | None, name: str, target: Path | None, as_of: date | None, language: str | None) -> None:
    """Write a case in a format that other tools read."""
    if name == _LIST:
        for known, about in _formats():
            output.line(f"{known}\t{about}")
        return
    if case is None:
        raise click.UsageError("Missing argument 'CASE'.")
    if name == CASE:
        if as_of is not None or language is not None:
            raise click.UsageError("--as-of and --language are for an answer; a case is exported whole.")
        _whole(case, target)
        return
    from lagebild.store import Case
    from lagebild.store.exchange import hand
    from lagebild.tell.exports import export, form

    chosen = form(name)
    if target is None and not chosen.ending:
        raise click.UsageError(f"{name} is a folder of files: name it with -o.")
    if target is not None and chosen.ending:
        output.ready(target)
    with Case.open(case) as opened:
        answer = opened.assess(as_of, allow_blind=chosen.numberless)
        tables = () if chosen.ending else hand(opened)
    made = export(answer, format=name, language=cast(Any, language), more=tables)
    if isinstance(made, dict):
        _folder(cast(Path, target), made)
    elif target is None:
        _printed([made])
    else:
        output.file(target, made)
        output.error(f"{target}: written")


def _whole(case: Path, target: Path | None) -> None:
    from lagebild.store import Case
    from lagebild.store.exchange import lines

    with Case.open(case) as opened:
        if target is None:
            _printed(lines(opened))
            return
        output.file(target, lines(opened))
    output.error(f"{target}: written")


def _printed(lines: Iterable[str]) -> None:
    for line in lines:
        # Only one line end: each of these has its own.
        output.line(line.removesuffix("\n"))


def _folder(target: Path, files: dict[str, bytes]) -> None:
    if target.exists() and not target.is_dir():
        raise BadInput(str(target), "is a file", "name a folder for the tables")
    try:
        target.mkdir(exist_ok=True)
    except OSError as error:
        raise BadInput(str(target), f"cannot be made: {error.strerror}", "check the folder above it") from None
    for name, data in files.items():
        output.file(target / name, data)
    output.error(f"{target}: {len(files)} files written")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("case", type=click.Path(path_type=Path))
def import_(file: Path, case: Path) -> None:
    """Make a case of what `lagebild export --format case` wrote.

    FILE is checked line by line and as a whole; when something is wrong with it, no case is made.
    """
    from lagebild.store.exchange import restore

    output.error(f"{case}: made: {restore(file, case)}")
