"""The widget under axe: every state in both languages and themes, on a desktop and on a phone, without a violation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESKTOP, PHONE, axe_violations, changing, foreign_site, html_page, needs_chromium, serving
from playwright.sync_api import Browser, Page, expect
from runs import SENATE

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def site(pages: dict[str, str], built: Path) -> Iterator[str]:
    with foreign_site(pages) as site, serving(built, KAYNAK_ALLOWED_ORIGINS=site) as address:
        script = (
            f"<script src='{address}/widget/v1/widget.js' defer data-questions='Bir?|İki?' data-accent='ACCENT'></script>"
        )
        pages["/tr"] = html_page(script.replace("ACCENT", "#1f4e5f"))
        pages["/en"] = html_page(script.replace("ACCENT", "#ffd400"), lang="en")
        yield site


def disagree(reply: dict[str, Any]) -> None:
    """A reply whose sources disagree, with a short answer."""
    first = reply["citations"][0]
    start = first["start_char_index"] + first["cited_text"].index("49")
    span = {"start_char_index": start, "end_char_index": start + 2}
    reply["answer"]["short"] = {"text": "49", "english": "49", "citation": 1, **span}
    side = {**span, "start_page_number": 1, "end_page_number": 1, "document_id": "a", "document_title": "Belge", "url": "/"}
    sides = [
        {**side, "value": "49", "year": 2019, "cited_text": "Senato 49 üyedir."},
        {**side, "value": "50", "year": None, "cited_text": "50 üye."},
    ]
    reply["conflicts"] = [{"message": "İki sayı var.", "newer": 0, "sides": sides}]


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).to_have_count(0)


def states(page: Page) -> Iterator[str]:
    """Takes the widget through its states, and says which one it is in."""
    yield "closed"
    page.locator(".launcher").click()
    page.wait_for_timeout(250)
    yield "empty"
    page.locator("#question").fill("a" * 2001)
    page.keyboard.press("Enter")
    yield "too long"
    page.route("**/v1/ask", changing(disagree))
    ask(page, SENATE)
    page.locator(".named").click()
    yield "answer, conflict and card"
    page.unroute("**/v1/ask")
    page.locator(".thumb").last.click()
    expect(page.locator(".reason")).to_be_visible()
    yield "feedback"
    page.locator(".panel > header .icon").first.click()
    ask(page, "Mars'ta kaç uydu var?")
    yield "abstained"
    page.route("**/v1/ask", lambda route: route.fulfill(status=503, body="{}"))
    ask(page, "Mars'ta kaç uydu var?")
    yield "failed"
    page.context.set_offline(True)
    expect(page.locator(".notice")).to_be_visible()
    yield "offline"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_no_state_of_the_widget_shuts_anybody_out(
    browser: Browser, site: str, axe: str, viewport: Any, theme: Any, language: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/{language}")
    found = {state: axe_violations(page, axe) for state in states(page)}
    context.close()
    assert len(found) == 8
    assert {state: violations for state, violations in found.items() if violations} == {}


def test_axe_sees_into_the_widget(browser: Browser, site: str, axe: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/tr")
    page.locator(".launcher").evaluate("button => button.querySelector('span').remove()")
    assert [violation for violation in axe_violations(page, axe) if violation.startswith("button-name")]
    page.close()
