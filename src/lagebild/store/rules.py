"""What an entry of the log must have to make sense; each fault is one line that says what to give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lagebild.core import Cite
from lagebild.errors import BadInput, UnknownName
from lagebild.weigh.catalogue import Catalogue
from lagebild.weigh.hand.figures import given, parsed, refigured, sound
from lagebild.weigh.hand.grades import GRADE

from . import log

LEAST, MOST = 0.1, 10.0
"""Bounds of a likelihood ratio: no item counts for more, whoever says so (docs/weighing.md)."""


class Rule(NamedTuple):
    """What a kind may be about (`report:` with the colon stands for any id behind it), and whether it needs the place
    of another thing."""

    targets: tuple[str, ...]
    toward: bool = False


RULES: Mapping[str, Rule] = {
    "accept": Rule(("mark", "report:", "evidence:")),
    "reject": Rule(("mark", "report:", "evidence:")),
    "grade": Rule(("mark", "report:", "evidence:", "source:")),
    "relink": Rule(("report:", "evidence:")),
    "move": Rule(("happening",)),
    "merge": Rule(("entity", "happening"), toward=True),
    "split": Rule(("entity",)),
    "ratio": Rule(("evidence:",)),
    "figure": Rule(("indicator:",)),
    "answer": Rule(("answer",)),
    "blind": Rule(("case",)),
    "lock": Rule(("case",)),
    "resolve": Rule(("case",)),
    "annul": Rule(("case",)),
}
"""A note may be about anything, an undo is about the entry it names."""

_PLACELESS = ("source:", "indicator:", "answer", "case")


def check(
    kind: str,
    *,
    reason: str,
    target: str | None,
    cite: Cite | None,
    toward: Cite | None,
    value: str | None,
    undoes: int | None,
) -> None:
    """Raises UnknownName for an unknown kind and BadInput for an entry that makes no sense by itself."""
    if kind not in log.KINDS:
        raise UnknownName.of("decision", kind, log.KINDS)
    if not reason.strip():
        raise BadInput(f"decision {kind}", "has no reason", "say why; it is kept and shown")
    if (kind == "undo") != (undoes is not None):
        raise BadInput(f"decision {kind}", "an undo, and only an undo, names the decision it takes back")
    if kind not in RULES:
        return
    _check_target(kind, target or "mark", cite, toward)
    if kind == "grade":
        on_statement = (target or "mark") != "mark" or (cite is not None and (cite.mark or "").startswith("s"))
        if not on_statement or not GRADE.fullmatch(value or ""):
            remedy = "use AJP-2.1, A1 to F6, on a statement, a report, an item of evidence or a source"
            raise BadInput(f"grade {value}", "is no grade of a statement", remedy)
    elif kind == "ratio":
        number(value, LEAST, MOST, "ratio", "no item counts for more than 10 or less than 0.1")
    elif kind == "answer":
        number(value, 0.0, 1.0, "answer", "give a probability above 0 and below 1")
    elif kind == "relink" and not value:
        raise BadInput("relink", "names no sign to count for", "give the id of an indicator of the catalogue")


def _check_target(kind: str, target: str, cite: Cite | None, toward: Cite | None) -> None:
    rule = RULES[kind]
    if target == "mark" and "mark" in rule.targets and (cite is None or cite.mark is None):
        raise BadInput(f"decision {kind}", "names no mark", "give a cite with the id of a mark")
    if not any(target.startswith(t) and target != t if t.endswith(":") else target == t for t in rule.targets):
        known = ", ".join(t + "…" if t.endswith(":") else t for t in rule.targets)
        raise BadInput(f"decision {kind}", f"cannot be about '{target}'", f"it is about: {known}")
    if cite is None and not target.startswith(_PLACELESS):
        raise BadInput(f"decision {kind}", "names no place", "give a cite, or the id of what it is about")
    if rule.toward and toward is None:
        raise BadInput(f"decision {kind}", "names no other thing", "give the one that it is the same as")


def number(value: str | None, low: float, high: float, what: str, remedy: str) -> float:
    """`value` as a number within the bounds; 0 and 1 themselves are no probabilities to stand by. Raises BadInput."""
    try:
        found = float(value or "")
    except ValueError:
        found = -1.0
    inside = low < found < high if what != "ratio" else low <= found <= high
    if not inside:
        raise BadInput(f"{what} {value}", f"is no number between {low:g} and {high:g}", remedy)
    return found


def check_signs(
    kind: str, target: str | None, value: str | None, catalogue: Catalogue | None, standing: tuple[log.Decision, ...]
) -> None:
    """Raises UnknownName for a sign that the case's catalogue does not have, BadInput for figures that contradict the
    sign's direction."""
    named = target.partition(":")[2] if target and target.startswith(("report:", "evidence:", "indicator:")) else None
    wanted = [n for n in (named, value if kind == "relink" else None) if n]
    if not wanted or kind not in log.CHANGES:
        return
    if catalogue is None:
        raise BadInput(f"decision {kind}", "this question has no catalogue of signs", "give it one: see `lagebild new`")
    signs = {s.indicator.id: s for s in catalogue.signs}
    for name in wanted:
        if name not in signs:
            raise UnknownName.of("indicator", name, signs)
    if kind == "figure" and named and value is not None:
        before, _ = refigured(catalogue, [c for c in log.changes(standing, ()) if c.kind == "figure"])
        now = {s.indicator.id: s.indicator for s in before.signs}[named]
        which, figure = parsed(value, now)
        wrong = sound(given(now, which, figure), signs[named].direction)
        if wrong:
            raise BadInput(f"figure {value}", wrong, "a figure must keep the side that its sign speaks for")
