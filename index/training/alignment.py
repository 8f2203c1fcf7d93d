"""Which English pieces a Turkish piece is translated by: IBM Model 1 (Brown et al. 1993), vectorised over all pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

NULL = 0  # id of the empty word that takes English words without a counterpart; real ids are shifted by one


@dataclass(frozen=True, slots=True)
class _Links:
    """Every (Turkish, English) position pair of every sentence pair, flat."""

    cell: NDArray[np.int64]  # [links] index into the distinct (tr, en) id pairs
    english_position: NDArray[np.int64]  # [links] which English token, counted over the whole corpus
    turkish: NDArray[np.int64]  # [cells] Turkish id of each distinct pair, shifted
    english: NDArray[np.int64]  # [cells]


def translation_table(
    turkish: Sequence[Sequence[int]], english: Sequence[Sequence[int]], *, vocabulary: int, iterations: int = 6
) -> csr_matrix:
    """P(english piece | turkish piece), rows Turkish ids, columns English ids, shape [vocabulary, vocabulary].

    `turkish[i]` and `english[i]` are the piece ids of one sentence pair. Rows of pieces never seen are empty.
    """
    links = _links(turkish, english, vocabulary)
    probability = np.ones(len(links.turkish))
    positions = int(links.english_position.max()) + 1 if len(links.english_position) else 0
    for _ in range(iterations):
        weight = probability[links.cell]
        total = np.bincount(links.english_position, weights=weight, minlength=positions)
        weight /= total[links.english_position]
        counts = np.bincount(links.cell, weights=weight, minlength=len(probability))
        per_turkish = np.bincount(links.turkish, weights=counts, minlength=vocabulary + 1)
        probability = counts / np.maximum(per_turkish[links.turkish], 1e-12)
    real = links.turkish != NULL
    rows, columns = links.turkish[real] - 1, links.english[real]
    return csr_matrix((probability[real], (rows, columns)), shape=(vocabulary, vocabulary))


def best_translations(table: csr_matrix, *, least: float = 0.03, top: int = 8) -> csr_matrix:
    """Per row the `top` entries above `least`, scaled to sum to one; the other entries are dropped."""
    rows, columns, values = [], [], []
    for row in range(table.shape[0]):
        start, end = table.indptr[row], table.indptr[row + 1]
        found = table.data[start:end]
        order = np.argsort(-found)[:top]
        order = order[found[order] > least]
        if len(order):
            rows.append(np.full(len(order), row))
            columns.append(table.indices[start:end][order])
            values.append(found[order] / found[order].sum())
    if not rows:
        return csr_matrix(table.shape)
    return csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=table.shape)


def _links(turkish: Sequence[Sequence[int]], english: Sequence[Sequence[int]], vocabulary: int) -> _Links:
    codes, positions, offset = [], [], 0
    for source, target in zip(turkish, english, strict=True):
        shifted = np.concatenate(([NULL], np.asarray(source, dtype=np.int64) + 1))
        wanted = np.asarray(target, dtype=np.int64)
        codes.append((shifted[:, None] * vocabulary + wanted[None, :]).ravel())
        positions.append(np.tile(np.arange(offset, offset + len(wanted)), len(shifted)))
        offset += len(wanted)
    flat = np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64)
    cells, cell = np.unique(flat, return_inverse=True)
    where = np.concatenate(positions) if positions else np.zeros(0, dtype=np.int64)
    return _Links(cell=cell.ravel(), english_position=where, turkish=cells // vocabulary, english=cells % vocabulary)
