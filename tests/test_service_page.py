"""The page, in a real browser against a real service."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)")
SENATE = "Kazakistan Senatosu kaç üyeden oluşur?"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--data", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test if anything is logged as an error: CSP violations are."""
    context = browser.new_context(base_url=address, locale="tr-TR")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert [fault for fault in faults if "404" not in fault] == []


def test_a_question_is_answered_and_the_citation_opens_at_its_characters(page: Page, address: str) -> None:
    page.goto("/")
    page.fill("#question", SENATE)
    page.click("#ask-button")
    expect(page.locator("#result")).to_have_attribute("data-state", "answered")
    expect(page.locator(".answer-sentence")).to_contain_text("49 üyeden")
    first = page.locator("#citation-1")
    expect(first.locator(".citation-page")).to_contain_text("6")
    cited = first.locator(".citation-passage mark").text_content()
    first.locator(".citation-open").click()
    expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")
    mark = page.locator("mark#cited")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == cited
    pieces = page.locator(".page-text").all_text_contents()
    raw = page.request.get(f"{address}/v1/documents/kazakistan-kamu-yonetimi-reformlari/text").text()
    assert "".join(pieces) == raw


def test_an_address_reproduces_its_question(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    expect(page.locator("#result")).to_have_attribute("data-state", "answered")
    expect(page.locator("#question")).to_have_value(SENATE)


def test_without_an_answer_the_nearest_passages_are_labelled_as_such(page: Page) -> None:
    page.goto("/?q=Mars'ta kaç uydu var%3F")
    expect(page.locator("#result")).to_have_attribute("data-state", "abstained")
    expect(page.locator("#abstention")).to_have_attribute("data-reason", "nothing_relevant")
    expect(page.locator("#passages-nearest li").first).to_be_visible()


@pytest.mark.parametrize(("language", "label"), [("tr", "Sorunuz"), ("en", "Your question")])
def test_the_page_speaks_both_languages(page: Page, language: str, label: str) -> None:
    page.goto(f"/?lang={language}")
    expect(page.locator("label[for=question]")).to_have_text(label)
    assert page.evaluate("document.documentElement.lang") == language
    expect(page.locator(".document-item")).to_have_count(5)


def test_an_unknown_document_is_said_so(page: Page) -> None:
    page.goto("/documents/no-such")
    expect(page.locator("#document-view")).to_have_attribute("data-state", "unknown")
