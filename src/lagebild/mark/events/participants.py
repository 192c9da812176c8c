"""Who did it and to whom, by the order of words, prepositions, the passive and the genitive."""

from __future__ import annotations

from lagebild.core import Participant
from lagebild.mark.events.clause import Clause, Mention, has_any
from lagebild.mark.events.german_arguments import acts as _acts
from lagebild.mark.events.german_arguments import arguments, is_relative
from lagebild.mark.events.german_arguments import joined as _group
from lagebild.mark.events.mentions import is_weapon
from lagebild.mark.events.nouns import beside
from lagebild.mark.events.phrase import phrase_of
from lagebild.mark.events.triggers import ATTRIBUTIVE, Trigger

_PATIENT_ACTS = frozenset(("MOBILIZE", "RETREAT"))
_AGAINST = frozenset(("gegen", "against"))
_ASK = frozenset(("ACCUSE", "REQUEST", "SUPPORT", "THREATEN"))
# Nouns whose genitive is whom it was done to: "invasion of Ukraine", "Besetzung der Krim".
_TURNED = frozenset(("ASSAULT", "COERCE", "ACCUSE", "SANCTION"))
_DIRECTIONS = frozenset(("to", "nach", "in", "into", "from"))
# "Experten halten einen Kriegseintritt für unwahrscheinlich": who talks about force is not who uses it.
_FORCE = frozenset(("ASSAULT", "MOBILIZE", "RETREAT", "COERCE"))
_TALKERS = frozenset(("CVL", "EDU", "MED"))
Sides = tuple[tuple[Mention, ...], tuple[Mention, ...]]


def participants(clause: Clause, trigger: Trigger) -> Sides:
    """The mentions that are actor and recipient of the event."""
    actors, recipients = _sides(clause, trigger)
    named = tuple(_by_name(clause, m) for m in actors)
    return named, tuple(n for m in recipients if (n := _by_name(clause, m)) not in named)


def _sides(clause: Clause, trigger: Trigger) -> Sides:
    near = [m for m in clause.mentions if _inside(clause, m, trigger) and not _covers(clause, m, trigger)]
    if trigger.kind == "noun":
        return _of_noun(clause, trigger, near)
    if trigger.kind == ATTRIBUTIVE:
        return _of_attribute(clause, trigger, near)
    passive = _is_passive(clause, trigger)
    find = arguments if clause.german else _arguments
    subject, objects = find(clause, trigger, near, passive=passive)
    if passive:
        # "von ukrainischem Gebiet aus" is where from, not by whom.
        agents = [m for m in near if m.prep in clause.small.agent and m.kind != "adjective"]
        ahead = [m for m in agents if m.first < trigger.at] if clause.german else []
        # "abgefeuert und von der Luftabwehr abgeschossen": the agent of the next verb.
        agents = ahead or [m for m in agents if not _AND & {*clause.low[trigger.last : m.first]}]
        if agents:
            return _group(clause, agents[0]), subject
        if _moves_itself(trigger):
            return subject, ()
        return (), subject
    if _moves_itself(trigger):
        objects = tuple(m for m in objects if m.prep in _AGAINST)
    if not objects and trigger.reading.type in _ASK:
        objects = _next_stretch(clause, trigger)
    return subject, tuple(m for m in objects if m not in subject)


def _moves_itself(trigger: Trigger) -> bool:
    """Whether who does it is also whom it moves: troops that withdraw; not prisoners that somebody releases."""
    return trigger.reading.type in _PATIENT_ACTS and trigger.reading.mode not in ("release", "return")


def _of_attribute(clause: Clause, trigger: Trigger, near: list[Mention]) -> Sides:
    """ "das von Russland besetzte Gebiet der Ukraine": the agent stands before, whom it was done to after."""
    agents = [m for m in near if m.prep in clause.small.agent and m.last <= trigger.at]
    after = [m for m in near if trigger.last <= m.first <= trigger.last + 2 and _suffers(m)]
    return (_group(clause, agents[-1]) if agents else ()), tuple(after[:1])


