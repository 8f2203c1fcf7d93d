"""Files that a build cannot use, or meets again under another name."""

import os
import shutil
from pathlib import Path

import pytest
from building import no_waiting, open_records, prose, run, texts_of

from index.errors import (
    IndexMissing,
    NothingToIndex,
)
from index.opening import open_index

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


def test_long_names_that_differ_only_at_their_end_are_all_taken_in(data: Path, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / f"{'uzun rapor adi ' * 8}{number}.txt").write_text(prose(f"Rapor {number}"), encoding="utf-8")
    assert run(data, tmp_path / "docs").documents == 4


def test_a_file_renamed_to_what_cannot_be_read_is_removed(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Bursa.txt").rename(docs / "Bursa.txt.disabled")
    report = run(data, docs)
    assert report.changes.removed == ["bursa"]
    assert len(report.changes.skipped) == 1


def test_a_file_given_by_itself_that_is_gone_is_removed(data: Path, docs: Path) -> None:
    run(data, docs / "Ankara.txt", docs / "Bursa.txt")
    (docs / "Bursa.txt").unlink()
    report = run(data, docs / "Ankara.txt", docs / "Bursa.txt")
    assert (report.changes.removed, report.changes.skipped) == (["bursa"], [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named_and_loses_nothing(data: Path, docs: Path) -> None:
    (docs / "iki").mkdir()
    (docs / "iki" / "Denizli.txt").write_text(prose("Denizli"), encoding="utf-8")
    run(data, docs)
    (docs / "iki").chmod(0)
    report = run(data, docs)
    (docs / "iki").chmod(0o755)
    assert (report.changes.removed, report.documents, len(report.changes.skipped)) == ([], 4, 1)


def test_a_hidden_folder_that_was_given_by_itself_is_kept_until_its_file_is_gone(data: Path, docs: Path) -> None:
    (docs / ".gizli").mkdir()
    hidden = docs / ".gizli" / "Denizli.txt"
    hidden.write_text(prose("Denizli"), encoding="utf-8")
    assert run(data, docs, docs / ".gizli").changes.added == ["ankara", "bursa", "ceyhan", "denizli"]
    for paths in ((docs, docs / ".gizli"), (docs,)):
        report = run(data, *paths)
        assert (report.changes.added, report.changes.removed, report.changed, report.documents) == ([], [], False, 4)
    hidden.unlink()
    assert run(data, docs).changes.removed == ["denizli"]


def test_a_file_that_another_listing_holds_is_not_gone_though_it_cannot_be_read(data: Path, docs: Path) -> None:
    (docs / ".gizli").mkdir()
    hidden = docs / ".gizli" / "Denizli.txt"
    hidden.write_text(prose("Denizli"), encoding="utf-8")
    run(data, docs, docs / ".gizli")
    hidden.unlink()
    hidden.symlink_to(docs / "nowhere")
    report = run(data, docs, docs / ".gizli")
    assert (report.changes.removed, len(report.changes.skipped), report.documents) == ([], 1, 4)


def test_a_file_whose_place_a_folder_has_taken_is_gone(data: Path, docs: Path) -> None:
    run(data, docs)
    (docs / "Bursa.txt").unlink()
    (docs / "Bursa.txt").mkdir()
    assert run(data, docs).changes.removed == ["bursa"]


def test_a_link_to_a_folder_is_named_until_that_folder_is_given(data: Path, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "uzak").mkdir()
    (tmp_path / "uzak" / "Denizli.txt").write_text(prose("Denizli"), encoding="utf-8")
    (docs / "bağ").symlink_to(tmp_path / "uzak")
    report = run(data, docs)
    assert [str(error) for error in report.changes.skipped] == [
        f"{docs / 'bağ'}: it is a link to a folder, and links are not followed; give {tmp_path / 'uzak'} itself"
    ]
    assert report.documents == 3
    report = run(data, docs, tmp_path / "uzak")
    assert (report.changes.added, report.changes.skipped) == (["denizli"], [])


def test_a_link_to_a_folder_that_is_taken_in_anyway_is_no_fault(data: Path, docs: Path) -> None:
    (docs / "2024").mkdir()
    (docs / "2024" / "Denizli.txt").write_text(prose("Denizli"), encoding="utf-8")
    (docs / "son").symlink_to("2024")
    (docs / "döngü").symlink_to(docs)
    report = run(data, docs)
    assert (report.documents, report.changes.skipped) == (4, [])


def test_a_folder_of_nothing_but_a_link_says_so(data: Path, docs: Path, tmp_path: Path) -> None:
    run(data, docs)
    (tmp_path / "bağlar").mkdir()
    (tmp_path / "bağlar" / "uzak").symlink_to(tmp_path)
    [error] = run(data, tmp_path / "bağlar").changes.skipped
    assert "it is a link to a folder" in str(error)


def test_a_link_that_leads_back_to_itself_is_named_and_the_rest_is_taken_in(data: Path, docs: Path, tmp_path: Path) -> None:
    for loop in (docs / "döngü.txt", tmp_path / "döngü"):
        loop.symlink_to(loop)
    report = run(data, docs, tmp_path / "döngü")
    assert (report.documents, len(report.changes.skipped)) == (3, 2)


def test_a_pipe_is_named_and_not_waited_for_even_where_a_file_may_have_been_renamed(data: Path, docs: Path) -> None:
    run(data, docs)
    os.mkfifo(docs / "Boru.txt")
    (docs / "Bursa.txt").unlink()
    with no_waiting():
        report = run(data, docs, docs / "Boru.txt")
    assert report.changes.removed == ["bursa"]
    assert {str(error) for error in report.changes.skipped} == {
        f"{docs / 'Boru.txt'}: it is a pipe, a socket or a device, not a file"
    }


def test_a_pipe_in_the_place_of_a_file_keeps_what_the_store_has_until_another_file_has_its_text(
    data: Path, docs: Path
) -> None:
    run(data, docs)
    (docs / "Bursa.txt").unlink()
    os.mkfifo(docs / "Bursa.txt")
    with no_waiting():
        report = run(data, docs)
        assert (report.changes.removed, len(report.changes.skipped), report.documents) == ([], 1, 3)
        (docs / "Yeni.txt").write_text(prose("Bursa"), encoding="utf-8")
        assert run(data, docs).documents == 3
    assert open_records(data)["bursa"][0] == str(docs / "Yeni.txt")


def test_a_file_that_is_renamed_to_another_format_is_read_anew_under_its_id(data: Path, docs: Path) -> None:
    (docs / "not.txt").write_text("* **Liman** 1963 yılında kuruldu.\n* Baraj `1970` yılında.\n", encoding="utf-8")
    run(data, docs)
    (docs / "not.txt").rename(docs / "not.md")
    report = run(data, docs)
    assert (report.changes.updated, report.changes.added, report.changes.removed) == (["not"], [], [])
    index = open_index(data)
    assert index.store.document(index.records["not"].version).format == "markdown"
    readings = [p.reading for _, p in index.passages(sorted(index.shown)).values() if p.document_id == "not"]
    index.close()
    assert readings == ["Liman 1963 yılında kuruldu. Baraj 1970 yılında."]
    assert not run(data, docs).changed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("mode", [0, 0o400, 0o100], ids=oct)
def test_a_folder_that_cannot_be_entered_stops_no_build_and_its_texts_are_not_added_again(
    data: Path, docs: Path, mode: int
) -> None:
    (docs / "iki").mkdir()
    (docs / "iki" / "Denizli.txt").write_text(prose("Denizli"), encoding="utf-8")
    run(data, docs, docs / "iki" / "Denizli.txt")
    shutil.copy(docs / "iki" / "Denizli.txt", docs / "Kopya.txt")
    (docs / "iki").chmod(mode)
    try:
        report = run(data, docs, docs / "iki" / "Denizli.txt")
    finally:
        (docs / "iki").chmod(0o755)
    assert (report.changes.added, report.changes.removed, report.documents) == ([], [], 4)
    assert report.changes.skipped
    assert [remark.split(":")[0] for remark in report.changes.remarks] == ["Kopya.txt"]
