"""How real an event is: happened, ongoing, planned, ordered, possible, denied, hypothetical, background or unclear.

What the text asserts is happened or ongoing, nothing else: a noun names an event without saying that it takes place,
so it needs an article that takes it for known, or a clause that says so.
"""

from __future__ import annotations

from datetime import date, timedelta

from lagebild.core import Time
from lagebild.core.marks import Factuality
from lagebild.mark.events.clause import Clause, has_any
from lagebild.mark.events.lexicon import lexicon
from lagebild.mark.events.nouns import noun_factuality, taken_for_known
from lagebild.mark.events.triggers import Trigger

_PAST = frozenset(("past", "participle", "attributive"))
_WILL = frozenset(("wird", "werden", "werde"))
_IRREAL = frozenset(("hätte", "hätten", "wäre", "wären"))
_REPORTED = frozenset(("hätten", "wären"))
_NEARLY = frozenset(("fast", "beinahe", "sonst", "ansonsten", "andernfalls", "ohne"))
_LET = frozenset(("ließ", "ließen"))
_WITHOUT = frozenset(("ohne", "without", "weder"))
_ONLY = frozenset(("nur", "only", "erst", "except"))
_BACKGROUND_DAYS = 180
_ABOVE = 12  # tokens of a governing clause that are read


def factuality(clause: Clause, trigger: Trigger, time: Time | None, anchor: date | None, *, said: bool) -> Factuality:
    """What the words around the trigger say of it; the strongest doubt wins. `said`: it stands in somebody's
    indirect speech, where the subjunctive is a matter of form."""
    first, last = clause.bounds[trigger.at][0], clause.ends(trigger.at)
    near = clause.low[first:last]
    if "?" in clause.low[-2:]:
        return "unclear"
    found = _governed(clause, trigger, near) or _conditioned(clause, trigger, near)
    if found is not None:
        return found
    if trigger.kind == "noun":
        found = noun_factuality(clause, trigger)
    else:
        found = (
            _negated(clause, trigger, near) or _doubted(clause, trigger, near, said) or _tense(clause, trigger, near)
        )
    return _dated(time, anchor, found)


def _dated(time: Time | None, anchor: date | None, told: Factuality) -> Factuality:
    """Long past, or still to come, by the date of the event and the date of the report; only what is told as real."""
    if time is None or anchor is None or told not in ("happened", "ongoing", "unclear"):
        return told
    past = (anchor - timedelta(days=_BACKGROUND_DAYS)).isoformat()
    if time.latest is not None and time.latest[:10] < past:
        return "background"
    # A date to come under a past tense is a misread date, not a plan.
    to_come = told != "happened" and time.earliest is not None and time.earliest[:10] > anchor.isoformat()
    return "planned" if to_come else told


def above(clause: Clause, at: int) -> list[str]:
    """The words that the clause of token `at` hangs on where it is a clause of content: with dass/that, ob/whether or
    wonach, or a German infinitive with zu ("drohte damit, Truppen zu schicken")."""
    low, first = clause.low, clause.bounds[at][0]
    if first == 0 or not (low[first] in clause.small.that or _infinitive_clause(clause, at)):
        return []
    last = first - 1 if low[first - 1] == "," else first
    found = low[max(clause.bounds[last - 1][0], last - _ABOVE) : last] if last > 0 else []
    if low[first] == "wonach":
        # "hatte Berichte, wonach …, als grundlos zurückgewiesen"
        end = clause.bounds[at][1]
        found = found + low[end + 1 : end + 1 + _ABOVE]
    return found


def _infinitive_clause(clause: Clause, at: int) -> bool:
    first = clause.bounds[at][0]
    if not clause.german or clause.low[first - 1] != ",":
        return False
    # "warf ihm vor, das Dorf beschossen zu haben"
    after = [word for word in clause.low[at + 1 : at + 4] if word != "worden"]
    if after[:2] in (["zu", "haben"], ["zu", "sein"]):
        return True
    return "zu" in clause.low[at - 1 : at] or any(
        form.kind == "infinitive" and "|" in form.lemma and form.lemma.replace("|", "zu") == clause.low[at]
        for form in lexicon("de").verbs.get(clause.low[at], ())
    )


