"""The reading view: what is left out, what is mended, and a map to the raw text that always holds."""

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seeds import COUNTRY_NOTE, EAST_WEST, FOLDER, FOREIGN_POLICY, REFORMS, STRATEGIC

from corpus.catalogue import read_catalogue
from corpus.lines import BLANK
from corpus.loaders import load_document
from corpus.markdown import markdown_view
from corpus.segmentation import reading_view
from corpus.types import Document, Page
from corpus.view import ReadingView, build_view

# The machine may be busy, and the first example may load language models.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = (COUNTRY_NOTE, EAST_WEST, REFORMS, FOREIGN_POLICY, STRATEGIC)

# Repeated words on purpose: a map that searches for its text instead of carrying offsets would find the wrong one.
WORDS = (
    "Kazakistan Kazakistan kazakistan Türkiye-Kazakistan İstanbul'da ığdır ŞAİR ağac\u0327 ka\u0301r u\u0308ye "
    "a\u0308\u0323 👩‍👩‍👧 🇰🇿 Қазақстан 汉字 değerlendirme- Akimat- e-devlet iş\u00adbirliği sıfır\u200bgenişlik \ufeff "
    "km2 gitti.1 geldi.2 10 1991 %2,8 No. Dr. vb. son. Son! “Ne?” (bak) [1] ... TAKDİM II. http://kaynak.kz/a-b- @ad ve ile"
).split()
OPENERS = ("", "", "", " ", "\t", "- ", "1) ", "2.1. ", "1 ", "12  ", "Tablo 1. ", "\u00a0")
BLANKS = (" ", " ", " ", "  ", "\t", "\u00a0", " \u00a0", "\u00ad", " \u200b ")
LINE_ENDS = ("\n", "\n", "\n", "\r\n", "\n\n", "\r\n\r\n", " \n", "\n \n\n", "\r", "\x0c", "\u2028", "\x85", "\n\n\n\n")


def _lines(words: tuple[str, ...] | list[str], openers: tuple[str, ...], ends: tuple[str, ...]) -> st.SearchStrategy[str]:
    spaced = st.lists(st.tuples(st.sampled_from(words), st.sampled_from(BLANKS)), min_size=1, max_size=8)
    line = st.builds(
        lambda opener, pairs, end: opener + "".join(w + b for w, b in pairs[:-1]) + pairs[-1][0] + end,
        st.sampled_from(openers),
        spaced,
        st.sampled_from(ends),
    )
    return st.builds(
        lambda lines, tail: "".join(lines) + tail, st.lists(line, max_size=12), st.sampled_from(["", "son", " "])
    )


@st.composite
def paged_texts(draw: st.DrawFn) -> tuple[str, tuple[Page, ...]]:
    text = draw(_lines(WORDS, OPENERS, LINE_ENDS))
    if not text or draw(st.booleans()):
        return text, ()
    starts = sorted({0, *draw(st.lists(st.integers(0, len(text) - 1), max_size=4))})
    return text, tuple(Page(n, a, b) for n, (a, b) in enumerate(pairwise([*starts, len(text)]), start=1))


MARKUP = (
    "# Başlık", "## Alt başlık ##", "Bu **kalın** metin", "*eğik* ve `kod` ve ~~silik~~", '[bağ](http://kaynak.kz "ad")',
    "- madde", "  - alt madde", "1. sıralı", "> alıntı", "| a | b |", "|---|---|", "```", "x = 1", "![resim](a.png)", "---",
    "===", "", "Kazakistan Kazakistan", "İ I ı i a\u0301 👩‍👩‍👧", "\tgirinti", "- [x] bitti", "<div>", "[ref]: http://kaynak.kz",
    "snake_case _eğik_", "\u00a0\t", "iş\u00adbirliği", "satır sonu  ", "değerlendir-", "***", "|", "**", "\\*yıldız\\*",
    "&amp;",
)  # fmt: skip
MARKDOWN = st.builds(
    lambda lines, ends, tail: "".join(a + b for a, b in zip(lines, ends, strict=False)) + tail,
    st.lists(st.sampled_from(MARKUP), max_size=14),
    st.lists(st.sampled_from(("\n", "\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028")), min_size=14, max_size=14),
    st.sampled_from(["", "son"]),
)


@cache
def document(name: str) -> Document:
    entry = read_catalogue(FOLDER)[f"{name}.txt"]
    return load_document(FOLDER / f"{name}.txt", document_id=name, entry=entry)[0]


