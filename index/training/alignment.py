"""Which English pieces a Turkish piece is translated by: IBM Model 1 (Brown et al. 1993), vectorised over all pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NULL = 0  # id of the empty word that takes English words without a counterpart; real ids are shifted by one


@dataclass(frozen=True, slots=True)
class Translations:
    """A sparse table P(english | turkish): entry i says `turkish[i]` means `english[i]`; sorted by `turkish`."""

    turkish: NDArray[np.int64]
    english: NDArray[np.int64]
    probability: NDArray[np.float64]

    def of(self, piece: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """English ids and probabilities of one Turkish id; empty if it was never seen."""
        start, end = np.searchsorted(self.turkish, [piece, piece + 1])
        return self.english[start:end], self.probability[start:end]


@dataclass(frozen=True, slots=True)
class _Links:
    """Every (Turkish, English) position pair of every sentence pair, flat."""

    cell: NDArray[np.int64]  # [links] index into the distinct (Turkish, English) id pairs
    position: NDArray[np.int64]  # [links] which English token, counted over the whole corpus
    turkish: NDArray[np.int64]  # [cells] shifted ids
    english: NDArray[np.int64]  # [cells]


def align(
    turkish: Sequence[Sequence[int]], english: Sequence[Sequence[int]], *, vocabulary: int, iterations: int = 6
) -> Translations:
    """Estimate P(english piece | turkish piece) from sentence pairs given as piece ids below `vocabulary`."""
    links = _links(turkish, english, vocabulary)
    probability = np.ones(len(links.turkish))
    for _ in range(iterations):
        share = probability[links.cell]
        share /= np.bincount(links.position, weights=share)[links.position]
        counts = np.bincount(links.cell, weights=share, minlength=len(probability))
        total = np.bincount(links.turkish, weights=counts)
        probability = counts / np.maximum(total[links.turkish], 1e-12)
    real = links.turkish != _NULL
    return Translations(links.turkish[real] - 1, links.english[real], probability[real])


def agreed(forward: Translations, backward: Translations, *, alone: float = 0.0) -> Translations:
    """Geometric mean of P(english | turkish) and P(turkish | english); `backward` is the alignment of the swapped texts.

    A pair that `backward` does not know keeps the share `alone` of its probability. Model 1 gives rare words too many
    translations, and each direction gives others, so what both believe is right more often (Liang et al. 2006, "Alignment
    by agreement").
    """
    size = 1 + max(int(ids.max(initial=0)) for table in (forward, backward) for ids in (table.turkish, table.english))
    swapped = backward.english * size + backward.turkish
    _, ours, theirs = np.intersect1d(
        forward.turkish * size + forward.english, swapped, assume_unique=True, return_indices=True
    )
    probability = alone * forward.probability
    probability[ours] = np.sqrt(forward.probability[ours] * backward.probability[theirs])
    return Translations(forward.turkish, forward.english, probability)


def best(table: Translations, *, least: float = 0.03, top: int = 8) -> Translations:
    """Per Turkish piece the `top` translations above `least`, most probable first."""
    order = np.lexsort((-table.probability, table.turkish))
    turkish = table.turkish[order]
    rank = np.arange(len(turkish)) - np.searchsorted(turkish, turkish)
    kept = order[(rank < top) & (table.probability[order] > least)]
    return Translations(table.turkish[kept], table.english[kept], table.probability[kept])


def _links(turkish: Sequence[Sequence[int]], english: Sequence[Sequence[int]], vocabulary: int) -> _Links:
    codes, positions, offset = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], 0
    for source, target in zip(turkish, english, strict=True):
        shifted = np.concatenate(([_NULL], np.asarray(source, dtype=np.int64) + 1))
        wanted = np.asarray(target, dtype=np.int64)
        codes.append((shifted[:, None] * vocabulary + wanted[None, :]).ravel())
        positions.append(np.tile(np.arange(offset, offset + len(wanted)), len(shifted)))
        offset += len(wanted)
    cells, cell = np.unique(np.concatenate(codes), return_inverse=True)
    return _Links(cell.ravel(), np.concatenate(positions), turkish=cells // vocabulary, english=cells % vocabulary)
