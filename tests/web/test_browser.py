"""What readers do, done in a real browser: Debian's Chromium, driven by Playwright against a running site.

Its shell without windows lays out and runs pages as the whole browser does, in half the time.
"""

from __future__ import annotations

import re
import shutil
import socket
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from kg.web.app import create_app
from tests.conftest import ROOT
from tests.web.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from kg.web.site import Site

    Opening = Callable[..., Page]

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
BUNDLE = ROOT / "src" / "kg" / "web" / "static" / "bundle" / "editor.js"
AXE = ROOT / "src" / "kg" / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Without these, Chromium asks hosts of its own, which a closed network refuses many times over.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

expect.set_options(timeout=15_000)  # tests share the machine with each other
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium; Debian has it as the package chromium-headless-shell"
)
needs_bundle = pytest.mark.skipif(not BUNDLE.exists(), reason="no bundle; `make bundle` builds it with npm")
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="no axe-core; `make bundle` installs it with npm")

PREFIX = "PREFIX cp: <https://w3id.org/cpkg/ontology#>\n"
CRC = "Convention on the Rights of the Child"
PAGES = {
    "home": "/",
    "search": "/page/search?q=grooming",
    "treaty": "/page/treaty/OPSC",
    "paragraph": "/page/A/HRC/RES/31/7/op/4",
    "body": "/page/body/UNICEF",
    "theme": "/page/theme/term/child-pornography",
    "question": "/questions/obligations/obligations-on-theme?addressee=States&theme=grooming",
    "questions": "/questions",
    "compare": "/page/compare?a=OPSC&b=LANZAROTE",
    "graph": "/page/graph?about=A/HRC/RES/31/7",
    "sparql": "/page/sparql",
}


@dataclass
class Seen:
    """What went wrong in pages while nobody looked."""

    said: list[str] = field(default_factory=list)
    """Errors and warnings on the console."""
    asked: list[str] = field(default_factory=list)
    """Addresses of other hosts."""


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Return the address of a running site; it ends with the module."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        root = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(replace(site, url=root + "/"), SETTINGS)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield root
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser; it ends with the module, since its event loop is in the way of other tests'."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def seen() -> Seen:
    """Return what pages complain of; a test that provokes a complaint takes it out."""
    return Seen()


