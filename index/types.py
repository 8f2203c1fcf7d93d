"""What the index is made of. Scores: higher is better, everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.types import Language, Metadata, Page, Passage

Vectors = NDArray[np.float32]
TokenVectors = NDArray[np.float32]
"""Unit vectors of a text's word pieces, (tokens, dimensions)."""
Span = tuple[int, int]
Mark = tuple[int, int, float, float]
"""A piece of a text, start and end, and the log-odds that an answer begins and that it ends with it."""
Ranked = list[tuple[int, float]]
"""Passage ids with their scores, best first."""


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """Which encoder made the vectors: its name, a digest of what it is, and the widths of pooled and token vectors.

    `token_dimensions` is 0 for an encoder that yields no token vectors.
    """

    name: str
    fingerprint: str
    dimensions: int
    token_dimensions: int = 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder makes of texts: pooled unit vectors, (texts, dimensions), and token vectors where it yields them."""

    pooled: NDArray[np.float32]
    tokens: tuple[TokenVectors, ...] | None = None


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

    @property
    def language(self) -> Language:
        """The language whose rules its numbers are read by: English where it says so, Turkish elsewhere."""
        return "en" if self.metadata.language == "en" else "tr"

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds the character at `offset`; None where the format has no pages."""
        return next((page.number for page in reversed(self.pages) if page.start <= offset), None)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A word of a passage that answers a word of the question: its raw span, and the span of that word in the question."""

    start: int
    end: int
    asked: Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its final score (0 to 1) and what each leg gave it.

    `plain_scores` (MaxSim of each sentence, all words alike), `word_scores` (sentences, content words of the question),
    `near_words` (start and end in the reading, nearness to the question) and `highlights` (the words that answer words of
    the question, in whatever language, in their order) are empty where the encoder yields no token vectors. `odds` are the
    log-odds that each sentence answers, by the cross-encoder, empty where it did not look at the passage, and `marks` where
    in the reading the answer may begin and end.
    """

    passage_id: int
    document: DocumentRecord
    passage: Passage
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)
    plain_scores: tuple[float, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    word_scores: tuple[tuple[float, ...], ...] = ()
    near_words: tuple[tuple[int, int, float], ...] = ()
    odds: tuple[float, ...] = ()
    marks: tuple[Mark, ...] = ()
