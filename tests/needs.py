"""What a test needs beside the checkout: where it is absent the test is skipped, or fails if the environment demands
it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest


def absent(line: str, demand: str) -> NoReturn:
    """Skips the test, or the module that is being read, for the reason of `line`; fails it where `demand` is 1."""
    if os.environ.get(demand) == "1":
        pytest.fail(f"{line}, but {demand} is set", pytrace=False)
    pytest.skip(line, allow_module_level=True)


def corpus(*paths: Path) -> Path:
    """The first of `paths` to public corpora, once all of them are there."""
    for path in paths:
        if not path.exists():
            absent(f"{path} is absent: set LAGEBILD_DATA to where the corpora lie", "LAGEBILD_REQUIRE_DATA")
    return paths[0]
