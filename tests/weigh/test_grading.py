"""Grades beside statements, evidence and outlets: by hand where given, else proposed from what the reports show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lagebild.core import Change, Cite, Claim, Correction, Evidence, Links, Marked, Note, Origin, Range, Span, Voice
from lagebild.core.marks import SpeakerKind
from lagebild.weigh.grading import Grades

from .factory import report, said

TEXT = "Die Brücke sei zerstört, sagte Sandkamp."


def told(name: str, day: str = "2023-01-10", **more: object) -> Marked:
    """A report in which Sandkamp speaks."""
    mark = replace(said(TEXT, "Die Brücke sei zerstört", "Sandkamp", speaker_entity="e:sandkamp"), **more)  # type: ignore[arg-type]
    return report(name, day, TEXT, statements=(mark,))


def plain(name: str, day: str = "2023-01-11") -> Marked:
    """A report that tells of the bridge in its own voice."""
    return report(name, day, "Die Brücke ist zerstört.")


def claim(name: str, *voices: tuple[str, str | None, str]) -> Claim:
    """A claim with voices: report, speaker, stance; each report is an origin of its own."""
    made = (Voice(Cite(doc, 1, Span(0, 10)), who, f"o-{doc}", stance) for doc, who, stance in voices)  # type: ignore[arg-type]
    return Claim(name, ("iso:UKR",), tuple(made))


def world(marked: list[Marked], *claims: Claim, **more: object) -> Links:
    origins = tuple(Origin(f"o-{m.reading.document.id}", (m.reading.document.id,)) for m in marked)
    return Links(**({"marked": tuple(marked), "origins": origins, "claims": claims} | more))  # type: ignore[arg-type]


SPEAKS = ("a", "e:sandkamp", "asserts")


@pytest.mark.parametrize(
    ("voices", "grade"),
    [
        # Nobody else speaks to it.
        ([], "F6"),
        # Another report in its own voice confirms it.
        ([("b", None, "asserts")], "F2"),
        # Two do.
        ([("b", None, "asserts"), ("c", None, "asserts")], "F1"),
        # The same speaker in another report is no confirmation.
        ([("b", "e:sandkamp", "asserts")], "F6"),
        # Another one denies it.
        ([("b", "e:whitcombe", "denies")], "F5"),
        # One for it, one against.
        ([("b", "e:whitcombe", "denies"), ("c", None, "asserts")], "F4"),
        ([("b", "e:whitcombe", "denies"), ("c", None, "asserts"), ("d", None, "asserts")], "F3"),
    ],
)
def test_the_digit_goes_by_independent_origins(voices: list[tuple[str, str | None, str]], grade: str) -> None:
    links = world([told("a"), *(plain(v[0]) for v in voices)], claim("c1", SPEAKS, *voices))
    first = links.marked[0]
    found = Grades(links).statement(first, first.marks.statements[0])
    assert found is not None
    assert (found.value, found.by_hand, len(found.reasons)) == (grade, False, 2)


def test_copies_of_one_origin_confirm_once() -> None:
    links = world([told("a"), plain("b"), plain("c")], claim("c1", SPEAKS, ("b", None, "asserts")))
    voices = (*links.claims[0].voices, Voice(Cite("c", 1, Span(0, 10)), None, "o-b", "asserts"))
    copied = replace(links, claims=(replace(links.claims[0], voices=voices),))
    found = Grades(copied).statement(copied.marked[0], copied.marked[0].marks.statements[0])
    assert found is not None
    assert found.value == "F2"


def history(borne_out: int, refuted: int, *, day: str = "2022-12-20") -> tuple[list[Marked], list[Claim]]:
    """Earlier claims of Sandkamp's that two others confirm, or contradict."""
    marked, claims = [], []
    for n in range(borne_out + refuted):
        names = [f"h{n}{x}" for x in "abc"]
        marked += [told(names[0], day), plain(names[1], day), plain(names[2], day)]
        stance = "asserts" if n < borne_out else "denies"
        claims.append(
            claim(f"h{n}", (names[0], "e:sandkamp", "asserts"), *((name, None, stance) for name in names[1:]))
        )
    return marked, claims


