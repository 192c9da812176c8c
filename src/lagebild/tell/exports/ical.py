"""iCalendar (RFC 5545): the timeline as all-day or timed entries that block no time, and the question's deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from lagebild.core import Happening
from lagebild.tell import format as f
from lagebild.tell.visible import visible

from .days import Stretch
from .scene import Scene, link_of

_OCTETS = 75
_SURE = frozenset(("happened", "ongoing"))


def to_ical(scene: Scene) -> str:
    """One VEVENT a dated happening. DTEND is exclusive, as the core's `latest` is. Where reports give one bound only,
    the entry stands on that day and its title says so; what no report dates is left out."""
    question = scene.answer.question
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lagebild//Timeline//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"NAME:{_text(question.text)}", f"X-WR-CALNAME:{_text(question.text)}",
    ]  # fmt: skip
    stamp = f"DTSTAMP:{scene.answer.as_of:%Y%m%d}T000000Z"
    for subject in scene.happenings:
        at = scene.when(subject)
        if at is not None:
            lines += _event(scene, subject, at, stamp)
    lines += _deadline(scene, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(scene: Scene, subject: Happening, at: Stretch, stamp: str) -> Iterator[str]:
    title = scene.title(subject)
    if not all(at.known):
        title = f"{f.period(subject.earliest, subject.latest, scene.language)}: {title}"
    cites = scene.cites(subject.mentions)
    told = []
    for cite in cites:
        document = scene.documents[cite.document]
        told.append(
            f"{scene.name(cite.document)}: {scene.sentence(cite)}" + (f"\n{u}" if (u := link_of(document)) else "")
        )
    yield "BEGIN:VEVENT"
    yield f"UID:{scene.uuid('happening', subject.id)}"
    yield stamp
    yield _at("DTSTART", at.start)
    yield _at("DTEND", at.end)
    yield f"SUMMARY;LANGUAGE={scene.language}:{_text(title)}"
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    if subject.place:
        yield f"LOCATION:{_text(scene.name(subject.place))}"
        if spot := scene.spots.get(subject.place):
            yield f"GEO:{spot.lat:.5f};{spot.lon:.5f}"
    yield f"CATEGORIES:{_text(scene.label(f'factuality.{subject.factuality}'))},{_text(subject.type)}"
    yield f"STATUS:{'CONFIRMED' if subject.factuality in _SURE else 'TENTATIVE'}"
    if link := next((u for c in cites if (u := link_of(scene.documents[c.document]))), None):
        yield f"URL:{link}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _deadline(scene: Scene, stamp: str) -> Iterator[str]:
    question = scene.answer.question
    yield "BEGIN:VEVENT"
    yield f"UID:{scene.uuid('deadline', question.id)}"
    yield stamp
    yield _at("DTSTART", question.closes)
    yield _at("DTEND", question.closes + timedelta(days=1))
    yield f"SUMMARY;LANGUAGE={scene.language}:{_text(question.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _at(name: str, value: date) -> str:
    if not isinstance(value, datetime):
        return f"{name};VALUE=DATE:{value.year:04}{value:%m%d}"
    return f"{name}:{value.year:04}{value:%m%dT%H%M%S}{'Z' if value.tzinfo is UTC else ''}"


def _text(text: str) -> str:
    """A TEXT value: control characters made visible, the special ones escaped."""
    shown = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, each but the first behind a space; no character is cut in two."""
    piece, size = "", 0
    for c in line:
        octets = len(c.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece += c
        size += octets
    yield piece
