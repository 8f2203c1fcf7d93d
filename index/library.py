"""Any model of the sentence-transformers library, by name or folder."""

import hashlib
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EncoderUnavailable
from index.geometry import unit
from index.types import Encoded, EncoderInfo, Span

# Models that were trained with prompts but do not say so in their configuration.
_PROMPTS = {"e5": ("query: ", "passage: ")}
# Everyday words of formal Turkish: an English vocabulary needs four pieces for one of them, a multilingual one two.
_TURKISH = "cumhurbaşkanı tarafından atanmaktadır ülkenin nüfusu hükümet görevlileri anlaşması imzalanmıştır bölgesinde"
_SHREDDED = 3.2


class EnglishOnlyWarning(UserWarning):
    """The model was made for English alone."""


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
        if self._pieces_of_a_word(_TURKISH) > _SHREDDED:
            message = f"{name} knows no Turkish: it cuts Turkish words to pieces, so Turkish texts will be found badly"
            warnings.warn(message, EnglishOnlyWarning, stacklevel=2)

    def encode_query(self, texts: Sequence[str]) -> Encoded:
        """Vectors of questions, under the model's query prompt."""
        return self._finish(self._model.encode_query(list(texts), show_progress_bar=False))

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        """Vectors of passages, under the model's document prompt."""
        return self._finish(self._model.encode_document(list(texts), show_progress_bar=False))

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, Span]]]:
        """There are no token vectors."""
        return [[] for _ in texts]

    def _pieces_of_a_word(self, text: str) -> float:
        tokenize = getattr(self._model.tokenizer, "tokenize", None)
        return len(tokenize(text)) / len(text.split()) if tokenize else 0.0

    @staticmethod
    def _finish(vectors: object) -> Encoded:
        return Encoded(unit(np.asarray(vectors, dtype=np.float32)))


def _fingerprint(model: Any) -> str:
    """Digest of what makes a model's vectors: modules, prompts, tokenizer, and the beginning of every weight."""
    digest = hashlib.sha256(f"{sorted(model.prompts.items())} {model}".encode())
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    digest.update(backend.to_str().encode() if backend is not None else b"")
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten()[:4096].float().numpy().tobytes())
    return digest.hexdigest()[:16]
