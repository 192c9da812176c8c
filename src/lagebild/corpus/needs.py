"""What a corpus needs beyond the core, imported when it is used, with one line where it is absent."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from lagebild.errors import BadInput


def need(module: str, extra: str = "corpus") -> Any:
    """The module called `module`. Raises BadInput that says which extra brings it."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        absent = isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == package
        reason = "which is not installed" if absent else f"which cannot be imported ({error})"
        raise BadInput(f"lagebild {extra}", f"needs {package}, {reason}", f"pip install 'lagebild[{extra}]'") from None
