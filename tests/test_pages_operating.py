"""The library, evaluation, integration and status pages in a real browser, as their users see them."""

import re

from browsing import needs_chromium
from building import ROOT
from playwright.sync_api import Page, expect
from runs import SENATE
from seeds import STRATEGIC

pytestmark = needs_chromium


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


def test_an_open_document_stays_the_open_one_in_another_order(page: Page) -> None:
    page.goto("/library")
    page.locator(f"[data-document-id={STRATEGIC}] .inside > summary").click()
    opened = page.locator(".document-item:has(.inside[open])")
    seen = set()
    for order in ("byYear", "byLength", "byTitle"):
        page.select_option("#order", order)
        expect(opened).to_have_count(1)
        expect(opened).to_have_attribute("data-document-id", STRATEGIC)
        expect(opened.locator(".passage-list li")).not_to_have_count(0)
        seen.add(page.locator(".document-item").evaluate_all("all => all.findIndex(one => one.querySelector('[open]'))"))
    assert len(seen) > 1


def test_an_open_question_stays_the_open_one_among_others_and_beside_another_run(page: Page) -> None:
    page.goto("/evaluation")
    second = page.locator(".question").nth(1)
    wanted = second.locator(".asked-text").text_content() or ""
    second.locator("summary").click()
    opened = page.locator(".question[open]")
    expect(opened.locator(".outcome")).to_be_visible()
    page.fill("#find", wanted)
    expect(page.locator(".question")).to_have_count(1)
    expect(opened.locator(".asked-text")).to_have_text(wanted)
    page.select_option("#against", "earlier")
    expect(page).to_have_url(re.compile("against=earlier"))
    expect(opened.locator(".asked-text")).to_have_text(wanted)
    expect(opened.locator(".outcome")).to_be_visible()


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


def test_each_stage_that_is_timed_has_a_name() -> None:
    sources = [*(ROOT / "index").rglob("*.py"), *(ROOT / "service").rglob("*.py")]
    timed = {stage for path in sources for stage in re.findall(r'\.stage\("(\w+)"\)', path.read_text(encoding="utf-8"))}
    texts = (ROOT / "service" / "static" / "pages" / "src" / "text" / "status.js").read_text(encoding="utf-8")
    assert set(re.findall(r"stage_(\w+):", texts)) == timed | {"total"}
