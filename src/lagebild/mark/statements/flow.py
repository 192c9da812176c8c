"""What runs over sentences: speech that goes on without a cue of its own, hearsay, and quotations that stand alone."""

from __future__ import annotations

from lagebild.core import Span

from .asking import asks
from .drafts import Draft, content
from .hearsay import hearsay
from .lexicon import CAP, FIN, KONJ1, KONJ2, QUOTE, Lexicon
from .units import Unit
from .work import is_words

_POINTERS = frozenset(("das", "dies"))
_OWN = frozenset(("ich", "wir"))


def run_on(units: list[Unit], drafts: list[list[Draft]], lexicon: Lexicon) -> None:  # noqa: PLR0912 (one case a branch)
    """Adds statements without a cue to `drafts` (one list a unit), with the speaker carried over."""
    speaker: list[Span] = []
    known = False
    open_run: Draft | None = None
    for index, unit in enumerate(units):
        found = drafts[index]
        if lexicon.language == "de" and index > 0 and found:
            _point_back(unit, found, units[index - 1], drafts[index - 1])
        if unit.opens_paragraph and not _quoted_only(unit):
            open_run = None
        said = bool(found)
        subjunctive = lexicon.language == "de" and not said and _subjunctive(unit, known)
        if lexicon.language == "de" and not subjunctive and not _quoted_only(unit):
            claim = _add_hearsay(unit, index, found, speaker)
            if claim is not None and not said:
                speaker, known = claim.speaker, True
            if found and not said:
                open_run = None
                continue
        reported = lexicon.language == "de" and known and bool(found) and _within_speech(unit, found)
        if reported:
            found[:] = [d for d in found if d.kind in ("direct", "mixed")]
            for draft in found:
                draft.speaker, draft.runs = speaker, False
            open_run = _carry(unit, index, found, open_run, speaker)
            continue
        if found:
            last = found[-1]
            leading = [d for d in found if d.runs]
            if leading:
                last = leading[-1]
            known = True
            speaker = last.speaker or speaker
            open_run = None
            continue
        if _quoted_only(unit):
            lone = _lone_quotation(unit, index, speaker)
            before = drafts[index - 1][-1] if index > 0 and drafts[index - 1] else None
            if lone is not None and before is not None and _continues(unit, before, lexicon.language):
                before.spans += lone.spans
            elif lone is not None:
                found.append(lone)
            continue
        if subjunctive:
            open_run = _carry(unit, index, found, open_run, speaker)
            continue
        open_run = None
        known = known and not unit.opens_paragraph


def _point_back(unit: Unit, found: list[Draft], before: Unit, earlier: list[Draft]) -> None:
    """ "Das berichtet X." reports the sentence before: its content is that sentence and the pronoun."""
    draft = found[0]
    if not draft.whole or unit.low[0] not in _POINTERS or len(unit.low) > 25 or earlier or unit.flags[1] & CAP:
        return
    spans = content(before, [(0, len(before.word))])
    if spans and not any(q is not None for q in before.quote[:1]):
        draft.spans = [*spans, Span(unit.start[0], unit.end[0])]
        draft.kind, draft.runs = "indirect", True


def _quoted_only(unit: Unit) -> bool:
    if not unit.flags or not (unit.flags[0] & QUOTE or not unit.word[0][0].isalnum()):
        return False
    return all(f & QUOTE or not w[0].isalnum() for f, w in zip(unit.flags, unit.word, strict=True))


def _continues(unit: Unit, before: Draft, language: str) -> bool:
    """Whether a quotation goes on with the one before: English newspapers put the cue after its first sentence, so
    what follows in the same paragraph is the rest of it. German ones cite two."""
    return language == "en" and not unit.opens_paragraph and before.kind == "direct" and before.runs


