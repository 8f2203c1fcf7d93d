"""The chat on a site of another origin: every flow of a conversation, in a real browser against a real service."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESKTOP, PHONE, changing, html_page, needs_chromium, serving
from playwright.sync_api import Browser, Locator, Page, expect
from runs import SENATE
from seeds import REFORMS

from service.feedback import saved

pytestmark = needs_chromium
GOVERNORS = "Who appoints the governors in Kazakhstan?"
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def address(built: Path, site: str) -> Iterator[str]:
    with serving(built, KAYNAK_ALLOWED_ORIGINS=site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str, site: str, pages: dict[str, str]) -> Iterator[Visit]:
    """Opens a foreign page with the script (and with what else is said); fails the test if the page logs an error."""
    contexts, faults = [], []

    def opened(script: str = "", *, body: str = "", lang: str = "tr", head: str = "", **context: Any) -> Page:
        pages["/"] = html_page(
            f'{body}<script src="{address}/widget/v1/widget.js" defer {script}></script>', lang=lang, head=head
        )
        contexts.append(browser.new_context(**{"viewport": DESKTOP, "locale": "tr-TR", **context}))
        page = contexts[-1].new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(site)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def ask(page: Page, question: str) -> Locator:
    """Type a question and send it; the turn that it opens."""
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".asked")).to_contain_text(question)
    expect(turn.locator(".waiting")).to_have_count(0)
    return turn


def open_chat(page: Page) -> None:
    page.locator(".launcher").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_question_is_answered_with_a_card_whose_mark_is_the_cited_text(visit: Visit, address: str, viewport: Any) -> None:
    page = visit(viewport=viewport)
    open_chat(page)
    with page.expect_response("**/v1/ask") as reply:
        turn = ask(page, SENATE)
    citation = reply.value.json()["citations"][0]
    expect(turn.locator(".sentence")).to_contain_text("49 üyeden")
    expect(turn.locator(".confidence")).to_contain_text("Güven: ")
    turn.locator(".named").click()
    card = turn.locator(".card")
    expect(card.locator("h3")).to_have_text(citation["document_title"])
    expect(card.locator(".page")).to_have_text(f"s. {citation['start_page_number']}")
    assert card.locator("mark").text_content() == citation["cited_text"]
    assert card.locator(".passage").text_content() == citation["passage"]["text"]
    expect(card.locator("mark")).to_be_in_viewport()
    cited, start = citation["cited_text"], citation["start_char_index"]
    words = {cited[word["start_char_index"] - start : word["end_char_index"] - start] for word in citation["highlights"]}
    assert set(card.locator("mark b").all_text_contents()) == words | {reply.value.json()["answer"]["short"]["text"]}
    link = card.get_by_role("link")
    assert link.get_attribute("href") == address + citation["url"]
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")


def test_a_number_button_opens_one_card_at_a_time(visit: Visit) -> None:
    page = visit()
    open_chat(page)
    turn = ask(page, SENATE)
    for number in ("2", "3"):
        turn.get_by_role("button", name=f"Kaynak {number}:").click()
        expect(turn.locator(".card")).to_have_count(1)
        expect(turn.locator(".card .ordinal")).to_have_text(number)
    turn.get_by_role("button", name="Kaynak 3:").click()
    expect(turn.locator(".card")).to_have_count(0)


def test_without_an_answer_the_nearest_passages_are_offered(visit: Visit) -> None:
    page = visit()
    open_chat(page)
    turn = ask(page, "Mars'ta kaç uydu var?")
    expect(turn.locator(".abstention")).to_have_attribute("data-reason", "unknown_name")
    expect(turn.locator(".abstention")).to_contain_text("“Mars” hiç geçmiyor")
    expect(turn.get_by_role("heading", name="En yakın bölümler")).to_be_visible()
    turn.locator(".number").first.click()
    expect(turn.locator(".card mark")).to_be_visible()


def test_sources_that_disagree_stand_side_by_side(visit: Visit) -> None:
    def disagree(reply: dict[str, Any]) -> None:
        side = {"document_id": "a", "start_char_index": 0, "end_char_index": 9, "start_page_number": 1, "end_page_number": 1}
        old = {
            "value": "10 üye",
            "cited_text": "110 üye değil 10\nüye var.",
            "document_title": "Eski",
            "year": 2010,
            "url": "/a",
        }
        new = {"value": "12 üye", "cited_text": "Kurulda 12 üye var.", "document_title": "Yeni", "year": 2020, "url": "/b"}
        reply["conflicts"] = [{"message": "İki sayı var.", "newer": 1, "sides": [{**side, **old}, {**side, **new}]}]

    page = visit()
    page.route("**/v1/ask", changing(disagree))
    open_chat(page)
    turn = ask(page, SENATE)
    sides = turn.locator(".side")
    old, new = sides.all()
    assert old.locator("mark").text_content() == "10\nüye"
    assert [side.locator(".badge").count() for side in (old, new)] == [0, 1]
    # Both in one reading: the thread may still be scrolling between two.
    first, second = sides.evaluate_all("sides => sides.map((side) => side.getBoundingClientRect().toJSON())")
    assert first["y"] == second["y"]
    assert first["right"] <= second["left"]


def test_the_short_answer_is_marked_and_told_in_english_to_who_asks_in_english(visit: Visit) -> None:
    def shorten(reply: dict[str, Any]) -> None:
        citation = reply["citations"][0]
        start = citation["start_char_index"] + citation["cited_text"].index("49")
        span = {"start_char_index": start, "end_char_index": start + 2, "citation": 1}
        reply["answer"]["short"] = {"text": "49", "english": "49 members", **span}
        reply["language"] = "en"

    page = visit("data-lang=en")
    page.route("**/v1/ask", changing(shorten))
    open_chat(page)
    turn = ask(page, SENATE)
    assert turn.locator(".sentence mark").text_content() == "49"
    expect(turn.locator(".short-answer")).to_have_text("In English: 49 members")
    turn.locator(".named").click()
    assert turn.locator("b.short").text_content() == "49"


def test_the_keyboard_alone_asks_reads_a_source_and_leaves(visit: Visit) -> None:
    page = visit()
    focused = "() => document.activeElement.shadowRoot?.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"({focused})().className") == "launcher"
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()
    turn = ask(page, SENATE)
    expect(page.locator("#question")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(f"({focused})().className") == "named":
            break
    page.keyboard.press("Enter")
    expect(turn.locator(".card")).to_be_focused()
    page.keyboard.press("Tab")
    expect(turn.locator(".card").get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(turn.locator(".card")).to_have_count(0)
    expect(turn.locator(".named")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".launcher")).to_be_focused()


def test_closing_gives_the_focus_back_to_what_opened_the_chat(visit: Visit) -> None:
    page = visit(body="<button id='own' onclick=\"document.querySelector('kaynak-chat').open()\">Sor</button>")
    page.locator("#own").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#own")).to_be_focused()


def test_on_a_phone_the_chat_fills_the_screen_and_shuts_the_page_off(visit: Visit) -> None:
    page = visit(viewport=PHONE, body="<button id='behind'>Arka</button>")
    open_chat(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(250)  # until it has risen
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, **PHONE}
    page.locator("#behind").evaluate("button => button.focus()")
    assert page.evaluate("document.activeElement.id") != "behind"
    page.keyboard.press("Escape")
    expect(page.locator(".launcher")).to_be_focused()


def test_at_four_times_the_size_everything_is_reached_without_scrolling_sideways(visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 256})
    open_chat(page)
    turn = ask(page, SENATE)
    turn.locator(".named").click()
    assert page.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth && log.clientHeight > 80")
    expect(page.locator(".send")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("script", "lang", "question", "spoken"),
    [
        ("data-lang=en", "tr", SENATE, "en"),
        ("", "en-GB", SENATE, "en"),
        ("", "tr", GOVERNORS, "tr"),
        ("", "de", GOVERNORS, "en"),
        ("", "", SENATE, "tr"),
    ],
)
def test_the_language_follows_the_attribute_then_the_page_then_the_question(
    visit: Visit, script: str, lang: str, question: str, spoken: str
) -> None:
    page = visit(script, lang=lang, locale="fr-FR")
    open_chat(page)
    turn = ask(page, question)
    expect(turn.locator(".confidence, .abstention").first).to_contain_text(
        {"tr": re.compile("Güven|Belgelerde"), "en": re.compile("Confidence|found no")}[spoken]
    )
    expect(page.locator("#title")).to_have_text({"tr": "Belgelere sorun", "en": "Ask the documents"}[spoken])


def test_letters_without_their_dots_find_the_same_answer(visit: Visit) -> None:
    page = visit()
    open_chat(page)
    expect(ask(page, "kazakistan senatosu kac uyeden olusur?").locator(".sentence")).to_contain_text("49 üyeden")


def test_the_page_may_drive_the_chat_and_hears_of_it(visit: Visit) -> None:
    page = visit()
    told = page.evaluate(
        """async ([good]) => {
          const chat = document.querySelector('kaynak-chat');
          const told = [];
          for (const name of ['open', 'question', 'answer', 'feedback', 'error']) {
            addEventListener(`kaynak-${name}`, (event) => told.push([name, event.detail.question ?? null]));
          }
          const reply = await chat.ask(good);
          const none = await chat.ask('   ');
          await chat.close();
          chat.reset();
          return { told, answered: reply.answered, none, turns: chat.turns.length, open: chat.isOpen };
        }""",
        [SENATE],
    )
    assert told == {
        "told": [["open", None], ["question", SENATE], ["answer", SENATE]],
        "answered": True,
        "none": None,
        "turns": 0,
        "open": False,
    }


def test_a_chat_that_was_never_opened_can_be_reset(visit: Visit) -> None:
    page = visit()
    page.evaluate("document.querySelector('kaynak-chat').reset()")
    open_chat(page)
    expect(ask(page, SENATE).locator(".sentence")).to_contain_text("49 üyeden")


def test_an_element_put_in_place_by_hand_stands_there_and_no_second_one_comes(visit: Visit) -> None:
    page = visit(
        body="<kaynak-chat data-position='inline' data-greeting='Merhaba!' data-questions='Bir? | İki?'></kaynak-chat>"
    )
    expect(page.locator("kaynak-chat")).to_have_count(1)
    expect(page.locator(".greeting")).to_have_text("Merhaba!")
    expect(page.locator(".suggestion")).to_have_text(["Bir?", "İki?"])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(ask(page, SENATE).locator(".sentence")).to_contain_text("49 üyeden")


def test_a_suggested_question_is_asked_by_one_press_and_the_focus_stays_in_the_chat(visit: Visit) -> None:
    page = visit(f'data-questions="{SENATE}"')
    open_chat(page)
    page.locator(".suggestion").click()
    expect(page.locator(".sentence")).to_contain_text("49 üyeden")
    expect(page.locator("#question")).to_be_focused()


def test_a_new_chat_is_empty(visit: Visit) -> None:
    page = visit()
    open_chat(page)
    ask(page, SENATE)
    page.get_by_role("button", name="Yeni konuşma").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".greeting")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()


def test_a_copy_holds_the_answer_and_where_it_stands(visit: Visit, address: str) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    open_chat(page)
    turn = ask(page, SENATE)
    turn.get_by_role("button", name="Yanıtı kopyala").click()
    expect(turn.get_by_role("button", name="Kopyalandı")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "49 üyeden" in copied
    assert f"{address}/documents/" in copied


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_where_the_clipboard_is_shut_off_the_answer_is_copied_by_selecting_it(visit: Visit, viewport: Any) -> None:
    page = visit(permissions=["clipboard-read"], viewport=viewport)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError')); }")
    open_chat(page)
    turn = ask(page, SENATE)
    turn.get_by_role("button", name="Yanıtı kopyala").click()
    expect(turn.get_by_role("button", name="Kopyalandı")).to_be_focused()
    assert "49 üyeden" in page.evaluate("navigator.clipboard.readText()")
    page.evaluate("() => { document.execCommand = () => false; }")
    turn.get_by_role("button", name="Kopyalandı").click()
    expect(turn.get_by_role("button", name="Yanıtı kopyala")).to_be_visible()
    expect(turn.locator(".tools")).to_contain_text("Kopyalanamadı")
    expect(page.locator(".panel > [role=status]")).to_contain_text("Kopyalanamadı")


def test_a_thumb_is_kept_at_once_and_its_reason_added(visit: Visit, built: Path) -> None:
    page = visit()
    open_chat(page)
    turn = ask(page, SENATE)
    answer_id = page.evaluate("document.querySelector('kaynak-chat').turns[0].response.answer_id")
    turn.get_by_role("button", name="Bu yanıt işe yaramadı").click()
    expect(turn.get_by_role("status")).to_have_text("Teşekkürler.")
    stored = {feedback.answer_id: feedback for feedback in saved(built)}
    assert (stored[answer_id].thumb, stored[answer_id].reason) == ("down", None)
    turn.get_by_label("Neden?").fill("Sayı eski.")
    turn.get_by_role("button", name="Gönder").click()
    expect(turn.get_by_label("Neden?")).to_have_count(0)
    expect(turn.get_by_role("status")).to_have_text("Teşekkürler.")
    stored = {feedback.answer_id: feedback for feedback in saved(built)}
    assert (stored[answer_id].reason, stored[answer_id].question) == ("Sayı eski.", SENATE)


def test_a_judgement_names_what_the_answer_itself_cites(visit: Visit, built: Path) -> None:
    page = visit()
    open_chat(page)
    for question, documents in ((SENATE, [REFORMS]), ("Mars'ta kaç uydu var?", [])):
        turn = ask(page, question)
        turn.locator("[data-thumb=up]").click()
        expect(turn.get_by_role("status")).to_have_text("Teşekkürler.")
        reply = page.evaluate("document.querySelector('kaynak-chat').turns.at(-1).response")
        assert len(reply["citations"]) > 1
        [judged] = [feedback for feedback in saved(built) if feedback.answer_id == reply["answer_id"]]
        assert [cited.document_id for cited in judged.citations] == documents


def test_an_answer_is_announced_once_and_at_the_end(visit: Visit) -> None:
    page = visit()
    open_chat(page)
    page.evaluate("""() => {
      const root = document.querySelector('kaynak-chat').shadowRoot;
      window.said = [];
      const status = root.querySelector('.panel > [role=status]');
      const all = { childList: true, characterData: true, subtree: true };
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, all);
    }""")
    ask(page, SENATE)
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert said[0].startswith("Yanıt: Senato")
    assert said[0].endswith("5 kaynak.")
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


def test_a_question_under_way_can_be_taken_back(visit: Visit) -> None:
    page = visit()
    page.route("**/v1/ask", lambda _: None)
    open_chat(page)
    page.locator("#question").fill(SENATE)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Durdur").click()
    expect(page.locator("#question")).to_have_value(SENATE)
    expect(page.locator(".turn")).to_have_count(0)


def test_nothing_is_stored_and_nobody_else_is_asked(visit: Visit, address: str, site: str) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    open_chat(page)
    ask(page, SENATE)
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [url for url in asked if not url.startswith((address, site, "data:"))] == []


def test_colours_follow_variables_and_parts(visit: Visit) -> None:
    style = "<style>kaynak-chat{--kaynak-paper:#001122;--kaynak-width:300px}kaynak-chat::part(title){color:#ff0000}</style>"
    page = visit(head=style)
    open_chat(page)
    page.wait_for_timeout(250)
    panel = page.get_by_role("dialog")
    assert panel.evaluate("panel => getComputedStyle(panel).backgroundColor") == "rgb(0, 17, 34)"
    assert panel.bounding_box()["width"] == 300
    assert page.locator("#title").evaluate("title => getComputedStyle(title).color") == "rgb(255, 0, 0)"


def test_the_hashed_script_runs_under_its_integrity(
    browser: Browser, address: str, site: str, pages: dict[str, str]
) -> None:
    described = json.loads(browser.new_context().request.get(f"{address}/widget/v1/widget.json").text())
    script = f'<script src="{address}{described["src"]}" integrity="{{}}" crossorigin="anonymous" defer></script>'
    for path, integrity in (("/right", described["integrity"]), ("/wrong", "sha384-" + "A" * 64)):
        pages[path] = html_page(script.format(integrity))
    page = browser.new_page()
    page.goto(f"{site}/right")
    expect(page.locator(".launcher")).to_be_visible()
    page.goto(f"{site}/wrong")
    expect(page.locator("kaynak-chat")).to_have_count(0)
    page.close()


@pytest.mark.parametrize(("theme", "paper"), [("dark", "rgb(22, 24, 26)"), ("light", "rgb(252, 251, 248)")])
def test_a_theme_that_is_asked_for_overrules_the_readers_own(visit: Visit, theme: str, paper: str) -> None:
    page = visit(f"data-theme={theme}", color_scheme="dark" if theme == "light" else "light")
    open_chat(page)
    assert page.get_by_role("dialog").evaluate("panel => getComputedStyle(panel).backgroundColor") == paper


def test_the_chat_stands_in_the_corner_that_is_asked_for(visit: Visit) -> None:
    for position, left in (("bottom-left", True), ("bottom-right", False)):
        page = visit(f"data-position={position}")
        box = page.locator(".launcher").bounding_box()
        assert (box["x"] < DESKTOP["width"] / 2) == left
        assert box["y"] > DESKTOP["height"] / 2


def test_an_element_in_place_takes_the_focus_only_when_it_is_used(visit: Visit) -> None:
    page = visit(body="<button id='own'>Sor</button><kaynak-chat data-position='inline'></kaynak-chat>")
    page.locator("#own").focus()
    page.evaluate("question => document.querySelector('kaynak-chat').ask(question)", SENATE)
    expect(page.locator(".sentence")).to_contain_text("49 üyeden")
    expect(page.locator("#own")).to_be_focused()


def test_motion_is_left_out_for_who_asks_for_calm(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    open_chat(page)
    assert page.get_by_role("dialog").evaluate("panel => panel.getAnimations().length") == 0
    assert page.get_by_role("dialog").evaluate("panel => getComputedStyle(panel).animationName") == "none"


@pytest.mark.slow
def test_the_widget_keeps_the_page_free(visit: Visit) -> None:
    page = visit()
    observer = (
        "new PerformanceObserver(list => long.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })"
    )
    page.add_init_script(f"window.long = []; {observer}")
    page.reload()
    open_chat(page)
    ask(page, SENATE).locator(".named").click()
    assert page.evaluate("long.length") <= 1
