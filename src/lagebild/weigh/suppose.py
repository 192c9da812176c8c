"""Questions on a condition: P(yes | the condition holds).

By Bayes' rule the odds on the condition are the odds without it times P(it holds | yes) / P(it holds | no). That ratio
is elicited in view of what is known already, so nothing is counted twice. How likely the condition is comes from its
own question, by its own signs, and then P(yes) = P(c)·P(yes | c) + (1 − P(c))·P(yes | not c) gives the last of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from lagebild.core import Answer, Cite, Condition, Forecast, Links, Note, Opinion, Range, Supposed
from lagebild.mark.words import words

from .figures import DRAWS, Floats, expit, generator, logit
from .phrases import Finder, parse
from .prior import Z90


def log_ratio(ratio: Range, name: str, count: int = 0) -> Floats:
    """The log of an elicited ratio: its best figure (`count` 0), or `count` draws, split normal on the log scale with
    `best` as the median and the others as the 5 % and 95 % points. The seed is the `name`."""
    low, best, high = np.log(np.array(ratio))
    if not count:
        return np.array([best])
    z = generator(name).standard_normal(count) / Z90
    return np.asarray(best + np.where(z < 0, best - low, high - best) * z)


def shift(condition: Condition) -> tuple[Floats, Floats]:
    """What the condition adds to the log-odds of yes: by the best figure, and in each draw."""
    name = f"{condition.question.id}/ratio"
    return log_ratio(condition.ratio, name), log_ratio(condition.ratio, name, DRAWS)


class Stood(NamedTuple):
    """An answer of yes or no with its draws; there are none where it has no number."""

    answer: Answer
    drawn: Floats | None


def supposed(plain: Forecast, drawn: Floats, condition: Condition, chance: Stood, told: Answer) -> Supposed:
    """What an answer on a condition rests on. `plain` and `drawn` are the answer without it, `chance` the answer to the
    condition's own question; `told` has the reports, and the judgements on the question that were found."""
    otherwise, why = None, [Note("weigh.condition-ratio", (("source", condition.source),))]
    own = chance.answer
    if own.forecast is not None and chance.drawn is not None:
        otherwise, fits = _otherwise(plain, drawn, condition, own.forecast, chance.drawn)
        why.append(Note("weigh.condition-otherwise" if fits else "weigh.condition-incoherent"))
    return Supposed(
        plain=plain,
        ratio=condition.ratio,
        chance=own.forecast,
        otherwise=otherwise,
        refusal=own.refusal,
        evidence=own.evidence,
        indicators=own.indicators,
        opinions=bearing(told.links, condition, told.opinions),
        why=tuple(why),
    )


def _otherwise(
    plain: Forecast, drawn: Floats, condition: Condition, chance: Forecast, chances: Floats
) -> tuple[Range | None, bool]:
    """P(yes | the condition does not hold) by the law of total probability, and whether the figures go together: where
    P(c)·P(yes | c) is more than P(yes) there is none, and the ratio or one of the two answers is wrong."""
    best_log, drawn_log = shift(condition)
    best = _rest(np.array([plain.probability]), np.array([chance.probability]), best_log)[0]
    if not 0 <= best <= 1:
        return None, False
    all_ = np.clip(_rest(drawn, chances, drawn_log), 0.0, 1.0)
    all_ = all_[~np.isnan(all_)]  # draws in which the condition is certain say nothing of its absence
    low, high = (float(q) for q in np.quantile(all_, (0.05, 0.95))) if len(all_) else (0.0, 1.0)
    p = float(best)
    return Range(min(p, low), p, max(p, high)), True


def _rest(yes: Floats, holds: Floats, log: Floats) -> Floats:
    """(P(yes) − P(c)·P(yes | c)) / (1 − P(c)); not a number where the condition is certain."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((yes - holds * _shifted(yes, log)) / (1 - holds))


def _shifted(p: Floats, log: Floats) -> Floats:
    return expit(logit(p) + log)


def bearing(links: Links, condition: Condition, opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """The judgements on a condition ("selbst wenn …") that speak of this one, by its phrases. They are shown and don't
    count: what the ratio says is said in view of them."""
    finders = {language: Finder([(parse(t), None) for t in texts]) for language, texts in condition.phrases}
    return tuple(o for o in opinions if o.conditional and _names(links, o.cite, finders.values()))


def _names(links: Links, cite: Cite, finders: Iterable[Finder[None]]) -> bool:
    sentence = words(cite.span.of(links.reading(cite).text))
    return any(finder.find(sentence) for finder in finders)
