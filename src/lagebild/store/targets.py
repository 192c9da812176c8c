"""From the ids of an answer to places that survive linking anew: what a decision is about, as the log keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lagebild.core import Change, Cite, Links, Question
from lagebild.errors import BadInput
from lagebild.weigh.catalogue import Catalogue
from lagebild.weigh.evidence import Item, Matcher, grouped
from lagebild.weigh.hand.items import items


class Place(NamedTuple):
    """A target as the log keeps it, with the places of what it is about and of the other thing."""

    target: str | None
    cite: Cite | None
    toward: Cite | None


class Targets:
    """Looks up ids in a case as it stands: `machine` links, and the `changes` in force."""

    def __init__(
        self,
        machine: Links,
        world: Callable[[], Links],
        question: Question,
        catalogue: Catalogue | None,
        changes: Sequence[Change],
    ) -> None:
        self._machine, self._world, self._question = machine, world, question
        self._catalogue, self._changes = catalogue, changes

    def place(self, kind: str, target: str | None, cite: Cite | None, to: Cite | str | None) -> Place:
        """What `target` (an id, or a target as the log has it) and `to` are. Raises BadInput for an unknown id."""
        toward = self._mention(to) if isinstance(to, str) else to
        if target is None:
            if cite is None:
                return Place(None, None, toward)
            return Place("mark" if cite.mark and kind not in ("merge", "split", "move") else self._by(kind, cite), cite,
                         toward)  # fmt: skip
        if target.startswith(("source:", "indicator:")) or target in ("answer", "case", "mark", "happening", "entity"):
            return Place(target, cite, toward)
        if target.startswith(("report:", "evidence:")):
            # A report is cited by its sentence; the mark in the cite is that of the statement which it stands in.
            return Place(target, cite and cite._replace(mark=None), toward)
        if target.startswith("v:"):
            return self._evidence(target, toward)
        what = "happening" if target.startswith("h:") else "entity"
        return Place(what, cite or self._mention(target), toward)

    def _by(self, kind: str, cite: Cite) -> str | None:
        if kind in ("merge", "split", "move"):
            return "happening" if kind == "move" or (cite.mark or "").startswith("e") else "entity"
        return None

    def _mention(self, id: str) -> Cite:
        """The first mention of an entity or happening, one with a mark of its own where there is one."""
        for links in (self._machine, self._world()):
            told = {e.id: e.mentions for e in links.entities} | {h.id: h.mentions for h in links.happenings}
            if told.get(id):
                return min(told[id], key=lambda m: (m.mark is None, m.document, m.reading, m.span))
        raise BadInput(id, "there is no such entity or happening in this case", "take the id from an answer")

    def _evidence(self, id: str, toward: Cite | None) -> Place:
        if self._catalogue is None:
            raise BadInput(id, "this question has no catalogue of signs, so there is no evidence", "give it one")
        told = tuple(Matcher(self._catalogue, self._question, self._machine).reports())
        found = _named(grouped(told, self._catalogue, self._question), id)
        if found is not None:
            return Place(f"evidence:{found.sign}", found.reports[0].cite._replace(mark=None), toward)
        world = self._world()
        told = tuple(Matcher(self._catalogue, self._question, world).reports())
        found = _named(items(told, self._catalogue, self._question, world, self._changes).items, id)
        if found is None:
            raise BadInput(id, "there is no such item of evidence in this case", "take the id from an answer")
        first = found.reports[0]
        was = next(
            (str(v) for n in first.why if n.key == "hand.relinked" for k, v in n.values if k == "was"), found.sign
        )
        return Place(f"evidence:{was}", first.cite._replace(mark=None), toward)


def named(links: Links, entity: str, words: str) -> tuple[Cite, ...]:
    """Where the reports call an entity by these words: the first place of each. Raises BadInput where none does."""
    known = {e.id: e for e in links.entities}
    if entity not in known:
        raise BadInput(entity, "there is no such entity in this case", "take the id from `lagebild show CASE entities`")
    plain, first = " ".join(words.split()), dict[tuple[str, int], Cite]()
    for cite in sorted((m for m in known[entity].mentions if m.mark), key=lambda m: (m.document, m.reading, m.span)):
        if " ".join(cite.span.of(links.reading(cite).text).split()) == plain:
            first.setdefault((cite.document, cite.reading), cite)
    if not first:
        raise BadInput(
            f"name '{words}'", f"is not what a report calls {entity}", "take a name from `show CASE entities`"
        )
    return tuple(first.values())


def _named(found: Sequence[Item], id: str) -> Item | None:
    return next((item for item in found if item.id == id), None)
