"""The five documents: unchanged, with the pages and the metadata that their own texts show."""

import hashlib
import re
import tomllib
from functools import cache

import pytest
from seeds import COUNTRY_NOTE, EAST_WEST, FOLDER, FOREIGN_POLICY, REFORMS, STRATEGIC

from corpus.catalogue import Entry, read_catalogue
from corpus.loaders import load_document
from corpus.types import Document, Page

PAGES = {COUNTRY_NOTE: 5, EAST_WEST: 2, REFORMS: 25, FOREIGN_POLICY: 3, STRATEGIC: 18}
MARKED_BY_A_BLANK = (EAST_WEST, REFORMS, FOREIGN_POLICY, STRATEGIC)
# Lines that begin with exactly one blank and start no page, with what they hold.
NO_PAGE_STARTS = {
    EAST_WEST: {
        6005: " 2017,\xa0http://www.sabah.com.tr/ekonomi/2017/09/10/kazakistanla-26-ortak-proje",
        6668: " @avimorgtr",
        6680: " https://www.facebook.com/avrasyaincelemelerimerkezi",
    },
    REFORMS: {},
    FOREIGN_POLICY: {5313: " policy-dynamics/."},
    STRATEGIC: {19807: " “Gerçekçi olarak konuşursak Türk Dünyası, Türk devletleri "},
}
DIGESTS = {
    COUNTRY_NOTE: "7565557c2cf9faf92e84fc32de87cb841018a6c667243ba15e73f043213eea30",
    EAST_WEST: "1861f8dbc7e10d463df13a0836c461ac9acde16f111d6d97c53ce510ea87dbe8",
    REFORMS: "8ccb549420018a58952ae78708bee134d607f1fffe06724a2c0609cd1dc07027",
    FOREIGN_POLICY: "ae0a012c6408fce3d3a0ab79ee02dc51242b0156062c8f07ebb5e7b75756f2fd",
    STRATEGIC: "93ab6356be826ad1b95faa4bc0b589e17f0f2bd54af08c737e2f5bfebe6a0155",
}


@cache
def entries() -> dict[str, Entry]:
    return read_catalogue(FOLDER)


@cache
def document(name: str) -> Document:
    return load_document(FOLDER / f"{name}.txt", document_id=name, entry=entries()[f"{name}.txt"])[0]


def page_text(name: str, number: int) -> str:
    page = document(name).pages[number - 1]
    return document(name).text[page.start : page.end]


