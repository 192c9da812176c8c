"""The web application: cases in a browser, on the analyst's own machine. It calls the verbs and shows what they give.

`lagebild serve CASE…` starts it; `create_app` gives the ASGI application. All that comes from reports is escaped by
the templates, no page runs a script that is not a file of this package, and nothing is fetched from anywhere else.
"""

from __future__ import annotations

from .app import create_app
from .guard import Guard
from .run import serve

__all__ = ["Guard", "create_app", "serve"]
