"""Encodings: Turkish text is read exactly, or refused with a reason."""

import codecs

import pytest

from corpus.encoding import EncodingError, decode

TURKISH = "Kazakistan’ın yüzölçümü 2,7 milyon km²’dir; İstanbul’dan göçenlerin çoğu ŞAİRDİ.\r\n\tIğdır’da ağaç\n"
PLAIN = "Kazakistan'ın yüzölçümü 2,7 milyon; İstanbul'dan göçenlerin çoğu ŞAİRDİ.\r\n\tIğdır'da ağaç, öğün\n"


def test_utf8_is_read_as_it_stands() -> None:
    assert decode(TURKISH.encode()) == (TURKISH, "utf-8")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + TURKISH.encode()) == (TURKISH, "utf-8")


@pytest.mark.parametrize(("bom", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_with_its_mark_is_read_in_both_byte_orders(bom: bytes, encoding: str) -> None:
    assert decode(bom + TURKISH.encode(encoding)) == (TURKISH, "utf-16")


@pytest.mark.parametrize("encoding", ["cp1254", "cp857", "mac_turkish"])
def test_legacy_turkish_text_is_recognised_and_read_exactly(encoding: str) -> None:
    assert decode(PLAIN.encode(encoding)) == (PLAIN, encoding)


@pytest.mark.parametrize("encoding", ["cp1254", "mac_turkish"])
def test_typographic_quotation_marks_do_not_hide_the_encoding(encoding: str) -> None:
    text = TURKISH.replace("²", "2")
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n", "\x0c", "\n\n\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1254"])
def test_line_ends_are_kept_verbatim(ends: str, encoding: str) -> None:
    text = f"Birinci satır, ğüşiöç{ends}ikinci satır{ends}"
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"a long text " * 90 + b"\0",
        bytes(range(1, 9)) * 40,
        b"PK\x03\x04" + b"\x01\x02" * 90,
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(EncodingError, match="binary file, not text"):
        decode(data)


def test_a_few_stray_control_characters_do_not_make_a_text_binary() -> None:
    text = "Uzun bir metin. " * 40 + "\x02"
    assert decode(text.encode())[0] == text


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_inside_a_letter_is_refused_and_says_what_to_do(cut: int) -> None:
    data = ("Kazakistan’ın nüfusu, göçü, ağacı, şiiri" + "€").encode()[:-cut]
    with pytest.raises(EncodingError, match=r"encoding cannot be told.*save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Казахстан получил независимость"),
        ("koi8-r", "Казахстан получил независимость"),
        ("cp1253", "Η χώρα είναι ανεξάρτητη"),
        ("shift_jis", "カザフスタンの人口"),
    ],
)
def test_other_scripts_in_legacy_encodings_are_refused_and_not_turned_into_wrong_letters(encoding: str, text: str) -> None:
    with pytest.raises(EncodingError, match="save it as UTF-8"):
        decode(text.encode(encoding))


def test_text_that_announces_utf16_and_is_none_is_refused_at_the_byte() -> None:
    with pytest.raises(EncodingError, match=r"announces utf-16 but byte 6 is none; save it as UTF-8"):
        decode(codecs.BOM_UTF16_LE + "ka".encode("utf-16-le") + b"a")


def test_two_encodings_that_read_equally_well_are_not_guessed_between() -> None:
    both = next(bytes([byte]) for byte in range(128, 256) if _turkish(byte, "cp857") and _turkish(byte, "mac_turkish"))
    with pytest.raises(EncodingError, match=r"cannot be told \(\w+ or \w+\?\)"):
        decode(b"ka" + both + b"ak")


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(b"") == ("", "utf-8")


def _turkish(byte: int, encoding: str) -> bool:
    return bytes([byte]).decode(encoding, "replace") in "çğıöşüÇĞİÖŞÜ"
