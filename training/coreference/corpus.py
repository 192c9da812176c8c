"""ECB+ (Cybulska and Vossen 2014, CC BY 3.0) as JSON lines: id, topic, tokens [id, sentence, word], mentions [type,
tokens, chain]. Event mentions are those whose type names an action; one without a chain is an event of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from lagebild.link.coreference import Text
from lagebild.link.coreference.lines import text


class Annotated(NamedTuple):
    """A text, its topic, and the chain of each mention."""

    text: Text
    topic: str
    chains: tuple[str, ...]


def read(file: Path) -> list[Annotated]:
    """All texts of a file."""
    with file.open(encoding="utf-8") as lines:
        return [_annotated(json.loads(line), f"{file.name}:{n}") for n, line in enumerate(lines, 1)]


def _annotated(row: dict[str, Any], where: str) -> Annotated:
    made, numbers = text(row, where)
    told = [row["mentions"][n].get("chain") or f"{row['id']}#{n}" for n in numbers]
    return Annotated(made, str(row["topic"]), tuple(told))


def folds(texts: list[Annotated], count: int) -> list[list[Annotated]]:
    """The texts in `count` parts, whole topics each."""
    topics = sorted({t.topic for t in texts}, key=lambda t: (len(t), t))
    part = {topic: n % count for n, topic in enumerate(topics)}
    return [[t for t in texts if part[t.topic] == n] for n in range(count)]
