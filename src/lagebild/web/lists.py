"""The long lists of a case, filtered and cut to a page: what happened, who says what, where it comes from, what is
looked for."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from markupsafe import Markup

from lagebild.core import Answer, Cite, Happening, Marked, Origin, Span
from lagebild.store import Case
from lagebild.tell import charts
from lagebild.tell.happenings import counts, event_name, group, happening, quotation
from lagebild.tell.names import publisher
from lagebild.tell.sentences import Sentence, Writer
from lagebild.tell.sources import outlet_grade
from lagebild.tell.views import Quotation
from lagebild.tell.visible import inline

from . import render
from .chains import chains
from .desk import View
from .index import GROUPS, Asked, Index, Places, index
from .pieces import choose, lines, rows
from .render import Talk
from .site import Seen, day, number, turned

EACH = 25
_AROUND = 90
_SNIPPETS = 3
_LINES = 40
_AHEAD, _BUNCH, _REST = 15_000, 5, 0.005
"""Rows of a list that are made ahead, how many at a time, and the seconds between for those who ask."""


class Entry(NamedTuple):
    """A happening as a line of the timeline."""

    id: str
    when: str
    sentence: Sentence
    quotation: Quotation
    counts: str
    group: str
    factuality: str
    signs: tuple[str, ...]
    mark: Cite


def entries(view: View, talk: Talk, found: Iterable[Happening]) -> list[Markup]:
    """Happenings as lines of the timeline."""
    writer = view.writer(talk.language)
    told = ((h.id, h) for h in found if h.mentions)
    return rows(view, talk, "entry", told, lambda h: _entry(view, writer, h))


def _entry(view: View, writer: Writer, subject: Happening) -> Entry:
    signs: dict[str, list[str]] = view.keep("signs of", lambda: _signs_of(view.answer))
    sentence = happening(writer, subject)
    first = sentence.cites[0]
    return Entry(
        id=subject.id,
        when=sentence.lead[0],
        sentence=sentence,
        quotation=quotation(writer, first, sentence.refs[0]),
        counts=counts(writer, len({c.document for c in subject.mentions}), len(subject.origins)),
        group=group(subject),
        factuality=subject.factuality,
        signs=tuple(dict.fromkeys(writer.name(i) for i in signs.get(subject.id, ()))),
        mark=first,
    )


def _signs_of(answer: Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in answer.evidence:
        found.setdefault(item.subject, []).append(item.indicator)
    return found


def asked(query: Mapping[str, str]) -> Asked:
    """The filters that an address names."""
    since, until = period(query.get("from"), query.get("to"))
    kind = query.get("kind", "")
    return Asked(
        actor=query.get("actor", "")[:200],
        place=query.get("place", "")[:200],
        type=query.get("type", "")[:40],
        kind=kind if kind in GROUPS else "",
        origins=number(query.get("origins"), most=99, least=1, otherwise=1),
        since=since,
        until=until,
        id=query.get("id", "")[:200],
    )


def timeline(about: Seen) -> Mapping[str, Any]:
    """What happened when: the happenings that fit, by time, and how they lie in time."""
    view = about.view
    known = index(view)
    wanted = asked(about.request.query_params)
    found = known.at(wanted)
    part, turning = turned(about.request, len(found), EACH)
    return {
        "asked": wanted,
        "entries": entries(view, about.talk, [known.found[n] for n in found[part]]),
        "turning": turning,
        "weeks": view.keep(("weeks", about.talk.language, wanted), lambda: _weeks(about, known, found, wanted)),
        "groups": GROUPS,
        **offered(view, about.talk, wanted),
    }


def offered(view: View, talk: Talk, wanted: Asked) -> dict[str, Markup]:
    """The options of the filters, with what is asked for chosen."""
    known = choices(view, talk.language)
    named = rows(view, talk, "options", known.items(), lambda found: found)
    chosen = (wanted.actor, wanted.place, wanted.type)
    return {name: choose(made, one) for name, made, one in zip(known, named, chosen, strict=True)}


def choices(view: View, language: str) -> dict[str, list[tuple[str, str, int]]]:
    """What happenings can be filtered by."""
    return view.keep(("choices", language), lambda: _choices(view.writer(language), view.in_time()))


def _choices(writer: Writer, found: Sequence[Happening]) -> dict[str, list[tuple[str, str, int]]]:
    """What the timeline can be filtered by: id, name and number of happenings, the most frequent first."""
    actors = Counter(a for h in found for a in dict.fromkeys((*h.actors, *h.recipients)))
    places = Counter(h.place for h in found if h.place)
    types = Counter(h.type for h in found)
    named = {i: writer.name(i) for i in (*actors, *places)}
    return {
        "actors": [(i, named[i], n) for i, n in actors.most_common(60)],
        "places": [(i, named[i], n) for i, n in places.most_common(60)],
        "types": [(i, event_name(writer, i, None), n) for i, n in types.most_common()],
    }


class Stroke(NamedTuple):
    """One week of the picture of the timeline: its bar and the address that looks closer."""

    bar: charts.Bar
    url: str


def _weeks(about: Seen, known: Index, found: Places, wanted: Asked) -> Markup | None:
    """Happenings by ISO week, each week a link that looks closer. What lies far from the question's window is left
    out: a battle of 1943 would press the weeks that matter into a line."""
    question, talk = about.world.question, about.talk
    first, last = question.opens - timedelta(days=400), question.closes + timedelta(days=400)
    weeks = known.weeks(found, first, last)
    named = [(m.isocalendar(), n) for m, n in weeks]
    drawn = charts.weeks([(f"{i.year}-W{i.week:02d}", n) for i, n in named], talk.language, width=720, height=90)
    if drawn is None:
        return None
    kept = {k: v for k, v in wanted._asdict().items() if v and k not in ("since", "until") and (k, v) != ("origins", 1)}
    begin = weeks[-1][0] - timedelta(weeks=len(drawn.bars) - 1)
    strokes = []
    for n, bar in enumerate(drawn.bars):
        start = begin + timedelta(weeks=n)
        url = talk.url("timeline", **kept, **{"from": start.isoformat(), "to": (start + timedelta(days=6)).isoformat()})
        strokes.append(Stroke(bar, url))
    return Markup(render.macros(talk).strokes((drawn, tuple(strokes))))


def period(since: str | None, until: str | None) -> tuple[str, str]:
    """The days that an address names, as ISO text; empty where it names none."""
    first, last = day(since), day(until)
    return (first.isoformat() if first else "", last.isoformat() if last else "")


def within(published: str | None, since: str, until: str) -> bool:
    """True for a publication date that may lie in the period."""
    if not since and not until:
        return True
    if not published:
        return False
    first, _, last = published.partition("/")
    return (not until or first[:10] <= until) and (not since or (last or first)[:10] >= since)


def newest(marked: Marked) -> tuple[str, str]:
    """To sort reports by, the newest first: a key that turns the order of the dates round."""
    published = marked.reading.document.published or ""
    return ("".join(chr(255 - ord(c)) if ord(c) < 255 else c for c in published) or "~", marked.reading.document.id)


def by_date(view: View) -> tuple[tuple[Marked, ...], dict[str, int]]:
    """The reports, the newest first, and the place of each in that order by its document's id."""

    def make() -> tuple[tuple[Marked, ...], dict[str, int]]:
        found = tuple(sorted(view.answer.links.marked, key=newest))
        return found, {m.reading.document.id: n for n, m in enumerate(found)}

    return view.keep("by date", make)


