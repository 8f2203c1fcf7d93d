"""The pages in a real browser: asking, reading, the library, evaluation, integration and status, as readers use them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import DESKTOP, PHONE, changing, chromium, needs_chromium, serving
from playwright.sync_api import Browser, Page, Route, expect
from runs import SENATE, written_runs
from seeds import COUNTRY_NOTE, REFORMS, STRATEGIC

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(written_runs(built, tmp_path_factory.mktemp("pages"))) as address:
        yield address


@pytest.fixture(params=[("tr", DESKTOP), ("en", PHONE)], ids=["tr-desktop", "en-phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test if anything is logged as an error: violations of the policy are."""
    language, viewport = request.param
    locale = {"tr": "tr-TR", "en": "en-GB"}[language]
    context = browser.new_context(base_url=address, locale=locale, viewport=viewport, permissions=["clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert [fault for fault in faults if not fault.startswith("Failed to load resource")] == []


def state(page: Page, state: str) -> None:
    expect(page.locator("#result")).to_have_attribute("data-state", state)


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.press("#question", "Enter")


def refusing(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body="nope")


def test_a_question_is_answered_and_its_citation_opens_at_its_characters(page: Page, address: str) -> None:
    page.goto("/")
    ask(page, SENATE)
    state(page, "answered")
    expect(page.locator(".sentence")).to_contain_text("49 üyeden")
    card = page.locator(".card").first
    expect(card.locator(".page")).to_contain_text("6")
    cited = card.locator(".passage mark").text_content()
    card.locator("a.open").click()
    expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")
    mark = page.locator("mark#cited")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == cited
    raw = page.request.get(f"{address}/v1/documents/{REFORMS}/text").text()
    assert "".join(page.locator(".page-text").all_text_contents()) == raw


def test_an_address_reproduces_question_and_filter(page: Page) -> None:
    page.goto(f"/?q={SENATE}&in={COUNTRY_NOTE}")
    state(page, "answered")
    expect(page.locator("#question")).to_have_value(SENATE)
    assert page.locator(f"input[value={COUNTRY_NOTE}]").is_checked()
    links = page.locator("a.open").evaluate_all("links => links.map(link => link.pathname)")
    assert set(links) == {f"/documents/{COUNTRY_NOTE}"}


def test_back_and_forward_walk_through_the_questions(page: Page) -> None:
    page.goto("/")
    ask(page, SENATE)
    state(page, "answered")
    ask(page, "Mars'ta kaç uydu var?")
    state(page, "abstained")
    page.go_back()
    state(page, "answered")
    expect(page.locator("#question")).to_have_value(SENATE)
    page.go_back()
    state(page, "idle")
    expect(page.locator("#question")).to_have_value("")
    page.go_forward()
    state(page, "answered")


def test_choosing_a_document_asks_again_and_is_kept_in_the_address(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    state(page, "answered")
    page.locator(".filter > summary").click()
    page.locator(f"input[value={STRATEGIC}]").check()
    expect(page).to_have_url(re.compile(f"in={STRATEGIC}"))
    expect(page.locator(f"a.open:not([href*='{STRATEGIC}'])")).to_have_count(0)


def test_without_an_answer_the_nearest_passages_stand_there(page: Page) -> None:
    page.goto("/?q=Mars'ta kaç uydu var%3F")
    state(page, "abstained")
    expect(page.locator(".abstention")).to_have_attribute("data-reason", "nothing_relevant")
    expect(page.locator(".card").first).to_be_visible()


def test_a_near_passage_shows_its_cited_words_and_on_request_the_rest(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    near = page.locator(".sources").nth(1).locator(".card").first
    cited, whole = near.locator(".passage mark"), near.locator(".passage").text_content()
    assert near.locator(".passage").inner_text().split() == (cited.text_content() or "").split()
    near.locator(".whole").click()
    assert near.locator(".passage").inner_text().split() == (whole or "").split()
    near.locator(".whole").click()
    assert near.locator(".passage").inner_text().split() == (cited.text_content() or "").split()


def test_a_number_leads_to_its_passage(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    page.locator(".sentence .number").first.click()
    expect(page.locator(".card").first).to_be_focused()


def test_a_question_that_cannot_be_asked_is_refused_beside_the_field(page: Page) -> None:
    page.goto("/")
    for question in ("", "   ", "a" * 2001, "x" * 10_000):
        page.fill("#question", "x")
        expect(page.locator("#question-error")).to_be_empty()
        ask(page, question)
        expect(page.locator("#question-error")).not_to_be_empty()
        expect(page.locator("#question")).to_be_focused()
    state(page, "idle")


def test_a_service_that_is_down_is_said_so_and_asked_again_on_request(page: Page) -> None:
    page.goto("/")
    page.route("**/v1/ask", lambda route: route.abort())
    ask(page, SENATE)
    state(page, "error")
    page.unroute("**/v1/ask")
    page.locator(".retry").click()
    state(page, "answered")


def test_each_refusal_has_its_own_sentence(page: Page) -> None:
    page.goto("/")
    said = set()
    for status, kind in ((403, "forbidden"), (413, "large"), (429, "busy"), (500, "server")):
        page.route("**/v1/ask", refusing(status))
        ask(page, f"{SENATE} {status}")
        expect(page.locator(".notice.fault")).to_have_attribute("data-kind", kind)
        said.add(page.locator(".notice-title").text_content())
        page.unroute("**/v1/ask")
    assert len(said) == 4


def test_the_short_answer_and_disagreeing_sources_are_shown_where_the_service_gives_them(page: Page) -> None:
    def enrich(reply: dict) -> None:
        first = reply["citations"][0]
        start = first["start_char_index"] + first["cited_text"].index("49")
        span = {"start_char_index": start, "end_char_index": start + 2}
        reply["answer"]["short"] = {"text": "49", "english": "49", "citation": 1, **span}
        side = {**first, "year": 2019, "value": "49"}
        reply["conflicts"] = [{"message": "?", "newer": 1, "sides": [side, {**side, "value": "47", "year": 2021}]}]

    page.route("**/v1/ask", changing(enrich))
    page.goto(f"/?q={SENATE}")
    expect(page.locator(".sentence mark")).to_have_text("49")
    assert page.locator(".side .value").all_text_contents() == ["49", "47"]


def test_the_next_citation_is_visited_from_within_the_document(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    first, second = (page.locator(".card .passage mark").nth(i).text_content() for i in (0, 1))
    page.locator("a.open").first.click()
    expect(page.locator("mark#cited").first).to_have_text(first or "", use_inner_text=False)
    page.locator(".step.next").click()
    expect(page.locator(".position b")).to_contain_text("2")
    assert "".join(page.locator("mark.cited").all_text_contents()) == second
    page.locator(".back-to-answer").click()
    state(page, "answered")


def test_the_reading_view_joins_lines_and_the_printed_one_keeps_them(page: Page) -> None:
    page.goto(f"/documents/{STRATEGIC}?start=120&end=160")
    text = page.locator(".page-text").first
    expect(text).to_be_visible()
    assert text.evaluate("node => getComputedStyle(node).whiteSpace") == "normal"
    hidden = page.locator(".left-out").first
    expect(hidden).to_be_hidden()
    page.locator("input[value=printed]").check()
    assert text.evaluate("node => getComputedStyle(node).whiteSpace") == "pre-wrap"
    expect(hidden).to_be_visible()


def test_a_citation_of_what_the_reading_view_hides_is_shown_as_printed(page: Page, address: str) -> None:
    start, end = page.request.get(f"{address}/v1/documents/{STRATEGIC}/view").json()["left_out"][0]
    page.goto(f"/documents/{STRATEGIC}?start={start}&end={end}")
    expect(page.locator("#document-text")).to_have_attribute("data-look", "printed")
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_a_passage_of_the_document_is_reached_without_loading_the_page_again(page: Page) -> None:
    page.goto(f"/documents/{REFORMS}")
    page.locator("#document-passages > summary").click()
    page.evaluate("window.same = true")
    page.locator("#document-passages .passage-list a").nth(20).click()
    expect(page.locator("mark#cited").first).to_be_in_viewport()
    assert page.evaluate("window.same")


def test_a_place_that_is_not_in_the_document_marks_nothing(page: Page) -> None:
    for query in ("start=5&end=5", "start=0&end=99999999", "start=x&end=4", "start=-1&end=4"):
        page.goto(f"/documents/{COUNTRY_NOTE}?{query}")
        expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")
        expect(page.locator("mark#cited")).to_have_count(0)


def test_an_unknown_document_is_said_so(page: Page) -> None:
    page.goto("/documents/no-such")
    expect(page.locator("#document-view")).to_have_attribute("data-state", "unknown")


def test_the_library_lists_finds_and_opens_documents(page: Page) -> None:
    page.goto("/library")
    expect(page.locator(".document-item")).to_have_count(5)
    page.fill("#find", "STRATEJIK")
    expect(page.locator(".document-item")).to_have_count(1)
    page.locator(".inside > summary").click()
    expect(page.locator(".passage-list li")).not_to_have_count(0)
    page.fill("#find", "zzz")
    expect(page.locator(".document-item")).to_have_count(0)
    page.locator(".notice button").click()
    page.locator(".document-link").first.click()
    expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")


def test_an_evaluation_is_shown_compared_and_drilled_into(page: Page) -> None:
    page.goto("/evaluation")
    expect(page.locator(".question")).to_have_count(5)
    expect(page.locator(".tables table")).to_have_count(2)
    page.select_option("#against", "earlier")
    expect(page).to_have_url(re.compile("run=later&against=earlier"))
    expect(page.locator("#show option[value=changed]")).to_have_count(1)
    page.select_option("#show", "changed")
    assert page.locator(".question").evaluate_all("nodes => nodes.map(node => node.dataset.verdict)") == [
        "right",
        "declined",
    ]
    page.locator(".question > summary").first.click()
    expect(page.locator(".outcome")).to_contain_text("49")
    page.locator(".spots a").first.click()
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_the_snippet_and_the_live_widget_follow_the_settings(page: Page, address: str) -> None:
    page.goto("/integrate")
    snippet = page.locator("#widget-snippet")
    expect(snippet).to_have_text(f'<script src="{address}/widget/v1/widget.js" defer></script>')
    page.locator("input[name=language][value=en]").check()
    page.fill("#greeting", 'Say "hi" <b>')
    expect(snippet).to_contain_text('data-greeting="Say &quot;hi&quot; &lt;b>"')
    expect(page.locator(".stage kaynak-chat")).to_contain_text('Say "hi" <b>')
    page.locator("input[name=position][value=inline]").check()
    expect(page.locator(".floating kaynak-chat")).to_have_count(0)
    expect(snippet).to_contain_text('<kaynak-chat data-lang="en"')
    page.locator("#pinned").check()
    expect(snippet).to_contain_text("integrity=")


def test_the_examples_follow_the_question_and_run(page: Page) -> None:
    page.goto("/integrate")
    page.fill("#example-question", 'Kazakistan\'ın "nüfusu"?')
    expect(page.locator("#http-snippet")).to_contain_text("'\\''ın")
    page.locator("input[name=tool][value=Python]").check()
    expect(page.locator("#http-snippet")).to_contain_text('json.dumps({"question": "Kazakistan\'ın \\"nüfusu\\"?"})')
    page.locator("#run").click()
    expect(page.locator("#reply")).to_contain_text('"citations"')


def test_the_status_shows_what_was_asked_and_judged(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    page.locator("[data-thumb=up]").click()
    expect(page.locator("kaynak-feedback [role=status]")).not_to_be_empty()
    page.goto("/status")
    expect(page.locator("#status")).to_have_attribute("data-state", "ready")
    assert page.locator(".chart rect").count() >= 1
    expect(page.locator("tr.sum td")).to_have_count(3)
    expect(page.locator(".columns .figures dd").first).not_to_have_text("0")


def test_the_language_is_switched_in_place(page: Page) -> None:
    page.goto(f"/?q={SENATE}&lang=tr")
    state(page, "answered")
    page.evaluate("window.same = true")
    page.locator("[data-lang=en]").click()
    expect(page.locator("#ask-button")).to_have_text("Ask")
    assert page.evaluate("[window.same, document.documentElement.lang]") == [True, "en"]
    assert "lang=en" in (page.locator(".site-pages a").nth(1).get_attribute("href") or "")
    state(page, "answered")


def test_the_link_to_a_selection_leads_to_just_that_place(page: Page) -> None:
    page.goto(f"/documents/{COUNTRY_NOTE}")
    expect(page.locator("#document-view")).to_have_attribute("data-state", "ready")
    place = page.evaluate(
        """async () => {
          const text = [...document.querySelectorAll('.page-text')].at(-1);
          const block = text.querySelector('.block');
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
          let node = walker.nextNode();
          while (node.data.trim().length < 20) node = walker.nextNode();
          getSelection().setBaseAndExtent(node, 2, node, 12);
          await new Promise(done => setTimeout(done, 100));
          let copied;
          navigator.clipboard.writeText = async (value) => { copied = value; };
          document.querySelector('.copy-link').click();
          return [copied, node.data.slice(2, 12)];
        }"""
    )
    page.goto(place[0])
    expect(page.locator("mark#cited")).to_have_text(place[1], use_inner_text=False)
