"""Subject and objects of a German verb: by case and order, what hangs on what, and the prepositions of each type."""

from __future__ import annotations

from lagebild.mark.events.clause import Clause, Mention, has_any
from lagebild.mark.events.mentions import is_weapon
from lagebild.mark.events.triggers import Trigger

Sides = tuple[tuple[Mention, ...], tuple[Mention, ...]]

# Where the one stands whom an event of a type is directed at, when it is no object without a preposition.
_TOWARDS: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("gegen", "an", "bei", "für"),
    "AGREE": ("gegenüber", "mit"),
    "AID": ("an", "für"),
    "ASSAULT": ("auf", "gegen", "an"),
    "COERCE": ("gegen", "auf"),
    "CONCEDE": ("bei", "gegenüber", "gegen", "für"),
    "CONSULT": ("mit", "bei", "zwischen"),
    "COOPERATE": ("mit", "an", "von"),
    "MOBILIZE": ("gegen",),
    "PROTEST": ("gegen", "vor"),
    "REJECT": ("gegen", "an"),
    "REQUEST": ("an", "von", "vom", "bei"),
    "RETREAT": ("gegenüber", "an"),
    "SANCTION": ("gegen", "mit", "zu", "an", "auf", "für"),
    "SUPPORT": ("für", "hinter", "mit", "zu", "vor"),
    "THREATEN": ("gegen", "gegenüber"),
}
# Whither one goes who visits or invades, whence one recalls an ambassador: the town or country stands for its side.
_GROUND: dict[tuple[str, str | None], tuple[str, ...]] = {
    ("CONSULT", "visit"): ("nach", "in"),
    ("ASSAULT", "invade"): ("in", "nach", "auf"),
    ("ASSAULT", "seize"): ("in",),
    ("ASSAULT", "heavy-weapons"): ("auf",),
    ("AID", "humanitarian"): ("nach",),
    ("AID", "military"): ("nach",),
    ("AID", None): ("nach",),
    ("SANCTION", "withdraw"): ("aus", "in"),
}
_OWNED = frozenset(("ACCUSE", "AGREE", "ASSAULT", "COERCE", "CONCEDE", "REJECT", "SANCTION", "SUPPORT"))
_SUBJECT_SUFFERS = frozenset(("frei|kommen", "heim|kehren"))
_NOT_SUBJECT = frozenset(("den", "dem", "denen", "deren", "dessen"))
_WEAPONLESS = frozenset(("AGREE", "AID", "COOPERATE", "MOBILIZE", "REQUEST", "RETREAT"))
_ATTACHING = frozenset(("in", "aus", "von", "vom", "bei", "im", "für"))


def arguments(clause: Clause, trigger: Trigger, near: list[Mention], *, passive: bool) -> Sides:
    """The mentions that are subject and object of a German verb; `near` are those of its stretch."""
    hung = _hanging(clause, near)
    free = [m for m in near if m.prep is None and m not in hung]
    subject = _subject(clause, trigger, [m for m in free if acts(m)])
    if passive and subject is None:
        subject = next((m for m in free if m.kind == "place" and _takes(clause, trigger, m)), None)
    group = joined(clause, subject) if subject else ()
    objects = [m for m in free if m not in group and _takes(clause, trigger, m) and _after_sibling(clause, trigger, m)]
    found = joined(clause, objects[0]) if objects else ()
    if not found and not passive and _relative_object(clause, trigger):
        antecedent = before(clause, trigger)
        found = (antecedent,) if antecedent and antecedent not in group else ()
    if not found:
        found = _oblique(clause, trigger, [m for m in near if m not in hung and m not in group])
    if not found:
        found = _ground(clause, trigger, near, group)
    if not found and trigger.reading.type in _OWNED:
        found = _owners(clause, trigger, near, group)
    if trigger.lemma in _SUBJECT_SUFFERS or (trigger.reading.mode == "arrest" and not found and trigger.kind == "noun"):
        return (), group
    return group, found


def acts(mention: Mention) -> bool:
    """Whether somebody who can do something is meant: no adjective, no town that is no capital."""
    return (mention.code is not None and mention.kind != "adjective") or mention.kind in (
        "person",
        "organisation",
        "country",
    )


def joined(clause: Clause, head: Mention) -> tuple[Mention, ...]:
    """A mention with those that "und" joins to it."""
    at = clause.mentions.index(head)
    found = [head]
    for mention in clause.mentions[at + 1 :]:
        if not mention.joined:
            break
        found.append(mention)
    return tuple(m for m in found if acts(m)) or (head,)


