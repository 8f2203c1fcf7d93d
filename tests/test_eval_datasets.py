"""The gold data: every span, answer and split is as it should be."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.text import content_words, prefix, words
from eval.datasets import load_questions, load_snippets
from eval.faults import DatasetError
from eval.types import Question
from service.settings import DOCUMENTS

TEXTS = {path.stem: path.read_bytes().decode("utf-8") for path in DOCUMENTS.glob("*.txt")}
QUESTIONS = load_questions(documents=TEXTS)  # which refuses spans, answers, items and sides that do not stand in the texts
ANSWERABLE = [question for question in QUESTIONS if question.answerable]
ASKED_AS_GIVEN = {"c001", "s001"}  # older questions, kept as they were; the first every description of this project asks


def facts(split: str) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for question in QUESTIONS:
        if question.split == split:
            found.setdefault(question.fact, []).append(question)
    return found


def test_every_fact_is_asked_once_in_each_language() -> None:
    for split in ("dev", "test"):
        for fact, asked in facts(split).items():
            assert sorted(question.language for question in asked if question.style == "clean") == ["en", "tr"], fact


def test_there_are_enough_facts_of_every_kind_document_and_part() -> None:
    assert len({question.fact for question in ANSWERABLE}) >= 130
    kinds = Counter(question.kind for question in ANSWERABLE)
    assert set(kinds) == {"fact", "number", "date", "person", "place", "definition", "list", "reason", "acronym"}
    for name, text in TEXTS.items():
        for part in range(3):
            here = range(part * len(text) // 3, (part + 1) * len(text) // 3)
            assert any(span.document == name and span.start in here for q in ANSWERABLE for span in q.evidence), (name, part)


def test_there_are_enough_badly_typed_unanswerable_and_disputed_questions() -> None:
    assert len([question for question in QUESTIONS if question.style != "clean"]) >= 40
    nowhere = Counter(question.language for question in QUESTIONS if not question.answerable)
    assert min(nowhere["tr"], nowhere["en"]) >= 20
    assert len({question.fact for question in QUESTIONS if question.sides}) >= 12


def test_both_splits_have_their_share_of_everything() -> None:
    for of in (lambda q: q.language, lambda q: q.answerable, lambda q: bool(q.sides), lambda q: q.style != "clean"):
        counts = Counter((of(question), question.split) for question in QUESTIONS)
        for value in {value for value, _ in counts}:
            assert min(counts[value, "dev"], counts[value, "test"]) >= 0.3 * (counts[value, "dev"] + counts[value, "test"])


def test_ids_are_unique_and_answerable_questions_have_evidence_and_answers() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert bool(question.evidence) == question.answerable, question.id
        assert bool(question.answers or question.items) == question.answerable, question.id


def test_no_turkish_question_copies_its_evidence() -> None:
    for question in ANSWERABLE:
        if question.language == "en" or question.style == "keywords" or question.fact in ASKED_AS_GIVEN:
            continue
        asked = {prefix(word) for word in content_words(question.question)}
        for span in question.evidence:
            shared = asked & {prefix(word) for word in words(span.text)}
            # Who asks what one word means has to name it.
            assert len(shared) <= 0.6 * len(asked) or len(asked) == 1, (question.id, shared)


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