@cache
def view_of(name: str) -> ReadingView:
    return reading_view(document(name))


def view(text: str) -> str:
    return build_view(text, ()).text


def check_map(raw: str, made: ReadingView) -> None:
    """Total, monotone, true to the raw text, and tiled by blocks."""
    assert len(made.offsets) == len(made.text)
    assert all(0 <= offset < len(raw) for offset in made.offsets)
    assert all(a < b for a, b in pairwise(made.offsets))
    assert all(letter in " \n" or letter == raw[offset] for letter, offset in zip(made.text, made.offsets, strict=True))
    assert not set(made.text) & set(BLANK.replace(" ", "").replace("\n", ""))
    ends = [-1, *(block.end for block in made.blocks)]
    assert [block.start for block in made.blocks] == [end + 1 for end in ends[:-1]]
    assert "\n".join(made.text[block.start : block.end] for block in made.blocks) == made.text
    assert all("\n" not in made.text[block.start : block.end] for block in made.blocks)


def check_spans(made: ReadingView, ends: tuple[int, int]) -> None:
    """A span of the view is a span of the raw text, within which nothing else of the view was printed."""
    if made.text:
        start, end = sorted(end % (len(made.text) + 1) for end in ends)
        if start < end:
            raw_start, raw_end = made.raw_span(start, end)
            assert [i for i, o in enumerate(made.offsets) if raw_start <= o < raw_end] == list(range(start, end))


ENDS = st.tuples(st.integers(0, 500), st.integers(0, 500))


@UNHURRIED
@given(paged_texts(), ENDS)
def test_the_map_of_any_text_is_total_monotone_and_true(paged: tuple[str, tuple[Page, ...]], ends: tuple[int, int]) -> None:
    text, pages = paged
    made = build_view(text, pages)
    check_map(text, made)
    check_spans(made, ends)
    assert all(text[o] in BLANK for c, o in zip(made.text, made.offsets, strict=True) if c in " \n")


@UNHURRIED
@given(MARKDOWN, ENDS)
def test_the_map_of_any_markdown_is_total_monotone_and_true(text: str, ends: tuple[int, int]) -> None:
    made = markdown_view(text)
    check_map(text, made)
    check_spans(made, ends)


@UNHURRIED
@given(_lines([word for word in WORDS if not re.search(r"\d", word)], ("", " ", "\t", "- "), LINE_ENDS))
def test_nothing_visible_is_left_out_of_a_text_without_pages_and_notes_but_hyphens_at_line_ends(text: str) -> None:
    left_out = set(range(len(text))) - set(build_view(text, ()).offsets)
    for offset in left_out:
        rest = re.split(r"[\n\r\x0c\u2028\x85]", text[offset + 1 :])[0]
        assert text[offset] in BLANK or (text[offset] == "-" and not rest.strip(BLANK))


@UNHURRIED
@given(
    st.lists(
        st.sampled_from(("Kazakistan", "**kalın** söz", "*eğik*", "`kod`", "İ ı a\u0301", "1991", "alt_çizgi")), min_size=1
    )
)
def test_no_letter_of_markdown_prose_is_left_out(parts: list[str]) -> None:
    text = "# " + "\n\n- ".join(parts) + "\r\n\r\n" + " ".join(parts) + "\n"
    read = "".join(letter for letter in markdown_view(text).text if letter.isalnum())
    assert read == "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize("name", NAMES)
def test_the_map_of_a_real_document_is_total_monotone_and_true(name: str) -> None:
    text, made = document(name).text, view_of(name)
    check_map(text, made)
    assert all(text[o] in BLANK for c, o in zip(made.text, made.offsets, strict=True) if c in " \n")


@pytest.mark.parametrize("name", NAMES)
def test_every_block_of_a_real_document_is_a_span_of_the_raw_text(name: str) -> None:
    made = view_of(name)
    for block in made.blocks:
        start, end = made.raw_span(block.start, block.end)
        assert document(name).text[start] == made.text[block.start]
        assert document(name).text[end - 1] == made.text[block.end - 1]


