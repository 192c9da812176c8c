"""JSON-LD in the vocabulary of schema.org: reports as NewsArticles, claims as Claims, corrections as ClaimReviews.

A ClaimReview says that somebody checked a claim. That is so where an outlet corrected or withdrew a report; Lagebild
itself rates no claim true or false, so all other claims stay Claims, with who asserts and who denies them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lagebild.core import Cite, Claim, Correction, Document, Marked
from lagebild.tell import format as f
from lagebild.tell.passages import place
from lagebild.tell.visible import inline, visible

from .scene import Scene, dumped, link_of

_TYPES = {"person": "Person", "organisation": "Organization", "country": "Country", "place": "Place"}


def to_schemaorg(scene: Scene) -> str:
    """One graph: the question with its answer, then reports, claims and reviews of claims."""
    graph: list[dict[str, Any]] = [_question(scene)]
    graph += [_article(scene, m) for m in scene.links.marked]
    graph += [_claim(scene, c) for c in scene.links.claims]
    graph += [_review(scene, c, cite) for c in scene.links.corrections for cite in c.corrects]
    return dumped({"@context": "https://schema.org", "@graph": graph})


def _node(type_: str, known_as: str | None = None, **fields: Any) -> dict[str, Any]:
    head = {"@type": type_} | ({"@id": f"urn:uuid:{known_as}"} if known_as else {})
    return head | {name: value for name, value in fields.items() if value not in (None, "", [])}


def _question(scene: Scene) -> dict[str, Any]:
    answer, now = scene.answer, scene.answer.forecast
    told = None
    if now:
        said = f"{f.percent(now.probability, scene.language)} ({f.interval(now.low, now.high, scene.language)})"
        told = _node("Answer", text=said, dateCreated=answer.as_of.isoformat(), inLanguage=scene.language,
                     citation=[_ref(scene, d) for d in _cited(scene)])  # fmt: skip
    return _node(
        "Question", scene.uuid("question", answer.question.id), name=visible(answer.question.text),
        inLanguage=answer.question.language, temporalCoverage=f"{answer.question.opens}/{answer.question.closes}",
        suggestedAnswer=told,
    )  # fmt: skip


def _cited(scene: Scene) -> list[str]:
    return sorted({c.document for e in scene.answer.evidence for c in e.cites})


def _ref(scene: Scene, document: str) -> dict[str, Any]:
    return {"@id": f"urn:uuid:{scene.uuid('document', document)}"}


def _article(scene: Scene, marked: Marked) -> dict[str, Any]:
    document = marked.reading.document
    published = document.published or ""
    return _node(
        "NewsArticle",
        scene.uuid("document", document.id),
        headline=inline(document.title or ""),
        url=link_of(document),
        # An interval is no date that schema.org could hold.
        datePublished=None if "/" in published else visible(published),
        temporal=published if "/" in published else None,
        inLanguage=marked.reading.language and inline(marked.reading.language),
        author=_node("Person", name=inline(document.author)) if document.author else None,
        publisher=_publisher(document),
    )


def _publisher(document: Document) -> dict[str, Any] | None:
    return _node("Organization", name=inline(document.publisher)) if document.publisher else None


def _claim(scene: Scene, claim: Claim) -> dict[str, Any]:
    """A claim in the words of one voice, the first that names its speaker; who else asserts it shows in `appearance`.
    No property of schema.org says "denied here": the reports that deny it are works about it, `subjectOf`."""
    asserted = [v for v in claim.voices if v.stance == "asserts"]
    denied = [v for v in claim.voices if v.stance == "denies"]
    mine = asserted or denied
    quoted = min(mine, key=lambda v: (v.speaker is None, _published(scene, v.cite), place(v.cite)))
    return _node(
        "Claim",
        scene.uuid("claim", claim.id),
        text=scene.sentence(quoted.cite),
        about=[_entity(scene, i) for i in claim.about if i in scene.kinds],
        author=_entity(scene, quoted.speaker) if quoted.speaker else None,
        appearance=_appearances(scene, (v.cite for v in mine)),
        subjectOf=_appearances(scene, (v.cite for v in denied)) if asserted else None,
    )


def _entity(scene: Scene, known_as: str) -> dict[str, Any]:
    type_ = _TYPES.get(scene.kinds.get(known_as, ""), "Thing")
    return _node(type_, scene.uuid("entity", known_as), name=scene.name(known_as))


def _published(scene: Scene, cite: Cite) -> str:
    return scene.documents[cite.document].published or "~"


def _appearances(scene: Scene, cites: Iterable[Cite]) -> list[dict[str, Any]]:
    return [_ref(scene, c.document) for c in scene.cites(cites)]


def _review(scene: Scene, correction: Correction, corrected: Cite) -> dict[str, Any]:
    document = scene.documents[correction.cite.document]
    known_as = f"{correction.id}\n{corrected.document}\n{corrected.span.start}"
    return _node(
        "ClaimReview",
        scene.uuid("review", known_as),
        claimReviewed=scene.sentence(corrected),
        datePublished=correction.at,
        author=_publisher(document),
        url=link_of(document),
        reviewBody=scene.sentence(correction.cite),
        # A rating in words alone: no scale of truth is claimed.
        reviewRating=_node("Rating", alternateName=scene.said(correction.why)),
        itemReviewed=_node("Claim", text=scene.sentence(corrected), appearance=[_ref(scene, corrected.document)]),
    )
