"""The example case, made once, and a browser-like client for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lagebild.store import Case
from lagebild.web import create_app

EXAMPLE = Path(__file__).parents[2] / "examples/belarus"


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "belarus.lage"
    with Case.create(path, question=EXAMPLE / "question.toml") as case:
        case.add([EXAMPLE / "reports"])
    return path


@pytest.fixture(scope="session")
def reader(example_case: Path) -> Iterator[TestClient]:
    """For tests that only read."""
    with TestClient(create_app([example_case], patience=300), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def writer(example_case: Path, tmp_path: Path) -> Iterator[TestClient]:
    """For tests that decide: a case of their own, and the headers of a browser."""
    path = tmp_path / "belarus.lage"
    shutil.copy(example_case, path)
    with TestClient(
        create_app([path], patience=300), base_url="http://localhost", headers={"sec-fetch-site": "same-origin"}
    ) as client:
        yield client


@pytest.fixture(scope="session")
def report(reader: TestClient) -> str:
    """The id of the report in which the ministry denies: it has statements, names and events."""
    found = reader.get("/api/v1/cases/belarus/documents", params={"q": '"werde keine Soldaten"'}).json()
    return str(found["items"][0]["id"])
