"""Answers made by hand, as the earlier stages would give them: a small case with copies, a denial, an expert, a
correction, and hostile text where asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from lagebild.core import (
    Answer,
    Cite,
    Claim,
    Collection,
    Correction,
    Document,
    Entity,
    Event,
    Evidence,
    Forecast,
    Happening,
    Hedge,
    Indicator,
    Leverage,
    Links,
    Marked,
    Marks,
    Note,
    Opinion,
    Origin,
    Part,
    Participant,
    Question,
    Range,
    Reading,
    ReferenceClass,
    Silence,
    Span,
    Statement,
    Time,
    Voice,
)
from lagebild.mark.sentences import split

NOTES: dict[str, dict[str, str]] = {
    "test.because": {"de": "{n} neue {n:Meldung|Meldungen}", "en": "{n} new {n:report|reports}"},
    "test.refusal": {"de": "Für „{family}“ gibt es keinen Katalog", "en": "There is no catalogue for “{family}”"},
    "test.silent": {"de": "Seit {since:date} nicht gesehen", "en": "Not seen since {since:date}"},
    "test.thin": {"de": "Nur {n} {n:Bericht|Berichte} in dieser Woche", "en": "Only {n} {n:report|reports} this week"},
    "test.why": {"de": "{who} ist der Handelnde", "en": "{who} is the actor"},
}
"""Wording of the notes below; tests add it to the catalogue of messages."""

_TEXTS = {
    "wire": (
        "de",
        "Nordwind Agentur",
        "2022-12-07",
        "Minsk schickt mehr Soldaten an die Grenze\n\nMinsk, 7. Dezember 2022. Belarus hat am Mittwoch weitere "
        "Soldaten in die Nähe der Grenze zur Ukraine verlegt. Das teilte der Sicherheitsrat in Minsk mit. Wie viele "
        "Soldaten beteiligt sind, blieb offen.",
    ),
    "copy": (
        "de",
        "Havel-Kurier",
        "2022-12-08",
        "Truppen an der Grenze\n\nBelarus hat am Mittwoch weitere Soldaten in die Nähe der Grenze zur Ukraine verlegt. "
        "Das meldet die Nordwind Agentur.",
    ),
    "denial": (
        "en",
        "Continental Wire",
        "2023-01-20",
        "Minsk denies plans\n\nBelarus has no plans to send its army into Ukraine, the defence ministry said on "
        "Friday. President Alexander Lukashenko said his soldiers would fight only if the country came under attack.",
    ),
    "expert": (
        "de",
        "Osteuropa-Notizen",
        "2022-12-22",
        "Ein Gespräch\n\n„Ich halte das für sehr unwahrscheinlich“, sagte Alesja Marosawa. Angeblich seien 20.000 bis "
        "30.000 russische Soldaten im Land. „Selbst wenn der Druck wächst, wird er nach Ausreden suchen.“",
    ),
    "fixed": (
        "de",
        "Isar-Anzeiger",
        "2023-01-03",
        "Berichtigung\n\nIn einer früheren Fassung hieß es, Belarus habe mobilgemacht. Das trifft nicht zu.",
    ),
}


def span(text: str, words: str) -> Span:
    """Where `words` stand in `text`."""
    at = text.index(words)
    return Span(at, at + len(words))


def reading(name: str, *, text: str | None = None, publisher: str | None = None, url: str | None = None) -> Reading:
    """One of the texts above as a reading: title and body."""
    language, outlet, published, own = _TEXTS[name]
    whole = own if text is None else text
    cut = whole.find("\n\n")
    parts = (Part(Span(0, cut), "title", language), Part(Span(cut + 2, len(whole)), "body", language))
    document = Document(
        id=f"doc-{name}", title=whole[:cut], url=url or f"https://{name}.example/a?b=1&c=2",
        publisher=publisher or outlet, published=published, published_by="given", source=f"{name}.txt",
    )  # fmt: skip
    return Reading(document, 1, whole, parts, language)


def marked(reading_: Reading, **layers: object) -> Marked:
    """A reading with its sentences and the given marks."""
    spans = tuple(s for p in reading_.parts for s in split(reading_.text, p.span.start, p.span.end))
    return Marked(reading_, Marks(sentences=spans, **layers))  # type: ignore[arg-type]


def links() -> Links:
    """Five reports of four origins."""
    found = [_wire("wire"), _wire("copy"), _denial(), _expert(), marked(reading("fixed"))]
    texts = {m.reading.document.id: m.reading.text for m in found}

    def cite(name: str, words: str, mark: str | None = None) -> Cite:
        return Cite(f"doc-{name}", 1, span(texts[f"doc-{name}"], words), mark)

    moved = Happening(
        id="h-move", type="MOBILIZE", mode="troops", actors=("iso:BLR",), recipients=("iso:UKR",), place=None,
        earliest="2022-12-07", latest="2022-12-08", factuality="happened", known="2022-12-07",
        # The same words with and without a mark, as two annotators give them.
        mentions=(cite("wire", "verlegt", "e1"), cite("wire", "verlegt"), cite("copy", "verlegt", "e1")),
        origins=("o-wire",),
    )  # fmt: skip
    denied = Happening(
        id="h-deny", type="MOBILIZE", mode=None, actors=("iso:BLR",), recipients=(), place="iso:UKR", earliest=None,
        latest=None, factuality="denied", known="2023-01-20", mentions=(cite("denial", "send", "e2"),),
        origins=("o-denial",),
    )  # fmt: skip
    claim = Claim(
        id="c-plan", about=("iso:BLR", "MOBILIZE"),
        voices=(
            Voice(cite("denial", "Belarus has no plans to send its army into Ukraine", "s1"), "e:ministry", "o-denial",
                  "denies"),
            Voice(cite("wire", "Belarus hat am Mittwoch weitere Soldaten in die Nähe der Grenze zur Ukraine verlegt",
                       "s3"), None, "o-wire", "asserts"),
        ),
    )  # fmt: skip
    return Links(
        marked=tuple(found),
        entities=(
            Entity("e:marosawa", "person", "Alesja Marosawa", (), ()),
            Entity("e:ministry", "organisation", "Verteidigungsministerium", ("defence ministry",), (), "BLR MIL"),
            Entity("iso:BLR", "country", "Belarus", ("Weißrussland",), (), "BLR"),
            Entity("iso:UKR", "country", "Ukraine", (), (cite("wire", "Ukraine"), cite("denial", "Ukraine")), "UKR"),
        ),
        origins=(
            Origin("o-denial", ("doc-denial",)),
            Origin("o-expert", ("doc-expert",)),
            Origin("o-fixed", ("doc-fixed",)),
            Origin("o-wire", ("doc-copy", "doc-wire"), "Nordwind Agentur", (Note("test.why", (("who", "iso:BLR"),)),)),
        ),
        happenings=(denied, moved),
        claims=(claim,),
        corrections=(
            Correction("x1", "2023-01-03", cite("fixed", "Das trifft nicht zu"),
                       (cite("fixed", "Belarus habe mobilgemacht"),), Note("test.thin", (("n", 1),))),
        ),
    )  # fmt: skip


def answer(**changes: object) -> Answer:
    """The whole answer; `changes` replace fields of it."""
    made = links()
    at = {(m.reading.document.id): m.reading.text for m in made.marked}
    figures = {"p1": Range(0.5, 0.7, 0.9), "p0": Range(0.3, 0.4, 0.5), "a": Range(0.8, 0.9, 0.95)}
    indicators = tuple(
        Indicator(id=i, name=(("de", de), ("en", en)), note=(("de", ""), ("en", "")), p1=figures["p1"],
                  p0=figures["p0"], a=figures["a"], b=Range(0.02, 0.05, 0.1), half_life=30.0, cluster="forces",
                  figures="elicited", source="own estimate")
        for i, de, en in (("build-up", "Aufmarsch an der Grenze", "Build-up at the border"),
                          ("denial", "Dementi der Führung", "Denial by the leadership"),
                          ("hospitals", "Feldlazarette", "Field hospitals"))
    )  # fmt: skip

    def item(name: str, subject: str, direction: str, weight: float, known: date, *cites: Cite) -> Evidence:
        return Evidence(
            id=f"ev-{name}", indicator=name, subject=subject, direction=direction,  # type: ignore[arg-type]
            ratio=Range(1.2, 1.6, 2.4), b=Range(0.02, 0.05, 0.1), weight=weight, known=known,
            origins=("o-wire",) if name == "build-up" else ("o-denial",), cites=cites,
            why=(Note("test.why", (("who", "iso:BLR"),)),),
            p1=figures["p1"], p0=figures["p0"], a=figures["a"],
        )  # fmt: skip

    happenings = {h.id: h for h in made.happenings}
    word = Cite("doc-expert", 1, span(at["doc-expert"], "Ich halte das für sehr unwahrscheinlich"), "s4")
    condition = Cite("doc-expert", 1, span(at["doc-expert"], "Selbst wenn der Druck wächst"), "s5")
    first = date(2022, 12, 1)
    curve = ((0, 0.021), (6, 0.034), (21, 0.03), (50, 0.019), (60, 0.017))
    history = tuple(
        Forecast(at=first + timedelta(days=d), probability=p, low=p / 2, high=p * 2,
                 because=(Note("test.because", (("n", d),)),),
                 moved_by=("ev-build-up",) if d == 6 else ("ev-denial",) if d == 50 else ())
        for d, p in curve
    )  # fmt: skip
    whole = Answer(
        question=question(), as_of=history[-1].at, forecast=history[-1], refusal=None,
        words=("icd203", "remote", "very unlikely"),
        prior=(ReferenceClass(id="neighbours", name=(("de", "Nachbarn"), ("en", "Neighbours")),
                              rate=Range(0.005, 0.022, 0.06), hits=5, windows=228, source="Own count, 1946–2007"),),
        base=0.018, history=history, indicators=indicators,
        evidence=(item("build-up", "h-move", "for", 0.5, date(2022, 12, 7), *happenings["h-move"].mentions),
                  item("denial", "h-deny", "against", -0.4, date(2023, 1, 20), *happenings["h-deny"].mentions)),
        silences=(Silence(indicator="hospitals", coverage=0.6, weight=-0.2,
                          why=Note("test.silent", (("since", "2022-12-01"),))),),
        opinions=(Opinion(cite=word, speaker="e:marosawa", camp=None, word="sehr unwahrscheinlich", low=0.05, high=0.2,
                          conditional=False, counts=True, why=Note("test.thin", (("n", 1),))),
                  Opinion(cite=condition, speaker="e:marosawa", camp=None, word="sehr unwahrscheinlich", low=0.05,
                          high=0.2, conditional=True, counts=False, why=Note("test.thin", (("n", 2),)))),
        leverage=(Leverage(what="evidence", id="ev-build-up", probability=0.011),
                  Leverage(what="origin", id="o-wire", probability=0.011),
                  Leverage(what="indicator", id="denial", probability=0.024)),
        collection=Collection(documents=5, origins=4, weeks=(("2022-W49", 2), ("2022-W51", 1), ("2023-W03", 1)),
                              languages=(("de", 4), ("en", 1)), publishers=(("Havel-Kurier", 1), ("", 1)),
                              thin=(Note("test.thin", (("n", 1),)),)),
        assumptions=(Note("test.why", (("who", "iso:UKR"),)),), digests=(("catalogue", "ab" * 32),), links=made,
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]


def question() -> Question:
    """The question of the case."""
    return Question(
        id="belarus", text="Wird sich Belarus dem Krieg anschließen?", language="de", opens=date(2022, 12, 1),
        closes=date(2023, 5, 31), resolver="Der Fallführer", counts=("Belarus erklärt den Krieg",),
        excludes=("Russische Starts von belarussischem Boden",), deciders=("Alexander Lukaschenko",),
        family="war-entry", roles=(("subject", "BLR"),),
    )  # fmt: skip


def refused() -> Answer:
    """An answer without a number, and its reason."""
    return answer(
        forecast=None, refusal=Note("test.refusal", (("family", "election"),)), words=None, prior=(), base=None,
        history=(), indicators=(), evidence=(), silences=(), opinions=(), leverage=(), assumptions=(),
    )  # fmt: skip


def hostile() -> Answer:
    """The answer with reports that try to break out of the page."""
    evil = '<script>alert(1)</script>"onmouseover="x\u202e`[a](javascript:x)*_|#&amp;</style>]]>-->'
    made = answer()
    broken = []
    for m in made.links.marked:
        was = m.reading
        document = replace(was.document, title=evil, publisher=evil, author=evil, url="javascript:alert(1)")
        text = was.text + "\n" + evil
        parts = (was.parts[0], replace(was.parts[1], span=Span(was.parts[1].span.start, len(text))))
        broken.append(Marked(replace(was, document=document, text=text, parts=parts, language="xx\"'<"), m.marks))
    entities = tuple(replace(e, id=e.id, name=evil, kind="person") for e in made.links.entities)
    asked = replace(made.question, text=evil, resolver=evil, counts=(evil,), timezone="UTC")
    origins = tuple(replace(o, outlet=evil) for o in made.links.origins)
    world = replace(made.links, marked=tuple(broken), entities=entities, origins=origins)
    return replace(made, question=asked, links=world, digests=((evil, evil),))


def _wire(name: str) -> Marked:
    base = reading(name)
    said = "Belarus hat am Mittwoch weitere Soldaten in die Nähe der Grenze zur Ukraine verlegt"
    actor = Participant(
        span(base.text, "Belarus hat")._replace(end=base.text.index("Belarus hat") + 7), "iso:BLR", "BLR"
    )
    time = Time(id="t1", span=span(base.text, "Mittwoch"), by="times/1", type="DATE", value="2022-12-07",
                earliest="2022-12-07", latest="2022-12-08", anchor="publication")  # fmt: skip
    event = Event(id="e1", span=span(base.text, "verlegt"), by="events/1", type="MOBILIZE", mode="troops",
                  actor=(actor,), time="t1", factuality="happened")  # fmt: skip
    statement = Statement(id="s3", span=span(base.text, said), by="statements/1", spans=(span(base.text, said),),
                          kind="reported", outlet=(span(base.text, "Nordwind Agentur"),) if name == "copy" else (),
                          basis="document")  # fmt: skip
    return marked(base, times=(time,), events=(event,), statements=(statement,))


def _denial() -> Marked:
    base = reading("denial")
    said = "Belarus has no plans to send its army into Ukraine"
    event = Event(id="e2", span=span(base.text, "send"), by="events/1", type="MOBILIZE", factuality="denied",
                  actor=(Participant(span(base.text, "Belarus"), "iso:BLR", "BLR"),))  # fmt: skip
    statement = Statement(id="s1", span=span(base.text, said), by="statements/1", spans=(span(base.text, said),),
                          kind="indirect", speaker=(span(base.text, "the defence ministry"),), stake="party",
                          polarity="negative", grade="C3")  # fmt: skip
    return marked(base, events=(event,), statements=(statement,))


def _expert() -> Marked:
    base = reading("expert")
    word, condition = "Ich halte das für sehr unwahrscheinlich", "Selbst wenn der Druck wächst"
    hedge = Hedge(id="h1", span=span(base.text, "Angeblich"), by="hedges/1", strength="strong")
    first = Statement(id="s4", span=span(base.text, word), by="statements/1", spans=(span(base.text, word),),
                      kind="direct", speaker=(span(base.text, "Alesja Marosawa"),), hedges=("h1",))  # fmt: skip
    second = Statement(id="s5", span=span(base.text, condition), by="statements/1", spans=(span(base.text, condition),),
                       kind="direct", speaker=(span(base.text, "Alesja Marosawa"),),
                       condition=span(base.text, condition))  # fmt: skip
    return marked(base, hedges=(hedge,), statements=(first, second))
