"""SQuAD 2.0 JSON (Rajpurkar, Jia and Liang 2018): contexts, questions, answer spans, and questions without an answer."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from corpus.language import guess_language
from corpus.loaders import slug
from corpus.text import content_words, prefix, words
from corpus.types import Language
from eval.faults import DatasetError, Faults, read_text
from eval.formats.dataset import Dataset, as_documents
from eval.types import Evidence, Question
from eval.writing import whole_file


class _Answer(BaseModel):
    text: str = Field(min_length=1)
    answer_start: int = Field(ge=0)


class _Asked(BaseModel):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answers: list[_Answer] = Field(default_factory=list)
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: str = Field(min_length=1)
    qas: list[_Asked]


class _Article(BaseModel):
    title: str = ""
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    """What is needed of a SQuAD file; further keys are passed over."""

    data: list[_Article]


def read_squad(path: Path, language: Language | None = None) -> Dataset:
    """Questions and, as documents, their contexts; the language is guessed from each question unless it is given.

    Raises DatasetError naming every question whose id is taken, that has no answer, or whose span is not its answer.
    """
    try:
        articles = _File.model_validate_json(read_text(path)).data
    except ValidationError as error:
        shape = [f"{path}:{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise DatasetError("\n  ".join(["it is no SQuAD file", *shape])) from error
    contexts = _contexts(articles)
    names, documents = as_documents(contexts)
    faults, questions = Faults(), dict[str, Question]()
    for (document, context), paragraph in zip(contexts.items(), _paragraphs(articles), strict=True):
        for asked in paragraph.qas:
            if asked.id in questions:
                faults.add(path, asked.id, "the id is taken by another question")
            for what in _faults(asked, context):
                faults.add(path, asked.id, what)
            questions[asked.id] = _question(asked, names[document], language)
    faults.check()
    return Dataset(tuple(questions.values()), documents)


def write_squad(dataset: Dataset, path: Path) -> int:
    """Write each document as one context with the questions on it; a question on several is asked of each of them.

    The span is that of an accepted answer within the evidence, else the evidence. An unanswerable question is asked of
    the document that shares most of its words, where it is hardest to turn down. Answerable ones without a span are left
    out. Returns the number of questions written.
    """
    stems = {document: {prefix(word) for word in words(held.text)} for document, held in dataset.documents.items()}
    asked: dict[str, list[dict[str, Any]]] = {document: [] for document in dataset.documents}
    written = 0
    for question in dataset.questions:
        if question.answerable:
            found = _answered(question, dataset)
        else:
            about = {prefix(word) for word in content_words(question.question)}
            found = {max(stems, key=lambda document: len(stems[document] & about)): _impossible(question)}
        for document, record in found.items():
            asked[document].append(record)
        written += bool(found)
    data = [
        {"title": document, "paragraphs": [{"context": dataset.documents[document].text, "qas": records}]}
        for document, records in asked.items()
        if records
    ]
    with whole_file(path) as half:
        half.write_text(json.dumps({"version": "v2.0", "data": data}, ensure_ascii=False) + "\n", encoding="utf-8")
    return written


def _paragraphs(articles: list[_Article]) -> Iterator[_Paragraph]:
    for article in articles:
        yield from article.paragraphs


def _contexts(articles: list[_Article]) -> dict[str, str]:
    """The paragraphs by a name of their own: the article's title, numbered where it has several or shares it."""
    found: dict[str, str] = {}
    for place, article in enumerate(articles, start=1):
        title = slug(article.title)
        for number, paragraph in enumerate(article.paragraphs, start=1):
            name = title if len(article.paragraphs) == 1 else f"{title}-{number}"
            while name in found:
                name = f"{name}-{place}"
            found[name] = paragraph.context
    return found


def _faults(asked: _Asked, context: str) -> Iterator[str]:
    if bool(asked.answers) == asked.is_impossible:
        yield "it is said to be impossible, yet has answers" if asked.answers else "it has no answer"
    for answer in asked.answers:
        found = context[answer.answer_start : answer.answer_start + len(answer.text)]
        if found != answer.text:
            yield f"at {answer.answer_start} the context has {found[:40]!r}, not {answer.text[:40]!r}"


def _question(asked: _Asked, document: str, language: Language | None) -> Question:
    spans = {(answer.answer_start, answer.text) for answer in asked.answers}
    return Question(
        id=asked.id,
        language=language or guess_language(asked.question),
        question=asked.question,
        answerable=not asked.is_impossible,
        evidence=tuple(Evidence(document, start, start + len(text), text) for start, text in sorted(spans)),
        answers=tuple(dict.fromkeys(answer.text for answer in asked.answers)),
    )


def _impossible(question: Question) -> dict[str, Any]:
    return {"id": question.id, "question": question.question, "answers": [], "is_impossible": True}


def _answered(question: Question, dataset: Dataset) -> dict[str, dict[str, Any]]:
    """Document -> the question as asked of it, with its spans; the first keeps the id."""
    spans: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place in question.evidence:
        spans[place.document].extend(_spans(place, question.answers, dataset))
    found: dict[str, dict[str, Any]] = {}
    for document, answers in spans.items():
        if answers:
            identifier = f"{question.id}@{document}" if found else question.id
            found[document] = {"id": identifier, "question": question.question, "answers": answers, "is_impossible": False}
    return found


def _spans(place: Evidence, answers: Sequence[str], dataset: Dataset) -> list[dict[str, Any]]:
    text = place.text or dataset.documents[place.document].text
    patterns = [r"\s+".join(map(re.escape, answer.split())) for answer in answers]
    found = [(match.group(), match.start()) for pattern in patterns if (match := re.search(pattern, text))]
    whole = [(place.text, 0)] if place.text else []
    return [{"text": text, "answer_start": place.start + start} for text, start in found or whole]