def _by_name(clause: Clause, mention: Mention) -> Mention:
    """ "his Belarusian counterpart, Alexander Lukashenko, …": who the office is, where the name follows it."""
    low, at = clause.low, mention.last
    if mention.kind not in ("group", "role") or low[at : at + 1] != [","]:
        return mention
    named = next((m for m in clause.mentions if m.first == at + 1 and m.kind == "person"), None)
    if named is None or (named.last < len(low) and low[named.last] not in _CLOSING):
        return mention
    return named._replace(code=named.code or mention.code, prep=mention.prep, case=mention.case)


_AND = frozenset(("und", "and", "oder", "or"))
_CLOSING = frozenset((",", ".", ")", "–", ";"))


def as_participants(found: tuple[Mention, ...], *, suffers: bool = False) -> tuple[Participant, ...]:
    """The same as frozen values for the mark. A town that something is done to stands for its country, not for
    the government that sits there."""
    return tuple(
        Participant(m.span, m.entity, m.country if m.kind == "place" and (suffers or not m.code) else m.code)
        for m in found
    )


def _inside(clause: Clause, mention: Mention, trigger: Trigger) -> bool:
    first, last = clause.bounds[trigger.at]
    return first <= mention.first < last


def _covers(clause: Clause, mention: Mention, trigger: Trigger) -> bool:
    if mention.first <= trigger.at < mention.last:
        return mention.kind != "adjective"
    # "military training", "police raid": a noun before the trigger that only says of what sort it is.
    modifier = not clause.german and mention.kind == "group" and " " not in (mention.code or "")
    return modifier and mention.last == trigger.at and trigger.kind in ("noun", "gerund")


def _suffers(mention: Mention) -> bool:
    return _acts(mention) or mention.kind == "place"


def _is_passive(clause: Clause, trigger: Trigger) -> bool:
    if trigger.kind != "participle":
        return False
    if clause.german:
        return has_any(clause.stretch(trigger.at), clause.small.passive)
    return has_any(clause.low[max(0, trigger.at - 3) : trigger.at], clause.small.passive)


def _arguments(clause: Clause, trigger: Trigger, near: list[Mention], *, passive: bool) -> Sides:
    """Subject and objects of an English verb."""
    free = [m for m in near if m.prep is None and m.case != "genitive" and _acts(m)]
    before = [m for m in free if m.first < trigger.at]
    subject = _head(clause, trigger, before) if before else _shared(clause, trigger)
    objects = [m for m in near if m.prep is None and m.case != "genitive" and m.first >= trigger.last and _suffers(m)]
    if trigger.kind == "participle" and not passive and not before and not _has(clause, trigger):
        return (), _group(clause, subject) if subject else ()
    if not objects and not passive:
        oblique = [m for m in near if m.prep in clause.small.recipient and m.first > trigger.at and _suffers(m)]
        if trigger.reading.type not in ("MOBILIZE", "RETREAT"):
            objects = [m for m in oblique if m is not subject][:1]
    return (_group(clause, subject) if subject else ()), (_group(clause, objects[0]) if objects else ())


def _shared(clause: Clause, trigger: Trigger) -> Mention | None:
    """The subject that an English verb without one of its own shares with the clause before. A clause with a subject
    that is nobody known ("after a missile came down") shares none."""
    first = clause.bounds[trigger.at][0]
    lead = clause.low[first : trigger.at]
    if lead and lead[0] in clause.small.subordinate and not all(_light(clause, word) for word in lead[1:]):
        return None
    if trigger.kind == "gerund" and first > 1:
        # ", the ministry said, rejecting …": who spoke last.
        begin, end = clause.bounds[first - 2]
        spoke = [m for m in clause.mentions if begin <= m.first < end and m.prep is None and m.case == "" and _acts(m)]
        if spoke:
            return spoke[0]
    return _antecedent(clause, trigger)


def _light(clause: Clause, word: str) -> bool:
    sets = clause.small
    return (
        word in sets.auxiliaries
        or word in sets.modal
        or word in sets.negation
        or word in sets.would
        or word in sets.prepositions
        or word in ("and", "but", "or", "also", "then", "will", "when", "while", "who", "that", "without")
        or word.endswith("ly")
    )


_HAVE = frozenset(("has", "have", "had", "having"))


def _has(clause: Clause, trigger: Trigger) -> bool:
    return has_any(clause.low[max(0, trigger.at - 3) : trigger.at], _HAVE)


