"""Pages whose documents, questions, file names and replies are written by somebody who means harm: nothing of it runs."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from browsing import needs_chromium, serving
from playwright.sync_api import Browser, Page, Route, expect

from index.building import build
from index.embedders import load_embedder

pytestmark = needs_chromium
_CALLS = ["window.hit=1", "window['hit']=1", "hit=1", "top.hit=1"]
_SHAPES = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "\"><script>{}</script>",
    "'><img src=x onerror={}>",
    "javascript:{}",
    "<a href=\"javascript:{}\">x</a>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<iframe src=javascript:{}></iframe>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<math><mi xlink:href=\"javascript:{}\">x</mi></math>",
    "${{{}}}",
    "{{{{{}}}}}",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "<style>@import 'javascript:{}'</style>",
    "<body onpageshow={}>",
    "<template><script>{}</script></template>",
    "<!--><img src=x onerror={}>-->",
    "<form action=javascript:{}><button autofocus>x</button></form>",
    "<object data=\"javascript:{}\"></object>",
    "<link rel=stylesheet href=\"javascript:{}\">",
    "\u202e<img src=x onerror={}>\u200b",
]  # fmt: skip
PAYLOADS = [shape.format(call) for shape in _SHAPES for call in _CALLS]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over documents whose names, titles and texts are payloads."""
    folder = tmp_path_factory.mktemp("hostile") / "documents"
    folder.mkdir()
    catalogue = []
    for number, payload in enumerate(PAYLOADS[::4]):
        name = f"{number} {payload.replace('/', '⁄')[:60]}.txt"
        (folder / name).write_text(f"Bölüm {number}\n\n{payload} köprü {number}. metredir. {payload}\n", encoding="utf-8")
        told = {"file": name, "title": payload, "authors": [payload]}
        catalogue.append("[[document]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in told.items()))
    (folder / "catalogue.toml").write_text("\n".join(catalogue), encoding="utf-8")
    data = folder.parent / "data"
    build(data, [folder], encoder=lambda _: load_embedder("hashing"))
    with serving(data) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page on which nothing may run, open a dialogue or break the policy."""
    context = browser.new_context(base_url=address, locale="tr-TR")
    page = context.new_page()
    faults: list[str] = []
    page.on("dialog", lambda dialog: faults.append(f"dialogue: {dialog.message}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    hit = page.evaluate("window.hit")
    context.close()
    assert hit is None
    assert faults == []


def poisoned(value: Any, payload: str, *, key: str = "") -> Any:
    """A reply with every text in it replaced; what the page compares or counts with stays."""
    if isinstance(value, dict):
        return {name: poisoned(inner, payload, key=name) for name, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, payload, key=key) for inner in value]
    return payload if isinstance(value, str) and key not in {"language", "kind"} else value


_SPAN = {"start_char_index": 0, "end_char_index": 4}
_PLACE = {"document_title": "x", "cited_text": "x", "url": "x", "start_page_number": 1, "end_page_number": 1, **_SPAN}
_CITATION = {**_PLACE, "number": 1, "document_id": "x", "score": 1, "highlights": [_SPAN]}
_SIDE = {**_PLACE, "value": "x", "year": 2000}
_REPLY = {
    "question": "x",
    "language": "tr",
    "answered": True,
    "confidence": 1,
    "abstention": None,
    "answer": {"text": "x", "citations": [1], "short": {"text": "x", "english": "x", "citation": 1, **_SPAN}},
    "citations": [{**_CITATION, "passage": {"text": "x", "heading": "x", **_SPAN}}],
    "conflicts": [{"message": "x", "newer": 0, "sides": [_SIDE, _SIDE]}],
    "index": {"generation": "x", "encoder": "x"},
    "timings_ms": {"total": 1},
}


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 100


def test_nothing_in_questions_and_replies_runs(page: Page) -> None:
    """Each payload is asked, and comes back as answer, title, passage, message, heading, encoder and address."""

    def handle(route: Route) -> None:
        payload = json.loads(route.request.post_data or "{}")["question"]
        route.fulfill(json=poisoned(_REPLY, payload))

    page.route("**/v1/ask", handle)
    page.goto("/")
    for payload in PAYLOADS:
        page.fill("#question", payload)
        page.press("#question", "Enter")
        expect(page.locator(".card h3")).to_have_text(payload, use_inner_text=False)
    assert page.locator("a[href^='javascript:']").count() == 0


def test_nothing_in_real_documents_runs(page: Page) -> None:
    page.goto("/library")
    items = page.locator(".document-item")
    expect(items).to_have_count(len(PAYLOADS[::4]))
    for summary in page.locator(".inside > summary").all()[:25]:
        summary.click()
    for link in page.locator(".document-link").evaluate_all("links => links.map(link => link.href)"):
        page.goto(link)
        expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")
        page.locator("#document-passages > summary").click()
        page.locator("input[value=printed]").check()
    page.goto(f"/?q={quote('köprü 7. metredir')}")
    expect(page.locator(".card").first).to_be_visible()


def test_nothing_in_addresses_runs(page: Page) -> None:
    for payload in PAYLOADS[::4]:
        page.goto(f"/?q={quote(payload)}&in={quote(payload)}&lang={quote(payload)}#{payload}")
        expect(page.locator(".notice")).to_be_visible()
    for payload in PAYLOADS[::12]:
        for path in (f"/documents/{quote(payload, safe='')}?q={quote(payload)}", f"/evaluation?run={quote(payload)}"):
            page.goto(path)
            expect(page.locator("[data-state=unknown], [data-state=error]").first).to_be_visible()


def test_nothing_in_runs_and_the_status_runs(page: Page) -> None:
    payload = PAYLOADS[1]
    row = {
        "question": {"id": payload, "language": "tr", "question": payload, "answerable": True, "answers": [payload],
                     "evidence": [{"document": payload, "start": 0, "end": 5, "text": payload}]},
        "outcome": {"answered": True, "answer": payload, "confidence": 1, "timings_ms": {"total": 1},
                    "citations": [{"document": payload, "start": 0, "end": 5, "text": payload}]},
        "scores": {payload: 1, "right": 1},
    }  # fmt: skip
    run = {"id": payload, "run": {"created": payload, "dataset": payload, "corpus": payload, "index": {"encoder": payload}}}
    page.route("**/v1/evaluations", lambda route: route.fulfill(json={"runs": [run]}))
    page.route("**/v1/evaluations/*", lambda route: route.fulfill(json={**run, "rows": [row], "next_offset": None}))
    page.goto("/evaluation")
    page.locator(".question > summary").click()
    expect(page.locator(".outcome")).to_contain_text(payload)
    page.route("**/v1/status", lambda route: route.fulfill(json=poisoned(route.fetch().json(), payload)))
    page.goto("/status")
    expect(page.locator("#status")).to_contain_text(payload)


def test_a_document_that_is_deleted_while_it_is_read_is_said_so(page: Page) -> None:
    page.goto("/library")
    page.locator(".document-link").first.click()
    expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")
    page.route("**/v1/documents/**", lambda route: route.fulfill(status=404, json={"detail": "gone"}))
    page.reload()
    expect(page.locator("#document-view")).to_have_attribute("data-state", "unknown")
    page.unroute("**/v1/documents/**")


def test_characters_that_turn_or_hide_text_stay_within_their_place(page: Page) -> None:
    """Isolated by `dir` or `unicode-bidi`, so that an override in a title cannot turn what stands after it."""
    page.goto("/library")
    turned = page.locator(".document-link", has_text="\u202e").first
    assert turned.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
