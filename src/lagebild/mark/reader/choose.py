"""Which reader: `small`, `tiny`, `none`, or a spaCy pipeline by its name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lagebild.core import Span
from lagebild.errors import BadInput

from . import tiny
from .pipeline import Pipeline
from .protocol import Found, Reader
from .small import Small, cores, shipped

SMALL, TINY, NONE = "small", "tiny", "none"
ENVIRONMENT = "LAGEBILD_READER"
"""The environment variable that sets the default reader."""


@dataclass(frozen=True, slots=True)
class _None:
    """Reads nothing: names come from the gazetteer and from forms alone."""

    name = NONE
    version = "1"

    def __call__(self, text: str, sentences: Sequence[Span]) -> tuple[Found, ...]:
        return ()


_NOTHING = _None()


def default() -> Reader:
    """The reader of the environment variable; else `small` where it can run, else `none`."""
    return named(os.environ.get(ENVIRONMENT) or (SMALL if missing() is None else NONE))


def missing() -> str | None:
    """What keeps the small reader from running, None where nothing does."""
    if find_spec("onnxruntime") is None:
        return "the package onnxruntime is not installed"
    return None if shipped().is_file() else "its weights are not there"


def named(name: str) -> Reader:
    """The reader called `name`. Loads nothing yet, except a spaCy pipeline. Raises BadInput where it cannot be had."""
    if name == NONE:
        return _NOTHING
    if name == TINY:
        if not tiny.shipped().is_file():
            raise BadInput("reader tiny", "cannot be used: its weights are not there", "install lagebild again")
        return _tiny(tiny.shipped())
    if name != SMALL:
        return _pipeline(name)
    lacking = missing()
    if lacking is not None:
        raise BadInput("reader small", f"cannot be used: {lacking}", "install lagebild again, or take reader none")
    return _small(shipped())


@cache
def _small(file: Path) -> Small:
    return Small(file, cores())


@cache
def _tiny(file: Path) -> Reader:
    return tiny.Tiny(file)


@cache
def _pipeline(name: str) -> Reader:
    return Pipeline.load(name)


def _forget() -> None:
    _small.cache_clear()
    _pipeline.cache_clear()
    from . import file

    file.model.cache_clear()


# The threads of a loaded model do not live on in a forked process: it loads its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
