"""What marks of one row say, and how good that is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.training.crossing.rows import Row
from index.types import Span

ANSWER_PIECES = 40  # of the longest answer that is looked for

Marks = NDArray[np.float32]


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """How often one of `higher` beats one of `lower`; ties count half (Hanley & McNeil 1982)."""
    difference = np.subtract.outer(higher, lower)
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def sentence_odds(marks: Marks, row: Row) -> dict[int, float]:
    """Log-odds that a sentence holds the answer against that none does, by its number; marks [length, 2] of one row."""
    inside = (marks - marks[0])[row.start : row.inside.stop]
    numbers = np.array(row.sentences)
    return {i: float(np.logaddexp.reduce(inside[numbers == i]).sum()) for i in dict.fromkeys(row.sentences)}


def best_span(marks: Marks, row: Row) -> Span:
    """Places of the first and last piece of the likeliest answer of at most `ANSWER_PIECES`."""
    inside = marks[row.start : row.inside.stop]
    both = np.add.outer(inside[:, 0], inside[:, 1])
    allowed = np.triu(np.ones_like(both)) - np.triu(np.ones_like(both), ANSWER_PIECES) > 0
    first, last = np.unravel_index(np.where(allowed, both, -np.inf).argmax(), both.shape)
    return row.start + int(first), row.start + int(last)


def overlap(one: Span, other: Span) -> float:
    """F1 of two spans, last places included."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]) + 1)
    return 2 * shared / (one[1] - one[0] + other[1] - other[0] + 2)
