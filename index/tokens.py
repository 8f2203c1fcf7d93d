"""Token vectors on disk: four bits a number, memory-mapped.

The some 190 word pieces of a passage of 900 characters take 24 KB in eight bits a number. One vector a distinct piece, none
for punctuation, and four bits a number make less than 8 KB of them; the model card has what that costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import TokenVectors

Packed = NDArray[np.uint8]
Starts = NDArray[np.int64]
_STEP = 0.045  # of the grid that numbers are rounded to; unit vectors of 128 numbers lie within +-8 steps


@dataclass(frozen=True, slots=True)
class TokenTable:
    """Packed token vectors of many passages: those of passage `i` are the rows `starts[i]` to `starts[i + 1]`."""

    rows: Packed
    starts: Starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, positions: NDArray[np.int64]) -> "TokenTable":
        """The rows of some passages, in their order."""
        parts = [self.rows[self.starts[p] : self.starts[p + 1]] for p in positions]
        lengths = [len(part) for part in parts]
        rows = np.concatenate(parts) if parts else self.rows[:0]
        return TokenTable(np.asarray(rows), _starts(lengths))


def pack(passages: list[TokenVectors]) -> TokenTable:
    """Round token vectors to four bits and put two of them into a byte."""
    vectors = np.concatenate(passages)
    codes = (np.clip(np.round(vectors / _STEP), -8, 7) + 8).astype(np.uint8)
    packed: Packed = np.bitwise_or(np.left_shift(codes[:, 0::2], 4), codes[:, 1::2])
    return TokenTable(packed, _starts([len(vectors) for vectors in passages]))


def cosines(question: TokenVectors, rows: Packed) -> NDArray[np.float32]:
    """Cosines, but for the rounding, of each token of a question with each packed row, shape (tokens, rows).

    The numbers of a row are never unpacked: the two halves of its bytes are multiplied with the numbers they stand for.
    """
    high = question[:, 0::2] @ (rows >> 4).astype(np.float32).T
    low = question[:, 1::2] @ (rows & 15).astype(np.float32).T
    found: NDArray[np.float32] = (high + low - 8 * question.sum(axis=1, keepdims=True)) * np.float32(_STEP)
    return found


def join(tables: list[TokenTable]) -> TokenTable:
    """One table after another."""
    lengths = np.concatenate([np.diff(table.starts) for table in tables])
    rows = np.concatenate([np.asarray(table.rows) for table in tables])
    return TokenTable(rows, _starts(lengths))


def _starts(lengths: Sequence[int] | NDArray[np.int64]) -> Starts:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
