"""Pooled vectors of the English teacher, computed once and kept on disk as float16."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from index.training.precision import autocast


def teacher_vectors(texts: Sequence[str], *, teacher: Path, cache: Path, device: str = "cpu") -> NDArray[np.float16]:
    """Unit vectors [texts, width]; read from `cache` if it was made of these same texts."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    path = cache / f"teacher-{digest[:16]}.npy"
    if path.exists():
        kept: NDArray[np.float16] = np.load(path)
        return kept
    model = SentenceTransformer(str(teacher), device=device)
    # Lengths are sorted inside `encode`, so short texts are not padded to long ones.
    with autocast(device):
        vectors = model.encode(list(texts), batch_size=128, normalize_embeddings=True, show_progress_bar=False)
    result: NDArray[np.float16] = np.asarray(vectors, dtype=np.float16)
    partial = path.with_suffix(".partial.npy")
    np.save(partial, result)
    partial.rename(path)
    return result
