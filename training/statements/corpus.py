"""Reads the project's own annotated statements: `training/corpora/statements/*.txt`, format and rules in its README.

A line is an item: one to four sentences with brackets, `{1s:Der Minister} {1c:sagte}, {1q.indirect:er gehe}.`
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "corpora/statements"

KINDS: dict[str, str] = {
    "direct": "direct",
    "mixed": "mixed",
    "indirect": "indirect",
    "free": "indirect",
    "hearsay": "indirect",
    "nominal": "reported",
    "reported": "reported",
    "belief": "belief",
    "author": "author",
}
"""The corpus's kinds, finer than the mark's, and the mark's kind of each."""

SOURCES: dict[str, str] = {"s": "named", "sd": "described", "sa": "anonymous", "sx": "nobody"}
POLARITIES: dict[str, str] = {"neg": "negative", "silence": "silence"}
VOICES: tuple[str, ...] = ("some", "many", "most")
FORCES: tuple[str, ...] = ("question", "request")
BASES: tuple[str, ...] = ("imagery", "witness", "document", "poll", "inference")
PARTS: dict[str, str] = {
    "q": "parts",
    "c": "cue_parts",
    "a": "addressee_parts",
    "o": "occasion_parts",
    "m": "outlet_parts",
    "r": "refers_parts",
    "w": "hedge_parts",
    "b": "basis_parts",
} | dict.fromkeys(SOURCES, "speaker_parts")

_TAG = re.compile(r"\{(\d+(?:,\d+)*)([a-z]+)((?:\.[a-z]+)*):")
_BREAK = re.compile(r" ?¶ ?")

Spans = list[list[int]]


class Malformed(ValueError):
    """A line that does not follow the format: file, line, reason."""


class _Bracket(NamedTuple):
    """One bracket: which statements it serves, its letter, its flags, and its span in the text."""

    numbers: tuple[int, ...]
    letter: str
    flags: tuple[str, ...]
    start: int
    end: int


@dataclass(slots=True)
class _Draft:
    """What the brackets of one number say."""

    spans: dict[str, Spans] = field(default_factory=dict)
    kind: str | None = None
    source: str = "nobody"
    basis: str | None = None
    polarity: str = "affirmative"
    voices: str | None = None
    force: str = "assertion"


def parse(line: str) -> tuple[str, list[dict[str, Any]]]:
    """The text of a marked line, and its statements in the shape of the public corpora, by place.

    Spans are half-open code points of the text. Raises Malformed."""
    text, brackets = _strip(line)
    drafts: dict[int, _Draft] = {}
    for bracket in brackets:
        for number in bracket.numbers:
            _put(drafts.setdefault(number, _Draft()), bracket)
    for number, draft in drafts.items():
        if draft.kind is None:
            raise Malformed(f"statement {number} has no content")
    records = [_record(draft) for draft in drafts.values()]
    for record in records:
        record["nested"] = any(_within(record, other) for other in records if other is not record)
    return text, sorted(records, key=lambda r: (r["start"], -r["end"]))


def _strip(line: str) -> tuple[str, list[_Bracket]]:
    """The text without brackets, and the brackets. A pilcrow is a border of paragraphs."""
    line = _BREAK.sub("\n\n", line.strip())
    text: list[str] = []
    stack: list[tuple[tuple[int, ...], str, tuple[str, ...], int]] = []
    found: list[_Bracket] = []
    at = size = 0
    while at < len(line):
        tag = _TAG.match(line, at)
        if tag:
            numbers = tuple(int(n) for n in tag[1].split(","))
            stack.append((numbers, tag[2], tuple(tag[3].split(".")[1:]), size))
            at = tag.end()
        elif line[at] == "{":
            raise Malformed(f"no bracket of this format: {line[at : at + 20]!r}")
        elif line[at] == "}":
            if not stack:
                raise Malformed(f"a bracket closes that was not opened: {line[max(0, at - 20) : at + 1]!r}")
            numbers, letter, flags, start = stack.pop()
            if "".join(text[start:size]).strip() != "".join(text[start:size]) or start == size:
                raise Malformed(f"a bracket begins or ends with a space, or is empty: {''.join(text[start:size])!r}")
            found.append(_Bracket(numbers, letter, flags, start, size))
            at += 1
        else:
            text.append(line[at])
            size += 1
            at += 1
    if stack:
        raise Malformed(f"a bracket is not closed: {stack[-1][:2]}")
    return "".join(text), sorted(found, key=lambda b: (b.start, -b.end))


