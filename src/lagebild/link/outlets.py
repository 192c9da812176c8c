"""Outlets: the name of one, as two texts may write it, and the one that a report says it took its text from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from lagebild.core import Span

from .report import Report, fold

_LEAD = 500  # code points of the body within which a named source covers the whole report
_FOOT = 240  # and at its end, where agencies are credited

# "MINSK, Jan. 20, 2023 (Reuters) -" and "Minsk (dpa) –": a place, perhaps a date, the credit, a dash.
_DATELINE = re.compile(r"[^\n()]{2,60}\(([^()\n]{2,40})\)\s{0,3}(?:[-–—:]|$)")
# "(dpa)", "(dpa/AFP)", "(reuters, tass)" closing a line; short and in parentheses, or it is no credit.
_CREDIT = re.compile(r"\(([^\W\d_]{2,10}(?:[-/, ]{1,2}[^\W\d_]{2,10}){0,3})\)[.\s]*(?:\n|$)")
_TOKEN = re.compile(r"\w+(?:[-.’']\w+)*")
_LONGEST = 5  # words in an outlet's name
_REACH = 3  # words between a cue and the outlet
_CUT = ("en", "es", "'s", "n", "s", "e")


class Source(NamedTuple):
    """The outlet that a report rests on as a whole: its comparable name, its words, where they stand, and
    whether it is credited ("(dpa)") or cited ("laut einem Bericht von …")."""

    key: str
    name: str
    span: Span
    how: str


@cache
def _data() -> dict[str, Any]:
    with files("lagebild.data").joinpath("link/outlets.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(_data()["kinds"])


def agency(name: str) -> str | None:
    """The agency that goes by `name` (any case), or None."""
    found: str | None = _data()["agencies"].get(fold(name).strip())
    return found


@cache
def words_for(what: str) -> frozenset[str]:
    """A list of the outlets' data: `cues`, `told` or `platforms`."""
    return frozenset(_data()[what])


@lru_cache(maxsize=65536)
def outlet_key(name: str) -> str:
    """What two spellings of one outlet's name share: "dem Grenzland-Boten" and "Grenzland-Bote" are one."""
    known = agency(name)
    words = [w.strip(".,'’\"„“”»«") for w in fold(known or name).split()]
    kept = [w for w in words if w and w not in _kinds()] or words
    if len(kept) > 1 or not known:
        known = agency(" ".join(kept))
        kept = [fold(known)] if known else kept
    return " ".join(sorted(_stem(w) for w in kept))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    # Cases of German and the English genitive; four letters must stay, or "Bild" would become "Bil".
    for ending in _CUT:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stands_for(short: str, name: str) -> bool:
    """True when `short` is an abbreviation of `name`: its letters occur in the name in order, beginning with
    the first, and each word of the name gives at least its first ("nwa" for "Nordwind Agentur")."""
    letters, words = fold(short).strip(), tuple(w for w in re.split(r"[\s-]+", fold(name)) if w)
    return 2 <= len(letters) <= 6 and letters.isalpha() and len(words) > 1 and _spells(letters, words)


def _spells(letters: str, words: tuple[str, ...]) -> bool:
    if not words or not letters or words[0][0] != letters[0]:
        return not words and not letters
    return any(_spells(letters[n:], words[1:]) for n in range(1, len(letters) + 1) if _within(letters[:n], words[0]))


def _within(letters: str, word: str) -> bool:
    left = iter(word)
    return all(letter in left for letter in letters)


class Known(NamedTuple):
    """The outlets that a set of reports can name: by comparable name the one to show, and the stems in these."""

    names: dict[str, str]
    stems: frozenset[str]


def known_outlets(reports: Sequence[Report]) -> Known:
    """The publishers of `reports`, the agencies, and papers and stations that others quote."""
    names = {outlet_key(name): name for name in (*sorted(_data()["agencies"].values()), *_data()["quoted"])}
    names.update({outlet_key(p): p for p in sorted({r.publisher for r in reports if r.publisher})})
    spelt = {_stem(word) for alias in _data()["agencies"] for word in alias.split()}
    return Known(names, frozenset(stem for key in names for stem in key.split()) | spelt)


