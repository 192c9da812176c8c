"""Questions that several test modules ask, as the TOML that a user writes."""

from __future__ import annotations

STRIKE = """
id = "strike"
text = "Wird im Hafen gestreikt?"
language = "de"
opens = 2022-11-01
closes = 2023-02-28
resolver = "Hafenbehörde"
counts = ["ein Streik von mindestens einem Tag"]
excludes = ["Warnstreiks unter einem Tag"]
deciders = ["Gewerkschaft"]
"""

HEAD = """
id = "q"
text = "What will it be?"
language = "en"
opens = 2022-12-01
closes = 2023-05-31
resolver = "two agencies"
counts = ["a"]
excludes = ["b"]
deciders = ["Jane Doe"]
"""
"""What every question has; the kind, the family and the rest are put after it."""
