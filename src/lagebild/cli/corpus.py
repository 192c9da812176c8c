"""The commands on a corpus: read a crawl, say how far it is, find copies, find what bears on a question, ask in SQL."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lagebild.gather.limits import size

from . import output

if TYPE_CHECKING:
    from lagebild.core import Reading
    from lagebild.corpus import Settings
    from lagebild.corpus.engine import Engine
    from lagebild.corpus.find import Hit
    from lagebild.store import Case

ENGINES = ("processes", "ray")
_root = click.argument("corpus", metavar="CORPUS")
_workers = click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="So many read at once; left out, one for each core."
)


def _day(value: str) -> date:
    from .commands import day

    return day(value)


def _languages(value: str) -> tuple[str, ...]:
    """Codes of languages with commas between; `all` for every one."""
    codes = tuple(code.strip().lower() for code in value.split(",") if code.strip())
    if codes == ("all",):
        return ()
    wrong = [code for code in codes if not (len(code) == 2 and code.isascii() and code.isalpha())]
    if wrong or not codes:
        raise click.BadParameter(f"'{value}' is no list of ISO 639-1 codes such as de,en")
    return codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `lagebild add --from-corpus` is to bring into a case; the case's own question where none is named."""

    root: str
    question: Path | None
    since: date | None
    until: date | None
    limit: int
    least: float

    def readings(self, case: Case) -> Iterator[Reading]:
        """The readings that bear on the question, from the corpus, dated as the case dates its own."""
        from lagebild.corpus.find import find as found
        from lagebild.corpus.find import readings
        from lagebild.weigh.question import load

        asked = load(self.question) if self.question else case.question
        hits = found(self.root, asked, since=self.since, until=self.until, least=self.least, limit=self.limit)
        output.error(f"{self.root}: {len(hits)} reports bear on {asked.id}")
        return readings(self.root, hits, timezone=case.question.timezone)


def from_corpus(command: Callable[..., int]) -> Callable[..., int]:
    """The options of `lagebild add` that choose from a corpus, handed on as one `wanted`."""

    @click.option("--from-corpus", metavar="CORPUS", help="Bring in what bears on the question in this corpus.")
    @click.option("--question", type=click.Path(path_type=Path), help="By this question; left out, the case's own.")
    @click.option("--since", type=_day, metavar="DATE", help="From the corpus: known on this day or later.")
    @click.option("--until", type=_day, metavar="DATE", help="From the corpus: known on this day or before.")
    @click.option("--limit", type=click.IntRange(1), default=2000, show_default=True, help="From the corpus: so many.")
    @click.option(
        "--least", type=float, default=3.0, show_default=True, help="From the corpus: with this score or more."
    )
    @wraps(command)
    def chosen(
        *,
        from_corpus: str | None,
        question: Path | None,
        since: date | None,
        until: date | None,
        limit: int,
        least: float,
        **rest: Any,
    ) -> int:
        if from_corpus is None and (question or since or until):
            raise click.UsageError("--question, --since and --until are for --from-corpus")
        wanted = from_corpus and Wanted(
            root=from_corpus, question=question, since=since, until=until, limit=limit, least=least
        )
        return command(wanted=wanted or None, **rest)

    return chosen


@click.group()
def corpus() -> None:
    """Work on a corpus: a crawl read into Parquet tables."""


@corpus.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES…")
@click.option("--out", required=True, metavar="DIR", help="Where the corpus lies: a folder or an fsspec URL.")
@_workers
@click.option("--engine", type=click.Choice(ENGINES), default="processes", show_default=True, help="Who does the work.")
@click.option("--address", metavar="ADDRESS", help="The Ray cluster to use; left out, one on this machine.")
@click.option(
    "--languages",
    type=_languages,
    default="de,en",
    show_default=True,
    metavar="CODES",
    help="Documents in these languages are kept, with commas between; `all` for every one.",
)
@click.option(
    "--reader",
    default="none",
    show_default=True,
    metavar="NAME",
    help="The deep reader, after the fast: none, tiny or small.",
)
@click.option(
    "--question",
    type=click.Path(path_type=Path),
    help="The deep reader reads what bears on this question, a TOML file.",
)
@click.option(
    "--deep-share", type=float, default=0.0, show_default=True, help="And this share of the other documents, 0 to 1."
)
@click.option("--retry", is_flag=True, help="Also try again shards that were set aside.")
@click.option("--dry-run", is_flag=True, help="Sample the shards and say what the whole would take; write nothing.")
@click.option(
    "--log", type=click.Choice(("text", "json")), default="text", help="json: a line a shard on standard output."
)
def read(
    *,
    sources: tuple[str, ...],
    out: str,
    workers: int | None,
    engine: str,
    address: str | None,
    languages: tuple[str, ...],
    reader: str,
    question: Path | None,
    deep_share: float,
    retry: bool,
    dry_run: bool,
    log: str,
) -> int:
    """Read a crawl into a corpus: WARC, WET, JSON lines or Parquet, files, folders, patterns or fsspec URLs.

    Run again it goes on where it was: shards that are complete are left alone. A shard that can't be read is set aside
    and named, the rest goes on, and the exit code is 1.
    """
    from lagebild.corpus import Settings
    from lagebild.corpus import read as run

    from .corpus_progress import ShardMeter

    if address is not None and engine != "ray":
        raise click.UsageError("--address is for --engine ray")
    settings = Settings(languages=languages, reader=reader, question=_question(question), share=deep_share)
    slots = workers or os.cpu_count() or 1
    if dry_run:
        _estimate(sources, settings, slots)
        return 0
    with ShardMeter(as_json=log == "json") as meter:
        done = run(
            sources,
            out,
            settings=settings,
            engine=_engine(engine, address),
            workers=slots,
            retry=retry,
            on_event=meter.event,
        )
    unreadable = sum(done.unreadable.values())
    output.error(
        f"{out}: {done.read} shards read, {done.kept} complete before, {len(done.failed)} set aside; "
        f"{done.documents} documents, {unreadable} records unreadable or not wanted"
    )
    return 1 if done.failed else 0


