"""What if: the answer with a sign seen, refuted or left out, or a finding graded otherwise, by the real engine."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from lagebild.core import Answer, Change, Links
from lagebild.errors import BadInput, UnknownName
from lagebild.weigh.catalogue import Catalogue
from lagebild.weigh.desk import Desk as Weighing
from lagebild.weigh.desk import Reads
from lagebild.weigh.hand.grades import weight
from lagebild.weigh.hand.world import decided
from lagebild.weigh.update import ABSENT, SEEN, Engine, State

Turn = Literal["seen", "refuted", "out"]
TURNS: tuple[str, ...] = get_args(Turn)
"""A sign reported by one reliable origin more; reported not to be there, its reports withdrawn; left out."""

LETTERS: tuple[str, ...] = ("A", "B", "C", "D", "E")
"""Reliability of a source (AJP-2.1); `weigh.hand.grades` says what each is worth."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The probability with its 90 % interval, and as things stand."""

    probability: float
    low: float
    high: float
    now: float


class WhatIf:
    """The model of one answer. Safe to ask from several threads."""

    def __init__(
        self,
        machine: Links,
        answer: Answer,
        catalogue: Catalogue | None,
        changes: Sequence[Change],
        *,
        shut: bool = False,
        reads: Reads | None = None,
    ) -> None:
        question = answer.question
        self._lock = threading.Lock()
        self.at = answer.as_of
        self.refused = shut or answer.forecast is None or catalogue is None
        self.deniable: frozenset[str] = frozenset()
        if self.refused or catalogue is None:
            return
        desk = Weighing(
            machine, question, catalogue, answer.prior, answer.as_of, whole=(changes, decided(machine, changes)),
            reads=reads,
        )  # fmt: skip
        self._model = desk.prepared(changes).model
        self._now = self._model.standing(self.at)
        self._rows = {item.id: row for row, item in enumerate(self._model.items)}
        self.deniable = frozenset(s.indicator.id for s in catalogue.signs if any(p.deniable for p in s.patterns))

    def signs(self) -> tuple[str, ...]:
        """The ids of the signs that can be turned; none where the question has no number."""
        return () if self.refused else tuple(self._model.number)

    def ask(self, turns: Mapping[str, str], grades: Mapping[str, str]) -> Supposed:
        """The answer if each sign of `turns` were as said and each finding of `grades` (evidence id → letter) came
        from sources of that reliability. Raises BadInput and UnknownName for what there is not."""
        if self.refused:
            raise BadInput("what if", "the question has no number to move", "see why on the page of the answer")
        for name, turn in turns.items():
            if name not in self._model.number:
                raise UnknownName.of("indicator", name, self._model.number)
            if turn not in TURNS:
                raise UnknownName.of("turn", turn, TURNS)
        letters = {letter: weight(letter) for letter in LETTERS}
        for name, letter in grades.items():
            if name not in self._rows:
                raise BadInput(f"evidence {name[:80]}", "is not in this answer", "name one that the answer lists")
            if letter not in letters:
                raise UnknownName.of("grade", letter, letters)
        with self._lock:
            state, engine = self._graded({self._rows[n]: letters[g] or 0.0 for n, g in grades.items()})
            for name, turn in sorted(turns.items()):
                state = self._turned(engine, state, self._model.number[name], turn)
            found = self._model.stood(self.at, state)
        return Supposed(found.probability, found.low, found.high, self._now.probability)

    def _graded(self, weights: Mapping[int, float]) -> tuple[State, Engine]:
        """The state in which all reports of these rows have these weights."""
        engine = self._model.engine
        if not weights:
            return self._now.state, engine
        rows = engine.rows
        changed = rows.spell_weight.copy()
        for row, share in weights.items():
            changed[rows.spell_row == row] = share
        other = Engine(engine.best, engine.drawn, replace(rows, spell_weight=changed), engine.opens)
        return other.at(self.at.toordinal()), other

    def _turned(self, engine: Engine, state: State, number: int, turn: str) -> State:
        sign = engine.rows.sign == number
        if turn == "out":
            return engine.without(state, np.flatnonzero(sign))
        seen = turn == "seen"
        contrary = np.flatnonzero(sign & (engine.rows.kind == (ABSENT if seen else SEEN)))
        return engine.without(state, contrary, told=self._model.supposed[seen] + number)
