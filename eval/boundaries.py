"""Sentence boundaries that were found, against those labelled by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.segmentation import segment
from corpus.types import Document
from eval.datasets import load_documents
from eval.types import Snippet


@dataclass(frozen=True, slots=True)
class BoundaryScore:
    """Boundaries found, invented and missed."""

    hits: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        decided = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / decided if decided else 1.0

    def __add__(self, other: "BoundaryScore") -> "BoundaryScore":
        return BoundaryScore(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


def boundary_score(gold: set[int], found: set[int]) -> BoundaryScore:
    """Sentence boundaries compared as sets of offsets at which sentences begin."""
    return BoundaryScore(len(gold & found), len(found - gold), len(gold - found))


def score_sentences(snippets: Sequence[Snippet]) -> Iterator[tuple[Snippet, BoundaryScore]]:
    """Boundary scores of labelled snippets, in the documents they were taken from; a snippet's first start is given."""
    starts = {name: _starts(document) for name, document in load_documents().items()}
    for snippet in snippets:
        if snippet.document is None:
            found = _starts(Document(snippet.id, snippet.text, "", ""))
        else:
            found = {start - snippet.start for start in starts[snippet.document] if snippet.start <= start < snippet.end}
        first = {snippet.starts[0]}
        yield snippet, boundary_score(set(snippet.starts) - first, found - first)


def _starts(document: Document) -> set[int]:
    return {sentence.start for block in segment(document) for sentence in block.sentences}
