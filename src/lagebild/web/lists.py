"""The long lists of a case, filtered and cut to a page: what happened, who says what, where it comes from, what is
looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from lagebild.core import Answer, Cite, Happening, Marked, Origin, Span
from lagebild.tell import charts
from lagebild.tell import format as f
from lagebild.tell.happenings import counts, event_name, group, happening, quotation
from lagebild.tell.names import publisher
from lagebild.tell.sentences import Sentence, Writer
from lagebild.tell.sources import outlet_grade
from lagebild.tell.views import Quotation
from lagebild.tell.visible import inline, web_address

from .chains import chains
from .desk import View
from .index import GROUPS, Asked, Index, Places, index
from .site import Seen, day, number, turned

EACH = 25
_AROUND = 90
_SNIPPETS = 3


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


def entries(about: Seen, writer: Writer, found: Iterable[Happening]) -> list[Entry]:
    """Happenings as lines."""
    signs: dict[str, list[str]] = about.view.keep("signs of", lambda: _signs_of(about.view.answer))
    rows = []
    for subject in found:
        if not subject.mentions:
            continue
        sentence = happening(writer, subject)
        first = sentence.cites[0]
        rows.append(
            Entry(
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
        )
    return rows


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
    view, language = about.view, about.talk.language
    known = index(view)
    wanted = asked(about.request.query_params)
    found = known.at(wanted)
    part, turning = turned(about.request, len(found), EACH)
    writer = view.writer(language)
    return {
        "asked": wanted,
        "entries": entries(about, writer, [known.found[n] for n in found[part]]),
        "turning": turning,
        "weeks": _weeks(about, known, found, language),
        "groups": GROUPS,
        **choices(about),
    }


def choices(about: Seen) -> dict[str, list[tuple[str, str, int]]]:
    """What happenings can be filtered by."""
    view, language = about.view, about.talk.language
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


def _weeks(about: Seen, known: Index, found: Places, language: str) -> tuple[charts.Bars, tuple[Stroke, ...]] | None:
    """Happenings by ISO week, each week a link that looks closer. What lies far from the question's window is left
    out: a battle of 1943 would press the weeks that matter into a line."""
    question = about.world.question
    first, last = question.opens - timedelta(days=400), question.closes + timedelta(days=400)
    weeks = known.weeks(found, first, last)
    named = [(m.isocalendar(), n) for m, n in weeks]
    drawn = charts.weeks([(f"{i.year}-W{i.week:02d}", n) for i, n in named], language, width=720, height=90)
    if drawn is None:
        return None
    kept = {k: v for k, v in about.request.query_params.items() if k not in ("from", "to", "page", "asof", "lang")}
    strokes = []
    for n, bar in enumerate(drawn.bars):
        start = weeks[0][0] + timedelta(weeks=n)
        url = about.talk.url(
            "timeline", **{**kept, "from": start.isoformat(), "to": (start + timedelta(days=6)).isoformat()}
        )
        strokes.append(Stroke(bar, url))
    return drawn, tuple(strokes)


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


def snippets(marked: Marked, spans: Sequence[Span]) -> list[Snippet]:
    """The first places of a text where words were found."""
    text, found, end = marked.reading.text, [], -1
    for span in spans:
        if span.start < end:
            continue
        start, stop = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
        before, after = text[start : span.start], text[span.end : stop]
        before = ("… " + before.partition(" ")[2]) if start else before
        after = (after.rpartition(" ")[0] + " …") if stop < len(text) else after
        cite = Cite(marked.reading.document.id, marked.reading.number, span)
        found.append(Snippet(_flat(before), _flat(span.of(text)), _flat(after), cite))
        end = stop
        if len(found) == _SNIPPETS:
            break
    return found


def _flat(text: str) -> str:
    return " ".join(inline(line) for line in text.splitlines()) if "\n" in text else text


class Rests(NamedTuple):
    """An origin: the reports that rest on it count as one. `grades`: how reliable their publishers are."""

    id: str
    name: str
    reports: tuple[dict[str, Any], ...]
    why: tuple[Sentence, ...]
    grades: tuple[str, ...] = ()


def origin(about: Seen, subject: Origin) -> Rests:
    """An origin with its reports, by date."""
    language = about.talk.language
    writer = about.view.writer(language)
    readings = [about.world.documents[about.world.short[d]].reading for d in subject.documents if d in about.view.known]
    readings.sort(key=lambda r: (r.document.published or "~", r.document.id))
    rows = tuple(
        {
            "id": r.document.id,
            "title": inline(r.document.title or writer.label("title.none")),
            "language": r.language,
            "publisher": publisher(r.document, language),
            "date": f.moment(r.document.published, language) or writer.label("undated"),
            "link": web_address(r.document.url),
        }
        for r in readings
    )
    name = inline(subject.outlet) if subject.outlet else publisher(readings[0].document, language) if readings else ""
    grades = tuple(dict.fromkeys(outlet_grade(writer, r.document) for r in readings))
    return Rests(subject.id, name, rows, writer.notes(subject.why), grades)


def sources(about: Seen) -> Mapping[str, Any]:
    """Origins, those with most reports first; and which outlets took how much from whom."""
    held: list[Origin] = about.view.keep(
        "origins", lambda: sorted(about.view.answer.links.origins, key=lambda o: (-len(o.documents), o.id))
    )
    part, turning = turned(about.request, len(held), 20)
    return {
        "origins": [origin(about, o) for o in held[part]],
        "turning": turning,
        "holdings": about.view.report(about.talk.language).holdings,
        "chains": about.view.keep(("chains", about.talk.language), lambda: chains(about)),
    }
