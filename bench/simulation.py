"""How often the interval holds the exact posterior, in made-up worlds of which all ratios are known.

    python bench/simulation.py [--worlds 2000] [--write]

Each world draws its ratios from the elicited ranges of the built-in catalogue, then whether the event comes, which
signs are there, and who reports them: reliable, unreliable and lying origins, copied by others. `--write` puts the
table into docs/simulation.md. The seeds are fixed: the same table on each run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lagebild.weigh import prior
from lagebild.weigh.catalogue import built_in
from lagebild.weigh.figures import DRAWS, Figures, Floats, Ints, draws_of, figures, logit
from lagebild.weigh.model import sign_figures
from lagebild.weigh.update import SEEN, SILENT, Engine, Rows

RELIABILITY = np.array([1.0, 1.0, 1.0, 0.5, 0.5, 0.0])
"""The origins of a world: three reliable ones, two unreliable ones, one that lies."""
LIE = 0.3
"""How often the liar reports a sign, whether it is there or not."""
COPIES = 1.5
"""Copies of a report by other outlets, on average."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A world's own figures, one entry a sign; `report` is log(b / a)."""

    p1: Floats
    p0: Floats
    a: Floats
    report: Floats
    rho: float
    strength: float
    rate: float


@dataclass(frozen=True, slots=True)
class World:
    """What was reported in a world: sign by origin, and the copies of each report."""

    truth: Truth
    came: bool
    told: Ints
    copies: Ints


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of the table: what is done to the truth, what the analyst takes the reports for, what is exact."""

    name: str
    change: Callable[[Truth, np.random.Generator], Truth] = lambda truth, _: truth
    taken: Callable[[World], Floats] = lambda world: world.told @ RELIABILITY
    exact: str = "rule"
    yes: bool = False
    coverage: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """Shares and medians over the worlds of a scenario; errors and widths in log-odds (0.69 is a factor of two)."""

    name: str
    covered: float
    width: float
    error: float
    naive: float
    naive_tenfold: float


class Study:
    """The catalogue as the engine sees it, ready for any number of worlds."""

    def __init__(self, family: str = "war-entry") -> None:
        self.catalogue = built_in(family)
        self.signs = sign_figures(self.catalogue)
        self._rates = [c.rate for c in prior.choose(self.catalogue.reference, "simulation")]
        count = len(self.signs)
        self.every = np.arange(2 * count)
        # An origin that is not the liar shows a sign with the chance a.
        shown = 1 - (1 - np.array([s.a.best for s in self.signs])) ** np.count_nonzero(RELIABILITY)
        no_days, far = np.zeros(0, np.int64), np.full(2 * count, 1e9)
        rows = Rows(sign=np.tile(np.arange(count), 2), kind=np.repeat([SEEN, SILENT], count), until=far,
                    coverage=np.concatenate([np.zeros(count), shown]), spell_row=no_days, spell_start=no_days,
                    spell_end=no_days, spell_weight=np.zeros(0))  # fmt: skip
        # Opened long ago, so that silence counts in full.
        self.engine = Engine(self.figures(self.catalogue.id, 0), self.figures(self.catalogue.id, DRAWS), rows, -10_000)

    def figures(self, name: str, count: int) -> Figures:
        """The catalogue's figures in draws of their own."""
        return figures(self.signs, name=name, rho=self.catalogue.rho, elicitation=self.catalogue.elicitation,
                       rates=self._rates, count=count)  # fmt: skip

    def truths(self, count: int) -> list[Truth]:
        """Worlds' figures, drawn from the elicited ranges as a draw of the engine is, with other seeds."""
        drawn = self.figures("world", count)
        a = np.array([draws_of(s.a, f"world/{s.id}/a", count) for s in self.signs])
        return [
            Truth(drawn.p1[:, i], drawn.p0[:, i], a[:, i], drawn.report[:, i], float(drawn.rho[i]),
                  float(drawn.strength[i]), float(drawn.rate[i]))
            for i in range(count)
        ]  # fmt: skip

    def world(self, truth: Truth, rng: np.random.Generator, *, yes: bool = False) -> World:
        """Whether the event comes, what signs there are, who tells of them and who copies whom. With the chance ρ the
        signs of a cluster have one common cause, else each has its own."""
        came = yes or bool(rng.random() < truth.rate)
        chance = truth.p1 if came else truth.p0
        own, common = rng.random(len(chance)), rng.random(len(chance))[self.engine.best.cluster]
        together = (rng.random(len(chance)) < truth.rho)[self.engine.best.cluster]
        there = np.where(together, common, own) < chance
        told = rng.random((len(chance), len(RELIABILITY))) < telling(truth, there)
        return World(truth, came, told.astype(np.int64), rng.poisson(COPIES, told.shape) * told)

    def interval(self, reports: Floats, *, coverage: bool = False) -> tuple[float, float, float]:
        """The engine's answer for signs with so many reports, as log-odds: low, best, high. With `coverage`, signs that
        nobody reports count as silence."""
        engine, told = self.engine, np.concatenate([reports, np.zeros(len(reports))])
        silent = np.concatenate([np.zeros(len(reports)), (reports == 0) & coverage])
        covered = (engine.covered(0, self.every) * silent)[:, None]
        raw = engine.ratios(engine.best, self.every, told[:, None], covered)[:, 0]
        state = engine.clustered(0, told, np.where(told > 0, 0.0, -np.inf), raw, self.every)
        best = float(logit(engine.best.rate)[0] + state.weight.sum())
        low, high = np.quantile(logit(engine.drawn.rate) + engine.simulate(state), (0.05, 0.95))
        return min(float(low), best), best, max(float(high), best)

    def naive(self, world: World) -> float:
        """Log-odds where every report counts as a source of its own, and every sign as independent of the others."""
        best = self.engine.best
        which, once = np.arange(len(self.signs)), np.ones((len(self.signs), 1))
        one = self.engine.ratios(best, which, once, 0 * once)[:, 0]
        reports = (world.told + world.copies).sum(axis=1)
        return float(logit(best.rate)[0] + reports @ one)

    def exact(self, world: World, what: str) -> float:
        """The exact log-odds under the world's own ratios.

        "rule": from the reports made, with the catalogue's rule for clusters and its shared error of elicitation.
        "plain": the same without the shared error. "cause": signs of a cluster have one cause with the chance ρ, as the
        world was made. "all": as "cause", and it is known too who did not report what.
        """
        truth = world.truth
        if what in {"rule", "plain"}:
            r = np.exp(truth.report * (world.told @ RELIABILITY))
            size = np.log((truth.p1 + r * (1 - truth.p1)) / (truth.p0 + r * (1 - truth.p0)))
            total = sum(_damped(size[own], truth.rho) for own in self._clusters())
            return float(logit(truth.rate)) + (truth.strength if what == "rule" else 1.0) * total
        there, away = (_log_chance(world, z, silent=what == "all") for z in (True, False))
        total = 0.0
        for own in self._clusters():
            yes, no = (_cluster(p[own], there[own], away[own], truth.rho) for p in (truth.p1, truth.p0))
            total += yes - no
        return float(logit(truth.rate)) + total

    def _clusters(self) -> list[Ints]:
        key = self.engine.best.cluster * 2 + (self.engine.best.side > 0)
        return [np.flatnonzero(key == k) for k in np.unique(key)]


