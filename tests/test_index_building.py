"""Builds: what is encoded and what not, what each change of files does, what mends what, and what a full disk leaves."""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, KaynakError
from corpus.types import Chunking
from index.building import BuildReport, build
from index.embedders import HashingEmbedder
from index.errors import (
    BuildRunning,
    DataDirectory,
    EncoderMismatch,
    EncoderUnavailable,
    IndexDamaged,
    IndexFormat,
    IndexMissing,
    NothingToIndex,
    StorageFailed,
)
from index.generations import current_manifest, generation_folder
from index.opening import open_index
from index.retriever import Retriever
from index.segments import MANIFEST, read_manifest
from index.store import STORE
from index.timing import Stopwatch
from index.types import Encoded, EncoderInfo
from service.bootstrap import build_pipeline
from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


class Recording(HashingEmbedder):
    """The hashing encoder, with a list of the texts that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        self.texts += texts
        return super().encode_document(texts)


class Narrow(HashingEmbedder):
    """Another encoder, by name and width."""

    dimensions = 64

    def __init__(self) -> None:
        self.info = EncoderInfo("narrow", "narrow-64", self.dimensions)


def prose(name: str, sentences: int = 30) -> str:
    sentence = "{name} şehrinde {i}. köprü {years} yılda yapıldı. Köprünün adı {name} köprüsüdür.\n"
    return "".join(sentence.format(name=name, i=i, years=7 * i) for i in range(sentences))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("Ankara", "Bursa", "Ceyhan"):
        (folder / f"{name}.txt").write_text(prose(name), encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def run(data: Path, *paths: Path, encoder: HashingEmbedder | None = None, chunking: Chunking | None = None) -> BuildReport:
    return build(data, paths, encoder=lambda _: encoder or HashingEmbedder(), chunking=chunking)


def texts_of(data: Path) -> dict[str, str]:
    index = open_index(data)
    try:
        return {document_id: index.store.text(record.version) for document_id, record in index.records.items()}
    finally:
        index.close()


def answers(data: Path, encoder: HashingEmbedder | None = None) -> list[tuple[str, str, float]]:
    index = open_index(data)
    try:
        retriever = Retriever(index, encoder or HashingEmbedder())
        return [
            (hit.document.document_id, hit.passage.text, hit.score)
            for question in ("Bursa köprüleri", "ANKARA", "ceyhan kopru 21")
            for hit in retriever.search(question, language="tr", top_k=5, watch=Stopwatch())
        ]
    finally:
        index.close()


def folder_of(data: Path) -> Path:
    [folder] = (data / "generations").iterdir()
    return folder


# --- what a build does -----------------------------------------------------------------------------------------------


def test_a_first_build_takes_in_every_file_and_encodes_every_passage_once(data: Path, docs: Path) -> None:
    encoder = Recording()
    report = run(data, docs, encoder=encoder)
    assert report.changes.added == ["ankara", "bursa", "ceyhan"]
    assert report.changed
    assert (report.documents, report.encoder) == (3, "hashing")
    assert report.encoded == report.passages == len(encoder.texts) > 6
    assert texts_of(data) == {name: prose(name.capitalize()) for name in ("ankara", "bursa", "ceyhan")}


def test_a_second_build_says_nothing_changed_encodes_nothing_and_leaves_every_file_as_it_is(data: Path, docs: Path) -> None:
    run(data, docs)
    index_files = [path for path in (data / "generations").rglob("*") if path.is_file() and "lock" not in path.name]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in [*index_files, data / "current"]}
    encoder = Recording()
    report = run(data, docs, encoder=encoder)
    assert not report.changed
    assert (report.encoded, encoder.texts) == (0, [])
    assert report.changes.unchanged == ["ankara", "bursa", "ceyhan"]
    assert report.changes.added == report.changes.updated == report.changes.removed == report.changes.skipped == []
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_only_what_is_new_is_encoded(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Denizli.txt").write_text(prose("Denizli"), encoding="utf-8")
    encoder = Recording()
    report = run(data, docs, encoder=encoder)
    assert (report.changes.added, len(report.changes.unchanged)) == (["denizli"], 3)
    assert report.changed
    assert all("Denizli" in text for text in encoder.texts)
    assert len(encoder.texts) == report.encoded < report.passages


def test_a_changed_file_is_updated_under_its_id_and_its_old_text_is_gone(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Bursa.txt").write_text(prose("Bilecik"), encoding="utf-8")
    report = run(data, docs)
    assert (report.changes.updated, report.changes.added, report.changes.removed) == (["bursa"], [], [])
    assert texts_of(data)["bursa"] == prose("Bilecik")
    assert not [text for _, text, _ in answers(data) if "Bursa" in text]


def test_a_document_whose_file_is_gone_is_removed_and_can_come_back(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Bursa.txt").unlink()
    encoder = Recording()
    report = run(data, docs, encoder=encoder)
    assert (report.changes.removed, report.documents, encoder.texts) == (["bursa"], 2, [])
    assert report.changed
    assert set(texts_of(data)) == {"ankara", "ceyhan"}
    (docs / "Bursa.txt").write_text(prose("Bursa"), encoding="utf-8")
    assert run(data, docs).changes.added == ["bursa"]
    assert texts_of(data)["bursa"] == prose("Bursa")


def test_a_renamed_file_keeps_its_id(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Bursa.txt").rename(docs / "Yeşil Bursa.txt")
    report = run(data, docs)
    assert (report.changes.added, report.changes.removed, report.documents) == ([], [], 3)
    assert set(texts_of(data)) == {"ankara", "bursa", "ceyhan"}
    assert open_records(data)["bursa"] == (str(docs / "Yeşil Bursa.txt"), "Yeşil Bursa")
    assert not run(data, docs).changed


def test_a_renamed_file_whose_title_stands_in_it_is_not_encoded_again(data: Path, docs: Path) -> None:
    (docs / "Denizli.md").write_text("# Denizli kitabı\n\n" + prose("Denizli"), encoding="utf-8")
    run(data, docs)
    (docs / "Denizli.md").rename(docs / "Pamukkale.md")
    encoder = Recording()
    report = run(data, docs, encoder=encoder)
    assert (encoder.texts, report.changes.updated, len(report.changes.unchanged)) == ([], [], 4)
    assert open_records(data)["denizli"] == (str(docs / "Pamukkale.md"), "Denizli kitabı")


def test_a_file_that_moves_into_a_folder_within_keeps_its_id(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "eski").mkdir()
    (docs / "Bursa.txt").rename(docs / "eski" / "Bursa.txt")
    encoder = Recording()
    report = run(data, docs, encoder=encoder)
    assert (report.changes.added, report.changes.removed, encoder.texts) == ([], [], [])
    assert open_records(data)["bursa"][0] == str(docs / "eski" / "Bursa.txt")


def test_a_file_with_the_same_text_is_not_added_twice_and_takes_over_when_the_first_goes(data: Path, docs: Path) -> None:
    shutil.copy(docs / "Bursa.txt", docs / "Kopya.txt")
    report = run(data, docs)
    assert (report.documents, len(report.changes.remarks)) == (3, 1)
    assert "Kopya.txt: holds the same text as bursa" in report.changes.remarks[0]
    (docs / "Bursa.txt").unlink()
    assert run(data, docs).changes.removed == []
    assert open_records(data)["bursa"][0] == str(docs / "Kopya.txt")
    assert texts_of(data)["bursa"] == prose("Bursa")


def test_two_files_that_swap_their_texts_are_both_updated(data: Path, docs: Path) -> None:
    run(data, docs)
    one, other = prose("Ankara"), prose("Bursa")
    (docs / "Ankara.txt").write_text(other, encoding="utf-8")
    (docs / "Bursa.txt").write_text(one, encoding="utf-8")
    assert run(data, docs).changes.updated == ["ankara", "bursa"]
    assert (texts_of(data)["ankara"], texts_of(data)["bursa"]) == (other, one)


def test_files_of_one_name_in_two_folders_are_two_documents(data: Path, docs: Path) -> None:
    (docs / "iki").mkdir()
    (docs / "iki" / "Bursa.txt").write_text(prose("Batman"), encoding="utf-8")
    run(data, docs)
    assert texts_of(data)["bursa"] == prose("Bursa")
    assert texts_of(data)["iki-bursa"] == prose("Batman")
    assert not run(data, docs).changed


def test_single_files_and_several_folders_add_up(data: Path, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "Denizli.txt").write_text(prose("Denizli"), encoding="utf-8")
    run(data, docs / "Bursa.txt")
    report = run(data, tmp_path / "more", docs / "Ankara.txt")
    assert (report.changes.added, report.changes.removed, report.documents) == (["denizli", "ankara"], [], 3)


def test_hidden_files_and_the_catalogue_are_no_documents(data: Path, docs: Path) -> None:
    (docs / ".gizli.txt").write_text(prose("Gizli"), encoding="utf-8")
    (docs / ".git").mkdir()
    (docs / ".git" / "x.txt").write_text(prose("Git"), encoding="utf-8")
    (docs / "catalogue.toml").write_text("", encoding="utf-8")
    report = run(data, docs)
    assert (report.documents, report.changes.skipped) == (3, [])


def test_changed_metadata_in_the_catalogue_is_taken_over(data: Path, docs: Path) -> None:
    run(data, docs)
    catalogue = docs / "catalogue.toml"
    digest = hashlib.sha256(prose("Bursa").encode()).hexdigest()
    entry = '[[document]]\nfile = "Bursa.txt"\ntitle = "Bursa {}"\nauthors = ["A. Ün"]\nyear = 1999\n'
    catalogue.write_text(entry.format("bir"), encoding="utf-8")
    report = run(data, docs)
    assert (report.changes.updated, report.changed) == (["bursa"], True)
    assert open_records(data)["bursa"][1] == "Bursa bir"
    catalogue.write_text(entry.format("iki") + f'sha256 = "{digest}"\npage_starts = [0, 500]\n', encoding="utf-8")
    assert run(data, docs).changes.updated == ["bursa"]
    index = open_index(data)
    record = index.records["bursa"]
    assert (record.metadata.title, record.metadata.authors, record.metadata.year) == ("Bursa iki", ("A. Ün",), 1999)
    assert [record.page_at(offset) for offset in (0, 499, 500)] == [1, 1, 2]
    index.close()
    assert not run(data, docs).changed


def test_a_catalogue_entry_of_another_version_skips_its_file_and_keeps_what_the_store_has(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "catalogue.toml").write_text(f'[[document]]\nfile = "Bursa.txt"\nsha256 = "{"0" * 64}"\n', encoding="utf-8")
    report = run(data, docs)
    assert ["Bursa.txt" in str(error) for error in report.changes.skipped] == [True]
    assert (report.changed, texts_of(data)["bursa"]) == (False, prose("Bursa"))


def test_a_broken_catalogue_is_reported_once(data: Path, docs: Path) -> None:
    (docs / "catalogue.toml").write_text("[[document", encoding="utf-8")
    [error] = run(data, docs).changes.skipped
    assert isinstance(error, CatalogueError)
    assert str(docs / "catalogue.toml") in str(error)


def open_records(data: Path) -> dict[str, tuple[str, str]]:
    index = open_index(data)
    try:
        return {document_id: (record.source, record.metadata.title) for document_id, record in index.records.items()}
    finally:
        index.close()


# --- files that cannot be used ---------------------------------------------------------------------------------------

BAD = {
    "table.xlsx": (b"PK\x03\x04", "no loader for .xlsx; known are .txt"),
    "README": (b"text", "no loader for files without a suffix"),
    "empty.txt": (b"", "it holds no text"),
    "blank.txt": (b" \n\t\r\n \xef\xbb\xbf", "it holds no text"),
    "binary.txt": (b"MZ\x00\x01\x02" * 50, "binary file"),
    "controls.md": (bytes(range(1, 9)) * 40, "binary file"),
    "unclear.txt": (b"\x81\x8d\x8f\x90\x9d \xd0\xde\xc0 words", "encoding cannot be told"),
    "broken.txt": (b"\xef\xbb\xbfabc \xff\xfe\xfd", "byte"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_named_with_its_reason_and_the_rest_is_taken_in(
    data: Path, docs: Path, name: str
) -> None:
    content, reason = BAD[name]
    (docs / name).write_bytes(content)
    report = run(data, docs)
    [error] = report.changes.skipped
    assert str(docs / name) in str(error)
    assert reason in str(error)
    assert set(texts_of(data)) == {"ankara", "bursa", "ceyhan"}


def test_all_bad_files_at_once_are_all_reported(data: Path, docs: Path) -> None:
    for name, (content, _) in BAD.items():
        (docs / name).write_bytes(content)
    report = run(data, docs, docs / "nowhere.txt")
    assert {Path(str(error).split(":")[0]).name for error in report.changes.skipped} == {*BAD, "nowhere.txt"}
    assert report.documents == 3


def test_a_file_that_turns_bad_keeps_what_the_store_has_of_it(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Bursa.txt").write_bytes(b"\0" * 99)
    report = run(data, docs)
    assert (len(report.changes.skipped), report.changed) == (1, False)
    assert texts_of(data)["bursa"] == prose("Bursa")


def test_an_empty_or_missing_folder_is_reported_and_removes_nothing(data: Path, docs: Path, tmp_path: Path) -> None:
    run(data, docs)
    (tmp_path / "empty").mkdir()
    shutil.rmtree(docs)
    for folder, reason in ((tmp_path / "empty", "holds no files"), (docs, "no such file or folder")):
        report = run(data, folder)
        [error] = report.changes.skipped
        assert str(folder) in str(error)
        assert reason in str(error)
        assert (report.documents, report.changed) == (3, False)
    docs.mkdir()
    assert run(data, docs).documents == 3


def test_nothing_that_can_be_used_is_an_error_that_names_every_reason(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(NothingToIndex) as caught:
        run(data, tmp_path / "a.pdf", tmp_path / "nowhere")
    assert "a.pdf" in str(caught.value)
    assert "nowhere" in str(caught.value)
    with pytest.raises(IndexMissing, match="run `kaynak build`"):
        open_index(data)


# --- generations: encoder and chunking -------------------------------------------------------------------------------


def test_another_encoder_makes_another_generation_and_switching_back_encodes_nothing(data: Path, docs: Path) -> None:
    first = run(data, docs)
    expected = answers(data)
    second = run(data, docs, encoder=Narrow())
    assert second.changed
    assert second.encoded == second.passages == first.passages
    assert second.generation != first.generation
    assert current_manifest(data).encoder == Narrow().info
    assert answers(data, Narrow())
    back = Recording()
    third = run(data, docs, encoder=back)
    assert (third.generation, third.changed, third.encoded, back.texts) == (first.generation, True, 0, [])
    assert answers(data) == expected


def test_switching_back_encodes_only_what_changed_meanwhile(data: Path, docs: Path) -> None:
    run(data, docs)
    run(data, docs, encoder=Narrow())
    (docs / "Bursa.txt").write_text(prose("Bilecik"), encoding="utf-8")
    run(data, docs, encoder=Narrow())
    back = Recording()
    run(data, docs, encoder=back)
    assert back.texts
    assert all("Bilecik" in text for text in back.texts)
    assert texts_of(data)["bursa"] == prose("Bilecik")


def test_another_chunking_makes_another_generation_and_switching_back_encodes_nothing(data: Path, docs: Path) -> None:
    first = run(data, docs)
    expected = answers(data)
    small = run(data, docs, chunking=Chunking(300, 0))
    assert small.passages == small.encoded > first.passages
    assert small.generation != first.generation
    assert current_manifest(data).chunking == Chunking(300, 0)
    back = Recording()
    assert run(data, docs, encoder=back, chunking=Chunking()).generation == first.generation
    assert back.texts == []
    assert answers(data) == expected


def test_a_build_that_names_no_chunking_keeps_it_and_is_told_the_encoder_there_is(data: Path, docs: Path) -> None:
    run(data, docs, encoder=Narrow(), chunking=Chunking(300, 0))
    asked: list[str | None] = []

    def choose(made_with: str | None) -> HashingEmbedder:
        asked.append(made_with)
        return Narrow()

    assert not build(data, [docs], encoder=choose).changed
    assert asked == ["narrow"]


def test_a_build_over_a_damaged_manifest_is_still_told_what_the_index_was_made_with(data: Path, docs: Path) -> None:
    run(data, docs, encoder=Narrow(), chunking=Chunking(300, 0))
    _cut(folder_of(data) / MANIFEST)
    asked: list[str | None] = []

    def choose(made_with: str | None) -> HashingEmbedder:
        asked.append(made_with)
        return Narrow()

    build(data, [docs], encoder=choose)
    assert asked == ["narrow"]
    assert current_manifest(data).chunking == Chunking(300, 0)


def test_no_more_than_two_generations_are_kept(data: Path, docs: Path) -> None:
    made = [run(data, docs, chunking=Chunking(size, 0)).generation for size in (300, 400, 500)]
    assert {path.name for path in (data / "generations").iterdir()} == set(made[1:])


def test_an_index_is_served_only_with_the_encoder_that_made_it(data: Path, docs: Path) -> None:
    run(data, docs)
    assert build_pipeline(Settings(data=data)).encoder.info.name == "hashing"
    with pytest.raises(EncoderMismatch, match=r"made with hashing.*some/model: run `kaynak build --encoder some/model`"):
        build_pipeline(Settings(data=data, encoder="some/model"))


def test_an_encoder_of_the_same_name_and_another_fingerprint_is_refused(data: Path, docs: Path) -> None:
    class Changed(HashingEmbedder):
        def __init__(self) -> None:
            self.info = EncoderInfo("hashing", "hashing-of-another-version", self.dimensions)

    run(data, docs, encoder=Changed())
    with pytest.raises(EncoderMismatch, match=r"hashing-of-another-version.*run `kaynak build --encoder hashing`"):
        build_pipeline(Settings(data=data))
    assert run(data, docs).changed
    build_pipeline(Settings(data=data)).index.close()


def test_an_encoder_that_cannot_be_loaded_leaves_the_index_as_it_was(data: Path, docs: Path) -> None:
    run(data, docs)
    expected = answers(data)
    (docs / "Bursa.txt").unlink()

    def unavailable(_: str | None) -> HashingEmbedder:
        raise EncoderUnavailable("x", "y")

    with pytest.raises(EncoderUnavailable):
        build(data, [docs], encoder=unavailable)
    assert answers(data) == expected


# --- damage: opening says which command mends it, and it does --------------------------------------------------------


def _cut(path: Path, share: float = 0.5) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


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
    path.write_bytes(content[:middle] + bytes(4096) + content[middle + 4096 :])


def _flip(path: Path, at: int | None) -> None:
    content = bytearray(path.read_bytes())
    at = len(content) // 2 if at is None else at
    for i in range(at, at + 8):
        content[i] ^= 0xFF
    path.write_bytes(content)


DAMAGE: dict[str, tuple[Callable[[Path, Path], object], type[KaynakError]]] = {
    "manifest cut": (lambda _, folder: _cut(folder / MANIFEST), IndexDamaged),
    "manifest empty": (lambda _, folder: _cut(folder / MANIFEST, 0), IndexDamaged),
    "manifest missing": (lambda _, folder: (folder / MANIFEST).unlink(), IndexMissing),
    "manifest of another format version": (lambda _, folder: _reversion(folder / MANIFEST), IndexFormat),
    "vectors cut": (lambda _, folder: _cut(_only(folder, "segment-*.faiss")), IndexDamaged),
    "vectors missing": (lambda _, folder: _only(folder, "segment-*.faiss").unlink(), IndexDamaged),
    "ids cut": (lambda _, folder: _cut(_only(folder, "segment-*.npy")), IndexDamaged),
    "terms folder missing": (lambda _, folder: shutil.rmtree(folder / "lexical"), IndexDamaged),
    "terms folder empty": (lambda _, folder: _refill(folder / "lexical"), IndexDamaged),
    "terms meta cut": (lambda _, folder: _cut(folder / "lexical" / "meta.json"), IndexDamaged),
    "terms meta missing": (lambda _, folder: (folder / "lexical" / "meta.json").unlink(), IndexDamaged),
    "terms file cut": (lambda _, folder: _cut(_only(folder, "lexical/*.term")), IndexDamaged),
    "terms file missing": (lambda _, folder: _only(folder, "lexical/*.idx").unlink(), IndexDamaged),
    "generation missing": (lambda _, folder: shutil.rmtree(folder), IndexMissing),
    "all generations missing": (lambda data, _: shutil.rmtree(data / "generations"), IndexMissing),
    "current missing": (lambda data, _: (data / "current").unlink(), IndexMissing),
    "current pointing nowhere": (lambda data, _: (data / "current").write_text("000000000000"), IndexMissing),
    "current empty": (lambda data, _: (data / "current").write_text(""), IndexMissing),
    "store missing": (lambda data, _: (data / STORE).unlink(), IndexMissing),
    "store empty": (lambda data, _: _cut(data / STORE, 0), IndexDamaged),
    "store cut": (lambda data, _: _cut(data / STORE), IndexDamaged),
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


# --- one build at a time, and disks that say no ----------------------------------------------------------------------

WAITING = """
import sys, time
from pathlib import Path
from index.building import build
from index.embedders import HashingEmbedder
data, docs, go = map(Path, sys.argv[1:])

