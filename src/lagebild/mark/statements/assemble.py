"""From drafts to statements: ids, the speaker as an entity, and the details."""

from __future__ import annotations

from bisect import bisect_left

from lagebild.core import Hedge, Marks, Reading, Span, Statement, mark_id
from lagebild.core.marks import SpeakerKind
from lagebild.mark.probability import first_word
from lagebild.mark.words import words

from . import details as detail
from .drafts import Draft
from .lexicon import lexicon
from .purpose import purpose
from .speakers import Cast
from .stakes import Stakes


def statements(reading: Reading, marks: Marks, drafts: list[Draft], by: str) -> tuple[Statement, ...]:
    """The statements that `drafts` describe, sorted, without repetitions."""
    text = reading.text
    if not drafts:
        return ()
    tokens = words(text)
    starts = [t.start for t in tokens]
    low = [t.text.lower() for t in tokens]
    cast, stakes = Cast(text, marks.names), Stakes(marks.names)
    ends = frozenset(n.span.end for n in marks.names if n.kind == "person")
    hedge_starts = [h.span.start for h in marks.hedges]
    taken: set[str] = set()
    seen: set[tuple[Span, ...]] = set()
    found: list[Statement] = []
    for draft in sorted(drafts, key=lambda d: (d.spans[0].start, -d.spans[-1].end)):
        spans = tuple(draft.spans)
        if spans in seen:
            continue
        seen.add(spans)
        lists = detail.details(draft.language)
        around = detail.frame(draft, tokens, low, starts)
        lemmas = _lemmas(draft, text)
        told = detail.addressee(around, lists, draft.language, ends)
        speaker = _before(draft.speaker, told)
        entity, named = cast.resolve(speaker)
        hull = Span(min(s.start for s in spans), max(s.end for s in spans))
        found.append(
            Statement(
                id=mark_id("s", hull, taken),
                span=hull,
                by=by,
                spans=spans,
                kind=draft.kind,
                cue=tuple(draft.cue),
                speaker=tuple(speaker),
                speaker_entity=entity,
                speaker_kind=None
                if draft.kind == "author"
                else _kind(speaker, text, lists, named=named or entity is not None),
                addressee=tuple(told),
                occasion=tuple(detail.occasion(around, lists)),
                outlet=tuple(detail.outlet(around, lists)),
                basis=detail.basis(around, draft, lists, lemmas),
                polarity=detail.polarity(around, draft, lists, lemmas),
                hedges=_hedges(spans, marks.hedges, hedge_starts),
                probability_word=_probability(spans, draft.language, low, starts),
                stake=stakes.of(entity, speaker, spans),
                voices=detail.voices(_words(speaker, text), lists),
                force=detail.force(around, draft, lists, lemmas),
                condition=detail.condition(draft, around, lists),
                purpose=purpose(spans, around.tokens, around.low, draft.language),
            )
        )
    return tuple(found)


def _before(speaker: list[Span], told: list[Span]) -> list[Span]:
    """The speaker without the addressee that follows ("sagte X der Zeitung Y")."""
    if not told:
        return speaker
    cut = [Span(s.start, min(s.end, told[0].start - 1)) if s.start < told[0].start else s for s in speaker]
    return [s for s in cut if s.start < s.end]


def _kind(speaker: list[Span], text: str, lists: detail.Details, *, named: bool) -> SpeakerKind:
    if not speaker:
        return "nobody"
    return detail.speaker_kind(_words(speaker, text), lists, named=named)


def _words(speaker: list[Span], text: str) -> list[str]:
    return [w.strip('„“",.') for s in speaker for w in text[s.start : s.end].split()]


def _lemmas(draft: Draft, text: str) -> frozenset[str]:
    """The cue verbs that the words of the cue can be."""
    forms = lexicon(draft.language).forms
    pieces = [w for s in draft.cue for w in text[s.start : s.end].lower().split()]
    found = set()
    for word in pieces:
        for form in forms.get(word, ()):
            if (not form.particle or form.particle in pieces) and all(w in pieces for w in form.fixed):
                found.add(form.lemma)
    return frozenset(found)


def _hedges(spans: tuple[Span, ...], hedges: tuple[Hedge, ...], starts: list[int]) -> tuple[str, ...]:
    found = []
    for span in spans:
        at = bisect_left(starts, span.start)
        while at < len(hedges) and hedges[at].span.end <= span.end:
            found.append(hedges[at].id)
            at += 1
    return tuple(found)


def _probability(spans: tuple[Span, ...], language: str, low: list[str], starts: list[int]) -> str | None:
    """The first word of probability in the content."""
    for span in spans:
        found = first_word(low[bisect_left(starts, span.start) : bisect_left(starts, span.end)], language)
        if found is not None:
            return found
    return None
