"""German events against the project's own sentences (`training/corpora/events`): type, who, and factuality.

    python bench/events_de.py dev                # the part that rule writers may read
    python bench/events_de.py test               # the frozen part: look rarely, and say each time that you did
    python bench/events_de.py fresh              # 100 sentences in the mix of agency copy, frozen, never tuned on
    python bench/events_de.py dev --errors       # sentence by sentence, what is missed and what is too much

An event found is *right in type* when its span overlaps a piece of the trigger of a gold event of the same type, one to
one. It is right *with both actors* when also its actors and recipients are the gold ones: each gold actor is overlapped
by an actor found and the reverse, so that none is missed or too many; the same for recipients; those who take part
alike (`mutual`) may be found in either role. F1 is over all events of all sentences; `macro_F1` the mean of the types.
`factuality`: the share right among events right in type; `real`: whether it says real (happened, ongoing, background)
or not. `clean`: the share of sentences without events in which none is found. Every sentence is read as a report of
14 June 2024 by the annotators that `lagebild mark` runs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.events.corpus import TYPES, WRITTEN, GoldEvent, Item, Range, read

from lagebild.core import Document, Event, Part, Reading, Span
from lagebild.mark import mark

REAL = {"happened", "ongoing", "background"}
Pair = tuple[GoldEvent | None, Event | None]


def found(item: Item) -> tuple[Event, ...]:
    """The events that the annotators find in a sentence."""
    whole = Span(0, len(item.text))
    document = Document(item.id, published=WRITTEN.isoformat())
    reading = Reading(document, 1, item.text, (Part(whole, "body", "de"),), "de")
    return mark(reading, layers=("events",)).events


def pairs(gold: Iterable[GoldEvent], events: Iterable[Event]) -> Iterator[Pair]:
    """Gold and found events of one sentence that are the same event in type; then those that are left over."""
    left = list(events)
    for true in gold:
        same = [e for e in left if e.type == true.type and _any(e.span, true.trigger)]
        best = max(same, key=lambda e: _who(true, e), default=None)
        if best is not None:
            left.remove(best)
        yield true, best
    for event in left:
        yield None, event


def _any(span: Span, ranges: Iterable[Range]) -> bool:
    return any(start < span.end and span.start < end for start, end in ranges)


def _who(gold: GoldEvent, event: Event) -> bool:
    actors = [p.span for p in event.actor]
    recipients = [p.span for p in event.recipient]
    return (
        _covered(gold.actors, actors)
        and _covered(gold.recipients, recipients)
        and _covered(gold.mutual, actors + recipients)
        and all(_any(span, gold.actors + gold.mutual) for span in actors)
        and all(_any(span, gold.recipients + gold.mutual) for span in recipients)
    )


def _covered(ranges: Iterable[Range], spans: list[Span]) -> bool:
    return all(any(_any(span, [one]) for span in spans) for one in ranges)


def measure(part: str) -> dict[str, Any]:
    """The figures of one part, as shares of 1."""
    types: dict[str, Counter[str]] = {name: Counter() for name in TYPES}
    factual: Counter[str] = Counter()
    quiet: Counter[bool] = Counter()
    who = 0
    for item in read(part):
        events = found(item)
        if not item.events:
            quiet[not events] += 1
        for gold, event in pairs(item.events, events):
            if gold is not None:
                types[gold.type]["gold"] += 1
            if event is not None:
                types[event.type]["found"] += 1
            if gold is not None and event is not None:
                types[gold.type]["right"] += 1
                who += _who(gold, event)
                factual["exact"] += gold.factuality == event.factuality
                factual["real"] += (gold.factuality in REAL) == (event.factuality in REAL)
    total = sum(types.values(), Counter[str]())
    by_type = {name: _f1(c["right"], c) for name, c in types.items()}
    return {
        "part": part,
        "type_P": _share(total["right"], total["found"]),
        "type_R": _share(total["right"], total["gold"]),
        "type_F1": _f1(total["right"], total),
        "macro_F1": round(sum(by_type.values()) / len(by_type), 3),
        "with_both_actors_F1": _f1(who, total),
        "factuality": _share(factual["exact"], total["right"]),
        "real": _share(factual["real"], total["right"]),
        "clean": _share(quiet[True], quiet.total()),
        "by_type": by_type,
    }


def _f1(right: int, total: Counter[str]) -> float:
    return _share(2 * right, total["gold"] + total["found"])


def _share(a: int, b: int) -> float:
    return round(a / b, 3) if b else 0.0


def errors(part: str) -> Iterator[str]:
    """Each sentence with what is missed (-), too much (+), wrong in who (w) and in factuality (f)."""
    for item in read(part):
        lines = []
        for gold, event in pairs(item.events, found(item)):
            if gold is None and event is not None:
                lines.append(f"  + {_told(item.text, event)}")
            elif gold is not None and event is None:
                lines.append(f"  - {_wanted(item.text, gold)}")
            elif gold is not None and event is not None:
                if not _who(gold, event):
                    lines.append(f"  w {_told(item.text, event)}  wanted {_wanted(item.text, gold)}")
                if gold.factuality != event.factuality:
                    lines.append(f"  f {_told(item.text, event)}  wanted {gold.factuality}")
        if lines:
            yield "\n".join([f"{item.id} {item.text}", *lines])


def _told(text: str, event: Event) -> str:
    actors, recipients = ([_range(p.span) for p in side] for side in (event.actor, event.recipient))
    return f"{event.type} {event.factuality} {_line(text, [_range(event.span)], actors, recipients)}"


def _range(span: Span) -> Range:
    return (span.start, span.end)


def _wanted(text: str, gold: GoldEvent) -> str:
    ours = _line(text, gold.trigger, gold.actors, gold.recipients)
    return f"{gold.type} {gold.factuality} {ours}" + "".join(f" m:{text[s:e]}" for s, e in gold.mutual)


def _line(text: str, *groups: Iterable[Range]) -> str:
    named = zip(("", " a:", " r:"), groups, strict=True)
    return "".join(f"{name}{'+'.join(text[s:e] for s, e in group)}" for name, group in named)


def main() -> None:
    """Prints the figures of a part, or its errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("dev", "test", "fresh"))
    parser.add_argument("--errors", action="store_true", help="sentence by sentence; only for dev")
    chosen = parser.parse_args()
    if chosen.errors:
        if chosen.part != "dev":
            parser.error("errors of a frozen part are not for reading")
        print("\n".join(errors(chosen.part)))
        return
    print(json.dumps(measure(chosen.part)))


if __name__ == "__main__":
    main()
