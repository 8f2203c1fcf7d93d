"""What the pages ask for beyond answers: reading views, passages, evaluations, the status; and the pages' own files."""

import json
import re
from pathlib import Path

import pytest
from runs import written_runs
from seeds import REFORMS, STRATEGIC
from starlette.testclient import TestClient

from corpus.segmentation import reading_view
from index.opening import open_index
from service.app import create_app
from service.settings import Settings

STATIC = Path(__file__).parent.parent / "service" / "static"
PAGES = ("/", "/library", "/evaluation", "/integrate", "/status", "/documents/kazakistan-ulke-notu")


def shown(text: str, view: dict) -> list[str]:
    """Each block of a view as a browser shows it: without what is left out, blanks run together."""
    left_out = {i for start, end in view["left_out"] for i in range(start, end)}
    spans = [(block["start_char_index"], block["end_char_index"]) for block in view["blocks"]]
    blocks = ["".join(text[i] for i in range(*span) if i not in left_out) for span in spans]
    return [" ".join(block.split()) for block in blocks]


@pytest.mark.parametrize("document_id", [REFORMS, STRATEGIC])
def test_a_view_drawn_from_raw_spans_reads_as_the_reading_view_does(
    client: TestClient, built: Path, document_id: str
) -> None:
    view = client.get(f"/v1/documents/{document_id}/view").json()
    text = client.get(f"/v1/documents/{document_id}/text").text
    index = open_index(built)
    try:
        expected = reading_view(index.store.document(index.records[document_id].version))
    finally:
        index.close()
    assert shown(text, view) == [" ".join(expected.text[block.start : block.end].split()) for block in expected.blocks]


def test_a_view_counts_what_it_mends(client: TestClient) -> None:
    text = client.get(f"/v1/documents/{STRATEGIC}/text").text
    mended = client.get(f"/v1/documents/{STRATEGIC}/view").json()["mended"]
    assert 0 < mended["joined_lines"] < text.count("\n")
    assert 0 < mended["left_out_characters"] < 500
    assert client.get(f"/v1/documents/{REFORMS}/view").json()["mended"]["mended_words"] == 1


def test_passages_come_in_reading_order_with_their_pages(client: TestClient) -> None:
    passages = client.get(f"/v1/documents/{REFORMS}/passages").json()["passages"]
    starts = [passage["start_char_index"] for passage in passages]
    assert len(passages) == client.get(f"/v1/documents/{REFORMS}").json()["passages"]
    assert starts == sorted(starts)
    assert [passage["number"] for passage in passages] == list(range(1, len(passages) + 1))
    assert passages[0]["start_page_number"] == 1
    assert "\n" not in passages[0]["reading"]


@pytest.mark.parametrize("path", ["/v1/documents/none/view", "/v1/documents/none/passages", "/v1/evaluations/none"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_status_measures_the_questions_that_were_asked(built: Path) -> None:
    with TestClient(create_app(Settings(data=built))) as client:
        assert client.get("/v1/status").json()["recent"]["asked"] == 0
        for question in ("Kazakistan Senatosu kaç üyeden oluşur?", "Mars'ta kaç uydu var?"):
            client.post("/v1/ask", json={"question": question})
        status = client.get("/v1/status").json()
    recent = status["recent"]
    assert (recent["asked"], recent["answered"], recent["window"]) == (2, 1, 2)
    assert len(recent["totals_ms"]) == 2
    assert recent["stages_ms"]["total"]["max"] == round(max(recent["totals_ms"]), 2)
    assert (status["status"], status["documents"], status["index"]["encoder"]) == ("ready", 5, "hashing")
    assert "Senatosu" not in json.dumps(status)


def test_stored_evaluations_are_listed_newest_first_and_read_row_by_row(tmp_path: Path, built: Path) -> None:
    data = written_runs(built, tmp_path)
    (data / "runs" / "broken").mkdir()
    (data / "runs" / "broken" / "run.json").write_text("{", encoding="utf-8")
    with TestClient(create_app(Settings(data=data))) as client:
        listed = client.get("/v1/evaluations").json()["runs"]
        assert [run["id"] for run in listed] == ["later", "earlier"]
        run = client.get("/v1/evaluations/later").json()
        assert run["next_offset"] is None
        assert [row["question"]["id"] for row in run["rows"]] == [row["outcome"]["question_id"] for row in run["rows"]]
        assert client.get("/v1/evaluations/later", params={"offset": 3}).json()["rows"] == run["rows"][3:]
        for name in ("later%2F..%2Fearlier", "%2e%2e%2fruns%2flater", ".hidden"):
            assert client.get(f"/v1/evaluations/{name}").status_code in (404, 405)


def test_pages_are_served_under_a_policy_that_lets_nothing_from_elsewhere_in(client: TestClient) -> None:
    for path in PAGES:
        reply = client.get(path)
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy


def test_pages_name_only_files_that_are_served(client: TestClient) -> None:
    frame, style = client.get("/").text, client.get("/static/pages.css").text
    named = re.findall(r'(?:href|src)="(/(?:static|assets)[^"]+)"', frame) + re.findall(r'url\("?(/[^")]+)', style)
    assert len(named) >= 8
    for path in named:
        assert client.get(path).status_code == 200, path


def test_the_pages_files_name_no_other_site() -> None:
    written = [STATIC / "dist" / "pages.js", STATIC / "dist" / "pages.css", STATIC / "pages" / "public" / "index.html"]
    for file in written:
        text = file.read_text(encoding="utf-8")
        addresses = set(re.findall(r"https?://[\w.-]+", text))
        assert addresses <= {"http://www.w3.org", "https://www.example.org"}, file.name


def test_files_are_sent_compressed_and_asked_for_again(client: TestClient) -> None:
    reply = client.get("/static/pages.js", headers={"accept-encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["cache-control"] == "no-cache"
    assert client.get("/static/pages.js", headers={"if-none-match": reply.headers["etag"]}).status_code == 304