@pytest.mark.parametrize(
    ("borne_out", "refuted", "day", "letter"),
    [
        # A record begins with five checked claims.
        (4, 0, "2022-12-20", "F"),
        (5, 0, "2022-12-20", "A"),
        (3, 2, "2022-12-20", "D"),
        (1, 5, "2022-12-20", "E"),
        # What came later was not known then.
        (6, 0, "2023-02-01", "F"),
    ],
)
def test_the_letter_goes_by_the_record_of_the_speaker(borne_out: int, refuted: int, day: str, letter: str) -> None:
    marked, claims = history(borne_out, refuted, day=day)
    links = world([told("a"), *marked], *claims)
    found = Grades(links).statement(links.marked[0], links.marked[0].marks.statements[0])
    assert found is not None
    assert found.value == f"{letter}6"


@pytest.mark.parametrize("kind", ["anonymous", "nobody"])
def test_who_is_not_named_has_no_record(kind: SpeakerKind) -> None:
    marked, claims = history(9, 0)
    links = world([told("a", speaker_kind=kind), *marked], *claims)
    found = Grades(links).statement(links.marked[0], links.marked[0].marks.statements[0])
    assert found is not None
    assert found.value == "F6"


def test_the_grade_of_the_analyst_wins() -> None:
    marked, claims = history(9, 0)
    links = world([told("a", grade="D4"), *marked], *claims)
    found = Grades(links).statement(links.marked[0], links.marked[0].marks.statements[0])
    assert found is not None
    assert (found.value, found.by_hand) == ("D4", True)


def test_what_claims_nothing_has_no_grade() -> None:
    links = world([told("a", force="question")])
    assert Grades(links).statement(links.marked[0], links.marked[0].marks.statements[0]) is None


def evidence(*documents: str, why: tuple[Note, ...] = ()) -> Evidence:
    half = Range(0.4, 0.5, 0.6)
    return Evidence(
        id="x", indicator="build-up", subject="h", direction="for", p1=half, p0=half, a=half, b=half, ratio=half,
        weight=0.1, known=date(2023, 1, 10), origins=tuple(f"o-{d}" for d in documents),
        cites=tuple(Cite(d, 1, Span(0, 24)) for d in documents), why=why,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("documents", "denied", "grade"),
    [
        (["a"], False, "F6"),
        (["a", "b"], False, "F2"),
        (["a", "b", "c"], False, "F1"),
        (["a"], True, "F5"),
        (["a", "b", "c"], True, "F3"),
    ],
)
def test_evidence_goes_by_all_its_origins(documents: list[str], denied: bool, grade: str) -> None:
    against = [("z", "e:whitcombe", "denies")] if denied else []
    links = world(
        [plain(d) for d in [*documents, "z"]], claim("c1", *((d, None, "asserts") for d in documents), *against)
    )
    found = Grades(links).evidence(evidence(*documents))
    assert found is not None
    assert found.value == grade


def test_evidence_graded_by_hand() -> None:
    note = Note("hand.graded", (("grade", "B2"), ("weight", 0.8)))
    found = Grades(world([plain("a")])).evidence(evidence("a", why=(note,)))
    assert found is not None
    assert (found.value, found.reasons, found.by_hand) == ("B2", (note,), True)


def test_an_outlet_that_is_unknown_whose_reports_were_withdrawn_and_one_graded_by_hand() -> None:
    links = world([plain(f"w{n}") for n in range(6)])
    same = tuple(
        Marked(replace(m.reading, document=replace(m.reading.document, publisher="Bote")), m.marks)
        for m in links.marked
    )
    links = replace(links, marked=same)
    first = same[0].reading.document
    assert Grades(links).outlet(first).value == "F"
    withdrawn = tuple(
        Correction(f"x{n}", "2023-02-01", Cite(f"w{n}", 1, Span(0, 3)), (Cite(f"w{n}", 1, Span(4, 10)),), Note("k"))
        for n in range(6)
    )
    assert Grades(replace(links, corrections=withdrawn)).outlet(first).value == "E"
    change = Change(id=1, kind="grade", who="AK", added="2023-02-01T00:00:00Z", reason="known", target="source:bote",
                    value="B2")  # fmt: skip
    found = Grades(links, (change,)).outlet(first)
    assert (found.value, found.by_hand) == ("B2", True)
