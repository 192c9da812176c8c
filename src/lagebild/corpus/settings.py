"""How a corpus is read: one frozen object, and the digest by which two runs know that they mean the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from lagebild.errors import BadInput
from lagebild.gather import Limits
from lagebild.gather.assemble import NUMBER
from lagebild.mark import BUILT_IN
from lagebild.mark.names import NAMES, Names
from lagebild.mark.reader import NONE, named

FORMAT = 1
"""The version of the tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides what the tables hold.

    `languages` (ISO 639-1) are kept, all when empty. `reader` is the deep reader, "none" for the fast way alone; it
    reads the documents that bear on `question` (TOML text) with at least `least`, and `share` (0 to 1) of the rest.
    `fetched` (ISO 8601) is the time of reading for documents that bring none, the same for the whole corpus, so that a
    shard read again is the same.
    """

    languages: tuple[str, ...] = ("de", "en")
    reader: str = NONE
    question: str | None = None
    least: float = 3.0
    share: float = 0.0
    fetched: str | None = None
    limits: Limits = field(default_factory=Limits)

    def check(self) -> None:
        """Raises BadInput for settings that cannot be, before any work is done."""
        self.maker()
        if not 0 <= self.share <= 1:
            raise BadInput("deep share", f"{self.share:g} is no share", "give a number from 0 to 1")
        if self.reader == NONE and (self.question is not None or self.share):
            raise BadInput(
                "reader", "without a reader, a question and a share choose nothing", "give --reader, or leave them out"
            )
        if self.reader != NONE and self.question is None and not self.share:
            raise BadInput("reader", "is to read nothing", "give --question, --deep-share, or both")

    def maker(self) -> str:
        """The deep reader with its version. Raises BadInput where it cannot be had."""
        if self.reader == NONE:
            return NONE
        chosen = named(self.reader)
        return f"{chosen.name}/{chosen.version}"

    def told(self) -> dict[str, Any]:
        """What makes two corpora different, by name: settings, and versions of what makes the tables."""
        own: dict[str, Any] = asdict(self)
        del own["fetched"]
        if own["question"] is not None:
            own["question"] = hashlib.sha256(own["question"].encode()).hexdigest()
        own["languages"], own["reader"] = sorted(self.languages), self.maker()
        return own | {"format": FORMAT, "cleaner": NUMBER, "annotators": annotators()}

    def digest(self) -> str:
        """SHA-256 (hex) of `told`."""
        return hashlib.sha256(json.dumps(self.told(), sort_keys=True).encode()).hexdigest()


def differences(one: dict[str, Any], other: dict[str, Any]) -> str:
    """In which of what `Settings.told` gives two corpora differ, in words: "reader none, now small"."""
    found = [
        f"{name.replace('_', ' ')} {_short(one.get(name))}, now {_short(other.get(name))}"
        for name in sorted({*one, *other})
        if one.get(name) != other.get(name)
    ]
    return "; ".join(found)


def _short(value: Any) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


@cache
def annotators() -> str:
    """The annotators, with versions, that make the fast marks: names without a reader, whatever is the default."""
    fast = [Names(named(NONE)) if a is NAMES else a for a in BUILT_IN]
    return " ".join(f"{a.name}/{a.version}" for a in fast)
