"""Passages: whole sentences of one section, cut out of the raw text and nothing else."""

from bisect import bisect_left
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus
from corpus.catalogue import read_catalogue
from corpus.chunking import chunking_key, split_document
from corpus.lines import BLANK
from corpus.loaders import load_document
from corpus.segmentation import reading_view, segment
from corpus.types import Block, Chunking, Document, Format, Page, Passage, Sentence

# The machine may be busy, and the first example may load language models.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

FOLDER = Path(corpus.__file__).parent / "documents"
NAMES = (
    "kazakistan-ulke-notu",
    "turkiye-kazakistan-dogu-bati-hattinda-isbirligi",
    "kazakistan-kamu-yonetimi-reformlari",
    "kazakistan-cok-yonlu-dis-politika",
    "turkiye-kazakistan-stratejik-boyut",
)
LONGEST = 1.5  # of the size: no passage is longer

SENTENCES = (
    "Kazakistan büyüktür.", "Kazakistan büyüktür.", "İstanbul’dan ve Iğdır’dan göçenlerin çoğu Almatı’ya yerleşmiştir.",
    "Oran %2,8 oldu!", "Dr. Yılmaz geldi mi?", "Ka\u0301r ve u\u0308ye 👩‍👩‍👧 burada.", "Kısa.", "km2 ile ölçülür.1",
    "Bu cümle, içinde pek çok sözcük bulunduğu için birkaç satır boyunca uzayıp giden ve ancak burada biten bir cümledir.",
    "durmadan " * 30 + "sürer.", "İş\u00adbirliği\u00a0ve\tticaret.", "x" * 150 + ".", "Akimat-Valilik", "noktasız satır",
)  # fmt: skip
OTHERS = ("Nüfus", "2.1. Merkezi Yönetim", "GİRİŞ", "# Başlık", "## Alt", "- madde bir,", "1) madde iki", "1 Kaynak, 2011.",
          "Tablo 1. Ülkeler", "| a | b |", "10", "http://kaynak.kz/a-b", "• nokta", "**kalın** söz", "```")  # fmt: skip
BETWEEN = (" ", " ", " ", "\n", "\r\n", "\n\n", "\r\n\r\n", "\n\n\n\n", " \n", "\x0c")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    kind: Format = draw(st.sampled_from(("text", "markdown")))
    parts = draw(st.lists(st.tuples(st.sampled_from((*SENTENCES, *OTHERS)), st.sampled_from(BETWEEN)), max_size=25))
    text = "".join(part + between for part, between in parts) + draw(st.sampled_from(("", "Son cümle")))
    starts = sorted({0, *draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=3))})
    pages = tuple(Page(n, a, b) for n, (a, b) in enumerate(pairwise([*starts, len(text)]), start=1))
    return Document("generated", text, "", "", pages=pages if kind == "text" and draw(st.booleans()) else (), format=kind)


CHUNKINGS = st.builds(Chunking, size=st.integers(20, 1200), overlap=st.integers(0, 3))


@cache
def document(name: str) -> Document:
    entry = read_catalogue(FOLDER)[f"{name}.txt"]
    return load_document(FOLDER / f"{name}.txt", document_id=name, entry=entry)[0]


def check_passages(source: Document, passages: list[Passage], size: int) -> None:
    for passage in passages:
        assert passage.document_id == source.document_id
        assert passage.text == source.text[passage.start : passage.end] != ""
        assert (passage.sentences[0].start, passage.sentences[-1].end) == (passage.start, passage.end)
        assert all(a.end <= b.start for a, b in pairwise(passage.sentences))
        assert all(sentence.start < sentence.end and sentence.reading for sentence in passage.sentences)
        assert passage.end - passage.start <= LONGEST * size
    assert all(a.start < b.start and a.end <= b.end for a, b in pairwise(passages))


def check_cover(source: Document, passages: list[Passage]) -> None:
    """Every sentence that is no heading is in some passage; no passage reaches into a heading."""
    covered = {offset for passage in passages for s in passage.sentences for offset in range(s.start, s.end)}
    for block in segment(source):
        for sentence in block.sentences:
            offsets = {o for o in range(sentence.start, sentence.end) if not source.text[o].isspace()}
            if block.kind == "heading":
                assert not any(p.start < sentence.end and sentence.start < p.end for p in passages)
            else:
                assert offsets <= covered


def check_overlap(passages: list[Passage], overlap: int) -> None:
    """What a passage shares with the one before are the last sentences of that one, and no more than asked for."""
    for before, after in pairwise(passages):
        shared = [sentence for sentence in after.sentences if sentence.start < before.end]
        assert len(shared) <= overlap
        assert tuple(shared) == before.sentences[len(before.sentences) - len(shared) :] == after.sentences[: len(shared)]


