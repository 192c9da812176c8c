"""`lagebild watch`: feeds polled politely, and a line when a sign trips or the answer moves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from . import options, output

SECRET = "LAGEBILD_WEBHOOK_SECRET"
_RESULTS = frozenset(("added", "indicator", "answer"))


@click.command()
@options.case
@click.option(
    "--feeds",
    "sources",
    multiple=True,
    metavar="FILE|URL",
    help="A feed, or a file of feeds (one a line, or OPML); may be repeated. The case remembers them.",
)
@click.option("--forget", multiple=True, metavar="URL", help="Take this feed off; its reports stay. May be repeated.")
@click.option(
    "--every", default="15m", show_default=True, metavar="TIME", help="Time between rounds: 90s, 15m, 2h, 1d."
)
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option(
    "--moves",
    default="x1.5",
    show_default=True,
    metavar="AMOUNT",
    help="Tell when the answer moves by this much: points of a percent (2pp) or a factor of its odds (x1.5).",
)
@click.option("--json", "as_json", is_flag=True, help="Every event as a line of JSON on standard output.")
@click.option("--webhook", metavar="URL", help="Also POST each alert here as JSON.")
@click.option("--allow-host", multiple=True, metavar="HOST", help="A host that --webhook may send to.")
@click.option("--allow-private", is_flag=True, help="Also ask and send to private network addresses.")
@options.told
def watch(
    case: Path,
    *,
    sources: tuple[str, ...],
    forget: tuple[str, ...],
    every: str,
    once: bool,
    moves: str,
    as_json: bool,
    webhook: str | None,
    allow_host: tuple[str, ...],
    allow_private: bool,
    language: str | None,
) -> int:
    """Poll feeds, add what is new, and say when a sign trips or the answer moves.

    Runs until Ctrl-C. Feeds are asked politely: robots.txt, ETag, Retry-After, one request at a time.
    """
    from lagebild.errors import LagebildError
    from lagebild.gather.poll import Poller
    from lagebild.store import Case
    from lagebild.tell.exports.scene import dumped
    from lagebild.watch import Watch, Webhook
    from lagebild.watch.listing import listed
    from lagebild.watch.moves import interval
    from lagebild.watch.moves import moves as least
    from lagebild.watch.rounds import pause

    rest, amount = interval(every), least(moves)
    named = listed(sources)
    hook = None
    if webhook is not None:
        secret = os.environ.get(SECRET)
        hook = Webhook(
            url=webhook, hosts=allow_host, secret=secret.encode() if secret else None, allow_private=allow_private
        )
    elif allow_host:
        raise click.UsageError("--allow-host says where --webhook may send to; there is none.")
    with Case.open(case) as opened:
        timezone = opened.question.timezone

    def tell(event: dict[str, Any]) -> None:
        if as_json:
            output.line(dumped(event, indent=None).rstrip("\n"))
        elif event["event"] in _RESULTS:
            output.line(f"{event['at']}  {_one_line(event['text'])}")
        else:
            output.error(event["text"])

    with Poller(every=rest, allow_private=allow_private, timezone=timezone) as poller:
        watching = Watch(path=case, poller=poller, moves=amount, tell=tell, webhook=hook, language=language)
        found = watching.begin(named, forget)
        if not once:
            feeds = "1 feed" if len(found) == 1 else f"{len(found)} feeds"
            output.error(f"{case}: watching {feeds} every {pause(rest)}; Ctrl-C ends it")
            watching.run()
            raise LagebildError(str(case), "all its feeds are gone for good", "name others with --feeds")
        done = watching.round()
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.feeds.items()))
    output.error(f"{case}: feeds: {told}; reports: {done.new} new, {done.updated} updated; {done.alerts} alerts")
    return 1 if done.failed else 0


def _one_line(text: str) -> str:
    from lagebild.errors import plain

    return plain(text, 2000)
