"""Starting the application on an address of this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from lagebild.errors import BadInput

from .app import create_app
from .guard import LOOPBACK, Guard, hashed, is_loopback

TOKEN = "LAGEBILD_TOKEN"
"""The environment variable that holds the token."""
TOKEN_HASH = "LAGEBILD_TOKEN_HASH"
"""The environment variable that holds its argon2 hash instead."""


def guard_for(host: str, names: Iterable[str] = ()) -> Guard:
    """The guard for an address to listen on. Raises BadInput when others reach it and there is no token."""
    token, known = os.environ.get(TOKEN), os.environ.get(TOKEN_HASH)
    if not is_loopback(host) and not token and not known:
        raise BadInput(
            f"address {host}",
            "can be reached by others, and there is no token",
            f"set {TOKEN} (or {TOKEN_HASH}, its argon2 hash), or leave out --host",
        )
    if token and len(token) < 16:
        raise BadInput(TOKEN, "is shorter than 16 characters", "take a longer one, such as `openssl rand -hex 16`")
    own = (host,) if host not in ("0.0.0.0", "::") else ()
    return Guard(hosts=(*LOOPBACK, *own, *names), token_hash=known or (hashed(token) if token else None))


def serve(
    cases: Iterable[Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8642,
    names: Iterable[str] = (),
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serves cases until it is interrupted. `names` are further names that the address is reached by.

    Raises BadInput for an address that needs a token, CaseError for a file that is no case.
    """
    import uvicorn

    # A page in the making gives way to what is ready after 1 ms instead of 5.
    sys.setswitchinterval(0.001)
    guard = guard_for(host, names)
    app = create_app(cases, guard=guard, warm=True)
    if on_ready:
        shown = f"[{host}]" if ":" in host else host
        on_ready(f"http://{shown}:{port}/")
    # No proxy headers: whoever asks can't say where they come from. No names of ours in answers.
    uvicorn.run(
        app, host=host, port=port, log_level="warning", proxy_headers=False, server_header=False, date_header=True,
        timeout_keep_alive=30, limit_concurrency=200,
    )  # fmt: skip
