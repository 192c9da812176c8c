"""Speeches held in a parliament: who says, asks, demands or thinks what, by a linear model.

A speaker who says *ich* and quotes opponents attributes differently from a reporter: nearly every verb and noun of
saying and thinking has its content in the same sentence, often one word (*das*, *darüber*). The model was trained on
Bundestag speeches and reads only texts that are speeches, so that reports stay with the rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Span
from lagebild.core.marks import StatementKind
from lagebild.mark.words import Word

from .drafts import Draft
from .lexicon import CAP, CLOSED, PUNCT, Lexicon
from .passage import Passage, Pieces, contents, phrases
from .speech_features import about_cue, about_span, cue_kinds, indices

_MARKS = ("„", "“", '"', "»", "‚")
_FEW = 4
"""Contents of so few words name a topic or point at what was said."""
_CUES_OF_CLOSED_CLASS = frozenset(("für", "gemäß", "laut", "nach", "zufolge"))


class SpeechFrame(NamedTuple):
    """A cue at token `cue` with its content and speaker; `sure` is the probability that
    it is one and that the content is found."""

    cue: int
    content: Pieces
    speaker: Pieces
    sure: float


class Model:
    """Weights by hashed feature: of cues, of contents and of speakers."""

    def __init__(self, cue: NDArray[np.float32], content: NDArray[np.float32], speaker: NDArray[np.float32]) -> None:
        self.cue, self.content, self.speaker = cue, content, speaker

    def frames(self, passage: Passage, lexis: Lexicon, least: float) -> list[SpeechFrame]:
        """The frames of a passage whose cue has at least the probability `least`."""
        found = []
        for i in range(len(passage.low)):
            if not is_candidate(passage, i):
                continue
            score = float(self.cue[indices(about_cue(passage, i, lexis))].sum())
            sure = float(1 / (1 + np.exp(-score)))
            if sure < least:
                continue
            kinds = cue_kinds(passage, i, lexis)
            content, right = _best(passage, i, contents(passage, i), self.content, kinds=kinds, prefix="")
            if content and sure * right >= least:
                speaker, _ = _best(passage, i, speakers(passage, i), self.speaker, kinds=kinds, prefix="@")
                found.append(SpeechFrame(i, content, speaker, sure * right))
        return found

    def save(self, path: Path) -> None:
        """Writes the weights, eight bits each."""
        tables: dict[str, Any] = {}
        for name in ("cue", "content", "speaker"):
            weights = getattr(self, name)
            scale = float(np.abs(weights).max()) / 127 or 1.0
            tables[name] = np.round(weights / scale).astype(np.int8)
            tables[f"{name}_scale"] = np.float32(scale)
        np.savez_compressed(path, **tables)


def _best(
    passage: Passage,
    cue: int,
    spans: list[Pieces],
    weights: NDArray[np.float32],
    *,
    kinds: tuple[str, ...],
    prefix: str,
) -> tuple[Pieces, float]:
    if not spans:
        return (), 0.0
    rows = np.array([indices(prefix + f for f in about_span(passage, cue, s, kinds)) for s in spans])
    scores = weights[rows].sum(axis=1)
    if prefix and scores.max() < weights[indices(about_none(passage, cue, kinds))].sum():
        return (), 0.0
    chances = np.exp(scores - scores.max())
    agreed = _agreement(passage, spans) @ (chances / chances.sum())
    best = int(agreed.argmax())
    return spans[best], float(agreed[best])


def about_none(passage: Passage, cue: int, kinds: tuple[str, ...]) -> list[str]:
    """Features of there being nobody who says it."""
    return ["@none", f"@none {passage.lemma[cue]}", f"@none {' '.join(kinds)}"]


def _agreement(passage: Passage, spans: list[Pieces]) -> NDArray[np.float64]:
    """Which spans share more than half of their letters: the span to choose is the one that the probable ones agree
    with, not the most probable one alone."""
    edges = sorted({x for s in spans for x in (y for piece in s for y in piece)})
    width = np.array([passage.start[b] - passage.start[a] if b < len(passage.start) else 1 for a, b in pairwise(edges)])
    covers = np.zeros((len(spans), max(1, len(edges) - 1)))
    at = {edge: n for n, edge in enumerate(edges)}
    for n, pieces in enumerate(spans):
        for a, b in pieces:
            covers[n, at[a] : at[b]] = 1
    weighted = covers * width if len(width) else covers
    size = weighted.sum(axis=1)
    shared: NDArray[np.float64] = (2 * (weighted @ covers.T) >= 0.5 * (size[:, None] + size[None, :])).astype(float)
    return shared


def is_candidate(passage: Passage, i: int) -> bool:
    """Whether the word at token i can be a cue at all."""
    flags, low = passage.flags[i], passage.low[i]
    if passage.part_of[i] < 0 or flags & PUNCT or len(low) < 3:
        return False
    return not flags & CLOSED or bool(flags & CAP and len(low) > 4) or low in _CUES_OF_CLOSED_CLASS or len(low) > 6


def speakers(passage: Passage, cue: int) -> list[Pieces]:
    """Who can be the speaker: phrases of the cue's segment and of the two before it."""
    number = passage.part_of[cue]
    own = passage.parts[number]
    begin = passage.sentences[own.sentence][0]
    found: list[Pieces] = [((s, e),) for s, e in phrases(passage, own.first, own.last, cue) if e - s <= 8]
    for part in passage.parts[max(begin, number - 2) : number]:
        found += [((s, e),) for s, e in phrases(passage, part.first, part.last, part.last) if e - s <= 6]
    return found


