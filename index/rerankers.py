"""Rerankers: candidates in, scores out."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.tokens import TokenTable, cosines
from index.types import TokenVectors


class Reranker(Protocol):
    """Scores candidate passages for one question; higher is better."""

    def score(self, question: TokenVectors, candidates: TokenTable) -> NDArray[np.float32]:
        """One score a candidate, shape (candidates,)."""
        ...


class MaxSim:
    """Late interaction: mean over the question's tokens of the best cosine in the passage (ColBERT, arXiv:2004.12832)."""

    def score(self, question: TokenVectors, candidates: TokenTable) -> NDArray[np.float32]:
        """Means lie between -1 and 1; a candidate without tokens gets -1."""
        best = best_by_passage(question, candidates)
        scores: NDArray[np.float32] = best.mean(axis=0) if len(best) else np.full(len(candidates), -1, np.float32)
        return scores


def best_by_passage(question: NDArray[np.float32], candidates: TokenTable) -> NDArray[np.float32]:
    """For every token of the question its best cosine in every candidate, shape (tokens, candidates)."""
    lengths = np.diff(candidates.starts)
    best = np.full((len(question), len(candidates)), -1, np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        best[:, filled] = np.maximum.reduceat(cosines(question, candidates.rows), candidates.starts[filled], axis=1)
    return best


RERANKERS: dict[str, Callable[[], Reranker]] = {"maxsim": MaxSim}
