"""Reports of runs: one page in a real browser, and the same for documents, programs and build servers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browsing import needs_chromium
from evaluating import ABSTAINED, FOUND, MISSED, QUESTIONS, good_run, many, stored
from playwright.sync_api import Browser, Page, expect

from eval.charts import Axis, Series, bar_chart, line_chart
from eval.errors import NotComparable
from eval.figures import charts_of
from eval.reports import REPORTS, render_junit, write_reports
from eval.summary import summarise

HOSTILE = "</script><script>document.title='taken'</script><b>"


def bad_run() -> object:
    given = {"k1-tr": MISSED, "k1-en": ABSTAINED, "k1-tr-ascii": MISSED, "u1-tr": replace(FOUND, answer=HOSTILE)}
    return stored(given, name="bad")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_reports([good_run(), bad_run()], folder)
    return folder


@pytest.fixture
def page(browser: Browser, reports: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report, opened as a file; fails the test if it logs anything or asks the network for anything."""
    context = browser.new_context(**getattr(request, "param", {}))
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    page.goto((reports / "report.html").as_uri())
    yield page
    context.close()
    assert faults == []


@needs_chromium
def test_the_page_has_figures_with_intervals_and_charts(page: Page) -> None:
    expect(page).to_have_title("Kaynak, measured")
    run = page.locator("section.run:visible")
    expect(run).to_have_count(1)
    row = run.locator("table.key tr", has_text="Success@1")
    expect(row.locator(".tr .value")).to_have_text("100.0%")
    expect(row.locator(".tr .interval")).to_contain_text("of 1")
    for title in ("Success@k", "Risk and coverage", "Time"):
        chart = run.locator("figure", has_text=title).locator("svg").first
        assert (chart.bounding_box() or {"height": 0})["height"] > 50


@needs_chromium
def test_questions_are_filtered_and_open_to_what_went_wrong(page: Page) -> None:
    run = page.locator("section.run:visible")
    rows = run.locator("details.question:visible")
    expect(rows).to_have_count(4)
    run.locator("select[name=verdict]").select_option("wrong")
    expect(rows).to_have_count(1)
    expect(run.locator("output")).to_have_text("1 of 4")
    rows.first.locator("summary").click()
    inside = rows.first.locator(".inside")
    expect(inside.locator(".faults")).to_contain_text("none of the accepted forms")
    expect(inside.locator(".answer")).to_have_text("Başkent Astana'dır.")
    expect(inside).to_contain_text("kırk yedi")
    expect(inside.locator(".where").last).to_contain_text("page 2")
    run.locator("select[name=verdict]").select_option("")
    run.locator("input[name=text]").fill("UYDU mars")
    expect(rows).to_have_count(1)
    expect(rows.first.locator(".tags")).to_contain_text("u1-tr")


@needs_chromium
def test_another_run_is_shown_by_its_link_and_compared(page: Page) -> None:
    expect(page.locator("main > section").first).to_contain_text("Runs compared")
    page.locator("nav.runs a", has_text="bad").click()
    expect(page.locator("section.run:visible")).to_have_attribute("id", "bad")
    expect(page.locator("nav.runs a[aria-current]")).to_have_text("bad")


@needs_chromium
def test_what_a_source_says_is_text_and_never_markup(page: Page) -> None:
    page.locator("nav.runs a", has_text="bad").click()
    expect(page).to_have_title("Kaynak, measured")
    expect(page.locator("#bad .answer", has_text="</script>")).to_have_count(1)


@needs_chromium
@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_a_phone_needs_no_sideways_scrolling(page: Page) -> None:
    page.locator("section.run:visible details.question summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@needs_chromium
@pytest.mark.parametrize("page", [{"color_scheme": "dark"}, {"color_scheme": "light"}], indirect=True)
def test_text_stands_out_in_light_and_in_dark(page: Page) -> None:
    contrast = """name => {
      const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
      const [a, b] = [getComputedStyle(document.querySelector(name)).color, getComputedStyle(document.body).backgroundColor]
        .map(light).sort((x, y) => y - x)
      return (a + 0.05) / (b + 0.05) }"""
    for name in ("h1", ".lead", ".tr .value", ".en .value", ".interval", ".tags", "figcaption span"):
        assert page.evaluate(contrast, name) >= 4.5, name


@needs_chromium
@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_everything_is_there(page: Page) -> None:
    assert page.locator("details.question").count() == 8
    expect(page.locator("section.run")).to_have_count(2)
    expect(page.locator("form.filter").first).to_be_hidden()


def test_every_form_of_the_report_is_written_and_names_no_other_place(reports: Path) -> None:
    assert {path.name for path in reports.iterdir()} == {f"report.{suffix}" for suffix in REPORTS}
    page = (reports / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page
    assert "https://" not in page


def test_the_json_report_holds_runs_figures_scores_and_differences(reports: Path) -> None:
    content = json.loads((reports / "report.json").read_text(encoding="utf-8"))
    assert [run["info"]["id"] for run in content["runs"]] == ["good", "bad"]
    assert content["runs"][0]["scores"]["k1-tr"]["right"] == 1
    assert content["runs"][0]["summary"]["groups"][0]["measures"]["right"]["count"] == 1
    assert {one["run"] for one in content["comparisons"]} == {"bad"}


def test_the_junit_report_has_a_case_a_question_and_fails_those_that_ended_badly() -> None:
    control = replace(MISSED, answer="bir\x00iki")
    run = stored({"k1-tr": control, "k1-en": FOUND, "k1-tr-ascii": FOUND, "u1-tr": ABSTAINED})
    root = ElementTree.fromstring(render_junit([run]))
    suites = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in root}
    assert suites == {"run tr": ("3", "1"), "run en": ("1", "0")}
    [failure] = root.iter("failure")
    assert failure.get("message") == "wrong answer"
    assert "none of the accepted forms" in (failure.text or "")


def test_the_markdown_report_has_a_table_a_language(reports: Path) -> None:
    text = (reports / "report.md").read_text(encoding="utf-8")
    assert "| Turkish | clean (2) | badly typed (1) | ascii (1) |" in text
    assert "| Success@1 | 100.0% (100.0–100.0%) of 1 |" in text


def test_runs_that_cannot_be_compared_leave_nothing_behind(tmp_path: Path) -> None:
    other = stored(dict.fromkeys([question.id for question in QUESTIONS], FOUND), name="other", corpus="elsewhere")
    with pytest.raises(NotComparable):
        write_reports([good_run(), other], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_points_lie_inside_their_chart() -> None:
    axis = Axis("x", 0, 1, (0, 1))
    drawn = line_chart("a <b>", [Series("tr", "T", ((0, 0), (0.5, 2), (1, -1)))], axis, axis)
    root = ElementTree.fromstring(drawn)
    places = [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter("circle")]
    assert len(places) == 3
    assert all(0 <= x <= 380 and 0 <= y <= 250 for x, y in places)
    assert places[0][1] == places[2][1] > places[1][1]


def test_reliability_is_drawn_of_bins_that_hold_enough_decisions() -> None:
    few, enough = many([FOUND] * 2), many([FOUND] * 3 + [MISSED] * 3)
    titles = [[title for title, _, _ in charts_of(run, summarise(run))] for run in (few, enough)]
    assert titles == [["Success@k", "Risk and coverage", "Time"], ["Success@k", "Risk and coverage", "Reliability", "Time"]]


def test_a_stage_without_time_has_a_bar_all_the_same() -> None:
    assert ElementTree.fromstring(bar_chart("times", [("read & write", 0.0, 0.0)], unit="ms")).find("rect") is not None
