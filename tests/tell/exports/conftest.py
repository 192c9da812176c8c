"""The answers that every format is tried on: the real example case, one by hand, a hostile one, one without number."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tell import factory

from lagebild.core import Answer
from lagebild.store import Case

from .making import hostile

EXAMPLE = Path(__file__).parents[3] / "examples/belarus"
KINDS = ("example", "by hand", "hostile", "refused")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """The answer of the example case."""
    path = tmp_path_factory.mktemp("exports") / "belarus.lage"
    with Case.create(path, question=EXAMPLE / "question.toml") as case:
        case.add([EXAMPLE / "reports"])
        return case.assess()


@pytest.fixture(params=KINDS)
def answer(request: pytest.FixtureRequest, example: Answer) -> Answer:
    """Each of the answers in turn."""
    made = {"by hand": factory.answer, "hostile": hostile, "refused": factory.refused}
    return example if request.param == "example" else made[request.param]()
