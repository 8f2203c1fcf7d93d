"""Sentences of Turkish and English prose, and the labelled set that they are measured on."""

from collections import Counter
from functools import reduce
from itertools import pairwise
from operator import add
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus
from corpus.language import guess_language
from corpus.segmentation import segment
from corpus.sentences import split_sentences
from corpus.types import Document, Language
from eval.boundaries import BoundaryScore, score_sentences
from eval.datasets import load_snippets

# The machine may be busy, and the first example may load language models.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

FOLDER = Path(corpus.__file__).parent / "documents"

# "|" stands where one sentence ends and the next begins.
TURKISH = """\
Dr. Ahmet Yılmaz geldi. |Prof. Dr. Ayşe Kaya konuştu.
M. Kemal Atatürk 1881 yılında doğdu. |R. T. Erdoğan gitti.
19. yüzyılın sonunda 2. en büyük ülke oldu. |Sonra değişti.
Ülke 13. sıradadır. |İkinci sırada Rusya var.
Türk Keneşi’nin 6. Zirvesi’nde konuştu. |Herkes dinledi.
II. Dünya Savaşı 1945’te bitti. |XX. yüzyıl böyle geçti.
Anlaşma 25 Ekim 1990’da imzalandı. |3 Ocak 2025 tarihinde görüşüldü.
1993 yılında kuruldu. |1995 yılında kapandı.
Yıl 1991. |Sovyetler Birliği dağıldı.
Nüfus 19,74 milyondur. |Pay %2.8’dir. |Oran 1.5 oldu.
Toplantı saat 14.30’da başladı. |Saat 15.00’te bitti.
Sürüm 3.11.2 çıktı. |Yenilikler var.
“Yurtta sulh, cihanda sulh.” |Bu söz Atatürk’ündür.
“Geldim ve gördüm!” dedi Sezar. |Sonra gitti.
Lideri Nazarbayev’dir. |‘Aksakal’ unvanı ona aittir.
Bunu söyledi (bkz. s. 45). |Ardından sustu.
Ülke (Yüzölçümü büyüktür. Nüfusu azdır) Asya’dadır. |Başkenti Astana’dır.
Av. Mehmet Bey ile Doç. Dr. Ali Bey (Ankara Üniv. öğretim üyesi) konuştu. |Salon doluydu.
Bekledi... |Kimse gelmedi.
O geldi… |Sonra gitti.
Bekledi... ama kimse gelmedi.
Rusya, Çin vb. ülkeler katıldı. |Toplantı bitti.
Elma, armut vb. |Bunlar satıldı.
Ali Bey vs. kişiler geldi. |Hepsi oturdu.
Bkz. Yılmaz, 2011. |Ayrıntılar oradadır.
Kapı No. 12 adresindedir. |Cad. No. 5 başka yerdedir.
T.C. Dışişleri Bakanlığı açıkladı. |A.B.D. yönetimi de katıldı.
M.Ö. 500 yılında kuruldu. |M.S. 300 yılında yıkıldı.
Ne zaman? |Yarın! |Gerçekten mi?!
Site www.akorda.kz adresidir. |E-posta a.b@c.kz yazılıdır.
İş bitti. |iPhone’lar satıldı.
Geldi. |e-Devlet kuruldu.
1. Giriş bölümü kısadır. |İkinci bölüm uzundur.
Toplantı bitti.4 |Sonra dağıldılar.”12 |Gece oldu.
"""
ENGLISH = """\
Dr. Smith arrived. |Mr. Jones left.
J. R. R. Tolkien wrote it. |He was born in 1892.
The answer was no. |The meeting ended.
It is at No. 5 Main Street. |See fig. 3 for details.
The U.S. economy grew. |Exports to the U.S. fell.
He moved to the U.S. |The move was hard.
He met Sen. Brown on Jan. 5. |They talked.
World War II ended in 1945. |World War I ended in 1918.
Was it Henry VIII? |It was Henry VII.
Kazakhstan is ranked 9th. |It is large.
It costs $1.5 billion. |That is 2.8 percent.
"Stop!" he said. |Nobody moved.
“It is over.” |He left.
It works (e.g. in Kazakhstan). |It failed elsewhere.
Apples, pears, etc. were sold. |Nothing was left.
They sold apples, pears, etc. |Then they left.
Wait... |What happened?
At 5 p.m. the bell rang. |At 6 p.m. it rang again.
The company, Acme Inc. of London, closed. |Its staff left.
She holds a Ph.D. in law. |Her work is known.
See Smith et al. (2010). |The rest follows.
The art. 5 rule holds. |This is art. |That is not.
Mt. Everest is high. |St. Petersburg is not.
It ended.4 |It began again.
"""
CASES = [("tr", line) for line in TURKISH.splitlines()] + [("en", line) for line in ENGLISH.splitlines()]