def before(clause: Clause, trigger: Trigger) -> Mention | None:
    """The last mention before the stretch: what a relative pronoun stands for."""
    first = clause.bounds[trigger.at][0]
    earlier = [m for m in clause.mentions if m.first < first and m.case != "genitive" and acts(m)]
    return earlier[-1] if earlier else None


def _hanging(clause: Clause, near: list[Mention]) -> list[Mention]:
    """Mentions that belong to the noun before them: "Regierung in Paris", "Staatsanwaltschaft Hamburg", a genitive."""
    hung = []
    for mention in near:
        if mention.case == "genitive":
            hung.append(mention)
            continue
        start = mention.first - 1
        while start > 0 and clause.low[start] in clause.small.articles:
            start -= 1
        if mention.prep is None:
            held = mention.kind in ("place", "country") and mention.name is not None and not mention.joined
            if held and any(m.last == mention.first and m.kind in ("group", "organisation") for m in near):
                hung.append(mention)
        elif (
            mention.prep in _ATTACHING
            and mention.kind in ("place", "country")
            and any(m.last == start and m.kind in ("group", "role", "people") and m.prep is None for m in near)
        ):
            hung.append(mention)
    return hung


def _subject(clause: Clause, trigger: Trigger, free: list[Mention]) -> Mention | None:
    candidates = [m for m in free if m.case != "object"]
    first = clause.bounds[trigger.at][0]
    if _infinitive(clause, trigger):
        return _controller(clause, first)
    if is_relative(clause, trigger):
        if _relative_object(clause, trigger):
            return candidates[0] if candidates else None
        return before(clause, trigger) or (candidates[0] if candidates else None)
    own = [m for m in candidates if _after_sibling(clause, trigger, m) or m.first < trigger.at]
    return own[0] if own else _shared(clause, first)


def _shared(clause: Clause, first: int) -> Mention | None:
    """The subject that a stretch without one of its own shares with those before it; a new main clause and one with
    "weil" or "nachdem" share none."""
    if first == 0 or (clause.words[first].text[0].isupper() and clause.low[first - 1] not in ("und", "oder", "aber")):
        return None
    if clause.low[first] in clause.small.subordinate and clause.low[first] not in ("um", "ohne", "statt"):
        return None
    return _earlier_subject(clause, first)


def _earlier_subject(clause: Clause, first: int) -> Mention | None:
    """The subject of the nearest stretch before that is no clause aside: it goes on after "und" or a comma."""
    earlier = [m for m in clause.mentions if m.first < first and acts(m)]
    hung = _hanging(clause, earlier)
    free = [m for m in earlier if m.prep is None and m.case == "" and m not in hung]
    at, sets = first - 1, clause.small
    while at >= 0:
        begin = clause.bounds[at][0]
        aside = begin > 0 and (clause.low[begin] in sets.relative or clause.low[begin] in sets.subordinate)
        here = [m for m in free if begin <= m.first <= at]
        if here and not aside:
            return here[0]
        at = begin - 1
    return free[0] if free else None


def _infinitive(clause: Clause, trigger: Trigger) -> bool:
    """ "…, Truppen an die Grenze zu verlegen": the subject stands in the clause before."""
    if trigger.kind != "infinitive" or clause.bounds[trigger.at][0] == 0:
        return False
    inner = "|" in trigger.lemma and trigger.lemma.replace("|", "zu") == clause.low[trigger.at]
    return inner or clause.low[trigger.at - 1] == "zu"


def _controller(clause: Clause, first: int) -> Mention | None:
    """Who does what an infinitive tells: who is asked to, after a word of asking; else the subject before it."""
    subject = _earlier_subject(clause, first)
    asked = has_any(clause.low[:first], clause.small.requesting, _LETTING)
    if asked:
        earlier = [m for m in clause.mentions if m.first < first and acts(m) and m.case != "genitive"]
        others = [m for m in earlier if m is not subject and m.prep in (None, "an", "von", "vom", "bei")]
        return others[-1] if others else subject
    return subject


_LETTING = frozenset(
    (
        "beschuldigt",
        "beschuldigte",
        "beschuldigten",
        "erlaubt",
        "erlaubte",
        "gezwungen",
        "hindern",
        "hinderte",
        "verbietet",
        "verbot",
        "vor",
        "vorgeworfen",
        "zwang",
        "zwingt",
    )
)


