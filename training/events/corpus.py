"""The project's own German sentences with events: reader and checks.

One sentence a line, `#` begins a comment line. Marks stand in the sentence and may be nested:

    {1a:Russische Truppen} {1t.ASSAULT.happened:griffen} {1d:am Montag} {1r,1p:Charkiw} {1t:an}.

A mark is a list of roles, a colon and the words. A role is the number of the event in the sentence and a letter: `t`
trigger (its first piece bears type and factuality), `a` actor, `r` recipient, `m` one of several who take part alike,
`p` place, `d` date. What is marked and why is in `training/corpora/events/README.md`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "corpora/events"
WRITTEN = date(2024, 6, 14)
"""The day that every sentence counts from, as if it had been published then."""

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "SANCTION",
    "PROTEST",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
FACTUALITIES = (
    "happened",
    "ongoing",
    "planned",
    "ordered",
    "possible",
    "denied",
    "hypothetical",
    "background",
    "unclear",
)

_ROLES = {"a": "actors", "r": "recipients", "m": "mutual", "p": "places", "d": "dates"}
_ROLE = re.compile(r"([1-9])([tarmpd])(?:\.([A-Z]+)\.([a-z]+))?")
_HEAD = re.compile(r"\{([^:{}]*):")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One event of a sentence. All ranges are half-open code points of the sentence, in its order. `trigger` has
    several pieces where the verb is separable or light ("griff … an", "übte … Kritik"); `mutual` are those who take
    part alike, so that nobody is actor or recipient before the other."""

    type: str
    factuality: str
    trigger: tuple[Range, ...]
    actors: tuple[Range, ...] = ()
    recipients: tuple[Range, ...] = ()
    mutual: tuple[Range, ...] = ()
    places: tuple[Range, ...] = ()
    dates: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence with its events; none, where it tells none of the sixteen types. The id is `file:line`."""

    id: str
    text: str
    events: tuple[GoldEvent, ...]


@dataclass(slots=True)
class _Draft:
    """An event while its sentence is read."""

    type: str = ""
    factuality: str = ""
    ranges: dict[str, list[Range]] = field(default_factory=dict)


def read(part: str, *, folder: Path = FOLDER) -> tuple[Item, ...]:
    """The items of one part (`test` or `dev`), file by file. Raises ValueError where a mark is wrong, naming file and
    line, or where a sentence stands twice; FileNotFoundError where the part has no file."""
    files = sorted(folder.glob(f"{part}-de-*.txt"))
    if not files:
        raise FileNotFoundError(f"no {part}-de-*.txt in {folder.name}")
    items = [item for path in files for item in _file(path)]
    first: dict[str, str] = {}
    for item in items:
        if item.text in first:
            raise ValueError(f"{item.id}: the sentence stands already at {first[item.text]}")
        first[item.text] = item.id
    return tuple(items)


def _file(path: Path) -> Iterator[Item]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield parse(line, id=f"{path.stem}:{number}")


def parse(line: str, *, id: str = "line") -> Item:
    """One marked sentence. Raises ValueError with the id and what is wrong."""
    text: list[str] = []
    opened: list[tuple[str, int]] = []
    marks: list[tuple[str, Range]] = []
    at = length = 0
    while at < len(line):
        head = _HEAD.match(line, at)
        if head is not None:
            opened.append((head[1], length))
            at = head.end()
            continue
        if line[at] == "{":
            raise ValueError(f"{id}: a mark without a colon")
        if line[at] == "}":
            if not opened:
                raise ValueError(f"{id}: a brace closes nothing")
            roles, start = opened.pop()
            marks.append((roles, (start, length)))
        else:
            text.append(line[at])
            length += 1
        at += 1
    if opened:
        raise ValueError(f"{id}: {opened[-1][0]} is not closed")
    sentence = "".join(text)
    return Item(id, sentence, _events(marks, sentence, id))


def _events(marks: list[tuple[str, Range]], text: str, name: str) -> tuple[GoldEvent, ...]:
    drafts: dict[int, _Draft] = {}
    for roles, span in sorted(marks, key=lambda mark: mark[1]):
        words = text[span[0] : span[1]]
        if not words or words != words.strip():
            raise ValueError(f"{name}: {roles} marks no words, or spaces around them")
        for role in roles.split(","):
            _enter(role, span, drafts, name)
    if sorted(drafts) != list(range(1, len(drafts) + 1)):
        raise ValueError(f"{name}: the events are not numbered from 1 on")
    return tuple(_finished(drafts[n], f"{name}: event {n}") for n in sorted(drafts))


def _enter(role: str, span: Range, drafts: dict[int, _Draft], name: str) -> None:
    match = _ROLE.fullmatch(role)
    if match is None:
        raise ValueError(f"{name}: {role!r} is no role")
    draft = drafts.setdefault(int(match[1]), _Draft())
    if match[3]:
        if match[2] != "t" or match[3] not in TYPES or match[4] not in FACTUALITIES:
            raise ValueError(f"{name}: {role!r} is no trigger with type and factuality")
        if draft.type:
            raise ValueError(f"{name}: event {match[1]} has a type already")
        draft.type, draft.factuality = match[3], match[4]
    ranges = draft.ranges.setdefault(match[2], [])
    if span in ranges:
        raise ValueError(f"{name}: {role} stands twice")
    ranges.append(span)


def _finished(draft: _Draft, name: str) -> GoldEvent:
    if not draft.type:
        raise ValueError(f"{name} has no trigger with type and factuality")
    taken = {span for role in "arm" for span in draft.ranges.get(role, [])}
    if len(taken) < sum(len(draft.ranges.get(role, [])) for role in "arm"):
        raise ValueError(f"{name}: the same words are two participants")
    return GoldEvent(
        draft.type,
        draft.factuality,
        tuple(draft.ranges["t"]),
        **{field: tuple(draft.ranges.get(letter, ())) for letter, field in _ROLES.items()},
    )


def plain(items: Iterable[Item]) -> str:
    """The sentences without marks, one a line after its id and a tab: what a second annotator gets."""
    return "".join(f"{item.id}\t{item.text}\n" for item in items)


if __name__ == "__main__":
    sys.stdout.write(plain(read(sys.argv[1])))
