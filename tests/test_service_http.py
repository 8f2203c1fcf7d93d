"""Errors, documents, probes and the OpenAPI description."""

import json

import pytest
from starlette.testclient import TestClient

import index.errors
import service.errors
from corpus.errors import KaynakError
from service.problems import STATUS
from service.settings import DOCUMENTS

PROBLEM = "application/problem+json"


def is_problem(reply, *statuses: int) -> dict:
    assert reply.status_code in statuses, reply.text
    assert reply.headers["content-type"] == PROBLEM
    body = reply.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == reply.status_code
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": " \n\t "}, "question"),
        ({"question": "a" * 2001}, "question"),
        ({"question": "what\x00now"}, "question"),
        ({"question": "bell\x07"}, "question"),
        ({}, "question"),
        ({"question": 7}, "question"),
        ({"question": "x", "top_k": 0}, "top_k"),
        ({"question": "x", "top_k": 51}, "top_k"),
        ({"question": "x", "top_k": True}, "top_k"),
        ({"question": "x", "top_k": "3"}, "top_k"),
        ({"question": "\x85\x9b"}, "question"),
        ({"question": "x", "language": "de"}, "language"),
        ({"question": "x", "colour": 1}, "colour"),
        ({"question": "x", "document_ids": []}, "document_ids"),
    ],
)
@pytest.mark.parametrize("route", ["/v1/ask", "/v1/search"])
def test_a_wrong_body_is_refused_and_the_field_named(client: TestClient, route: str, body: dict, field: str) -> None:
    problem = is_problem(client.post(route, json=body), 422)
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert field in problem["detail"]


@pytest.mark.parametrize("raw", [b"{", b"", b'{"question": "\xff"}', b"[1, 2"])
def test_a_body_that_is_no_json_is_refused(client: TestClient, raw: bytes) -> None:
    problem = is_problem(client.post("/v1/ask", content=raw, headers={"content-type": "application/json"}), 400, 422)
    assert "JSON" in problem["detail"]


def test_a_body_larger_than_any_question_is_not_read(client: TestClient) -> None:
    for kind in ("application/json", "text/plain"):
        for body in (b" " * 300_000, iter([b" " * 150_000] * 2)):
            problem = is_problem(client.post("/v1/ask", content=body, headers={"content-type": kind}), 413)
            assert "shorter" in problem["detail"]


def test_metrics_count_questions_and_name_every_stage(client: TestClient) -> None:
    def read() -> dict[str, float]:
        reply = client.get("/metrics")
        assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
        lines = [line.rsplit(" ", 1) for line in reply.text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in lines}

    before = read()
    stages = client.post("/v1/ask", json={"question": "Köprü nerede?"}).json()["timings_ms"]
    after = read()
    assert after["kaynak_questions_total"] == before["kaynak_questions_total"] + 1
    assert after["kaynak_documents"] == len(client.get("/v1/documents").json()["documents"])
    assert {f'kaynak_stage_seconds{{stage="{stage}",quantile="0.95"}}' for stage in stages} <= set(after)


def test_half_of_a_surrogate_pair_is_refused_and_not_echoed(client: TestClient) -> None:
    raw = b'{"question": "broken \\ud83d pair"}'
    reply = client.post("/v1/ask", content=raw, headers={"content-type": "application/json"})
    assert "surrogate" not in is_problem(reply, 422)["detail"]
    assert b"ud83d" not in reply.content


def test_a_question_of_2000_characters_is_taken(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": "senato " * 285}).status_code == 200


@pytest.mark.parametrize("path", ["/v1/documents/nothing", "/v1/documents/nothing/text", "/v1/nothing", "/v1/documents/%00"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert is_problem(client.get(path), 404)["title"] in ("Not found", "Unknown document")


def test_a_question_to_unknown_documents_is_refused(client: TestClient) -> None:
    problem = is_problem(client.post("/v1/ask", json={"question": "x", "document_ids": ["no-such"]}), 404)
    assert "no-such" in problem["detail"]


def test_a_wrong_method_is_refused(client: TestClient) -> None:
    reply = client.get("/v1/ask")
    is_problem(reply, 405)
    assert "POST" in reply.headers["allow"]


def subclasses(kind: type) -> set[type]:
    return {found for child in kind.__subclasses__() for found in {child, *subclasses(child)}}


def test_every_error_has_a_row_in_the_table_and_a_builtin_parent() -> None:
    assert index.errors
    assert service.errors
    ours = {kind for kind in subclasses(KaynakError) if not kind.__module__.startswith("eval")}
    missing = {kind.__name__ for kind in ours if not any(base in STATUS for base in kind.__mro__)}
    assert missing == set()
    builtin = (ValueError, OSError, KeyError)
    assert all(issubclass(kind, builtin) for kind in ours)


def test_documents_are_listed_with_what_is_known_of_them(client: TestClient) -> None:
    listed = client.get("/v1/documents").json()
    assert listed["next_cursor"] is None
    assert [document["document_id"] for document in listed["documents"]] == sorted(p.stem for p in DOCUMENTS.glob("*.txt"))
    report = next(d for d in listed["documents"] if d["document_id"] == "turkiye-kazakistan-stratejik-boyut")
    assert report["authors"] == ["Dinmuhammed Ametbek"]
    assert report["pages"] == 18
    assert report["year"] is None


def test_the_list_of_documents_can_be_paged_through(client: TestClient) -> None:
    seen, cursor = [], ""
    for _ in range(5):
        page = client.get("/v1/documents", params={"limit": 2, "cursor": cursor}).json()
        seen += [document["document_id"] for document in page["documents"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == sorted(path.stem for path in DOCUMENTS.glob("*.txt"))


def test_a_documents_text_is_its_file_character_for_character(client: TestClient) -> None:
    for path in DOCUMENTS.glob("*.txt"):
        reply = client.get(f"/v1/documents/{path.stem}/text")
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert reply.content == path.read_bytes()


def test_a_document_tells_its_pages_and_hides_the_operators_folders(client: TestClient) -> None:
    document = client.get("/v1/documents/turkiye-kazakistan-stratejik-boyut").json()
    assert document["page_labels"][4] == "10"
    assert document["page_starts"][0] == 0
    assert document["source"] == "turkiye-kazakistan-stratejik-boyut.txt"


def test_the_probes_answer(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["documents"] == 5


def test_openapi_describes_problems_and_carries_examples(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    ask = description["paths"]["/v1/ask"]["post"]
    assert set(ask["responses"]["422"]["content"]) == {PROBLEM}
    assert "HTTPValidationError" not in json.dumps(description)
    assert description["components"]["schemas"]["AskRequest"]["examples"]