def source(report: Report, known: Known) -> Source | None:
    """The outlet that `report` says it was taken from: credited in its dateline or at its end, or cited within
    its first sentences. None where it names none, or its own publisher."""
    body = next((p.span for p in report.parts if p.role == "body"), None)
    if body is None:
        return None
    own = outlet_key(report.publisher) if report.publisher else None
    for found in (_credited(report), _cited(report, body, known), _named(report, body, known)):
        if found and found.key != own and not (report.publisher and stands_for(found.name, report.publisher)):
            return found
    return None


def credit(report: Report) -> Source | None:
    """The agency or outlet that the dateline or the last line of `report` names, be it its own publisher."""
    return _credited(report)


def _credited(report: Report) -> Source | None:
    text, bodies = report.text, [p.span for p in report.parts if p.role == "body"]
    if not bodies:
        return None
    found = _DATELINE.match(text, bodies[0].start, bodies[0].end)
    if found is None:
        foot = max(bodies[0].start, bodies[-1].end - _FOOT)
        found = next((m for m in _CREDIT.finditer(text, foot, bodies[-1].end) if _is_credit(m[1])), None)
    if found is None:
        return None
    first = re.split(r"[/,]", found[1])[0].strip()
    start = found.start(1) + found[1].index(first)
    return Source(outlet_key(first), agency(first) or first, Span(start, start + len(first)), "credited")


def _is_credit(words: str) -> bool:
    parts = [p.strip() for p in re.split(r"[/,]", words)]
    return all(agency(p) or (p.islower() and len(p) <= 5) for p in parts)


def _cited(report: Report, body: Span, known: Known) -> Source | None:
    """The outlet that a statement in the lead was found to come from, by the name it goes by elsewhere."""
    for statement in report.marked.marks.statements:
        for span in statement.outlet:
            name = " ".join(span.of(report.text).split())
            if report.part(span) and span.start < body.start + _LEAD and fold(name) not in words_for("platforms"):
                key = outlet_key(name)
                return Source(key, agency(name) or known.names.get(key, name), span, "cited")
    return None


def _named(report: Report, body: Span, known: Known) -> Source | None:
    """An agency or a publisher of other reports, named in the lead beside a word for telling. Only here is it
    known which names are outlets."""
    return next(_named_in(report, Span(body.start, _lead_end(body)), known), None)


def told_by(report: Report, sentence: Span, known: Known) -> str | None:
    """The comparable name of the outlet that a sentence takes what it says from ("laut Reuters", "the New York Times
    reported"), be it deep in a text that is otherwise its own; None where there is none, or its own publisher."""
    own = outlet_key(report.publisher) if report.publisher else None
    for found in _named_in(report, sentence, known):
        if found.key != own and not (report.publisher and stands_for(found.name, report.publisher)):
            return found.key
    return None


def _named_in(report: Report, where: Span, known: Known) -> Iterator[Source]:
    """The outlets that are named beside a word for telling, in order."""
    words = [(m.start(), m.end(), fold(m.group())) for m in _TOKEN.finditer(report.text, *where)]
    kinds = _kinds()
    if known.stems.isdisjoint([_stem(w) for _, _, w in words]):
        return
    for i, (start, _, word) in enumerate(words):
        if word not in kinds and _stem(word) not in known.stems:
            continue
        for size in range(min(_LONGEST, len(words) - i), 0, -1):
            end = words[i + size - 1][1]
            key = outlet_key(report.text[start:end])
            if key in known.names and _is_told(report, words, i, i + size):
                yield Source(key, known.names[key], Span(start, end), "cited")
                break


def _lead_end(body: Span) -> int:
    return min(body.end, body.start + _LEAD)


def _is_told(report: Report, words: Sequence[tuple[int, int, str]], first: int, last: int) -> bool:
    """True with a cue at most `_REACH` words before or after, or, for a name of several words, with somebody
    speaking to it in the same sentence."""
    sentence = report.sentence(Span(words[first][0], words[last - 1][1]))
    around = [w for s, _, w in words[max(0, first - _REACH) : last + _REACH] if sentence.start <= s < sentence.end]
    if words_for("cues").intersection(around):
        return True
    spoken = {w for s, _, w in words if sentence.start <= s < sentence.end}
    return last - first > 1 and bool(words_for("told") & spoken)
