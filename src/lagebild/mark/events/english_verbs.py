"""Whether an English form that may be several things is a verb where it stands."""

from __future__ import annotations

from lagebild.mark.events.clause import Clause, has_any

_PARTICIPLES = ("past", "participle")
BEFORE_BASE = frozenset(
    ("to", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "did", "do", "does")
)
_BEFORE_PARTICIPLE = frozenset(("by", "after", "since", "as", "when", "while"))
_BEFORE_VERB = frozenset(("not", "n't", "also", "never", "jointly"))
_PRONOUNS = frozenset(("they", "we", "i", "you", "who", "that", "which", "he", "she", "it", "him", "her", "them", "us"))


def after_auxiliary(clause: Clause, at: int) -> bool:
    """Whether an auxiliary stands up to three words before: "has been arrested", "were also detained"."""
    return has_any(clause.low[max(0, at - 3) : at], clause.small.auxiliaries)


def is_verb(clause: Clause, at: int, kind: str) -> bool:
    """Whether an English form that may also be a noun or adjective is a verb here, by its neighbours."""
    low, sets = clause.low, clause.small
    before = low[at - 1] if at else ""
    possessed = at > 0 and clause.words[at - 1].text.endswith(("'s", "’s"))
    if possessed or before in sets.articles or (clause.words[at].text[0].isupper() and at > 0):
        return False
    if kind in _PARTICIPLES:
        return before not in sets.prepositions or before in _BEFORE_PARTICIPLE
    if kind == "gerund":
        return at + 1 >= len(low) or low[at + 1] != "of"
    return _is_finite(clause, at, kind, before)


def _is_finite(clause: Clause, at: int, kind: str, before: str) -> bool:
    if before in BEFORE_BASE or before in _BEFORE_VERB or before in _PRONOUNS or (before == "and" and kind == "base"):
        return True
    if before in clause.small.prepositions:
        return False
    if kind == "base":
        return before == "" or (before.endswith("s") and _opens(clause, at + 1)) or _joined_names(clause, at)
    owner = clause.names[at - 1]
    # "Russian forces": an adjective of a people makes it a noun.
    return (owner is None or owner.kind != "people") and (_opens(clause, at + 1) or owner is not None)


def _joined_names(clause: Clause, at: int) -> bool:
    """ "Putin and Lukashenko talk trade": two names joined are a plural subject."""
    if clause.names[at - 1] is None:
        return False
    step = at - 1
    while step > 0 and clause.names[step - 1] is clause.names[at - 1]:
        step -= 1
    return step >= 2 and clause.low[step - 1] == "and" and clause.names[step - 2] is not None


def _opens(clause: Clause, at: int) -> bool:
    """Whether token `at` can begin what follows a verb: an article, a name, a pronoun, "that"."""
    if at >= len(clause.low):
        return False
    word = clause.low[at]
    return (
        word in clause.small.articles
        or word in _PRONOUNS
        or clause.names[at] is not None
        or word in ("that", "to", "off")
    )
