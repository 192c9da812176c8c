"""What is said about the whole case: an own number, blind mode, how the question came out, that it is withdrawn. Each
goes into the log with its reason and is never taken back; a later entry says it anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite, nan
from typing import Any

from lagebild.core import Distribution, Question
from lagebild.errors import BadInput
from lagebild.store import Case, Decision, owned
from lagebild.tell import format as f

from .site import Seen, remembered


def keep(
    case: Case, kind: str, value: str | None, *, reason: str, who: str, on: str | None = None, source: str = ""
) -> Decision:
    """Keeps an entry of one of the kinds in `RECORDS`, and gives it back. `value` is the own number or distribution (as
    `store.owned` reads it), "on" or "off", or the outcome; `on` and `source` belong to an outcome. Raises BadInput,
    CaseError."""
    said = (value or "").strip()
    if kind == "lock" and "=" in said:
        owned.lock(case, said, reason=reason, who=who)
    elif kind == "lock":
        case.lock(number(said, "own number"), reason=reason, who=who)
    elif kind == "blind":
        if said not in ("on", "off"):
            raise BadInput(f"blind mode {said[:40]}", "is neither on nor off", "say on or off")
        case.set_blind(said == "on", reason=reason, who=who)
    elif kind == "resolve":
        case.resolve(_outcome(said), on=_day(on), source=source, reason=reason, who=who)
    else:
        case.annul(reason=reason, who=who)
    return case.decisions()[-1]


def number(text: str, what: str) -> float:
    """A number or a share as people write it: 0.05, 0,05 or 5 %. Raises BadInput."""
    found = _number(text)
    if not isfinite(found):
        raise BadInput(f"{what} {text[:40]}", "is no number", "write 0.05 or 5 %")
    return found


def example(question: Question) -> str:
    """What an own answer to the question may look like."""
    if question.kind == "outcomes":
        share = f"{1 / max(1, len(question.outcomes)):.2f}"
        return ",".join(f"{o.id}={share}" for o in question.outcomes[:-1]) or "a=0.5"
    if question.kind == "number":
        return "5=1500,50=6000,95=25000"
    return f"{question.closes}=0.12" if question.kind == "date" else "5 %"


def in_words(own: Distribution, language: str) -> str:
    """An own distribution in one line, in the terms in which it was given."""
    if own.chances:
        return " · ".join(f"{c.outcome} {f.fine(c.probability, language)}" for c in own.chances)
    if own.quantiles:
        points = (q for q in own.quantiles if round(q.level, 3) in (0.05, 0.5, 0.95))
        return " · ".join(f"{f.share(q.level, language)}: {f.figure(q.value, language)}" for q in points)
    return " · ".join(f"{f.day(by.day, language)} {f.fine(by.probability, language)}" for by in own.by)


def _number(text: str) -> float:
    said = text.strip().replace(",", ".").replace("\xa0", "")
    try:
        return float(said.rstrip("% ")) / (100 if said.endswith("%") else 1)
    except ValueError:
        return nan


def _outcome(text: str) -> float | str:
    """Yes, no or the id of an outcome as it is; else a number."""
    found = _number(text)
    return found if isfinite(found) else text


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        raise BadInput(f"day {(text or '')[:40]}", "is no day", "write it as 2023-01-03") from None


def track(about: Seen) -> dict[str, Any]:
    """The answers given out, the outcome, and the scores; these only where they give no number away."""
    with Case.open(about.desk.path) as case:
        shut = about.world.blind
        return {
            "issued": case.issued(),
            "resolution": case.resolution(),
            "scores": () if shut else case.scores(),
        }


def page(about: Seen) -> Mapping[str, Any]:
    """The track record, and what can be said of the outcome."""
    question = about.world.question
    plain = [(said, about.talk.word(f"web.outcome.{said}")) for said in ("yes", "no")]
    return {
        **track(about),
        "choices": [(o.id, o.text) for o in question.outcomes] or ([] if question.kind == "number" else plain),
        "who": remembered(about.request),
        "back": about.talk.url("record"),
        "resolver": question.resolver,
    }
