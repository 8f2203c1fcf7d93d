"""What the tests of reading share: a pipeline over a few texts that answers at any confidence, and what was read by hand."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from corpus.types import Metadata, Passage, Sentence
from index.building import build
from index.embedders import BUNDLED, load_embedder
from index.meeting import Wanted
from index.types import DocumentRecord, Hit
from service.bootstrap import build_pipeline
from service.pipeline import Pipeline
from service.reading.evidence import FEATURES, Asked, Evidence
from service.reading.understanding import understand
from service.settings import Settings


@contextmanager
def pipeline_over(texts: Mapping[str, str], base: Path) -> Iterator[Pipeline]:
    """The shipped pipeline over texts by file name, `.txt` if it names no format."""
    docs = base / "docs"
    docs.mkdir()
    for name, text in texts.items():
        (docs / (name if "." in name else f"{name}.txt")).write_text(text, encoding="utf-8")
    encoder = load_embedder(BUNDLED)
    build(base / "data", [docs], encoder=lambda _: encoder)
    made = build_pipeline(Settings(data=base / "data", accuracy_floor=0.0), at_hand=encoder)
    try:
        yield made
    finally:
        made.index.close()


def question_of(text: str) -> Asked:
    """A Turkish question understood, of which no word is looked for."""
    return Asked(understand(text, "tr"), Wanted((), np.zeros(0), (), ()), (), frozenset())


def evidence_of(said: Sequence[str], odds: Sequence[float]) -> Evidence:
    """A passage of these sentences, each as likely to answer as its odds by the first figure say."""
    text, sentences = "", []
    for sentence in said:
        sentences.append(Sentence(len(text), len(text) + len(sentence), sentence))
        text += f"{sentence} "
    figures = np.zeros((len(said), len(FEATURES)))
    figures[:, 0] = np.log(odds)
    record = DocumentRecord(1, "d", "", "", "", Metadata(), (), len(text))
    passage = Passage("d", 0, len(text), text, "", tuple(sentences))
    return Evidence(Hit(1, record, passage, 1.0), figures, np.zeros((len(said), 0)))
