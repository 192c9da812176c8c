"""Does a statement speak for or against what a question proposes? German and English.

A sum of small reasons, each with its words: what says yes or no, values, demands, sets something else against it; what
is to be done with the thing by the proposition ("soll abgeschafft werden") and by the statement; each turned round by a
negation in its clause. Near 0 the direction is unclear. The words are data: `data/direction/<language>.toml`.
`docs/direction.md` says how it works and how often it is right.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from lagebild.core import Note, Span
from lagebild.errors import UnknownName
from lagebild.mark.words import Word, words

from .phrases import Finder, parse

Side = Literal["for", "against", "unclear"]
LANGUAGES = ("de", "en")
KINDS: tuple[str, ...] = (
    "along", "approve", "aside", "bad", "counter", "demand", "enough", "fight", "give", "good", "instead", "keep",
    "needless", "negate", "reject", "take", "void", "would",
)  # fmt: skip
"""What phrases can do; the data files tell."""
LISTS: tuple[str, ...] = ("allow", "beside", "most", "pointer", "relative", "stop", "that")
"""Lists of single words in the data files."""

# How much a reason counts. Elicited in steps, not fitted; docs/direction.md says what happens when they are doubled.
APPROVE, REJECT, NEEDLESS = 1.0, 3.0, 3.0
GOOD, BAD, FIGHT = 0.5, 0.7, 0.3
DEMAND, ALONG = 0.4, 0.4
ENOUGH, COUNTER, WOULD, ASKED = 1.0, 0.7, 1.5, 0.7
INSTEAD = 2.0
"""Something in place of the thing: "statt X" where X is named; else it counts as any counter-proposal."""
SAME, NOT_SAME, GIVE, NOT_GIVE, TAKE, TAKE_ASKED, KEEP = 1.0, 1.5, 0.3, 0.7, 0.6, 1.5, 1.5
NEGATION = 0.6
FIRST, DECAY, LEAST = 1.5, 0.15, 0.3
"""A first sentence counts 1.5, later ones 0.15 less each, down to 0.3: people answer first and explain after."""
ELSEWHERE = 0.4
"""What a yes or no counts in a clause that names neither the thing nor points to it."""
CONCEDED = 0.3
TOPIC = 0.25
LEAN = 0.1
"""Where nothing decides: people give reasons more often for than against."""
LENGTH = 20
"""Words beyond which a statement's sum is damped by the root of its length: long texts collect reasons of all kinds."""
CLEAR = 0.5
"""The least |score| for which a direction is told."""
_BREAKS = frozenset(",:;–—()…")
_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Direction:
    """`score`: −1 (against) to 1 (for). `direction`: unclear where |score| < CLEAR. `why`: the reasons in the order of
    the text, as notes `direction.<kind>` with `words` and what each adds before damping, `adds`."""

    direction: Side
    score: float
    why: tuple[Note, ...]


class Proposition(NamedTuple):
    """What is proposed. `sign`: +1 more of its thing or as much, −1 less or none. `keep`: leave things as they are.
    `stems`: beginnings of its words. `acts`: phrases that it says it with."""

    sign: int
    keep: bool
    stems: frozenset[str]
    acts: frozenset[str]


class Hit(NamedTuple):
    """A phrase of a clause: what it does, its place, whether the proposition uses it too."""

    kind: str
    span: Span
    same: bool


class Clause(NamedTuple):
    """A stretch of words without stops; `sentence` counts from 0, `asked` where it ends in a question mark."""

    words: Sequence[Word]
    sentence: int
    asked: bool


class Lexicon(NamedTuple):
    """The words of a language."""

    phrases: Finder[str]
    lists: Mapping[str, frozenset[str]]


@cache
def lexicon(language: str) -> Lexicon:
    """The words of `language`. Raises UnknownName for one without."""
    if language not in LANGUAGES:
        raise UnknownName.of("language", language, LANGUAGES)
    file = files("lagebild") / "data" / "direction" / f"{language}.toml"
    table: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    phrases = Finder([(parse(text), kind) for kind in KINDS for text in table[kind]["words"]])
    return Lexicon(phrases, {name: frozenset(table[name]["words"]) for name in LISTS})


def direction(question: str, statement: str, *, language: str) -> Direction:
    """Whether `statement` speaks for what `question` proposes (a thesis or a question: "X soll verboten werden").

    `language` of both is de or en; raises UnknownName for another. Linear in the length of the texts.
    """
    proposed = proposition(question, language)
    total, size, why = LEAN, 0, []
    for clause in clauses(words(statement)):
        size += len(clause.words)
        for hit, adds in _weigh(clause, proposed, language):
            total += adds
            said = statement[hit.span.start : hit.span.end]
            why.append(Note(f"direction.{hit.kind}", (("words", said), ("adds", round(adds, 2)))))
    if not why:
        return Direction("unclear", 0.0, ())
    score = math.tanh(total / math.sqrt(1 + size / LENGTH) / 2)
    side: Side = "unclear" if abs(score) < CLEAR else "for" if score > 0 else "against"
    return Direction(side, score, tuple(why))


