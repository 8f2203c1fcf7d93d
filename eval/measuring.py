"""A set of questions through a pipeline, scored and kept; asked again only if something it was made of has changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.types import Document
from eval.asking import TOP_K, ask_all
from eval.datasets import QUESTIONS, DatasetError, load_questions
from eval.provenance import describe
from eval.runner import shipped_pipeline, standing_pipeline
from eval.runs import StoredRun, kept_run, save_run
from eval.scoring import score
from eval.types import EvaluationRun, Evidence, Outcome, Question
from index.ingest import Progress
from service.pipeline import Pipeline
from service.settings import DOCUMENTS, Settings


@dataclass(frozen=True, slots=True)
class Selection:
    """The questions of a run, and what they are called."""

    name: str
    split: str
    questions: tuple[Question, ...]


def select(dataset: Path | None, split: str) -> Selection:
    """The questions of one split, or of `all`; without a file, those on the five documents.

    Raises DatasetError where the split is empty.
    """
    path = dataset or QUESTIONS
    everything = load_questions(path)
    chosen = tuple(question for question in everything if split in ("all", question.split))
    if not chosen:
        there = ", ".join(sorted({question.split for question in everything})) or "nothing"
        raise DatasetError(f"{path}: no question is in the split {split}; there is {there}")
    return Selection("seeds" if dataset is None else path.stem, split, chosen)


@contextmanager
def pipeline_for(
    settings: Settings, dataset: Path | None, documents: Sequence[Path], progress: Progress
) -> Iterator[Pipeline]:
    """What is asked: an index made of `documents` and thrown away, else, for a user's own questions, the one that stands.

    Our own questions are about the five documents, which are then indexed anew.
    """
    if dataset is not None and not documents:
        with standing_pipeline(settings) as pipeline:
            yield pipeline
    else:
        with shipped_pipeline(settings, progress=progress, documents=documents or [DOCUMENTS]) as pipeline:
            yield pipeline


def measure(
    pipeline: Pipeline,
    selection: Selection,
    data: Path,
    *,
    progress: Progress,
    variant: Mapping[str, Any] | None = None,
) -> StoredRun:
    """The run of these questions over this pipeline: the one kept, or else a new one, scored and kept.

    `variant` says what is not as shipped. Raises DatasetError for evidence in documents that the index lacks.
    """
    check_evidence(pipeline, selection.questions)
    settings = {"top_k": TOP_K, **(variant or {})}
    info = describe(pipeline, selection.questions, dataset=selection.name, split=selection.split, settings=settings)
    if kept := kept_run(info, data):
        return kept
    total = len(selection.questions)
    outcomes = ask_all(pipeline, selection.questions, lambda done: progress("questions", done, total))
    documents = _documents(pipeline, _named(selection.questions, outcomes))
    pairs = zip(selection.questions, outcomes, strict=True)
    scores = tuple(score(question, outcome, documents) for question, outcome in pairs)
    stored = StoredRun(EvaluationRun(info, outcomes), selection.questions, scores)
    save_run(stored, data)
    return stored


def check_evidence(pipeline: Pipeline, questions: Sequence[Question]) -> None:
    """Every place of evidence must stand where it is said to, or no figure would mean anything; raises DatasetError."""
    documents = _documents(pipeline, _named(questions, ()))
    faults = [
        f"{question.id}: {fault}"
        for question in questions
        for span in question.evidence
        if (fault := _fault(span, documents.get(span.document)))
    ]
    if faults:
        raise DatasetError("the questions are not about the documents of this index:\n  " + "\n  ".join(faults))


def _fault(span: Evidence, document: Document | None) -> str:
    if document is None:
        return f"there is no document {span.document}"
    same = document.text[span.start : span.end] == span.text
    return "" if same else f"{span.document} has other text at {span.start}-{span.end}"


def _named(questions: Sequence[Question], outcomes: Sequence[Outcome]) -> set[str]:
    named = {span.document for question in questions for span in question.evidence}
    return named | {citation.document for outcome in outcomes for citation in outcome.citations}


def _documents(pipeline: Pipeline, ids: set[str]) -> dict[str, Document]:
    index = pipeline.index
    return {name: index.store.document(index.records[name].version) for name in sorted(ids) if name in index.records}
