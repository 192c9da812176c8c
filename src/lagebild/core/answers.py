"""Weighing: the question, the signs looked for, the evidence found, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from .distributions import Distribution, Lever, OwnDistribution, Reported
from .links import Links, Note
from .text import Cite

Direction = Literal["for", "against", "unclear"]
Figures = Literal["elicited", "measured"]
QuestionKind = Literal["binary", "outcomes", "number", "date"]
ChangeKind = Literal["accept", "reject", "grade", "relink", "move", "merge", "split", "ratio", "figure", "answer"]


class Range(NamedTuple):
    """A figure with its bounds, `low <= best <= high`. For probabilities: a 90 % interval, elicited or measured."""

    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about the world that somebody can resolve. `opens` and `closes` are dates in `timezone`,
    both included. `roles` bind the catalogue's parts to entity codes (`subject` → `BLR`). `reference` names
    the reference classes of the prior (default: the catalogue's). `coverage` gives, by indicator, the share of
    the sources that would have shown it (0 to 1). `negated`: yes means that the family's event stays away.
    `rates` are reference classes that the question brings itself, used beside those it names. `words` is the scale of
    probability words, `catalogue` the path of its own catalogue of signs, as the question file has it. `kind` says
    what is asked for: yes or no; which of `outcomes`; the number of `measure`; or on what day of the window, if at
    all, the family's event comes. With a `condition` it is asked on that condition alone."""

    id: str
    text: str
    language: str
    opens: date
    closes: date
    resolver: str
    counts: tuple[str, ...]
    excludes: tuple[str, ...]
    deciders: tuple[str, ...]
    family: str | None = None
    roles: tuple[tuple[str, str], ...] = ()
    timezone: str = "UTC"
    reference: tuple[str, ...] = ()
    coverage: tuple[tuple[str, float], ...] = ()
    negated: bool = False
    rates: tuple[ReferenceClass, ...] = ()
    words: str = "icd203"
    catalogue: str | None = None
    kind: QuestionKind = field(default="binary", repr=False)
    outcomes: tuple[Outcome, ...] = field(default=(), repr=False)
    measure: Measure | None = field(default=None, repr=False)
    condition: Condition | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One of several outcomes of which exactly one comes. `rest`: it stands where none of the others came in the
    window; for it the catalogue's p0 holds. The others have either a `rate` (how often such a thing came, per 180
    days) or, where time does not run out on them, each (the rest too) a `share`, its probability without evidence.
    `fits` gives by indicator P(the sign is seen | this outcome); signs left out go as the catalogue's p1."""

    id: str
    text: str
    rest: bool = False
    rate: ReferenceClass | None = None
    share: Range | None = None
    fits: tuple[tuple[str, Range], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number that is asked for, as it stands on the closing day, in `unit`. `counted` are phrases by language that
    name it in a report. `past` are earlier values, of it or of the same in like cases; `quantiles` (level, value) stand
    in for them where somebody elicited them; `source` says where either is from. `drift`: value at the end / value at
    the start of 180 days, a 90 % range; without it reports are shown and don't count. `error`: a report's number is
    within this share of the truth in 9 cases of 10. `low`, `high`: what it can't leave. `whole`: it is a count."""

    unit: str
    source: str
    counted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    past: tuple[float, ...] = ()
    quantiles: tuple[tuple[float, float], ...] = ()
    drift: Range | None = None
    error: float = 0.2
    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a question supposes: a question of its own, of yes or no. `ratio` is P(it holds | yes) / P(it holds | no)
    in view of what is known already, elicited; `source` says by whom and why; `phrases`, by language, name it."""

    question: Question
    ratio: Range
    source: str
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceClass:
    """How often such a thing came about: `rate` per 180 days, from `hits` in `windows`, with its source."""

    id: str
    name: tuple[tuple[str, str], ...]
    rate: Range
    hits: int
    windows: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A sign that is looked for. `p1` = P(seen | yes), `p0` = P(seen | no) with routine and bluff in it;
    `a` = P(so reported | it happened), `b` = P(so reported | it did not). `half_life` in days;
    `cluster` names what it moves together with; `name` and `note` map language to words."""

    id: str
    name: tuple[tuple[str, str], ...]
    note: tuple[tuple[str, str], ...]
    p1: Range
    p0: Range
    a: Range
    b: Range
    half_life: float
    cluster: str
    figures: Figures
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A happening (or claim) that matched an indicator. `cites` is never empty. `weight` is the natural log
    of the likelihood ratio that it counts with as of the answer's date, after decay and its cluster. Of a question with
    several outcomes `shifts` are these weights by outcome, against the rest; `weight` is the largest of them."""

    id: str
    indicator: str
    subject: str
    direction: Direction
    p1: Range
    p0: Range
    a: Range
    b: Range
    ratio: Range
    weight: float
    known: date
    origins: tuple[str, ...]
    cites: tuple[Cite, ...]
    why: tuple[Note, ...]
    shifts: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if not self.cites:
            raise ValueError(f"evidence {self.id} cites nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A sign that was expected and not seen, with the coverage `s` of the sources that would have shown it.
    Without coverage it is listed and counts for nothing (`weight` 0)."""

    indicator: str
    coverage: float | None
    weight: float
    why: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A judgement by somebody: a forecast, not evidence. The interval is the speaker's own word on its scale."""

    cite: Cite
    speaker: str | None
    camp: str | None
    word: str
    low: float
    high: float
    conditional: bool
    counts: bool
    why: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The probability at a date, its 90 % interval, and what moved it since the one before."""

    at: date
    probability: float
    low: float
    high: float
    because: tuple[Note, ...] = ()
    moved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """How the answer would stand if one thing were left out, or if a sign were reported as seen or as refuted by one
    reliable origin more: `what` is the kind of thing, `id` its id."""

    what: Literal["origin", "evidence", "indicator", "prior", "opinion"]
    id: str
    probability: float
    kind: Literal["without", "if seen", "if refuted"] = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """How much there was to go by: counts of documents by ISO week, language and publisher, and by the country whose
    domain they were published under (ISO 3166-1 alpha-2; "–" where the address tells none)."""

    documents: int
    origins: int
    weeks: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    thin: tuple[Note, ...] = ()
    countries: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One decision of the analyst as weighing takes it. `target` names what it is about (`mark`, `report:<indicator>`,
    `evidence:<indicator>`, `source:<name>`, `indicator:<id>`, `happening`, `entity`, `answer`); `cite` is its place in
    the readings at hand, `toward` the place of the other thing (merge, move). `lost`: its words are not there any more.
    `added` is ISO 8601, UTC."""

    id: int
    kind: ChangeKind
    who: str
    added: str
    reason: str
    target: str
    value: str | None = None
    cite: Cite | None = None
    toward: Cite | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one decision does to the answer: `step` is the answer's log-odds with all decisions less those without this
    one; None where that was not worked out. `found`: False where what it is about is not there, so it does nothing."""

    change: Change
    step: float | None
    found: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A probability that a person committed to as of a date. `before`: locked before the machine's number was shown.
    `added` is ISO 8601, UTC."""

    at: date
    probability: float
    who: str
    reason: str
    added: str
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """An explanation beside plain yes and no: `of` is the outcome that it belongs to, `fits` gives by indicator
    P(the sign is seen | this explanation); `name` and `note` map language to words."""

    id: str
    of: Literal["yes", "no"]
    name: tuple[tuple[str, str], ...]
    note: tuple[tuple[str, str], ...]
    fits: tuple[tuple[str, Range], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What an answer on a condition rests on: `plain`, the answer without it; `chance`, how likely the condition is by
    its own signs (None: `refusal` says why); `otherwise`, P(yes | it does not hold), None where it can't be had.
    `evidence` and `indicators` are those of the condition's own question."""

    plain: Forecast
    ratio: Range
    chance: Forecast | None = None
    otherwise: Range | None = None
    refusal: Note | None = None
    evidence: tuple[Evidence, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    why: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as of a date. `forecast` is None where there is no basis for a number; `refusal` says why.
    `history` is oldest first and ends with `forecast`. `words` are (scale, low word, high word).
    `machine` is the forecast without any decision of the analyst, None where there is none: then `forecast` is it.
    `effects` are the decisions, oldest first; `own` the numbers that people committed to.
    Of a question of another kind the answer is the last of `distributions`, oldest first; a question for a day has a
    `forecast` too: that it comes in the window at all. On a condition, `forecast` and `history` are on it, and
    `supposed` tells the rest. `reported` are the numbers found for a question for a number. `levers` are to several
    outcomes and numbers what `leverage` is to yes and no, `own_distributions` what `own` is, of a day beside it."""

    question: Question
    as_of: date
    forecast: Forecast | None
    refusal: Note | None
    words: tuple[str, str, str] | None
    prior: tuple[ReferenceClass, ...]
    base: float | None
    history: tuple[Forecast, ...]
    indicators: tuple[Indicator, ...]
    evidence: tuple[Evidence, ...]
    silences: tuple[Silence, ...]
    opinions: tuple[Opinion, ...]
    leverage: tuple[Leverage, ...]
    collection: Collection
    assumptions: tuple[Note, ...]
    digests: tuple[tuple[str, str], ...]
    links: Links
    machine: Forecast | None = None
    effects: tuple[Effect, ...] = ()
    own: tuple[Own, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    reported: tuple[Reported, ...] = ()
    supposed: Supposed | None = None
    levers: tuple[Lever, ...] = ()
    own_distributions: tuple[OwnDistribution, ...] = ()