class Waiting(HashingEmbedder):
    def encode_document(self, texts):
        go.with_name("waiting").touch()
        while not go.exists():
            time.sleep(0.005)
        return super().encode_document(texts)

report = build(data, [docs], encoder=lambda _: Waiting())
print(report.documents, report.changed)
"""


def test_a_second_build_stops_at_once_and_the_first_ends_well(data: Path, docs: Path, tmp_path: Path) -> None:
    go = tmp_path / "go"
    command = [sys.executable, "-c", WAITING, str(data), str(docs), str(go)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        while not (tmp_path / "waiting").exists():
            assert first.poll() is None
            time.sleep(0.01)
        try:
            for _ in range(2):
                begin = time.perf_counter()
                with pytest.raises(BuildRunning, match=rf"process {first.pid}\): wait for it to end, then build again"):
                    run(data, docs)
                assert time.perf_counter() - begin < 1
        finally:
            go.touch()
        printed, _ = first.communicate(timeout=30)
    assert (first.returncode, printed) == (0, "3 True\n")
    assert not run(data, docs).changed
    assert set(texts_of(data)) == {"ankara", "bursa", "ceyhan"}


def test_a_lock_file_that_nobody_holds_stops_no_build(data: Path, docs: Path) -> None:
    data.mkdir()
    (data / "build.lock").write_text("1")
    assert run(data, docs).changed


def test_a_lock_that_another_process_holds_stops_the_command_with_one_line(data: Path, docs: Path) -> None:
    data.mkdir()
    with (data / "build.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "service", "build", str(docs), "--data", str(data)]
        stopped = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("kaynak: another build is at work in ")
    assert stopped.stderr.count("\n") == 1
    assert [path.name for path in data.iterdir()] == ["build.lock"]


@pytest.mark.parametrize("place", ["a file", "below a file", "on a device that takes no folders"])
def test_a_data_directory_that_cannot_be_one_is_named_with_the_next_step(docs: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    data = {"a file": tmp_path / "file", "below a file": tmp_path / "file" / "data"}.get(place, Path("/proc/kaynak"))
    with pytest.raises(DataDirectory, match="choose another with --data or KAYNAK_DATA") as caught:
        run(data, docs)
    assert str(data) in str(caught.value)
    assert (tmp_path / "file").read_text() == "x"
    with pytest.raises(IndexMissing):
        open_index(data)


LIMITED = """
import os, resource, sys
from pathlib import Path
from index.building import build
from index.embedders import HashingEmbedder
from index.types import EncoderInfo
from service.cli import main