def _governed(clause: Clause, trigger: Trigger, near: list[str]) -> Factuality | None:
    """What the clause above says of a clause of content."""
    sets, over = clause.small, above(clause, trigger.at)
    if near[0] in sets.whether:
        return "possible"
    if not over or (trigger.kind == "noun" and taken_for_known(clause, trigger)):
        return None
    negative = any((w in sets.negation and w not in _WITHOUT) or w.endswith("n't") for w in over)
    doubts: tuple[tuple[bool, Factuality | None], ...] = (
        (has_any(over, sets.denying, sets.rejecting), None if negative else "denied"),
        (negative and has_any(over, sets.signs, sets.expecting), "denied"),
        (has_any(over, sets.refusing), None if negative else "denied"),
        (has_any(over, sets.requesting, sets.threatening), "hypothetical"),
        (has_any(over, sets.accusing), "unclear"),
        (has_any(over, sets.pledging), "planned"),
        (has_any(over, sets.fearing, sets.perhaps, sets.expecting), "possible"),
        (_not_ruled_out(over), "possible"),
    )
    return next((kind for holds, kind in doubts if holds), None)


def _not_ruled_out(over: list[str]) -> bool:
    if any(w.startswith("schließ") or w.startswith("schloss") for w in over) and over[-1] == "aus":
        return True
    return ("rule" in over and "out" in over) or any(w.startswith(("auszuschließen", "ausschließen")) for w in over)


def _conditioned(clause: Clause, trigger: Trigger, near: list[str]) -> Factuality | None:
    """ "wenn …", and what happens only if …: the clause beside a condition."""
    first, last = clause.bounds[trigger.at][0], clause.ends(trigger.at)
    low, conditional = clause.low, clause.small.conditional
    if any(w in conditional for w in near[: trigger.at - first] if w != "sollte" or w == near[0]):
        return "hypothetical"
    if trigger.kind in _PAST:
        return None
    follows = low[last + 1 : last + 2] if low[last : last + 1] == [","] else low[last : last + 1]
    if follows and follows[0] in conditional and follows[0] != "sollte" and has_any(near, _ONLY, _WILL):
        return "hypothetical"
    if first >= 2 and low[first - 1] == "," and trigger.kind != "noun":
        before = clause.bounds[first - 2][0]
        opening = low[before : before + 2]
        if has_any(_without(opening, "sollte"), conditional) and near[0] not in clause.small.that:
            return "hypothetical"
    return None


def _negated(clause: Clause, trigger: Trigger, near: list[str]) -> Factuality | None:
    if clause.german:
        # "nicht nur" and "nicht mehr als" deny nothing.
        plain = any(w in clause.small.negation and near[n + 1 : n + 2] not in (["nur"], ["zuletzt"])
                    for n, w in enumerate(near) if w not in _WITHOUT)  # fmt: skip
        # "ohne das Dorf beschossen zu haben"
        undone = near[:1] == ["ohne"] and _infinitive_clause(clause, trigger.at)
        return "denied" if plain or undone or "weder" in near else None
    begin = max(clause.bounds[trigger.at][0], trigger.at - 5)
    window = ["" if clause.names[at] else clause.low[at] for at in range(begin, trigger.at)]
    plain = any(
        (w in clause.small.negation or w.endswith("n't")) and window[n + 1 : n + 2] != ["only"]
        for n, w in enumerate(window)
    )
    first = clause.bounds[trigger.at][0]
    # "Not a single one of our soldiers has crossed": a negation at the head of the subject reaches the verb.
    nobody = clause.low[first : first + 1] in (["no"], ["nobody"], ["none"], ["neither"]) or (
        clause.low[first : first + 2] in (["not", "a"], ["not", "one"]) and "without" not in near
    )
    return "denied" if plain or nobody else None


def _doubted(clause: Clause, trigger: Trigger, near: list[str], said: bool) -> Factuality | None:
    """The first doubt that applies to a verb, strongest first. German auxiliaries frame the whole clause, English
    ones stand right before the verb."""
    sets, own, at = clause.small, clause.low[trigger.at], trigger.at
    window = clause.low[max(clause.bounds[at][0], at - 4) : at]
    frame = near if clause.german else window
    ahead = clause.low[max(0, at - 7) : at]
    open_form = trigger.kind in ("infinitive", "base")
    planning = has_any(_without(frame, own), sets.planning) and (open_form or trigger.kind == "participle")
    # "soll verlegt worden sein" is hearsay, not a plan.
    hearsay = clause.german and ("worden" in near or "haben" in near[-2:] or near[-1:] == ["sein"])
    doubts: tuple[tuple[bool, Factuality], ...] = (
        (has_any(frame, sets.would), _would(clause, trigger, frame, said)),
        (has_any(frame, sets.modal), "possible"),
        (open_form and has_any(frame, sets.obliging), "unclear"),
        (open_form and has_any(_without(ahead, own), sets.fearing), "possible"),
        (trigger.kind == "gerund" and has_any(window[-1:], sets.fearing), "possible"),
        (open_form and has_any(_without(ahead, own), sets.requesting), "hypothetical"),
        (open_form and has_any(_without(near, own), sets.ordering), "ordered"),
        (planning, "possible" if hearsay else "planned"),
        (trigger.kind == "base" and _is_to(window), "planned"),
        (_perhaps(clause, near), "possible"),
    )
    return next((kind for holds, kind in doubts if holds), None)


