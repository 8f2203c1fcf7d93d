"""Encoders: texts to unit vectors. Any sentence-transformers model by name or folder, and one that needs no model."""

import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.text import GRAM, fold, words
from index.geometry import unit
from index.types import Encoded, EncoderInfo, Span

MODELS = Path(__file__).resolve().parent / "models"
BUNDLED = "kaynak-tr-en-small"


class Embedder(Protocol):
    """Turns questions and passages into vectors of unit length."""

    info: EncoderInfo

    def encode_query(self, texts: Sequence[str]) -> Encoded:
        """Vectors of questions."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        """Vectors of passages."""
        ...

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, Span]]]:
        """For each text: row among its token vectors, and place in it, of each word piece; empty without token vectors."""
        ...


class HashingEmbedder:
    """Folded character n-grams, signed and hashed (Weinberger et al. 2009, arXiv:0902.2206): no model, no download."""

    dimensions = 256

    def __init__(self) -> None:
        self.info = EncoderInfo("hashing", f"hashing-{self.dimensions}-{GRAM}-v1", self.dimensions)

    def encode_query(self, texts: Sequence[str]) -> Encoded:
        """Questions are encoded as passages are."""
        return self.encode_document(texts)

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        """Square-root weights keep frequent n-grams from drowning the rest."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            buckets = [bucket for word in words(text) for bucket in _buckets(word, self.dimensions)]
            np.add.at(row, [bucket >> 1 for bucket in buckets], [1.0 if bucket & 1 else -1.0 for bucket in buckets])
            if buckets and not row.any():
                row[buckets[0] >> 1] = 1.0  # two short words of opposite signs in one bucket
        vectors = np.sign(vectors) * np.sqrt(np.abs(vectors))
        return Encoded(unit(vectors))

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, Span]]]:
        """There are no token vectors."""
        return [[] for _ in texts]


def _bundled() -> Embedder:
    from index.transformer import FolderEncoder

    return FolderEncoder(BUNDLED, MODELS / BUNDLED)


EMBEDDERS: dict[str, Callable[[], Embedder]] = {BUNDLED: _bundled, "hashing": HashingEmbedder}


def load_embedder(name: str) -> Embedder:
    """The embedder of a name: a row of EMBEDDERS, else a sentence-transformers model by hub name or folder.

    Raises EncoderUnavailable when it cannot be loaded.
    """
    # Imported here: both bring torch, which takes seconds, and `hashing` needs none of it.
    if name in EMBEDDERS:
        return EMBEDDERS[name]()
    from index.library import SentenceTransformerEmbedder
    from index.model_folders import runs
    from index.transformer import FolderEncoder

    return FolderEncoder(name, Path(name)) if runs(Path(name)) else SentenceTransformerEmbedder(name)


@lru_cache(maxsize=200_000)
def _buckets(word: str, dimensions: int) -> tuple[int, ...]:
    """Dimension and sign of each n-gram of a word, the sign in the lowest bit; words are bounded by blanks."""
    bounded = f" {fold(word)} "
    pieces = [bounded[i : i + GRAM] for i in range(max(1, len(bounded) - GRAM + 1))]
    return tuple(zlib.crc32(piece.encode()) % (2 * dimensions) for piece in pieces)
