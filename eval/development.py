"""What the reader is fitted to: gold development questions, and questions about papers that no encoder was trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.datasets import ELSEWHERE, load_questions
from eval.papers import held_out_papers, paper_questions, shelves, write_papers
from eval.reading_examples import Example, read_examples
from eval.runner import shipped_pipeline
from eval.types import Question
from service.settings import DOCUMENTS, Settings
from service.terminal import build_progress

_PAPERS = 0.15  # what an example of a paper's question counts, which are many and worded farther from the text
_EVERY = 8  # of the papers one in so many is read: more take longer and tell little more


def development_examples(encoder: str | None) -> list[Example]:
    """All of them, as the pipeline with an encoder reads them; None is the one that comes along."""
    gold = [question for question in load_questions() if question.split == "dev"] + load_questions(ELSEWHERE)
    papers = held_out_papers()[::_EVERY]
    with TemporaryDirectory(prefix="kaynak-papers-") as folder:
        write_papers(papers, Path(folder))
        of_papers = _read(encoder, list(paper_questions(papers)), Path(folder), within=shelves(papers))
    return _read(encoder, gold, DOCUMENTS) + [replace(example, weight=_PAPERS) for example in of_papers]


def _read(
    encoder: str | None,
    questions: Sequence[Question],
    documents: Path,
    *,
    within: Mapping[str, Sequence[str]] | None = None,
) -> list[Example]:
    settings = Settings(encoder=encoder)
    with (
        build_progress() as progress,
        shipped_pipeline(settings, progress=progress, documents=[documents]) as pipeline,
    ):
        return read_examples(pipeline, questions, lambda done: progress("questions", done, len(questions)), within=within)
