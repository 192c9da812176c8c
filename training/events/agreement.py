"""How far two annotators of the project's own sentences with events agree.

`python -m training.events.agreement [SECOND.tsv]` compares a second annotation (by default
`training/corpora/events/second-de.tsv`: a sentence a line, its id `test-de-1:17`, a tab, the sentence with marks) with
the first. Two events are one when their triggers overlap and their types are the same; one *with actors* when also
actors, recipients and those who take part alike overlap one another, none missing and none too many. F1 is the same
whichever annotator is taken as right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from training.events.corpus import FOLDER, GoldEvent, Item, Range, parse, read

SECOND = FOLDER / "second-de.tsv"
REAL = {"happened", "ongoing", "background"}


class Agreement(NamedTuple):
    """Counts over all sentences: events of the first and of the second annotator, and how many are the same by trigger
    (whatever the type), by trigger and type, and with actors too; of those the same in type, how many have the same
    factuality and the same answer to whether it is real (happened, ongoing, background)."""

    first: int
    second: int
    trigger: int
    type: int
    actors: int
    factuality: int
    real: int

    def f1(self, same: int) -> float:
        """2 · same / (first + second); 1 where neither has an event."""
        return 2 * same / (self.first + self.second) if self.first + self.second else 1.0


def second(path: Path = SECOND) -> tuple[Item, ...]:
    """The items of a second annotation. Raises ValueError where a mark is wrong, FileNotFoundError."""
    lines = path.read_text("utf-8").splitlines()
    items = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return tuple(parse(marked, id=name) for name, marked in items)


def paired(items: Iterable[Item], part: str = "test") -> tuple[tuple[Item, Item], ...]:
    """Each item of a second annotation after the first annotation of the same sentence. Raises ValueError where the
    sentence of an id is another one, or there is none."""
    former = {item.id: item for item in read(part)}
    found = []
    for item in items:
        one = former.get(item.id)
        if one is None or one.text != item.text:
            raise ValueError(f"{item.id}: not a sentence of {part}: {item.text!r}")
        found.append((one, item))
    return tuple(found)


def compare(pairs: Iterable[tuple[Item, Item]]) -> Agreement:
    """The agreement over pairs of a sentence's first and second annotation."""
    counts: Counter[str] = Counter()
    for one, two in pairs:
        counts["first"] += len(one.events)
        counts["second"] += len(two.events)
        counts["trigger"] += sum(1 for _ in _matched(one, two, typed=False))
        for event, other in _matched(one, two, typed=True):
            counts["type"] += 1
            counts["actors"] += _who(event, other)
            counts["factuality"] += event.factuality == other.factuality
            counts["real"] += (event.factuality in REAL) == (other.factuality in REAL)
    return Agreement(**{field: counts[field] for field in Agreement._fields})


def _matched(one: Item, two: Item, *, typed: bool) -> Iterator[tuple[GoldEvent, GoldEvent]]:
    """Events of both whose triggers overlap, one to one; those that agree on who take part first."""
    left = list(two.events)
    for event in one.events:
        same = [e for e in left if _overlap(event.trigger, e.trigger) and (not typed or e.type == event.type)]
        best = max(same, key=lambda other: (other.type == event.type, _who(event, other)), default=None)
        if best is not None:
            left.remove(best)
            yield event, best


def _overlap(ranges: Iterable[Range], others: Iterable[Range]) -> bool:
    return any(start < end and begin < stop for start, stop in ranges for begin, end in others)


def _who(event: GoldEvent, other: GoldEvent) -> bool:
    """Whether both name the same participants; who takes part alike in one may stand in either role in the other."""
    return _sided(event, other) and _sided(other, event)


def _sided(event: GoldEvent, other: GoldEvent) -> bool:
    roles = (
        (event.actors, other.actors + other.mutual),
        (event.recipients, other.recipients + other.mutual),
        (event.mutual, other.actors + other.recipients + other.mutual),
    )
    return all(_overlap([span], allowed) for spans, allowed in roles for span in spans)


def main(arguments: list[str]) -> int:
    """Prints the figures; with `--differ` also each sentence that the two mark differently, for the one who decides."""
    names = [name for name in arguments if not name.startswith("--")]
    pairs = paired(second(Path(names[0])) if names else second())
    told = compare(pairs)
    print(f"sentences {len(pairs)}, events {told.first} and {told.second}")
    for name, same in (("trigger", told.trigger), ("type", told.type), ("with actors", told.actors)):
        print(f"{name:12} F1 {told.f1(same):.3f}")
    for name, same in (("factuality", told.factuality), ("real or not", told.real)):
        print(f"{name:12} {same / told.type if told.type else 1.0:.3f} of those the same in type")
    if "--differ" in arguments:
        for one, two in pairs:
            if one.events != two.events:
                print(f"\n{one.id} {one.text}", *(_line(one.text, e, "1") for e in one.events), sep="\n")
                print(*(_line(two.text, e, "2") for e in two.events), sep="\n")
    return 0


def _line(text: str, event: GoldEvent, who: str) -> str:
    spans = (("", event.trigger), (" a:", event.actors), (" r:", event.recipients), (" m:", event.mutual))
    words = "".join(f"{name}{'+'.join(text[s:e] for s, e in ranges)}" for name, ranges in spans if ranges)
    return f"  {who} {event.type} {event.factuality} {words}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
