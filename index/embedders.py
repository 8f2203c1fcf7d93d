"""Encoders: texts to unit vectors. Any sentence-transformers model by name or folder, and one that needs no model."""

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.text import GRAM, fold, words
from index.errors import EncoderUnavailable
from index.types import EncoderInfo

Vectors = NDArray[np.float32]
# Models that were trained with prompts but do not say so in their configuration.
_PROMPTS = {"e5": ("query: ", "passage: ")}


class Embedder(Protocol):
    """Turns questions and passages into vectors of unit length, shape (texts, dimensions), float32."""

    info: EncoderInfo

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        ...


class HashingEmbedder:
    """Folded character n-grams, signed and hashed (Weinberger et al. 2009, arXiv:0902.2206): no model, no download."""

    dimensions = 256

    def __init__(self) -> None:
        self.info = EncoderInfo("hashing", f"hashing-{self.dimensions}-{GRAM}-v1", self.dimensions)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Questions are encoded as passages are."""
        return self.encode_document(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Square-root weights keep frequent n-grams from drowning the rest."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            buckets = [bucket for word in words(text) for bucket in _buckets(word, self.dimensions)]
            np.add.at(row, [bucket >> 1 for bucket in buckets], [1.0 if bucket & 1 else -1.0 for bucket in buckets])
        vectors = np.sign(vectors) * np.sqrt(np.abs(vectors))
        return _unit(vectors)


class SentenceTransformerEmbedder:
    """A model of the sentence-transformers library with its own query and passage prompts."""

    def __init__(self, name: str) -> None:
        # Imported here: torch takes seconds and gigabytes, and `hashing` needs none of it.
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except Exception as error:
            raise EncoderUnavailable(name, str(error).splitlines()[0] if str(error) else type(error).__name__) from error
        family = next((prompts for key, prompts in _PROMPTS.items() if key in Path(name).name.lower()), None)
        if family and not any(self._model.prompts.values()):
            self._model.prompts.update(zip(("query", "document"), family, strict=True))
        dimensions = self._model.get_embedding_dimension() or 0
        self.info = EncoderInfo(name, _fingerprint(self._model), dimensions)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, under the model's query prompt."""
        return self._finish(self._model.encode_query(list(texts), show_progress_bar=False))

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, under the model's document prompt."""
        return self._finish(self._model.encode_document(list(texts), show_progress_bar=False))

    @staticmethod
    def _finish(vectors: object) -> Vectors:
        return _unit(np.asarray(vectors, dtype=np.float32))


EMBEDDERS = {"hashing": HashingEmbedder}


def load_embedder(name: str) -> Embedder:
    """The embedder of a name: a row of EMBEDDERS, else a sentence-transformers model by hub name or folder.

    Raises EncoderUnavailable when it cannot be loaded.
    """
    made = EMBEDDERS.get(name)
    return made() if made else SentenceTransformerEmbedder(name)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return unit


@lru_cache(maxsize=200_000)
def _buckets(word: str, dimensions: int) -> tuple[int, ...]:
    """Dimension and sign of each n-gram of a word, the sign in the lowest bit; words are bounded by blanks."""
    bounded = f" {fold(word)} "
    pieces = [bounded[i : i + GRAM] for i in range(max(1, len(bounded) - GRAM + 1))]
    return tuple(zlib.crc32(piece.encode()) % (2 * dimensions) for piece in pieces)


def _fingerprint(model: Any) -> str:
    """Digest of a model's prompts and of the beginning of every weight: two models of one name are told apart by it."""
    digest = hashlib.sha256(repr(sorted(model.prompts.items())).encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten()[:4096].float().numpy().tobytes())
    return digest.hexdigest()[:16]
