"""Who is mentioned in a sentence: names, and nouns for offices and groups with the country that they belong to."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache, partial
from importlib.resources import files

from lagebild.core import Name, Span
from lagebild.mark.events.clause import Clause, Mention
from lagebild.mark.events.german import NOUN_ENDINGS, noun_stems
from lagebild.mark.names.endings import Endings
from lagebild.mark.names.gazetteer import Entry, codes, load, table
from lagebild.mark.names.persons import LONGEST, role
from lagebild.mark.words import Memo

_ACTING = frozenset(("person", "organisation", "country", "place", "people"))
_ADJECTIVE_ENDINGS = ("e", "en", "er", "em", "es", "isch")
_OF_COUNTRY = frozenset(("der", "des", "von", "of", "the", "in", "aus", "from"))
# "MINSK, Jan. 20 -" and "Minsk (dpa)" say where a report was written, not who acts.
_AFTER_DATELINE = frozenset(",(-–—/")
_OF_SEVERAL = frozenset(("aller", "beider", "dreier", "mehrerer", "zweier"))
_WEEKDAYS = frozenset(
    (
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "abend",
        "morgen",
        "jahr",
        "nacht",
    )
)
_JOINTS = frozenset(("und", "and", "sowie", "&"))


@cache
def _german_groups() -> tuple[Endings[str], Endings[str]]:
    """German nouns for groups with their sectors: those written with "=" are the whole word, the others its end."""
    both: dict[str, str] = load("roles")["groups_de"] | _bodies()["de"]
    whole = {word[1:]: code for word, code in both.items() if word[0] == "="}
    ends = {word: code for word, code in both.items() if word[0] != "="}
    return (
        Endings(whole, least=LONGEST + 1, inflected=NOUN_ENDINGS),
        Endings(ends, least=4, inflected=NOUN_ENDINGS),
    )


@cache
def _english_groups() -> dict[str, str]:
    groups: dict[str, str] = load("roles")["groups_en"]
    return groups


@cache
def _bodies() -> dict[str, dict[str, str]]:
    raw: dict[str, dict[str, str]] = tomllib.loads((files("lagebild") / "data/events/people.toml").read_text("utf-8"))
    return raw


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(_bodies()[key]["de"].split())


@lru_cache(maxsize=20_000)
def is_weapon(word: str) -> bool:
    """Whether a German noun is a thing that fires or is delivered ("Kampfjets", "Flugabwehr")."""
    return any(
        stem[at:] in _list("weapons") for stem in noun_stems(word.lower()) for at in range(max(1, len(stem) - 2))
    )


@lru_cache(maxsize=20_000)
def is_town(word: str) -> bool:
    """Whether a German noun is a settlement without its name ("die Stadt", "zwei Dörfer")."""
    return word[:1].isupper() and any(stem in _list("towns") for stem in noun_stems(word.lower()))


@lru_cache(maxsize=20_000)
def sector(word: str, german: bool) -> str | None:
    """The sector of a noun for a group or office ("Truppen" MIL, "protesters" OPP), else None."""
    lowered = word[-LONGEST:].lower()
    if not german:
        return _english_groups().get(lowered) or role(word)
    if not word[:1].isupper():
        return None
    whole, ends = _german_groups()
    return whole.longest(lowered) or ends.longest(lowered) or role(word)


def mentions(clause: Clause) -> list[Mention]:
    """All mentions, in order, with their prepositions and cases."""
    found: list[Mention] = []
    free = 0
    may = _MAY_BE_ONE[clause.language].of_all([word.text for word in clause.words])
    for at in [at for at, name in enumerate(clause.names) if name is not None or may[at]]:
        if at < free:
            continue
        made = _named(clause, at) or _common(clause, at)
        if made is not None:
            found.append(_placed(clause, made, found[-1] if found else None))
            free = made.last
    return found


def _may_mention(word: str, language: str) -> bool:
    """Whether a word without a name over it can begin a mention: most cannot."""
    german = language == "de"
    if sector(word, german) is not None:
        return True
    return is_town(word) if german else word.lower() in _firsts()


_MAY_BE_ONE = {language: Memo(partial(_may_mention, language=language)) for language in ("de", "en")}


@cache
def _firsts() -> frozenset[str]:
    """The first words of English groups of two words ("armed forces")."""
    return frozenset(pair.split()[0] for pair in _english_groups() if " " in pair)


def _named(clause: Clause, at: int) -> Mention | None:
    name = clause.names[at]
    if name is None or name.kind not in _ACTING:
        return None
    last = at + 1
    while last < len(clause.words) and clause.names[last] is name:
        last += 1
    if name.kind == "people":
        return _people(clause, at, last, name)
    if name.span.end < clause.words[last - 1].end and clause.words[last - 1].text[-2:] not in ("'s", "’s"):
        # "US-Präsident": the country is only part of the word.
        return _compound(clause, at, last, name)
    country = _country(clause, at, name)
    return Mention(at, last, name.span, name.kind, name.entity, _code(clause, at, name), name=name.id, country=country)


def _code(clause: Clause, at: int, name: Name) -> str | None:
    entity = name.entity
    if entity is not None and entity.startswith("org:"):
        country, found, _ = entity[4:].split("-", 2)
        return f"{country} {found}"
    entry = _entry(clause, at, name)
    if name.kind == "place" and at == 0 and len(clause.low) > 1 and clause.low[1] in _AFTER_DATELINE:
        return None
    if name.kind == "place":
        # A capital that acts is a government ("Minsk dementierte"); any other town is no actor.
        return f"{entry.code} GOV" if entry is not None and entry.capital and entry.code else None
    if entity is not None and entity in codes():
        return codes()[entity]
    if entry is not None and entry.kind == name.kind and entry.code:
        return entry.code
    return _office(clause, at) if name.kind == "person" else None


def _entry(clause: Clause, at: int, name: Name) -> Entry | None:
    texts = []
    for word, owner in zip(clause.words[at:], clause.names[at:], strict=True):
        if owner is not name:
            break
        texts.append(word.text)
    if not texts:
        return None
    for head in (texts[0], texts[0].removesuffix("s"), texts[0].title()):
        for rest, entry in table().get(head, ()):
            if len(rest) == len(texts) - 1 and rest[:-1] == tuple(texts[1:-1]):
                return entry
    return None


def _office(clause: Clause, at: int) -> str | None:
    """The code that the office before a person's name gives: "belarussischer Verteidigungsminister …"."""
    if at == 0:
        return None
    found = sector(clause.words[at - 1].text, clause.german)
    if found is None:
        return None
    country = _country_before(clause, at - 1)
    return f"{country} {found}" if country else found


