"""The gold data: every span, answer and split is as it should be."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.text import content_words, prefix, words
from eval.datasets import load_questions, load_snippets
from eval.faults import DatasetError
from service.settings import DOCUMENTS

QUESTIONS = load_questions()
TEXTS = {path.stem: path.read_bytes().decode("utf-8") for path in DOCUMENTS.glob("*.txt")}
ASKED_AS_GIVEN = "q001"  # the question every description of this project asks; worded like its evidence


def test_every_evidence_span_is_the_documents_own_text() -> None:
    for question in QUESTIONS:
        assert question.evidence
        for span in question.evidence:
            assert TEXTS[span.document][span.start : span.end] == span.text, question.id
            assert span.text.strip() == span.text


def test_there_are_enough_questions_of_each_language_split_and_document() -> None:
    languages = Counter(question.language for question in QUESTIONS)
    assert languages["tr"] >= 40
    assert languages["en"] >= 20
    splits = Counter((question.language, question.split) for question in QUESTIONS)
    assert abs(splits["tr", "dev"] - splits["tr", "test"]) <= 2
    assert abs(splits["en", "dev"] - splits["en", "test"]) <= 2
    assert {span.document for question in QUESTIONS for span in question.evidence} == set(TEXTS)


def test_ids_and_questions_are_unique_and_answered() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS)
    assert all(question.answers for question in QUESTIONS)


def test_no_turkish_question_copies_its_evidence() -> None:
    for question in QUESTIONS:
        if question.language == "en" or question.id == ASKED_AS_GIVEN:
            continue
        asked = {prefix(word) for word in content_words(question.question)} - {"kazak"}
        for span in question.evidence:
            shared = asked & {prefix(word) for word in words(span.text)}
            assert len(shared) <= 0.75 * len(asked), (question.id, shared)


def test_two_questions_on_one_place_are_in_one_split() -> None:
    splits: dict[tuple[str, int, int], set[str]] = {}
    for question in QUESTIONS:
        for span in question.evidence:
            splits.setdefault((span.document, span.start, span.end), set()).add(question.split)
    assert [place for place, found in splits.items() if len(found) > 1] == []


def test_the_labelled_sentences_are_many_and_halved() -> None:
    counts = Counter()
    for snippet in load_snippets():
        counts[snippet.split] += len(snippet.starts)
    assert sum(counts.values()) >= 300
    assert abs(counts["dev"] - counts["test"]) <= 10


@pytest.mark.parametrize("line", ["{", '{"id": "x"}', "[]", '{"id": 1, "evidence": [{"document": "d"}]}'])
def test_a_broken_record_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"questions\.jsonl"):
        load_questions(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"none\.jsonl"):
        load_snippets(tmp_path / "none.jsonl")


def test_records_hold_nothing_but_what_is_described() -> None:
    lines = (Path(__file__).parent.parent / "eval" / "data" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    keys = {key for line in lines for key in json.loads(line)}
    assert keys == {"id", "language", "split", "kind", "question", "answers", "evidence", "style"}
