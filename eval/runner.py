"""The shipped pipeline, opened for measuring."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.types import Chunking
from index.building import build
from index.ingest import Progress
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
