"""Marked reports made by hand: marks are given by their words, as the first place in the text where these stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lagebild.core import (
    Context,
    Document,
    Event,
    Marked,
    Marks,
    Name,
    Part,
    Participant,
    Quantity,
    Reading,
    Span,
    Statement,
    Time,
    mark_id,
)
from lagebild.mark.sentences import SENTENCES

BY = "hand/1"


@dataclass(frozen=True)
class Story:
    """A report in the making; `title`, `body`, then teaser, each a part of its own, a blank line between."""

    id: str
    body: str
    title: str = ""
    teaser: str = ""
    correction: str = ""
    publisher: str | None = None
    published: str | None = "2022-12-07"
    fetched: str | None = None
    number: int = 1
    language: str = "de"
    names: tuple[tuple[str, str, str | None], ...] = ()
    times: tuple[tuple[str, str, str], ...] = ()
    quantities: tuple[tuple[str, float | None, float | None, str], ...] = ()
    statements: tuple[dict[str, Any], ...] = ()
    events: tuple[dict[str, Any], ...] = ()

    def but(self, **changes: Any) -> Story:
        """The same story with some of it changed."""
        return replace(self, **changes)

    def marked(self) -> Marked:
        pieces = [("title", self.title), ("body", self.body), ("correction", self.correction), ("teaser", self.teaser)]
        text, parts = "", []
        for role, piece in pieces:
            if piece:
                text += "\n\n" if text else ""
                parts.append(Part(Span(len(text), len(text) + len(piece)), role, self.language))  # type: ignore[arg-type]
                text += piece
        document = Document(
            id=self.id,
            title=self.title or None,
            publisher=self.publisher,
            published=self.published,
            published_by="given" if self.published else "unknown",
            fetched=self.fetched,
        )
        reading = Reading(document, self.number, text, tuple(parts), self.language)
        return Marked(reading, _marks(self, reading))


def _marks(story: Story, reading: Reading) -> Marks:
    text, taken = reading.text, set[str]()

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    def id_(letter: str, words: str) -> str:
        return mark_id(letter, at(words), taken)

    def some(words: str | tuple[str, ...] | None) -> tuple[Span, ...]:
        return tuple(at(w) for w in ((words,) if isinstance(words, str) else words or ()))

    def who(given: tuple[tuple[str, str | None, str | None], ...]) -> tuple[Participant, ...]:
        return tuple(Participant(at(w), entity, code) for w, entity, code in given)

    names = tuple(Name(id=id_("n", w), span=at(w), by=BY, kind=kind, entity=e) for w, kind, e in story.names)  # type: ignore[arg-type]
    times = tuple(
        Time(id=id_("t", w), span=at(w), by=BY, type="DATE", value=low, earliest=low, latest=high)
        for w, low, high in story.times
    )
    quantities = tuple(
        Quantity(id=id_("q", w), span=at(w), by=BY, low=low, high=high, of=of) for w, low, high, of in story.quantities
    )
    statements = tuple(
        Statement(
            id=id_("s", s["content"]),
            span=at(s["content"]),
            by=BY,
            spans=(at(s["content"]),),
            kind=s.get("kind", "indirect"),
            cue=some(s.get("cue")),
            speaker=some(s.get("speaker")),
            outlet=some(s.get("outlet")),
            polarity=s.get("polarity", "affirmative"),
        )
        for s in story.statements
    )
    by_words = {m.span.of(text): m.id for m in (*names, *times, *statements)}
    events = tuple(
        Event(
            id=id_("e", e["trigger"]),
            span=at(e["trigger"]),
            by=BY,
            type=e.get("type", "MOBILIZE"),
            mode=e.get("mode"),
            actor=who(e.get("actor", ())),
            recipient=who(e.get("recipient", ())),
            place=by_words.get(e.get("place", "")),
            time=by_words.get(e.get("time", "")),
            factuality=e.get("factuality", "happened"),
            statement=by_words.get(e.get("statement", "")),
        )
        for e in story.events
    )
    made = Marks(names=names, times=times, quantities=quantities, statements=statements, events=events)
    return made + SENTENCES(reading, Marks(), Context())


BELARUS = (("Belarus", "iso:BLR", "BLR"),)

WIRE = Story(
    id="wire",
    title="Belarus verstärkt Truppen an der Grenze",
    body=(
        "Minsk (nwa) – Belarus hat am Mittwoch zusätzliche Soldaten an die ukrainische Grenze verlegt. Das teilte der "
        "Sicherheitsrat mit. Zur Begründung verwies die Behörde auf eine Übung zur Terrorabwehr, die zwei Tage "
        "dauern soll. Während der Übung wird der Verkehr auf einigen Straßen eingeschränkt, auch Attrappen von Waffen "
        "sollen eingesetzt werden. Wie viele Soldaten beteiligt sind, blieb offen."
    ),
    publisher="Nordwind Agentur",
    published="2022-12-07T13:05",
    names=(("Belarus", "country", "iso:BLR"), ("Minsk", "place", "geonames:625144")),
    times=(("am Mittwoch", "2022-12-07", "2022-12-08"),),
    events=({"trigger": "verlegt", "actor": BELARUS, "time": "am Mittwoch"},),
)
"""An agency's report of one event."""

COPY = WIRE.but(id="copy", publisher="Grenzland-Bote", published="2022-12-08")
NEAR = WIRE.but(
    id="near",
    publisher="Elbe-Rundschau",
    published="2022-12-07T18:00",
    title="Minsk schickt Soldaten",
    body=WIRE.body.replace("Minsk (nwa) – ", "").replace("zusätzliche", "weitere").replace("die Behörde", "er"),
)
RETOLD = Story(
    id="retold",
    title="Armee rückt näher an die Ukraine",
    body=(
        "Die Führung in Minsk lässt mehr Truppen an die Grenze bringen. Das geht laut einem Bericht der Agentur "
        "Nordwind aus einer Mitteilung des Sicherheitsrats hervor. Offiziell ist es eine Übung zur Terrorabwehr."
    ),
    publisher="Westhafen Zeitung",
    published="2022-12-08",
    names=(("Minsk", "place", "geonames:625144"),),
    statements=({"content": "aus einer Mitteilung des Sicherheitsrats hervor", "outlet": "Agentur Nordwind"},),
)
OTHER = Story(
    id="other",
    language="en",
    title="Belarus moves troops in drill",
    body=(
        "Belarus on Wednesday began moving troops as part of a check of its readiness. A driver reached by phone said "
        "he had counted 40 trucks heading south."
    ),
    publisher="Continental Wire",
    published="2022-12-08",
    names=(("Belarus", "country", "iso:BLR"),),
    times=(("on Wednesday", "2022-12-07", "2022-12-08"),),
    events=({"trigger": "moving", "actor": BELARUS, "time": "on Wednesday"},),
)
"""The same event by a reporter of another house, in another language."""
CASE = (WIRE, COPY, NEAR, RETOLD, OTHER)
