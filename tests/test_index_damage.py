"""Damage: opening says which command mends it, and that command mends it."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from building import Recording, answers, cut, folder_of, prose, replace_content, run, texts_of

from corpus.errors import KaynakError
from index.errors import (
    IndexDamaged,
    IndexFormat,
    IndexMissing,
)
from index.generations import current_manifest, generation_folder
from index.opening import open_index
from index.segments import MANIFEST, read_manifest
from index.store import STORE
from service.bootstrap import build_pipeline
from service.settings import Settings


def _only(folder: Path, pattern: str) -> Path:
    [path] = folder.glob(pattern)
    return path


def _reversion(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format_version": 99}), encoding="utf-8")


def _refill(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _reversion_store(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()


def _zero_page(path: Path) -> None:
    content = path.read_bytes()
    middle = len(content) // 4096 // 2 * 4096
    replace_content(path, content[:middle] + bytes(4096) + content[middle + 4096 :])


def _flip(path: Path, at: int | None) -> None:
    content = bytearray(path.read_bytes())
    at = len(content) // 2 if at is None else at
    for i in range(at, at + 8):
        content[i] ^= 0xFF
    replace_content(path, bytes(content))


DAMAGE: dict[str, tuple[Callable[[Path, Path], object], type[KaynakError]]] = {
    "manifest cut": (lambda _, folder: cut(folder / MANIFEST), IndexDamaged),
    "manifest empty": (lambda _, folder: cut(folder / MANIFEST, 0), IndexDamaged),
    "manifest missing": (lambda _, folder: (folder / MANIFEST).unlink(), IndexMissing),
    "manifest of another format version": (lambda _, folder: _reversion(folder / MANIFEST), IndexFormat),
    "vectors cut": (lambda _, folder: cut(_only(folder, "segment-*.faiss")), IndexDamaged),
    "vectors missing": (lambda _, folder: _only(folder, "segment-*.faiss").unlink(), IndexDamaged),
    "ids cut": (lambda _, folder: cut(_only(folder, "segment-*.npy")), IndexDamaged),
    "terms folder missing": (lambda _, folder: shutil.rmtree(folder / "lexical"), IndexDamaged),
    "terms folder empty": (lambda _, folder: _refill(folder / "lexical"), IndexDamaged),
    "terms meta cut": (lambda _, folder: cut(folder / "lexical" / "meta.json"), IndexDamaged),
    "terms meta missing": (lambda _, folder: (folder / "lexical" / "meta.json").unlink(), IndexDamaged),
    "terms file cut": (lambda _, folder: cut(_only(folder, "lexical/*.term")), IndexDamaged),
    "terms file missing": (lambda _, folder: _only(folder, "lexical/*.idx").unlink(), IndexDamaged),
    "generation missing": (lambda _, folder: shutil.rmtree(folder), IndexMissing),
    "all generations missing": (lambda data, _: shutil.rmtree(data / "generations"), IndexMissing),
    "current missing": (lambda data, _: (data / "current").unlink(), IndexMissing),
    "current pointing nowhere": (lambda data, _: (data / "current").write_text("000000000000"), IndexMissing),
    "current empty": (lambda data, _: (data / "current").write_text(""), IndexMissing),
    "store missing": (lambda data, _: (data / STORE).unlink(), IndexMissing),
    "store empty": (lambda data, _: cut(data / STORE, 0), IndexDamaged),
    "store cut": (lambda data, _: cut(data / STORE), IndexDamaged),
    "store overwritten": (lambda data, _: (data / STORE).write_bytes(b"garbage " * 999), IndexDamaged),
    "store of another format version": (lambda data, _: _reversion_store(data / STORE), IndexFormat),
    "current no text": (lambda data, _: (data / "current").write_bytes(b"\xff\xfe"), IndexDamaged),
    "current too long": (lambda data, _: (data / "current").write_text("x" * 5000), IndexDamaged),
    "manifest a folder": (lambda _, folder: ((folder / MANIFEST).unlink(), (folder / MANIFEST).mkdir()), IndexDamaged),
    "page of the store zeroed": (lambda data, _: _zero_page(data / STORE), IndexDamaged),
    "terms folder a file": (
        lambda _, folder: (shutil.rmtree(folder / "lexical"), (folder / "lexical").write_text("x")), IndexDamaged,
    ),
    "a changed byte in terms": (lambda _, folder: _flip(_only(folder, "lexical/*.fast"), 0), IndexDamaged),
    "a changed byte in the middle of terms": (lambda _, folder: _flip(_only(folder, "lexical/*.term"), None), IndexDamaged),
    "store of another index": (lambda data, _: shutil.copy(data.parent / "other" / STORE, data / STORE), IndexDamaged),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_with_the_command_that_mends_it_and_that_command_mends_it(
    data: Path, docs: Path, tmp_path: Path, damage: str
) -> None:
    run(data, docs)
    expected = answers(data)
    if "another index" in damage:
        (tmp_path / "one.txt").write_text(prose("Zara", 2), encoding="utf-8")
        run(tmp_path / "other", tmp_path / "one.txt")
    spoil, kind = DAMAGE[damage]
    spoil(data, folder_of(data))
    for opening in (open_index, lambda data: build_pipeline(Settings(data=data))):
        with pytest.raises(KaynakError, match="run `kaynak build`") as caught:
            opening(data)
        assert type(caught.value) is kind
        assert str(data) in str(caught.value)
    report = run(data, docs)
    assert report.changed
    if "another index" not in damage:
        assert answers(data) == expected
    assert set(texts_of(data)) >= {"ankara", "bursa", "ceyhan"}
    again = run(data, docs)
    assert (again.changed, again.encoded) == (False, 0)


@pytest.mark.parametrize("damage", ["terms folder missing", "terms file cut", "terms meta missing"])
def test_damaged_terms_are_made_anew_without_encoding(data: Path, docs: Path, damage: str) -> None:
    run(data, docs)
    DAMAGE[damage][0](data, folder_of(data))
    encoder = Recording()
    run(data, docs, encoder=encoder)
    assert encoder.texts == []


def test_a_store_that_cannot_be_read_is_kept_aside_and_said_so(data: Path, docs: Path) -> None:
    run(data, docs)
    garbage = b"garbage " * 999
    (data / STORE).write_bytes(garbage)
    report = run(data, docs)
    assert [f"it was kept as {STORE}.set-aside-1" in remark for remark in report.changes.remarks] == [True]
    assert (data / f"{STORE}.set-aside-1").read_bytes() == garbage
    (data / STORE).write_bytes(garbage)
    run(data, docs)
    assert (data / f"{STORE}.set-aside-2").read_bytes() == garbage


def test_what_a_build_that_died_left_behind_is_swept_by_the_next(data: Path, docs: Path) -> None:
    run(data, docs)
    folder = folder_of(data)
    (folder / "segment-dead.faiss").write_bytes(b"half")
    (folder / f"{MANIFEST}.new").write_text("{")
    assert not run(data, docs).changed
    assert not (folder / "segment-dead.faiss").exists()
    assert answers(data)


def test_many_small_builds_are_merged_into_few_segments_without_encoding_again(data: Path, docs: Path) -> None:
    encoder = Recording()
    run(data, docs, encoder=encoder)
    for number in range(12):
        (docs / f"Ek{number}.txt").write_text(prose(f"Ek{number}", 3), encoding="utf-8")
        report = run(data, docs, encoder=encoder)
        assert len(current_manifest(data).segments) <= 8
    assert len(encoder.texts) == len(set(encoder.texts)) == report.passages
    for path in docs.glob("Ek*.txt"):
        path.unlink()
    run(data, docs, encoder=encoder)
    manifest = read_manifest(generation_folder(data, report.generation))
    assert sum(segment.count for segment in manifest.segments) <= 1.34 * run(data, docs).passages
    assert {document for document, _, _ in answers(data)} == {"ankara", "bursa", "ceyhan"}
