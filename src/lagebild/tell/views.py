"""What the report's page is made of: frozen values in the reader's language, ready to be laid out.
They hold no markup; a template decides how they look."""

from __future__ import annotations

from dataclasses import dataclass

from .charts import Bars, Chart
from .grid import Grid
from .hand import Hand
from .passages import Passage, Ref
from .sentences import Sentence
from .spread import SpreadView, SupposedView


@dataclass(frozen=True, slots=True)
class Quotation:
    """The sentence of a report that a citation stands in, with the cited `words` apart from what is around them."""

    ref: Ref
    before: str
    words: str
    after: str
    language: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One item of evidence of a sign: what the weight is made of, and why. `sentence` has one citation an origin,
    `cites` are the others. What the card says already is None."""

    sentence: Sentence | None
    cites: tuple[Ref, ...]
    factor: str | None
    counts: str | None
    figures: tuple[tuple[str, str], ...]
    why: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A sign that was found. `anchor` is its place on the page, `share` its weight relative to the strongest, 0 to 1;
    `sentence` the words of its heaviest finding; `figures_are` says whether its figures are elicited or measured."""

    anchor: str
    title: str
    direction: str
    sentence: Sentence
    factor: str
    share: float
    counts: str
    known: str
    figures_are: str
    weak: bool
    findings: tuple[Finding, ...]

    @property
    def further(self) -> tuple[Ref, ...]:
        """All citations of the findings beside those of the card's own words."""
        return tuple(ref for g in self.findings for ref in (*(g.sentence.refs if g.sentence else ()), *g.cites))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step of the probability: when, from what to what, by which evidence. `letter` marks it in the chart."""

    letter: str
    at: str
    sentence: Sentence
    because: tuple[Sentence, ...]
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One date of the history."""

    at: str
    probability: str
    interval: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One happening of the timeline. `group` is "event", "said" or "open" (not established); `evidence` are the anchors
    and titles of the cards that it appears in."""

    id: str
    anchor: str
    when: str
    group: str
    sentence: Sentence
    factuality: str | None
    quotation: Quotation
    counts: str
    origins: int
    details: tuple[Sentence, ...]
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement: who, when, in what form, on what basis, through which outlets."""

    sentence: Sentence
    tags: tuple[str, ...]
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Someone and what they say: the most telling statement, and others by date."""

    name: str
    first: Said
    more: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A contradiction: what it is about, and its two sides, each with the key of its label and its voices: a name where
    the words don't say it, and the statement."""

    title: str
    note: Sentence | None
    sides: tuple[tuple[str, tuple[tuple[str | None, Said], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An expert's judgement as an interval on the speaker's own scale. `name` is None where the words say it."""

    said: Said
    name: str | None
    reading: str
    low: float
    high: float
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Judgements that belong together, with what is said of them all: `kind` is named, unnamed or conditional."""

    kind: str
    judgements: tuple[Judgement, ...]
    why: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A sign that was not found and counts: the share of the sources that would have shown it, and what that does to
    the odds."""

    name: str
    coverage: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Signs that were looked for and not found: those that count, and the names of those that don't."""

    counts: Sentence | None
    counted: tuple[Silent, ...]
    not_counts: Sentence | None
    uncounted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """How the answer would stand without one thing, or (`supposed`) with one report more."""

    kind: str
    name: str
    target: str | None
    probability: str
    change: float
    supposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document: `dated` says how its date is known. `link` is None where the address may not be linked; `grade` is
    the reliability of who published it, with its reason."""

    title: str
    publisher: str
    date: str
    dated: str
    link: str | None
    address: str | None
    language: str | None
    cited: tuple[int, ...]
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A cited passage and where it comes from."""

    passage: Passage
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """Documents that rest on one source and count once."""

    id: str
    name: str
    sources: tuple[Source, ...]
    why: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A reference class with its base rate."""

    name: str
    rate: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much there was to go by."""

    summary: Sentence
    weeks: Bars | None
    languages: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    more_publishers: int
    thin: tuple[Sentence, ...]
    countries: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole page. `figure` is "about 4 % (2–8)", None where the answer has no number."""

    language: str
    title: str
    title_language: str
    as_of: str
    window: str
    figure: str | None
    words: str | None
    headline: tuple[Sentence, ...]
    gauge: tuple[float, float, float] | None
    elicited: Sentence | None
    moved: tuple[Move, ...]
    charts: tuple[Chart, ...]
    points: tuple[Point, ...]
    evidence_for: tuple[Card, ...]
    evidence_against: tuple[Card, ...]
    evidence_unclear: tuple[Card, ...]
    timeline: tuple[Entry, ...]
    timeline_more: int
    speakers: tuple[Speaker, ...]
    speakers_more: int
    disputes: tuple[Dispute, ...]
    corrections: tuple[Sentence, ...]
    missing: Missing
    camps: tuple[Camp, ...]
    levers: tuple[Lever, ...]
    levers_now: Sentence | None
    origins: tuple[OriginView, ...]
    holdings: Holdings
    assumptions: tuple[Sentence, ...]
    rates: tuple[Rate, ...]
    base: Sentence | None
    question: tuple[tuple[str, tuple[str, ...]], ...]
    method: tuple[Sentence, ...]
    digests: tuple[tuple[str, str], ...]
    passages: tuple[Cited, ...]
    sentences: tuple[Sentence, ...]
    names: dict[str, str]
    words_by: str | None = None
    hand: Hand | None = None
    grid: Grid | None = None
    spread: SpreadView | None = None
    condition: SupposedView | None = None