class Snippet(NamedTuple):
    """Words found, with what stands around them."""

    before: str
    words: str
    after: str
    at: Cite


def found(about: Seen, words: str) -> tuple[str, ...]:
    """The ids of the documents in which words occur, best first, kept for the pages after the first. Raises BadInput
    where there is no word to search for."""

    def search() -> tuple[str, ...]:
        with Case.open(about.desk.path) as case:
            return case.find(words, among=about.view.keep("searched", case.searched))

    return about.view.keep(("found", words), search)


def snippets(marked: Marked, spans: Iterable[Span]) -> list[Snippet]:
    """The first places of a text where words were found."""
    text, cut, end = marked.reading.text, list[Snippet](), -1
    for span in spans:
        if span.start < end:
            continue
        start, stop = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
        before, after = text[start : span.start], text[span.end : stop]
        before = ("… " + before.partition(" ")[2]) if start else before
        after = (after.rpartition(" ")[0] + " …") if stop < len(text) else after
        cite = Cite(marked.reading.document.id, marked.reading.number, span)
        cut.append(Snippet(_flat(before), _flat(span.of(text)), _flat(after), cite))
        end = stop
        if len(cut) == _SNIPPETS:
            break
    return cut


def _flat(text: str) -> str:
    return " ".join(inline(line) for line in text.splitlines()) if "\n" in text else text


