"""Starting weights: the English encoder with its word embeddings re-made for the joint vocabulary."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.training.vocabulary import Vocabulary

TURKISH_SHARE = 10.0  # a piece this many times as frequent in Turkish as in English text means its Turkish word
DROPOUT = 0.05  # half the usual: the run is short and the teacher's vectors already keep it from overfitting


def initial_embeddings(
    vocabulary: Vocabulary, english: Tokenizer, embeddings: NDArray[np.float32], alignment: csr_matrix
) -> NDArray[np.float32]:
    """Embeddings for the joint vocabulary, [pieces, width]: English ones kept, Turkish ones averaged over translations.

    `alignment` holds per piece weights over pieces (rows sum to one or are empty); only columns that are English pieces
    count. A Turkish piece without a translation gets the mean of the English pieces that spell it.
    """
    known = english.get_vocab()
    result = np.zeros((len(vocabulary.pieces), embeddings.shape[1]), dtype=np.float32)
    is_english = np.array([piece in known for piece in vocabulary.pieces])
    for i, piece in enumerate(vocabulary.pieces):
        result[i] = embeddings[known[piece]] if piece in known else _spelled(piece, english, embeddings)
    weights = alignment.multiply(_translatable(vocabulary, is_english)[None, :]).tocsr()
    weights.eliminate_zeros()
    for i in np.flatnonzero(_to_align(vocabulary, is_english)):
        start, end = weights.indptr[i], weights.indptr[i + 1]
        share, columns = weights.data[start:end], weights.indices[start:end]
        if share.sum() > 0:
            result[i] = _average(share / share.sum(), embeddings[[known[vocabulary.pieces[c]] for c in columns]])
    return result


def initial_model(source: Path, embeddings: NDArray[np.float32]) -> BertModel:
    """The encoder in `source` with these word embeddings; everything else unchanged."""
    model = BertModel.from_pretrained(
        str(source), add_pooling_layer=False, attention_probs_dropout_prob=0.0, hidden_dropout_prob=DROPOUT
    )
    assert isinstance(model, BertModel) and isinstance(model.config, BertConfig)
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(
        torch.from_numpy(embeddings.copy()), freeze=False, padding_idx=0
    )
    model.config.vocab_size = len(embeddings)
    return model.float()


def principal_directions(vectors: torch.Tensor, dimensions: int) -> torch.Tensor:
    """The `dimensions` directions of largest second moment of row vectors [n, width], as [dimensions, width]."""
    _, directions = torch.linalg.eigh(vectors.T @ vectors / len(vectors))
    return directions.flip(1)[:, :dimensions].T.contiguous()


def _to_align(vocabulary: Vocabulary, is_english: NDArray[np.bool_]) -> NDArray[np.bool_]:
    turkish = np.array(vocabulary.turkish_counts, dtype=float) / max(1, sum(vocabulary.turkish_counts))
    english = np.array(vocabulary.english_counts, dtype=float) / max(1, sum(vocabulary.english_counts))
    letters = np.array([piece.removeprefix("##").isalpha() for piece in vocabulary.pieces])
    result: NDArray[np.bool_] = letters & (~is_english | (turkish > TURKISH_SHARE * english))
    return result


def _translatable(vocabulary: Vocabulary, is_english: NDArray[np.bool_]) -> NDArray[np.float64]:
    # A mostly Turkish piece on the English side is a name or an error; its old embedding would say nothing.
    return np.where(is_english & ~_to_align(vocabulary, is_english), 1.0, 0.0)


def _spelled(piece: str, english: Tokenizer, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    ids = english.encode(piece.removeprefix("##"), add_special_tokens=False).ids
    return _average(np.full(len(ids), 1 / len(ids)), embeddings[ids]) if ids else embeddings.mean(axis=0)


def _average(weights: NDArray[np.float64], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted mean as long as its parts are on average: a mean of unlike vectors shrinks, and the layers expect lengths."""
    mean = weights @ rows
    length = float(weights @ np.linalg.norm(rows, axis=1))
    result: NDArray[np.float32] = (mean * (length / max(float(np.linalg.norm(mean)), 1e-9))).astype(np.float32)
    return result
