"""One path through every page and every action in a real browser: nothing fails, nothing is fetched from elsewhere,
axe-core finds nothing serious, and reading works without scripts. Pictures are kept in $LAGEBILD_PICTURES."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_accessibility import RUN, axe  # noqa: F401  # the fixture
from tests.needs import absent

from lagebild.web import Guard, create_app

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 240_000
"""Milliseconds: a busy machine is no fault."""
THOROUGH = os.environ.get("LAGEBILD_THOROUGH") == "1"
PAGES = (
    "", "/answer", "/timeline", "/reports?q=minsk", "/people", "/people/iso:BLR", "/sources", "/contradictions",
    "/signs", "/map", "/record", "/decisions", "/decide?target=indicator:build-up", "/decide?target=iso:BLR", "/add",
)  # fmt: skip
LOOKS = [("en", "light", 1280), ("de", "dark", 390)]
ALL_LOOKS = [(t, c, w) for t in ("de", "en") for c in ("light", "dark") for w in (1280, 390)]


@pytest.fixture(scope="module")
def address(example_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import uvicorn

    path = tmp_path_factory.mktemp("browser") / "belarus.lage"
    shutil.copy(example_case, path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app([path], guard=Guard(), patience=300)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/c/belarus"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        absent("no browser to test in: no Chromium is installed", "LAGEBILD_REQUIRE_BROWSER")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as runner:
        opened = runner.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


Tab = Callable[..., Any]


def expect(what: Any) -> Any:
    """Waits for what a locator shows; a script as text would be stopped by the policy."""
    return playwright.expect(what)


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    """Opens tabs; at the end none of them may have reported a fault or asked anybody else for anything."""
    contexts: list[Any] = []
    faults: list[str] = []

    def make(language: str = "en", scheme: str = "light", width: int = 1280, **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=f"{language}-{language.upper()}",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("request", lambda r: faults.append(r.url) if "//127.0.0.1" not in r.url else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def picture(page: Any, name: str) -> None:
    folder = os.environ.get("LAGEBILD_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(("language", "scheme", "width"), ALL_LOOKS if THOROUGH else LOOKS)
def test_every_page(  # noqa: PLR0917
    tab: Tab,
    address: str,
    axe: str,  # noqa: F811
    language: str,
    scheme: str,
    width: int,
) -> None:
    page = tab(language, scheme, width, bypass_csp=True)
    report = None
    for path in (*PAGES, "reading"):
        if path == "reading":
            path = report or pytest.fail("no report was linked")  # noqa: PLW2901
        page.goto(path if path.startswith("http") else address + path)
        if path == "/people/iso:BLR":
            found = page.locator("main .cites a").first.get_attribute("href")
            report = address.removesuffix("/c/belarus") + found
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the window"
        page.evaluate(axe)
        passes, faults = page.evaluate(RUN)
        assert passes > 10
        assert faults == [], path
        name = "reading" if "/reports/" in path else path.strip("/").replace("/", "-").replace("?", "-") or "overview"
        picture(page, f"{name}-{language}-{scheme}-{width}")


def test_what_if_moves_at_once(tab: Tab, address: str) -> None:
    page = tab()
    page.goto(address + "/answer")
    slide = page.locator("#whatif input[type=range]").first
    before = page.locator("#might").inner_text()
    slide.focus()
    page.keyboard.press("End")
    expect(page.locator("#whatif")).to_have_attribute("data-state", "1")
    assert page.locator("#might").inner_text() != before
    assert page.locator("#whatif li.moved").count() == 1
    page.locator("#reset").click()
    expect(page.locator("#whatif")).to_have_attribute("data-state", "2")
    assert page.locator("#might").inner_text() == before


def test_the_history_tells_its_days(tab: Tab, address: str) -> None:
    page = tab()
    page.goto(address + "/answer")
    page.locator(".plot.wide svg").focus()
    page.keyboard.press("Home")
    assert "2022" in page.locator(".plot.wide .tip").inner_text()
    box = page.locator(".plot.wide .spots rect").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "2023" in page.locator(".plot.wide .tip").inner_text()


def test_reading_by_mouse_and_keys(tab: Tab, address: str) -> None:
    page = tab()
    page.goto(address + "/reports?q=%22werde%20keine%20Soldaten%22")
    page.locator(".snippet a").first.click()
    assert page.locator("mark").count() >= 1
    page.keyboard.press("j")
    page.wait_for_selector("#panel dl")
    first = page.locator("#panel h2").inner_text()
    page.keyboard.press("j")
    expect(page.locator("#panel .chosen, #text .chosen").first).to_be_visible()
    assert first
    page.locator(".text .m.l-statements:not(.l-names):not(.l-events)").first.click()
    expect(page.locator("#panel h2")).to_have_text("Statement")
    page.locator(".layers input[value=names]").uncheck()
    assert not page.locator("#text.show-names").count()
    # x rejects by keys alone; what was done is in the log and is taken back there.
    page.keyboard.press("Escape")
    page.locator(".text .m.l-statements:not(.l-names):not(.l-events)").first.click()
    page.wait_for_selector("#panel dl")
    page.locator("#panel h2").click()
    page.keyboard.press("x")
    page.keyboard.type("said of last year")
    page.locator("#work [name=who]").fill("Ada")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("u")
    page.wait_for_url("**/decisions?undo=last")
    expect(page.locator(".undo input[autofocus]")).to_be_focused()
    assert "said of last year" in page.locator("table.log").inner_text()
    page.keyboard.type("it was not")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("table.log tbody tr")).to_have_count(2)


def test_as_of_over_the_whole_application(tab: Tab, address: str) -> None:
    page = tab("de")
    page.goto(address + "/timeline?kind=event")
    page.locator("#slide").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**asof=*")
    assert "kind=event" in page.url
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/c/belarus?asof=*")
    assert page.locator(".was").count() == 1


def test_reports_are_dropped(tab: Tab, address: str, tmp_path: Path) -> None:
    report = tmp_path / "bericht.txt"
    report.write_text("Brest\n\nIn Brest trafen am 3. Februar 2023 Soldaten ein, berichtet ein Anwohner.", "utf-8")
    page = tab()
    page.goto(address + "/add")
    page.locator("#files").set_input_files(str(report))
    page.locator("#add button").click()
    expect(page.locator("#going-title")).to_have_text("Done")
    assert page.locator("#counts").inner_text().startswith("1 new")


def test_reading_works_without_scripts(tab: Tab, address: str) -> None:
    page = tab("de", java_script_enabled=False)
    page.goto(address + "/answer")
    page.locator("#evidence .cites a").first.click()
    assert page.locator("mark").count() >= 1
    page.goto(address + "/answer")
    page.locator("#whatif select").first.select_option("seen")
    page.locator("#whatif button.main").click()
    assert "t." in page.url
    page.goto(address + "/timeline")
    page.locator("#kind").select_option("said")
    page.locator(".filters button.main").click()
    assert page.locator(".timeline > li").count() > 0
    page.locator("#day").fill("2022-12-15")
    page.locator("#asof button").click()
    assert "asof=2022-12-15" in page.url
