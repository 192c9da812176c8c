"""Entities: who and what the reports speak of, under all its names, and why each name was merged."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from lagebild.core import Cite, Entity, Name, Note, Participant, Span, Statement
from lagebild.core.marks import NameKind
from lagebild.mark.names.gazetteer import codes, table

from .descriptions import described
from .offices import Held, checked, resolved
from .people import Form, akin, compatible, form, only, spelling
from .report import Report, content_id, fold, note, order
from .seats import acting_seat, located, seat

# A name that is used for several kinds is shown as the first of these.
_KINDS: tuple[NameKind, ...] = ("person", "country", "organisation", "place", "event", "product", "people")
_BODY = re.compile(r"org:([A-Z]{3})-([A-Z]{3})\b")  # how marks name the bodies of a state
_LONG_PLACE = 7  # letters


@dataclass(slots=True)
class _Node:
    """An entity in the making."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    mentions: set[Cite] = field(default_factory=set)
    why: set[Note] = field(default_factory=set)
    held: str = ""  # the name of who is only called by an office


class Cast:
    """The entities of a set of reports, and which of them a name, a participant or a speaker is."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._nodes: dict[str, _Node] = defaultdict(_Node)
        self._names: dict[tuple[str, str], str] = {}
        self._described: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        self._offices: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        keys = _Keys(reports)
        for report in reports:
            persons: dict[Span, str] = {}
            offices = resolved(report)
            titled = {h.office.name.id: h.tenure.holder for h in offices if h.office.name}
            for name in report.marked.marks.names:
                if report.part(name.span) is None:
                    continue
                key, why = keys.of(report, name, titled.get(name.id))
                self._add(report, name, key, why)
                if name.kind == "person":
                    persons[name.span] = key
            for found in described(report, persons):
                self._described[report.id].append((found.span, found.person))
                words = found.span.of(report.text)
                node = self._nodes[found.person]
                node.mentions.add(report.cite(found.span))
                node.why.add(note("described", alias=words, role=found.role, document=report.id))
            for found_by_office in offices:
                self._hold(report, found_by_office, keys.person(found_by_office.tenure.holder))
            for event in report.marked.marks.events:
                for participant in (*event.actor, *event.recipient):
                    self._take(report, participant)
            for span in (span for statement in report.marked.marks.statements for span in statement.speaker):
                if (state := self._state(report, span)) and state.startswith("e:code-"):
                    self._called(state, report, span)

    def _add(self, report: Report, name: Name, key: str, why: Note | None) -> None:
        node, words = self._nodes[key], " ".join(name.span.of(report.text).split())
        node.kinds[name.kind] += 1
        node.names[words] += 1
        node.mentions.add(report.cite(name.span, name.id))
        if why:
            node.why.add(why)
        if key.startswith("iso:"):
            node.codes[key[4:]] += 1
        self._names[report.id, name.id] = key

    def _hold(self, report: Report, held: Held, key: str) -> None:
        """Take a description by office for the person who held it."""
        if held.office.name is not None:
            return
        span, tenure, node = held.office.span, held.tenure, self._nodes[key]
        if not held.office.of_other:
            self._described[report.id].append((span, key))
            self._offices[report.id].append((span, key))
        node.held, words = tenure.holder, " ".join(span.of(report.text).split())
        node.kinds["person"] += 1
        node.codes[f"{tenure.country} GOV"] += 1
        node.mentions.add(report.cite(span))
        since, until = tenure.since.isoformat(), checked().isoformat()
        why = note("office", alias=words, holder=tenure.holder, since=since, checked=until, document=report.id)
        node.why.add(why)

    def _take(self, report: Report, participant: Participant) -> None:
        key = self.participant(report, participant)
        if key is None or report.part(participant.span) is None:
            return
        node = self._nodes[key]
        if not (node.names or node.held) or key.startswith("e:code-"):
            self._called(key, report, participant.span)
        if participant.code and not key.startswith("iso:"):
            node.codes[participant.code] += 1

    def _called(self, key: str, report: Report, span: Span) -> None:
        node = self._nodes[key]
        if not node.names:
            node.kinds["organisation"] += 1
        node.names[" ".join(span.of(report.text).split())] += 1
        node.mentions.add(report.cite(span))

    def name(self, report: Report, name: Name) -> str | None:
        """The entity id of a name mark; None where it stands in a part that is no evidence."""
        return self._names.get((report.id, name.id))

    def participant(self, report: Report, participant: Participant) -> str | None:
        """The entity id of an event's participant: a person or body that is named in its words, else who its code
        names (a capital stands for a government), else its country. None for "the soldiers" of no country."""
        if seat(participant.span.of(report.text)) and located(report, participant.span):
            return None
        for span, person in self._offices.get(report.id, ()):
            if span.holds(participant.span):
                return person
        held = self._inside(report, participant.span)
        named = [k for k, kind in held if kind in ("person", "organisation")]
        if named:
            return named[-1]
        by_code = of_code(participant.code) if participant.code else None
        known = self._known(report, participant.entity) if participant.entity else None
        if known and not (by_code and known.startswith(("iso:", "geonames:"))):
            return known
        return by_code or next((k for k, kind in held if kind in ("country", "people")), None)

    def _inside(self, report: Report, span: Span) -> list[tuple[str, str]]:
        return [(k, n.kind) for n in report.names(span) if (k := self._names.get((report.id, n.id)))]

    def _known(self, report: Report, entity: str) -> str | None:
        """An entity id as it is, a name mark's id as the entity that the name is."""
        return entity if ":" in entity else self._names.get((report.id, entity))

    def speaker(self, report: Report, statement: Statement) -> str | None:
        """The entity id of a statement's speaker, None where the text does not say who it is."""
        spans = statement.speaker
        for span, person in self._described.get(report.id, ()):
            # "Der US-Präsident" speaks, "ein Sprecher des US-Präsidenten" does not speak for a description within it.
            if any(span.touches(s) and span.start <= s.start for s in spans):
                return person
        if statement.speaker_entity and (known := self._known(report, statement.speaker_entity)):
            return known
        for span in spans:
            named = [k for k, kind in self._inside(report, span) if kind in ("person", "organisation")]
            if named:
                return named[-1]
        return next((k for span in spans if (k := self._state(report, span))), None)

    def _state(self, report: Report, span: Span) -> str | None:
        """The government for which a speaker's words stand: "Minsk denied", "Belarus said"."""
        for name in report.names(span):
            if name.span != span or report.part(span) is None:
                continue
            if name.kind == "country":
                return self._names.get((report.id, name.id))
            if code := acting_seat(report, name):
                return of_code(code)
        return None

    def shown(self, entity: str) -> str:
        """The name by which an entity is shown; the id itself where it has none."""
        node = self._nodes.get(entity)
        return _name(node) if node and (node.names or node.held) else entity

    def code(self, entity: str) -> str | None:
        """The country or actor code of an entity, the most frequent one; None where there is none."""
        if entity.startswith("iso:"):
            return entity[4:]
        if entity.startswith("e:code-"):
            return entity[7:].upper().replace("-", " ")
        told = self._nodes[entity].codes if entity in self._nodes else Counter[str]()
        if told:
            return min(told, key=lambda c: (-told[c], c))
        body = _BODY.match(entity)
        return codes().get(entity) or (f"{body[1]} {body[2]}" if body else None)

    def entities(self) -> tuple[Entity, ...]:
        """All entities that are mentioned in evidence, sorted by id."""
        made = [self._entity(key, node) for key, node in self._nodes.items() if node.names or node.held]
        return tuple(sorted(made, key=lambda e: e.id))

    def _entity(self, key: str, node: _Node) -> Entity:
        name = _name(node)
        aliases = tuple(sorted(n for n in node.names if n != name))
        why = tuple(sorted(node.why, key=repr))
        return Entity(key, _kind(node), name, aliases, tuple(sorted(node.mentions, key=order)), self.code(key), why)


