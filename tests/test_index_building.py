"""What a build takes in, changes and says."""

import hashlib
import shutil
from pathlib import Path

from building import Recording, answers, open_records, prose, run, texts_of

from corpus.errors import CatalogueError
from index.opening import open_index


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
