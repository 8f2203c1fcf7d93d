"""Manifest and segments: the only reader and writer of a generation's folder.

A segment is written once and never changed. The manifest names the segments that count; it is written last and replaced
atomically, so a build that dies at any moment leaves the state before it. Files no manifest names are swept by the next
build.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.types import Chunking
from index.errors import IndexDamaged, IndexFormat, IndexMissing
from index.tokens import TokenTable
from index.types import EncoderInfo, Vectors
from index.vectors import Positions, VectorIndex, family_for

MANIFEST = "manifest.json"
FORMAT_VERSION = 1
_VECTORS, _IDS, _TOKENS, _STARTS = "faiss", "ids.npy", "tokens.npy", "starts.npy"


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment as the manifest names it: how many passages it holds, and the SHA-256 of each of its files."""

    name: str
    count: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One complete state of a generation: what made it, what it holds, and up to which change of the store."""

    store_id: str
    sequence: int
    encoder: EncoderInfo
    chunking: Chunking
    analysis: str
    segments: tuple[SegmentInfo, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """An opened segment: `ids[position]`, rising, is the passage whose vector and token vectors stand at `position`."""

    info: SegmentInfo
    ids: Positions
    index: VectorIndex
    tokens: TokenTable | None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation.

    Raises IndexMissing where there is none, IndexFormat for another format version, IndexDamaged if it is not whole.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexMissing(folder) from error
    except (OSError, ValueError) as error:
        raise IndexDamaged(path, "it cannot be read as JSON") from error
    if not isinstance(content, dict) or content.get("format_version") != FORMAT_VERSION:
        found = content.get("format_version") if isinstance(content, dict) else None
        raise IndexFormat(path, found, FORMAT_VERSION)
    try:
        body = content["manifest"]
        if content["sha256"] != _digest(_canonical(body)):
            raise IndexDamaged(path, "its checksum does not fit")
        segments = tuple(SegmentInfo(**segment) for segment in body["segments"])
        made = {"encoder": EncoderInfo(**body["encoder"]), "chunking": Chunking(**body["chunking"]), "segments": segments}
        return Manifest(**{**body, **made})
    except (KeyError, TypeError) as error:
        raise IndexDamaged(path, f"it lacks {error}") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest, durably and atomically."""
    body = asdict(manifest)
    content = {"format_version": FORMAT_VERSION, "sha256": _digest(_canonical(body)), "manifest": body}
    write_atomically(folder / MANIFEST, json.dumps(content, ensure_ascii=False, indent=2).encode())


def write_segment(folder: Path, name: str, ids: Positions, vectors: Vectors, tokens: TokenTable | None) -> SegmentInfo:
    """Write a segment's files durably; it counts once a manifest names it. `ids` must rise."""
    index = VectorIndex.of(vectors, family=family_for(len(ids)))
    _path(folder, name, _VECTORS).write_bytes(index.serialised())
    arrays: dict[str, NDArray[Any]] = (
        {_IDS: ids} if tokens is None else {_IDS: ids, _TOKENS: tokens.rows, _STARTS: tokens.starts}
    )
    for kind, array in arrays.items():
        _save(_path(folder, name, kind), array)
    written = [_VECTORS, *arrays]
    for kind in written:
        _sync(_path(folder, name, kind))
    _sync(folder)
    return SegmentInfo(name, len(ids), {kind: _file_digest(_path(folder, name, kind)) for kind in written})


def open_segment(folder: Path, info: SegmentInfo) -> Segment:
    """Open a segment; raises IndexDamaged where a file is missing, cut short or changed."""
    try:
        return _open_checked(folder, info)
    except FileNotFoundError as error:
        # Between two looks at it a build may have swept it away.
        raise IndexDamaged(Path(error.filename), "it is missing") from error


def _open_checked(folder: Path, info: SegmentInfo) -> Segment:
    for kind, expected in info.files.items():
        path = _path(folder, info.name, kind)
        if not path.is_file():
            raise IndexDamaged(path, "it is missing")
        if _file_digest(path) != expected:
            raise IndexDamaged(path, "its checksum does not fit")
    try:
        segment = _read(folder, info)
    except (RuntimeError, ValueError) as error:
        raise IndexDamaged(folder, f"segment {info.name} cannot be read: {str(error).splitlines()[0]}") from error
    if not len(segment.ids) == len(segment.index) == info.count:
        raise IndexDamaged(folder, f"segment {info.name} does not hold the {info.count} passages it should")
    return segment


def _read(folder: Path, info: SegmentInfo) -> Segment:
    place = {kind: _path(folder, info.name, kind) for kind in info.files}
    # Token vectors are mapped, not read: a question needs those of its candidates only.
    tokens = TokenTable(np.load(place[_TOKENS], mmap_mode="r"), np.load(place[_STARTS])) if _TOKENS in place else None
    return Segment(info, np.load(place[_IDS]), VectorIndex.read(place[_VECTORS]), tokens)


def sweep_segments(folder: Path, manifest: Manifest) -> None:
    """Delete the segment files that the manifest does not name."""
    named = {_path(folder, info.name, kind).name for info in manifest.segments for kind in info.files}
    for path in folder.glob("segment-*"):
        if path.name not in named:
            path.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a small file so that a reader, or a power cut, finds the old or the new one and nothing between."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def _path(folder: Path, name: str, kind: str) -> Path:
    return folder / f"segment-{name}.{kind}"


def _save(path: Path, array: NDArray[Any]) -> None:
    """What numpy.save writes, through a file that reports a full disk: C's buffers, which numpy uses, may not."""
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
        file.write(np.ascontiguousarray(array).data)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _canonical(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