def sentences(text: str, language: Language) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_hard_case_is_split_where_a_reader_would_split_it(language: Language, marked: str) -> None:
    assert sentences(marked.replace("|", ""), language) == [sentence.strip() for sentence in marked.split("|")]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_hard_case_is_split_alike_as_a_line_of_a_document(language: Language, marked: str) -> None:
    # The line above is long enough to tell the language.
    filler = {"tr": "Bu cümle yalnızca metnin dilini belli etmek için buradadır ve başka bir işi yoktur.",
              "en": "This sentence is only here to show which language the text is in, and has no other use."}  # fmt: skip
    text = f"{filler[language]}\r\n{marked.replace('|', '')}"
    found = [text[s.start : s.end] for block in segment(Document("x", text, "", "")) for s in block.sentences]
    assert found[0] == filler[language]
    assert found[1:] == [sentence.strip() for sentence in marked.split("|")]


WORDS = (
    "Kazakistan ülke No. Dr. vb. etc. son. Son! Ne? ... … “Evet.” (bkz. (a) ) ] [1] 19. 3,5 1.5 II. X. M. T.C. www.a.kz "
    "no. ve the e-Devlet a\u0301. 👩‍👩‍👧. İ. ı. ” ’ 10 .4 .” ?! . 。 \u00a0"
).split(" ")
TEXTS = st.one_of(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", " ", "  ", "\n", "\t", ""))), max_size=25).map(
        lambda pairs: "".join(word + blank for word, blank in pairs)
    ),
    st.text(st.sampled_from("aAİı.!?…)(“” 1\n\u00a0"), max_size=40),
    st.text(max_size=40),
)


@UNHURRIED
@given(TEXTS, st.sampled_from(("tr", "en")))
def test_sentences_are_in_order_apart_and_cover_everything_visible(text: str, language: Language) -> None:
    spans = list(split_sentences(text, language))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())


@UNHURRIED
@given(TEXTS, st.sampled_from(("tr", "en")))
def test_a_sentence_ends_only_after_a_stop_and_before_a_blank(text: str, language: Language) -> None:
    spans = list(split_sentences(text, language))
    for (_, end), (start, _) in pairwise(spans):
        assert text[end:start].isspace()
        assert set(text[max(0, end - 12) : end]) & set(".!?…")


@UNHURRIED
@given(TEXTS, st.sampled_from(("tr", "en")))
def test_a_sentence_by_itself_begins_where_it_began(text: str, language: Language) -> None:
    for start, end in split_sentences(text, language):
        assert next(iter(split_sentences(text[start:end], language)))[0] == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kazakistan’ın nüfusu kaç?", "tr"),
        ("What is the population of Kazakhstan?", "en"),
        ("Who is Erdoğan?", "en"),
        ("kazakistanin nufusu ne kadar", "tr"),
        ("When did Kazakhstan become independent", "en"),
        ("", "tr"),
        ("12345 !?", "tr"),
    ],
)
def test_the_language_of_a_question_is_guessed(text: str, language: Language) -> None:
    assert guess_language(text) == language


def test_the_labelled_set_holds_three_hundred_sentences_in_two_halves() -> None:
    snippets = load_snippets()
    units = Counter({"dev": 0, "test": 0})
    for snippet in snippets:
        units[snippet.split] += len(snippet.starts)
    assert units.total() >= 300
    assert set(units) == {"dev", "test"}
    assert 0.45 <= units["test"] / units.total() <= 0.55
    assert len({snippet.id for snippet in snippets}) == len(snippets)
    assert {snippet.language for snippet in snippets} == {"tr", "en"}


def test_the_labelled_set_holds_every_kind_of_hard_case_in_both_halves() -> None:
    wanted = {"abbreviation", "ordinal", "date", "initial", "roman", "list", "quotation", "footnote"}
    for split in ("dev", "test"):
        kinds = {kind for snippet in load_snippets() if snippet.split == split for kind in snippet.kinds}
        assert not {word for word in wanted if not any(kind.startswith(word) for kind in kinds)}


def test_labelled_snippets_are_the_documents_own_characters() -> None:
    texts = {path.stem: path.read_bytes().decode() for path in FOLDER.glob("*.txt")}
    taken = [snippet for snippet in load_snippets() if snippet.document is not None]
    assert {snippet.document for snippet in taken} == set(texts)
    for snippet in taken:
        assert texts[snippet.document or ""][snippet.start : snippet.end] == snippet.text, snippet.id


def test_labelled_starts_rise_from_the_first_character_and_stand_on_visible_ones() -> None:
    for snippet in load_snippets():
        assert list(snippet.starts) == sorted(set(snippet.starts)), snippet.id
        assert not any(snippet.text[start].isspace() for start in snippet.starts), snippet.id
        assert not snippet.text[: snippet.starts[0]].strip(), snippet.id


def test_no_stretch_of_a_document_is_in_both_halves() -> None:
    spans = {
        split: {
            (snippet.document, offset)
            for snippet in load_snippets()
            if snippet.document and snippet.split == split
            for offset in range(snippet.start, snippet.end)
        }
        for split in ("dev", "test")
    }
    assert not spans["dev"] & spans["test"]


@pytest.mark.parametrize("languages", [("tr", "en"), ("tr",)])
def test_sentence_boundaries_of_the_kept_half_are_found(languages: tuple[Language, ...]) -> None:
    kept = [snippet for snippet in load_snippets() if snippet.split == "test" and snippet.language in languages]
    total = reduce(add, (score for _, score in score_sentences(kept)), BoundaryScore(0, 0, 0))
    assert total.hits + total.missed >= 150
    assert total.f1 >= 0.97
