"""Event coreference of texts whose mentions are marked, without a case."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lagebild.errors import Unreadable

from . import output


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=click.Choice(("scorer", "lemma")),
    default="scorer",
    show_default=True,
    help="What joins mentions: the shipped scorer, or the same head word within a topic (the usual baseline).",
)
def coreference(files: tuple[Path, ...], *, by: str) -> int:
    """Say which marked mentions of events are one event, across all texts of FILE…: JSON lines in and out.

    A line is {"id", "tokens": [[id, sentence, word], …], "mentions": [{"tokens": [id, …]}, …]}; where a mention has a
    type, only types that name an action count. Out comes each line with "chain" on each mention of an event. All
    texts are read before the first line comes out.
    """
    from lagebild.link.coreference import chains, lemma_chains
    from lagebild.link.coreference.lines import answered, rows, text

    read = []
    for file in files:
        try:
            read.extend([(row, *text(row, where)) for row, where in rows(file)])
        except (OSError, UnicodeDecodeError) as fault:
            raise Unreadable(str(file), f"cannot be read ({fault})", "give JSON lines in UTF-8") from fault
    texts = [made for _, made, _ in read]
    found = lemma_chains(texts) if by == "lemma" else chains(texts)
    for (row, _, numbers), events in zip(read, found, strict=True):
        output.line(json.dumps(answered(row, numbers, events), ensure_ascii=False))
    return 0