def _kind(node: _Node) -> NameKind:
    return next(k for k in _KINDS if node.kinds[k])


def _name(node: _Node) -> str:
    """The most frequent name; a person is shown by a whole one, without the ending that a genitive may add."""
    person = _kind(node) == "person"
    full = [n for n in node.names if not person or " " in n] or list(node.names) or [node.held]
    return min(full, key=lambda n: (-node.names[n], len(n), n))


@cache
def _sectors() -> frozenset[str]:
    with files("lagebild.data").joinpath("link/actors.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["sectors"])


def of_code(code: str) -> str | None:
    """The entity id of an actor code: the country, or the body that the code stands for. None for a sector of no
    country ("MIL")."""
    first, _, sector = code.partition(" ")
    if first in _sectors() or not re.fullmatch(r"[A-Z]{3}", first):
        return None
    return f"e:code-{code.lower().replace(' ', '-')}" if sector else f"iso:{first}"


class _Keys:
    """Which names are one: first a canonical id, then for persons the form of the name, then the words."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._canonical: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._persons: dict[str, set[tuple[Form, str]]] = defaultdict(set)
        self._local: dict[str, set[tuple[Form, str]]] = defaultdict(set)
        self._words: set[tuple[str, str]] = set()
        forms = [(r, n, form(n.span.of(r.text))) for r in reports for n in r.marked.marks.names if n.kind == "person"]
        self._families = {f.family for _, _, f in forms if f and (f.given)}
        for report, name, found in forms:
            # "A. Lukaschenko" names no person of its own: it is resolved as a family name is.
            if found and len("".join(found.given[:1])) > 1 and report.part(name.span):
                whole = Form(found.given, self._family(found.family))
                key = name.entity or f"e:{_slug(' '.join((whole.given[0], whole.family)))}"
                self._persons[akin(whole.family)].add((whole, key))
                self._local[report.id].add((whole, key))
        for report in reports:
            for name in report.marked.marks.names:
                words = (_class(name), _plain(name.span.of(report.text)))
                self._words.add(words)
                if name.entity:
                    self._canonical[words].add(name.entity)

    def _family(self, family: str) -> str:
        bare = family.removesuffix("s")
        # A genitive s only where the name without it is met: "Putins", but not "Borrells" from "Borrell" unseen.
        return bare if bare != family and len(bare) >= 4 and bare in self._families else family

    def person(self, whole: str) -> str:
        """The key of a person by a whole name from a list: who bears it in the case, else in the gazetteer."""
        found = form(whole)
        if found is None:
            return f"e:{_slug(whole)}"
        wanted = Form(found.given, self._family(found.family))
        met = sorted({k for f, k in self._persons.get(akin(wanted.family), ()) if compatible(f, wanted)})
        first, *rest = whole.split()
        listed = [e.entity for more, e in table().get(first, ()) if more == tuple(rest) and e.entity]
        known = only(met) or only([k for k in met if not k.startswith("e:")]) or only(listed)
        return known or f"e:{_slug(' '.join((*wanted.given[:1], wanted.family)))}"

    def of(self, report: Report, name: Name, holder: str | None = None) -> tuple[str, Note | None]:
        """The key of a name, and why it was merged with others where its words alone don't say so."""
        words = " ".join(name.span.of(report.text).split())
        if name.entity:
            return name.entity, note("canonical", alias=words, id=name.entity)
        if holder:
            key = self.person(holder)
            return key, note("office_name", alias=words, holder=holder, document=report.id)
        if name.kind == "person" and (found := form(words)):
            return self._person(report, words, Form(found.given, self._family(found.family)))
        kind, plain = _class(name), _plain(words)
        for candidate in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
            known = only(sorted(self._canonical.get((kind, candidate), ())))
            if known:
                return known, note("same_words", alias=words, id=known)
        bare = plain.removesuffix("s")
        plain = bare if len(bare) >= 4 and (kind, bare) in self._words else plain
        return f"e:{_slug(_place_key(plain) if kind == 'land' else plain)}", None

    def _person(self, report: Report, words: str, wanted: Form) -> tuple[str, Note | None]:
        family = [(f, k) for f, k in self._persons.get(akin(wanted.family), ()) if compatible(f, wanted)]
        here = [(f, k) for f, k in self._local.get(report.id, ()) if (f, k) in family]
        # A family name alone is first looked for in its own report; a whole name is the same everywhere.
        for where, candidates in (("case", family),) if wanted.given else (("document", here), ("case", family)):
            keys = {k for _, k in candidates}
            best = only(sorted(keys)) or only(sorted(k for k in keys if not k.startswith("e:"))) or _spelt(candidates)
            if best and _one_person([f for f, _ in candidates]):
                return best, _why_person(words, best, where, bool(wanted.given))
            if candidates:
                # Two persons of that name: relatives are not merged, and a family name alone can't choose.
                tied = note("name_tie", alias=words, document=report.id, count=len(keys))
                return f"{content_id('e', report.id, wanted)}", tied
        given = wanted.given[:1]
        return f"e:{_slug(' '.join((*given, wanted.family)))}", None


def _one_person(forms: Sequence[Form]) -> bool:
    return all(compatible(forms[0], other) for other in forms[1:])


def _spelt(candidates: Sequence[tuple[Form, str]]) -> str | None:
    """The key of one given name with a family name in several spellings of Cyrillic, none of them in the gazetteer."""
    whole = {form.given[0] for form, _ in candidates if form.given}
    own = all(key.startswith("e:") for _, key in candidates)
    return (
        min(key for _, key in candidates) if own and len(whole) == 1 and all(f.given for f, _ in candidates) else None
    )


def _why_person(words: str, key: str, where: str, full: bool) -> Note:
    if full:
        return note("same_person", alias=words, id=key)
    return note(f"family_name_{where}", alias=words, id=key)


def _class(name: Name) -> str:
    return "land" if name.kind in ("country", "people", "place") else name.kind


def _plain(words: str) -> str:
    return fold(re.sub(r"^(?:der|die|das|the)\s+", "", words, flags=re.IGNORECASE))


def _place_key(plain: str) -> str:
    # Matschulischtschi is Machulishchy; short names are too alike for that.
    return spelling(plain) if len(plain) >= _LONG_PLACE else plain


def _slug(words: str) -> str:
    return re.sub(r"[^\w]+", "-", fold(words)).strip("-") or content_id("n", words)
