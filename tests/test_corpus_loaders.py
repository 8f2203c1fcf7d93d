"""Files to documents: what every loader keeps, and how a file that cannot be one is refused."""

import hashlib
import os
import re
from pathlib import Path

import pytest
from building import no_waiting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnknownFormat, UnreadableSource
from corpus.loaders import LOADERS, load_document, load_markdown, load_text, slug
from corpus.types import Metadata, Page

# The machine may be busy, and the first example may load language models.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT = "# Nüfus\r\n\r\nKazakistan’ın nüfusu 19,74 milyondur.\r\n\r\nİkinci paragraf, sonunda satır sonu yok"


def save(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("suffix", LOADERS)
def test_a_document_is_the_files_characters_verbatim_under_every_suffix(tmp_path: Path, suffix: str) -> None:
    path = save(tmp_path, f"ülke_notu-2{suffix}", TEXT)
    document, remark = load_document(path, document_id="x")
    assert document.text == TEXT
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (document.document_id, document.source, remark) == ("x", str(path), "")


@pytest.mark.parametrize("suffix", LOADERS)
def test_a_suffix_counts_in_capitals_too(tmp_path: Path, suffix: str) -> None:
    assert load_document(save(tmp_path, f"A{suffix.upper()}", TEXT), document_id="a")[0].text == TEXT


@pytest.mark.parametrize("suffix", LOADERS)
def test_every_loader_reads_legacy_turkish_and_says_so(tmp_path: Path, suffix: str) -> None:
    document, remark = load_document(save(tmp_path, f"eski{suffix}", TEXT.encode("cp1254")), document_id="x")
    assert (document.text, remark) == (TEXT, "read as cp1254")


@pytest.mark.parametrize("suffix", LOADERS)
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it holds no text"),
        (b" \t\r\n\x0c\n\xc2\xa0 ", "it holds no text"),
        (b"--- *** ...\n", "it holds no text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is a binary file, not text"),
        ("Казахстан".encode("cp1251"), "its encoding cannot be told"),
    ],
)
def test_a_file_that_holds_no_readable_text_is_refused_by_name(
    tmp_path: Path, suffix: str, content: bytes, reason: str
) -> None:
    path = save(tmp_path, f"x{suffix}", content)
    with pytest.raises(UnreadableSource) as raised:
        load_document(path, document_id="x")
    assert str(raised.value).startswith(f"{path}: {reason}")
    assert raised.value.path == path


@pytest.mark.parametrize("name", ["x.docx", "x.txt.gz", "README", ".txt"])
def test_a_suffix_without_a_loader_is_refused_and_the_known_ones_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownFormat, match=re.escape(f"known are {', '.join(LOADERS)}")) as raised:
        load_document(save(tmp_path, name, TEXT), document_id="x")
    assert name in str(raised.value)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"gone\.txt: cannot be read: No such file"):
        load_document(tmp_path / "gone.txt", document_id="x")


def test_a_folder_that_is_called_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableSource, match="cannot be read: Is a directory"):
        load_document(tmp_path / "folder.txt", document_id="x")


def test_a_link_that_leads_back_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(UnreadableSource, match="cannot be read: Too many levels"):
        load_document(tmp_path / "loop.txt", document_id="x")


def test_a_pipe_that_is_called_like_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with no_waiting(), pytest.raises(UnreadableSource, match=r"pipe\.txt: it is a pipe"):
        load_document(tmp_path / "pipe.txt", document_id="x")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_in_a_forbidden_folder_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path, "x.txt", TEXT)
    tmp_path.chmod(0)
    try:
        with pytest.raises(UnreadableSource, match="cannot be read: Permission denied"):
            load_document(path, document_id="x")
    finally:
        tmp_path.chmod(0o700)


def test_form_feeds_start_pages_of_plain_text(tmp_path: Path) -> None:
    document, _ = load_document(save(tmp_path, "x.txt", "bir\x0ciki\n\x0cüç"), document_id="x")
    assert document.pages == (Page(1, 0, 4), Page(2, 4, 9), Page(3, 9, 11))
    assert [document.text[page.start : page.end] for page in document.pages] == ["bir\x0c", "iki\n\x0c", "üç"]


@pytest.mark.parametrize("name", ["x.txt", "x.md"])
def test_a_text_without_form_feeds_has_no_pages(tmp_path: Path, name: str) -> None:
    assert load_document(save(tmp_path, name, TEXT), document_id="x")[0].pages == ()


@pytest.mark.parametrize("name", ["x.md", "x.markdown"])
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Nüfus #\r\n\r\nMetin.\r\n", "Nüfus"),
        ("Giriş.\n\n## İkinci\n\n# Asıl Başlık\n\n# Sonraki\n", "Asıl Başlık"),
        ("#   Çok   boşluk  \nMetin", "Çok   boşluk"),
        ("Başlıksız metin.\n#etiket\n", "x"),
    ],
)
def test_the_first_heading_of_the_first_level_is_the_title_of_markdown(
    tmp_path: Path, name: str, text: str, title: str
) -> None:
    document, _ = load_document(save(tmp_path, name, text), document_id="x")
    assert document.metadata == Metadata(language="tr", title=title)
    assert document.format == "markdown"


def test_a_text_without_a_title_is_called_by_its_file_name(tmp_path: Path) -> None:
    document, _ = load_document(save(tmp_path, "ülke_notu-2024.txt", TEXT), document_id="x")
    assert document.metadata == Metadata(language="tr", title="ülke notu 2024")
    assert document.format == "text"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Ülke Notu (2024)", "ulke-notu-2024"),
        ("İSTANBUL_ığdır", "istanbul-igdir"),
        ("Kazakistan’ın nüfusu", "kazakistan-in-nufusu"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 200, "a" * 80),
    ],
)
def test_a_slug_is_a_folded_name_that_can_stand_in_an_address(name: str, address: str) -> None:
    assert slug(name) == address


def test_names_without_latin_letters_get_distinct_slugs() -> None:
    made = [slug("Қазақстан"), slug("Россия"), slug(""), slug("...")]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"d-[0-9a-f]{12}", address) for address in made)


@UNHURRIED
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_slug_is_never_empty_and_needs_no_escaping(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", slug(name))


def test_a_final_form_feed_starts_no_page() -> None:
    assert len(load_text(b"a\x0cb\x0c").pages) == 2


@pytest.mark.parametrize(
    ("text", "title"),
    [("# About C#\n", "About C#"), ("```\n# comment\n```\n\n# *Real* `one`\n", "Real one"), ("#\n\nnot me\n", "")],
)
def test_a_markdown_title_is_the_first_real_heading(text: str, title: str) -> None:
    assert load_markdown(text.encode()).title == title


@pytest.mark.parametrize(("text", "language"), [(TEXT, "tr"), ("The senate has 49 members, who are elected.", "en")])
def test_the_language_is_guessed_where_no_catalogue_tells(tmp_path: Path, text: str, language: str) -> None:
    document, _ = load_document(save(tmp_path, "x.txt", text), document_id="x")
    assert document.metadata.language == language
