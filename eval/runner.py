"""The shipped pipeline over gold data."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.catalogue import read_catalogue
from corpus.loaders import load_document
from corpus.segmentation import segment
from corpus.types import Chunking, Document
from eval.metrics import BoundaryScore, boundary_score
from eval.types import Question, Snippet
from index.building import build
from index.ingest import Progress
from index.types import Hit
from service.bootstrap import build_pipeline, chunking_for_build, encoder_for_build
from service.pipeline import Pipeline
from service.settings import DOCUMENTS, Settings


@contextmanager
def shipped_pipeline(
    settings: Settings, *, progress: Progress, documents: Sequence[Path] = (DOCUMENTS,)
) -> Iterator[Pipeline]:
    """The pipeline as it ships over the five documents, or other files and folders, in a data directory of its own."""
    with tempfile.TemporaryDirectory(prefix="kaynak-eval-") as folder:
        own = settings.model_copy(update={"data": Path(folder)})
        chunking = chunking_for_build(own, Chunking())
        report = build(
            own.data, documents, encoder=lambda made: encoder_for_build(own, made), chunking=chunking, progress=progress
        )
        for problem in [*report.changes.skipped, *report.changes.remarks]:
            print(f"kaynak: not measured: {problem}", file=sys.stderr)
        with standing_pipeline(own) as pipeline:
            yield pipeline


@contextmanager
def standing_pipeline(settings: Settings) -> Iterator[Pipeline]:
    """The pipeline over the index that is in the data directory; raises IndexMissing where there is none."""
    pipeline = build_pipeline(settings)
    try:
        yield pipeline
    finally:
        pipeline.index.close()


def first_relevant_ranks(
    pipeline: Pipeline, questions: Sequence[Question], *, depth: int, advance: Callable[[int], None]
) -> list[int | None]:
    """Rank of the first passage that covers the evidence, from 1; None where none of the first `depth` does."""
    ranks: list[int | None] = []
    for number, question in enumerate(questions, start=1):
        hits = pipeline.search(question.question, top_k=depth).hits
        ranks.append(next((rank for rank, hit in enumerate(hits, start=1) if covers(hit, question)), None))
        advance(number)
    return ranks


def covers(hit: Hit, question: Question) -> bool:
    """Whether a hit holds a whole evidence span of the question."""
    return any(
        hit.document.document_id == span.document and hit.passage.start <= span.start and span.end <= hit.passage.end
        for span in question.evidence
    )


def score_sentences(snippets: Sequence[Snippet]) -> Iterator[tuple[Snippet, BoundaryScore]]:
    """Boundary scores of labelled snippets, in the documents they were taken from; a snippet's first start is given."""
    starts = {name: _starts(document) for name, document in _seed_documents().items()}
    for snippet in snippets:
        if snippet.document is None:
            found = _starts(Document(snippet.id, snippet.text, "", ""))
        else:
            found = {start - snippet.start for start in starts[snippet.document] if snippet.start <= start < snippet.end}
        first = {snippet.starts[0]}
        yield snippet, boundary_score(set(snippet.starts) - first, found - first)


def _starts(document: Document) -> set[int]:
    return {sentence.start for block in segment(document) for sentence in block.sentences}


def _seed_documents() -> dict[str, Document]:
    entries = read_catalogue(DOCUMENTS)
    return {
        path.stem: load_document(path, document_id=path.stem, entry=entries.get(path.name))[0]
        for path in sorted(DOCUMENTS.glob("*.txt"))
    }
