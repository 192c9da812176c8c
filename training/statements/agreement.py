"""How far two annotators agree: content, speaker and kind, of the items that both marked.

    python -m training.statements.agreement [SECOND.txt] [--language de] [--show N]

SECOND.txt (`second-de.txt` of the corpus where none is given) has an item a line, `id<TAB>marked text`, blind to the
first marking; the first is the measuring part.
F1 is symmetric here: neither is gold. Speaker and kind are shares of the statements matched by overlap.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.statements import Item, gold, match

from training.statements.corpus import FOLDER, KINDS, load, read


def compare(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, float]:
    """The figures, in per cent, over (first, second) marking of each item. Texts must be the same."""
    n: Counter[str] = Counter()
    for first, second in pairs:
        if first["text"] != second["text"]:
            raise ValueError(f"{first['id']}: the texts differ")
        a, b = gold(first), gold(second)
        n["items"] += 1
        n["both empty or both not"] += bool(a) == bool(b)
        n["first"] += len(a)
        n["second"] += len(b)
        n["exact"] += len(match(a, b, 1.0))
        for i, j in match(a, b, 0.5):
            n["overlap"] += 1
            n["speaker"] += _same_speaker(a[i], b[j])
            n["kind"] += a[i].kind == b[j].kind
            n["mark kind"] += KINDS[a[i].kind] == KINDS[b[j].kind]
    both = n["first"] + n["second"]
    return {
        "items": n["items"],
        "statements, first": n["first"],
        "statements, second": n["second"],
        "a statement or none": _share(n["both empty or both not"], n["items"]),
        "overlap F1": _share(2 * n["overlap"], both),
        "exact F1": _share(2 * n["exact"], both),
        "speaker": _share(n["speaker"], n["overlap"]),
        "kind (nine)": _share(n["kind"], n["overlap"]),
        "kind of the mark (six)": _share(n["mark kind"], n["overlap"]),
    }


def _same_speaker(a: Item, b: Item) -> bool:
    """Whether the speakers share a letter, or both name none."""
    return bool(a.speaker & b.speaker) or not (a.speaker or b.speaker)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def differences(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """What one has and the other has not, in words."""
    a, b = gold(first), gold(second)
    pairs = match(a, b, 0.5)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    text = first["text"]

    def say(item: Item) -> str:
        return f"{item.kind}: {text[min(item.content) : max(item.content) + 1]}"

    found = [f"{first['id']} only first: {say(x)}" for i, x in enumerate(a) if i not in left]
    found += [f"{first['id']} only second: {say(x)}" for j, x in enumerate(b) if j not in right]
    for i, j in pairs:
        if a[i].content != b[j].content:
            found.append(f"{first['id']} edges: {say(a[i])} | {say(b[j])}")
        elif a[i].kind != b[j].kind:
            found.append(f"{first['id']} kinds: {say(a[i])} | {b[j].kind}")
        if not _same_speaker(a[i], b[j]):
            found.append(f"{first['id']} speakers: {say(a[i])}")
    return found


def main(arguments: list[str]) -> int:
    """Prints the figures, and on request the first differences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("second", type=Path, nargs="?")
    parser.add_argument("--language", default="de")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N differences")
    options = parser.parse_args(arguments)
    first = {item["id"]: item for item in load("test", options.language)}
    path = options.second or FOLDER / f"second-{options.language}.txt"
    second = list(read(path))
    unknown = [item["id"] for item in second if item["id"] not in first]
    if unknown:
        print(f"{path.name}: no such items: {', '.join(unknown[:5])}", file=sys.stderr)
        return 1
    pairs = [(first[item["id"]], item) for item in second]
    for key, value in compare(pairs).items():
        print(f"{key:26}{value}")
    for line in [line for a, b in pairs for line in differences(a, b)][: options.show]:
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
