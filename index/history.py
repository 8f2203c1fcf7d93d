"""What an index was made of and with, for a build that is told neither: in the store, in the manifest, and beside both.

The files and folders stand in a file of their own: a store that is damaged, or that has lost its last document because a
folder was away for a moment, must not make a build take other documents for the user's.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from corpus.types import Chunking
from index.errors import DataDirectory, IndexDamaged, IndexFormat, IndexMissing
from index.generations import current_manifest
from index.segments import Manifest, write_atomically
from index.store import DocumentStore

ROOTS = "built-from.json"
_MADE_WITH = "made with"
T = TypeVar("T")


def last_built(data: Path) -> tuple[Chunking, list[Path]] | None:
    """Chunking of the index in a data directory, and the files and folders it was built from; None where none was made.

    The list is empty where nothing tells any more what they were.
    """
    serving, roots = readable(lambda: current_manifest(data)), _kept_roots(data)
    try:
        store = DocumentStore(data)
    except (IndexMissing, DataDirectory):
        return (serving.chunking if serving else Chunking(), roots) if roots else None
    except (IndexDamaged, IndexFormat, sqlite3.Error):  # the build itself will tell
        return serving.chunking if serving else Chunking(), roots
    try:
        known = roots or store.roots()
        return (made_with(store, serving)[1], known) if known else None
    except (IndexDamaged, sqlite3.Error):
        return serving.chunking if serving else Chunking(), roots
    finally:
        store.close()


def keep_history(data: Path, store: DocumentStore) -> None:
    """Note what a build that has ended well was made of."""
    written = json.dumps([str(root) for root in store.roots()], ensure_ascii=False, indent=1).encode()
    path = data / ROOTS
    if not path.is_file() or path.read_bytes() != written:
        write_atomically(path, written)


def remember_making(store: DocumentStore, encoder: str, chunking: Chunking) -> None:
    """Note what the index is made with, in the store."""
    store.remember(_MADE_WITH, json.dumps([encoder, asdict(chunking)]))


def made_with(store: DocumentStore, serving: Manifest | None) -> tuple[str | None, Chunking]:
    """Encoder and chunking of the index; the store remembers them where the manifest cannot be read any more."""
    if serving:
        return serving.encoder.name, serving.chunking
    encoder, chunking = json.loads(store.recall(_MADE_WITH) or "[null, {}]")
    return encoder, Chunking(**chunking)


def readable(read: Callable[[], T]) -> T | None:
    """What `read` returns, None where the index is missing, damaged or of another format."""
    try:
        return read()
    except (IndexMissing, IndexDamaged, IndexFormat):
        return None


def _kept_roots(data: Path) -> list[Path]:
    try:
        content = json.loads((data / ROOTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(root) for root in content] if isinstance(content, list) else []
