"""FollowTheMoney entities, held against its published schemata by its own library.

The library has to be built where it is installed (ICU): continuous integration installs it, elsewhere they skip.
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from lagebild.core import Answer
from lagebild.tell.exports import export

if os.environ.get("LAGEBILD_REQUIRE_FORMATS"):
    import followthemoney
else:
    followthemoney = pytest.importorskip(
        "followthemoney", reason="followthemoney is not installed: requirements/ci.lock"
    )
from followthemoney import model
from followthemoney.exc import InvalidData


def lines(answer: Answer, language: Any = None) -> list[str]:
    found = export(answer, format="ftm", language=language)
    assert isinstance(found, str)
    return found.splitlines()


@pytest.mark.parametrize("language", ["de", "en"])
def test_followthemoney_accepts_every_entity(answer: Answer, language: str) -> None:
    found = [json.loads(line) for line in lines(answer, language)]
    ids = [e["id"] for e in found]
    assert len(set(ids)) == len(ids)
    for position, entity in enumerate(found):
        schema = model[entity["schema"]]
        assert not schema.abstract
        schema.validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None, (entity["schema"], name)
            for value in values:
                assert prop.type.validate(value), (name, value)
            # Its own cleaning throws none of it away.
            assert len(proxy.get(prop)) == len(set(values)) or prop.type.name in ("name", "text", "string", "url")
            if prop.range is not None:
                for value in values:
                    assert value in ids[:position]
                    assert model[next(e["schema"] for e in found if e["id"] == value)].is_a(prop.range)


def test_followthemoney_holds_the_case(example: Answer) -> None:
    found = [json.loads(line) for line in lines(example)]
    count = {s: sum(e["schema"] == s for e in found) for s in ("Article", "Event", "Note", "Person", "Address")}
    assert count["Article"] == len(example.links.marked)
    assert count["Event"] == len(example.links.happenings)
    assert count["Note"] == len(example.evidence)
    minsk = next(e for e in found if e["schema"] == "Address" and e["properties"]["name"] == ["Minsk"])
    assert minsk["properties"]["latitude"][0].startswith("53.9")
    exercise = next(e for e in found if e["properties"].get("startDate") == ["2023-01-16"])
    assert exercise["properties"]["endDate"] == ["2023-02-01"]  # the last day, included


def test_followthemoney_finds_a_broken_entity() -> None:
    with pytest.raises(InvalidData):
        model["Event"].validate({"properties": {"name": ["x"], "startDate": ["soon"]}})
