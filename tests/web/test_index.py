"""The columns of the timeline against the plain definition, happening by happening."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Happening
from lagebild.tell.happenings import group
from lagebild.web.index import Asked, Index

DAYS = (None, "2022-12-01", "2022-12-09T10:00", "2022-12-31", "2023-01-02")
IDS = ("iso:BLR", "iso:RUS", "e:brest")


def _happening(  # noqa: PLR0917
    number: int, first: str | None, last: str | None, who: str, place: str | None, origins: int
) -> Happening:
    return Happening(
        id=f"h:{number}", type="MOBILIZE" if number % 2 else "CONSULT", mode=None, actors=(who,), recipients=(),
        place=place, earliest=first, latest=last, factuality="happened" if number % 3 else "possible",
        mentions=(), origins=tuple(f"o:{n}" for n in range(origins)), known=None, details=(), why=(),
    )  # fmt: skip


happenings = st.lists(
    st.tuples(
        st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(IDS), st.sampled_from([None, *IDS]),
        st.integers(1, 3),
    ),
    max_size=12,
).map(lambda rows: [_happening(n, *row) for n, row in enumerate(rows)])  # fmt: skip
wishes = st.builds(
    Asked,
    actor=st.sampled_from(["", *IDS, "nobody"]),
    place=st.sampled_from(["", *IDS]),
    type=st.sampled_from(["", "MOBILIZE", "nothing"]),
    kind=st.sampled_from(["", "event", "open"]),
    origins=st.integers(1, 3),
    since=st.sampled_from(["", "2022-12-09"]),
    until=st.sampled_from(["", "2022-12-31"]),
    id=st.sampled_from(["", "h:0", "h:99"]),
)


def fits(wanted: Asked, one: Happening) -> bool:
    first, last = (one.earliest or one.latest or "")[:10], (one.latest or one.earliest or "")[:10]
    return (
        wanted.id in ("", one.id)
        and (not wanted.actor or wanted.actor in (*one.actors, *one.recipients))
        and wanted.place in ("", one.place)
        and wanted.type in ("", one.type)
        and wanted.kind in ("", group(one))
        and len(one.origins) >= wanted.origins
        and (not (wanted.since or wanted.until) or bool(first))
        and (not wanted.until or first <= wanted.until)
        and (not wanted.since or last >= wanted.since)
    )


@given(happenings, wishes)
def test_what_is_found_is_what_fits(found: list[Happening], wanted: Asked) -> None:
    assert list(Index(found).at(wanted)) == [n for n, one in enumerate(found) if fits(wanted, one)]


@given(happenings)
def test_somebodys_happenings_and_the_weeks(found: list[Happening]) -> None:
    known = Index(found)
    for name in IDS:
        own = [n for n, h in enumerate(found) if name in (*h.actors, h.place)]
        assert list(known.of(name)) == own
    weeks = known.weeks(known.at(Asked()), date(2022, 1, 1), date(2023, 12, 31))
    assert sum(n for _, n in weeks) == sum(1 for h in found if h.earliest or h.latest)
    assert all(monday.weekday() == 0 for monday, _ in weeks)
    assert weeks == sorted(weeks)
