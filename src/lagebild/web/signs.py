"""The signs that are looked for, and what of the answer can be tried otherwise."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from lagebild.tell import format as f
from lagebild.tell.findings import weight

from .desk import View


class Sign(NamedTuple):
    """A sign: whether it was seen, since when, and what that does to the odds."""

    id: str
    name: str
    note: str
    side: str
    reports: int
    origins: int
    since: str
    factor: str
    coverage: str
    figures: tuple[tuple[str, str], ...]
    figures_are: str
    source: str
    weight: float


def signs(view: View, language: str) -> list[Sign]:
    """All signs of the catalogue: those that weigh most first, then those seen, then those that stayed out."""
    answer, rows = view.answer, []
    writer = view.writer(language)
    coverage = dict(answer.question.coverage)
    silent = {s.indicator: s for s in answer.silences}
    for one in answer.indicators:
        own = [e for e in answer.evidence if e.indicator == one.id]
        sum_ = weight(own) if own else silent[one.id].weight if one.id in silent else 0.0
        sides = Counter(e.direction for e in own)
        side = sides.most_common(1)[0][0] if sides else "silent"
        share = coverage.get(one.id)
        rows.append(
            Sign(
                id=one.id,
                name=writer.name(one.id),
                note=dict(one.note).get(language, ""),
                side=side,
                reports=len({c.document for e in own for c in e.cites}),
                origins=len({o for e in own for o in e.origins}),
                since=f.day(min(e.known for e in own), language) if own else "",
                factor=f.factor(sum_, language),
                coverage=f.share(share, language) if share is not None else "",
                figures=tuple((k, f.span_of(getattr(one, k), language)) for k in ("p1", "p0", "a", "b")),
                figures_are=writer.label(f"label.{one.figures}"),
                source=one.source,
                weight=sum_,
            )
        )
    return sorted(rows, key=lambda s: (s.side == "silent", -abs(s.weight), s.name))


class Turnable(NamedTuple):
    """A sign or a finding that can be tried otherwise on the page of the answer."""

    id: str
    name: str
    state: str
    deniable: bool


def levers(view: View, language: str) -> dict[str, list[Turnable]]:
    """What can be tried: signs to be seen or refuted, and the heaviest findings to be graded."""
    what_if, writer, answer = view.what_if(), view.writer(language), view.answer
    if what_if.refused:
        return {"signs": [], "findings": []}
    seen_ = {e.indicator: e.direction for e in answer.evidence}
    ordered = sorted(
        what_if.signs(), key=lambda i: (-abs(weight([e for e in answer.evidence if e.indicator == i])), writer.name(i))
    )
    heaviest = sorted(answer.evidence, key=lambda e: (-abs(e.weight), e.id))[:8]
    return {
        "signs": [Turnable(i, writer.name(i), seen_.get(i, "silent"), i in what_if.deniable) for i in ordered],
        "findings": [
            Turnable(e.id, f"{writer.name(e.indicator)} ({f.day(e.known, language, short=True)})", e.direction, False)
            for e in heaviest
        ],
    }
