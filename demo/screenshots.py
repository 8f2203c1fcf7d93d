"""Takes the pictures of the README: python demo/screenshots.py SERVICE SITE (see `make screenshots`)."""

import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).resolve().parent / "screenshots"
SENATE = "Kazakistan Senatosu kaç üyeden oluşur?"
GOVERNORS = "Who appoints the governors in Kazakhstan?"


def ask_page(browser: Browser, service: str) -> None:
    """The home page with an answer, and the document that its first citation opens."""
    page = _page(browser)
    page.goto(f"{service}/?q={quote(SENATE)}&lang=tr")
    page.wait_for_selector(".sentence")
    _take(page, "ask")
    page.locator(".card a.open").first.click()
    page.wait_for_selector("mark")
    _take(page, "document")


def other_pages(browser: Browser, service: str) -> None:
    """The home in English and dark, and the page that makes snippets."""
    page = _page(browser, color_scheme="dark")
    page.goto(f"{service}/?lang=en")
    page.wait_for_selector("#home.known")
    _take(page, "home")
    page = _page(browser)
    page.goto(f"{service}/integrate?lang=en")
    page.fill("#questions", GOVERNORS)
    page.wait_for_selector(".stage kaynak-chat")
    _take(page, "integrate")


def widget(browser: Browser, site: str) -> None:
    """The widget on a site of another origin, on a desktop and on a phone."""
    page = _page(browser)
    _ask(page, site, SENATE)
    _take(page, "widget")
    phone = _page(browser, viewport={"width": 390, "height": 700}, color_scheme="dark")
    phone.add_init_script("addEventListener('DOMContentLoaded', () => { document.documentElement.lang = 'en'; })")
    _ask(phone, site, GOVERNORS)
    _take(phone, "phone")


def _page(browser: Browser, **options: object) -> Page:
    return browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "tr-TR", **options}).new_page()


def _ask(page: Page, site: str, question: str) -> None:
    page.goto(site)
    page.locator("kaynak-chat .launcher").click()
    page.locator("kaynak-chat #question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector("kaynak-chat .sentence")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(700)  # until nothing moves any more
    page.screenshot(path=OUT / f"{name}.png")
    print(f"{name}.png: {(OUT / f'{name}.png').stat().st_size // 1024} KB")


def main() -> None:
    """Take all of them."""
    service, site = sys.argv[1:]
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        ask_page(browser, service)
        other_pages(browser, service)
        widget(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
