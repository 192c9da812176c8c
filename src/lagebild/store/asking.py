"""The question of a case, and the catalogue of signs that came with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lagebild.core import Question
from lagebild.errors import BadInput, CaseError
from lagebild.weigh import catalogue as catalogues
from lagebild.weigh.catalogue import Catalogue
from lagebild.weigh.question import loads

from . import keep
from .file import Database


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its own catalogue, both as TOML; None: a built-in catalogue, or none."""

    toml: str
    signs: str | None

    def row(self) -> tuple[str, tuple[object, ...]]:
        """The statement that puts it into a case."""
        return "INSERT INTO question (added, toml, catalogue) VALUES (?, ?, ?)", (keep.now(), self.toml, self.signs)

    def question(self, source: str) -> Question:
        """The question; `source` names it in errors."""
        return loads(self.toml, f"question of {source}")

    def own(self, source: str) -> Catalogue | None:
        """The question's own catalogue."""
        return catalogues.loads(self.signs, f"catalogue of {source}") if self.signs else None

    def catalogue(self, source: str) -> Catalogue | None:
        """The catalogue in force: its own, else the built-in one of its family."""
        family = self.question(source).family
        return self.own(source) or (catalogues.built_in(family) if family in catalogues.families() else None)


def read(question: str | Path) -> Asked:
    """A question from a file or from TOML text, with the catalogue that it names: a path beside the file. Raises
    BadInput for what is not fit for use."""
    if isinstance(question, str):
        asked = loads(question)
        if asked.catalogue:
            raise BadInput("question", "names a catalogue beside it", "give the question as a file")
        return Asked(question, None)
    text = _text(question)
    asked = loads(text, str(question), folder=question.parent)
    if asked.catalogue is None:
        return Asked(text, None)
    return Asked(text, catalogues.text_of(question.parent / asked.catalogue))


def in_force(database: Database) -> Asked:
    """What the case asks now."""
    row = database.row("SELECT toml, catalogue FROM question ORDER BY number DESC LIMIT 1")
    if row is None:
        raise CaseError(str(database.path), "holds no question", "restore it from a copy, or make a new case")
    return Asked(*row)


def _text(question: Path) -> str:
    try:
        return question.read_text("utf-8-sig")
    except OSError as error:
        raise BadInput(str(question), f"cannot be read: {error.strerror}", "name the question's TOML file") from None
    except UnicodeDecodeError:
        raise BadInput(str(question), "is not UTF-8 text", "save it as UTF-8") from None
