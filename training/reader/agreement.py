"""How far two annotators of the project's own sentences with names agree: F1 of exact spans, by kind.

`python -m training.reader.agreement SECOND.tsv` compares a second annotation with `training/corpora/names`: a sentence
a line, its id (`test-de-1.17`, a file's name and the sentence's number in it), a tab, and the sentence with marks.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from training.reader.corpora import KINDS

NAMES = Path(__file__).resolve().parents[1] / "corpora/names"

_MARKED = re.compile(r"\[(\w+) ([^\[\]]+)\]")


class Span(NamedTuple):
    """A marked name: half-open code points of the sentence without marks, and its kind."""

    start: int
    end: int
    kind: str


class Agreement(NamedTuple):
    """How many spans of a kind both annotators, the first and the second have."""

    both: int
    first: int
    second: int

    @property
    def f1(self) -> float:
        """2 · both / (first + second), the same whichever annotator is taken as right; 1 where neither has a span."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else 1.0


def parse(line: str) -> tuple[str, frozenset[Span]]:
    """A marked sentence's text without marks, and its spans."""
    text, spans, at = "", set(), 0
    for mark in _MARKED.finditer(line):
        text += line[at : mark.start()]
        spans.add(Span(len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        at = mark.end()
    return text + line[at:], frozenset(spans)


def first(identifier: str, folder: Path = NAMES) -> str:
    """The marked sentence of an id such as `test-de-1.17`. Raises FileNotFoundError, IndexError."""
    name, _, number = identifier.rpartition(".")
    lines = (folder / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")][int(number) - 1]


def compare(pairs: list[tuple[str, str]]) -> dict[str, Agreement]:
    """The agreement by kind, with "all" at the end, over pairs of a sentence's first and second marking.

    Raises ValueError where the two are not the same sentence."""
    both: Counter[str] = Counter()
    one: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for former, latter in pairs:
        (text, spans), (other, others) = parse(former), parse(latter)
        if text != other:
            raise ValueError(f"not the same sentence: {text!r}, {other!r}")
        for counts, found in ((both, spans & others), (one, spans), (two, others)):
            counts.update(span.kind for span in found)
            counts["all"] += len(found)
    return {k: Agreement(both[k], one[k], two[k]) for k in (*KINDS, "all") if one[k] or two[k]}


def main(arguments: list[str]) -> int:
    """Prints a table: kind, spans of both, of the first, of the second, F1; and the sentences that differ."""
    lines = [line for name in arguments for line in Path(name).read_text("utf-8").splitlines() if "\t" in line]
    items = [line.split("\t", 1) for line in lines]
    pairs = [(first(identifier), marked) for identifier, marked in items]
    for kind, found in compare(pairs).items():
        print(f"{kind:14}{found.both:5}{found.first:5}{found.second:5}{100 * found.f1:7.1f}")
    for (identifier, _), (former, latter) in zip(items, pairs, strict=True):
        if parse(former) != parse(latter):
            print(f"\n{identifier}\n  {former}\n  {latter}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
