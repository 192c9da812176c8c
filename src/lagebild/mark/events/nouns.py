"""How real an event is that only a noun names: "ein Angriff", "die Übung", "no sign of an attack"."""

from __future__ import annotations

from lagebild.core.marks import Factuality
from lagebild.mark.events.clause import Clause, has_any
from lagebild.mark.events.phrase import Phrase, phrase_of
from lagebild.mark.events.triggers import Trigger

_PAST_ENDINGS = ("te", "ten", "ed")
_AFTER = frozenset(("nach", "seit", "after", "since", "following"))
_FOR = frozenset(("für", "for", "zu", "zum", "zur", "gegen", "of", "in"))
_ABSTRACT = frozenset(("beginn", "ende", "start", "beginning", "end", "anfang"))


def predicative(clause: Clause, trigger: Trigger) -> bool:
    """Whether the noun only says what something is, or is like: "An inspection is not an invasion", "wie der Beginn
    eines Angriffs", "als Provokation". No event is told."""
    phrase = phrase_of(clause, trigger.at)
    first, last = clause.bounds[trigger.at][0], clause.ends(trigger.at)
    before = clause.low[max(first, phrase.start - 2) : phrase.start]
    if phrase.prep in clause.small.comparing and (
        clause.german or phrase.prep == "like" or phrase.article == "indefinite"
    ):
        return True
    if before[-1:] and before[-1] in clause.small.comparing and phrase.article != "definite":
        return clause.german or before[-1] == "like"
    if _likened(clause, phrase):
        return True
    if phrase.prep or phrase.article == "definite":
        return _generic(clause, trigger, phrase, last)
    # "is heading an inquiry" has a verb of its own.
    verb = before[:1] if before[-1:] in (["not"], ["nicht"], ["also"], ["auch"], ["only"], ["nur"]) else before[-1:]
    copula = bool(verb) and verb[0] in clause.small.copula
    after = clause.low[trigger.last : last]
    told = has_any(clause.low[first:last], clause.small.existing) or (clause.german and _closes(after))
    return (copula and phrase.article != "" and not told) or _generic(clause, trigger, phrase, last)


def _closes(after: list[str]) -> bool:
    """Whether a participle or infinitive ends the German clause: then the copula is an auxiliary."""
    words = [w for w in after if w[0].isalnum()]
    return bool(words) and words[-1].isalpha() and words[-1].endswith(("t", "en"))


def _generic(clause: Clause, trigger: Trigger, phrase: Phrase, last: int) -> bool:
    """ "An inspection is …", "Ein Angriff ist …": of the kind, not of one event."""
    if phrase.article != "indefinite" or phrase.prep or phrase.start > clause.bounds[trigger.at][0] + 1:
        return False
    following = clause.low[trigger.last : trigger.last + 1]
    return (
        bool(following) and following[0] in ("ist", "is", "wäre") and not _closes(clause.low[trigger.last + 1 : last])
    )


def _likened(clause: Clause, phrase: Phrase) -> bool:
    """ "like the start of an attack", "wie der Beginn eines Angriffs"."""
    if phrase.head is None or clause.low[phrase.head] not in _ABSTRACT:
        return False
    return has_any(clause.low[max(0, phrase.head - 3) : phrase.head], clause.small.comparing)


def taken_for_known(clause: Clause, trigger: Trigger) -> bool:
    """Whether the phrase presupposes the event even under a word of fear or doubt: "befürchtet, dass unter dem Vorwand
    der Übung …", "warned that the drills could …"."""
    phrase = phrase_of(clause, trigger.at)
    if not _presupposed(clause, trigger, phrase):
        return False
    near = clause.stretch(trigger.at)
    return phrase.prep in clause.small.during or has_any(near, clause.small.modal)


def beside(clause: Clause, trigger: Trigger) -> bool:
    """Whether the clause tells something else of a known event: "In Kiew wurde die Verlegung aufmerksam verfolgt".
    Its place and agent are then not those of the event."""
    if phrase_of(clause, trigger.at).article != "definite":
        return False
    near, sets = clause.stretch(trigger.at), clause.small
    return not has_any(near, sets.holding, sets.beginning, sets.stopping, sets.existing)


def noun_factuality(clause: Clause, trigger: Trigger) -> Factuality:
    """What the phrase and the clause say of an event noun."""
    phrase = phrase_of(clause, trigger.at)
    first, last = clause.bounds[trigger.at][0], clause.ends(trigger.at)
    near = clause.low[first:last]
    denied = _denied(clause, trigger, phrase, near)
    if denied:
        return "denied"
    if _presupposed(clause, trigger, phrase):
        past = phrase.prep in _AFTER or _in_past(clause, first, last, alone=last - first < 4 or trigger.last == last)
        return "happened" if past else "ongoing"
    return _open(clause, trigger, phrase, near) or _told(clause, trigger, phrase, near)


def _denied(clause: Clause, trigger: Trigger, phrase: Phrase, near: list[str]) -> bool:
    sets = clause.small
    window = clause.low[max(clause.bounds[trigger.at][0], trigger.at - 4) : trigger.at]
    if phrase.article == "negative" or has_any(window, sets.negation):
        return True
    if has_any(near, sets.denying):
        return True
    if not any(w in sets.negation or w.endswith("n't") for w in near):
        return False
    # "Anzeichen für einen Angriff gibt es nicht", "sees no sign of", "rechnet nicht mit", "verloren kein Wort über"
    named = has_any(near, sets.existing, sets.signs, sets.expecting)
    return named or (phrase.prep in sets.about and phrase.article != "definite")