@UNHURRIED
@given(documents(), CHUNKINGS)
def test_passages_of_any_document_are_its_own_characters_in_order_and_of_bounded_length(
    source: Document, chunking: Chunking
) -> None:
    passages = split_document(source, chunking)
    check_passages(source, passages, chunking.size)
    check_overlap(passages, chunking.overlap)


@UNHURRIED
@given(documents(), CHUNKINGS)
def test_passages_cover_every_sentence_but_headings(source: Document, chunking: Chunking) -> None:
    check_cover(source, split_document(source, chunking))


@UNHURRIED
@given(documents())
def test_sentences_of_any_document_are_raw_spans_that_agree_with_their_reading(source: Document) -> None:
    made = reading_view(source)
    spans = [sentence for block in segment(source) for sentence in block.sentences]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for sentence in spans:
        start, end = (bisect_left(made.offsets, offset) for offset in (sentence.start, sentence.end))
        assert made.text[start:end] == sentence.reading
        assert sentence.reading.strip(BLANK) == sentence.reading or source.format == "markdown"


@UNHURRIED
@given(documents())
def test_every_block_of_the_view_is_read_in_sentences_without_loss(source: Document) -> None:
    read = "".join(sentence.reading for block in segment(source) for sentence in block.sentences)
    assert "".join(read.split()) == "".join(reading_view(source).text.split())


@UNHURRIED
@given(documents(), CHUNKINGS)
def test_the_same_document_and_sizes_give_the_same_passages(source: Document, chunking: Chunking) -> None:
    assert split_document(source, chunking) == split_document(source, chunking)


