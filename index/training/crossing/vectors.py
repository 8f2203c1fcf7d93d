"""Vectors of many texts, and what is found with them, made once and kept."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 64

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int32]
Encode = Callable[[Sequence[str]], Vectors]  # unit vectors [texts, width]


def encoded(encode: Encode, texts: Sequence[str]) -> Vectors:
    """Vectors of many texts, those of like length encoded together."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = [encode([texts[i] for i in order[start : start + _AT_ONCE]]) for start in range(0, len(order), _AT_ONCE)]
    vectors = np.concatenate(parts)
    result = np.empty_like(vectors)
    result[order] = vectors
    return result


def kept(folder: Path, name: str, texts: Iterable[str], find: Callable[[], Numbers]) -> Numbers:
    """What was found before for the same texts, else what `find` finds now."""
    path = folder / f"{name}-{_digest(texts)}.npy"
    if path.exists():
        before: Numbers = np.load(path)
        return before
    found = find()
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npy")
    np.save(partial, found)
    partial.rename(path)
    return found


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]
