"""What the reader is fitted to: gold development questions, and questions about papers that no encoder was trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.datasets import ELSEWHERE, load_questions
from eval.papers import held_out_papers, paper_questions, shelves, write_papers
from eval.reading_examples import Example, read_examples
from eval.runner import shipped_pipeline
from eval.types import Question
from index.ingest import Progress
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
        of_papers = read_all(encoder, list(paper_questions(papers)), Path(folder), within=shelves(papers))
    return read_all(encoder, gold, DOCUMENTS) + [replace(example, weight=_PAPERS) for example in of_papers]


def read_all(
    encoder: str | None,
    questions: Sequence[Question],
    documents: Path,
    *,
    within: Mapping[str, Sequence[str]] | None = None,
    deprived: bool = True,
) -> list[Example]:
    """Questions about the documents of a folder, each of all or of those `within`, and `deprived` of its evidence too."""
    settings = Settings(encoder=encoder)
    with (
        build_progress() as progress,
        shipped_pipeline(settings, progress=progress, documents=[documents]) as pipeline,
    ):
        advance = partial(_tell, progress, of=len(questions))
        return read_examples(pipeline, questions, advance, within=within, deprived=deprived)


def _tell(progress: Progress, done: int, *, of: int) -> None:
    progress("questions", done, of)
