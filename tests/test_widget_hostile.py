"""What the widget must stand: hostile replies, pages and networks. It says so in plain words and keeps working."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESKTOP, html_page, needs_chromium, serving
from playwright.sync_api import Browser, Locator, Page, Route, expect
from runs import SENATE

pytestmark = needs_chromium
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; require-trusted-types-for 'script'; "
    "trusted-types lit-html"
)
_ELEMENTS = [
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg><script>pwned()</script></svg>",
    "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
    "<iframe src=javascript:parent.pwned()></iframe>",
    "<details open ontoggle=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<video><source onerror=pwned()></video>",
    "<math><mtext><img src=x onerror=pwned()></mtext></math>",
    "<template><script>pwned()</script></template>",
    "<object data=javascript:pwned()></object>",
    "<embed src=javascript:pwned()>",
    "<a href=javascript:pwned() autofocus onfocus=pwned()>a</a>",
    "<style>@import 'javascript:pwned()'</style>",
    "<link rel=stylesheet onload=pwned() href=/>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<base href=javascript:pwned()//>",
    "<form action=javascript:pwned()><button autofocus>",
    "<body onload=pwned()>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
    "<x onclick=pwned() contenteditable autofocus onfocus=pwned()>",
    "<marquee onstart=pwned()>",
    "<kaynak-chat data-api='javascript:pwned()'></kaynak-chat>",
    "<!--?lit$0$--><img src=x onerror=pwned()>",
]
_FRAMES = [
    "{}",
    '">{}',
    "</script></style></textarea></title>{}",
    "${{pwned()}}{{{{constructor.constructor('pwned()')()}}}}{}",
]
PAYLOADS = [frame.format(element) for frame, element in itertools.product(_FRAMES, _ELEMENTS)]
HOSTILE_CSS = """<style>
  * { display: none !important; all: unset !important; color: red !important; font-size: 1px !important }
  html, head, body, main, h1, script { display: block !important; }
  kaynak-chat { visibility: hidden !important; position: static !important; opacity: 0 !important;
    transform: scale(0) !important }
  button, dialog, textarea, .launcher, .panel { width: 0 !important; height: 0 !important }