def _without(low: list[str], own: str) -> list[str]:
    return [word for word in low if word != own]


def _perhaps(clause: Clause, near: list[str]) -> bool:
    """Whether the clause of a verb is told with "vielleicht", "it is likely"; "mobilised for a possible war" is not."""
    sets = clause.small
    return any(
        word in sets.perhaps and (clause.german or word not in _ADJECTIVES or near[at - 1 : at][-1:] in _BE)
        for at, word in enumerate(near)
    )


_ADJECTIVES = frozenset(("doubtful", "likely", "possible", "probable", "unlikely", "rumors", "rumours"))
_BE = (["is"], ["are"], ["was"], ["were"], ["be"])


def _would(clause: Clause, trigger: Trigger, frame: list[str], said: bool) -> Factuality:
    """The irrealis; in indirect speech only another tense: "said traffic would be restricted" is a plan, "hätten
    angegriffen" a report."""
    past = trigger.kind == "participle" and has_any(frame, _IRREAL)
    # "Soldaten hätten sie getötet": the plural stands for the subjunctive of reported speech.
    reported = said or (past and has_any(frame, _REPORTED) and not has_any(frame, _NEARLY))
    if not reported or has_any(clause.low, clause.small.conditional):
        return "hypothetical"
    return "happened" if past else "planned"


def _is_to(window: list[str]) -> bool:
    """ "are to move", "is due to leave"."""
    if window[-1:] != ["to"]:
        return False
    return window[-2:-1] in (["are"], ["is"], ["were"], ["was"], ["due"], ["set"], ["about"], ["expected"])


def _tense(clause: Clause, trigger: Trigger, near: list[str]) -> Factuality:
    """What the tense alone says."""
    german, sets = clause.german, clause.small
    will = german and has_any(near, _WILL)
    if trigger.kind in _PAST:
        # "werden … verlegt werden" is to come, "wird verlegt" goes on.
        future = will and "worden" not in near and near.count("werden") + near.count("wird") > 1
        return "planned" if future else "happened"
    if trigger.kind in ("infinitive", "base"):
        return _open_tense(clause, trigger, near, will)
    if trigger.kind == "gerund" and not any(
        w in sets.auxiliaries for w in clause.low[max(0, trigger.at - 3) : trigger.at]
    ):
        before = clause.low[trigger.at - 1] if trigger.at else ""
        # "without sending", "the idea of joining": named, not told.
        if before in sets.prepositions and before not in ("after", "since", "by", "for"):
            return "unclear"
    # A headline tells in the present what has happened.
    headline = german and clause.low[-1][0].isalnum() and "seit" not in near
    return "happened" if headline else "ongoing"


def _open_tense(clause: Clause, trigger: Trigger, near: list[str], will: bool) -> Factuality:
    sets, first = clause.small, clause.bounds[trigger.at][0]
    # "hat damit begonnen, Truppen zu verlegen", "began to withdraw"
    if has_any(clause.low[max(0, first - 4) : trigger.at], sets.beginning):
        return "happened"
    if clause.german and has_any(near, sets.letting):
        return "happened" if has_any(near, _LET) else "ongoing"
    if will:
        return "planned"
    if clause.german:
        if trigger.kind == "infinitive" and _finite_plural(clause, trigger, near):
            return "happened" if clause.low[-1][0].isalnum() and "seit" not in near else "ongoing"
        return "happened" if has_any(near, sets.have) else "unclear"
    before = clause.low[trigger.at - 1] if trigger.at else ""
    bare = before not in ("to", "will", "would", "can", "could", "may", "might", "must", "should", "shall")
    return "ongoing" if bare and trigger.at > first else "unclear"


def _finite_plural(clause: Clause, trigger: Trigger, near: list[str]) -> bool:
    """ "Russland und Belarus verlegen Truppen": the same form as the infinitive, but in second place."""
    sets, first = clause.small, clause.bounds[trigger.at][0]
    other = has_any(near, sets.auxiliaries, sets.modal, sets.planning, sets.would)
    return (
        not other and "zu" not in clause.low[trigger.at - 1 : trigger.at] and first < trigger.at < first + len(near) - 1
    )
