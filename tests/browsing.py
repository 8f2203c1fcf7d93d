"""What the tests in a real browser share: Chromium, the service as its users start it, and sites of other origins."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; playwright allows one at a time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page that fails the test if anything is logged as an error: violations of the policy are, refused requests not."""
    context = browser.new_context(base_url=address, permissions=["clipboard-write"], **options)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert [fault for fault in faults if not fault.startswith("Failed to load resource")] == []


@contextmanager
def serving(data: Path, **environment: str) -> Iterator[str]:
    """The address of `kaynak serve` over a data directory."""
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


@contextmanager
def foreign_site(pages: dict[str, str]) -> Iterator[str]:
    """The address of a site that knows nothing of Kaynak; pages are looked up at each request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path.split("?")[0])
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def html_page(body: str, *, head: str = "", lang: str = "tr") -> str:
    """A plain page of somebody else's."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Sayfa</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{head}</head>'
        f"<body><main><h1>Sayfa</h1><p>Metin.</p>{body}</main></body></html>"
    )


def changing(change: Callable[[dict[str, Any]], object]) -> Callable[[Route], None]:
    """A route that lets the service answer and changes its reply in place."""

    def handle(route: Route) -> None:
        response = route.fetch()
        reply = response.json()
        change(reply)
        route.fulfill(response=response, body=json.dumps(reply))

    return handle


def axe_violations(page: Page, axe: str) -> list[str]:
    """What axe finds wrong on the page as it stands, shadow trees included: rule and elements."""
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(({ violations }) => violations.map("
        "({ id, nodes }) => [id, ...nodes.map(node => `${node.target.flat()}: ${node.failureSummary}`)].join('; ')))",
        _AXE_TAGS,
    )
    return list(found)