</style>"""


# Asks each question, opens the card and the feedback form, and says what is to be read.
_SHOW = """async (payloads) => {
  const chat = document.querySelector('kaynak-chat');
  const shown = [];
  for (const payload of payloads) {
    await chat.ask(payload);
    await chat.updateComplete;
    const turn = chat.shadowRoot.querySelector('.turn');
    const answer = turn.querySelector('kaynak-answer');
    await answer.updateComplete;
    turn.querySelector('.named').click();
    await answer.updateComplete;
    const text = (part) => turn.querySelector(part).textContent;
    shown.push({
      sentence: text('.sentence > span'), passage: text('.card .passage'), asked: text('.asked').slice(5),
      links: turn.querySelectorAll('a').length,
    });
    await new Promise(requestAnimationFrame);
    chat.reset();
  }
  return shown;
}"""


@pytest.fixture(scope="module")
def address(built: Path, site: str) -> Iterator[str]:
    with serving(built, KAYNAK_ALLOWED_ORIGINS=site) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="tr-TR")
    yield context.new_page()
    context.close()


@pytest.fixture
def chat(page: Page, pages: dict[str, str], site: str, address: str) -> Page:
    """An open chat on a foreign page."""
    pages["/"] = html_page(f'<script src="{address}/widget/v1/widget.js" defer></script>')
    page.goto(site)
    page.locator(".launcher").click()
    return page


def ask(page: Page, question: str = SENATE) -> Locator:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).to_have_count(0)
    return page.locator(".turn").last


def still_works(page: Page) -> None:
    expect(ask(page).locator(".sentence")).to_contain_text("49 üyeden")


def replying(reply: object) -> Callable[[Route], None]:
    """A route that answers with just this, whichever site asks."""
    headers = {"access-control-allow-origin": "*"}
    return lambda route: route.fulfill(json=reply, headers=headers)


def everywhere(payload: str) -> dict[str, Any]:
    """A reply whose every text is the payload, and whose addresses are as bad."""
    place = {"document_id": payload, "document_title": payload, "start_page_number": 1, "end_page_number": 1}
    span = {"start_char_index": 0, "end_char_index": len(payload)}
    citation = {
        **place, **span, "number": 1, "cited_text": payload, "score": 1.0, "url": f"javascript:pwned()//{payload}",
        "highlights": [{"start_char_index": 1, "end_char_index": 3}],
        "passage": {"text": payload, "heading": payload, **span},
    }  # fmt: skip
    side = {**place, **span, "value": payload, "year": None, "cited_text": payload, "url": "data:text/html,<script>"}
    return {
        "answer_id": "a", "question": payload, "language": "en", "answered": True, "confidence": 1.0, "abstention": None,
        "answer": {"text": payload, "citations": [1], "short": {"text": payload, "english": payload, "citation": 1, **span}},
        "citations": [citation], "conflicts": [{"message": payload, "newer": 0, "sides": [side, side]}],
    }  # fmt: skip


def test_no_payload_runs_wherever_it_stands(page: Page, address: str) -> None:
    assert len(PAYLOADS) == 100
    greeting = PAYLOADS[1].replace('"', "&quot;")
    shell = html_page(f'<script src="/widget/v1/widget.js" defer data-greeting="{greeting}"></script>')
    policy = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
    page.route(f"{address}/strict", lambda route: route.fulfill(headers=policy, body=shell))
    ran: list[str] = []
    page.expose_function("pwned", lambda: ran.append("ran"))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.add_init_script("addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))")
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/strict")
    page.locator(".launcher").click()
    page.route("**/v1/ask", lambda route: replying(everywhere(route.request.post_data_json["question"]))(route))
    shown = page.evaluate(_SHOW, PAYLOADS)
    assert shown == [{"sentence": payload, "passage": payload, "asked": payload, "links": 0} for payload in PAYLOADS]
    page.wait_for_timeout(200)
    # The favicon that browsers ask for by themselves is the policy's to refuse.
    assert [fault for fault in faults if "img-src" not in fault and "favicon" not in fault] == []
    assert ran == []


def test_a_strict_policy_and_trusted_types_let_the_widget_work(page: Page, address: str) -> None:
    shell = html_page('<script src="/widget/v1/widget.js" defer data-accent="#7a3b12"></script>').replace(
        'href="data:,"', ""
    )
    headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
    page.route(f"{address}/strict", lambda route: route.fulfill(headers=headers, body=shell))
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"{address}/strict")
    page.locator(".launcher").click()
    still_works(page)
    assert [fault for fault in faults if "favicon" not in fault] == []
    assert page.locator(".launcher").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(122, 59, 18)"


def _status(status: int, **headers: str) -> Callable[[Route], None]:
    headers["access-control-allow-origin"] = "*"
    return lambda route: route.fulfill(status=status, headers=headers, body="<html>proxy</html>")


def _cut(route: Route) -> None:
    reply = route.fetch()
    route.fulfill(response=reply, body=reply.text()[:200])


@pytest.mark.parametrize(
    ("network", "kind", "retryable"),
    [
        (_status(403), "forbidden", False),
        (_status(404), "missing", False),
        (_status(413), "large", False),
        (_status(422), "invalid", False),
        (_status(429), "busy", True),
        (_status(500), "server", True),
        (_status(418), "request", True),
        (_cut, "cut", True),
        (replying([]), "cut", True),
        (lambda route: route.abort(), "server", True),
    ],
    ids=["403", "404", "413", "422", "429", "500", "418", "cut", "no answer", "broken connection"],
)
def test_what_goes_wrong_is_said_in_the_readers_language(
    chat: Page, network: Callable[[Route], None], kind: str, retryable: bool
) -> None:
    for language in ("tr", "en"):
        chat.evaluate("language => document.querySelector('kaynak-chat').setAttribute('data-lang', language)", language)
        chat.route("**/v1/ask", network)
        turn = ask(chat)
        problem = turn.locator(".problem")
        expect(problem).to_have_attribute("data-kind", kind)
        said = problem.locator("p").text_content() or ""
        assert said.endswith(".")
        assert bool(set("ğışöüçİ") & set(said)) == (language == "tr")
        retry = problem.get_by_role("button")
        expect(retry).to_have_count(int(retryable))
        chat.unroute("**/v1/ask")
        if retryable:
            retry.click()
            expect(turn.locator(".sentence")).to_contain_text("49 üyeden")
        else:
            still_works(chat)


def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(chat: Page) -> None:
    chat.evaluate("document.querySelector('kaynak-chat').client.timeout = 200")
    chat.route("**/v1/ask", lambda _: None)
    expect(ask(chat).locator(".problem")).to_have_attribute("data-kind", "timeout")
    chat.unroute("**/v1/ask")
    chat.evaluate("document.querySelector('kaynak-chat').client.timeout = 60000")
    still_works(chat)


def test_without_a_network_it_says_so_and_goes_on_once_there_is_one(chat: Page) -> None:
    chat.context.set_offline(True)
    expect(chat.locator(".notice")).to_be_visible()
    turn = ask(chat)
    expect(turn.locator(".problem")).to_have_attribute("data-kind", "offline")
    chat.context.set_offline(False)
    expect(chat.locator(".notice")).to_have_count(0)
    turn.get_by_role("button", name="Yeniden dene").click()
    expect(turn.locator(".sentence")).to_contain_text("49 üyeden")


def test_a_service_that_is_down_is_told_from_a_site_that_is_not_listed(
    page: Page, built: Path, pages: dict[str, str], site: str
) -> None:
    with serving(built) as shut:
        pages["/stranger"] = html_page(f'<script src="{shut}/widget/v1/widget.js" defer></script>')
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(f"{site}/stranger")
        page.locator(".launcher").click()
        expect(ask(page).locator(".problem")).to_have_attribute("data-kind", "origin")
        assert [text for text in told if f"KAYNAK_ALLOWED_ORIGINS={site}" in text]
    expect(ask(page).locator(".problem")).to_have_attribute("data-kind", "unreachable")


def test_a_question_of_10_000_characters_is_kept_and_its_length_told(chat: Page) -> None:
    ask(chat, "ğ" * 10_000)
    expect(chat.get_by_role("alert")).to_contain_text("10000")
    expect(chat.locator("#question")).to_have_value("ğ" * 10_000)
    expect(chat.locator("#question")).to_have_attribute("aria-invalid", "true")
    still_works(chat)


def test_an_empty_question_is_not_sent(chat: Page) -> None:
    ask(chat, "  ")
    expect(chat.get_by_role("alert")).to_have_text("Önce bir soru yazın.")
    assert chat.locator(".turn").count() == 0
    still_works(chat)


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم 42",
        "a\u200bb\u200d\u2060c\ufeffd",
        "x\u202egnp.exe\u202c y",
        "👩‍👩‍👧‍👦 aile 𝔘nicode",
        "bir\n\n\niki\x07üç",
        "é" * 2000,
    ],
    ids=["right-to-left", "zero-width", "override", "astral", "control", "long word"],
)
def test_unusual_characters_are_shown_as_they_are_and_break_nothing(chat: Page, text: str) -> None:
    chat.route("**/v1/ask", replying(everywhere(text)))
    turn = ask(chat, text.replace("\x07", ""))
    turn.locator(".named").click()
    assert turn.locator(".card mark").text_content() == text
    assert "".join(turn.locator(".card mark b").all_text_contents()) == text
    assert chat.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")
    chat.unroute("**/v1/ask")
    still_works(chat)


def test_two_widgets_on_a_page_do_not_mix(page: Page, pages: dict[str, str], site: str, address: str) -> None:
    inline = "<kaynak-chat data-position='inline' id='{0}' data-lang='{1}'></kaynak-chat>"
    script = f'<script src="{address}/widget/v1/widget.js" defer></script>'
    pages["/two"] = html_page(inline.format("one", "tr") + inline.format("two", "en") + script * 2)
    page.goto(f"{site}/two")
    expect(page.locator("kaynak-chat")).to_have_count(2)
    for name, word in (("one", "Güven"), ("two", "Confidence")):
        widget = page.locator(f"#{name}")
        widget.locator("#question").fill(SENATE)
        widget.locator(".send").click()
        expect(widget.locator(".confidence")).to_contain_text(word)
        expect(widget.locator(".turn")).to_have_count(1)


def test_a_page_with_hostile_css_changes_nothing(page: Page, pages: dict[str, str], site: str, address: str) -> None:
    seen = []
    for path, head in (("/plain", ""), ("/hostile", HOSTILE_CSS)):
        pages[path] = html_page(f'<script src="{address}/widget/v1/widget.js" defer></script>', head=head)
        page.goto(f"{site}{path}")
        page.locator(".launcher").click()
        still_works(page)
        page.wait_for_timeout(300)
        style = (
            "node => { const s = getComputedStyle(node); return [s.color, s.fontSize, s.opacity, s.display, s.visibility]; }"
        )
        seen.append(
            [(page.locator(part).bounding_box(), page.locator(part).evaluate(style)) for part in ("dialog", ".sentence")]
        )
    assert seen[0] == seen[1]
