"""The commands. What a command needs is imported when it runs, so that `--help` and `mark` start at once."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from lagebild.errors import UnknownName, Unreadable

from . import corpus as corpora
from . import forecasting, indicators, output, serve

if TYPE_CHECKING:
    from lagebild.mark.reader import Reader

ANSWER_LANGUAGES = ("de", "en")
VIEWS = ("timeline", "statements", "sources", "evidence", "forecast")
FORMATS = ("html", "md", "json", "pdf")


def day(value: str) -> date:
    """A calendar day, 2023-01-03."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no date such as 2023-01-03") from None


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


def target(value: str) -> Path:
    """A file to write, of a kind that its ending names."""
    path = Path(value)
    if path.suffix.removeprefix(".") not in FORMATS:
        raise click.BadParameter(f"'{value}' does not end in .{', .'.join(FORMATS)}")
    return path


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


_case = click.argument("case", type=click.Path(path_type=Path))
_as_of = click.option(
    "--as-of", type=day, metavar="DATE", help="As of this day, included; left out, the latest publication date."
)
_told = click.option(
    "--language", type=click.Choice(ANSWER_LANGUAGES), help="Language of the answer; left out, the question's."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lagebild", prog_name="lagebild")
@click.option("--debug", is_flag=True, help="Show where an error came from.")
def lagebild(debug: bool) -> None:
    """News reports in; a sourced, dated, calibrated answer to a question about the world out."""
    if debug:
        logging.basicConfig(format="%(name)s: %(message)s")
        logging.getLogger("lagebild").setLevel(logging.DEBUG)


@lagebild.command()
@_case
@click.option("--question", required=True, type=click.Path(path_type=Path), help="The question, a TOML file.")
def new(case: Path, question: Path) -> None:
    """Make a case file for a question."""
    from lagebild.store import Case

    with Case.create(case, question=question):
        output.error(f"{case}: made; add reports with `lagebild add {case} …`")


@lagebild.command()
@_case
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


@lagebild.command()
@_case
@click.argument("view", type=click.Choice(VIEWS))
@_as_of
@_told
def show(case: Path, view: str, as_of: date | None, language: str | None) -> None:
    """Show what a case holds, as a table: VIEW is timeline, statements, sources, evidence or forecast."""
    from lagebild.store import Case
    from lagebild.tell import tables

    with Case.open(case) as opened:
        answer = opened.assess(as_of)
    spoken = language or answer.question.language
    output.table(*tables.VIEWS[view](answer, spoken))


@lagebild.command()
@_case
@_as_of
@click.option(
    "-o",
    "--output",
    "targets",
    multiple=True,
    type=target,
    metavar="FILE",
    help="Write here, as .html, .md, .json or .pdf; may be repeated.",
)
@_told
@click.option("--issue", is_flag=True, help="Also keep the answer in the case as given out, to be scored later.")
def assess(case: Path, as_of: date | None, targets: tuple[Path, ...], language: str | None, issue: bool) -> None:
    """Answer the question of a case, with all that it rests on. Without -o, as Markdown on standard output."""
    from lagebild.store import Case
    from lagebild.tell import tell
    from lagebild.tell.pdf import to_pdf

    with Case.open(case, write=issue) as opened:
        answer = opened.assess(as_of)
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
@click.option("--published", type=day, metavar="DATE", help="Publication date of all documents; left out, theirs.")
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


lagebild.add_command(forecasting.crowd)
lagebild.add_command(forecasting.direction)
lagebild.add_command(corpora.corpus)
lagebild.add_command(indicators.indicators)
lagebild.add_command(serve.serve)
