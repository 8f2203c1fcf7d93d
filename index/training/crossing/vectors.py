"""Vectors of many texts, and what is found with them, made once and kept."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 64

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int32]
Encode = Callable[[Sequence[str]], Vectors]  # unit vectors [texts, width]


class KnownVectors:
    """An `Encode` that asks another one only for texts whose vectors it does not have in a file, in float16, from before."""

    def __init__(self, encode: Encode, folder: Path) -> None:
        """The file is one of the folder, which belongs to one encoder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._encode, self._known = encode, sqlite3.connect(folder / "vectors.sqlite")
        self._known.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, as near as float16 comes to them: [texts, width]."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        asked = f"SELECT text, vector FROM vectors WHERE text IN ({', '.join('?' * len(keys))})"
        found = dict(self._known.execute(asked, keys).fetchall())
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if new:
            made = zip(new, self._encode(list(new.values())), strict=True)
            found |= {key: vector.astype(np.float16).tobytes() for key, vector in made}
            with self._known:
                self._known.executemany("INSERT INTO vectors VALUES (?, ?)", [(key, found[key]) for key in new])
        return np.stack([np.frombuffer(found[key], np.float16) for key in keys]).astype(np.float32)


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
