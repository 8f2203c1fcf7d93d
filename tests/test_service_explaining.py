"""Why an answer was given or not, over HTTP and on the command line: the same figures, whatever the outcome."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.bootstrap import UnreachableFloorWarning, build_pipeline
from service.reading.confidence import CONFIDENCE, risk_coverage
from service.reading.evidence import FEATURES
from service.settings import Settings

SENATE = "Kazakistan Senatosu kaç üyeden oluşur?"
MARS = "Mars'ta kaç uydu var?"
WORDLESS = "?"


def asked(client: TestClient, question: str) -> tuple[dict, dict]:
    """The reply and its explanation."""
    reply = client.post("/v1/ask", json={"question": question, "explain": True, "top_k": 12}).json()
    return reply, reply["explanation"]


def test_every_passage_tells_its_score_and_rank_by_every_leg_that_found_it(client: TestClient) -> None:
    _, explanation = asked(client, SENATE)
    passages = explanation["passages"]
    assert len(passages) == 12
    for leg in ("lexical", "dense"):
        placed = [(passage["ranks"][leg], -passage["scores"][leg]) for passage in passages if leg in passage["scores"]]
        assert [rank for rank, _ in sorted(placed)] == list(range(1, len(placed) + 1))
        assert sorted(placed) == sorted(placed, key=lambda pair: pair[1])
    assert all(set(passage["ranks"]) == set(passage["scores"]) for passage in passages)
    assert all(set(passage["best_sentence"]) == set(FEATURES) for passage in passages)


def test_an_answer_tells_what_it_is_as_sure_of_and_what_it_had_to_reach(client: TestClient) -> None:
    reply, explanation = asked(client, SENATE)
    assert reply["answered"]
    assert explanation["abstention"] is None
    assert explanation["sure"] == reply["confidence"] >= explanation["threshold"]
    assert set(explanation["confidence"]) == set(CONFIDENCE)


def test_the_confidence_knows_the_score_of_the_best_passage_and_how_much_is_quoted(client: TestClient) -> None:
    reply, explanation = asked(client, SENATE)
    best = max(citation["score"] for citation in reply["citations"])
    assert explanation["confidence"]["score"] == pytest.approx(best, abs=1e-3)
    assert explanation["confidence"]["sentences"] == 0
    assert reply["answer"]["text"].count(".") == 1


def test_an_abstention_tells_its_reason_and_the_threshold_that_was_missed(client: TestClient) -> None:
    reply, explanation = asked(client, MARS)
    assert not reply["answered"]
    assert explanation["abstention"] == reply["abstention"]["reason"]
    assert explanation["sure"] == reply["confidence"] < explanation["threshold"]
    assert explanation["threshold"] in {threshold for threshold, _, _ in risk_coverage(late=False)}
    assert explanation["floor"] == 0.5


def test_a_question_without_words_is_explained_as_far_as_it_was_read(client: TestClient) -> None:
    _, explanation = asked(client, WORDLESS)
    assert (explanation["abstention"], explanation["sure"]) == ("no_words", 0.0)
    assert (explanation["words"], explanation["confidence"]) == ({}, {})
    assert 0 < explanation["threshold"] <= 1
    assert [len(passage["ranks"]) > 0 for passage in explanation["passages"]] == [True] * 12


def test_where_nothing_was_found_there_is_no_threshold_to_reach(built: Path) -> None:
    with pytest.warns(UnreachableFloorWarning, match="with the encoder hashing no threshold keeps an accuracy of 0.9"):
        pipeline = build_pipeline(Settings(data=built, accuracy_floor=0.9))
    explanation = pipeline.answer(SENATE, document_ids=[]).reading.explanation()
    pipeline.index.close()
    assert (explanation["abstention"], explanation["floor"]) == ("nothing_relevant", 0.9)
    assert (explanation["threshold"], explanation["sure"], explanation["passages"]) == (None, 0.0, [])


@pytest.mark.parametrize("question", [SENATE, MARS, WORDLESS])
def test_the_command_line_explains_as_the_service_does(client: TestClient, built: Path, question: str) -> None:
    _, served = asked(client, question)
    command = [sys.executable, "-m", "service", "ask", question, "--explain", "--top-k", "12", "--data", built]
    printed = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "COLUMNS": "100"}, check=True)
    assert json.loads(printed.stdout[printed.stdout.index("\n{") :]) == served
    as_json = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(as_json.stdout)["explanation"] == served