def _put(draft: _Draft, bracket: _Bracket) -> None:
    letter, flags = bracket.letter, bracket.flags
    if letter not in PARTS:
        raise Malformed(f"no such letter: {letter!r}")
    draft.spans.setdefault(PARTS[letter], []).append([bracket.start, bracket.end])
    if letter in SOURCES:
        draft.source = SOURCES[letter]
    if letter == "b":
        if len(flags) != 1 or flags[0] not in BASES:
            raise Malformed(f"basis wants one of {', '.join(BASES)}, not {flags}")
        draft.basis = flags[0]
    elif letter != "q":
        if flags:
            raise Malformed(f"only q and b take words after a stop, not {letter}: {flags}")
    else:
        for flag in flags:
            _flag(draft, flag)


def _flag(draft: _Draft, flag: str) -> None:
    if flag in KINDS:
        if draft.kind not in (None, flag):
            raise Malformed(f"two kinds for one statement: {draft.kind}, {flag}")
        draft.kind = flag
    elif flag in POLARITIES:
        draft.polarity = POLARITIES[flag]
    elif flag in VOICES:
        draft.voices = flag
    elif flag in FORCES:
        draft.force = flag
    else:
        raise Malformed(f"no such word after a stop: {flag!r}")


def _record(draft: _Draft) -> dict[str, Any]:
    parts = {name: draft.spans.get(name, []) for name in dict.fromkeys(PARTS.values())}
    content, cue, speaker = parts["parts"], parts["cue_parts"], parts["speaker_parts"]
    return {
        "start": min(a for a, _ in content),
        "end": max(b for _, b in content),
        "kind": draft.kind,
        "mark_kind": KINDS[str(draft.kind)],
        "cue": cue[0] if cue else None,
        "speaker": speaker[0] if speaker else None,
        **parts,
        "source": draft.source,
        "basis": draft.basis,
        "polarity": draft.polarity,
        "voices": draft.voices,
        "force": draft.force,
    }


def _within(inner: dict[str, Any], outer: dict[str, Any]) -> bool:
    """Whether all of a statement's content lies in another's, which is larger."""
    if sum(b - a for a, b in inner["parts"]) >= sum(b - a for a, b in outer["parts"]):
        return False
    return all(any(a >= c and b <= d for c, d in outer["parts"]) for a, b in inner["parts"])


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The items of a file, as documents in the shape of the public corpora. The name of the file tells split and
    language (`test-de-1.txt`); an id is that name and the item's number, or stands before a tab (`de-1.17\\t…`).

    Raises Malformed with the file and the line."""
    split, language = [*path.stem.split("-"), "", ""][:2]
    number = 0
    for count, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        number += 1
        name, tab, marked = line.partition("\t")
        try:
            text, quotes = parse(marked if tab else line)
        except Malformed as error:
            raise Malformed(f"{path.name}, line {count}: {error}") from error
        yield {
            "id": name if tab else f"{path.stem}.{number}",
            "lang": language,
            "corpus": "own",
            "split": split,
            "genre": "news",
            "text": text,
            "quotes": quotes,
        }


def load(split: str, language: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """All items of a split ("train", "test") in a language, in the order of the files' names."""
    return [item for path in sorted(folder.glob(f"{split}-{language}-*.txt")) for item in read(path)]


def main(arguments: list[str]) -> int:
    """Checks files and prints their items, one JSON document a line: `python -m training.statements.corpus FILE …`"""
    for name in arguments:
        try:
            for item in read(Path(name)):
                print(json.dumps(item, ensure_ascii=False))
        except Malformed as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
