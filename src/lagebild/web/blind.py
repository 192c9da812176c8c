"""What blind mode shows of an answer."""

from __future__ import annotations

from dataclasses import replace

from lagebild.core import Answer, Note, Range


def kept_back(answer: Answer) -> Answer:
    """An answer without its number and all that gives it away: what blind mode shows."""
    even = Range(1.0, 1.0, 1.0)
    return replace(
        answer,
        forecast=None,
        machine=None,
        refusal=Note("web.blind"),
        words=None,
        base=None,
        history=(),
        leverage=(),
        distributions=(),
        levers=(),
        supposed=None,
        effects=tuple(replace(e, step=None) for e in answer.effects),
        evidence=tuple(replace(e, weight=0.0, ratio=even, why=()) for e in answer.evidence),
        silences=tuple(replace(s, weight=0.0) for s in answer.silences),
    )
