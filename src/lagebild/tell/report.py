"""The report as a value: an `Answer` put into words, before any layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lagebild.core import Answer, Collection, Forecast, Leverage, ReferenceClass

from . import charts, course, findings, grid, hand, happenings, spread, voices
from . import format as f
from .course import odds
from .format import LANGUAGES
from .messages import known
from .names import names, pick, publisher
from .sentences import Sentence, Writer
from .sources import cited, origins
from .views import Holdings, Lever, Missing, Move, Rate, Report, Silent

LEVERS, SUPPOSED, PUBLISHERS = 4, 3, 6
"""Levers and publishers that the page names; JSON has all."""
_SIZES = (("wide", 720, 300), ("narrow", 360, 280))


def sentences(answer: Answer, language: str | None = None) -> tuple[Sentence, ...]:
    """All sentences that the report generates, in the order of the page. Each carries its citations and what it
    claims: actors, polarity, dates and numbers."""
    return build(answer, language).sentences


def build(answer: Answer, language: str | None = None) -> Report:
    """The report of an answer in German or English; without `language`, in the question's own, else English.
    Raises UnknownName for another language and for a note without wording."""
    chosen = language or (answer.question.language if answer.question.language in LANGUAGES else "en")
    f.locale(chosen)
    writer = Writer(answer.links, chosen, names(answer, chosen), changes=(e.change for e in answer.effects))
    headline = _headline(writer, answer)
    elicited = writer.assessment("elicited.note") if _elicited(answer) else None
    moved = course.moves(writer, answer)
    evidence = {way: findings.cards(writer, answer, way) for way in ("for", "against", "unclear")}
    timeline, timeline_more = happenings.timeline(writer, answer, findings.anchors(answer))
    speakers, speakers_more = voices.speakers(writer, answer)
    missing = _missing(writer, answer)
    levers = _levers(writer, answer)
    touched, compared = hand.hand(writer, answer), grid.grid(writer, answer)
    now = answer.forecast
    spreads, supposed = spread.view(writer, answer, _figure), spread.supposed(writer, answer, _figure)
    return Report(
        language=chosen,
        title=answer.question.text,
        title_language=answer.question.language,
        as_of=f.day(answer.as_of, chosen),
        window=f"{f.day(answer.question.opens, chosen)} – {f.day(answer.question.closes, chosen)}",
        figure=_figure(writer, now) if now else None,
        words=_words(writer, answer),
        words_by=writer.label(f"scale-by.{answer.words[0]}") if answer.words else None,
        headline=headline,
        gauge=(now.low, now.probability, now.high) if now else None,
        elicited=elicited,
        moved=moved,
        charts=_charts(writer, answer, moved),
        points=course.points(writer, answer),
        evidence_for=evidence["for"],
        evidence_against=evidence["against"],
        evidence_unclear=evidence["unclear"],
        timeline=timeline,
        timeline_more=timeline_more,
        speakers=speakers,
        speakers_more=speakers_more,
        disputes=voices.disputes(writer, answer),
        corrections=tuple(voices.correction(writer, c) for c in answer.links.corrections),
        missing=missing,
        camps=voices.camps(writer, answer),
        levers=levers,
        levers_now=writer.assessment("levers.now", now=f.fine(now.probability, chosen)) if now and levers else None,
        origins=origins(writer, answer),
        holdings=_holdings(writer, answer.collection),
        assumptions=writer.notes(answer.assumptions),
        rates=tuple(_rate(r, writer) for r in answer.prior),
        base=writer.assessment("base.line", base=f.percent(answer.base, chosen)) if answer.base is not None else None,
        question=_question(writer, answer),
        method=_method(writer, answer),
        digests=answer.digests,
        passages=cited(writer),
        sentences=tuple(writer.written),
        names=writer.names,
        hand=touched,
        grid=compared,
        spread=spreads,
        condition=supposed,
    )


def _figure(writer: Writer, now: Forecast) -> str:
    """ "about 4% (2–8)": the probability and its interval, both rounded to what the interval carries."""
    step = f.step(now.low, now.high)
    inside = f.bounds(now.low, now.high, writer.language, to=step)
    said = f.percent(now.probability, writer.language, to=step)
    if now.probability < 0.01:
        return writer.say("figure.below", percent=f.percent(0.01, writer.language), high=inside.rpartition("–")[2])
    if now.probability > 0.99:
        return writer.say("figure.above", percent=f.percent(0.99, writer.language), low=inside.partition("–")[0])
    return writer.say("figure.about", percent=said, bounds=inside)


def _words(writer: Writer, answer: Answer) -> str | None:
    """The words of the scale that the interval touches."""
    if answer.words is None:
        return None
    scale, low, high = answer.words
    first, last = (_scale_word(writer, scale, word) for word in (low, high))
    return first if first == last else writer.say("words.range", low=first, high=last)


def _scale_word(writer: Writer, scale: str, word: str) -> str:
    key = f"word.{scale}.{word}"
    return writer.label(key) if known(key) else writer.name(word)


def _headline(writer: Writer, answer: Answer) -> tuple[Sentence, ...]:
    closes = answer.question.closes.isoformat()
    told = spread.headline(writer, answer, _figure)
    if answer.forecast is None and told:
        return told
    if answer.forecast is None:
        said = [writer.assessment("answer.none", as_of=answer.as_of.isoformat())]
        return (*said, *(writer.notes((answer.refusal,)) if answer.refusal else ()))
    line = writer.assessment(
        "answer.line",
        as_of=answer.as_of.isoformat(),
        figure=_figure(writer, answer.forecast),
        closes=closes,
    )
    for_, against = (findings.signs(answer, way) for way in ("for", "against"))
    found = writer.assessment(
        "answer.basis",
        documents=answer.collection.documents,
        origins=answer.collection.origins,
        speaks_for=for_,
        against=against,
    )
    if answer.question.condition:
        supposed = writer.assessment("condition.head", condition=answer.question.condition.question.text)
        return (supposed, line, found)
    return (line, *told, found)


def _elicited(answer: Answer) -> bool:
    return any(i.figures == "elicited" for i in answer.indicators) and answer.forecast is not None


def _charts(writer: Writer, answer: Answer, moved: Sequence[Move]) -> tuple[charts.Chart, ...]:
    if len(answer.history) < 2 or answer.forecast is None:
        return ()
    flags = [(m.letter, date.fromisoformat(m.at), m.sentence.text) for m in moved]
    label = f.percent(answer.forecast.probability, writer.language)
    return tuple(
        charts.history(answer.history, flags, writer.language, name=name, width=width, height=height, last_label=label)
        for name, width, height in _SIZES
    )


def _missing(writer: Writer, answer: Answer) -> Missing:
    """Signs that were not found: those that count with their effect, and those that can't count. Why is said once."""
    counted = sorted((s for s in answer.silences if s.coverage is not None), key=lambda s: (s.weight, s.indicator))
    names = tuple(sorted(writer.name(s.indicator) for s in answer.silences if s.coverage is None))
    key = "missing.uncounted" if counted else "missing.only_uncounted"
    return Missing(
        counts=writer.assessment("missing.counted", n=len(counted)) if counted else None,
        counted=tuple(
            Silent(
                name=writer.name(s.indicator),
                coverage=f.share(s.coverage or 0.0, writer.language),
                effect=f.factor(s.weight, writer.language),
            )
            for s in counted
        ),
        not_counts=writer.assessment(key, n=len(names)) if names else None,
        uncounted=names,
    )