def is_relative(clause: Clause, trigger: Trigger) -> bool:
    """Whether the verb closes a relative clause."""
    first = clause.bounds[trigger.at][0]
    opening = first + 1 if first < len(clause.low) - 1 and clause.low[first] in clause.small.prepositions else first
    if first < 2 or clause.low[opening] not in clause.small.relative or clause.low[first - 1] != ",":
        return False
    # "…, die Rakete sei … abgestürzt" has its verb in second place: a main clause that opens with an article.
    last = clause.ends(trigger.at)
    finite = [n for n in range(first, last) if clause.low[n] in clause.small.auxiliaries]
    return not finite or finite[0] >= last - 3


def _relative_object(clause: Clause, trigger: Trigger) -> bool:
    """Whether the relative pronoun is no subject: "denen Moskau drohte", "bei denen Truppen …"."""
    first = clause.bounds[trigger.at][0]
    if not is_relative(clause, trigger):
        return False
    return clause.low[first] in clause.small.prepositions or clause.low[first] in _NOT_SUBJECT


def _after_sibling(clause: Clause, trigger: Trigger, mention: Mention) -> bool:
    """ "hat Soldaten getötet und Dörfer besetzt": an object after the last verb of the same stretch is of the next."""
    first = clause.bounds[trigger.at][0]
    earlier = [at for at in clause.verbs if first <= at < trigger.at]
    if not earlier or trigger.kind not in ("participle", "infinitive"):
        later = [at for at in clause.verbs if at > trigger.at]
        return not later or mention.first < later[0] or clause.bounds[later[0]] != clause.bounds[trigger.at]
    between = clause.low[earlier[-1] : trigger.at]
    return "und" not in between or mention.first > earlier[-1] or trigger.at - earlier[-1] <= 2


def _takes(clause: Clause, trigger: Trigger, mention: Mention) -> bool:
    """Whether the mention may be the object of the trigger."""
    if trigger.reading.type in _WEAPONLESS and mention.name is None and is_weapon(clause.words[mention.last - 1].text):
        return False
    if trigger.reading.type in ("MOBILIZE", "CONSULT") and mention.kind == "place" and mention.name is None:
        return False
    word = clause.low[mention.last - 1]
    if mention.code == "GOV" and word.startswith(("botschaft", "konsulat")):
        # "rief seinen Botschafter zurück", "die Botschaft in Damaskus": the one that it is at, not itself.
        return False
    if trigger.reading.type == "COOPERATE" and trigger.reading.mode == "judicial" and mention.kind == "group":
        return mention.prep is not None
    if mention.kind == "adjective":
        return trigger.reading.type in ("ASSAULT", "COERCE", "SANCTION")
    return acts(mention) or mention.kind == "place"


def _oblique(clause: Clause, trigger: Trigger, near: list[Mention]) -> tuple[Mention, ...]:
    """The one that the preposition of the type points at, in the order of the prepositions."""
    for preposition in _TOWARDS[trigger.reading.type]:
        for mention in near:
            if (
                mention.prep == preposition
                and _takes(clause, trigger, mention)
                and not _sibling(clause, trigger, mention)
            ):
                ours = mention.kind != "place" or trigger.reading.type in ("ASSAULT", "AID", "SANCTION", "CONSULT")
                if ours and (mention.kind != "adjective" or preposition in ("gegen", "auf")):
                    return joined(clause, mention)
    return ()


def _sibling(clause: Clause, trigger: Trigger, mention: Mention) -> bool:
    """Whether another event word stands between the trigger and the mention, which then belongs to that one."""
    low, high = sorted((trigger.at, mention.first))
    return any(low < at < high for at in clause.verbs) and not any(
        clause.low[n] == "und" for n in range(low, high) if low < n
    )


def _ground(clause: Clause, trigger: Trigger, near: list[Mention], group: tuple[Mention, ...]) -> tuple[Mention, ...]:
    reading = trigger.reading
    prepositions = _GROUND.get((reading.type, reading.mode), ())
    return next(
        (
            (m,)
            for m in near
            if m.prep in prepositions and m.kind in ("place", "country") and m.name is not None and m not in group
        ),
        (),
    )


def _owners(clause: Clause, trigger: Trigger, near: list[Mention], group: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Whose the thing is that something is done to: "die Server des Parlaments", "den Plan Luandas"."""
    for mention in near:
        at = mention.first - 1
        if mention.case != "genitive" or mention in group:
            continue
        while at >= 0 and (clause.low[at] in clause.small.articles or clause.words[at].text.islower()):
            at -= 1
        owned = any(m.first <= at < m.last for m in clause.mentions)
        if at >= 0 and not owned and clause.words[at].text[0].isupper() and at != trigger.at:
            return joined(clause, mention)
    return ()
