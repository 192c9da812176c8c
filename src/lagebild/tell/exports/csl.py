"""CSL-JSON: the reports as bibliography entries, for Zotero, Pandoc and citation processors."""

from __future__ import annotations

from datetime import date
from typing import Any

from lagebild.core import Marked
from lagebild.tell.visible import inline

from .days import day_of, parsed, published_days
from .scene import Scene, dumped, link_of


def to_csl(scene: Scene) -> str:
    """One item a report, by date. A date that was inferred is `circa`, an interval a range of dates."""
    ordered = sorted(scene.links.marked, key=lambda m: (m.reading.document.published or "~", m.reading.document.id))
    return dumped([_item(m) for m in ordered])


def _item(marked: Marked) -> dict[str, Any]:
    document = marked.reading.document
    item: dict[str, Any] = {
        "id": f"lagebild-{document.id[:16]}",
        "type": "article-newspaper" if document.publisher else "webpage",
        "title": inline(document.title or "") or "–",
    }
    if document.author and (author := inline(document.author)):
        item["author"] = [{"literal": author}]
    if document.publisher and (publisher := inline(document.publisher)):
        item["container-title"] = publisher
    if days := published_days(document.published):
        item["issued"] = _date(*days) | ({"circa": True} if document.published_by == "inferred" else {})
    if link := link_of(document):
        item["URL"] = link
        if fetched := parsed(document.fetched):
            item["accessed"] = _date(day_of(fetched), day_of(fetched))
    if marked.reading.language:
        item["language"] = inline(marked.reading.language)
    return item


def _date(first: date, last: date) -> dict[str, Any]:
    days = [first] if first == last else [first, last]
    return {"date-parts": [[d.year, d.month, d.day] for d in days]}