def telling(truth: Truth, there: NDArray[np.bool_]) -> Floats:
    """The chance that an origin reports a sign, sign by origin: a where it is there, a·(b/a)^w where it is not."""
    false = np.exp(truth.report[:, None] * RELIABILITY)
    chance = truth.a[:, None] * np.where(there[:, None], 1.0, false)
    return np.where(RELIABILITY == 0, LIE, chance)


def _log_chance(world: World, there: bool, *, silent: bool) -> Floats:
    """log P(what the origins told of each sign), given that it is there or not; with `silent`, also of what not."""
    chance = telling(world.truth, np.full(len(world.told), there))
    made = world.told * np.log(chance)
    kept = (1 - world.told) * np.log1p(-chance) if silent else 0.0
    return np.asarray((made + kept).sum(axis=1))


def _cluster(p: Floats, there: Floats, away: Floats, rho: float) -> float:
    """log P(reports of a cluster): each sign by itself, or all by one cause, by the chance of that. With one cause u a
    sign is there when u < p; between two neighbouring p the same signs are."""
    apart = float(np.logaddexp(np.log(p) + there, np.log1p(-p) + away).sum())
    order = np.argsort(-p)
    edges = np.concatenate([[1.0], p[order], [0.0]])
    with np.errstate(divide="ignore"):
        cuts = np.log(-np.diff(edges))
    told = np.array([there[order[:k]].sum() + away[order[k:]].sum() for k in range(len(p) + 1)])
    return float(np.logaddexp(np.log1p(-rho) + apart, np.log(rho) + np.logaddexp.reduce(cuts + told)))