@lru_cache(maxsize=1000)
def proposition(text: str, language: str) -> Proposition:
    """What `text` proposes, from the words that tell what is to be done in its main clause."""
    known, all_words = lexicon(language), words(text)
    main = _main(all_words, language)
    beside = [Span(w.start, w.end) for w in main if w.text.lower() in known.lists["beside"]]
    found = [h for h in _hits(main, language, frozenset()) if not any(h.span.touches(b) for b in beside)]
    acts = sorted((h.span.start, h.kind) for h in found if h.kind in ("give", "take", "keep"))
    keep = any(kind == "keep" for _, kind in acts)
    # A German predicate ends its clause, an English one opens it. To keep a ban is to keep something.
    predicate = acts[-1 if language == "de" else 0][1] if acts else "give"
    # "More of it", and what is to be allowed, is more, whatever is done: "Mehr Krankenhäuser privatisieren".
    if _told(main, known.lists["most"], 0) or _told(main, known.lists["allow"], -1):
        predicate = "give"
    sign = -1 if predicate == "take" and not keep else 1
    if sum(h.kind == "negate" for h in found) % 2:
        keep = keep or sign < 0
        sign = -sign
    stop = known.lists["stop"]
    stems = frozenset(_stem(w.text) for w in all_words if len(w.text) > 3 and w.text.lower() not in stop)
    used = frozenset(f.phrase.text for f, kind in known.phrases.find(all_words) if kind in ("give", "take", "keep"))
    return Proposition(sign, keep, stems, used)


def clauses(all_words: Sequence[Word]) -> Iterator[Clause]:
    """The text in clauses, in order."""
    sentence, run, done = 0, list[Word](), list[list[Word]]()
    for word in all_words:
        if word.text not in _BREAKS and word.text not in _ENDS:
            run.append(word)
            continue
        if run:
            done.append(run)
            run = []
        if word.text in _ENDS and done:
            yield from (Clause(part, sentence, word.text == "?") for part in done)
            sentence, done = sentence + 1, []
    yield from (Clause(part, sentence, False) for part in [*done, run] if part)


def _main(all_words: Sequence[Word], language: str) -> Sequence[Word]:
    """The words that say what is to be done: after "sich dafür einsetzen, dass" its clause, else all but what stands
    in brackets and in clauses beside the main one."""
    lists = lexicon(language).lists
    for i, word in enumerate(all_words):
        if word.text.lower() in lists["that"] and i and all_words[i - 1].text == ",":
            return all_words[i + 1 :]
    kept, skipped, depth, opened = list[Word](), False, 0, False
    for word in all_words:
        if word.text in "()":
            depth = depth + 1 if word.text == "(" else max(0, depth - 1)
        elif word.text == ",":
            opened, skipped = True, False
        elif not depth:
            skipped = skipped or (opened and word.text.lower() in lists["relative"])
            opened = False
            if not skipped:
                kept.append(word)
    return kept


def _told(main: Sequence[Word], list_: frozenset[str], at: int) -> bool:
    """True where the first (0) or last (−1) word of a clause is on a list."""
    said = [w.text.lower() for w in main if w.text[0].isalnum()]
    return bool(said) and said[at] in list_


def _hits(run: Sequence[Word], language: str, acts: frozenset[str]) -> list[Hit]:
    """What the words of a clause do, without look-alikes of negations."""
    found = lexicon(language).phrases.find(run)
    void = [span for f, kind in found if kind == "void" for span in f.spans]
    # "Nicht sinnvoll" is one phrase: its "sinnvoll" is no praise.
    taken = [span for f, kind in found if kind == "needless" for span in f.spans]
    return [
        Hit(kind, f.hull, f.phrase.text in acts)
        for f, kind in found
        if kind != "void"
        and not (kind == "negate" and any(v.touches(f.spans[0]) for v in void))
        and not (kind in ("good", "bad", "demand") and any(t.touches(f.spans[0]) for t in taken))
    ]


def _stem(word: str) -> str:
    return word.lower()[:6]


