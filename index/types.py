"""What the index is made of. Scores: higher is better, everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.types import Metadata, Page, Passage

Ranked = list[tuple[int, float]]
"""Passage ids with their scores, best first."""


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """Which encoder made the vectors: its name, a digest of what it is, and the width of a vector."""

    name: str
    fingerprint: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the store lists it; `version` tells apart the states a document has been in."""

    version: int
    document_id: str
    root: str
    source: str
    sha256: str
    metadata: Metadata
    pages: tuple[Page, ...]
    characters: int

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds the character at `offset`; None where the format has no pages."""
        return next((page.number for page in reversed(self.pages) if page.start <= offset), None)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its final score (0 to 1) and what each leg gave it."""

    passage_id: int
    document: DocumentRecord
    passage: Passage
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)
