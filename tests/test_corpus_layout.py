"""Blocks: which lines are headings, items and notes, and where a paragraph ends."""

from functools import cache

import pytest
from seeds import COUNTRY_NOTE, EAST_WEST, FOLDER, FOREIGN_POLICY, REFORMS, STRATEGIC

from corpus.catalogue import read_catalogue
from corpus.lines import read_lines
from corpus.loaders import load_document
from corpus.segmentation import reading_view, segment
from corpus.types import Block, BlockKind, Document


@cache
def blocks(name: str) -> list[Block]:
    entry = read_catalogue(FOLDER)[f"{name}.txt"]
    return segment(load_document(FOLDER / f"{name}.txt", document_id=name, entry=entry)[0])


def reading(block: Block) -> str:
    return " ".join(sentence.reading for sentence in block.sentences)


def of_kind(name: str, kind: BlockKind) -> list[str]:
    return [reading(block) for block in blocks(name) if block.kind == kind]


def view_blocks(text: str) -> list[tuple[BlockKind, str]]:
    made = reading_view(Document("x", text, "", ""))
    return [(block.kind, made.text[block.start : block.end].strip()) for block in made.blocks]


# A body that makes the habits of a wrapped text plain, so that what stands around it is read as in a real document.
BODY = (
    "Kazakistan bağımsızlığını ilan ettikten sonra kendi kurumlarını kurmaya\n"
    "başlamış ve bu süreçte Türkiye ile olan ilişkilerini de hızla geliştirmiş\n"
    "bulunmaktadır. İki ülke arasında pek çok anlaşma imzalanmış, ticaret\n"
    "hacmi artmış ve karşılıklı ziyaretler her yıl daha sık yapılır olmuştur.\n"
)


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        (
            COUNTRY_NOTE,
            [
                "Siyasi Ve İdari Yapı", "Nüfus", "Genel Ekonomik Durum", "Dış Ticaret", "Türkiye-Kazakistan Dış Ticareti",
                "Kocaeli’ndeki Kazakistan Yabancı Sermayeli Firmalar",
            ],
        ),
        (EAST_WEST, []),
        (
            REFORMS,
            [
                "Özet", "Abstract", "1. Sovyetler Birliği’nde Kazakistan’da Kamu Yönetimi", "2. Kazakistan Cumhuriyeti",
                "2.1. Kazakistan’ın Kamu Yönetim Yapısı", "2.1.1. Merkezi Yönetim", "2.1.2. Yerel Yönetim", "3. Yöntem",
                "4. Kazakistan’da Kamu Yönetimi Reformları", "4.1. Başkanlık Sistemi", "4.2. Yerel Yönetim", "4.3. E-Devlet",
                "4.4. Kamu Hizmeti", "4.4.1. Kamu Hizmet Kanunu", "4.4.2. Yeni Kamu Hizmeti Modeli",
                "4.4.3. Kamu Hizmeti Kanunu", "4.4.4. Kamu Hizmetinin Tek Merkezde Sunulması (One-Stop-Shop)", "Sonuç",
            ],
        ),
        # Title and byline are the text's own: as headings they could not be cited.
        (FOREIGN_POLICY, []),
        (
            STRATEGIC,
            [
                "TAKDİM", "GİRİŞ", "TÜRKİYE-KAZAKİSTAN İLİŞKİLERİNİN JEOKÜLTÜREL BOYUTU",
                "TÜRKİYE-KAZAKİSTAN İLİŞKİLERİNİN JEOPOLİTİK BOYUTU",
                "TÜRKİYE-KAZAKİSTAN İLİŞKİLERİNİN JEOEKONOMİK BOYUTU", "SONUÇ: TESPİTLER,ÖNGÖRÜLER, ÖNERİLER",
            ],
        ),
    ],
)  # fmt: skip
def test_headings_of_a_real_document_are_found_and_no_others(name: str, headings: list[str]) -> None:
    assert of_kind(name, "heading") == headings


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        (COUNTRY_NOTE, []),
        (EAST_WEST, ["[1]"]),
        (REFORMS, []),
        (FOREIGN_POLICY, ["1", "2", "3", "4", "5", "8", "9"]),
        (STRATEGIC, [str(number) for number in range(1, 14)]),
    ],
)
def test_notes_of_a_real_document_are_found_by_their_numbers(name: str, marks: list[str]) -> None:
    assert [note.split()[0] for note in of_kind(name, "note")] == marks


