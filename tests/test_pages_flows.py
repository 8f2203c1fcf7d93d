"""Asking and reading in a real browser, as readers do."""

import re
from collections.abc import Callable

from browsing import changing, needs_chromium
from playwright.sync_api import Page, Route, expect
from runs import SENATE
from seeds import COUNTRY_NOTE, REFORMS, STRATEGIC

pytestmark = needs_chromium


def state(page: Page, state: str) -> None:
    expect(page.locator("#result")).to_have_attribute("data-state", state)


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.press("#question", "Enter")


def unjudged(page: Page) -> None:
    expect(page.locator("[data-thumb][aria-pressed=false]")).to_have_count(2)
    expect(page.locator("form.reason")).to_have_count(0)
    expect(page.locator("kaynak-feedback [role=status]")).to_be_empty()


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


def test_a_judgement_stays_with_the_answer_that_it_is_of(page: Page) -> None:
    page.goto(f"/?q={SENATE}")
    page.locator("[data-thumb=down]").click()
    expect(page.locator("form.reason")).to_be_visible()
    ask(page, "Mars'ta kaç uydu var?")
    state(page, "abstained")
    unjudged(page)


def test_a_judgement_that_is_stored_late_says_nothing_of_the_next_answer(page: Page) -> None:
    held: list[Route] = []
    page.route("**/v1/feedback", lambda route: held.append(route))
    page.goto(f"/?q={SENATE}")
    with page.expect_request("**/v1/feedback"):
        page.locator("[data-thumb=down]").click()
    ask(page, "Mars'ta kaç uydu var?")
    state(page, "abstained")
    with page.expect_response("**/v1/feedback"):
        held[0].continue_()
    page.wait_for_timeout(100)
    unjudged(page)


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
    expect(page.locator(".abstention")).to_have_attribute("data-reason", "unknown_name")
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


def test_each_place_that_is_quoted_leads_to_its_own_passage(page: Page) -> None:
    """The service's own reply, its second citation quoted as well."""

    def handle(route: Route) -> None:
        reply = route.fetch().json()
        quoted = reply["citations"][:2]
        reply["answer"] |= {"text": "\n".join(" ".join(one["cited_text"].split()) for one in quoted), "citations": [1, 2]}
        route.fulfill(json=reply)

    page.route("**/v1/ask", handle)
    page.goto(f"/?q={SENATE}")
    expect(page.locator(".sentence")).to_have_count(2)
    expect(page.locator(".beside")).to_have_count(1)
    expect(page.locator(".sentence mark")).to_have_count(1)
    page.locator(".sentence .number").nth(1).click()
    expect(page.locator(".card").nth(1)).to_be_focused()


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
    expect(page.locator(".retry")).to_have_count(0)


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


def test_of_several_like_words_the_short_answer_is_the_one_at_its_place(page: Page) -> None:
    def shorten(reply: dict) -> None:
        first = reply["citations"][0]
        start = first["start_char_index"] + first["cited_text"].rindex("üye")
        span = {"start_char_index": start, "end_char_index": start + 3}
        reply["answer"]["short"] = {"text": "üye", "english": None, "citation": 1, **span}

    page.route("**/v1/ask", changing(shorten))
    page.goto(f"/?q={SENATE}")
    sentence = page.locator(".sentence [lang]")
    expect(sentence.locator("mark")).to_have_text("üye")
    after = "const range = new Range(); range.selectNodeContents(e); range.setStartAfter(e.querySelector('mark'));"
    assert sentence.evaluate(f"e => {{ {after} return range.toString(); }}").startswith("den oluş")


def test_each_side_of_a_disagreement_opens_its_document_at_the_quoted_words(page: Page) -> None:
    quoted = set()
    for place, value in enumerate(("49", "Kırk yedi")):
        page.goto(f"/?q={SENATE}")
        side = page.locator(".side").nth(place)
        expect(side.locator("mark")).to_have_text(value)
        words = side.locator(".passage").text_content()
        quoted.add(words)
        side.locator("a.open").click()
        expect(page.locator("mark#cited").first).to_be_visible()
        assert "".join(page.locator("mark.cited").all_text_contents()) == words
    assert len(quoted) == 2


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
