"""Starting weights: the English encoder with its word embeddings re-made for the joint vocabulary."""

from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertModel

from index.training.alignment import Translations
from index.training.vocabulary import Vocabulary

TURKISH_SHARE = 10.0  # a piece this many times as frequent in Turkish as in English text means its Turkish word
DROPOUT = 0.0  # the run sees a pair two or three times and the teacher's vectors hold it: nothing to be saved from
ATTENTION = "eager"  # for heads of 32 in bfloat16 on a CPU the fused kernel's backward pass takes twice the time

Vectors = NDArray[np.float32]
Flags = NDArray[np.bool_]


def initial_embeddings(
    vocabulary: Vocabulary, english: Tokenizer, embeddings: Vectors, translations: Translations
) -> Vectors:
    """Embeddings of the joint vocabulary, [pieces, width]: English ones kept, Turkish ones averaged over translations.

    `english` and `embeddings` are the English encoder's. A Turkish piece without a translation gets the mean of the
    English pieces that spell it.
    """
    known = english.get_vocab()
    in_english = np.array([piece in known for piece in vocabulary.pieces])
    turkish = mostly_turkish(vocabulary, in_english)
    result = np.stack(
        [embeddings[known[p]] if p in known else _spelled(p, english, embeddings) for p in vocabulary.pieces]
    ).astype(np.float32)
    for i in map(int, np.flatnonzero(turkish)):
        meanings, probability = translations.of(i)
        # A mostly Turkish piece on the English side is a name or an error; its old embedding would say nothing.
        usable = in_english[meanings] & ~turkish[meanings]
        if usable.any():
            rows = [known[vocabulary.pieces[j]] for j in meanings[usable]]
            result[i] = _average(probability[usable], embeddings[rows])
    return result


def mostly_turkish(vocabulary: Vocabulary, in_english: Flags) -> Flags:
    """Which pieces take a new meaning: those new to the encoder, and old ones that Turkish text uses far more."""
    turkish = np.array(vocabulary.turkish_counts) / max(1, sum(vocabulary.turkish_counts))
    english = np.array(vocabulary.english_counts) / max(1, sum(vocabulary.english_counts))
    letters = np.array([piece.removeprefix("##").isalpha() for piece in vocabulary.pieces])
    flags: Flags = letters & (~in_english | (turkish > TURKISH_SHARE * english))
    return flags


def initial_model(source: Path, embeddings: Vectors) -> BertModel:
    """The encoder in `source` with these word embeddings; everything else unchanged."""
    model: BertModel = BertModel.from_pretrained(
        str(source),
        add_pooling_layer=False,
        attention_probs_dropout_prob=DROPOUT,
        hidden_dropout_prob=DROPOUT,
        attn_implementation=ATTENTION,
        dtype=torch.float32,
    )
    model.resize_token_embeddings(len(embeddings), mean_resizing=False)
    with torch.no_grad():
        model.embeddings.word_embeddings.weight.copy_(torch.from_numpy(embeddings))
    return model


def principal_directions(vectors: torch.Tensor, dimensions: int) -> torch.Tensor:
    """The `dimensions` directions of largest second moment of row vectors [n, width], as [dimensions, width]."""
    directions: torch.Tensor = torch.linalg.eigh(vectors.T @ vectors / len(vectors)).eigenvectors
    return directions.flip(1)[:, :dimensions].T.contiguous()


def _spelled(piece: str, english: Tokenizer, embeddings: Vectors) -> Vectors:
    ids = english.encode(piece.removeprefix("##"), add_special_tokens=False).ids
    return _average(np.ones(len(ids)), embeddings[ids]) if ids else cast("Vectors", embeddings.mean(axis=0))


def _average(weights: NDArray[np.float64], rows: Vectors) -> Vectors:
    """Weighted mean, made as long as its parts are on average: a mean of unlike vectors shrinks."""
    share = weights / weights.sum()
    mean = share @ rows
    length = share @ np.linalg.norm(rows, axis=1)
    return cast("Vectors", (mean * (length / max(float(np.linalg.norm(mean)), 1e-9))).astype(np.float32))
