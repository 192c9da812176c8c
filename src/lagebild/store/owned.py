"""An own answer of any kind: a probability, or a distribution of outcomes, of a number, or of a day."""

from __future__ import annotations

from datetime import date

from lagebild.core import Own, OwnDistribution
from lagebild.weigh.own import distribution

from . import outcomes, values
from .case import Case


def lock(
    case: Case, text: str, *, reason: str, who: str = "analyst", as_of: date | None = None
) -> Own | OwnDistribution:
    """Commits to an own answer as `Case.lock` does: a probability ("0.05"), or as `lagebild.weigh.own` reads it,
    "agreed=0.3,none=0.7", "5=1500,50=6000,95=25000", "2023-01-31=0.05,2023-05-31=0.12". Raises BadInput for what is
    none for the case's question."""
    try:
        probability = float(text)
    except ValueError:
        made = distribution(case.question, text, at=case.own_day(as_of))
        case._record("lock", values.dump(made), reason, who)
        return outcomes.own_distributions(case.decisions())[-1]
    return case.lock(probability, reason=reason, who=who, as_of=as_of)
