"""GeoJSON (RFC 7946): happenings that have a place, as points with the radius of what the place covers."""

from __future__ import annotations

from typing import Any

from lagebild.core import Happening

from .scene import Scene, Spot, dumped, link_of


def to_geojson(scene: Scene) -> str:
    """A FeatureCollection, by time. A point is the middle of the place that the reports name; `radius_m` is the radius
    in metres of a disc that holds most of it: a happening "in Belarus" is somewhere in it."""
    features = [
        _feature(scene, h, scene.spots[h.place]) for h in scene.happenings if h.place and h.place in scene.spots
    ]
    return dumped({"type": "FeatureCollection", "features": features})


def _feature(scene: Scene, subject: Happening, spot: Spot) -> dict[str, Any]:
    cites = scene.cites(subject.mentions)
    return {
        "type": "Feature",
        "id": f"urn:uuid:{scene.uuid('happening', subject.id)}",
        "geometry": {"type": "Point", "coordinates": [spot.lon, spot.lat]},
        "properties": {
            "title": scene.title(subject),
            "place": scene.name(subject.place),
            "place_id": subject.place,
            "radius_m": spot.radius_m,
            "earliest": subject.earliest,
            "latest": subject.latest,
            "first_report": subject.known,
            "event_type": subject.type,
            "event_mode": subject.mode,
            "factuality": subject.factuality,
            "actors": [scene.name(i) for i in subject.actors],
            "recipients": [scene.name(i) for i in subject.recipients],
            "origins": len(subject.origins),
            "reports": [
                {
                    "publisher": scene.publisher(scene.documents[c.document]),
                    "published": scene.documents[c.document].published,
                    "url": link_of(scene.documents[c.document]),
                    "sentence": scene.sentence(c),
                }
                for c in cites
            ],
        },
    }
