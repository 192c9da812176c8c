"""Grading as analysts do it (NATO AJP-2.1): reliability of the source A to F and credibility of what it says 1 to 6.

A proposal with its reasons, for a person to confirm. The two parts are judged apart and never multiplied: a reliable
source can be wrong, a bad one right. F and 6 mean that nothing is known, not that it is bad. One sentence can't
justify a grade, so the annotator leaves `Statement.grade` empty; `lagebild.weigh.grading`, which knows the source's
record and what other sources say, calls `propose`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lagebild.core import Hedge, Note, Statement

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]

_FEWEST = 5
"""Checked reports from which a source has a record."""
_STEPS: tuple[tuple[float, Reliability], ...] = ((0.95, "A"), (0.85, "B"), (0.7, "C"), (0.5, "D"))
"""Lowest share of borne-out reports for a letter. AJP-2.1 gives words only; these shares are this project's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How a source's earlier reports turned out: borne out, and not."""

    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """A proposed grade and the reason of each part."""

    reliability: Reliability
    credibility: Credibility
    reasons: tuple[Note, Note]

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


def propose(
    statement: Statement | None,
    *,
    record: Record | None = None,
    confirmed: int = 0,
    contradicted: int = 0,
    hedges: tuple[Hedge, ...] = (),
) -> Grade | None:
    """The grade to propose for a statement, or (None) for what a report tells in its own voice; None for judgements of
    the outlet and for what claims nothing.

    `record`: how earlier reports of the speaker (of the outlet) turned out; `confirmed` and `contradicted`: how many
    sources independent of this one (other origins) say the same or the contrary; `hedges`: the marks that
    `statement.hedges` names, for the own voice those that weaken the passage.
    """
    if statement and (statement.kind == "author" or statement.force != "assertion" or statement.polarity == "silence"):
        return None
    letter, why = reliability(record, statement)
    digit, because = _credibility(statement, confirmed, contradicted, hedges)
    return Grade(letter, digit, (why, because))


def reliability(record: Record | None, statement: Statement | None = None) -> tuple[Reliability, Note]:
    """The letter of the speaker of a statement, or (None) of an outlet, and its reason. A source without a record can't
    be judged (F), whoever it is; its interest alone is told as the reason."""
    if statement is not None and statement.speaker_kind in (None, "nobody", "anonymous"):
        return "F", Note(f"grade.source.{statement.speaker_kind or 'nobody'}")
    total = record.right + record.wrong if record else 0
    if record is None or total < _FEWEST:
        stake = statement is not None and statement.stake in ("party", "ally", "opponent")
        return "F", Note("grade.source.stake" if stake else "grade.source.unknown")
    share = record.right / total
    letter: Reliability = next((letter for least, letter in _STEPS if share >= least), "E")
    return letter, Note("grade.source.record", (("right", record.right), ("total", total)))


def _credibility(
    statement: Statement | None, confirmed: int, contradicted: int, hedges: tuple[Hedge, ...]
) -> tuple[Credibility, Note]:
    counts = (("confirmed", confirmed), ("contradicted", contradicted))
    if contradicted and contradicted >= confirmed:
        digit: Credibility = "4" if confirmed else "5"
        return digit, Note("grade.claim.contradicted", counts)
    if confirmed and not contradicted:
        return ("1" if confirmed > 1 else "2"), Note("grade.claim.confirmed", counts)
    if confirmed:
        return "3", Note("grade.claim.disputed", counts)
    if any(h.strength == "strong" and (statement is None or h.id in statement.hedges) for h in hedges):
        return "4", Note("grade.claim.doubted")
    if statement is not None and statement.basis in ("imagery", "witness", "document", "poll"):
        return "3", Note("grade.claim.based", (("basis", statement.basis),))
    return "6", Note("grade.claim.unknown")