class Rests(NamedTuple):
    """An origin: the reports that rest on it count as one. `lines` are the first of them as rows, `grades` how reliable
    their publishers are."""

    id: str
    name: str
    reports: int
    lines: tuple[Markup, ...]
    why: tuple[Sentence, ...]
    grades: tuple[str, ...] = ()


def origin(view: View, talk: Talk, subject: Origin) -> Rests:
    """An origin with its reports, by date."""
    writer, world = view.writer(talk.language), view.world
    marked = [world.documents[world.short[d]] for d in subject.documents if d in view.known]
    marked.sort(key=lambda m: (m.reading.document.published or "~", m.reading.document.id))
    first = marked[0].reading.document if marked else None
    name = inline(subject.outlet) if subject.outlet else publisher(first, talk.language) if first else ""
    grades = tuple(dict.fromkeys(outlet_grade(writer, m.reading.document) for m in marked))
    return Rests(
        subject.id, name, len(marked), tuple(lines(view, talk, marked[:_LINES])), writer.notes(subject.why[:_LINES]),
        grades,
    )  # fmt: skip


def origins(view: View, talk: Talk, found: Iterable[Origin]) -> list[Markup]:
    """Origins as parts of the page of sources."""
    return rows(view, talk, "origin", ((o.id, o) for o in found), lambda o: origin(view, talk, o))


def by_size(view: View) -> list[Origin]:
    """The origins, those with most reports first."""
    return view.keep("origins", lambda: sorted(view.answer.links.origins, key=lambda o: (-len(o.documents), o.id)))


def sources(about: Seen) -> Mapping[str, Any]:
    """Origins, those with most reports first; and which outlets took how much from whom."""
    held = by_size(about.view)
    part, turning = turned(about.request, len(held), 20)
    return {
        "origins": origins(about.view, about.talk, held[part]),
        "turning": turning,
        "holdings": about.view.report(about.talk.language).holdings,
        "chains": about.view.keep(("chains", about.talk.language), lambda: chains(about)),
    }


def ahead(view: View, talk: Talk, *, wanted: Callable[[], bool]) -> None:
    """Makes the rows of the timeline, of the reports and of the origins while nobody asks for them: a page of a long
    list is then put together from what is there. Gives way to whoever does ask, and ends when the view is no longer
    `wanted`."""
    work: tuple[tuple[Callable[[View, Talk, Sequence[Any]], object], Sequence[Any]], ...] = (
        (lines, by_date(view)[0]),
        (entries, index(view).found),
        (origins, by_size(view)),
    )
    for make, things in work:
        for n in range(0, min(len(things), _AHEAD), _BUNCH):
            if not wanted():
                return
            make(view, talk, things[n : n + _BUNCH])
            time.sleep(_REST)
