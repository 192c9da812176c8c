"""Speeches held in a parliament: who says, asks, demands or thinks what, by a linear model.

A speaker who says *ich* and quotes opponents attributes differently from a reporter: nearly every verb and noun of
saying and thinking has its content in the same sentence, often one word (*das*, *darüber*). The model was trained on
Bundestag speeches and reads only texts that are speeches, so that reports stay with the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
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
from .speech_features import Candidates, Columns, Rows, borders

_MARKS = ("„", "“", '"', "»", "‚")
_FEW = 4
"""Contents of so few words name a topic or point at what was said."""
_NEARNESS = 0.3
"""What the expected overlap counts beside the probability of being right: enough to choose among spans that are right
alike. Without it the first of them would be taken, and few would be exact."""
_BLOCK, _FEW_CUES = 4096, 16
"""Words, and cues with their spans, that are judged at a time."""
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
        tokens = np.array([i for i in range(len(passage.low)) if is_candidate(passage, i)], dtype=np.int64)
        if not len(tokens):
            return []
        columns = Columns(passage, lexis)
        found: list[SpeechFrame] = []
        # In blocks, so that memory stays small for any text.
        for begin in range(0, len(tokens), _BLOCK):
            block = tokens[begin : begin + _BLOCK]
            sure = self._sure(columns, block)
            for at in range(0, len(kept := np.flatnonzero(sure >= least)), _FEW_CUES):
                few = kept[at : at + _FEW_CUES]
                found += self._frames(columns, {int(block[n]): float(sure[n]) for n in few}, least)
        return found

    def _sure(self, columns: Columns, tokens: Rows) -> NDArray[np.float64]:
        """The probability that the words at `tokens` are cues."""
        rows, near, row = columns.of_cues(tokens)
        scores = self.cue[rows].sum(axis=1, dtype=np.float64)
        scores += np.bincount(row, weights=self.cue[near], minlength=len(tokens))
        sure: NDArray[np.float64] = 1 / (1 + np.exp(-scores))
        return sure

    def _frames(self, columns: Columns, cues: dict[int, float], least: float) -> list[SpeechFrame]:
        """The frames of cues, given with their probabilities."""
        passage, chosen = columns.passage, []
        about = {cue: contents(passage, cue) for cue in cues}
        for cue, scores in _scores(columns, self.content, about):
            content, right = _agreed(columns.start, about[cue], scores)
            if cues[cue] * right >= least:
                chosen.append(SpeechFrame(cue, content, (), cues[cue] * right))
        tokens = np.array([frame.cue for frame in chosen], dtype=np.int64)
        nobody = dict(zip(tokens.tolist(), self.speaker[columns.of_nobody(tokens)].sum(axis=1), strict=True))
        who = {frame.cue: speakers(passage, frame.cue) for frame in chosen}
        named = {
            cue: _agreed(columns.start, who[cue], scores)[0]
            for cue, scores in _scores(columns, self.speaker, who)
            if scores.max() >= nobody[cue]
        }
        return [frame._replace(speaker=named.get(frame.cue, ())) for frame in chosen]

    def save(self, path: Path) -> None:
        """Writes the weights, eight bits each."""
        tables: dict[str, Any] = {}
        for name in ("cue", "content", "speaker"):
            weights = getattr(self, name)
            scale = float(np.abs(weights).max()) / 127 or 1.0
            tables[name] = np.round(weights / scale).astype(np.int8)
            tables[f"{name}_scale"] = np.float32(scale)
        np.savez_compressed(path, **tables)


def _scores(
    columns: Columns, weights: NDArray[np.float32], spans: dict[int, list[Pieces]]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """The scores of the spans of each cue that has any."""
    spans = {cue: one for cue, one in spans.items() if one}
    scores = weights[columns.of_spans(Candidates.of(spans.items()))].sum(axis=1, dtype=np.float64)
    begin = 0
    for cue, one in spans.items():
        yield cue, scores[begin : begin + len(one)]
        begin += len(one)


def _agreed(starts: NDArray[np.int64], spans: list[Pieces], scores: NDArray[np.float64]) -> tuple[Pieces, float]:
    """The span to choose, and the probability that it is right, which is that it shares half of its letters with what
    is meant. Not the most probable one alone, but the one that the probable ones agree with; of those that they agree
    with alike, the nearest to all."""
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    shared = overlaps(starts, spans)
    right = (shared >= 0.5) @ chances
    best = int((right + _NEARNESS * (shared @ chances)).argmax())
    return spans[best], float(right[best])


def overlaps(starts: NDArray[np.int64], spans: list[Pieces]) -> NDArray[np.float64]:
    """The F1 of each two spans in letters; `starts` are the characters at which tokens start."""
    pieces = starts[borders(spans)]
    shared = sum(
        np.maximum(0, np.minimum.outer(e1, e2) - np.maximum.outer(s1, s2)) for s1, e1 in pieces for s2, e2 in pieces
    )
    size = (pieces[:, 1] - pieces[:, 0]).sum(axis=0)
    overlap: NDArray[np.float64] = 2 * shared / np.add.outer(size, size)
    return overlap


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
_LEAST = 0.35
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
