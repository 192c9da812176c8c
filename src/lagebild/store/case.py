"""A case: one question, the reports that bear on it, what was made of them and what the analyst decided."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType

from lagebild.core import Answer, Change, Cite, Links, Marked, Own, Question, Reading, Resolution, Score
from lagebild.errors import BadInput, CaseError
from lagebild.gather import Remark, gather
from lagebild.weigh import Catalogue, spread, track, weigh
from lagebild.weigh.asof import latest
from lagebild.weigh.hand import decided as world
from lagebild.weigh.spread import Settled
from lagebild.weigh.track import Judged

from . import asking, file, keep, ledger, log, made, outcomes, rules, targets
from .ledger import Issued
from .lock import WriterLock
from .search import Hit, found, in_force, search
from .tally import Added, OnProgress, Tally


class Case:
    """An open case file. Make one with `Case.create`, open one with `Case.open`; both are context managers.

    A case opened for writing holds the one writer lock until it is closed; readers are never kept waiting.
    Every method raises CaseError, in one line, when the file cannot be read or written.
    """

    def __init__(self, database: file.Database, lock: WriterLock | None) -> None:
        self._database, self._lock = database, lock
        self._linked: tuple[object, Links] | None = None
        self._decided: tuple[object, Links] | None = None
        self.state: str | None = None
        """What the links were kept under for the next start, if they were."""

    @classmethod
    def create(cls, path: str | Path, *, question: str | Path) -> Case:
        """Makes the case `path` for a question (a Path to a TOML file, or TOML text) and opens it for writing.

        Raises BadInput for a question that nobody could resolve, CaseError when the file exists or cannot be made.
        """
        place = Path(path)
        asked = asking.read(question)
        if place.is_dir():
            raise CaseError(str(place), "is a folder, not a case file", "name a file in it, such as belarus.lage")
        if not place.absolute().parent.is_dir():
            raise CaseError(str(place), "its folder does not exist", "make the folder first")
        with WriterLock(place):
            file.create(place, [asked.row()])
        return cls.open(place, write=True)

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False) -> Case:
        """Opens the case at `path`. With `write` it takes the writer lock: a second writer gets a CaseError."""
        place = Path(path)
        if not write or not place.is_file():
            return cls(file.connect(place, write=write), None)
        lock = WriterLock(place.resolve())
        try:
            return cls(file.connect(place, write=True), lock)
        except BaseException:
            lock.release()
            raise

    @property
    def path(self) -> Path:
        """The case file."""
        return self._database.path

    @property
    def question(self) -> Question:
        """The question in force."""
        return asking.in_force(self._database).question(self.path.name)

    @property
    def catalogue(self) -> Catalogue | None:
        """The catalogue of signs in force: the question's own, else the built-in one of its family, else none."""
        return asking.in_force(self._database).catalogue(self.path.name)

    def ask(self, question: str | Path) -> None:
        """Puts a new wording of the question (or its catalogue) in force; the older ones stay in the file. Raises
        BadInput for one that nobody could resolve, or that is another question: its id is another."""
        self._writes()
        asked, now = asking.read(question), self.question
        if asked.question(str(question)).id != now.id:
            raise BadInput(str(question), f"is not the question {now.id} of this case", "make a new case for another")
        self._database.run(*asked.row())

    def add(
        self,
        sources: Iterable[str | Path],
        *,
        workers: int = 0,
        allow_private: bool = False,
        on_progress: OnProgress | None = None,
        on_remark: Callable[[Remark], None] | None = None,
    ) -> Added:
        """Reads `sources` (files, folders, URLs), marks what is new and keeps it, a transaction a document.

        What cannot be read is listed in the result and the rest goes on. Interrupted at any moment, what was kept
        is whole, and adding the same sources again completes it. `workers` and `on_remark` as in `gather`.
        """
        self._writes()
        tally = Tally(self._database, on_progress)
        readings = gather(
            sources,
            on_unreadable=tally.fail,
            on_remark=on_remark,
            allow_private=allow_private,
            workers=workers,
            timezone=self.question.timezone,
        )
        try:
            for reading in readings:
                tally.keep(reading)
        finally:
            # Closed now, not when collected, so that workers end with the call.
            if isinstance(readings, Generator):
                readings.close()
        return tally.added()

    def take(self, readings: Iterable[Reading], *, on_progress: OnProgress | None = None) -> Added:
        """Marks readings that were made elsewhere (in a corpus) and keeps what is new, as `add` does."""
        self._writes()
        tally = Tally(self._database, on_progress)
        for reading in readings:
            tally.keep(reading)
        return tally.added()

    def refresh(self, *, on_progress: OnProgress | None = None) -> Added:
        """Marks again the readings in force that annotators of other versions marked."""
        return self.take(keep.stale(self._database), on_progress=on_progress)

    def marked(self, *, decided: bool = True) -> tuple[Marked, ...]:
        """The readings in force with their marks, sorted by document id; as the analyst decided, or with
        `decided=False` as the machine made them."""
        with self._database.snapshot():
            machine = keep.marked(self._database, keep.in_force(self._database))
            taken = ledger.decisions(self._database) if decided else ()
        return ledger.as_decided(machine, taken) if taken else machine

    def links(self, *, decided: bool = True) -> Links:
        """What the readings in force say together: as the analyst decided, or with `decided=False` as the machine
        linked them. Made once for each state of the case."""
        marking = self.marking
        if self._linked is None or self._linked[0] != marking:
            self.state, links = made.linked(self._database)
            self._linked = (marking, links)
        if not decided:
            return self._linked[1]
        (entry,) = self._database.row("SELECT max(id) FROM decision") or (None,)
        if self._decided is None or self._decided[0] != (marking, entry):
            self._decided = ((marking, entry), world(self._linked[1], self.changes()).links)
        return self._decided[1]

    def adopt(self, links: Links, *, marking: int) -> None:
        """Takes links made elsewhere, without decisions, from the markings up to number `marking`; passed over where
        the case has others by now."""
        if self.marking == marking:
            self._linked = (marking, links)

    @property
    def marking(self) -> int:
        """The number of the newest marking, 0 where there is none: links change only with it."""
        return int((self._database.row("SELECT max(id) FROM marking") or (0,))[0] or 0)

    def assess(
        self, as_of: date | None = None, *, decisions: bool = True, words: str | None = None, allow_blind: bool = False
    ) -> Answer:
        """The answer as of a date, which is included, in the question's time zone; left out, as of the latest
        publication date. With `decisions=False` the machine's own; `words` is the scale of probability words.

        Raises CaseError in blind mode, until an own number is locked; `allow_blind` is for those who show no number.
        """
        if not allow_blind:
            self.sighted()
        taken, asked = self.decisions(), asking.in_force(self._database)
        changes = log.changes(taken, self.marked(decided=False)) if decisions else ()
        links, question, own = self.links(decided=False), asked.question(self.path.name), asked.own(self.path.name)
        state = self.state if as_of is None else None
        with made.reading(state, links, question, asked.catalogue(self.path.name)) as reads:
            answer = weigh(links, question, as_of=as_of, catalogue=own, decisions=changes, words=words, reads=reads)
        return outcomes.beside(answer, taken)

    def issue(self, answer: Answer) -> Issued:
        """Keeps an answer as given out, for good; only such answers are scored."""
        self._writes()
        return ledger.issue(self._database, answer)

    def issued(self) -> tuple[Issued, ...]:
        """The answers given out, oldest first."""
        return ledger.issued(self._database)

    def answer(self, number: int) -> Answer:
        """An answer given out, with the readings, marks and decisions of then."""
        with self._database.snapshot():
            return ledger.answer(self._database, number)

    def decide(
        self,
        kind: log.Kind,
        target: str | None = None,
        value: str | None = None,
        *,
        reason: str,
        who: str = "analyst",
        cite: Cite | None = None,
        to: Cite | str | None = None,
        undoes: int | None = None,
    ) -> log.Decision:
        """Adds an entry to the log; `docs/the-analysts-hand.md` lists the kinds. `target` is what it is about: an id of
        an answer (evidence, happening, entity), "source:NAME", "indicator:ID", "answer", or with a `cite`
        "report:INDICATOR". A `cite` with the id of a mark alone is about that mark. `to` is the other thing of a merge
        or a move: a cite or an id. Raises BadInput or UnknownName in one line for an entry that makes no sense."""
        self._writes()
        if kind == "answer":
            self._single("decision answer")
        if kind in log.RECORDS:
            raise BadInput(f"decision {kind}", "has a method of its own", "use set_blind, lock, resolve or annul")
        found = targets.Place(target, cite, None)
        if kind in log.KINDS and (target is not None or to is not None or cite is not None):
            found = targets.Targets(
                self.links(decided=False), self.links, self.question, self.catalogue, self.changes()
            ).place(kind, target, cite, to)
        about = found.target if kind in log.CHANGES else target
        if kind in log.CHANGES:
            rules.check_signs(kind, about, value, self.catalogue, self.standing())
        return ledger.decide(
            self._database,
            kind,
            reason=reason,
            who=who,
            target=about,
            cite=found.cite,
            toward=found.toward,
            value=value,
            undoes=undoes,
        )

    def undo(self, number: int, *, reason: str, who: str = "analyst") -> log.Decision:
        """Takes the decision `number` back: the answer is exactly what it was without it. Raises BadInput."""
        return self.decide("undo", reason=reason, who=who, undoes=number)

    def standing(self) -> tuple[log.Decision, ...]:
        """The decisions that were not taken back, oldest first."""
        return log.standing(self.decisions())

    def changes(self) -> tuple[Change, ...]:
        """The standing decisions that change the answer, placed in the readings in force: what `weigh` takes."""
        return log.changes(self.decisions(), self.marked(decided=False))

    @property
    def blind(self) -> bool:
        """True while blind mode keeps the machine's number back: it is on, and no own number is locked yet."""
        return outcomes.blind(self.decisions())

    def sighted(self) -> None:
        """Raises CaseError while blind mode keeps the machine's number back."""
        if self.blind:
            remedy = f"first commit to your own: `lagebild forecast lock {self.path} 0.05 --reason …`"
            raise CaseError(str(self.path), "blind mode keeps the machine's number back", remedy)

    def set_blind(self, on: bool, *, reason: str, who: str = "analyst") -> None:
        """Switches blind mode on or off. The log keeps who looked before committing, and why."""
        self._record("blind", "on" if on else "off", reason, who)

    def lock(self, probability: float, *, reason: str, who: str = "analyst", as_of: date | None = None) -> Own:
        """Commits to an own probability as of a date (left out: the latest publication date). It is never taken back; a
        further one is a later forecast. Raises BadInput for no probability, or when the question is resolved."""
        if not 0 < probability < 1:
            raise BadInput(f"own number {probability:g}", "is no probability to stand by", "give one between 0 and 1")
        self._single("own number")
        self._record("lock", outcomes.lock_value(probability, self.own_day(as_of)), reason, who)
        return self.own()[-1]

    def own_day(self, as_of: date | None) -> date:
        """The day as of which an own number counts that is locked now. Raises BadInput where none can be."""
        self._open()
        asked = self.question
        return outcomes.within(asked, as_of or latest(self.links(decided=False), asked.timezone) or asked.opens)

    def own(self) -> tuple[Own, ...]:
        """The numbers that people committed to, oldest first."""
        return outcomes.own(self.decisions())

    def resolve(
        self, outcome: float | str, *, on: date, source: str, reason: str = "", who: str = "analyst"
    ) -> Resolution:
        """Says how the question came out, on which day, and by what source: "yes", "no" or a share between 0 and 1; the
        id of one of several outcomes; a number. Of a question for a day, "yes" with the day of the event. A question
        that was resolved or annulled before is only resolved anew with a `reason`. Raises BadInput."""
        asked = self.question
        came, which = outcomes.settles(asked, outcome, on, source)
        if self._outcome() is not None and not reason.strip():
            raise BadInput("resolution", "the question was resolved before", "say why it is resolved anew: --reason")
        self._record("resolve", outcomes.outcome_value(came, on, source, which), reason.strip() or source, who)
        return Resolution(question=asked.id, at=on, outcome=came, by=source, which=which)

    def annul(self, *, reason: str, who: str = "analyst") -> None:
        """Withdraws the question, with a reason: nothing is scored."""
        self._record("annul", None, reason, who)

    def resolution(self) -> Resolution | None:
        """How the question came out, by the last word on it; None while it is open, and when it was annulled."""
        found = self._outcome()
        return found.resolution if found else None

    def judged(self) -> tuple[Judged, ...]:
        """The question with the numbers that were given out before its outcome: what a track record is made of. Empty
        while the question is open."""
        with self._database.snapshot():
            return outcomes.judged(self._database, self.question)

    def scores(self) -> tuple[Score, ...]:
        """The scores of all numbers given out before the outcome: answers, the machine's without decisions, the base
        rate's, own ones. Empty while the question is open, and when it was annulled."""
        spreads = self.settled()
        if spreads:
            return tuple(score for settled in spreads for score in spread.scores(settled))
        return tuple(score for judged in self.judged() for score in track.scores(judged))

    def settled(self) -> tuple[Settled, ...]:
        """A question of another kind than yes or no with the distributions given out before its outcome; empty while it
        is open."""
        with self._database.snapshot():
            return outcomes.settled(self._database, self.question)

    def _outcome(self) -> outcomes.Outcome | None:
        return outcomes.outcome(self.decisions(), self.question.id)

    def _open(self) -> None:
        if self._outcome() is not None:
            raise BadInput(str(self.path), "the question is resolved", "own numbers are locked before that")

    def _single(self, what: str) -> None:
        if self.question.kind in outcomes.DISTRIBUTED:
            raise BadInput(what, "is for a probability of yes", f"this question is of kind {self.question.kind}")

    def _record(self, kind: log.Kind, value: str | None, reason: str, who: str) -> None:
        self._writes()
        ledger.decide(self._database, kind, reason=reason, who=who, target="case", value=value)

    def decisions(self) -> tuple[log.Decision, ...]:
        """The whole log, oldest first."""
        return ledger.decisions(self._database)

    def replay(self) -> log.Replay:
        """Where the standing decisions are found in the readings in force, and which are not found again."""
        return log.replay(self.decisions(), self.marked(decided=False))

    def search(self, query: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """The readings in which all words of `query` occur: words, "words in a row", a beginning*. Folded:
        suwalki finds Suwałki, weissrussland Weißrussland. Raises BadInput when there is no word in it."""
        return search(self._database, query, limit=limit)

    def find(self, query: str, *, limit: int = 1000, among: Mapping[int, str] | None = None) -> tuple[str, ...]:
        """The ids of the documents that `search` finds, best first, without their texts. Who asks often hands in what
        `searched` gives."""
        return found(self._database, query, limit=limit, among=self.searched() if among is None else among)

    def searched(self) -> dict[int, str]:
        """What a search finds something in: the readings in force, by their row, and the ids of their documents."""
        return in_force(self._database)

    def check(self) -> str:
        """Reads the whole file and says in words what it holds. Raises CaseError when it is damaged."""
        return keep.check(self._database)

    def close(self) -> None:
        """Closes the file and gives the writer lock back. May be called again."""
        try:
            self._database.close()
        finally:
            if self._lock:
                self._lock.release()

    def __enter__(self) -> Case:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _writes(self) -> None:
        if not self._database.write:
            raise CaseError(str(self.path), "was opened for reading", "open it with write=True")