# What the view leaves out of the five documents besides blanks: footnote marks, one running head, two page numbers.
LEFT_OUT = {
    COUNTRY_NOTE: [],
    EAST_WEST: ["[1]", "3"],
    REFORMS: [],
    FOREIGN_POLICY: list("123456789"),
    STRATEGIC: [
        "1", "2", "3", "e-Rapor", "|", "Türkiye-Kazakistan", "İlişkilerinin", "Stratejik", "Boyutu", "10",
        "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), LEFT_OUT.items())
def test_only_marks_running_heads_and_page_numbers_of_a_real_document_are_left_out(name: str, expected: list[str]) -> None:
    text, kept = document(name).text, set(view_of(name).offsets)
    left_out = [i for i in range(len(text)) if i not in kept and text[i] not in BLANK]
    runs: list[str] = []
    for before, offset in pairwise([-2, *left_out]):
        if offset == before + 1:
            runs[-1] += text[offset]
        else:
            runs.append(text[offset])
    assert runs == expected


@pytest.mark.parametrize(
    ("name", "printed", "read"),
    [
        (REFORMS, "değerlendirmesin\n\nde", "Hizmetin değerlendirmesinde vatandaş"),
        (EAST_WEST, "'Türkiye-\nKazakistan Karma", "'Türkiye-Kazakistan Karma Ekonomik Komisyonu"),
        (EAST_WEST, "taraflarca\xa0\nda dile", "ziyaretler sırasında taraflarca da dile getirilmiştir."),
        (EAST_WEST, "gelişmemiştir.\xa0T.C.", "hızlı bir şekilde gelişmemiştir. T.C. Ekonomi Bakanlığı"),
        (COUNTRY_NOTE, "(Akimat-\n\nValilik)", "Bölgesel yönetimin (Akimat-Valilik) idarecisi"),
        (COUNTRY_NOTE, "9., eski Sovyetler \n\nBirliği’nin", "dünyanın 9., eski Sovyetler Birliği’nin 2. en büyük"),
        (FOREIGN_POLICY, "Kazak-Amerikan\nilişkilerinin", "Kazak-Amerikan ilişkilerinin iki ülkenin"),
        (FOREIGN_POLICY, "“felçli”6 olduğunu", "BMGK’nın “felçli” olduğunu röportajında"),
        (STRATEGIC, "gerçekleşmiştir.1 Söz", "1990 yılının Ekim ayında gerçekleşmiştir. Söz konusu dönemde henüz"),
        (STRATEGIC, "edilebilir.6 Bu", "çalıştığı ifade edilebilir. Bu bağlamda"),
        (STRATEGIC, "çekmektedir: 10\n", "tayin edilen Bağdat Amreyev de dikkat çekmektedir: "),
        (STRATEGIC, "TÜRKİYE-KAZAKİSTAN\tİLİŞKİLERİNİN\t\nJEOPOLİTİK", "TÜRKİYE-KAZAKİSTAN İLİŞKİLERİNİN JEOPOLİTİK BOYUTU"),
        (STRATEGIC, "khronika-nezavisimogo-\nkazakhstana", "khronika-nezavisimogo-kazakhstana/12-material"),
        (STRATEGIC, "Avrasya-\nTürk Dünyası", "diğer yandan Avrasya-Türk Dünyası"),
    ],
)
def test_a_passage_of_a_real_document_reads_as_its_author_meant_it(name: str, printed: str, read: str) -> None:
    assert document(name).text.count(printed) == 1
    assert view_of(name).text.count(read) == 1


def test_true_hyphens_and_digits_inside_a_line_stay() -> None:
    assert view_of(REFORMS).text.count("e-devlet ve kamu") == 2
    assert "2,725 milyon km2 yüzölçümü" in view_of(REFORMS).text
    assert "16 Aralık 1991'de bağımsızlığını" in view_of(REFORMS).text
    assert "Türkiye %2,8 pay ile 13. sıradadır" in view_of(COUNTRY_NOTE).text


def test_a_running_head_and_a_printed_page_number_are_left_out() -> None:
    assert "e-Rapor |" not in view_of(STRATEGIC).text
    assert not re.search(r"^\s*\d+\s*$", "\n".join(view_of(name).text for name in NAMES), re.MULTILINE)
    assert not set(range(7001, 7064)) & set(view_of(STRATEGIC).offsets)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Her Kazak-\nRus dengesi önemlidir.", "Her Kazak-Rus dengesi önemlidir."),
        ("Önce e-\ndevlet kuruldu.", "Önce e-devlet kuruldu."),
        ("Bir sosyo-ekonomik yapı. Yine sosyo-\nekonomik yapı.", "Bir sosyo-ekonomik yapı. Yine sosyo-ekonomik yapı."),
        ("Değerlendirme yapıldı. Bir değerlen-\ndirme daha.", "Değerlendirme yapıldı. Bir değerlendirme daha."),
        ("Değerlendirme yapıldı. Bir değerlen-\r\ndirme daha.", "Değerlendirme yapıldı. Bir değerlendirme daha."),
        ("Değerlendirme yapıldı. Bir değerlen\u2010\ndirme daha.", "Değerlendirme yapıldı. Bir değerlendirme daha."),
        ("Bkz. http://kaynak.kz/dis-\npolitika burada.", "Bkz. http://kaynak.kz/dis-politika burada."),
        ("2012-\n2021 arası sürdü.", "2012-2021 arası sürdü."),
    ],
)
def test_a_word_broken_at_a_line_end_is_mended_and_a_compound_is_not(raw: str, read: str) -> None:
    assert view(raw) == read