def test_the_lines_of_a_note_are_one_unit() -> None:
    notes = of_kind(STRATEGIC, "note")
    assert notes[2].startswith("3 Mehmet Seyfettin Erol, “20. Yıldönümünde")
    assert notes[2].endswith("TÜRKSAV, Ankara 2011, s. 45.")
    for name in (EAST_WEST, FOREIGN_POLICY, STRATEGIC):
        assert {len(block.sentences) for block in blocks(name) if block.kind == "note"} == {1}
    assert of_kind(EAST_WEST, "note")[0].endswith(
        "2017, http://www.sabah.com.tr/ekonomi/2017/09/10/kazakistanla-26-ortak-proje"
    )


def test_list_items_of_a_real_document_are_items() -> None:
    items = of_kind(REFORMS, "item")
    start = items.index("1) Hukukun üstünlüğü,")
    assert [item.split(")")[0] for item in items[start : start + 15]] == [str(number) for number in range(1, 16)]
    assert items[start + 14] == "15) Kamu görevlilerine yönelik ileri eğitimin sürekliliği."
    assert "1999 - Kamu Hizmet Kanunu" in items
    assert "- Birinci aşama (1991-2001) yeni kamu yönetimi sistemi oluşturma," in items
    assert {name for name in (COUNTRY_NOTE, EAST_WEST, FOREIGN_POLICY, STRATEGIC) if of_kind(name, "item")} == set()


@pytest.mark.parametrize(
    "caption",
    [
        "Şekil 1. Kazakistan’da Kamu Görevlisi Hiyerarşisi",
        "Grafik 1. Kazakistan’da Hükümet Etkinliği",
        "Tablo 1. Kazakistan’da Kamu Yönetimi Reformları",
        "Şekil 2. Kazakistan’da OSS’lerin SWOT Analizi",
    ],
)
def test_a_caption_is_no_heading(caption: str) -> None:
    assert [block.kind for block in blocks(REFORMS) if reading(block).startswith(caption)] == ["paragraph"]


@pytest.mark.parametrize(
    ("name", "wording"),
    [
        (COUNTRY_NOTE, "otuz iki üyesi altı yıllığına seçilmektedir."),
        (REFORMS, "Orta Asya’yı da kapsayan geniş coğrafyada kurumsal yapı inşa edilerek"),
        (REFORMS, "Bir kamu görevlisi aynı anda hem siyasi hem idari kamu görevinde bulunamamaktadır."),
        (FOREIGN_POLICY, "bunların sonuçları için tüm sorumluluğu üstlendim."),
        (FOREIGN_POLICY, "iş birliğimiz, esasen kalıcı bir stratejik ortaklık statüsüne"),
        (STRATEGIC, "Recep Tayyip Erdoğan’ın Nursultan"),
    ],
)
def test_a_sentence_that_a_blank_line_or_a_line_end_breaks_is_one(name: str, wording: str) -> None:
    assert sum(wording in sentence.reading for block in blocks(name) for sentence in block.sentences) == 1


def test_a_wide_gap_sets_a_section_apart_where_no_heading_does() -> None:
    apart = [reading(block) for block in blocks(REFORMS) if block.apart]
    assert [text[:40] for text in apart] == ["1922 yılında kurulan Sovyet Sosyalist Cu"]


@pytest.mark.parametrize(
    "line", ["12 Ağustos 2018", "1 Mayıs 1996", "15 Aralık tarihinde imzalandı.", "2 Kasım'da Astana'da"]
)
def test_a_date_at_the_start_of_a_line_is_no_note(line: str) -> None:
    text = f"{BODY}\n{line}\n\n{BODY}"
    assert "note" not in [kind for kind, _ in view_blocks(text)]


def test_a_numbered_line_is_a_note_only_where_a_mark_points_at_it() -> None:
    noted = BODY.replace("bulunmaktadır.", "bulunmaktadır.1")
    line = "1 Mehmet Yılmaz, Kazakistan Tarihi, Ankara, 2011."
    assert view_blocks(f"{noted}\n{line}\n")[-1] == ("note", line)
    assert view_blocks(f"{BODY}\n{line}\n")[-1] == ("paragraph", line)
    assert "bulunmaktadır. İki ülke" in view_blocks(f"{noted}\n{line}\n")[0][1]


