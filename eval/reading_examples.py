"""Examples for fitting the reader: gold development questions as the pipeline reads them, with what is right."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.text import content_words
from eval.answers import contains, list_recall
from eval.types import Question
from index.attending import READ
from index.timing import Stopwatch
from index.types import Hit
from service.pipeline import Pipeline
from service.reading.asking import asking_part
from service.reading.evidence import Asked, Evidence, weigh
from service.reading.understanding import understand

_SEEN = 4 * READ  # passages retrieved, so that enough are left when those with the evidence are taken away
_OVERLAP = 0.5  # of the evidence or of the sentence
_LISTED = 0.5  # of the items of a list that an answer must name to be right
FOLDS = 5

Source = Literal["gold", "papers", "disputes", "foreign"]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what was read for it; `right` marks the sentences that answer, passage by passage.

    `deprived` are examples made of answerable questions by taking every passage away that touches their evidence.
    """

    question: Question
    asked: Asked
    read: list[Evidence]
    right: tuple[NDArray[np.bool_], ...]
    deprived: bool = False
    source: Source = "gold"

    @property
    def fold(self) -> int:
        """The fold of the question's fact, so that its wordings are never on both sides."""
        return int(hashlib.sha256(self.question.fact.encode()).hexdigest(), 16) % FOLDS


def read_examples(
    pipeline: Pipeline,
    questions: Sequence[Question],
    advance: Callable[[int], None],
    *,
    within: Mapping[str, Sequence[str]] | None = None,
    deprived: bool = True,
) -> list[Example]:
    """Two examples of each answerable question (as it is, and deprived if wanted), one of each unanswerable one.

    `within` holds the documents that a question is asked of, by its fact; without it they are all.
    """
    found: list[Example] = []
    for number, question in enumerate(questions, start=1):
        found.extend(_examples(pipeline, question, within[question.fact] if within else None, deprived=deprived))
        advance(number)
    return found


def _examples(pipeline: Pipeline, question: Question, within: Sequence[str] | None, *, deprived: bool) -> Iterator[Example]:
    terms, text = pipeline.retriever.terms(question.language), asking_part(question.question)
    hits = pipeline.retriever.search(text, language=question.language, top_k=_SEEN, watch=Stopwatch(), document_ids=within)
    asked = Asked.of(understand(text, question.language), content_words(text), terms)
    yield _example(question, asked, hits[:READ], deprived=False)
    if deprived and question.answerable:
        left = [hit for hit in hits if not _touches(question, hit)]
        # Read again: what was taken away had been read in place of others.
        left = pipeline.retriever.attended(text, left, language=question.language)
        yield _example(question, asked, left[:READ], deprived=True)


def _example(question: Question, asked: Asked, hits: Sequence[Hit], *, deprived: bool) -> Example:
    read = weigh(asked, hits)
    return Example(question, asked, read, tuple(_right(question, hit, deprived=deprived) for hit in hits), deprived)


def _right(question: Question, hit: Hit, *, deprived: bool) -> NDArray[np.bool_]:
    sentences = hit.passage.sentences
    if deprived or not question.answerable:
        return np.zeros(len(sentences), np.bool_)
    return np.array([_overlaps(question, hit, sentence.start, sentence.end) for sentence in sentences], np.bool_)


def _overlaps(question: Question, hit: Hit, start: int, end: int) -> bool:
    return any(
        span.document == hit.document.document_id
        and min(span.end, end) - max(span.start, start) >= _OVERLAP * min(span.end - span.start, end - start)
        for span in question.evidence
    )


def _touches(question: Question, hit: Hit) -> bool:
    return any(
        span.document == hit.document.document_id and hit.passage.start < span.end and span.start < hit.passage.end
        for span in question.evidence
    )


def answers(example: Example, passage: int, first: int, last: int) -> bool:
    """Whether some sentences of a passage answer: they overlap the evidence, or state an accepted answer."""
    if example.deprived or not example.question.answerable:
        return False
    if example.right[passage][first : last + 1].any():
        return True
    sentences = example.read[passage].hit.passage.sentences[first : last + 1]
    text = " ".join(sentence.reading for sentence in sentences)
    question = example.question
    if question.items:
        return (list_recall(text, question.items) or 0.0) >= _LISTED
    return contains(text, question.answers)
