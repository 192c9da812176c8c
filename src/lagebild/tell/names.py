"""What things are called in the report's language: countries by CLDR, bodies of a state by their role, all others
as reports in that language name them."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from babel.core import get_global

from lagebild.core import Answer, Document, Entity, Links

from . import format as f
from . import messages
from .visible import inline, web_address


def names(answer: Answer, language: str) -> dict[str, str]:
    """What entities, indicators, reference classes and documents are called: id → name."""
    found = entity_names(answer.links, language)
    found |= {i.id: pick(i.name, language) for i in answer.indicators}
    found |= {r.id: pick(r.name, language) for r in answer.prior}
    found |= {o.id: o.text for o in answer.question.outcomes}
    found |= {m.reading.document.id: byline(m.reading.document, language) for m in answer.links.marked}
    return {known_as: name for known_as, name in found.items() if name}


def entity_names(links: Links, language: str) -> dict[str, str]:
    """Entity id → name."""
    own = _own_words(links, language)
    return {entity.id: _name(entity, own.get(entity.id, Counter()), language) for entity in links.entities}


def country_name(code: str, language: str) -> str | None:
    """The name of a country by its ISO 3166-1 alpha-3 code, or None."""
    found = get_global("territory_aliases").get(code)
    short = found[0] if found and len(found) == 1 else None
    return f.locale(language).territories.get(short) if short else None


def pick(texts: tuple[tuple[str, str], ...], language: str) -> str:
    """The text in the language, else the first there is."""
    return dict(texts).get(language) or (texts[0][1] if texts else "")


def publisher(document: Document, language: str) -> str:
    """Who published a report: the publisher, else the host of its address, else the name of its file."""
    if document.publisher:
        return inline(document.publisher)
    if web_address(document.url):
        return inline(urlsplit(document.url or "").hostname or "")
    file = (document.source or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
    return inline(file) or messages.word("publisher.none", language)


def byline(document: Document, language: str) -> str:
    """Publisher and day of a report."""
    when = f.moment(document.published, language) or messages.word("undated", language)
    return f"{publisher(document, language)}, {when if '/' in (document.published or '') else when.split(',')[0]}"


def _own_words(links: Links, language: str) -> dict[str, Counter[str]]:
    """How reports in the language name each entity."""
    texts = {
        (m.reading.document.id, m.reading.number): m.reading.text
        for m in links.marked
        if m.reading.language == language
    }
    return {
        entity.id: Counter(
            inline(cite.span.of(texts[cite.document, cite.reading]))
            for cite in entity.mentions
            if (cite.document, cite.reading) in texts
        )
        for entity in links.entities
    }


def _name(entity: Entity, own: Counter[str], language: str) -> str:
    if entity.id.startswith("iso:"):
        return country_name(entity.id[4:], language) or entity.name
    if entity.id.startswith("org:"):
        return _body(entity, language)
    # A surname alone or an inflected description would be a worse name than the full one in another spelling.
    # Capitals are a dateline's.
    size = len(entity.name.split())
    whole = [(form.isupper(), -n, form) for form, n in own.items() if len(form.split()) == size]
    return min(whole)[2] if whole else entity.name


def _body(entity: Entity, language: str) -> str:
    """A ministry or force of a state, `org:BLR-GOV-defence-ministry`: "Verteidigungsministerium (Belarus)"."""
    country, _, rest = entity.id[4:].partition("-")
    key = f"body.{rest.partition('-')[2]}"
    state = country_name(country, language)
    return f"{messages.word(key, language)} ({state})" if state and messages.known(key) else entity.name
