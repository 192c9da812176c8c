"""Exports: an answer in the formats of other tools. Written by hand, without their libraries, the same bytes for the
same answer; the tests open each one with the library of its own world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from lagebild.core import Answer
from lagebild.errors import UnknownName

if TYPE_CHECKING:
    from .scene import Scene
    from .tables import Table

__all__ = ["FORMATS", "Format", "export", "form"]


class Format(NamedTuple):
    """An export format: its name, the ending of its file ("" for a folder of files), what it is, in one line.
    `numberless`: nothing of the machine's number is in it, so that blind mode need not keep it back."""

    name: str
    ending: str
    about: str
    numberless: bool = False


FORMATS: tuple[Format, ...] = (
    Format("annotations", ".jsonld", "W3C Web Annotation: every mark, by position and quotation", numberless=True),
    Format("csl", ".json", "CSL-JSON: the reports as bibliography, for Zotero and Pandoc", numberless=True),
    Format("csv", "", "CSV: a folder with one file a table, safe to open in a spreadsheet"),
    Format("ftm", ".jsonl", "FollowTheMoney: entities as JSON lines, for Aleph and its kin"),
    Format(
        "geojson",
        ".geojson",
        "GeoJSON: happenings with a place, and the radius of that place in metres",
        numberless=True,
    ),
    Format("ical", ".ics", "iCalendar: the timeline, for calendars", numberless=True),
    Format("parquet", "", "Parquet: a folder with one file a table, typed (needs pyarrow)"),
    Format("schemaorg", ".jsonld", "schema.org JSON-LD: NewsArticle, Claim, and ClaimReview for corrections"),
    Format("stix", ".json", "STIX 2.1: one bundle of reports, incidents, actors and notes"),
    Format("timelinejs", ".json", "TimelineJS: the timeline as slides"),
)
"""All formats that an answer can be exported in, by name."""


def form(name: str) -> Format:
    """The format with this name. Raises UnknownName, which lists the known ones."""
    found = next((f for f in FORMATS if f.name == name), None)
    if found is None:
        raise UnknownName.of("export format", name, (f.name for f in FORMATS))
    return found


def export(
    answer: Answer, *, format: str, language: Literal["de", "en"] | None = None, more: Iterable[Table] = ()
) -> str | dict[str, bytes]:
    """An answer in one of FORMATS: a text, or for the folders the files by name.

    Names and titles are in `language`; left out, the question's own where it is German or English, else English.
    `more` are tables beside the answer's own, such as the log of decisions. Raises UnknownName for another format,
    LagebildError where Parquet's library is missing.
    """
    chosen = form(format)
    from .scene import Scene

    scene = Scene(answer, language)
    if chosen.ending:
        return _text(chosen.name, scene)
    from . import flat
    from .tables import tables

    write = flat.to_csv if chosen.name == "csv" else flat.to_parquet
    return write((*tables(scene), *more))


def _text(name: str, scene: Scene) -> str:
    from . import csl, ftm, geojson, ical, schemaorg, stix, timelinejs, webannotation

    makers = {
        "annotations": webannotation.to_annotations,
        "csl": csl.to_csl,
        "ftm": ftm.to_ftm,
        "geojson": geojson.to_geojson,
        "ical": ical.to_ical,
        "schemaorg": schemaorg.to_schemaorg,
        "stix": stix.to_stix,
        "timelinejs": timelinejs.to_timelinejs,
    }
    return makers[name](scene)
