"""How well statements are found in the project's own annotated sentences (`training/corpora/statements`), by part and
kind. Measures as in `bench/statements.py`. The outlet's own voice (kind `author`) is counted apart: the first row
leaves it out on both sides, the second takes it in. `false alarms` are the items without a statement that got one.

    python -m bench.statements_own [--language de|en] [--part train|test] [--errors N] [--json]

`--errors` prints errors of the part `train` only: the part for measuring is not read.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bench.statements import Item, errors, f1, gold, items, measure, read
from training.statements.corpus import load

Row = tuple[dict[str, Any], list[Item], list[Item]]


def without(rows: list[Row], kind: str) -> list[Row]:
    """The rows without what is of one kind: its gold, and what was found in its place."""
    left = []
    for document, wanted, got in rows:
        dropped = [g for g in wanted if g.kind == kind]
        kept = [g for g in wanted if g.kind != kind]
        stays = [
            p
            for p in got
            if any(f1(g.content, p.content) >= 0.5 for g in kept)
            or not any(f1(g.content, p.content) >= 0.5 for g in dropped)
        ]
        left.append((document, kept, stays))
    return left


def rows_of(part: str, language: str) -> list[Row]:
    """What was wanted and what was found in each item of a part."""
    return [(item, gold(item), items(item["text"], read(item).statements)) for item in load(part, language)]


def figures(rows: list[Row]) -> dict[str, Any]:
    """The measures of the rows, and the share of items without a statement in which one was found."""
    empty = [got for _, wanted, got in rows if not wanted]
    found = measure((wanted, got) for _, wanted, got in rows)
    return {
        **found,
        "items": len(rows),
        "items without a statement": len(empty),
        "false alarms": round(100 * sum(map(bool, empty)) / len(empty), 1) if empty else 0.0,
    }


def show(title: str, found: dict[str, Any], *, kinds: bool) -> None:
    """Prints one row, and a row for each kind."""
    head = "  ".join(f"{key} {found[key][2]}" for key in ("overlap", "exact", "char"))
    tail = f"speaker {found['speaker']}  end to end {found['end to end'][2]}  false alarms {found['false alarms']}"
    print(f"{title:22}gold {found['gold']:4}  found {found['found']:4}  {head}  {tail}")
    for kind, row in sorted(found["kinds"].items()) if kinds else ():
        print(f"    {kind:18}" + "  ".join(f"{key} {value}" for key, value in row.items()))


def main(arguments: list[str]) -> int:
    """Prints the figures of the parts that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--language", choices=("de", "en"), action="append")
    parser.add_argument("--part", choices=("train", "test"), action="append")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N sampled errors of the part train")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    for language in options.language or ("de", "en"):
        for part in options.part or ("train", "test"):
            rows = rows_of(part, language)
            if not rows:
                print(f"{language} {part}: no items", file=sys.stderr)
                continue
            plain, whole = figures(without(rows, "author")), figures(rows)
            if options.json:
                print(json.dumps({f"{language} {part}": {"without author": plain, "all": whole}}, ensure_ascii=False))
            else:
                show(f"{language} {part}", plain, kinds=True)
                show(f"{language} {part}, all", whole, kinds=False)
            if part == "train":
                for line in errors(without(rows, "author"), options.errors):
                    print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
