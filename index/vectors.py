"""The dense leg: FAISS families behind one interface. Vectors have unit length, so the inner product is the cosine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.types import Vectors

Positions = NDArray[np.int64]
# FAISS adds keyword arguments to its classes when it is imported, which its type stubs do not tell.
_FAISS: Any = faiss
_FEW = 5_000
_LARGE = 20_000  # from here on an exact scan costs more than the graph's approximation is worth

VECTOR_INDEXES: dict[str, Callable[[int], Any]] = {
    "flat": lambda dimensions: faiss.IndexFlatIP(dimensions),
    "hnsw": lambda dimensions: faiss.IndexHNSWFlat(dimensions, 32, faiss.METRIC_INNER_PRODUCT),
}


class VectorIndex:
    """An immutable FAISS index over vectors that are known by their position, 0 to `len` - 1."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @classmethod
    def of(cls, vectors: Vectors, *, family: str) -> "VectorIndex":
        """Index vectors of shape (n, dimensions) with a family of VECTOR_INDEXES."""
        index = VECTOR_INDEXES[family](vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> "VectorIndex":
        """Open a written index; raises RuntimeError (FAISS) where it is none."""
        return cls(faiss.read_index(str(path)))

    def serialised(self) -> bytes:
        """The index as `read` takes it; written by the caller, because FAISS does not notice a disk that is full."""
        return bytes(faiss.serialize_index(self._index).data)

    def search(self, query: Vectors, k: int, allowed: Positions | None = None) -> list[tuple[int, float]]:
        """Positions and cosines of the `k` nearest to one query of shape (dimensions,), within `allowed` if given."""
        if allowed is not None and len(allowed) <= _FEW:
            # A graph loses its way when few of its nodes may be found; to compare with each of them is exact and quick.
            cosines = self.vectors(allowed) @ query
            return [(int(allowed[i]), float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[:k]]
        selector = None if allowed is None else faiss.IDSelectorBatch(allowed)
        if isinstance(self._index, faiss.IndexHNSW):
            parameters = _FAISS.SearchParametersHNSW(efSearch=max(100, 2 * k), sel=selector)
        else:
            parameters = _FAISS.SearchParameters(sel=selector)
        scores, positions = self._index.search(query[None, :], min(k, len(self)), params=parameters)
        return [(int(p), float(s)) for p, s in zip(positions[0], scores[0], strict=True) if p >= 0]

    def vectors(self, positions: Positions) -> Vectors:
        """The stored vectors at some positions."""
        return np.asarray(self._index.reconstruct_batch(positions), dtype=np.float32)


def family_for(count: int) -> str:
    """The family that serves this many vectors best."""
    return "hnsw" if count >= _LARGE else "flat"