def _lone_quotation(unit: Unit, index: int, speaker: list[Span]) -> Draft | None:
    found = [unit.chars(i, i + 1) for i, q in enumerate(unit.quote) if q is not None]
    spans = [s for s in found if s is not None and unit.text.count(" ", s.start, s.end) >= 2]
    if not spans:
        return None
    return Draft(index, spans, "direct", [], speaker)


def _subjunctive(unit: Unit, known: bool) -> bool:
    """Whether the sentence's main verb is in the subjunctive of indirect speech. The second subjunctive counts only
    after an attributed sentence: alone it is as often a condition."""
    if not _OWN.isdisjoint(unit.low):
        return False
    if unit.segments and asks(unit, "de") and not unit.flags[max(0, unit.segments[0].verb)] & KONJ1:
        return False
    for segment in unit.segments:
        if segment.kind != "main":
            continue
        for i in range(segment.first, segment.last):
            flags = unit.flags[i]
            if flags & KONJ1 and not (
                unit.low[i] == "sei" and i + 1 < segment.last and unit.low[i + 1] in ("denn", "es")
            ):
                return True
            if known and flags & KONJ2 and flags & FIN and unit.low[i][:4] not in ("soll", "woll"):
                return True
    return False


def _within_speech(unit: Unit, found: list[Draft]) -> bool:
    """Whether the clause that holds the cue is itself in the subjunctive: "Er gehe davon aus, dass …" after an
    attributed sentence is what the speaker said, cue and all."""
    for segment in unit.segments:
        if segment.kind == "main" and segment.verb >= 0:
            start = unit.start[segment.verb]
            if any(s.start <= start < s.end for d in found for s in d.spans if d.kind != "reported"):
                return False
            return bool(unit.flags[segment.verb] & KONJ1) and _OWN.isdisjoint(unit.low)
    return False


def _add_hearsay(unit: Unit, index: int, found: list[Draft], speaker: list[Span]) -> Draft | None:
    """Adds the hearsay that no other statement of the sentence holds; gives the claim that makes its subject the
    speaker of what follows. A report of speech that is itself hearsay ("soll zugestimmt haben") gives way."""
    claim: Draft | None = None
    for item in hearsay(unit):
        segment = unit.segments[item.number]
        start = unit.start[item.modal]
        if not item.clause:
            found[:] = [d for d in found if not (d.whole and any(s.start <= start < s.end for s in d.spans))]
        if any(s.start <= start < s.end for d in found for s in (*d.spans, *d.cue)):
            continue
        whole = (segment.first, segment.last) if item.clause else (0, len(unit.word))
        spans = content(unit, [whole])
        if not spans or (found and not item.clause):
            continue
        subject = item.subject(unit) if item.claim else None
        if item.claim and subject is None:
            continue
        who = content(unit, [subject]) if subject else ([] if item.clause else speaker)
        cue = [Span(start, unit.end[item.modal])]
        draft = Draft(index, spans, "indirect", cue, who, nobody=not who, runs=item.claim and not item.clause)
        found.append(draft)
        for i, quote in enumerate(unit.quote):
            span = None if quote is None else Span(quote.first, quote.last)
            if span is not None and is_words(unit, i) and any(s.holds(span) for s in spans):
                found.append(Draft(index, [span], "direct", [], draft.speaker, runs=False))
        claim = claim or (draft if draft.runs else None)
    return claim


def _carry(unit: Unit, index: int, found: list[Draft], run: Draft | None, speaker: list[Span]) -> Draft | None:
    spans = content(unit, [(0, len(unit.word))])
    if not spans:
        return run
    if run is not None:
        run.spans[-1] = Span(run.spans[-1].start, spans[-1].end)
        draft = run
    else:
        draft = Draft(index, spans, "indirect", [], speaker, nobody=not speaker, runs=False)
        found.append(draft)
    for i, quote in enumerate(unit.quote):
        if quote is not None and is_words(unit, i):
            found.append(Draft(index, [Span(quote.first, quote.last)], "direct", [], draft.speaker, runs=False))
    return draft