def _presupposed(clause: Clause, trigger: Trigger, phrase: Phrase) -> bool:
    """Whether the phrase takes the event for known, whatever the clause doubts: "während der Übung", "unter dem
    Vorwand der Übung", and the subject of "Die Übung könnte …" where the verb does not bring it about."""
    sets, low = clause.small, clause.low
    if phrase.article != "definite":
        return phrase.prep in _AFTER and phrase.article != "negative"
    if phrase.head is not None and _doubtful(clause, low[phrase.head]):
        return False
    if phrase.prep in sets.during:
        return not has_any(low[max(0, phrase.start - 4) : phrase.start], sets.fearing)
    first, last = clause.bounds[trigger.at][0], clause.ends(trigger.at)
    opens = phrase.start - first <= (1 if low[first] in sets.that else 0) and not phrase.prep
    return opens and not has_any(low[trigger.last : last], sets.holding, sets.stopping)


def _doubtful(clause: Clause, word: str) -> bool:
    """A noun that takes what it governs out of the real world: "die Gefahr eines Angriffs", "Befehl zum Angriff"."""
    sets = clause.small
    return word in sets.fearing or word in sets.requesting or word in sets.ordering or word in sets.planning


def _open(clause: Clause, trigger: Trigger, phrase: Phrase, near: list[str]) -> Factuality | None:
    """The first doubt that applies to a noun, strongest first."""
    sets, at = clause.small, trigger.at
    first = clause.bounds[at][0]
    window, ahead = clause.low[max(first, at - 4) : at], clause.low[max(0, at - 7) : at]
    frame = near if clause.german else clause.low[max(first, at - 6) : at]
    commanded = clause.low[phrase.head] if phrase.head is not None else ""
    loose = phrase.article != "definite"
    doubts: tuple[tuple[bool, Factuality], ...] = (
        (commanded in sets.ordering or commanded in ("befehl", "anordnung"), "ordered"),
        (has_any(near, sets.would), "hypothetical"),
        (has_any(near, sets.modal), "possible"),
        (has_any(window[-2:], sets.modifier_possible), "possible"),
        (has_any(ahead, sets.fearing), "possible"),
        (loose and _sufficing(clause, phrase, near), "hypothetical"),
        (has_any(ahead, sets.requesting) or (loose and _asked(clause, near)), "hypothetical"),
        (has_any(near, sets.ordering), "ordered"),
        (has_any(window[-2:], sets.modifier_planned), "planned"),
        (has_any(frame, sets.planning) or has_any(near, sets.announcing), "planned"),
        (loose and has_any(ahead, sets.expecting), "possible"),
        (has_any(near, sets.perhaps), "possible"),
        (loose and phrase.prep in sets.about, "hypothetical"),
        # "Verhandlungen zur Freilassung": what for.
        (phrase.prep in ("zum", "zur") and phrase.head is not None, "unclear"),
    )
    return next((kind for holds, kind in doubts if holds), None)


def _sufficing(clause: Clause, phrase: Phrase, near: list[str]) -> bool:
    """ "Für einen Vormarsch reicht das nicht", "enough forces for an assault", "sind für eine Entsendung"."""
    if phrase.prep not in _FOR:
        return False
    if has_any(near, clause.small.enough):
        return True
    return phrase.prep in ("für", "gegen") and near[-1] in clause.small.copula


def _asked(clause: Clause, near: list[str]) -> bool:
    return clause.german and has_any(near, clause.small.requesting)


def _told(clause: Clause, trigger: Trigger, phrase: Phrase, near: list[str]) -> Factuality:
    """What the tense says of a noun. One with an article of its own ("ein Angriff nützt niemandem") or none, in the
    present, is named rather than told, unless the clause says that it takes place or is a headline."""
    first, last = clause.bounds[trigger.at][0], clause.ends(trigger.at)
    if _in_past(clause, first, last, alone=phrase.start == first and trigger.last == last):
        return "happened"
    if phrase.article == "definite":
        return "ongoing"
    sets = clause.small
    held = has_any(near, sets.existing, sets.beginning, sets.holding, sets.stopping)
    headline = phrase.article == "" and clause.low[-1][0].isalnum()
    return "ongoing" if held or headline or _course(clause, last) or _is_state(clause, phrase) else "unclear"


def _is_state(clause: Clause, phrase: Phrase) -> bool:
    """ "Es handelt sich um eine Übung": said to be one that there is."""
    return "handelt" in clause.low[max(0, phrase.start - 4) : phrase.start + 1]


def _course(clause: Clause, last: int) -> bool:
    """Whether a relative clause right after tells its course: "eine Übung, die am Montag begann"."""
    low, sets = clause.low, clause.small
    if last + 1 >= len(low) or low[last] != "," or low[last + 1] not in sets.relative:
        return False
    first, end = clause.bounds[last + 1]
    return _is_past(clause, first, end) or has_any(low[first:end], sets.beginning, sets.have)


def _in_past(clause: Clause, first: int, last: int, *, alone: bool) -> bool:
    """Whether the stretch is told in a past tense; where the noun stands `alone` between commas, the sentence."""
    return _is_past(clause, first, last) or (alone and _is_past(clause, 0, len(clause.low)))


def _is_past(clause: Clause, first: int, last: int) -> bool:
    low, sets = clause.low[first:last], clause.small
    if has_any(low, sets.modal):
        return False
    if has_any(low, sets.past):
        return True
    if has_any(low, sets.perfect) and (not clause.german or _closes(low)):
        return True
    ended = [w.text for w in clause.words[first:last] if w.text.endswith(_PAST_ENDINGS) and w.text.islower()]
    return any(text not in sets.modal and text not in sets.would and text not in sets.obliging for text in ended)
