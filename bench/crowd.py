"""How well crowds are pooled: Brier score of each way less that of the plain mean on the same questions.

Reads `forecasts/human_forecasts.jsonl` below `LAGEBILD_DATA` (default `../shared/data`). The interval is a bootstrap
over groups of questions (one group a question and its horizons), 5 to 95 %. `default` is what `lagebild crowd` gives
when told the kind of crowd, `unknown` when it is not told. `coverage`: how often the interval from one half of the
voices holds the pool of the other half. The corpus has no dates of resolution but for one set that was forecast on one
day, so skill weights can't be measured as they would be used. `--skill DAYS` takes a stand-in: a lay question counts as
resolved so many days after its last forecast. τ is fitted on the earlier half of the questions; on the later half each
is pooled with what was resolved before its last forecast.

    python bench/crowd.py [--draws 2000] [--skill DAYS] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lagebild.weigh.crowd import METHODS, Crowd, Resolved, Skill, fit_skill, latest, mean, pool, skill_pool
from lagebild.weigh.crowd.formats import crowd
from lagebild.weigh.crowd.voices import Kind

KIND_OF: Mapping[str, Kind] = {
    "forecastbench_super_dataset": "professional",
    "forecastbench_super_market": "professional",
    "gjp_yr1_mini": "lay",
    "metaculus_pro_q1_2025": "professional",
    "metaculus_pro_q3_2024": "professional",
    "predictionbook": "lay",
    "replicats": "lay",
}
STEP = 50
"""Questions resolved after which the record of forecasters is made anew."""
TARGETS = {
    "superforecasters on market questions": ("forecastbench_super_market",),
    "professionals": ("metaculus_pro_q1_2025", "metaculus_pro_q3_2024"),
    "lay crowd": ("predictionbook",),
}


class Asked(NamedTuple):
    """A question of the corpus, as a crowd of the kind that its set is."""

    crowd: Crowd
    outcome: int
    set: str
    group: str


class Paired(NamedTuple):
    """Mean Brier less that of the plain mean, with its interval."""

    questions: int
    mean: float
    difference: float
    low: float
    high: float


def file() -> Path:
    """Where the corpus lies."""
    return Path(os.environ.get("LAGEBILD_DATA", "../shared/data")) / "forecasts/human_forecasts.jsonl"


def load(path: Path) -> list[Asked]:
    """All questions of the corpus."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record: dict[str, Any] = json.loads(line)
            name = record["set"]
            # The corpus' own `crowd` is the market's price, not the kind.
            asked = crowd({**record, "crowd": KIND_OF[name]}, f"line {number}")
            found.append(Asked(asked, record["outcome"], name, record["group"]))
    return found


def plain(asked: Crowd) -> float:
    """What all ways are compared with."""
    return mean([v.p for v in latest(asked.forecasts)])


def paired(asked: Sequence[Asked], way: Callable[[Crowd], float], *, draws: int = 2000) -> Paired:
    """Compares a way with the plain mean."""
    base = np.array([(plain(a.crowd) - a.outcome) ** 2 for a in asked])
    mine = np.array([(way(a.crowd) - a.outcome) ** 2 for a in asked])
    members: dict[str, list[int]] = defaultdict(list)
    for i, a in enumerate(asked):
        members[a.group].append(i)
    sums = np.array([(mine[m] - base[m]).sum() for m in members.values()])
    sizes = np.array([len(m) for m in members.values()])
    chosen = np.random.default_rng(0).integers(0, len(sums), (draws, len(sums)))
    low, high = np.quantile(sums[chosen].sum(1) / sizes[chosen].sum(1), (0.05, 0.95))
    return Paired(len(asked), float(base.mean()), float((mine - base).mean()), float(low), float(high))


def ways() -> dict[str, Callable[[Crowd], float]]:
    """The defaults, then each method by name."""
    found: dict[str, Callable[[Crowd], float]] = {
        "default": lambda c: pool(c).probability,
        "unknown": lambda c: pool(replace(c, kind="unknown")).probability,
    }
    return found | {name: partial(_by, name) for name in METHODS}


