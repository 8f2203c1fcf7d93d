"""Manifest and segments: what is written is read back, and whatever is not whole is refused with the command that mends."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import KaynakError
from corpus.types import Chunking
from index.errors import IndexDamaged, IndexFormat, IndexMissing
from index.segments import (
    MANIFEST,
    Manifest,
    SegmentInfo,
    open_segment,
    read_manifest,
    sweep_segments,
    write_manifest,
    write_segment,
)
from index.types import EncoderInfo

EMPTY = Manifest("store", 7, EncoderInfo("bir/model-ı", "f00", 16), Chunking(450, 2), "analysis", ())


def vectors(count: int = 20) -> np.ndarray:
    made = np.random.default_rng(3).standard_normal((count, 16)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def written(folder: Path, name: str = "aa", first: int = 100) -> SegmentInfo:
    return write_segment(folder, name, np.arange(first, first + 20, dtype=np.int64), vectors(), None)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    segments = (SegmentInfo("aa", 3, {"faiss": "1" * 64}), SegmentInfo("bb", 4, {"faiss": "3" * 64, "ids.npy": "4" * 64}))
    for manifest in (EMPTY, replace(EMPTY, segments=segments), replace(EMPTY, sequence=8)):
        write_manifest(tmp_path, manifest)
        assert read_manifest(tmp_path) == manifest
    assert files(tmp_path) == {MANIFEST}


def test_a_half_written_new_manifest_beside_the_old_one_changes_nothing(tmp_path: Path) -> None:
    write_manifest(tmp_path, EMPTY)
    (tmp_path / f"{MANIFEST}.new").write_text('{"format_version": 1, "sha')
    assert read_manifest(tmp_path) == EMPTY
    write_manifest(tmp_path, replace(EMPTY, sequence=8))
    assert read_manifest(tmp_path).sequence == 8
    assert files(tmp_path) == {MANIFEST}


def _cut(share: float):
    return lambda text: text[: int(len(text) * share)]


def _with_body(text: str, **changed: object) -> str:
    content = json.loads(text)
    content["manifest"].update(changed)
    return json.dumps(content)


def _reversioned(text: str) -> str:
    return json.dumps({**json.loads(text), "format_version": 2})


FAULTS = {
    "nothing in it": (lambda _: "", IndexDamaged, "cannot be read as JSON"),
    "half of it": (_cut(0.5), IndexDamaged, "cannot be read as JSON"),
    "all but the last brace": (lambda text: text.rstrip().removesuffix("}"), IndexDamaged, "cannot be read as JSON"),
    "bytes that are no UTF-8": (
        lambda text: text.encode().replace(b"store", b"st\xff\xfee"), IndexDamaged, "cannot be read as JSON",
    ),
    "zeros": (lambda text: b"\0" * len(text), IndexDamaged, "cannot be read as JSON"),
    "an edited sequence": (lambda text: _with_body(text, sequence=9), IndexDamaged, "checksum"),
    "an edited encoder": (
        lambda text: _with_body(text, encoder={"name": "x", "fingerprint": "y", "dimensions": 1}), IndexDamaged, "checksum",
    ),
    "no body": (lambda _: '{"format_version": 1, "sha256": "00"}', IndexDamaged, "lacks 'manifest'"),
    "the next format version": (_reversioned, IndexFormat, "version 2, this Kaynak reads 1"),
    "no format version": (lambda _: "{}", IndexFormat, "version None"),
    "a list": (lambda _: "[1]", IndexFormat, "version None"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_manifest_that_is_not_whole_is_refused_by_its_right_name_and_says_to_build(tmp_path: Path, fault: str) -> None:
    write_manifest(tmp_path, EMPTY)
    spoil, kind, words = FAULTS[fault]
    spoiled = spoil((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_bytes(spoiled if isinstance(spoiled, bytes) else spoiled.encode())
    with pytest.raises(KaynakError) as caught:
        read_manifest(tmp_path)
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert "run `kaynak build`" in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_manifest_cut_at_any_length_is_never_taken_for_a_whole_one(tmp_path: Path) -> None:
    write_manifest(tmp_path, EMPTY)
    whole = (tmp_path / MANIFEST).read_bytes()
    for length in range(0, len(whole), 7):
        (tmp_path / MANIFEST).write_bytes(whole[:length])
        with pytest.raises(IndexDamaged):
            read_manifest(tmp_path)


def test_a_missing_manifest_is_a_missing_index_that_says_to_build(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match="run `kaynak build`"):
            read_manifest(folder)


def test_a_segment_opens_with_the_ids_and_vectors_that_were_written(tmp_path: Path) -> None:
    info = written(tmp_path)
    segment = open_segment(tmp_path, info)
    assert (info.name, info.count) == ("aa", 20)
    assert segment.ids.tolist() == list(range(100, 120))
    assert np.array_equal(segment.index.vectors(np.arange(20)), vectors())


@pytest.mark.parametrize("suffix", ["faiss", "ids.npy"])
@pytest.mark.parametrize("fault", ["a changed byte", "cut short", "longer", "empty", "missing"])
def test_a_segment_file_that_is_not_as_written_is_damaged_and_says_to_build(tmp_path: Path, suffix: str, fault: str) -> None:
    info = written(tmp_path)
    path = tmp_path / f"segment-aa.{suffix}"
    data = bytearray(path.read_bytes())
    if fault == "missing":
        path.unlink()
    else:
        data[len(data) - 5] ^= 1
        new = {"a changed byte": bytes(data), "cut short": data[:-40], "longer": path.read_bytes() + b"\0", "empty": b""}
        path.write_bytes(new[fault])
    with pytest.raises(IndexDamaged, match="run `kaynak build`") as caught:
        open_segment(tmp_path, info)
    assert path.name in str(caught.value)


def test_a_segment_is_not_taken_for_another_of_the_same_length(tmp_path: Path) -> None:
    info, other = written(tmp_path), written(tmp_path, "bb", first=500)
    (tmp_path / "segment-bb.ids.npy").replace(tmp_path / "segment-aa.ids.npy")
    with pytest.raises(IndexDamaged, match="checksum"):
        open_segment(tmp_path, info)
    with pytest.raises(IndexDamaged, match="missing"):
        open_segment(tmp_path, other)


def test_sweep_removes_the_segments_that_the_manifest_does_not_name_and_nothing_else(tmp_path: Path) -> None:
    kept, _ = written(tmp_path), written(tmp_path, "bb")
    manifest = replace(EMPTY, segments=(kept,))
    write_manifest(tmp_path, manifest)
    (tmp_path / "lexical").mkdir()
    (tmp_path / "segment-cc.faiss").write_bytes(b"half")
    sweep_segments(tmp_path, manifest)
    assert files(tmp_path) == {MANIFEST, "lexical", "segment-aa.faiss", "segment-aa.ids.npy"}
    assert open_segment(tmp_path, kept).ids.tolist() == list(range(100, 120))
