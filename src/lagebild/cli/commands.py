"""The commands. What a command needs is imported when it runs, so that `--help` and `mark` start at once."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lagebild.errors import UnknownName, Unreadable

from . import coreference as coreferring
from . import corpus as corpora
from . import deciding, forecasting, indicators, options, output, serve, show
from . import export as exporting
from . import watch as watching

if TYPE_CHECKING:
    from lagebild.mark.reader import Reader


day = options.day


def layer_names(value: str) -> tuple[str, ...]:
    """Names of layers with commas between, in the order of the format."""
    from lagebild.core import LAYERS

    asked = {name.strip() for name in value.split(",") if name.strip()}
    for name in sorted(asked.difference(LAYERS)):
        unknown = UnknownName.of("layer", name, LAYERS)
        raise click.BadParameter(f"{unknown.reason}; {unknown.remedy}")
    if not asked:
        raise click.BadParameter(f"no layer named; known are: {', '.join(LAYERS)}")
    return tuple(name for name in LAYERS if name in asked)


def iso_language(value: str) -> str:
    """A language by its ISO 639-1 code."""
    if not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise click.BadParameter(f"'{value}' is no ISO 639-1 code such as de")
    return value.lower()


def reader_named(value: str) -> Reader:
    """A reader that can be had here."""
    from lagebild.errors import BadInput
    from lagebild.mark.reader import named

    try:
        return named(value)
    except BadInput as error:
        raise click.BadParameter(str(error)) from None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lagebild", prog_name="lagebild")
@click.option("--debug", is_flag=True, help="Show where an error came from.")
def lagebild(debug: bool) -> None:
    """News reports in; a sourced, dated, calibrated answer to a question about the world out."""
    if debug:
        logging.basicConfig(format="%(name)s: %(message)s")
        logging.getLogger("lagebild").setLevel(logging.DEBUG)


@lagebild.command()
@options.case
@click.option("--question", required=True, type=click.Path(path_type=Path), help="The question, a TOML file.")
@click.option("--blind", is_flag=True, help="Keep the machine's number back until an own one is locked.")
def new(case: Path, question: Path, blind: bool) -> None:
    """Make a case file for a question."""
    from lagebild.store import Case

    with Case.create(case, question=question) as made:
        if blind:
            made.set_blind(True, reason="the case was made so")
        output.error(f"{case}: made; add reports with `lagebild add {case} …`")


@lagebild.command()
@options.case
@click.argument("sources", nargs=-1)
@click.option(
    "--workers",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="Processes that read within bounds of time and memory; 0 reads in this one.",
)
@click.option("--allow-private", is_flag=True, help="Also fetch from private network addresses.")
@corpora.from_corpus
def add(case: Path, sources: tuple[str, ...], workers: int, allow_private: bool, wanted: corpora.Wanted | None) -> int:
    """Read reports into a case: files, folders, feeds, WARC, JSON lines, PDF, URLs, or what bears on it in a corpus.

    Says what was new, known and unreadable. Without SOURCES it marks again what older annotators marked.
    """
    from lagebild.store import Case

    from .progress import Meter

    if sources and wanted:
        raise click.UsageError("give SOURCES or --from-corpus, not both")
    with Case.open(case, write=True) as opened, Meter() as meter:
        if wanted:
            added = opened.take(wanted.readings(opened), on_progress=meter.step)
        elif sources:
            added = opened.add(
                sources, workers=workers, allow_private=allow_private, on_progress=meter.step, on_remark=meter.remark
            )
        else:
            added = opened.refresh(on_progress=meter.step)
    new, updated, known, unreadable = (len(a) for a in (added.new, added.updated, added.known, added.unreadable))
    output.error(f"{case}: {new} new, {updated} updated, {known} known, {unreadable} unreadable")
    return 1 if added.unreadable else 0


@lagebild.group()
def question() -> None:
    """Work on a question file."""


@question.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> int:
    """Say whether question files are fit for use: deadline, resolver, what counts and what does not."""
    from lagebild.errors import BadInput
    from lagebild.weigh.question import load

    failed = False
    for path in files:
        try:
            found = load(path)
        except BadInput as fault:
            output.error(fault)
            failed = True
        else:
            output.line(f"{path}: fit for use: {found.text} ({found.opens} to {found.closes})")
    return 1 if failed else 0


@lagebild.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--as-is", is_flag=True, help="Take the text unchanged; offsets refer to the input.")
@click.option(
    "--layers", type=layer_names, metavar="NAMES", help="Only these layers, with commas between; left out, all."
)
@click.option(
    "--published", type=options.day, metavar="DATE", help="Publication date of all documents; left out, theirs."
)
@click.option(
    "--language", type=iso_language, metavar="CODE", help="Language of all texts (ISO 639-1); left out, found out."
)
@click.option(
    "--reader",
    type=reader_named,
    metavar="NAME",
    help="What reads for names: small (the shipped model), none (lists and forms alone, fast), or an installed spaCy "
    "pipeline; left out, small where names are asked for.",
)
def mark(
    files: tuple[str, ...],
    *,
    as_is: bool,
    layers: tuple[str, ...] | None,
    published: date | None,
    language: str | None,
    reader: Reader | None,
) -> int:
    """Mark files without a case: one line of JSON a document on standard output, in the order of the input."""
    from lagebild.core import LAYERS
    from lagebild.gather import gather
    from lagebild.mark.guard import guarded
    from lagebild.mark.lines import to_line

    failed: list[Unreadable] = []

    def fail(error: Unreadable) -> None:
        failed.append(error)
        output.error(error)

    given = published.isoformat() if published else None
    readings = gather(
        files, on_unreadable=fail, on_remark=output.error, as_is=as_is, published=given, language=language
    )
    for reading in readings:
        try:
            marks = guarded(reading, layers=layers, anchor=published, language=language, reader=reader)
        except Unreadable as error:
            fail(error)
            continue
        output.line(to_line(reading, marks, layers=layers or LAYERS, key=reading.document.key))
    return 1 if failed else 0


@lagebild.command()
@click.argument("cases", nargs=-1, metavar="[CASE…]", type=click.Path(path_type=Path))
def doctor(cases: tuple[Path, ...]) -> int:
    """Say what is installed, which models there are, what is missing and what that costs; and check CASE files."""
    from lagebild.doctor import examine

    sound = True
    for finding in examine(cases):
        output.line(str(finding))
        sound = sound and finding.sound
    return 0 if sound else 1


lagebild.add_command(show.show)
lagebild.add_command(show.assess)
lagebild.add_command(deciding.decide)
lagebild.add_command(deciding.undo)
lagebild.add_command(deciding.resolve)
lagebild.add_command(deciding.annul)
question.add_command(deciding.new_question)
question.add_command(deciding.set_question)
lagebild.add_command(forecasting.forecast)
lagebild.add_command(forecasting.track_record)
lagebild.add_command(forecasting.crowd)
lagebild.add_command(forecasting.direction)
lagebild.add_command(corpora.corpus)
lagebild.add_command(indicators.indicators)
lagebild.add_command(serve.serve)
lagebild.add_command(exporting.export)
lagebild.add_command(exporting.import_)
lagebild.add_command(watching.watch)
lagebild.add_command(coreferring.coreference)