def _country_before(clause: Clause, at: int) -> str | None:
    """The country of an adjective or possessor up to three words before token `at`."""
    for step in range(at - 1, max(-1, at - 4), -1):
        name = clause.names[step]
        if name is not None:
            return _country(clause, step, name)
        text = clause.words[step].text
        if (
            not text.isalpha()
            or clause.low[step] in clause.small.prepositions
            or clause.low[step] in clause.small.articles
        ):
            return None
        if clause.german and not text.endswith(_ADJECTIVE_ENDINGS):
            return None
    return None


def _country(clause: Clause, at: int, name: Name) -> str | None:
    if name.entity is not None and name.entity.startswith("iso:"):
        return name.entity[4:]
    if name.kind in ("place", "people", "country"):
        entry = _entry(clause, at, name)
        return entry.code if entry is not None else None
    return None


def _country_after(clause: Clause, at: int) -> str | None:
    """The country in a genitive after token `at`."""
    step = at
    while step < min(len(clause.words), at + 2) and clause.low[step] in _OF_COUNTRY:
        step += 1
    if step >= len(clause.words):
        return None
    name = clause.names[step]
    if name is None or name.kind not in ("country", "place"):
        return None
    if step == at and not clause.low[step].endswith("s"):
        return None
    return _country(clause, step, name)


def _people(clause: Clause, at: int, last: int, name: Name) -> Mention | None:
    """An adjective with its noun ("russische Truppen"), or a people by itself ("die Russen")."""
    country, size = _country(clause, at, name), len(clause.words)
    alone = Mention(at, last, name.span, "people", name.entity, country, name=name.id, country=country)
    text = clause.words[last - 1].text
    # English plurals are nouns: "Belarusians", but "Belarusian troops".
    plural = not clause.german and text[-1] == "s" and not text.endswith(("'s", "’s"))
    head = None if plural else _head_of(clause, last)
    if head is None:
        return alone if clause.words[at].text[0].isupper() else alone._replace(kind="adjective")
    owner = clause.names[head]
    if owner is not None:
        return None if owner.kind == "person" else alone._replace(kind="adjective")
    found = sector(clause.words[head].text, clause.german)
    if found is None:
        return alone._replace(kind="adjective")
    if head + 1 < size and _person(clause, head + 1):
        return None
    code = f"{country} {found}" if country else found
    return Mention(at, head + 1, Span(clause.words[at].start, clause.words[head].end), "group", None, code)


def _head_of(clause: Clause, after: int) -> int | None:
    """The token of the noun that an adjective of a people goes with, at most three words on."""
    for head in range(after, min(len(clause.words), after + 3)):
        text, low = clause.words[head].text, clause.low[head]
        if not text[0].isalpha() or low in clause.small.prepositions or low in clause.small.auxiliaries:
            return None
        if sector(text, clause.german) is not None or clause.names[head] is not None:
            return head
        if clause.german:
            if text[0].isupper():
                return head
            if not text.endswith(_ADJECTIVE_ENDINGS):
                return None
    return None if clause.german or after >= len(clause.words) else after