def test_the_catalogue_lists_exactly_the_files_of_the_folder() -> None:
    assert set(entries()) == {path.name for path in FOLDER.glob("*.txt")} == {f"{name}.txt" for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_document_is_byte_for_byte_the_one_that_was_handed_in(name: str) -> None:
    data = (FOLDER / f"{name}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == DIGESTS[name] == entries()[f"{name}.txt"].sha256
    assert document(name).sha256 == DIGESTS[name]


@pytest.mark.parametrize("name", PAGES)
def test_a_loaded_text_is_the_file_verbatim(name: str) -> None:
    assert document(name).text.encode() == (FOLDER / f"{name}.txt").read_bytes()


@pytest.mark.parametrize(("name", "count"), PAGES.items())
def test_pages_are_as_many_as_recorded_and_cover_the_text_without_a_gap(name: str, count: int) -> None:
    pages = document(name).pages
    assert [page.number for page in pages] == list(range(1, count + 1))
    assert [page.start for page in pages] == [0, *(page.end for page in pages[:-1])]
    assert pages[-1].end == len(document(name).text)
    assert all(page.start < page.end for page in pages)


@pytest.mark.parametrize("name", MARKED_BY_A_BLANK)
def test_lines_that_begin_with_one_blank_are_page_starts_but_for_the_known_ones(name: str) -> None:
    text = document(name).text
    # Between line feeds only: Python's own idea of a line has more ends.
    marked = {match.start() for match in re.finditer(r"(?:(?<=\n)|\A) (?=\S)", text)}
    starts = {page.start for page in document(name).pages}
    blank_run = {6998} if name == STRATEGIC else set()
    assert marked - starts == set(NO_PAGE_STARTS[name])
    assert starts - marked == blank_run


@pytest.mark.parametrize(
    ("name", "offset", "line"), [(n, offset, line) for n, found in NO_PAGE_STARTS.items() for offset, line in found.items()]
)
def test_a_line_with_a_blank_that_starts_no_page_goes_on_from_the_page_before(name: str, offset: int, line: str) -> None:
    text = document(name).text
    assert text[offset:].split("\n", 1)[0] == line
    assert text[offset - 1] == "\n"


def test_the_fifth_page_of_the_strategic_report_starts_with_a_run_of_blank_lines_and_its_printed_number() -> None:
    assert page_text(STRATEGIC, 4).endswith("ikili ilişkilere olan etkisi incelenmektedir.\n")
    head = "\n\n\ne-Rapor | Türkiye-Kazakistan İlişkilerinin Stratejik Boyutu\n\n10\n\n"
    assert page_text(STRATEGIC, 5).startswith(head)


def test_pages_of_the_country_note_follow_four_line_feeds() -> None:
    text = document(COUNTRY_NOTE).text
    ends = [match.end() for match in re.finditer(r"\n{4}", text)]
    assert [page.start for page in document(COUNTRY_NOTE).pages] == [0, *ends]
    assert not page_text(COUNTRY_NOTE, 4).strip()


def test_only_printed_page_numbers_are_labels() -> None:
    labels = {(name, page.number): page.label for name in PAGES for page in document(name).pages if page.label}
    assert labels == {(STRATEGIC, 5): "10", (EAST_WEST, 2): "3"}
    for (name, number), label in labels.items():
        assert f"\n{label}\n" in page_text(name, number)


@pytest.mark.parametrize(
    ("name", "sentence", "number"),
    [
        (COUNTRY_NOTE, "Bölgesel temsilcilerin görev süresi beş yıldır.", 1),
        (COUNTRY_NOTE, "İlimizde Kazakistan Sermayeli 1 Firma Bulunmaktadır.", 5),
        (EAST_WEST, "ticaret hacminin $5 milyara ulaştırılması", 2),
        (REFORMS, "Kazakhstan, which was one of the countries", 2),
        (REFORMS, "30 Ağustos 1995 tarihinde ulusal referandumla", 6),
        (FOREIGN_POLICY, "Tokayev’e göre, Kazakistan’ın bir orta güç olarak", 2),
        (STRATEGIC, "ANKASAM BAŞKANI", 2),
        (STRATEGIC, "Kazakistan Cumhurbaşkanı Nursultan Nazarbayev’in", 3),
        (STRATEGIC, "Kültür ve kimlik konusu, Türkiye-Kazakistan", 5),
    ],
)
def test_a_known_sentence_stands_on_its_page(name: str, sentence: str, number: int) -> None:
    assert document(name).text.count(sentence) == 1
    assert sentence in page_text(name, number)


@pytest.mark.parametrize("name", PAGES)
def test_what_the_catalogue_says_of_a_document_stands_in_its_text(name: str) -> None:
    text, metadata = document(name).text, document(name).metadata
    for stated in (*metadata.authors, metadata.publisher, metadata.year or "", metadata.rights):
        assert _plain(str(stated)) in _plain(text)
    if not metadata.title.startswith("["):
        assert _plain(metadata.title) in _plain(text)


def test_what_a_text_does_not_say_stays_empty_and_a_supplied_title_stands_in_brackets() -> None:
    for name in (COUNTRY_NOTE, REFORMS):
        metadata = document(name).metadata
        assert (metadata.authors, metadata.publisher, metadata.year, metadata.rights) == ((), "", None, "")
        assert re.fullmatch(r"\[.+\]", metadata.title)
    assert {name: document(name).metadata.year for name in PAGES if document(name).metadata.year} == {EAST_WEST: 2017}
    assert (document(FOREIGN_POLICY).metadata.publisher, document(FOREIGN_POLICY).metadata.rights) == ("", "")


def test_the_catalogue_is_read_whole() -> None:
    recorded = tomllib.loads((FOLDER / "catalogue.toml").read_text(encoding="utf-8"))["document"]
    for table in recorded:
        loaded = document(table["file"].removesuffix(".txt"))
        assert [page.start for page in loaded.pages] == table["page_starts"]
        assert loaded.metadata.title == (table["title"] or f"[{table['supplied_title']}]")
        assert loaded.metadata.authors == tuple(table["authors"])
        assert (loaded.metadata.language, loaded.metadata.kind) == ("tr", table["kind"])


def test_pages_of_an_entry_end_where_the_next_one_starts() -> None:
    entry = Entry("", document(COUNTRY_NOTE).metadata, (0, 4, 9), ((2, "ii"),))
    assert entry.pages(12) == (Page(1, 0, 4), Page(2, 4, 9, "ii"), Page(3, 9, 12))


def _plain(text: str) -> str:
    """Capitals and blanks aside, in the Turkish way: ASCII apostrophes, one i."""
    return re.sub(r"[\s\xa0]+", " ", text).replace("İ", "i").replace("I", "i").casefold().replace("ı", "i")
