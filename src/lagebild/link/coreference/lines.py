"""JSON lines with words and mentions, in and out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lagebild.errors import BadInput

from .text import Text

_SHAPE = "give {id, tokens: [[id, sentence, word], …], mentions: [{tokens: [id, …]}, …]}"


def text(row: dict[str, Any], where: str) -> tuple[Text, tuple[int, ...]]:
    """A row as a text, and the numbers of those of its mentions that are of events: those whose `type` names an action
    or that have none, and that stand on words of the text. Raises BadInput for a row of another shape."""
    try:
        place = {str(token[0]): at for at, token in enumerate(row["tokens"])}
        made, numbers = [], []
        for number, mention in enumerate(row["mentions"]):
            at = tuple(sorted(place[str(t)] for t in mention["tokens"] if str(t) in place))
            if at and "ACTION" in mention.get("type", "ACTION"):
                made.append(at)
                numbers.append(number)
        words = tuple(str(token[2]) for token in row["tokens"])
        sentences = tuple(int(token[1]) for token in row["tokens"])
        found = Text(str(row["id"]), words, sentences, tuple(made), str(row.get("language", "en")))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise BadInput(where, f"is no text with mentions ({error!r})", _SHAPE) from error
    return found, tuple(numbers)


def rows(file: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The rows of a file, each with where it stands."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{file}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BadInput(where, f"is no JSON ({error})", _SHAPE) from error
            if not isinstance(row, dict):
                raise BadInput(where, "is no JSON object", _SHAPE)
            yield row, where


def answered(row: dict[str, Any], numbers: Sequence[int], events: Iterable[int]) -> dict[str, Any]:
    """The row with `chain` on each mention of an event, in place of the one that it may have: mentions of one
    collection with the same chain are one event."""
    mentions = [dict(m) for m in row["mentions"]]
    for number, event in zip(numbers, events, strict=True):
        mentions[number]["chain"] = f"E{event}"
    return {**row, "mentions": mentions}