def _compound(clause: Clause, at: int, last: int, name: Name) -> Mention | None:
    word = clause.words[last - 1]
    tail = word.text.rsplit("-", 1)[-1]
    found = sector(tail, clause.german)
    country = _country(clause, at, name)
    if found is None or (last < len(clause.words) and _person(clause, last)):
        return None
    code = f"{country} {found}" if country else found
    return Mention(at, last, Span(clause.words[at].start, word.end), "role", None, code)


def _person(clause: Clause, at: int) -> bool:
    name = clause.names[at]
    return name is not None and name.kind == "person"


def _common(clause: Clause, at: int) -> Mention | None:
    if clause.names[at] is not None:
        return None
    words, last = clause.words, at + 1
    found = sector(words[at].text, clause.german)
    if not clause.german and last < len(words):
        pair = _english_groups().get(f"{clause.low[at]} {clause.low[last]}")
        if pair is not None:
            found, last = pair, last + 1
    if found is None and clause.german and is_town(words[at].text):
        if last < len(words) and clause.names[last] is not None:
            return None
        return Mention(at, last, Span(words[at].start, words[last - 1].end), "place")
    if found is None or (last < len(words) and _person(clause, last)):
        return None
    country = _country_after(clause, last)
    before = _country_before(clause, at)
    code = f"{country or before} {found}" if country or before else found
    return Mention(at, last, Span(words[at].start, words[last - 1].end), "group", None, code)


def _placed(clause: Clause, made: Mention, before: Mention | None) -> Mention:
    """The mention with its preposition, case and whether it goes on with the one before."""
    low, sets = clause.low, clause.small
    at = made.first - 1
    if before is not None and before.last <= at + 1:
        between = [w for w in low[before.last : made.first] if w not in sets.articles]
        if len(between) == 1 and between[0] in _JOINTS:
            return made._replace(prep=before.prep, case=before.case, joined=True)
    article, steps = "", 0
    while at >= 0 and steps < 4:
        word = low[at]
        if word in sets.prepositions:
            return made._replace(prep=word)
        if clause.german and article and clause.words[at].text[0].isupper():
            break
        if word in sets.articles or word in _OF_SEVERAL:
            article = word
        elif not _between(clause, at):
            break
        at, steps = at - 1, steps + 1
    case = ""
    if clause.german:
        possessing = article in ("der", "des", "eines", "einer", "seines", "ihres") or article in _OF_SEVERAL
        if possessing and at >= 0 and clause.words[at].text[0].isupper() and low[at] not in _WEEKDAYS:
            case = "genitive"
        elif article in ("den", "dem", "einen", "einem", "ihren", "seinen"):
            case = "object"
        elif _owns(clause, made) or _owned_by(clause, made):
            case = "genitive"
    elif clause.words[made.last - 1].text.endswith(("'s", "’s")):
        case = "genitive"
    return made._replace(case=case)


def _between(clause: Clause, at: int) -> bool:
    """Whether token `at` may stand between a preposition and its noun."""
    text = clause.words[at].text
    if text[0].isdigit():
        return True
    if not text.isalpha() or (clause.names[at] is not None and clause.names[at].kind != "people"):  # type: ignore[union-attr]
        return False
    if clause.german and clause.low[at] in clause.small.relative:
        return False
    if clause.german:
        return (
            (is_town(text) and at + 1 < len(clause.names) and clause.names[at + 1] is not None)
            or (text.islower() and text.endswith(_ADJECTIVE_ENDINGS[:5]))
            or sector(text, True) is not None
        )
    return text.islower() and clause.low[at] not in clause.small.auxiliaries and not text.endswith(("ed", "s"))


def _owned_by(clause: Clause, made: Mention) -> bool:
    """ "die Streitkräfte Ruandas": a name in -s right after a noun."""
    text = clause.words[made.last - 1].text
    if made.kind not in ("country", "place") or not text.endswith("s") or text.removesuffix("s") not in table():
        return False
    before = clause.words[made.first - 1].text if made.first else ""
    return before[:1].isupper() and clause.names[made.first - 1] is None


def _owns(clause: Clause, made: Mention) -> bool:
    """ "Lukaschenkos Sprecher": a name in -s right before a noun."""
    text = clause.words[made.last - 1].text
    if made.kind in ("group", "role") or not text.endswith("s") or made.last >= len(clause.words):
        return False
    after = clause.words[made.last].text
    return (
        after[0].isupper() and after.isalpha() and clause.names[made.last] is None and text.removesuffix("s") in table()
    )