@cache
def model() -> Model:
    """The model that ships; its card is `models/speech_de.md`."""
    with (files("lagebild") / "models/speech_de.npz").open("rb") as file, np.load(file) as data:
        return Model(*(data[n].astype(np.float32) * data[f"{n}_scale"] for n in ("cue", "content", "speaker")))


_ADDRESS = re.compile("Kolleg(?:inn)?en und Kolleg(?:inn)?en|Damen und Herren|Herrn? Präsident|Frau Präsidentin")
_OWN = re.compile(r"\b(?:[Ii]ch|[Ww]ir|uns|mir|mich|[Uu]nsere?[mnrs]?|[Mm]eine?[mnrs]?|Ihnen)\b")
_WORD = re.compile(r"\w+")
_LEAST_OWN = 0.01
"""The share of words of the first person from which a text that addresses an assembly is a speech: of the Bundestag
speeches all have more, of news reports one in a hundred has, and those address nobody."""
_LEAST = 0.3
"""The probability from which a frame is kept; the best for F1 in cross-validation."""


def is_speech(text: str) -> bool:
    """Whether a text is a speech held before an assembly: it addresses one, and its speaker says I and we."""
    if _ADDRESS.search(text) is None:
        return False
    own = sum(1 for _ in _OWN.finditer(text))
    return own >= _LEAST_OWN * max(20, sum(1 for _ in _WORD.finditer(text)))


def speech_drafts(text: str, sentences: Sequence[Span], tokens: Sequence[Word], lexis: Lexicon) -> list[Draft]:
    """The statements of a speech."""
    passage = Passage(text, sentences, tokens, lexis)
    found = []
    for frame in model().frames(passage, lexis, _LEAST):
        spans = passage.spans(frame.content)
        kind: StatementKind = "indirect"
        if all(text[s.start - 1 : s.start] in _MARKS for s in spans):
            kind = "direct"
        elif any("belief" in f.takes and not f.fixed for f in lexis.forms.get(passage.low[frame.cue], ())):
            kind = "belief"
        elif frame.content[0][1] - frame.content[0][0] <= _FEW:
            kind = "reported"
        cue = [Span(passage.start[frame.cue], passage.end[frame.cue])]
        part = passage.parts[passage.part_of[frame.cue]]
        first, last = passage.sentences[part.sentence]
        sentence = Span(passage.start[passage.parts[first].first], passage.end[passage.parts[last - 1].last - 1])
        draft = Draft(0, spans, kind, cue, passage.spans(frame.speaker), runs=False, sentence=sentence)
        found.append(draft)
    return found
