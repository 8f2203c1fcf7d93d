"""The pages under axe, in both languages and themes, on a desktop and on a phone; what zoom and loading do to them."""

from collections.abc import Iterator

import pytest
from browsing import DESKTOP, PHONE, axe_violations, changing, needs_chromium
from playwright.sync_api import Browser, Page, expect
from runs import SENATE
from seeds import REFORMS

pytestmark = needs_chromium
CITED = f"/documents/{REFORMS}?start=13448&end=13589"
STATES = {
    "home": ("/", "#home.known"),
    "answer": (f"/?q={SENATE}", "[data-state=answered] .card"),
    "disagreement": (f"/?q={SENATE}&in={REFORMS}", ".conflict"),
    "abstention": ("/?q=Mars'ta kaç uydu var%3F", "[data-state=abstained] .card"),
    "document": (CITED, "mark#cited"),
    "citation": (f"{CITED}&q={SENATE}", ".steps"),
    "unknown document": ("/documents/none", "[data-state=unknown]"),
    "library": ("/library", ".document-item"),
    "evaluation": ("/evaluation", ".question"),
    "comparison": ("/evaluation?run=later&against=earlier", ".question"),
    "integrate": ("/integrate", ".stage kaynak-chat"),
    "status": ("/status", "[data-state=ready] .facts"),
}
# Each theme at each width, half of them with everything folded out.
_LOOKS = {True: (("light", DESKTOP), ("dark", PHONE)), False: (("dark", DESKTOP), ("light", PHONE))}


def disagree(reply: dict) -> None:
    """Two sides where one document is asked; other replies stay."""
    if reply["answer"] and {citation["document_id"] for citation in reply["citations"]} == {REFORMS}:
        first = reply["citations"][0]
        start = first["start_char_index"] + first["cited_text"].index("49")
        span = {"start_char_index": start, "end_char_index": start + 2}
        reply["answer"]["short"] = {"text": "49", "english": "49", "citation": 1, **span}
        side = {**first, "year": 2019, "value": "49"}
        reply["conflicts"] = [{"message": "?", "newer": 1, "sides": [side, {**side, "value": "47", "year": 2021}]}]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="tr-TR", viewport=DESKTOP)
    page = context.new_page()
    page.route("**/v1/ask", changing(disagree))
    yield page
    context.close()


def visit(page: Page, state: str, language: str = "tr") -> None:
    path, ready = STATES[state]
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    expect(page.locator(ready).first).to_be_visible()


def open_all(page: Page) -> None:
    """Whatever can be folded out."""
    page.locator("main details > summary").evaluate_all("all => all.slice(0, 12).forEach(one => one.click())")
    page.wait_for_timeout(150)


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(page: Page, axe: str, state: str) -> None:
    found = []
    for language in ("tr", "en"):
        visit(page, state, language)
        for folded in (True, False):
            if not folded:
                open_all(page)
            for theme, viewport in (
                (("light", DESKTOP), ("dark", PHONE)) if folded else (("dark", DESKTOP), ("light", PHONE))
            ):
                page.emulate_media(color_scheme=theme)
                page.set_viewport_size(viewport)
                found += [f"{language} {theme} {viewport['width']}: {fault}" for fault in axe_violations(page, axe)]
    assert found == []


def test_nothing_is_cut_off_at_four_times_the_size(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    wide = {}
    for state in STATES:
        visit(page, state)
        open_all(page)
        wide[state] = page.evaluate("document.scrollingElement.scrollWidth")
    assert {state: width for state, width in wide.items() if width > 320} == {}


def test_nothing_jumps_while_a_page_loads(page: Page) -> None:
    page.add_init_script(
        """window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => {
          window.shifted += entry.value;
        })).observe({ type: 'layout-shift', buffered: true });"""
    )
    shifts = {}
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        for state in STATES:
            visit(page, state)
            page.wait_for_timeout(200)
            shifts[f"{state} {viewport['width']}"] = page.evaluate("window.shifted")
    assert {state: shift for state, shift in shifts.items() if shift > 0.02} == {}


def test_the_keyboard_reaches_everything_from_the_skip_link_on(page: Page) -> None:
    visit(page, "home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(SENATE)
    page.keyboard.press("Enter")
    expect(page.locator("[data-state=answered]")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    while not page.evaluate("document.activeElement.matches('.number')"):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".card").first).to_be_focused()


def test_an_answer_is_announced_once(page: Page) -> None:
    visit(page, "home")
    status = page.locator("#ask-view > [role=status]")
    status.evaluate(
        """node => {
          window.said = [];
          new MutationObserver(() => window.said.push(node.textContent.trim()))
            .observe(node, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.fill("#question", SENATE)
    page.press("#question", "Enter")
    expect(status).to_contain_text("49")
    page.wait_for_timeout(200)
    assert len([text for text in page.evaluate("window.said") if "49" in text]) == 1


def test_home_is_small(browser: Browser, address: str) -> None:
    """All that is transferred for the home page with an empty cache, headers included."""
    context = browser.new_context(base_url=address, locale="tr-TR")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto("/")
    expect(page.locator("#home.known")).to_be_visible()
    page.wait_for_load_state("networkidle")
    context.close()
    assert 60_000 < sum(sizes) <= 120_000