def _damped(size: Floats, rho: float) -> float:
    """Σ λᵢ(1 − ρ)^(i−1), the largest first."""
    return float(size[np.argsort(-np.abs(size))] @ (1 - rho) ** np.arange(len(size)))


def wrong(factor: float, *, all_too_strong: bool = False) -> Callable[[Truth, np.random.Generator], Truth]:
    """Truths of which the catalogue's p1 / p0 are wrong by `factor`: either way by sign, or all too strong."""

    def change(truth: Truth, rng: np.random.Generator) -> Truth:
        way = rng.choice([-1.0, 1.0], len(truth.p1))
        if all_too_strong:
            way = np.where(truth.p1 > truth.p0, -1.0, 1.0)
        half = factor ** (way / 2)
        return replace(truth, p1=np.minimum(truth.p1 * half, 0.99), p0=np.minimum(truth.p0 / half, 0.99))

    return change


def _each_copy(world: World) -> Floats:
    return np.asarray((world.told + world.copies) @ RELIABILITY)


def _one_origin(world: World) -> Floats:
    return np.asarray((world.told * RELIABILITY).max(axis=1))


def _believed(world: World) -> Floats:
    return np.asarray(world.told @ np.ones(len(RELIABILITY)))


SCENARIOS = (
    Scenario("the catalogue is right"),
    Scenario("the catalogue is right, worlds that end in yes", yes=True),
    Scenario("the same, exact without an error shared by all figures", exact="plain"),
    Scenario("clusters with one common cause, not the damping rule", exact="cause"),
    Scenario("the same, and who kept silent is known too", exact="all"),
    Scenario("the same, with the coverage given", exact="all", coverage=True),
    Scenario("ratios wrong by 2, either way", change=wrong(2)),
    Scenario("ratios wrong by 4, either way", change=wrong(4)),
    Scenario("ratios all too strong by 2", change=wrong(2, all_too_strong=True)),
    Scenario("ratios all too strong by 4", change=wrong(4, all_too_strong=True)),
    Scenario("copies taken for independent", taken=_each_copy),
    Scenario("independent reports taken for one origin's", taken=_one_origin),
    Scenario("unreliable and lying origins taken for reliable", taken=_believed),
)


def run(study: Study, scenario: Scenario, worlds: int) -> Result:
    """One line of the table."""
    seed = int.from_bytes(scenario.name.encode()[:8], "big") + len(scenario.name)
    rng = np.random.Generator(np.random.PCG64(seed))
    rows = []
    for truth in study.truths(worlds):
        world = study.world(scenario.change(truth, rng), rng, yes=scenario.yes)
        low, best, high = study.interval(scenario.taken(world), coverage=scenario.coverage)
        exact, naive = study.exact(world, scenario.exact), study.naive(world)
        rows.append((low <= exact <= high, high - low, abs(best - exact), abs(naive - exact)))
    table = np.array(rows, dtype=np.float64)
    middle = np.median(table, axis=0)
    return Result(
        name=scenario.name,
        covered=float(table[:, 0].mean()),
        width=float(middle[1]),
        error=float(middle[2]),
        naive=float(middle[3]),
        naive_tenfold=float((table[:, 3] > np.log(10)).mean()),
    )


def markdown(results: list[Result]) -> str:
    """The table of docs/simulation.md."""
    head = "| worlds | held, % | width | error | naive: error | naive: off by ten, % |\n|---|---:|---:|---:|---:|---:|"
    lines = (
        f"| {r.name} | {100 * r.covered:.1f} | {r.width:.2f} | {r.error:.2f} | {r.naive:.2f} | "
        f"{100 * r.naive_tenfold:.0f} |"
        for r in results
    )
    return "\n".join((head, *lines))


def main() -> None:
    """Run all scenarios and print the table, or put it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--write", action="store_true", help="put the table into docs/simulation.md")
    given = parser.parse_args()
    study = Study()
    table = markdown([run(study, scenario, given.worlds) for scenario in SCENARIOS])
    print(table)
    if given.write:
        page = Path(__file__).parent.parent / "docs" / "simulation.md"
        before, _, rest = page.read_text("utf-8").partition("<!-- table -->\n")
        after = rest.partition("<!-- end of table -->")[2]
        page.write_text(f"{before}<!-- table -->\n{table}\n<!-- end of table -->{after}", "utf-8")


if __name__ == "__main__":
    main()