def _named(run: Sequence[Word], stems: frozenset[str]) -> int:
    """How many words of a clause name the thing, also within a compound ("Landesmindestlohn")."""
    long = [stem for stem in stems if len(stem) == 6]
    count = 0
    for word in run:
        low = word.text.lower()[:60]
        count += len(low) > 3 and (low[:6] in stems or (len(low) > 9 and any(stem in low for stem in long)))
    return count


class _Setting(NamedTuple):
    """What holds for all phrases of a clause."""

    proposed: Proposition
    negated: bool
    topic: int
    near: float
    """What a yes or no counts here."""
    flip: int
    """−1 where a value is one of a thing that the proposition would end or weaken."""
    kinds: frozenset[str]

    @property
    def refused(self) -> bool:
        """What is to be done according to this clause is not to be done: "ein Verbot ist nicht sinnvoll"."""
        return self.negated or bool(self.kinds & {"reject", "needless"})

    @property
    def opposed(self) -> bool:
        """The clause wants the thing ended that the proposition wants."""
        return "take" in self.kinds and self.proposed.sign > 0 and self.topic > 0 and not self.refused

    @property
    def boost(self) -> float:
        """Values and acts count more in a clause that names the thing."""
        return 1 + TOPIC * min(self.topic, 2)


def _weigh(clause: Clause, proposed: Proposition, language: str) -> Iterator[tuple[Hit, float]]:
    """Each phrase of a clause with what it adds."""
    hits = _hits(clause.words, language, proposed.acts)
    if not hits and not clause.asked:
        return
    kinds = {hit.kind for hit in hits}
    # "kein Grund" brings its own negation.
    negations = sum(hit.kind == "negate" for hit in hits) - ("needless" in kinds)
    topic = _named(clause.words, proposed.stems)
    points = any(w.text.lower() in lexicon(language).lists["pointer"] for w in clause.words)
    near = 1.0 if topic or points or clause.sentence == 0 else ELSEWHERE
    acted = "take" in kinds or any(hit.same for hit in hits)
    flip = 1 if acted else proposed.sign
    setting = _Setting(proposed, negations > 0 and negations % 2 == 1, topic, near, flip, frozenset(kinds))
    share = max(LEAST, FIRST - DECAY * clause.sentence) * (CONCEDED if "aside" in kinds else 1)
    bare = not kinds - {"negate", "along", "counter", "would"}
    for hit in hits:
        adds = _value(hit, setting)
        if hit.kind == "negate" and setting.negated and bare:
            adds = -NEGATION * proposed.sign
            bare = False
        if adds:
            yield hit, adds * share
    if clause.asked:
        yield Hit("asked", Span(clause.words[0].start, clause.words[-1].end), False), -ASKED * share


def _value(hit: Hit, at: _Setting) -> float:
    """What one phrase adds in its clause."""
    if hit.kind in ("give", "take", "keep"):
        return _act(hit, at)
    sign, kept, boost = at.proposed.sign, at.proposed.keep, at.boost
    # A yes to the thing is a no to ending it; a yes to something unnamed is left half in doubt then.
    object_ = at.flip if at.topic else 1.0 if sign > 0 else 0.5
    turned = -1.5 if at.negated else 1.0
    return {
        "approve": APPROVE * turned * at.near * object_,
        "reject": -REJECT * at.near * object_,
        "needless": -NEEDLESS * at.near * at.flip * (-1 if at.negated else 1),
        "good": GOOD * turned * at.flip * boost,
        "bad": FIGHT if "fight" in at.kinds else -BAD * (-0.3 if at.negated else 1) * at.flip * boost,
        "demand": 0.0 if at.opposed else DEMAND * (-1.2 if at.negated else 1) * max(0, sign),
        "enough": 0.0 if at.negated else -ENOUGH * (-0.7 if kept else 1),
        "counter": -COUNTER * (-0.5 if kept else 1),
        "along": ALONG * max(0, sign),
        "instead": -(INSTEAD if at.topic else COUNTER) * (-0.5 if kept else 1),
        "would": -WOULD,
    }.get(hit.kind, 0.0)


def _act(hit: Hit, at: _Setting) -> float:
    """What is to be done by the statement, against what is to be done by the proposition."""
    kept, boost = at.proposed.keep, at.boost
    if hit.same and hit.kind == "keep":
        return -KEEP if at.refused else KEEP
    if hit.same:
        return (-NOT_SAME if at.refused else SAME) * boost
    if hit.kind == "give":
        return -NOT_GIVE if at.negated else GIVE * at.proposed.sign * boost
    if hit.kind == "take" and at.opposed and "demand" in at.kinds:
        return -TAKE_ASKED * boost
    if hit.kind == "take":
        return -TAKE * at.proposed.sign * boost if at.topic and not at.negated else 0.0
    return KEEP if kept else -KEEP / 2