def _levers(writer: Writer, answer: Answer) -> tuple[Lever, ...]:
    if answer.forecast is None:
        return ()
    now = odds(answer.forecast.probability)
    documents = {m.reading.document.id: m.reading.document for m in answer.links.marked}
    named = {
        o.id: o.outlet or publisher(documents[o.documents[0]], writer.language)
        for o in answer.links.origins
        if o.documents and o.documents[0] in documents
    }
    named |= {e.id: e.indicator for e in answer.evidence}
    places = findings.anchors(answer)
    ranked = sorted(answer.leverage, key=lambda item: (-abs(odds(item.probability) - now), item.what, item.id))
    levers = [
        _lever(writer, item, named, places, odds(item.probability) - now)
        for item in ranked
        if abs(odds(item.probability) - now) >= 0.01
    ]
    # A sign with one finding moves the answer as the finding does: it is named once.
    first = {(lever.name, lever.probability): lever for lever in reversed(levers)}
    once = [lever for lever in levers if first[lever.name, lever.probability] is lever]
    out, supposed = ([lv for lv in once if lv.supposed is kind] for kind in (False, True))
    return (*out[:LEVERS], *supposed[:SUPPOSED])


def _lever(writer: Writer, item: Leverage, named: Mapping[str, str], places: Mapping[str, str], change: float) -> Lever:
    name = writer.name(named.get(item.id, item.id))
    target = places.get(item.id) if item.what == "evidence" else None
    return Lever(
        kind=writer.label(f"lever.{item.what if item.kind == 'without' else item.kind.replace(' ', '-')}"),
        name=name,
        target=target,
        probability=f.fine(item.probability, writer.language),
        change=change,
        supposed=item.kind != "without",
    )