def _question(path: Path | None) -> str | None:
    """The text of a question file, after a check."""
    if path is None:
        return None
    from lagebild.weigh.question import load

    load(path)
    return path.read_text("utf-8")


def _engine(name: str, address: str | None) -> Callable[[int], Engine]:
    if name == "ray":
        from lagebild.corpus.on_ray import OnRay

        return lambda slots: OnRay(slots, address)
    from lagebild.corpus.processes import Processes

    return Processes


def _estimate(sources: tuple[str, ...], settings: Settings, workers: int) -> None:
    from lagebild.corpus.estimate import estimate

    found = estimate(sources, settings=settings)
    for fault in found.unreadable:
        output.error(fault)
    spread = f" ± {found.spread:.2g}" if found.spread is not None else ""
    output.line(
        f"{found.shards} shards, {size(found.bytes)}; {found.sampled} sampled, {found.documents} documents read"
    )
    output.line(
        f"the whole: about {found.all_documents} documents, {found.cpu_hours:.3g}{spread} CPU hours, "
        f"{found.hours(workers):.2g} hours with {workers} workers, {size(found.stored)} of tables"
    )


@corpus.command()
@_root
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def status(corpus: str, as_json: bool) -> int:
    """Say what a corpus holds and what is missing."""
    from lagebild.corpus.status import status as told

    found = told(corpus)
    if as_json:
        output.line(json.dumps(asdict(found), ensure_ascii=False))
        return 1 if found.failed else 0
    output.line(f"shards: {found.complete} of {found.asked} complete, {len(found.failed)} set aside")
    for source, why in found.failed:
        output.line(f"set aside: {source}: {why}")
    deep = f", {found.deep} by the deep reader" if found.deep else ""
    output.line(f"documents: {found.documents}{deep}; {found.passed} records were no report")
    for name, counts in (("languages", found.languages), ("unreadable or not wanted", found.unreadable)):
        output.line(f"{name}: {', '.join(f'{word} {count}' for word, count in counts) or 'none'}")
    output.line(f"bytes: {size(found.bytes)} of crawl, {size(found.stored)} of tables")
    output.line(f"CPU seconds: {', '.join(f'{step} {seconds:g}' for step, seconds in found.cpu) or 'none'}")
    return 1 if found.failed else 0


@corpus.command()
@_root
@_workers
@click.option("--memory", type=click.IntRange(100), default=2000, show_default=True, help="Megabytes for the joins.")
@click.option("--no-rewritten", is_flag=True, help="Leave out rewritings: exact and near copies only.")
def copies(corpus: str, workers: int | None, memory: int, no_rewritten: bool) -> None:
    """Find copies across all shards: the same text, near copies and rewritings, as groups of one origin."""
    from lagebild.corpus.copies import copies as found

    done = found(
        corpus,
        workers=workers or os.cpu_count() or 1,
        memory=memory * 1_000_000,
        rewritten=not no_rewritten,
        on_step=output.error,
    )
    output.error(
        f"{corpus}: {done.documents} documents, {done.origins} origins; copies: {done.exact} exact, {done.near} near, "
        f"{done.rewritten} rewritten"
    )


@corpus.command()
@_root
@click.option("--question", required=True, type=click.Path(path_type=Path), help="The question, a TOML file.")
@click.option("--since", type=_day, metavar="DATE", help="Known on this day or later.")
@click.option("--until", type=_day, metavar="DATE", help="Known on this day or before.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many, the best first.")
@click.option("--least", type=float, default=3.0, show_default=True, help="Only with this score or more.")
@click.option("--with-copies", is_flag=True, help="Show all copies of a text; left out, the best of each group.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def find(
    *,
    corpus: str,
    question: Path,
    since: date | None,
    until: date | None,
    limit: int,
    least: float,
    with_copies: bool,
    as_json: bool,
) -> None:
    """Find what bears on a question, ranked, each with the reason."""
    from lagebild.corpus.find import find as found
    from lagebild.weigh.question import load

    hits = found(corpus, load(question), since=since, until=until, least=least, limit=limit, with_copies=with_copies)
    if as_json:
        for hit in hits:
            output.line(json.dumps(_record(hit), ensure_ascii=False))
        return
    rows = [
        (
            f"{hit.score:g}",
            hit.known.isoformat() if hit.known else "",
            hit.publisher or "",
            hit.title or hit.url or hit.id[:12],
            "; ".join(map(str, hit.reasons)),
            "" if hit.copies is None else str(hit.copies),
            hit.source or f"{hit.shard}, record {hit.record}",
        )
        for hit in hits
    ]
    output.table("What bears on it", ("score", "known", "publisher", "title", "why", "copies", "where"), rows)


def _record(hit: Hit) -> dict[str, object]:
    record = asdict(hit) | {"known": hit.known.isoformat() if hit.known else None}
    return record | {"reasons": [r._asdict() for r in hit.reasons]}


@corpus.command()
@_root
@click.argument("query")
def sql(corpus: str, query: str) -> None:
    """Run a query in DuckDB's SQL over the tables of a corpus."""
    from lagebild.corpus.query import sql as run

    columns, rows = run(corpus, query)
    output.table("", columns, (["" if v is None else str(v) for v in row] for row in rows))
