"""The annotator of statements: part by part, sentence by sentence, then what runs over sentences, then the details."""

from __future__ import annotations

from bisect import bisect_left

from lagebild.core import Context, Marks, Part, Reading, Span
from lagebild.mark.words import Word, words

from .asking import asks, not_asked
from .assemble import statements
from .author import author
from .drafts import Draft
from .english import English
from .flow import run_on
from .german import German
from .interview import turns
from .lexicon import Lexicon, lexicon
from .quotes import quotations
from .speech import is_speech, speech_drafts
from .units import Unit, units

_MOST_TOKENS = 400
"""A sentence with more tokens than this is none (a list, a table, hostile input); its cues are left alone, which
also bounds the work for a sentence."""


class _Statements:
    name, version = "statements", "1"
    needs: tuple[str, ...] = ("sentences", "names", "hedges")
    makes: tuple[str, ...] = ("statements",)

    def __call__(self, reading: Reading, marks: Marks, context: Context) -> Marks:
        parts = reading.parts or (Part(Span(0, len(reading.text)), "body", reading.language),)
        tokens = words(reading.text)
        drafts: list[Draft] = []
        for part in parts:
            language = part.language or context.language or reading.language
            drafts += _part(reading.text, part.span, tokens, marks.sentences, "en" if language == "en" else "de")
        return Marks(statements=statements(reading, marks, drafts, f"{self.name}/{self.version}"))


def _part(text: str, span: Span, tokens: tuple[Word, ...], sentences: tuple[Span, ...], language: str) -> list[Draft]:
    lexis = lexicon(language)
    first, last = bisect_left(tokens, (span.start,)), bisect_left(tokens, (span.end,))
    inside = [s for s in sentences if span.start <= s.start and s.end <= span.end]
    if language == "de" and is_speech(text[span.start : span.end]):
        spoken = speech_drafts(text, inside, tokens[first:last], lexis)
        for draft in spoken:
            draft.text = text
        return spoken
    quotes = quotations(text, span.start, span.end, cues=_attributing(lexis))
    found = units(text, inside, list(tokens[first:last]), quotes, lexis)
    drafts = [_read(unit, i, lexis) for i, unit in enumerate(found)]
    run_on(found, drafts, lexis)
    labelled = turns(text, span, language)
    _judged(found, drafts, labelled, language)
    for unit, one in zip(found, drafts, strict=True):
        for draft in one:
            draft.sentence, draft.language, draft.text = unit.span, language, text
    return [d for one in drafts for d in one] + labelled


def _judged(found: list[Unit], drafts: list[list[Draft]], labelled: list[Draft], language: str) -> None:
    """Adds the outlet's own judgements: sentences without another statement, outside the turns of an interview."""
    at = 0
    for index, unit in enumerate(found):
        while at < len(labelled) and labelled[at].sentence.end <= unit.span.start:
            at += 1
        inside = at < len(labelled) and labelled[at].sentence.start < unit.span.end
        if not drafts[index] and not inside and 0 < len(unit.word) <= _MOST_TOKENS:
            judgement = author(unit, index, language)
            if judgement is not None:
                drafts[index].append(judgement)


def _read(unit: Unit, index: int, lexis: Lexicon) -> list[Draft]:
    if not 0 < len(unit.word) <= _MOST_TOKENS:
        return []
    found = English(unit, index, lexis).read() if lexis.language == "en" else German(unit, index, lexis).read()
    return not_asked(found) if found and asks(unit, lexis.language) else found


_CUES: dict[str, frozenset[str]] = {}


def _attributing(lexis: Lexicon) -> frozenset[str]:
    known = _CUES.get(lexis.language)
    if known is None:
        known = frozenset(
            form
            for form, forms in lexis.forms.items()
            if any(f.shape == "finite" and "quote" in f.takes and not f.fixed for f in forms)
        ) | {"so"}
        _CUES[lexis.language] = known
    return known


STATEMENTS = _Statements()
