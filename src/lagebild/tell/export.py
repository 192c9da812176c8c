"""The answer as JSON: `data/answer.schema.json` describes it. Fields may be added, never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from lagebild.core import Answer, By, Cite, Due, Links, Marked, Note, Quantile, Range, Statement
from lagebild.weigh.grading import Grades, Grading
from lagebild.weigh.matrix import matrix

from . import messages
from .hand import in_view
from .sentences import Sentence
from .views import Report

FORMAT = 1
_ANSWER = (
    "question", "as_of", "forecast", "refusal", "prior", "base", "history", "indicators", "evidence", "silences",
    "opinions", "leverage", "collection", "assumptions", "digests",
)  # fmt: skip
_LATER = (
    "machine", "effects", "own", "hypotheses", "distributions", "reported", "supposed", "levers", "own_distributions",
)  # fmt: skip
_LINKS = ("entities", "origins", "happenings", "claims", "corrections")
# Fields that hold pairs of a name and a value: objects in JSON, in their order.
_PAIRS = frozenset({
    "countries", "coverage", "digests", "fits", "languages", "name", "note", "publishers", "roles", "shifts", "values",
    "weeks",
})  # fmt: skip


def to_json(answer: Answer, report: Report) -> str:
    """All that the answer holds: its numbers, what they rest on, and the sentences of the report. Documents are
    named; their texts and the places they were read from are left out. Each citation carries the words it points to,
    in code points of the reading, and each note its sentence in the report's language."""
    to = _Export(answer.links, report.language, report.names, Grades(answer.links, (e.change for e in answer.effects)))
    whole: dict[str, Any] = {"format": FORMAT, "language": report.language}
    whole |= {name: to.plain(getattr(answer, name), name) for name in _ANSWER}
    for item, told in zip(answer.evidence, whole["evidence"], strict=True):
        told["grade"] = to.grade(to.grades.evidence(item))
    answer = replace(answer, effects=in_view(answer))
    whole |= {name: to.plain(getattr(answer, name), name) for name in _LATER}
    whole["matrix"] = to.plain(matrix(answer)) if answer.forecast else None
    whole["words"] = dict(zip(("scale", "low", "high"), answer.words, strict=True)) if answer.words else None
    whole["links"] = {name: to.plain(getattr(answer.links, name), name) for name in _LINKS}
    whole["links"]["documents"] = [to.document(m) for m in answer.links.marked]
    whole["links"]["statements"] = [to.statement(m, s) for m in answer.links.marked for s in m.marks.statements]
    whole["sentences"] = [to.sentence(s) for s in report.sentences]
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@dataclass(frozen=True, slots=True)
class _Export:
    links: Links
    language: str
    names: dict[str, str]
    grades: Grades

    def plain(self, value: object, name: str = "") -> Any:
        """A value of the core as JSON data."""
        if isinstance(value, Cite):
            return self.cite(value)
        if isinstance(value, Note):
            said = messages.say(value, self.language, names=self.names)
            return {"key": value.key, "values": dict(value.values), "text": said}
        if isinstance(value, (By, Due, Quantile, Range)):
            value = value._asdict()
        if isinstance(value, dict):
            return {k: self.plain(v) for k, v in value.items()}
        if is_dataclass(value):
            return {f.name: self.plain(getattr(value, f.name), f.name) for f in fields(value)}
        if isinstance(value, tuple):
            return self.plain(dict(value)) if name in _PAIRS else [self.plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    def document(self, marked: Marked) -> dict[str, Any]:
        """A document without where it was read from. When it was fetched is told where it counts, for one without a
        date: the same reports give the same bytes."""
        document = marked.reading.document
        told = self.plain(replace(document, fetched=None if document.published else document.fetched))
        del told["source"]
        grade = self.grade(self.grades.outlet(document))
        return {**told, "reading": marked.reading.number, "language": marked.reading.language, "grade": grade}

    def cite(self, cite: Cite) -> dict[str, Any]:
        """A citation with the words it points to."""
        words = cite.span.of(self.links.reading(cite).text)
        return {
            "document": cite.document, "reading": cite.reading, "start": cite.span.start, "end": cite.span.end,
            "mark": cite.mark, "words": words.encode("utf-8", "replace").decode(),
        }  # fmt: skip

    def sentence(self, said: Sentence) -> dict[str, Any]:
        """A generated sentence with what it cites and what it claims."""
        return {
            "key": said.key,
            "about": said.about,
            "text": said.text,
            "cites": [self.cite(cite) for cite in said.cites],
            "claims": self.plain(said.facts),
        }

    def statement(self, marked: Marked, mark: Statement) -> dict[str, Any]:
        """A marked statement: its words, who speaks in the report's words, and how they know it."""
        document, text = marked.reading.document.id, marked.reading.text
        cites = [self.cite(Cite(document, marked.reading.number, span, mark.id)) for span in mark.spans]
        parts = {name: [s.of(text) for s in getattr(mark, name)] for name in ("speaker", "addressee", "outlet")}
        return {
            "cites": cites, "kind": mark.kind, **parts, "speaker_entity": mark.speaker_entity, "basis": mark.basis,
            "stake": mark.stake, "polarity": mark.polarity, "grade": mark.grade,
            "proposed": None if mark.grade else self.grade(self.grades.statement(marked, mark)),
        }  # fmt: skip

    def grade(self, grade: Grading | None) -> dict[str, Any] | None:
        """A grade with its reasons and who gave it."""
        return {k: self.plain(v) for k, v in grade._asdict().items()} if grade else None