def _head(clause: Clause, trigger: Trigger, before: list[Mention]) -> Mention:
    """The head of the last chain of joined mentions before the verb; after "and" of the first: it goes on with the
    same subject ("Putin met Lukashenko and agreed …")."""
    if (
        "and" in clause.low[max(0, trigger.at - 2) : trigger.at]
        or "but" in clause.low[max(0, trigger.at - 2) : trigger.at]
    ):
        return before[0]
    at = len(before) - 1
    while at > 0 and before[at].joined:
        at -= 1
    return before[at]


def _antecedent(clause: Clause, trigger: Trigger) -> Mention | None:
    """Where the stretch has no subject of its own: the noun that a relative pronoun stands for, else the subject
    of the stretches before it."""
    first = clause.bounds[trigger.at][0]
    earlier = [m for m in clause.mentions if m.first < first and _acts(m)]
    if not earlier:
        return None
    if clause.low[first] in clause.small.relative:
        return earlier[-1]
    if clause.german and clause.words[first].text[0].isupper() and first > 0 and trigger.kind != "infinitive":
        return None
    free = [m for m in earlier if m.prep is None and m.case == ""]
    return free[0] if free else None


def _next_stretch(clause: Clause, trigger: Trigger) -> tuple[Mention, ...]:
    """The first mention after the trigger's stretch: "forderte, dass Russland …", "accused: …"."""
    last = clause.bounds[trigger.at][1]
    opening = clause.low[last + 1 : last + 2] if clause.low[last : last + 1] == [","] else clause.low[last : last + 1]
    if not opening or opening[0] not in clause.small.that:
        return ()
    following = [m for m in clause.mentions if last <= m.first < last + 8 and _acts(m) and m.prep is None]
    return _group(clause, following[0])[:1] if following else ()


def _of_noun(clause: Clause, trigger: Trigger, near: list[Mention]) -> Sides:
    """The actor of a noun: an adjective or possessor before it, a genitive or agent after it, else the subject."""
    actor: tuple[Mention, ...] = ()
    recipient: tuple[Mention, ...] = ()
    by = [m for m in near if m.prep == "durch" and m.first > trigger.at and _acts(m)]
    if by:
        actor = _group(clause, by[0])
        near = [m for m in near if m not in actor]
    for mention in near:
        side = _side_of_noun(clause, trigger, mention, bool(actor))
        if side == "actor":
            actor = actor or (_group(clause, mention) if mention.first > trigger.at else (mention,))
        elif side == "recipient":
            recipient = recipient or _group(clause, mention)
    if not actor and not _feared(clause, trigger):
        actor = _subject_of_noun(clause, trigger, [m for m in near if m not in recipient])
    if clause.german and trigger.lemma.endswith(_UNDERGONE):
        return (), recipient or actor
    return actor, tuple(m for m in recipient if m not in actor)


def _side_of_noun(clause: Clause, trigger: Trigger, mention: Mention, has_actor: bool) -> str:
    sets = clause.small
    if mention.first < trigger.last:
        between = clause.low[mention.last : trigger.at]
        close = len(between) <= 2 and not has_any(between, sets.prepositions, sets.articles)
        return "actor" if close and (mention.kind == "adjective" or mention.case == "genitive") else ""
    if has_any(clause.low[trigger.last : mention.first], sets.aside):
        # "drills north of Ukraine", "Manöver nördlich der Ukraine": where, not whose.
        return ""
    far = mention.first - trigger.last > 3 or has_actor
    if mention.prep in sets.agent and not (mention.prep == "von" and far):
        return "actor"
    if _genitive_after(clause, trigger, mention):
        return _owner(clause, trigger, mention)
    if mention.prep in ("zwischen", "between"):
        return "actor"
    towards = mention.prep in sets.recipient and mention.prep not in _DIRECTIONS
    return "recipient" if towards and _suffers(mention) else ""


_UNDERGONE = ("haft", "gewahrsam", "hausarrest")
_DOING = ("ung", "nahme", "gabe", "schub", "mord")
_STILL_ACTOR = (
    "räumung",
    "verlegung",
    "forderung",
    "drohung",
    "vermittlung",
    "anschuldigung",
    "ermittlung",
    "untersuchung",
)