@pytest.mark.parametrize("blank", ["\t", "\xa0", "  ", " \t\xa0 ", "\x0b", "\x1f"])
def test_every_kind_and_number_of_blanks_reads_as_one(blank: str) -> None:
    assert view(f"Türkiye{blank}ve{blank}Kazakistan{blank}") == "Türkiye ve Kazakistan"


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\ufeff"])
def test_characters_that_print_nothing_are_left_out_of_a_word(invisible: str) -> None:
    assert view(f"{invisible}iş{invisible}birliği{invisible}.") == "işbirliği."


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \t\xa0\x0c", "\ufeff", "\u200b\n\u00ad"])
def test_the_view_of_a_blank_text_is_empty(text: str) -> None:
    for made in (build_view(text, ()), markdown_view(text)):
        assert (made.text, len(made.offsets), made.blocks) == ("", 0, ())


def test_a_mark_that_breaks_the_count_is_left_alone() -> None:
    prose = "Yüzölçümü 2724 km2 olan ülke G20 üyesi değildir.1 Nüfusu artar.2 Petrolü CO2 salar."
    made = view(f"{prose}\n\n1 Bir kaynak\n2 İkinci kaynak\n")
    assert made.split("\n") == [prose.replace(".1", ".").replace(".2", "."), "1 Bir kaynak", "2 İkinci kaynak"]


def test_decimals_and_dates_are_no_marks_in_a_text_with_notes() -> None:
    prose = "Sürüm 1.1 ve oran 3,1 ile 04.03.2012 günü %1 arttı.1 Sonra 2.2 oldu.2 Bitti."
    made = view(f"{prose}\n\n1 Bir kaynak\n2 İkinci kaynak\n")
    assert made.split("\n")[0] == "Sürüm 1.1 ve oran 3,1 ile 04.03.2012 günü %1 arttı. Sonra 2.2 oldu. Bitti."


def test_digits_after_a_stop_are_no_marks_where_there_are_no_notes() -> None:
    assert view("Toplantı bitti.1 Sonra dağıldılar.2 Sürüm 3.11 çıktı.") == (
        "Toplantı bitti.1 Sonra dağıldılar.2 Sürüm 3.11 çıktı."
    )


SUBJECTS = ("nüfus", "ticaret", "yönetim")


def test_a_head_on_three_pages_and_page_numbers_are_left_out_whatever_the_number() -> None:
    bodies = [f"Bu sayfada {word} uzun uzun anlatılır.\nArada {word} var.\nEn sonda {word} biter.\n" for word in SUBJECTS]
    leaves = [f"Kaynak Dergisi, Sayı {n}\n{body}- {n} -\n" for n, body in zip((7, 8, 9), bodies, strict=True)]
    starts = [0, len(leaves[0]), len(leaves[0] + leaves[1])]
    text = "".join(leaves)
    pages = tuple(Page(n, a, b) for n, (a, b) in enumerate(pairwise([*starts, len(text)]), start=1))
    made = build_view(text, pages).text
    assert "Dergisi" not in made
    assert "- 8 -" not in made
    assert all(made.count(word) == 3 for word in SUBJECTS)
    assert "Dergisi" in build_view(text, ()).text


GUIDE = """# Kazakistan **Kılavuzu** #

Bu *çok* **önemli** bir `kod` ve [bağlantı](http://kaynak.kz/a "ad") ile
![resim](a.png) ve ~~eski~~ _eğik_ alt_çizgi.

- Birinci madde
  sürer
- [x] İkinci **madde**
1. Sıralı madde

> Alıntı metin

| Ülke | Nüfus |
|------|-------|
| Kazakistan | **19,74** |

    x = 1

İkinci düzey
------------
Son cümle.
"""


