"""What is worth telling: a sign that was not there when something was last told, and an answer that has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from lagebild.core import Answer, Evidence, Note
from lagebild.tell import format as f
from lagebild.tell.format import LANGUAGES
from lagebild.tell.messages import say
from lagebild.tell.names import names, publisher
from lagebild.tell.passages import place
from lagebild.tell.visible import inline, web_address

from .moves import Moves

_WORDS, _PASSAGES = 300, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was last told of a case: the probability (None: no number, or kept back in blind mode), and the signs that
    had tripped, as (indicator, direction)."""

    probability: float | None
    signs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing worth telling: a sentence for people, and the same as data for programs."""

    event: Literal["indicator", "answer"]
    text: str
    data: dict[str, Any]


def told_of(answer: Answer, *, blind: bool = False) -> Told:
    """An answer as what was told last."""
    now = None if blind or answer.forecast is None else answer.forecast.probability
    return Told(probability=now, signs=tuple(sorted({(e.indicator, e.direction) for e in _telling(answer)})))


def compare(
    before: Told, answer: Answer, moves: Moves, *, language: str | None = None, blind: bool = False
) -> tuple[tuple[Alert, ...], Told]:
    """What is worth telling of `answer` after `before` was told, and what has been told then. A slow drift is measured
    from what was last told, not from the last look, so that it is told too. In blind mode no number is told."""
    spoken = language or (answer.question.language if answer.question.language in LANGUAGES else "en")
    called = names(answer, spoken)
    alerts = []
    by_sign: dict[tuple[str, str], list[Evidence]] = {}
    for item in _telling(answer):
        by_sign.setdefault((item.indicator, item.direction), []).append(item)
    for sign in sorted(set(by_sign) - set(before.signs)):
        alerts.append(_tripped(answer, sign, by_sign[sign], spoken, called))
    now = told_of(answer, blind=blind)
    if blind:
        return tuple(alerts), Told(probability=before.probability, signs=now.signs)
    moved = _moved(before.probability, answer, moves, spoken, called)
    if moved is None:
        return tuple(alerts), Told(probability=before.probability, signs=now.signs)
    return (*alerts, moved), now


def _telling(answer: Answer) -> list[Evidence]:
    return [e for e in answer.evidence if e.direction != "unclear"]


def _tripped(
    answer: Answer, sign: tuple[str, str], items: list[Evidence], language: str, called: dict[str, str]
) -> Alert:
    indicator, direction = sign
    cites = sorted({c for e in items for c in e.cites}, key=place)
    documents = {m.reading.document.id: m.reading.document for m in answer.links.marked}
    passages = []
    for cite in cites[:_PASSAGES]:
        document = documents[cite.document]
        words = inline(cite.span.of(answer.links.reading(cite).text))
        passages.append({
            "document": cite.document, "title": inline(document.title or ""), "url": web_address(document.url),
            "publisher": publisher(document, language), "published": document.published, "words": words[:_WORDS],
        })  # fmt: skip
    note = Note(f"watch.indicator.{direction}", (("indicator", indicator), ("n", len(cites))))
    data = {"indicator": indicator, "name": inline(called.get(indicator, indicator)), "direction": direction,
            "as_of": answer.as_of.isoformat(), "passages": passages}  # fmt: skip
    return Alert(event="indicator", text=say(note, language, names=called), data=data)


def _moved(before: float | None, answer: Answer, moves: Moves, language: str, called: dict[str, str]) -> Alert | None:
    forecast = answer.forecast
    now = forecast.probability if forecast else None
    if now is None and before is None:
        return None
    if now is not None and before is not None and not moves.passed(before, now):
        return None
    values: list[tuple[str, str | int | float]] = [("as_of", answer.as_of.isoformat())]
    if before is not None:
        values.append(("before", f.fine(before, language)))
    if now is not None:
        values.append(("now", f.fine(now, language)))
    key = "watch.answer" if len(values) == 3 else "watch.answer.first" if now is not None else "watch.answer.none"
    because = [say(n, language, names=called) for n in (forecast.because if forecast else ())]
    data = {
        "before": before, "now": now, "low": forecast.low if forecast else None,
        "high": forecast.high if forecast else None, "as_of": answer.as_of.isoformat(), "least_move": str(moves),
        "because": because,
    }  # fmt: skip
    text = say(Note(key, tuple(values)), language)
    return Alert(event="answer", text="; ".join([text, *because]), data=data)
