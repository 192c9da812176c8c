"""One small tree of errors. Each says in one line what was the matter, where, and what to do."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable


def plain(text: str, limit: int = 200) -> str:
    """`text` on one line, without control or direction characters: file names are hostile input too."""
    kept = "".join(" " if c in "\n\r\t" else c for c in text if c in "\n\r\t" or unicodedata.category(c)[0] != "C")
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


class LagebildError(Exception):
    """Base of all errors that Lagebild raises on purpose.

    `source` names the file, URL or key, `reason` the fault, `remedy` what to do.
    """

    def __init__(self, source: str, reason: str, remedy: str = "") -> None:
        self.source, self.reason, self.remedy = plain(source), plain(reason, 600), plain(remedy, 600)
        super().__init__(self.source, self.reason, self.remedy)

    def __str__(self) -> str:
        line = f"{self.source}: {self.reason}"
        return f"{line}; {self.remedy}" if self.remedy else line

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel from worker processes, so they must survive pickling.
        return (type(self), (self.source, self.reason, self.remedy))


class Unreadable(LagebildError):
    """A source that could not be turned into a reading. The rest of the batch goes on."""


class BadInput(LagebildError):
    """A question, catalogue or option that is not fit for use."""


class UnknownName(BadInput):
    """A name that is not in a known list; the message lists the known ones."""

    def __init__(self, source: str, reason: str, remedy: str = "") -> None:
        super().__init__(source, reason, remedy)

    @classmethod
    def of(cls, what: str, name: str, known: Iterable[str]) -> UnknownName:
        """The error for a `what` called `name` where only `known` exist."""
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        return cls(what, f"unknown name '{name}'", f"{hint}known are: {', '.join(names)}")


class CaseError(LagebildError):
    """A case file that cannot be opened, locked or written."""


class CorpusError(LagebildError):
    """A corpus that cannot be read, locked or written, or that was read with other settings."""
