"""TimelineJS JSON: the timeline as slides. All its texts are HTML there, so all that reports say is escaped."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from typing import Any

from lagebild.core import Happening
from lagebild.tell import format as f
from lagebild.tell.happenings import event_name
from lagebild.tell.visible import visible

from .days import Stretch, day_of
from .scene import Scene, dumped, link_of


def to_timelinejs(scene: Scene) -> str:
    """One slide a dated happening, with the sentences it rests on. `end_date` is the last day, included."""
    events = [_slide(scene, h, at) for h in scene.happenings if (at := scene.when(h)) is not None]
    return dumped({"title": _title(scene), "events": events, "scale": "human"})


def _title(scene: Scene) -> dict[str, Any]:
    answer = scene.answer
    told = f.day(answer.as_of, scene.language)
    if answer.forecast:
        now = answer.forecast
        said = f"{f.percent(now.probability, scene.language)} ({f.interval(now.low, now.high, scene.language)})"
        told = f"{told}: {said}"
    return {
        "unique_id": "question",
        "autolink": False,
        "text": {"headline": _html(answer.question.text), "text": f"<p>{_html(told)}</p>"},
    }


def _slide(scene: Scene, subject: Happening, at: Stretch) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "unique_id": scene.uuid("happening", subject.id),
        "group": _html(event_name(scene.writer, subject.type, None)),
        "start_date": _date(at.start),
        "display_date": _html(f.period(subject.earliest, subject.latest, scene.language) or ""),
        "text": {"headline": _html(scene.title(subject)), "text": "".join(_passages(scene, subject))},
        "autolink": False,
    }
    if at.last > day_of(at.start):
        slide["end_date"] = _date(at.last)
    return slide


def _passages(scene: Scene, subject: Happening) -> list[str]:
    told = []
    for cite in scene.cites(subject.mentions):
        source = _html(scene.name(cite.document))
        if link := link_of(scene.documents[cite.document]):
            source = f'<a href="{escape(link)}" rel="nofollow noopener">{source}</a>'
        told.append(f"<p>{_html(scene.sentence(cite))} ({source})</p>")
    return told


def _date(value: date) -> dict[str, int]:
    found = {"year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, datetime) and (value.hour or value.minute):
        found |= {"hour": value.hour, "minute": value.minute}
    return found


def _html(text: str) -> str:
    return escape(visible(text))