def _holdings(writer: Writer, held: Collection) -> Holdings:
    publishers = sorted(held.publishers, key=lambda pair: (-pair[1], pair[0]))
    unknown = writer.label("publisher.none")
    return Holdings(
        summary=writer.assessment(
            "holdings.summary", documents=held.documents, origins=held.origins, publishers=len(held.publishers)
        ),
        weeks=charts.weeks(held.weeks, writer.language),
        languages=tuple((f.language_name(code, writer.language) or code, n) for code, n in held.languages),
        publishers=tuple((name.strip("–") or unknown, n) for name, n in publishers[:PUBLISHERS]),
        more_publishers=max(0, len(publishers) - PUBLISHERS),
        thin=writer.notes(held.thin),
        countries=_countries(held, writer),
    )


def _countries(held: Collection, writer: Writer) -> tuple[tuple[str, int], ...]:
    """Countries by name; none where no address tells one."""
    if all(code == "–" for code, _ in held.countries):
        return ()
    called = f.locale(writer.language).territories
    return tuple((called.get(code, code), n) for code, n in held.countries)


def _rate(found: ReferenceClass, writer: Writer) -> Rate:
    low, best, high = found.rate
    rate = writer.say(
        "rate.line", percent=f.points(best, writer.language), bounds=f.interval(low, high, writer.language)
    )
    return Rate(
        name=pick(found.name, writer.language),
        rate=rate,
        basis=writer.say("rate.basis", hits=found.hits, windows=found.windows),
        source=found.source,
    )


def _question(writer: Writer, answer: Answer) -> tuple[tuple[str, tuple[str, ...]], ...]:
    asked = answer.question
    rows = (
        ("question.window", (f"{f.day(asked.opens, writer.language)} – {f.day(asked.closes, writer.language)} "
                             f"({asked.timezone})",)),
        ("question.resolver", (asked.resolver,)),
        ("question.counts", asked.counts),
        ("question.excludes", asked.excludes),
        ("question.deciders", asked.deciders),
    )  # fmt: skip
    return tuple((writer.label(key), values) for key, values in rows if values)


def _method(writer: Writer, answer: Answer) -> tuple[Sentence, ...]:
    keys = ["method.prior", "method.evidence", "method.origins", "method.interval", "method.limits"]
    if answer.forecast is None:
        keys = ["method.origins", "method.limits"]
    return tuple(writer.assessment(key) for key in keys)
