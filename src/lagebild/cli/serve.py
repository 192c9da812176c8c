"""`lagebild serve`: cases in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from . import output


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE…", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Listen on this address.")
@click.option("--port", type=click.IntRange(1, 65535), default=8642, show_default=True, help="Listen on this port.")
@click.option(
    "--host-name", "names", multiple=True, metavar="NAME", help="A further name that it is reached by; may be repeated."
)
def serve(cases: tuple[Path, ...], host: str, port: int, names: tuple[str, ...]) -> None:
    """Show cases in a browser, and work in them, until Ctrl-C.

    Only this machine can reach it. Any other address asks for a token, which LAGEBILD_TOKEN holds.
    """
    from lagebild.web import serve as run

    run(cases, host=host, port=port, names=names, on_ready=lambda url: output.error(f"open {url}; end with Ctrl-C"))
