"""Origins: which reports rest on one source. However many there are, they count as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lagebild.core import Note, Origin

from .copies import Copy, copies
from .groups import Groups
from .matter import Matter
from .outlets import Known, Source, credit, known_outlets, outlet_key, source, stands_for
from .report import Report, content_id, day, note

_BEFORE = 10  # days for which a report is retold
_AFTER = 1  # a retelling may carry the earlier date when its source was updated
_SAME_STORY = 3  # days within which two reports that name an absent outlet can rest on one report of it
_ALIKE = {"cited": 0.1, "credited": 0.25}  # share of rare features with the source; see docs/linking.md
_ALIKE_BOTH = 0.25  # and of two reports that name an absent one: an agency sends many stories a day


def publishers(reports: Sequence[Report], origins: Sequence[Origin]) -> dict[str, str]:
    """By origin id the comparable name of the outlet whose it is; the id itself where nobody knows."""
    by_id = {r.id: r for r in reports}
    heads = {o.id: min((by_id[d] for d in o.documents), key=lambda r: r.rank) for o in origins}
    return {o: outlet_key(head.publisher) if head.publisher else o for o, head in heads.items()}


def one_source(told: Iterable[tuple[str, str | None]], sources: Mapping[str, str]) -> list[list[str]]:
    """The origins that tell one thing, in groups that rest on one source. `told` are (origin, the outlet that the
    passage names as its source, or None); `sources` as `publishers` gives them.

    An origin whose every passage names an outlet rests on that outlet, so two that both have it from Reuters are one,
    and one with Reuters itself; an origin with a passage of its own rests on its own publisher."""
    pairs = list(told)
    own = {origin for origin, outlet in pairs if outlet is None}
    rests: dict[str, set[str]] = defaultdict(set)
    for origin, outlet in pairs:
        rests[sources[origin] if origin in own else outlet or ""].add(origin)
    groups = Groups(sorted({origin for origin, _ in pairs}))
    for held in rests.values():
        for other in held:
            groups.join(min(held), other)
    return sorted((sorted(g) for g in groups.all()), key=lambda g: g[0])


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group of copies: its first report, the days on which it was out, the outlets that it names as source."""

    first: Report
    members: tuple[int, ...]
    days: frozenset[int]
    sources: tuple[Source, ...]


def origins(reports: Sequence[Report]) -> tuple[Origin, ...]:
    """The origins of `reports` (in the order of `report.reports`): each report is in exactly one.

    Joined are copies, near copies and rewritings; a report and the one that it names as its source; and reports
    that name the same outlet for the same matter where that outlet's own report is not among them.
    """
    found = copies(reports)
    whole = Groups(range(len(reports)))
    for copy in found:
        whole.join(copy.first, copy.other)
    known = known_outlets(reports)
    bundles = {min(members): _bundle(reports, members, known) for members in whole.all()}
    told = _retold(reports, bundles)
    for one, other, _ in told:
        whole.join(one, other)
    notes: dict[int, list[Note]] = defaultdict(list)
    for copy in found:
        notes[whole.of(copy.first)].append(_copied(reports, copy))
    for one, _, why in told:
        notes[whole.of(one)].append(why)
    made = []
    for members in whole.all():
        outlets = sorted({s.name for i in members if i in bundles for s in bundles[i].sources})
        ids = tuple(sorted(reports[i].id for i in members))
        why_joined = tuple(sorted(set(notes[whole.of(members[0])]), key=repr))
        made.append(Origin(content_id("o", reports[min(members)].id), ids, outlets[0] if outlets else None, why_joined))
    return tuple(sorted(made, key=lambda o: o.id))


def _bundle(reports: Sequence[Report], members: Sequence[int], known: Known) -> Bundle:
    named: dict[str, Source] = {}
    for i in members:
        if found := source(reports[i], known):
            named.setdefault(found.key, found)
    days = frozenset([day(out) for i in members if (out := reports[i].known)])
    return Bundle(reports[min(members)], tuple(members), days, tuple(named[key] for key in sorted(named)))


def _copied(reports: Sequence[Report], copy: Copy) -> Note:
    first, other = reports[copy.first], reports[copy.other]
    return note(f"copy_{copy.kind}", first=first.id, other=other.id, percent=round(100 * copy.share))


def _retold(reports: Sequence[Report], bundles: dict[int, Bundle]) -> list[tuple[int, int, Note]]:
    """(bundle, bundle, why) for each bundle that names the source which another one is, or shares."""
    if not any(b.sources for b in bundles.values()):
        return []
    matter = Matter(reports, {head: b.members for head, b in bundles.items()})
    outlets = _by_outlet(reports, bundles)
    sharing: dict[str, set[int]] = defaultdict(set)
    for head, bundle in bundles.items():
        for outlet in bundle.sources:
            sharing[outlet.key].add(head)
    publishers = sorted({r.publisher for r in reports if r.publisher})
    joined = []
    for head, bundle in sorted(bundles.items()):
        for outlet in bundle.sources:
            keys = {outlet.key, *[outlet_key(p) for p in publishers if stands_for(outlet.name, p)]}
            theirs = frozenset[int]().union(*[outlets.get(key, ()) for key in keys])
            alike = matter.alike(head, theirs | sharing[outlet.key])
            timely = [g for g in alike if g in theirs and _near(bundles[g], bundle, _BEFORE, _AFTER)]
            fit = [g for g in timely if alike[g] >= _ALIKE[outlet.how]]
            if fit:
                # A tie goes to the earlier report: to merge is the careful side, it never makes one source two.
                best = min(fit, key=lambda g: (-alike[g], g))
                first = bundles[best].first.id
                why = note("retold", other=bundle.first.id, outlet=outlet.name, first=first, how=outlet.how)
                joined.append((head, best, why))
                continue
            for g in sorted(sharing[outlet.key].intersection(alike)):
                if alike[g] >= _ALIKE_BOTH and _near(bundles[g], bundle, _SAME_STORY, _SAME_STORY):
                    one, two = bundles[min(g, head)].first.id, bundles[max(g, head)].first.id
                    joined.append((head, g, note("same_source", first=one, other=two, outlet=outlet.name)))
    return joined


def _by_outlet(reports: Sequence[Report], bundles: dict[int, Bundle]) -> dict[str, set[int]]:
    """By outlet: the bundles that it published, or that carry its credit."""
    found: dict[str, set[int]] = defaultdict(set)
    for head, bundle in bundles.items():
        for i in bundle.members:
            if publisher := reports[i].publisher:
                found[outlet_key(publisher)].add(head)
            elif at := credit(reports[i]):
                # A text without a publisher, as in a plain file: its dateline says whose it is.
                found[at.key].add(head)
    return found


def _near(first: Bundle, other: Bundle, before: int, after: int) -> bool:
    """True when `first` was out at most `before` days before `other`, or `after` days after it."""
    return any(-after <= b - a <= before for a in first.days for b in other.days)
