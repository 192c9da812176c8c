"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

ANSWER_LANGUAGES = ("de", "en")
SCALES = ("icd203", "uk", "ipcc_de")


def day(value: str) -> date:
    """A calendar day, 2023-01-03."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no date such as 2023-01-03") from None


case = click.argument("case", type=click.Path(path_type=Path))
as_of = click.option(
    "--as-of", type=day, metavar="DATE", help="As of this day, included; left out, the latest publication date."
)
told = click.option(
    "--language", type=click.Choice(ANSWER_LANGUAGES), help="Language of the answer; left out, the question's."
)
words = click.option(
    "--words",
    type=click.Choice(SCALES),
    help="Scale of probability words: icd203, uk or ipcc_de; left out, the question's.",
)
machine = click.option("--machine", is_flag=True, help="The machine's own, without the analyst's decisions.")
reason = click.option("--reason", required=True, help="Why; it is kept and shown.")
who = click.option("--who", default="analyst", show_default=True, metavar="NAME", help="Who says so.")
