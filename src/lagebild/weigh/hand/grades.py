"""What the grade of a source and of its report is worth: a share of the figures a and b of the sign."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

GRADE = re.compile("[A-F][1-6]")
"""NATO AJP-2.1: reliability of the source A to F, credibility of the information 1 to 6."""


@cache
def grades() -> Mapping[str, float]:
    """Letter or digit → weight, from `data/grades.toml`; F and 6, which judge nothing, have none."""
    text = (files("lagebild") / "data" / "grades.toml").read_text("utf-8")
    return {key: float(value) for key, value in tomllib.loads(text).items()}


def weight(grade: str, own: Mapping[str, float] | None = None) -> float | None:
    """The weight of a report of this grade ("C3"): the smaller of the two parts'. `own` are a catalogue's in place of
    the built-in ones. None for F6: nobody could judge it, so what the report itself shows stands."""
    known = {**grades(), **(own or {})}
    parts = [known[part] for part in grade if part in known]
    return min(parts) if parts else None