@pytest.fixture
def opening(browser: Browser, address: str, seen: Seen) -> Iterator[Opening]:
    """Return what opens a page of the site; afterwards no page may have complained or asked another host."""
    contexts = []

    def opened(path: str, *, width: int = 1280, **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda one: _note(seen.said, one.type in {"error", "warning"}, one.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("request", lambda one: _note(seen.asked, not _is_own(one.url, address), one.url))
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, answer.status_text
        return page

    yield opened
    for context in contexts:
        context.close()
    assert seen == Seen()


def test_does_search_lead_to_a_paragraph(opening: Opening) -> None:
    page = opening("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("grooming")
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/search?q=grooming*")
    page.locator(".hits a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/page/" in page.url
    assert "search" not in page.url


def test_can_a_suggestion_be_reached_by_keyboard_alone(opening: Opening) -> None:
    page = opening("/")
    for _ in range(20):  # no more stops than the links of the head before the box
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("OPSC")
    suggestions = page.get_by_role("listbox").get_by_role("option")
    expect(suggestions.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(suggestions.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/treaty/OPSC")


def test_can_one_skip_to_the_content_and_see_where_one_is(opening: Opening) -> None:
    page = opening("/page/treaty/OPSC")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outlined not in {"none", ""}
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_does_a_question_take_a_value_and_give_csv(opening: Opening) -> None:
    page = opening("/questions/obligations/obligations-on-theme")
    page.locator("#f-theme").fill("grooming")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**theme=grooming*")
    rows = page.locator("#answer tbody tr")
    assert rows.count() > 0
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) > rows.count() - 1
    assert len(lines) > 1


def test_are_two_texts_compared(opening: Opening) -> None:
    page = opening("/page/compare")
    page.get_by_label("First text").fill("OPSC")
    page.get_by_label("Second text").fill("LANZAROTE")
    page.locator("main").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Corresponding provisions")).to_be_visible()
    assert page.get_by_role("region", name="Corresponding provisions").locator("tbody tr").count() > 0


def test_is_a_citation_copied(opening: Opening) -> None:
    page = opening("/page/treaty/OPSC", permissions=["clipboard-read", "clipboard-write"])
    shown = page.locator(".cite .citation").inner_text()
    page.locator(".cite button[data-copy]").click()
    expect(page.locator(".cite button[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown


@needs_bundle
def test_is_the_neighbourhood_drawn_and_led_by_its_table(opening: Opening) -> None:
    page = opening("/page/graph?about=OPSC")
    expect(page.locator("#graph-drawing canvas").first).to_be_visible()
    table = page.get_by_role("region", name="What stands round it")
    link = table.get_by_role("link", name=CRC, exact=True)
    link.focus()
    expect(page.locator("tr.drawn")).to_contain_text(CRC)
    expect(page.locator("#graph-card")).to_contain_text("Treaties")
    with page.expect_download() as download:
        page.get_by_role("link", name="GEXF").click()
    assert b"<gexf" in download.value.path().read_bytes()[:200]
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/treaty/CRC")


@needs_bundle
def test_does_a_click_in_the_drawing_draw_in_what_stands_round_a_thing(opening: Opening) -> None:
    page = opening("/page/graph?about=body/UNICEF&most=30")
    drawing = page.locator("#graph-drawing")
    expect(drawing.locator("canvas").first).to_be_visible()
    before = page.get_by_role("region", name="What stands round it").locator("tbody tr").count()
    place = page.evaluate(
        "document.getElementById('graph-drawing')._cyreg.cy.nodes('[name = \"GA\"]').renderedPosition()"
    )
    drawing.click(position=place)
    expect(page.locator("#graph-card")).to_contain_text("General Assembly")
    rows = page.get_by_role("region", name="What stands round it").locator("tbody tr")
    expect(rows.nth(before)).to_contain_text("through GA")


@needs_bundle
def test_does_the_editor_run_a_query_and_name_what_it_finds(opening: Opening) -> None:
    page = opening("/page/sparql")
    _write(page, f"{PREFIX}SELECT ?text WHERE {{ ?text a cp:Treaty }} ORDER BY ?text")
    page.keyboard.press("Control+Enter")
    table = page.locator("table.answer")
    expect(table.get_by_role("link", name=CRC, exact=True)).to_be_visible()
    expect(table).to_contain_text("id:treaty/CRC")
    page.get_by_label("Filter the rows").fill("lanzarote")
    expect(table.locator("tbody tr")).to_have_count(1)


@needs_bundle
def test_does_the_editor_complete_our_own_terms(opening: Opening) -> None:
    page = opening("/page/sparql")
    _write(page, f"{PREFIX}SELECT * WHERE {{ ?text a cp:Treat")
    page.keyboard.press("Control+Space")
    hints = page.locator(".CodeMirror-hints li")
    expect(hints.filter(has_text=re.compile(r"^cp:Treaty$"))).to_be_visible()


@needs_bundle
def test_does_the_editor_load_an_example_and_a_query_from_the_address(opening: Opening) -> None:
    page = opening("/page/sparql?query=ASK%20%7B%7D")
    expect(page.locator(".tabPanel.active .CodeMirror")).to_contain_text("ASK {}")
    page.locator("#examples summary").first.click()
    page.locator("#examples li a").first.click()
    expect(page.locator(".tabPanel.active .CodeMirror")).to_contain_text("SELECT")
    assert "/page/sparql?query=" in page.url, "an example loads without leaving the page"


@needs_bundle
def test_does_the_editor_say_what_is_wrong_with_a_query(opening: Opening, seen: Seen) -> None:
    page = opening("/page/sparql")
    _write(page, "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".errorResult")).to_contain_text("SERVICE")
    assert "400" in seen.said.pop(), "browsers note every answer that is an error"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_does_a_page_fit_a_phone(opening: Opening, path: str) -> None:
    page = opening(path, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_does_all_that_matters_work_without_scripts(opening: Opening) -> None:
    page = opening("/", java_script_enabled=False)
    page.locator("input[name=q]").first.fill("grooming")
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/search?q=grooming*")
    page.locator(".hits a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.goto("/questions/obligations/obligations-on-theme")
    page.locator("#f-theme").fill("grooming")
    page.get_by_role("button", name="Ask").click()
    assert page.locator("#answer tbody tr").count() > 0
    page.goto("/page/graph?about=OPSC")
    assert page.get_by_role("region", name="What stands round it").locator("tbody tr").count() > 10
    page.goto("/page/sparql?example=obligations/obligations-on-theme")
    assert "SELECT" in page.get_by_label("Query").input_value()
    with page.expect_download() as download:
        page.get_by_role("button", name="Run").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) > 1


@needs_axe
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_does_axe_find_nothing_serious_in_light_or_dark(opening: Opening, path: str) -> None:
    page = opening(path, color_scheme="light", bypass_csp=True)  # axe itself is an inline script
    if "sparql" in path and BUNDLE.exists():
        page.locator(".yasqe_queryButton").first.click()
        expect(page.locator("table.answer a").first).to_be_visible()
    page.add_script_tag(path=AXE)
    assert _serious(page, "{}") == []
    page.emulate_media(color_scheme="dark")  # which changes colours and nothing else
    assert _serious(page, "{ runOnly: ['color-contrast'] }") == []


def _serious(page: Page, options: str) -> list[str]:
    found = page.evaluate(f"axe.run(document, {{ resultTypes: ['violations'], ...{options} }})")["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def _write(page: Page, query: str) -> None:
    """Write a query into the editor in place of what is there, as if it were pasted."""
    page.locator(".tabPanel.active .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def _note(where: list[str], wanted: bool, what: str) -> None:
    if wanted:
        where.append(what)


def _is_own(url: str, root: str) -> bool:
    return url.startswith((root + "/", "data:", "blob:"))