class Wide(HashingEmbedder):
    dimensions = 2048
    def __init__(self):
        self.info = EncoderInfo("wide", "wide", self.dimensions)

docs = sys.argv[1]
for job in sys.argv[2:]:
    kind, limit, data = job.split(",", 2)
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        if kind == "command":
            os._exit(main(["build", docs, "--data", data]))
        try:
            build(Path(data), [Path(docs)], encoder=lambda _: Wide())
        except BaseException as error:
            print("kaynak:", type(error).__name__, error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print("END", job, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=sys.stderr, flush=True)
"""


def limited(docs: Path, jobs: Sequence[tuple[str, int, Path]]) -> list[tuple[int, str]]:
    """Exit code and what was said last of builds whose files may not grow beyond a limit."""
    command = [sys.executable, "-c", LIMITED, str(docs), *(f"{kind},{limit},{data}" for kind, limit, data in jobs)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    results, lines = [], [""]
    for line in ended.stderr.splitlines():
        if line.startswith("END "):
            results.append((int(line.rsplit(" ", 1)[1]), lines[-1]))
            lines = [""]
        elif "kaynak: " in line:
            lines.append(line[line.index("kaynak: ") :])  # FAISS writes words of its own before it, on the same line
    return results


def test_a_full_disk_is_one_clear_error_the_index_before_serves_on_and_with_room_the_build_completes(
    data: Path, docs: Path, tmp_path: Path
) -> None:
    run(data, docs)
    expected = answers(data)
    jobs = [("command", limit, tmp_path / f"full-{limit}") for limit in (600, 9_000, 45_000, 90_000)]
    for _, _, copy in jobs:
        shutil.copytree(data, copy)
    for name in ("Denizli", "Edirne", "Fatsa"):
        (docs / f"{name}.txt").write_text(prose(name, 400), encoding="utf-8")
    (docs / "Ceyhan.txt").unlink()
    for (_, _, copy), (code, line) in zip(jobs, limited(docs, jobs), strict=True):
        assert code == 1
        assert line.startswith(f"kaynak: cannot write to {copy} (")
        assert line.endswith("the index that was there still serves; make room and build again")
        assert answers(copy) == expected
        assert set(texts_of(copy)) == {"ankara", "bursa", "ceyhan"}
    run(data, docs)
    for _, _, copy in jobs:
        assert run(copy, docs).changed
        assert set(texts_of(copy)) == {"ankara", "bursa", "denizli", "edirne", "fatsa"}
        assert texts_of(copy) == texts_of(data)


def test_a_disk_that_is_full_for_the_vectors_leaves_the_index_before(data: Path, docs: Path, tmp_path: Path) -> None:
    run(data, docs)
    expected, encoded = answers(data), run(data, docs).passages
    jobs = [("build", limit, tmp_path / f"full-{limit}") for limit in (encoded * 2048, encoded * 4096)]
    for _, _, copy in jobs:
        shutil.copytree(data, copy)
    for (_, _, copy), (code, line) in zip(jobs, limited(docs, jobs), strict=True):
        assert code == 1
        assert line.startswith(f"kaynak: {StorageFailed.__name__} cannot write to {copy} (")
        assert line.endswith("the index that was there still serves; make room and build again")
        assert answers(copy) == expected
        assert run(copy, docs, encoder=Narrow()).encoded == encoded
        assert answers(copy, Narrow())


def test_a_file_that_is_renamed_and_replaced_by_another_text_makes_two_documents_at_once(data: Path, docs: Path) -> None:
    run(data, docs)
    for new in ("Aydın.txt", "Zonguldak.txt"):  # before and after it in the order of names
        old_text = (docs / "Bursa.txt").read_text(encoding="utf-8")
        (docs / "Bursa.txt").rename(docs / new)
        (docs / "Bursa.txt").write_text(prose(f"Bursa {new}"), encoding="utf-8")
        run(data, docs)
        assert old_text in texts_of(data).values()
        assert prose(f"Bursa {new}") in texts_of(data).values()
        assert not run(data, docs).changed


def test_a_file_whose_name_is_no_unicode_is_skipped_and_named_and_the_rest_is_taken_in(data: Path, docs: Path) -> None:
    Path(os.fsdecode(os.fsencode(docs) + b"/b\xff.txt")).write_text(prose("Denizli"), encoding="utf-8")
    report = run(data, docs)
    assert (report.documents, len(report.changes.skipped)) == (3, 1)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_text_with_a_nul_character_is_refused_or_cited_exactly(data: Path, docs: Path, codec: str) -> None:
    text = prose("Nul", 60).replace("30. köprü", "30.\0köprü")
    (docs / "Nul.txt").write_bytes(text.encode(codec))
    report = run(data, docs)
    index = open_index(data)
    cited = [p for _, p in index.passages(sorted(index.shown)).values() if p.document_id == "nul"]
    assert report.changes.skipped or cited
    assert all(p.text == text[p.start : p.end] for p in cited)
    index.close()


def test_a_file_first_given_by_itself_is_removed_when_its_folder_is_built_without_it(data: Path, docs: Path) -> None:
    run(data, docs / "Bursa.txt")
    run(data, docs)
    (docs / "Bursa.txt").unlink()
    assert run(data, docs).changes.removed == ["bursa"]


def test_a_broken_catalogue_keeps_no_document_out_and_loses_no_metadata(data: Path, docs: Path) -> None:
    entry = '[[document]]\nfile = "{0}.txt"\ntitle = "Kitap {0}"\n'
    (docs / "catalogue.toml").write_text("".join(entry.format(n) for n in ("Ankara", "Bursa", "Ceyhan")), encoding="utf-8")
    run(data, docs)
    before = open_records(data)
    for broken in (
        "[[document",
        '[document]\nfile = "Bursa.txt"\n',
        '[[document]]\nfile="a"\nsha256=""\npage_starts=[0,"1"]\n',
    ):
        (docs / "catalogue.toml").write_text(broken, encoding="utf-8")
        report = run(data, docs)
        assert report.changes.skipped
        assert open_records(data) == before


def test_a_document_of_headings_only_is_skipped_with_its_reason(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Yalnız başlık\n", encoding="utf-8")
    with pytest.raises(NothingToIndex):
        run(data, tmp_path / "a.md")


def test_a_disk_that_is_full_at_the_last_bytes_of_a_segment_is_noticed(data: Path, docs: Path, tmp_path: Path) -> None:
    """Limits between the whole blocks and the end of each file: what stdio keeps in its buffer is lost at fclose."""
    encoded = run(data, docs).passages
    expected = answers(data)
    jobs = [("build", limit, tmp_path / f"full-{limit}") for limit in (0, encoded * 8192, encoded * 8192 + 40)]
    for _, _, copy in jobs:
        shutil.copytree(data, copy)
    for (_, _, copy), (code, line) in zip(jobs, limited(docs, jobs), strict=True):
        assert (code, line.split(" ")[1]) == (1, "StorageFailed"), line
        assert answers(copy) == expected
