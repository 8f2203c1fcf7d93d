"""Word pieces and their vectors, formed alike by all encoders that yield them.

A piece has a key, its wording, which is "" where there is no letter or digit in it.
"""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from index.geometry import unit
from index.types import Span, TokenVectors


def counting(keys: Sequence[str]) -> list[int]:
    """Numbers of the pieces that are text; punctuation is left out unless nothing else is there."""
    return [i for i, key in enumerate(keys) if key] or list(range(len(keys)))


def merged(vectors: TokenVectors, keys: Sequence[str]) -> TokenVectors:
    """One unit vector a distinct key: the mean over the places where it stands."""
    rows = _rows(keys)
    summed = np.zeros((max(rows, default=-1) + 1, vectors.shape[1]), np.float32)
    np.add.at(summed, rows, vectors)
    return unit(summed)


def placed(keys: Sequence[str], spans: Sequence[Span]) -> list[tuple[int, Span]]:
    """Row among the merged vectors, and span, of each piece that is text."""
    kept = [i for i, key in enumerate(keys) if key]
    return list(zip(_rows([keys[i] for i in kept]), [spans[i] for i in kept], strict=True))


def moved(vectors: TokenVectors, spans: Sequence[Span], wanted: Sequence[Span]) -> TokenVectors:
    """A vector for each span of another cut of the same text: that of the piece it begins in, zeros where there is none."""
    if list(spans) == list(wanted):
        return vectors
    found = np.zeros((len(wanted), vectors.shape[1]), np.float32)
    starts = [start for start, _ in spans]
    for number, (start, _) in enumerate(wanted):
        row = bisect_right(starts, start) - 1
        if row >= 0 and start < spans[row][1]:
            found[number] = vectors[row]
    return found


def _rows(keys: Sequence[str]) -> list[int]:
    """The number of each key among the distinct ones, in the order they are met."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]
