"""Decisions about the world: who is one with whom, and which reports tell of one event.

All of them look up what they are about in the world as the machine linked it, so that none depends on another: the
order in which they were made changes nothing, unless two speak of the same thing; then the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from lagebild.core import Change, Cite, Entity, Happening, Links, Marked, Note, Span, known_at
from lagebild.link import link
from lagebild.link.groups import Groups
from lagebild.link.report import content_id, fold

from .marks import edited

Place = tuple[str, int]
"""Document and number of the reading."""

WORLDLY = frozenset({"merge", "split", "move"})
"""Kinds that are about the world; so are accept and reject of a mark, after which all is linked anew."""


class Decided(NamedTuple):
    """Links as the analyst decided, and the numbers of the decisions that found what they are about."""

    links: Links
    found: frozenset[int]


def worldly(change: Change) -> bool:
    """True for a decision after which the reports are linked anew."""
    return change.kind in WORLDLY or (change.kind in ("accept", "reject") and change.target == "mark")


def decided(machine: Links, changes: Sequence[Change]) -> Decided:
    """The world with the decisions about marks, entities and happenings; the others are passed over."""
    about = [c for c in changes if worldly(c) or (c.kind == "grade" and c.target == "mark")]
    if not about:
        return Decided(machine, frozenset())
    cast = _Cast(machine, [c for c in about if c.target == "entity"])
    marked = tuple(edited(m, about, cast.named.get(_place(m))) for m in machine.marked)
    anew = any(worldly(c) and c.target in ("mark", "entity") for c in about)
    links = link(marked) if anew else replace(machine, marked=marked)
    links = cast.renamed(links)
    held = frozenset(c.id for c in about if c.target == "mark" and c.cite is not None)
    events, moved = _moved(links, [c for c in about if c.target == "happening"])
    return Decided(replace(links, happenings=events), held | cast.found | moved)


def _place(marked: Marked) -> Place:
    return (marked.reading.document.id, marked.reading.number)


class _Cast:
    """What merges and splits of entities make of the names. `named`: by reading, which name mark is which entity."""

    def __init__(self, machine: Links, changes: Sequence[Change]) -> None:
        self._entities = {e.id: e for e in machine.entities}
        self._at = (
            {(m.document, m.reading, m.span): e.id for e in machine.entities for m in e.mentions} if changes else {}
        )
        self.named: dict[Place, dict[str, str]] = {}
        self._why: dict[str, list[Note]] = {}
        self._titles: dict[str, str] = {}
        self.found: frozenset[int] = frozenset()
        self._now: dict[str, str] = {}
        if changes:
            self._merge([c for c in changes if c.kind == "merge"])
            self._split(machine, [c for c in changes if c.kind == "split"])

    def _of(self, cite: Cite | None) -> str | None:
        """The entity that is mentioned at a place."""
        return None if cite is None else self._at.get((cite.document, cite.reading, cite.span))

    def _merge(self, changes: Sequence[Change]) -> None:
        groups = Groups(sorted(self._entities))
        pairs = [(c, self._of(c.cite), self._of(c.toward)) for c in changes]
        for _, one, other in pairs:
            if one and other:
                groups.join(one, other)
        for group in groups.all():
            # A published id is kept before one of our own making; among equals the first by name.
            leader = min(group, key=lambda i: (i.startswith("e:"), i))
            self._now |= {old: leader for old in group if old != leader}
        for old, new in self._now.items():
            for mention in self._entities[old].mentions:
                if mention.mark:
                    self.named.setdefault((mention.document, mention.reading), {})[mention.mark] = new
        for change, one, other in pairs:
            if one and other:
                self._note(self._now.get(one, one), "hand.merged", change)

    def _split(self, machine: Links, changes: Sequence[Change]) -> None:
        """A split parts the name at its place, and the same words in the same document, from the rest: within one
        document a name mostly means one."""
        readings = {_place(m): m for m in machine.marked}
        for change in sorted(changes, key=lambda c: c.id):
            old, cite = self._of(change.cite), change.cite
            if old is None or cite is None:
                continue
            text = readings[cite.document, cite.reading].reading.text
            words = cite.span.of(text)
            title = change.value or words
            new = f"e:{fold(title).replace(' ', '-')}" if change.value else content_id("e", cite.document, old, words)
            for mention in self._entities[old].mentions:
                if mention[:2] == cite[:2] and mention.mark and mention.span.of(text) == words:
                    self.named.setdefault((cite.document, cite.reading), {})[mention.mark] = new
            self._titles[new] = title
            self._note(new, "hand.split", change)

    def _note(self, entity: str, key: str, change: Change) -> None:
        self._why.setdefault(entity, []).append(Note(key, (("reason", change.reason), ("who", change.who))))
        self.found |= {change.id}

    def renamed(self, links: Links) -> Links:
        """`links` with what no name mark stands for (a government by its code) merged too, and with the reasons."""
        if not self.found:
            return links
        now = self._now
        gone: dict[str, list[Entity]] = {}
        for entity in links.entities:
            gone.setdefault(now.get(entity.id, entity.id), []).append(entity)
        return replace(
            links,
            entities=tuple(self._joined(i, parts) for i, parts in sorted(gone.items())),
            happenings=tuple(
                replace(
                    h,
                    actors=_renamed(h.actors, now),
                    recipients=_renamed(h.recipients, now),
                    place=now.get(h.place or "", h.place),
                )
                for h in links.happenings
            ),
            claims=tuple(
                replace(
                    c,
                    about=_renamed(c.about, now),
                    voices=tuple(replace(v, speaker=now.get(v.speaker or "", v.speaker)) for v in c.voices),
                )
                for c in links.claims
            ),
        )

    def _joined(self, leader: str, parts: Sequence[Entity]) -> Entity:
        first = next((e for e in parts if e.id == leader), parts[0])
        names = {n for e in parts for n in (e.name, *e.aliases)}
        name = self._titles.get(leader, first.name)
        mentions = {m for e in parts for m in e.mentions}
        return replace(
            first,
            id=leader,
            name=name,
            aliases=tuple(sorted(names - {name})) if len(parts) > 1 or name != first.name else first.aliases,
            mentions=tuple(sorted(mentions, key=_cited)),
            code=first.code or next((e.code for e in parts if e.code), None),
            why=(*(n for e in parts for n in e.why), *self._why.get(leader, ())),
        )


def _renamed(ids: Iterable[str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(now.get(i, i) for i in ids))


def _cited(cite: Cite) -> tuple[object, ...]:
    return (cite.document, cite.reading, cite.span, cite.mark or "")


def _moved(links: Links, changes: Sequence[Change]) -> tuple[tuple[Happening, ...], frozenset[int]]:
    """The happenings after merges of whole ones and moves of single reports, with the numbers of what was found."""
    if not changes:
        return links.happenings, frozenset()
    by_id = {h.id: h for h in links.happenings}
    at = {(m.document, m.reading, m.span): h.id for h in links.happenings for m in h.mentions}
    groups, found, why = Groups(sorted(by_id)), set[int](), dict[str, list[Change]]()
    known = [(c, _at(at, c.cite), _at(at, c.toward)) for c in sorted(changes, key=lambda c: c.id)]
    for change, one, other in known:
        if change.kind == "merge" and one and other:
            groups.join(one, other)
            found.add(change.id)
    leader = {i: min(g, key=lambda j: (by_id[j].known or "9999", j)) for g in groups.all() for i in g}
    home: dict[tuple[str, int, Span], str] = {}
    new: dict[str, Happening] = {}
    for change, one, other in known:
        cite = change.cite
        if one is None or cite is None:
            continue
        if change.kind == "merge":
            why.setdefault(leader[one], []).append(change)
        elif change.toward is None or other is not None:
            alone = content_id("h", "moved", by_id[one].type, cite.document, cite.span)
            goal = leader[other] if other else alone
            new |= {} if other else {alone: replace(by_id[one], id=alone, why=(), details=())}
            home[cite.document, cite.reading, cite.span] = goal
            why.setdefault(goal, []).append(change)
            found.add(change.id)
    mentions: dict[str, list[Cite]] = {}
    for happening in links.happenings:
        for m in happening.mentions:
            mentions.setdefault(home.get((m.document, m.reading, m.span), leader[happening.id]), []).append(m)
    made = [_told(links, {**by_id, **new}[i], told, why.get(i, ())) for i, told in mentions.items()]
    return tuple(sorted(made, key=lambda h: h.id)), frozenset(found)


def _at(at: Mapping[tuple[str, int, Span], str], cite: Cite | None) -> str | None:
    return None if cite is None else at.get((cite.document, cite.reading, cite.span))


def _told(links: Links, happening: Happening, mentions: Sequence[Cite], why: Sequence[Change]) -> Happening:
    """A happening with these mentions: its origins and the day on which it was known follow from them."""
    told = tuple(sorted(set(mentions), key=_cited))
    if told == tuple(sorted(happening.mentions, key=_cited)) and not why:
        return happening
    own = {doc: o.id for o in links.origins for doc in o.documents}
    origins = {own[m.document] for m in told if m.document in own}
    before = {m.document for m in happening.mentions}
    # Origins that rest on one outlet were counted once; what came with the happening stays counted so.
    dropped = {own[d] for d in before if d in own} - set(happening.origins)
    days = [known_at(links.reading(m).document) for m in told]
    notes = tuple(Note("hand.moved", (("reason", c.reason), ("who", c.who))) for c in why)
    return replace(
        happening,
        mentions=told,
        origins=tuple(sorted(origins - dropped or origins)),
        known=min((d for d in days if d), default=None),
        why=(*happening.why, *notes),
    )
