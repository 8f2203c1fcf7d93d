"""The papers that come along: that they are as they say, and what training and measuring make of them."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from corpus.loaders import load_document
from eval.datasets import load_documents
from eval.papers import held_out_papers, paper_questions, shelves, write_papers
from index.embedders import BUNDLED, MODELS
from index.training.crossing.examples import ReaderData
from index.training.crossing.negatives import KEPT
from index.training.crossing.papers import paper_examples
from index.training.crossing.passages import Passages
from index.training.crossing.rows import Rows
from index.training.crossing.vectors import Vectors
from index.training.crossing.visits import Visits
from index.training.papers import Asked, Paper, paper_sections, read_papers
from index.transformer import load_tokenizer

BANK = Paper(
    "bank",
    "Merkez Bankası",
    ("Kuruluş", "Üyeler"),
    (
        "Banka 1990'da kuruldu. Kurul beş üyelidir.",
        "Banka dokuz kişi çalıştırır. Başkan beş yıl kalır. Merkezi Bursa'dadır.",
    ),
    (
        Asked({"tr": "Kaç yıl?", "en": "How long?"}, "number", 1, "Başkan beş yıl kalır.", "beş yıl"),
        Asked({"tr": "Nerede?", "en": "Where?"}, "place", 1, "Merkezi Bursa'dadır.", None),
        Asked({"tr": "Kurul kaç kez toplanır?", "en": "How often does the board meet?"}),
    ),
)


def test_the_papers_are_many_and_answer_where_they_say() -> None:
    papers = read_papers()
    assert len(papers) > 100
    assert len({paper.title for paper in papers}) == len({paper.name for paper in papers}) == len(papers)
    assert 0.2 < np.mean([paper.held_out for paper in papers]) < 0.45
    for paper in papers:
        for question in paper.questions:
            assert set(question.texts) == {"tr", "en"}
            assert all(text.strip() for text in question.texts.values())


def test_no_paper_is_about_what_the_gold_questions_are_asked_of() -> None:
    """They shall tell how well other documents are read, so these may stand in none."""
    sentences = {
        sentence for document in load_documents().values() for sentence in re.findall(r"[^.\n]{40,}\.", document.text)
    }
    for paper in read_papers():
        assert "kazakistan" not in paper.title.lower()
        assert not any(sentence in paragraph for sentence in sentences for paragraph in paper.paragraphs)


@pytest.mark.parametrize("broken", [{"sentence": "Yok."}, {"answer": "altı"}])
def test_an_answer_that_is_not_where_it_is_said_to_be_is_named(tmp_path: Path, broken: dict[str, str]) -> None:
    question = {"tr": "Kaç?", "en": "How many?", "paragraph": 0, "sentence": "Beş.", "answer": "Beş", "kind": "number"}
    record = {"title": "T", "paragraphs": [{"heading": "H", "text": "Beş. Altı."}], "questions": [{**question, **broken}]}
    (tmp_path / "bad.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape("bad: 'Kaç?'")):
        read_papers(tmp_path)


def test_held_out_papers_become_documents_and_questions_whose_evidence_stands_in_them(tmp_path: Path) -> None:
    papers = held_out_papers()[:3]
    write_papers(papers, tmp_path)
    texts = {path.stem: load_document(path, document_id=path.stem)[0].text for path in tmp_path.iterdir()}
    questions = list(paper_questions(papers))
    assert {question.split for question in questions} == {"dev"}
    for question in questions:
        assert question.answerable == bool(question.evidence)
        for place in question.evidence:
            assert texts[place.document][place.start : place.end] == place.text


def test_paragraphs_that_answer_are_sections_unless_their_paper_is_held_out() -> None:
    papers = read_papers()
    sections = list(paper_sections(papers))
    held_out = {text for paper in papers if paper.held_out for text in paper.paragraphs}
    assert not held_out & {section.passages["tr"] for section in sections}
    [section] = paper_sections([BANK])
    assert [section.place(i, "tr") for i in range(2)] == [1, 2]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(MODELS / BUNDLED)


def read(tokenizer: Tokenizer, cache: Path) -> ReaderData:
    def encode(texts: Sequence[str]) -> Vectors:  # by the words they share
        return np.array([[1.0 + 9 * (word in text) for word in ("Kurul", "Banka", "Başkan", "Merkez")] for text in texts])

    passages = Passages(tokenizer)
    examples = list(paper_examples([BANK], passages, encode, cache=cache))
    return ReaderData(list(passages), examples)


def test_questions_of_a_paper_are_asked_in_both_languages_of_the_sentence_that_answers(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    data = read(tokenizer, tmp_path)
    asked = [example for example in data.examples if not example.missed]
    assert [(example.question, example.language) for example in asked] == [
        ("Kaç yıl?", "tr"), ("How long?", "en"), ("Nerede?", "tr"), ("Where?", "en"),
    ]  # fmt: skip
    assert [{data.passage_of(example).wording(i) for i in example.sentences} for example in asked[::2]] == [
        {"Başkan beş yıl kalır."},
        {"Merkezi Bursa'dadır."},
    ]
    assert [example.answer and data.passage_of(example).text[slice(*example.answer)] for example in asked] == [
        "beş yıl", "beş yıl", None, None,
    ]  # fmt: skip


def test_a_near_miss_is_shown_with_the_sentences_it_comes_nearest_to_and_no_answer(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    data = read(tokenizer, tmp_path)
    missed = [i for i, example in enumerate(data.examples) if example.missed]
    assert [data.examples[i].question for i in missed] == ["Kurul kaç kez toplanır?", "How often does the board meet?"]
    near = np.full((len(data.examples), KEPT, 2), -1, np.int32)
    near[:, 0] = 1, 2  # "Merkezi Bursa'dadır."
    visits = Visits(data, near, Rows(tokenizer))
    rows = [row for i in missed for seed in range(20) for row in visits.visit(i, np.random.default_rng(seed))]
    assert len(rows) == 40 * 3  # the nearest one of the paper, one beside it, one from elsewhere
    assert all(row.right == [0] and row.answer is None and row.changed for row in rows)
    [number] = data.examples[missed[0]].sentences
    assert data.passage_of(data.examples[missed[0]]).wording(number) == "Kurul beş üyelidir."


def test_a_question_of_a_paper_is_shown_with_single_sentences_of_which_one_answers(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    data = read(tokenizer, tmp_path)
    negatives = np.full((len(data.examples), KEPT, 2), -1, np.int32)
    negatives[0, :2] = [(0, 0), (0, 1)]
    right, *others = Visits(data, negatives, Rows(tokenizer)).visit(0, np.random.default_rng(0))
    assert right.answer is not None
    assert right.sentences == [1] * len(right.sentences)
    assert [set(row.sentences) for row in others] in ([{0}, {0}, {1}], [{2}, {0}, {1}], [{0}, {1}, {0}], [{2}, {1}, {0}])
    assert all(row.right == [0] and not row.changed for row in others)


def test_each_question_is_asked_of_a_shelf_that_holds_its_own_paper() -> None:
    papers = held_out_papers()
    shelf = shelves(papers)
    for question in paper_questions(papers):
        assert question.fact.rpartition("-")[0] in shelf[question.fact]
        assert len(set(shelf[question.fact])) <= 5
