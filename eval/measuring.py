"""A set of questions through a pipeline, scored and kept; asked again only if something it was made of has changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.types import Document
from eval.asking import TOP_K, ask_all
from eval.datasets import QUESTIONS, load_questions
from eval.faults import DatasetError
from eval.formats.jsonl import faults_of
from eval.formats.table import read_table
from eval.provenance import describe
from eval.runner import shipped_pipeline, standing_pipeline
from eval.runs import StoredRun, kept_run, save_run
from eval.scoring import score
from eval.types import EvaluationRun, Outcome, Question
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
    """The questions of one split, or of `all`, of a JSON-lines file or a CSV; without a file, those on the five documents.

    Raises DatasetError where the split is empty.
    """
    path = dataset or QUESTIONS
    everything = read_table(path).questions if path.suffix.lower() == ".csv" else load_questions(path)
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
    settings: Settings,
    *,
    progress: Progress,
    variant: Mapping[str, Any] | None = None,
) -> StoredRun:
    """The run of these questions over this pipeline: the one kept, or else a new one, scored and kept.

    `settings` are those that the pipeline was opened with; `variant` says what is not as shipped. Raises DatasetError for
    evidence in documents that the index lacks.
    """
    check_questions(pipeline, selection.questions)
    chosen = {"top_k": TOP_K, "accuracy_floor": settings.accuracy_floor, **(variant or {})}
    info = describe(pipeline, selection.questions, dataset=selection.name, split=selection.split, settings=chosen)
    if kept := kept_run(info, settings.data):
        return kept
    total = len(selection.questions)
    outcomes = ask_all(pipeline, selection.questions, lambda done: progress("questions", done, total))
    documents = _documents(pipeline, _named(selection.questions, outcomes))
    pairs = zip(selection.questions, outcomes, strict=True)
    scores = tuple(score(question, outcome, documents) for question, outcome in pairs)
    stored = StoredRun(EvaluationRun(info, outcomes), selection.questions, scores)
    save_run(stored, settings.data)
    return stored


def check_questions(pipeline: Pipeline, questions: Sequence[Question]) -> None:
    """Every place of evidence must stand where it is said to, or no figure would mean anything; raises DatasetError.

    Expected answers are not held against the texts: a user's own may be worded otherwise.
    """
    places = [replace(question, answers=(), items=(), sides=()) for question in questions]
    texts = {name: document.text for name, document in _documents(pipeline, _named(questions, ())).items()}
    faults = [f"{question.id}: {fault}" for question in places for fault in faults_of(question, texts)]
    if faults:
        raise DatasetError("\n  ".join(["the questions do not fit the documents of this index:", *faults]))


def _named(questions: Sequence[Question], outcomes: Sequence[Outcome]) -> set[str]:
    named = {span.document for question in questions for span in question.evidence}
    return named | {citation.document for outcome in outcomes for citation in outcome.citations}


def _documents(pipeline: Pipeline, ids: set[str]) -> dict[str, Document]:
    index = pipeline.index
    return {name: index.store.document(index.records[name].version) for name in sorted(ids) if name in index.records}