def _owner(clause: Clause, trigger: Trigger, mention: Mention) -> str:
    """Which side the genitive after a noun is: "Verhaftung des Bischofs" against "Angriffe der Huthi"."""
    reading = trigger.reading
    if reading.mode == "inspection":
        return ""
    if not clause.german:
        return "recipient" if reading.type in _TURNED else "actor"
    if is_weapon(clause.words[mention.last - 1].text) and mention.name is None and reading.type in ("AID", "COOPERATE"):
        return ""
    stem = trigger.lemma.removesuffix("en")
    done = stem.endswith(_DOING) and not stem.endswith(_STILL_ACTOR)
    if not done or reading.type in (
        "AGREE",
        "REQUEST",
        "THREATEN",
        "REJECT",
        "MOBILIZE",
        "PROTEST",
        "CONSULT",
        "ACCUSE",
    ):
        return "actor"
    return "" if reading.mode == "judicial" else "recipient"


def _subject_of_noun(clause: Clause, trigger: Trigger, near: list[Mention]) -> tuple[Mention, ...]:
    free = [m for m in near if m.prep is None and m.case == "" and _acts(m)]
    if trigger.reading.type in _FORCE:
        free = [m for m in free if m.code not in _TALKERS]
    carrying = _MEETING if trigger.reading.type == "CONSULT" and clause.german else _CARRYING
    if (_preposition(clause, trigger.at) or phrase_of(clause, trigger.at).prep) not in carrying:
        return ()
    if clause.german and beside(clause, trigger):
        # "Das Ministerium verurteilte den Anschlag": who talks about it is not who did it.
        return ()
    if _opens(clause, trigger):
        return tuple(m for m in free if m.last <= trigger.at)[:1]
    ahead = [m for m in free if m.first < trigger.at] or (free if clause.german else [])
    if ahead:
        return _group(clause, ahead[0])
    first = clause.bounds[trigger.at][0]
    goes_on = is_relative(clause, trigger) or (not clause.german and first > 0 and clause.low[first - 1] == ",")
    found = _antecedent(clause, trigger) if goes_on else None
    return (found,) if found else ()


def _opens(clause: Clause, trigger: Trigger) -> bool:
    """ "Die Übungen sollen Brigaden binden": the noun is itself the subject, what follows is none."""
    phrase = phrase_of(clause, trigger.at)
    return not phrase.prep and phrase.start == clause.bounds[trigger.at][0] and phrase.article != ""


def _preposition(clause: Clause, at: int) -> str:
    """The preposition that governs the noun at token `at`, "" for none."""
    for step in range(at - 1, max(-1, at - 5), -1):
        word = clause.low[step]
        if word in clause.small.prepositions:
            return word
        if clause.german and word in ("der", "des") and step > 0 and clause.words[step - 1].text[0].isupper():
            # "unter dem Deckmantel der Übung"
            return word
        lowered = clause.words[step].text.islower() and word not in clause.small.auxiliaries
        if not (word in clause.small.articles or (lowered and word.endswith(_INNER)) or clause.names[step] is not None):
            return ""
    return ""


# "während der Übung", "nach den Protesten" name an event beside the clause's own; "mit einem Manöver" does not.
_CARRYING = frozenset(("", "mit", "of", "with", "zu", "to", "in", "an"))
_MEETING = _CARRYING | {"bei", "beim", "nach", "vor", "zu", "zum"}
_INNER = ("e", "en", "er", "em", "es", "t", "c", "l", "y")


def _feared(clause: Clause, trigger: Trigger) -> bool:
    """ "warnte vor einem Angriff": who warns is not who attacks."""
    first = clause.bounds[trigger.at][0]
    return has_any(clause.low[first : trigger.at], clause.small.fearing)


def _genitive_after(clause: Clause, trigger: Trigger, mention: Mention) -> bool:
    if mention.prep == "of":
        return mention.first <= trigger.last + 4
    if not clause.german:
        return False
    between = clause.low[trigger.last : mention.first]
    return (mention.case == "genitive" or all(w in ("der", "des") for w in between) or mention.prep == "von") and len(
        between
    ) <= 3