def test_markdown_reads_without_its_markup() -> None:
    assert markdown_view(GUIDE).text.split("\n") == [
        "Kazakistan Kılavuzu",
        "Bu çok önemli bir kod ve bağlantı ile resim ve eski eğik alt_çizgi.",
        "Birinci madde sürer",
        "İkinci madde",
        "1. Sıralı madde",
        "Alıntı metin",
        "Ülke | Nüfus",
        "Kazakistan | 19,74",
        "x = 1",
        "İkinci düzey",
        "Son cümle.",
    ]


def test_markdown_blocks_keep_their_kinds() -> None:
    kinds = [(block.kind, markdown_view(GUIDE).text[block.start : block.end]) for block in markdown_view(GUIDE).blocks]
    assert [text for kind, text in kinds if kind == "heading"] == ["Kazakistan Kılavuzu", "İkinci düzey"]
    assert [text for kind, text in kinds if kind == "item"] == [
        "Birinci madde sürer", "İkinci madde", "1. Sıralı madde", "Ülke | Nüfus", "Kazakistan | 19,74",
    ]  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_raw_spans_of_markdown_hold_the_words_with_their_markup(ends: str) -> None:
    raw = GUIDE.replace("\n", ends)
    made = markdown_view(raw)
    for read, printed in [
        ("önemli bir kod", "önemli** bir `kod"),
        ("bağlantı ile resim", f'bağlantı](http://kaynak.kz/a "ad") ile{ends}![resim'),
        ("madde sürer", f"madde{ends}  sürer"),
        ("Kazakistan | 19,74", "Kazakistan | **19,74"),
    ]:
        start = made.text.index(read)
        raw_start, raw_end = made.raw_span(start, start + len(read))
        assert raw[raw_start:raw_end] == printed


@pytest.mark.parametrize("blank", ["\u2003", "\u2009", "\u3000"])
def test_every_unicode_blank_is_a_blank(blank: str) -> None:
    assert view(f"Bir satır\n{blank}\nöbür satır.") == "Bir satır öbür satır."
    assert view(f"Türkiye{blank}ve{blank}{blank}Kazakistan") == "Türkiye ve Kazakistan"


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\ufeff"])
def test_an_invisible_character_before_a_blank_glues_no_words(invisible: str) -> None:
    assert view(f"iki kelime{invisible} sonraki {invisible} son {invisible}") == "iki kelime sonraki son"


@pytest.mark.parametrize(("hyphen", "end"), [("-", "\n"), ("-", "\r\n"), ("\u2010", "\n")])
def test_a_broken_word_is_mended_even_where_it_stands_nowhere_else(hyphen: str, end: str) -> None:
    assert view(f"Bu yapının değerlen{hyphen}{end}dirme aşaması uzundur.") == "Bu yapının değerlendirme aşaması uzundur."


def test_a_compound_of_two_words_that_stand_alone_elsewhere_keeps_its_hyphen() -> None:
    assert view("Bu kamu-\nözel ayrımıdır. Önce kamu, sonra özel.") == "Bu kamu-özel ayrımıdır. Önce kamu, sonra özel."


def test_units_and_formulas_are_no_footnote_marks() -> None:
    text = "Ülke büyüktür.1 Alanı 27 km2 ve CO2 olur.2 Son.\n\n1 Kaynak\n2 Öbür"
    assert view(text).startswith("Ülke büyüktür. Alanı 27 km2 ve CO2 olur. Son.")
    assert view("Ülke büyüktür.1 Alanı G2 olur.\n\n1 Kaynak").startswith("Ülke büyüktür. Alanı G2 olur.")


@pytest.mark.parametrize("last", ["il", "1991"])
def test_a_short_word_or_a_year_at_the_foot_of_a_page_is_no_page_number(last: str) -> None:
    body = "Bu sayfanın metni burada uzun uzun anlatılır ve biter.\n" * 3
    text = body + f"Bu bölgede kurulan yeni yönetim birimi artık bağımsız bir\n{last}\n"
    assert build_view(text, (Page(1, 0, len(text)),)).text.split()[-1] == last


def test_markdown_keeps_text_around_odd_line_ends() -> None:
    assert markdown_view("Birinci parça\x0cikinci parça sürer.\n").text == "Birinci parça ikinci parça sürer."
    assert markdown_view("# Başlık\r\rBirinci.\r\rİkinci.\r").text == "Başlık\nBirinci.\nİkinci."


def test_markdown_code_and_sums_keep_their_stars() -> None:
    assert markdown_view("Metin 3*4=12.\n\n```python\na**b\n```\n").text.split() == ["Metin", "3*4=12.", "a**b"]