@pytest.mark.parametrize(
    "heading", ["2.1.1. Merkezi Yönetim", "3. Yöntem", "IV. Bölüm", "GİRİŞ", "SONUÇ VE ÖNERİLER", "Dış Ticaret", "Nüfus"]
)
def test_a_short_line_above_a_text_is_a_heading(heading: str) -> None:
    assert view_blocks(f"{BODY}\n{heading}\n\n{BODY}")[1] == ("heading", heading)


@pytest.mark.parametrize(
    "line",
    [
        "Kaynak: Dışişleri Bakanlığı.",
        "http://kaynak.kz/belge",
        "bilgi@kaynak.kz",
        "Harita 3: Orta Asya",
        "Figure 2. Exports of Kazakhstan",
        "* * *",
        "küçük harfle başlayan satır",
        "Toplantı Astana’da yapılmıştır",
    ],
)
def test_a_short_line_that_is_no_title_is_no_heading(line: str) -> None:
    assert "heading" not in [kind for kind, _ in view_blocks(f"{BODY}\n{line}\n\n{BODY}")]


def test_a_heading_without_a_text_below_it_is_none() -> None:
    assert view_blocks(f"{BODY}\nDış Ticaret\n")[-1] == ("paragraph", "Dış Ticaret")


@pytest.mark.parametrize("opener", ["-", "–", "•", "1)", "(2)", "a)", "b)", "*"])
def test_a_line_that_opens_like_an_item_is_one_and_takes_its_next_line(opener: str) -> None:
    item = f"{opener} ilk madde ki bu madde satır sonuna kadar uzayıp gider ve ondan sonra"
    found = view_blocks(f"{BODY}\n{item}\nbir satır daha sürer,\n{opener} ikinci madde.\n\n{BODY}")
    assert found[1:3] == [("item", f"{item} bir satır daha sürer,"), ("item", f"{opener} ikinci madde.")]


def test_a_paragraph_that_a_blank_line_breaks_in_mid_sentence_is_one() -> None:
    broken = BODY.replace("geliştirmiş\n", "geliştirmiş\n\n")
    assert view_blocks(f"{broken}\n{BODY}") == [("paragraph", BODY.replace("\n", " ").strip())] * 2


def test_a_blank_line_after_a_finished_sentence_ends_the_paragraph() -> None:
    assert len(view_blocks(f"{BODY}\n{BODY}\n{BODY}")) == 3


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_blocks_do_not_depend_on_the_kind_of_line_end(ends: str) -> None:
    text = f"{BODY}\nDış Ticaret\n\n{BODY}\n- madde bir,\n- madde iki.\n"
    assert view_blocks(text.replace("\n", ends)) == view_blocks(text)


def test_a_text_without_hard_wraps_keeps_each_line_as_a_paragraph() -> None:
    lines = [
        "Bu birinci paragraftır ve tek satırda biter.",
        "Bu da ikinci paragraftır, o da bir satırdır.",
        "Üçüncüsü budur.",
    ]
    assert view_blocks("\n".join(lines)) == [("paragraph", line) for line in lines]


def test_a_double_spaced_text_is_read_as_paragraphs() -> None:
    # The second line ends with a full stop and is full, so the paragraph goes on below the blank line.
    paragraph = (
        "Kazakistan bağımsızlığını ilan ettikten sonra kendi kurumlarını kurmaya ve\n"
        "bunları her yıl biraz daha geliştirerek güçlendirmeye hızla başlamıştır.\n"
        "Bu süreçte Türkiye ile olan ilişkiler de öncekine göre hızla artmış ve iki\n"
        "ülke arasında pek çok anlaşma imzalanmıştır.\n"
    )
    text = "\n".join([paragraph] * 3).replace("\n", "\n\n")
    assert view_blocks(text) == [("paragraph", paragraph.replace("\n", " ").strip())] * 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_blank_lines_are_counted_alike_for_every_kind_of_line_end(end: str) -> None:
    lines = read_lines(f"bir{end}iki {end}{end}  üç\t{end} {end}\t{end}dört", ())
    assert [(line.text, line.gap, line.spaced) for line in lines] == [
        ("bir", 0, False), ("iki", 0, True), ("üç", 1, True), ("dört", 2, False),
    ]  # fmt: skip
