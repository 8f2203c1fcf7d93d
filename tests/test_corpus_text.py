"""Folding, words and terms: the same question typed in any of the usual ways gives the same terms."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.stopwords import STOPWORDS
from corpus.text import GRAM, PREFIX, content_words, fold, grams, prefix, words

# The machine may be busy, and the first example may load language models.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TURKISH = "abcçdefgğhıijklmnoöprsştuüvyzâîû"
SENTENCES = st.text(st.sampled_from(TURKISH + "  .,’'0123456789-"), max_size=60)
ASCII = str.maketrans("çğıöşüâîû", "cgiosuaiu")


@pytest.mark.parametrize("letter", ["İ", "I", "ı", "i", "i\u0307", "I\u0307", "î", "Î"])
def test_every_letter_i_folds_to_the_same_letter(letter: str) -> None:
    assert fold(letter) == "i"


@pytest.mark.parametrize("apostrophe", "'’‘ʼ´`′＇")
def test_every_apostrophe_cuts_the_suffix(apostrophe: str) -> None:
    assert words(f"Kazakistan{apostrophe}ın nüfusu") == ["kazakistan", "nufusu"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ŞĞÜÖÇ şğüöç", "sguoc sguoc"),
        ("Lääne, Jangıru, café, Çin’de", "laane, jangiru, cafe, cin'de"),
        ("Straße", "strasse"),
        ("Қазақстан", "қазақстан"),
        ("Түркі тілдес", "түркі тілдес"),
        ("iş\u00adbir\u200bliği\ufeff", "isbirligi"),
    ],
)
def test_fold_lowers_and_drops_accents_and_leaves_other_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_decimal_comma_is_a_decimal_point() -> None:
    assert words("1,6 milyar") == words("1.6 milyar") == ["1.6", "milyar"]


def test_numbers_with_thousands_are_one_word_either_way() -> None:
    assert words("2.724.900 km2") == words("2,724,900 km2") == ["2.724.900", "km2"]


def test_a_number_at_the_end_of_a_sentence_does_not_keep_the_stop() -> None:
    assert words("yıl 1991. Sonra 2,") == ["yil", "1991", "sonra", "2"]


@pytest.mark.parametrize(("name", "word"), [("O'Brien", "obrien"), ("O’BRIEN", "obrien"), ("d’Estaing", "destaing")])
def test_one_letter_before_an_apostrophe_belongs_to_the_name(name: str, word: str) -> None:
    assert words(name) == [word]


def test_a_digit_before_an_apostrophe_has_a_suffix() -> None:
    assert words("9'u, 5’te, 12'si") == ["9", "5", "12"]


def test_initials_with_stops_are_the_word_without() -> None:
    assert words("A.B.D.'nin ve T.C. ile U.N.") == ["abd", "ve", "tc", "ile", "un"]
    assert content_words("A.B.D. nedir?") == ["abd"]
    assert words("Sayfa 3. Bir ev. O geldi.") == ["sayfa", "3", "bir", "ev", "o", "geldi"]


def test_quotation_marks_are_no_part_of_a_word() -> None:
    assert words("‘burjuva’ “iyi” 'proje' e-devlet alt_çizgi") == [
        "burjuva", "iyi", "proje", "e", "devlet", "alt", "cizgi",
    ]  # fmt: skip


def test_the_prefix_joins_inflected_forms_and_keeps_numbers_whole() -> None:
    assert {prefix(word) for word in words("Kazakistan Kazakistan’da kazaklar")} == {"kazak"}
    assert PREFIX == 5
    assert prefix("2724900") == "2724900"
    assert prefix("ve") == "ve"


def test_grams_are_every_run_of_four_letters_and_short_words_and_numbers_stay_whole() -> None:
    assert GRAM == 4
    assert grams(["nazarbayev", "ve", "gdp", "nato", "199125"]) == [
        "naza", "azar", "zarb", "arba", "rbay", "baye", "ayev", "ve", "gdp", "nato", "199125",
    ]  # fmt: skip


def test_content_words_are_distinct_and_leave_out_question_words() -> None:
    assert content_words("Kazakistan’ın başkenti neresidir ve Kazakistan nerededir?") == ["kazakistan", "baskenti"]
    assert content_words("Kurul neyi, kaçıncı yılda, kimlerden, ne kadarlık aldı?") == [
        "kurul",
        "yilda",
        "aldi",
    ]
    assert content_words("Kimya nesli kaçak, neredeyse hangar") == ["kimya", "nesli", "kacak", "neredeyse", "hangar"]
    assert content_words("What is the capital of Kazakhstan?") == ["capital", "kazakhstan"]
    assert content_words("KAZAKİSTAN HANGİ YIL BAĞIMSIZ OLDU") == ["kazakistan", "yil", "bagimsiz"]


def test_content_words_leave_out_single_letters_and_keep_single_digits() -> None:
    assert content_words("A grubu ile B grubu, 5 yıl ve x") == ["grubu", "5", "yil"]


@pytest.mark.parametrize("question", ["Bu ne? Ne bu?", "What is it?", "?!", "", "A b c"])
def test_a_question_that_names_no_subject_has_no_content_words(question: str) -> None:
    assert content_words(question) == []


def test_stop_words_are_written_as_they_are_looked_up() -> None:
    assert {fold(word) for word in STOPWORDS} == STOPWORDS
    assert all(words(word) == [word] for word in STOPWORDS)


@UNHURRIED
@given(SENTENCES)
def test_words_are_the_same_in_capitals_in_ascii_and_decomposed(text: str) -> None:
    expected = words(text)
    dotted, dotless = text.replace("i", "İ").replace("ı", "I").upper(), text.replace("ı", "i").upper()
    variants = (dotted, dotless, text.translate(ASCII), unicodedata.normalize("NFD", text), text.replace("’", "'"))
    assert [words(variant) for variant in variants] == [expected] * len(variants)


@UNHURRIED
@given(st.text(st.characters(exclude_characters="\u0149\u1fef\u1ffd", exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@UNHURRIED
@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@UNHURRIED
@given(st.text())
def test_terms_of_any_text_are_never_empty(text: str) -> None:
    found = words(text)
    assert all(found)
    assert [word for word in dict.fromkeys(found) if word in content_words(text)] == content_words(text)
    assert all(grams([word]) and prefix(word) for word in found)
