"""How long weighing takes: made-up evidence items of the built-in catalogue, and one forecast a day for a year.

    python bench/weigh.py [--items 100000] [--days 365]

Prints CPU seconds for the model, the history, what would change it, and the evidence with its figures.
"""

from __future__ import annotations

import argparse
import itertools
import time
from datetime import date, timedelta

import numpy as np

from lagebild.core import Cite, Question, Span
from lagebild.weigh import prior
from lagebild.weigh.catalogue import built_in
from lagebild.weigh.evidence import Item, Report
from lagebild.weigh.findings import evidence
from lagebild.weigh.history import history
from lagebild.weigh.model import Model
from lagebild.weigh.sensitivity import leverage

OPENS = date(2022, 1, 1)
SEED = 7


def items(count: int, days: int) -> list[Item]:
    """Items of random signs, each told by one to three origins on random days."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    names = [i.id for i in built_in("war-entry").indicators]
    found = []
    for number in range(count):
        sign = names[int(rng.integers(len(names)))]
        first = int(rng.integers(days))
        reports = []
        for origin in range(int(rng.integers(1, 4))):
            day = OPENS + timedelta(days=min(days, first + origin))
            name = f"d{number}-{origin}"
            reports.append(
                Report(sign=sign, sense="present", cite=Cite(name, 1, Span(0, 9)), origin=name, known=day, until=None,
                       happened=day, weight=(1.0, 0.8, 0.5)[origin], why=())
            )  # fmt: skip
        found.append(Item(id=f"v{number:07}", sign=sign, subject=str(number), seen=bool(number % 10), fresh_until=None,
                          reports=tuple(reports)))  # fmt: skip
    return found


def main() -> None:
    """Run it and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=365)
    given = parser.parse_args()
    closes = OPENS + timedelta(days=given.days)
    question = Question(id="bench", text="?", language="en", opens=OPENS, closes=closes, resolver="x", counts=("x",),
                        excludes=("x",), deciders=("x",), family="war-entry", roles=(("subject", "BLR"),))  # fmt: skip
    catalogue = built_in("war-entry")
    made_up = items(given.items, given.days)
    marks = [time.process_time()]
    model = Model(question, catalogue, prior.choose(catalogue.reference, "bench"), made_up, ())
    marks.append(time.process_time())
    days = [OPENS + timedelta(days=d) for d in range(given.days)]
    made = history(model, days, days[-1])
    marks.append(time.process_time())
    now = model.standing(days[-1])
    levers = leverage(model, now)
    marks.append(time.process_time())
    shown = evidence(model, now)
    marks.append(time.process_time())
    names = ("model", f"history of {len(made)} days", f"leverage of {len(levers)}", f"evidence of {len(shown)}")
    for name, (start, end) in zip(names, itertools.pairwise(marks), strict=True):
        print(f"{name}: {end - start:.2f} s")
    print(f"all: {marks[-1] - marks[0]:.2f} s; answer {made[-1].probability:.4f}")


if __name__ == "__main__":
    main()
