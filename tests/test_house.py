"""The house stays as it is drawn: five rooms in a row, light falling one way; small files; no name of a machine."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src/lagebild"
ROOMS = ("gather", "mark", "link", "weigh", "tell")
BELOW = ("core", "errors")
ABOVE = ("store", "corpus", "scale", "watch", "web", "cli", "doctor")
MODULES = sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The top-level name that a file belongs to: `mark`, `core`, `cli` …"""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The top-level names within the package that a file imports, wherever in the file."""
    found: set[str] = set()
    package = path.relative_to(SOURCE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            base = node.module or ""
            names = [f"{base}.{a.name}" for a in node.names] if base == "lagebild" else [base]
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - (node.level - 1)]
            tail = (node.module or "").split(".") if node.module else []
            inner = [*up, *tail]
            names = [".".join(["lagebild", *inner])] if inner else [f"lagebild.{a.name}" for a in node.names]
        found |= {n.split(".")[1] for n in names if n.startswith("lagebild.")}
    return found


def allowed(room: str) -> set[str]:
    """What a file of `room` may import from this package."""
    if room in ROOMS:
        return {*BELOW, *ROOMS[: ROOMS.index(room) + 1]}
    if room == "core":
        return {"core", "errors"}
    if room == "errors":
        return set()
    return {*BELOW, *ROOMS, *ABOVE, room}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_light_falls_one_way(path: Path) -> None:
    assert imported(path) <= allowed(room_of(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


DATA = sorted((SOURCE / "data").rglob("*.toml"))


@pytest.mark.parametrize("path", DATA, ids=lambda p: str(p.relative_to(SOURCE)))
def test_data_files_open_with_their_source(path: Path) -> None:
    text = path.read_text("utf-8")
    tomllib.loads(text)
    head = text[: text.find("\n\n")] if "\n\n" in text else text
    assert head.startswith("#"), "the first lines say what the file holds"
    assert re.search(r"Apache-2\.0|CC BY|MIT|Licen[cs]e|CC0", head), "the first lines name source and licence"
