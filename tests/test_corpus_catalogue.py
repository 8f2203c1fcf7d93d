"""catalogue.toml: a fault is named with its file; the documents beside it are not silently mislabelled."""

import hashlib
from pathlib import Path

import pytest

from corpus.catalogue import Entry, read_catalogue
from corpus.errors import CatalogueError, KaynakError, SourceError
from corpus.loaders import load_document
from corpus.types import Metadata, Page

TEXT = "Birinci sayfa.\n İkinci sayfa.\n"
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()


def write(folder: Path, toml: str) -> Path:
    (folder / "note.txt").write_bytes(TEXT.encode())
    (folder / "catalogue.toml").write_text(toml, encoding="utf-8")
    return folder / "note.txt"


def test_a_folder_without_a_catalogue_has_no_entries(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path) == {}


def test_an_empty_catalogue_has_no_entries(tmp_path: Path) -> None:
    write(tmp_path, "# nothing yet\n")
    assert read_catalogue(tmp_path) == {}


def test_an_entry_gives_a_document_its_metadata_pages_and_labels(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"""
        [[document]]
        file = "note.txt"
        sha256 = "{DIGEST}"
        title = "Başlık"
        authors = ["Ayşe Yılmaz", "Ali Veli"]
        publisher = "Yayınevi"
        year = 2020
        language = "tr"
        kind = "note"
        rights = "CC BY"
        page_starts = [0, 15]
        page_labels = {{ 2 = "iv" }}
        """,
    )
    document, remark = load_document(path, document_id="note", entry=read_catalogue(tmp_path)["note.txt"])
    authors = ("Ayşe Yılmaz", "Ali Veli")
    assert document.metadata == Metadata("Başlık", authors, "Yayınevi", 2020, "tr", "note", "CC BY")
    assert document.pages == (Page(1, 0, 15), Page(2, 15, len(TEXT), "iv"))
    assert remark == ""


def test_what_an_entry_leaves_out_is_empty(tmp_path: Path) -> None:
    write(tmp_path, '[[document]]\nfile = "note.txt"\n')
    assert read_catalogue(tmp_path) == {"note.txt": Entry("", Metadata())}


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ('title = "Kendi"\nsupplied_title = "Verilen"', "Kendi"),
        ('title = ""\nsupplied_title = "Verilen"', "[Verilen]"),
        ("", "note"),
    ],
)
def test_a_supplied_title_stands_in_brackets_where_the_text_has_none(tmp_path: Path, lines: str, title: str) -> None:
    path = write(tmp_path, f'[[document]]\nfile = "note.txt"\n{lines}\n')
    document, _ = load_document(path, document_id="note", entry=read_catalogue(tmp_path)["note.txt"])
    assert document.metadata.title == title


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[[document]\nfile = 3", "line 1"),
        ("file = ", "Invalid value"),
        ('[[document]]\nfile = "note.txt"\ntitel = "Başlık"', "titel: it is not known here; known are file, sha256"),
        ('[[document]]\nfile = "note.txt"\nyear = "2020"', "year: Input should be a valid integer"),
        ('[[document]]\nfile = "note.txt"\nauthors = "Ayşe"', "authors: Input should be a valid list"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [0, 9, 5]', "page_starts must rise from 0"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [0, 5, 5]', "page_starts must rise from 0"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [3, 5]', "page_starts must rise from 0"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [-1, 0]', "page_starts must rise from 0"),
        ('[[document]]\nfile = "note.txt"\npage_starts = [0, 5]', "need the file's sha256 beside them"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [0, "x"]', "page_starts: 1: Input should be"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [0, 1.5]', "page_starts: 1: Input should be"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [0]\npage_labels = {x = "3"}', "numbers of pages"),
        ('[[document]]\nfile = "note.txt"\nsha256 = "0"\npage_starts = [0]\npage_labels = {2 = "3"}', "numbers of pages"),
        ('[[document]]\nfile = "note.txt"\nyear = true', "year: Input should be a valid integer"),
        ('[[document]]\nfile = "note.txt"\n[[document]]\nfile = "note.txt"', "note.txt is described twice"),
        ('[document]\nfile = "a"', "document: Input should be a valid list"),
        ('[[documents]]\nfile = "a"', "documents: it is not known here"),
        ('[[document]]\ntitle = "a"', "file: Field required"),
    ],
)
def test_a_faulty_catalogue_is_refused_by_file_and_fault(tmp_path: Path, toml: str, fault: str) -> None:
    write(tmp_path, toml)
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(tmp_path)
    assert str(tmp_path / "catalogue.toml") in str(raised.value)
    assert fault in str(raised.value)
    assert ('file = "note.txt"' in toml) == ("note.txt" in str(raised.value))
    assert isinstance(raised.value, KaynakError)


def test_a_catalogue_that_is_not_utf8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_bytes('[[document]]\nfile = "göç.txt"'.encode("cp1254"))
    with pytest.raises(CatalogueError, match=r"catalogue\.toml: .*utf-8.*mend it or remove it"):
        read_catalogue(tmp_path)


def test_an_entry_for_another_version_of_the_file_is_refused(tmp_path: Path) -> None:
    other = hashlib.sha256(b"another version").hexdigest()
    path = write(tmp_path, f'[[document]]\nfile = "note.txt"\nsha256 = "{other}"\n')
    with pytest.raises(SourceError) as raised:
        load_document(path, document_id="note", entry=read_catalogue(tmp_path)["note.txt"])
    assert str(raised.value).startswith(f"{path}: its catalogue entry describes another version (sha256 {other[:12]}...)")


def test_a_page_that_starts_past_the_end_of_the_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, f'[[document]]\nfile = "note.txt"\nsha256 = "{DIGEST}"\npage_starts = [0, {len(TEXT)}]\n')
    with pytest.raises(SourceError, match=rf"a page at {len(TEXT)}, past the end of the text"):
        load_document(path, document_id="note", entry=read_catalogue(tmp_path)["note.txt"])
