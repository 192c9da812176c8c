"""The report as PDF: its text and its links are in it; without a browser, an error that says what to do."""

from __future__ import annotations

import io
import shutil

import pypdf
import pytest
from tests.needs import absent

from lagebild.errors import LagebildError
from lagebild.tell import tell
from lagebild.tell.pdf import BROWSERS, to_pdf

from . import factory


def test_text_and_links_are_in_it() -> None:
    if not any(shutil.which(name) for name in BROWSERS):
        absent(f"no browser to print with: none of {', '.join(BROWSERS)} is installed", "LAGEBILD_REQUIRE_BROWSER")
    read = pypdf.PdfReader(io.BytesIO(to_pdf(tell(factory.answer()))))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert "Wird sich Belarus dem Krieg anschließen?" in text
    assert "Aufmarsch an der Grenze" in text
    assert "Sicherheitsrat in Minsk" in text
    # What is folded on the screen is printed.
    assert "Anzeichen bei Ja" in text
    links = [note.get_object() for page in read.pages for note in page.get("/Annots") or ()]
    addresses = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    assert "https://wire.example/a?b=1&c=2" in addresses
    # Citations lead to their passages inside the document.
    assert sum("/Dest" in link or "/D" in link.get("/A", {}) for link in links) >= 10


def test_says_what_to_do_without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LagebildError, match=r"PDF: no browser to print with is installed; install Chromium"):
        to_pdf("<!doctype html>")


def test_says_when_the_browser_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: shutil.os.devnull)  # type: ignore[attr-defined]
    with pytest.raises(LagebildError, match="could not print the page"):
        to_pdf("<!doctype html>")
