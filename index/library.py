"""Any model of the sentence-transformers library, by name or folder."""

import hashlib
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EncoderUnavailable
from index.geometry import unit
from index.library_pieces import Cut, cut, widths
from index.pieces import merged, moved, placed
from index.types import Encoded, EncoderInfo, Span, TokenVectors, Vectors

# Models that were trained with prompts but do not say so in their configuration.
_PROMPTS = {"e5": ("query: ", "passage: ")}
# Everyday words of formal Turkish: an English vocabulary needs four pieces for one of them, a multilingual one two.
_TURKISH = "cumhurbaşkanı tarafından atanmaktadır ülkenin nüfusu hükümet görevlileri anlaşması imzalanmıştır bölgesinde"
_SHREDDED = 3.2
_KEPT = 1024  # texts whose pieces are kept at hand


class EnglishOnlyWarning(UserWarning):
    """The model was made for English alone."""


class SentenceTransformerEmbedder:
    """A model of the sentence-transformers library with its own query and passage prompts."""

    def __init__(self, name: str) -> None:
        # Imported here: torch takes seconds and gigabytes, and `hashing` needs none of it.
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
            family = next((prompts for key, prompts in _PROMPTS.items() if key in Path(name).name.lower()), None)
            if family and not any(self._model.prompts.values()):
                self._model.prompts.update(zip(("query", "document"), family, strict=True))
            dimensions, width = widths(self._model)
        except Exception as error:
            raise EncoderUnavailable(name, str(error).splitlines()[0] if str(error) else type(error).__name__) from error
        self.info = EncoderInfo(name, _fingerprint(self._model, width), dimensions, width)
        # The same passages are found again and again.
        self._pieces = lru_cache(maxsize=_KEPT)(self._pieces_of)
        if self._pieces_of_a_word(_TURKISH) > _SHREDDED:
            message = f"{name} knows no Turkish: it cuts Turkish words to pieces, so Turkish texts will be found badly"
            warnings.warn(message, EnglishOnlyWarning, stacklevel=2)

    def encode_query(self, texts: Sequence[str]) -> Encoded:
        """Questions, under the model's query prompt; one token vector a word piece."""
        return self._encode(self._model.encode_query, texts, self._of_question)

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        """Passages, under the model's document prompt; one token vector a distinct word piece."""
        return self._encode(self._model.encode_document, texts, self._of_passage)

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, Span]]]:
        """For each text: row of `encode_document`'s token vectors, and span in the text, of each of its word pieces."""
        return [self._pieces(text) for text in texts]

    def _pieces_of(self, text: str) -> list[tuple[int, Span]]:
        if not self.info.token_dimensions:
            return []
        own = cut(self._model, text, "document")
        return placed(own.keys, own.spans)

    def _encode(
        self, encode: Callable[..., Any], texts: Sequence[str], tokens_of: Callable[[str, Any], TokenVectors]
    ) -> Encoded:
        """Vectors from one pass of the model, with those of the pieces where it yields them."""
        if not self.info.token_dimensions:
            return Encoded(self._finish(encode(list(texts), show_progress_bar=False)))
        seen = encode(list(texts), output_value=None, show_progress_bar=False)
        tokens = tuple(tokens_of(text, one["token_embeddings"]) for text, one in zip(texts, seen, strict=True))
        return Encoded(self._finish([one["sentence_embedding"].float().numpy() for one in seen]), tokens)

    def _of_passage(self, text: str, vectors: Any) -> TokenVectors:
        own = cut(self._model, text, "document")
        return merged(_rows(vectors, own), own.keys)

    def _of_question(self, text: str, vectors: Any) -> TokenVectors:
        # `pieces` does not know a question from a passage; under another prompt a text may be cut another way.
        own, wanted = cut(self._model, text, "query"), [span for _, span in self._pieces(text)]
        rows = _rows(vectors, own)
        return moved(rows, own.spans, wanted) if wanted else rows

    def _pieces_of_a_word(self, text: str) -> float:
        tokenize = getattr(self._model.tokenizer, "tokenize", None)
        return len(tokenize(text)) / len(text.split()) if tokenize else 0.0

    def _finish(self, vectors: object) -> Vectors:
        return unit(np.asarray(vectors, dtype=np.float32).reshape(-1, self.info.dimensions))


def _rows(vectors: Any, own: Cut) -> TokenVectors:
    return unit(vectors[list(own.numbers)].float().numpy())


def _fingerprint(model: Any, width: int) -> str:
    """Digest of what makes a model's vectors: modules, prompts, tokenizer, and the beginning of every weight."""
    digest = hashlib.sha256(f"{sorted(model.prompts.items())} {width} {model}".encode())
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    digest.update(backend.to_str().encode() if backend is not None else b"")
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten()[:4096].float().numpy().tobytes())
    return digest.hexdigest()[:16]
