"""`lagebild serve`: what it refuses, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lagebild.cli import FAILED, USAGE, main
from lagebild.web.run import TOKEN, TOKEN_HASH


def test_an_address_that_others_reach_needs_a_token(
    example_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    monkeypatch.delenv(TOKEN_HASH, raising=False)
    assert main(["serve", str(example_case), "--host", "0.0.0.0"]) == FAILED
    said = capsys.readouterr().err
    assert "there is no token" in said
    assert said.count("\n") == 1


def test_what_is_no_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "none.lage")]) == FAILED
    assert "there is no such case" in capsys.readouterr().err
    assert main(["serve"]) == USAGE