@pytest.mark.parametrize("size", [200, 900, 3000])
@pytest.mark.parametrize("overlap", [0, 1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_passages_of_a_real_document_keep_every_promise(name: str, size: int, overlap: int) -> None:
    passages = split_document(document(name), Chunking(size, overlap))
    check_passages(document(name), passages, size)
    check_overlap(passages, overlap)
    check_cover(document(name), passages)


@pytest.mark.parametrize("name", NAMES)
def test_the_heading_of_a_passage_stands_above_it_and_is_the_nearest_one(name: str) -> None:
    above = _headings_above(segment(document(name)))
    for passage in split_document(document(name), Chunking()):
        assert passage.heading == above[passage.sentences[0].start]
        assert all(above[s.start] == passage.heading for s in passage.sentences if s.start in above)


def test_a_passage_below_a_heading_carries_it_outside_its_text() -> None:
    name = "kazakistan-kamu-yonetimi-reformlari"
    passages = split_document(document(name), Chunking())
    below = [passage for passage in passages if passage.heading == "2.1.1. Merkezi Yönetim"]
    assert below[0].text.startswith("30 Ağustos 1995 tarihinde")
    assert len(below) >= 2
    assert not any("Merkezi Yönetim \n" in passage.text for passage in passages)


def test_headings_that_stand_together_are_carried_together() -> None:
    passages = split_document(document("kazakistan-ulke-notu"), Chunking())
    assert [passage.heading for passage in passages] == [
        "Siyasi Ve İdari Yapı",
        "Nüfus",
        "Genel Ekonomik Durum / Dış Ticaret",
        "Türkiye-Kazakistan Dış Ticareti",
        "Kocaeli’ndeki Kazakistan Yabancı Sermayeli Firmalar",
    ]


def test_a_section_set_apart_by_a_wide_gap_does_not_inherit_the_heading_before() -> None:
    passages = split_document(document("kazakistan-kamu-yonetimi-reformlari"), Chunking())
    first = next(passage for passage in passages if passage.text.startswith("1922 yılında kurulan"))
    assert first.heading == ""
    assert passages[passages.index(first) - 1].heading == "Abstract"


def test_the_last_sentence_is_repeated_where_it_leaves_room() -> None:
    text = " ".join(f"Bu {number}. sıradaki cümle olarak burada durmaktadır." for number in range(1, 41))
    source = Document("x", text, "", "")
    passages = split_document(source, Chunking(size=300, overlap=1))
    assert len(passages) > 3
    for before, after in pairwise(passages):
        assert after.sentences[0] == before.sentences[-1]
        assert after.sentences[1] not in before.sentences
    assert all(a.end <= b.start for a, b in pairwise(split_document(source, Chunking(size=300, overlap=0))))
    two = split_document(source, Chunking(size=300, overlap=2))
    assert all(after.sentences[:2] == before.sentences[-2:] for before, after in pairwise(two))


def test_a_last_sentence_that_leaves_no_room_is_not_repeated() -> None:
    short, long, other = "Kısa cümle " + "kısa " * 9 + "budur.", "Uzun " * 23 + "budur.", "Öbür " * 23 + "budur."
    passages = split_document(Document("x", f"{short} {long} {other} {short}", "", ""), Chunking(size=200, overlap=1))
    assert [passage.reading for passage in passages] == [f"{short} {long}", f"{other} {short}"]


def test_a_sentence_far_too_long_to_be_one_is_cut_between_words() -> None:
    text = "Başta " + "sözcükler " * 100 + "biter."
    passages = split_document(Document("x", text, "", ""), Chunking(size=200, overlap=0))
    assert len(passages) > 4
    assert " ".join(passage.text for passage in passages) == text


def test_a_word_longer_than_a_passage_is_cut_and_nothing_is_lost() -> None:
    passages = split_document(Document("x", "a" * 1000, "", ""), Chunking(size=100, overlap=1))
    assert {offset for passage in passages for offset in range(passage.start, passage.end)} == set(range(1000))


@pytest.mark.parametrize("text", ["", " \n\t\xa0\x0c\n", "\ufeff"])
def test_a_text_without_visible_characters_has_no_passages(text: str) -> None:
    assert split_document(Document("x", text, "", ""), Chunking()) == []


def test_a_document_of_headings_only_has_no_lost_text() -> None:
    source = Document("x", "GİRİŞ\n\nSONUÇ\n", "", "")
    assert [passage.text for passage in split_document(source, Chunking())] == ["GİRİŞ\n\nSONUÇ"]


def test_the_reading_of_a_passage_has_no_line_ends_and_no_footnote_marks() -> None:
    passages = split_document(document("turkiye-kazakistan-stratejik-boyut"), Chunking())
    first = next(passage for passage in passages if "gerçekleşmiştir.1" in passage.text)
    assert "gerçekleşmiştir. Söz konusu dönemde henüz Sovyet" in first.reading
    assert not any(set(passage.reading) & set("\n\r\t\xa0") for passage in passages)


def test_the_key_tells_apart_every_way_of_cutting() -> None:
    keys = [chunking_key(Chunking(size, overlap)) for size in (90, 900) for overlap in (0, 1, 11)]
    assert len(set(keys)) == len(keys)
    assert chunking_key(Chunking()) == chunking_key(Chunking(900, 1))


def _headings_above(blocks: list[Block]) -> dict[int, str]:
    """Start of each sentence -> the headings that stand together above it; none after a gap that sets a section apart."""
    found: dict[int, str] = {}
    above: list[str] = []
    fresh = True
    for block in blocks:
        if block.apart and not fresh:
            above, fresh = [], True
        if block.kind == "heading":
            above = [*above, block.sentences[0].reading] if fresh else [block.sentences[0].reading]
            fresh = True
            continue
        fresh = False
        found.update({sentence.start: " / ".join(above) for sentence in block.sentences})
    return found


def test_sentences_are_told_apart_by_their_place() -> None:
    source = Document("x", "Aynı cümle. Aynı cümle.", "", "")
    (passage,) = split_document(source, Chunking())
    assert passage.sentences == (Sentence(0, 11, "Aynı cümle."), Sentence(12, 23, "Aynı cümle."))


def test_no_passage_lies_within_another() -> None:
    text = "Birinci cümle. İkinci cümle budur. Üçüncü. " + "Dördüncü " * 9 + "cümle."
    passages = split_document(Document("x", text, "", ""), Chunking(60, 1))
    assert not any(a is not b and a.start <= b.start and b.end <= a.end for a in passages for b in passages)


def test_a_section_ends_in_no_scrap() -> None:
    text = " ".join(f"Kırk iki eşit cümlenin {number:02d} numaralı olanı budur." for number in range(42))
    lengths = [len(passage.text) for passage in split_document(Document("x", text, "", ""), Chunking(900, 0))]
    assert min(lengths) > 0.8 * max(lengths)


def test_a_line_that_is_one_endless_word_is_cut_like_any_other() -> None:
    # Beside a word that is broken at the end of its line; in time that grows by the square of it, this would take hours.
    source = Document("x", "Köyde yaşayan köy-\nlüler gittiler.\n\n" + "ab12" * 40_000 + "\n", "", "")
    assert sum(passage.end - passage.start for passage in split_document(source, Chunking())) > 150_000
