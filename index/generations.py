"""Which generation serves: one encoder, one chunking, one folder each; the pointer between them is swapped atomically."""

import hashlib
from pathlib import Path

from corpus.text import ANALYSIS
from index.errors import IndexDamaged, IndexMissing
from index.segments import Manifest, read_manifest, write_atomically
from index.store import STORE

_CURRENT = "current"


def generation_name(fingerprint: str, chunking_key: str) -> str:
    """Name of the generation of an encoder, a chunking and this text analysis."""
    return hashlib.sha256(f"{fingerprint} {chunking_key} {ANALYSIS}".encode()).hexdigest()[:12]


def generation_folder(data: Path, generation: str) -> Path:
    """Where a generation's files lie."""
    return data / "generations" / generation


def current_generation(data: Path) -> str:
    """Name of the generation that serves; raises IndexMissing where there is none."""
    try:
        return (data / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissing(data) from error
    except ValueError as error:
        raise IndexDamaged(data / _CURRENT, "it is no text") from error


def current_manifest(data: Path) -> Manifest:
    """The manifest that readers see; raises IndexMissing, IndexFormat or IndexDamaged."""
    if not (data / STORE).is_file():
        raise IndexMissing(data)
    return read_manifest(generation_folder(data, current_generation(data)))


def serves(data: Path, generation: str) -> bool:
    """Whether this generation is the one that serves."""
    try:
        return current_generation(data) == generation
    except (IndexMissing, IndexDamaged):
        return False


def swap(data: Path, generation: str) -> str | None:
    """Let readers see a generation; returns the one they saw before, if it was another."""
    try:
        previous = current_generation(data)
    except (IndexMissing, IndexDamaged):
        previous = None
    if previous == generation:
        return None
    write_atomically(data / _CURRENT, generation.encode())
    return previous
