"""What readers thought of answers: taken over HTTP, kept, listed, exported."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service import cli
from service.app import create_app
from service.feedback import FEEDBACK, Feedback, counts, save, saved
from service.settings import Settings

JUDGED: dict[str, Any] = {
    "answer_id": "a1",
    "question": "Kazakistan'ın nüfusu ne kadar?",
    "thumb": "down",
    "reason": "Yıl yazmıyor [2024].",
    "language": "tr",
    "citations": [{"document_id": "kazakistan-ulke-notu", "start": 878, "end": 915}],
}


@pytest.fixture(autouse=True)
def nobody_judged(built: Path) -> None:
    """The index is shared, its feedback is not."""
    (built / FEEDBACK).unlink(missing_ok=True)


def test_a_judgement_of_a_given_answer_is_listed_after_a_restart(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with TestClient(create_app(Settings(data=built))) as client:
        asked = client.post("/v1/ask", json={"question": JUDGED["question"]}).json()
        reply = client.post("/v1/feedback", json={**JUDGED, "answer_id": asked["answer_id"]})
    assert reply.status_code == 201
    assert reply.json()["answer_id"] == asked["answer_id"]
    assert cli.main(["feedback", "--json", "--data", str(built)]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed == [{**JUDGED, "answer_id": asked["answer_id"], "created": reply.json()["created"]}]
    assert cli.main(["feedback", "--data", str(built)]) == 0
    assert "Yıl yazmıyor [2024]." in capsys.readouterr().out


def test_every_answer_has_an_id_of_its_own(client: TestClient) -> None:
    ids = {client.post("/v1/ask", json={"question": "Ankara?"}).json()["answer_id"] for _ in range(3)}
    assert len(ids) == 3


def test_a_second_judgement_of_an_answer_takes_the_place_of_the_first(client: TestClient, built: Path) -> None:
    client.post("/v1/feedback", json={**JUDGED, "reason": None})
    client.post("/v1/feedback", json={**JUDGED, "thumb": "up"})
    (only,) = saved(built)
    assert (only.thumb, only.reason) == ("up", JUDGED["reason"])
    assert counts(built) == {"up": 1, "down": 0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"thumb": "sideways"},
        {"answer_id": "../../etc"},
        {"answer_id": ""},
        {"question": " "},
        {"question": "a" * 2001},
        {"reason": "a" * 2001},
        {"reason": "\x1b[31mred"},
        {"language": "de"},
        {"citations": [{"document_id": "a", "start": -1, "end": 2}]},
        {"citations": [{"document_id": "a", "start": "1", "end": 2}]},
        {"citations": [{"document_id": "a"}]},
        {"stars": 5},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_no_judgement_is_refused_and_not_kept(client: TestClient, built: Path, wrong: dict[str, Any]) -> None:
    reply = client.post("/v1/feedback", json={**JUDGED, **wrong})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["errors"][0]["field"].startswith(next(iter(wrong)))
    assert saved(built) == []


def test_judgements_that_come_at_once_are_all_kept(client: TestClient, built: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda i: client.post("/v1/feedback", json={**JUDGED, "answer_id": f"a{i}"}), range(40)))
    assert {reply.status_code for reply in replies} == {201}
    assert {feedback.answer_id for feedback in saved(built)} == {f"a{i}" for i in range(40)}


def test_an_export_holds_one_record_a_line_oldest_first(built: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        save(built, Feedback(name, "Ne?", "tr", "up", None, ()))
    assert cli.main(["feedback", "--data", str(built), "--export", str(tmp_path / "out.jsonl")]) == 0
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["answer_id"] for record in records] == ["first", "second"]
    assert set(records[0]) == {"answer_id", "question", "language", "thumb", "reason", "citations", "created"}


def test_an_export_that_cannot_be_written_is_one_line_on_stderr(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(built, Feedback("a", "Ne?", "tr", "up", None, ()))
    assert cli.main(["feedback", "--data", str(built), "--export", str(tmp_path / "none" / "out.jsonl")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_before_the_first_judgement_the_list_says_where_they_come_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["feedback", "--data", str(tmp_path)]) == 0
    assert "no feedback yet" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_a_problem_that_names_it(client: TestClient, built: Path) -> None:
    (built / FEEDBACK).write_bytes(b"not a database, but long enough to be looked at as one" * 4)
    reply = client.post("/v1/feedback", json=JUDGED)
    assert reply.status_code == 507
    assert FEEDBACK in reply.json()["detail"]


def test_a_judgement_is_on_the_disk_before_it_is_acknowledged(built: Path) -> None:
    save(built, Feedback("a", "Ne?", "tr", "up", None, ()))
    with sqlite3.connect(built / FEEDBACK) as connection:
        assert connection.execute("SELECT answer_id FROM feedback").fetchall() == [("a",)]
    connection.close()
