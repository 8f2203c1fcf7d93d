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

# What an example counts for which sentence answers: papers' questions are many, disputes all of one kind.
COUNTS: dict[Source, float] = {"gold": 1.0, "papers": 0.3, "disputes": 0.05, "foreign": 0.0}
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
        of_papers = _read(encoder, asked, Path(folder), within=shelves(papers), deprived=False)
        foreign = [replace(question, answerable=False) for question in asked[::_FOREIGN]]
    with documents_of(pairs := read_pairs()) as folder:
        asked = [question for pair in pairs for question in pair.questions]
        of_disputes = _read(encoder, asked, folder, deprived=False)
    named = [replace(example, source="papers") for example in of_papers]
    named += [replace(example, source="disputes") for example in of_disputes]
    named += [replace(example, source="foreign") for example in _read(encoder, foreign, DOCUMENTS, deprived=False)]
    return _read(encoder, gold, DOCUMENTS) + named


def _read(
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
        return read_examples(
            pipeline,
            questions,
            lambda done: progress("questions", done, len(questions)),
            within=within,
            deprived=deprived,
        )
