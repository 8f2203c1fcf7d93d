"""What the reader is fitted to: gold development questions, and questions about papers and disputes not trained on.

Foreign questions are those about papers, asked of the five documents: people also ask what a collection does not deal with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.datasets import ELSEWHERE, load_questions
from eval.disputes import documents_of, read_pairs
from eval.papers import held_out_papers, paper_questions, shelves, write_papers
from eval.reading_examples import Example, Source, read_examples
from eval.runner import shipped_pipeline
from eval.types import Question
from service.settings import DOCUMENTS, Settings
from service.terminal import build_progress

_EVERY = 3  # of the papers one in so many is read, which takes some twenty minutes
_FOREIGN = 23  # of their questions one in so many is asked of the five documents


def development_examples(encoder: str | None) -> list[Example]:
    """All of them, as the pipeline with an encoder reads them; None is the one that comes along.

    Papers have near misses of their own, so only the gold questions are also read without their evidence.
    """
    gold = [question for question in load_questions() if question.split == "dev"] + load_questions(ELSEWHERE)
    papers = held_out_papers()[::_EVERY]
    with TemporaryDirectory(prefix="kaynak-papers-") as folder:
        write_papers(papers, Path(folder))
        asked = list(paper_questions(papers))
        found = _read(encoder, asked, Path(folder), "papers", within=shelves(papers))
    foreign = [replace(question, answerable=False) for question in asked[::_FOREIGN]]
    with documents_of(pairs := read_pairs()) as folder:
        asked = [question for pair in pairs for question in pair.questions]
        found += _read(encoder, asked, folder, "disputes")
    return _read(encoder, gold, DOCUMENTS, "gold") + found + _read(encoder, foreign, DOCUMENTS, "foreign")


def _read(
    encoder: str | None,
    questions: Sequence[Question],
    documents: Path,
    source: Source,
    *,
    within: Mapping[str, Sequence[str]] | None = None,
) -> list[Example]:
    """Questions about the documents of a folder, each of all or of those `within`; gold ones without their evidence too."""
    settings = Settings(encoder=encoder)
    with (
        build_progress() as progress,
        shipped_pipeline(settings, progress=progress, documents=[documents]) as pipeline,
    ):
        examples = read_examples(
            pipeline,
            questions,
            lambda done: progress("questions", done, len(questions)),
            within=within,
            deprived=source == "gold",
        )
    return [replace(example, source=source) for example in examples]