def _by(method: str, asked: Crowd) -> float:
    return pool(asked, method=method).probability


def coverage(asked: Sequence[Asked]) -> float:
    """How often the interval of a random half of the voices holds the pool of the other half, of six voices or more."""
    held = []
    for a in asked:
        voices = list(latest(a.crowd.forecasts))
        if len(voices) >= 6:
            random.Random(a.crowd.qid).shuffle(voices)
            half = len(voices) // 2
            one = pool(replace(a.crowd, forecasts=tuple(voices[:half])))
            other = pool(replace(a.crowd, forecasts=tuple(voices[half:])))
            held.append(one.low <= other.probability <= one.high)
    return float(np.mean(held)) if held else float("nan")


def skilled(asked: Sequence[Asked], days: int) -> tuple[Skill, list[Asked], dict[int, float]]:
    """The skill fitted on the earlier half, the later half, and the skill-weighted pool of each of its questions by
    what was resolved before its last forecast, had each been resolved `days` after its own."""
    dated = [(max(f.t for f in a.crowd.forecasts if f.t), a) for a in asked if any(f.t for f in a.crowd.forecasts)]
    dated.sort(key=lambda pair: (pair[0], pair[1].crowd.qid))
    told = [Resolved(a.crowd, a.outcome, end + timedelta(days=days)) for end, a in dated]
    half = len(dated) // 2
    fitted = fit_skill(told[:half])
    pooled, later = {}, [a for _, a in dated[half:]]
    known, skill, waiting = 0, fitted, -1
    for end, a in dated[half:]:
        while known < len(told) and told[known].at < end:
            known += 1
        if known - waiting >= STEP or waiting < 0:
            waiting = known
            skill = Skill(fitted.tau, fit_skill(told[:known], taus=(fitted.tau,)).excess)
        pooled[id(a)] = skill_pool(a.crowd, skill).probability
    return fitted, later, pooled


def report_skill(asked: Sequence[Asked], days: int, draws: int) -> None:
    """Prints how the skill-weighted pool does on the later half, beside others on the same questions."""
    fitted, later, pooled = skilled(asked, days)
    by_crowd = {id(a.crowd): pooled[id(a)] for a in later}
    rows = {
        "skill": lambda c: by_crowd[id(c)],
        "log-odds": lambda c: pool(replace(c, kind="unknown"), method="log-odds").probability,
        "default": lambda c: pool(c).probability,
    }
    first = paired(later, rows["default"], draws=draws)
    print(f"lay, later half, resolved {days} days after the last forecast: {first.questions} questions, "
          f"mean {first.mean:.4f}, tau {fitted.tau:g}")  # fmt: skip
    for way, f in rows.items():
        row = paired(later, f, draws=draws)
        print(f"  {way:10} {row.difference:+.4f} ({row.low:+.4f} to {row.high:+.4f})")


def main() -> int:
    """Measures and prints; exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--draws", type=int, default=2000)
    options.add_argument("--skill", type=int, metavar="DAYS", help="the skill-weighted pool, by a stand-in for dates")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if not file().exists():
        print(f"bench: {file()} is absent; set LAGEBILD_DATA")
        return 0
    everything = load(file())
    if chosen.skill is not None:
        report_skill([a for a in everything if a.set == "predictionbook"], chosen.skill, chosen.draws)
        return 0
    sets = {name: [a for a in everything if a.set == name] for name in KIND_OF}
    sets |= {name: [a for a in everything if a.set in parts] for name, parts in TARGETS.items()}
    result = {
        name: {way: paired(asked, f, draws=chosen.draws) for way, f in ways().items()} for name, asked in sets.items()
    }
    if chosen.json:
        print(json.dumps({s: {w: p._asdict() for w, p in rows.items()} for s, rows in result.items()}, indent=1))
        return 0
    for name, rows in result.items():
        first = rows["default"]
        print(f"{name}: {first.questions} questions, mean {first.mean:.4f}, coverage {coverage(sets[name]):.2f}")
        for way, row in rows.items():
            print(f"  {way:10} {row.difference:+.4f} ({row.low:+.4f} to {row.high:+.4f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
