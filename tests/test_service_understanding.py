import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Language
from service.reading.understanding import Understanding, understand

TURKISH = {
    "Kazakistan Cumhurbaşkanı kimdir?": "person",
    "Kararı kimin imzaladığı biliniyor?": "person",
    "Mevlâna'nın cenazesine kime haber verildi": "person",
    "Hangi bakan istifa etti?": "person",
    "Kazakistan'ın başkenti neresidir?": "place",
    "Kazakistan'ın başkenti nedir?": "place",
    "kazakistanin baskenti": "place",
    "Başkent Bölge Mahkemesi neyi inceler?": "open",
    "Zirve hangi şehirde yapıldı?": "place",
    "Fidanlar nereden getirildi?": "place",
    "Hattı hangi şirket işletiyor?": "organisation",
    "Kazakistan bağımsızlığını ne zaman ilan etti?": "date",
    "Anlaşma hangi tarihte imzalandı?": "date",
    "Yasa kaç yılında çıktı?": "date",
    "Yasa hangi günden itibaren geçerli?": "date",
    "Zirve Eylülün hangi günlerinde toplandı?": "date",
    "Kurul hangi ayın sonunda toplanır?": "date",
    "Hangi yıldız daha parlak?": "open",
    "Hangi yılan zehirlidir?": "open",
    "Hangi ayna kırıldı?": "open",
    "Hangi gündem maddesi görüşüldü?": "open",
    "Senato kaç üyeden oluşur?": "number",
    "Kuşatma ne kadar sürdü?": "number",
    "Proje kaç milyar dolara mal oldu?": "money",
    "Cezası ne kadar para?": "money",
    "Halkın yüzde kaçı oy verdi?": "percent",
    "Türkiye endekste kaçıncı sırada?": "rank",
    "Kurucu ülkeler hangileridir?": "list",
    "Hangi ülkeler üye oldu?": "list",
    "İki temel ilke nedir?": "list",
    "AVİM'in açılımı nedir?": "acronym",
    "Afrika açılımının giderleri nereden karşılandı?": "place",
    "Alfabenin harfleri neden değişti?": "reason",
    "Derginin ilk sayısı ne zaman çıktı?": "date",
    "Eşit ücretin yüzde kaçı ödendi?": "percent",
    "Glasnost ne anlama gelir?": "definition",
    "Yumuşak güç nedir?": "definition",
    "Hükûmet neden istifa etti?": "reason",
    "Niçin ertelendi?": "reason",
    "Sınır hangi gerekçeyle kapatıldı?": "reason",
    "Numune nasıl alınır?": "manner",
    "Aşı zorunlu mu?": "yes_no",
    "Bu karar neyi değiştirdi?": "open",
    "Ceza ne kadar sürer?": "number",
    "Kaç paragraf var?": "number",
    "İş Kanunu'nun kabul tarihi": "open",
    "Can Yücel'in doğum yeri": "open",
}
ENGLISH = {
    "Who is the president of Kazakhstan?": "person",
    "Whose idea was the forum?": "person",
    "Which city hosted the summit?": "place",
    "What is the capital of Kazakhstan?": "place",
    "capital city of Peru": "place",
    "What's the capital?": "place",
    "What is the capital of the new firm?": "open",
    "What capital does a bank need?": "open",
    "What is the location of its headquarters?": "place",
    "Where is TÜRKSOY headquartered?": "place",
    "Which company runs the line?": "organisation",
    "What does the president appoint?": "open",
    "What powers does the president have?": "open",
    "Which French president came?": "person",
    "What did the company produce?": "open",
    "When did Kazakhstan become independent?": "date",
    "In which year was the law adopted?": "date",
    "How many members does the Senate have?": "number",
    "How long did the siege last?": "number",
    "How many billion dollars was the loan?": "money",
    "How much does the ticket cost?": "money",
    "What percentage of the people voted?": "percent",
    "What rank does Türkiye hold?": "rank",
    "What are the founding members?": "list",
    "Which countries joined?": "list",
    "What does KGAÖ stand for?": "acronym",
    "What does glasnost mean?": "definition",
    "What is soft power?": "definition",
    "Why did the government resign?": "reason",
    "How is the sample taken?": "manner",
    "Is the vaccine compulsory?": "yes_no",
    "What did the decision change?": "open",
}


@pytest.mark.parametrize(("question", "kind"), TURKISH.items())
def test_a_turkish_question_tells_the_kind_of_its_answer(question: str, kind: str) -> None:
    assert understand(question, "tr").kind == kind


@pytest.mark.parametrize(("question", "kind"), ENGLISH.items())
def test_an_english_question_tells_the_kind_of_its_answer(question: str, kind: str) -> None:
    assert understand(question, "en").kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "SENATO KAÇ ÜYEDEN OLUŞUR?",
        "senato kac uyeden olusur",
        "kaç üyeden oluşur senato",
        "merhaba, bir şey soracaktım, senato kaç üyeden oluşur?",
    ],
)
def test_capitals_missing_letters_word_order_and_chat_change_nothing(question: str) -> None:
    asked = understand(question, "tr")
    assert (asked.kind, asked.unit) == ("number", "uye")
    assert set(asked.words) == {"senato", "uyeden", "olusur"}


def test_a_polite_frame_is_not_taken_for_a_yes_no_question() -> None:
    assert understand("Can you tell me when the law was adopted?", "en").kind == "date"
    assert understand("Senatonun kaç üyesi var söyler misin?", "tr").kind == "number"


def test_the_form_is_found_though_the_language_was_guessed_wrong() -> None:
    assert understand("senato kaç üyeden oluşur", "en").kind == "number"
    assert understand("how many members does the senate have", "tr").kind == "number"


def test_what_is_counted_and_what_is_chosen_among_are_named() -> None:
    assert understand("How many different members does it have?", "en").unit == "members"
    assert understand("Kaç milyon dolar ödendi?", "tr").unit == "dolar"
    assert understand("Yasa kaç maddedir?", "tr").unit == "madde"
    assert understand("Kaç hafta sürdü?", "tr").unit == "hafta"
    assert understand("Zirve hangi kentte yapıldı?", "tr").sort == "kent"
    assert understand("Which city hosted it?", "en").sort == "city"


def test_names_and_numbers_of_the_question_are_found() -> None:
    asked = understand("Kazakistan'da Nursultan Nazarbayev 1995'te neyi önerdi? BM ne dedi?", "tr")
    assert asked.names == ("kazakistan", "nursultan", "nazarbayev", "bm")
    assert [value.amount for value in asked.values] == [Decimal(1995)]


def test_a_word_that_merely_opens_the_question_is_no_name() -> None:
    assert understand("Senato kaç üyelidir?", "tr").names == ()
    assert understand("Hangi ülke KAZANDI?", "tr").names == ("kazandi",)


@given(st.text(), st.sampled_from(["tr", "en"]))
def test_noise_is_understood_as_something(question: str, language: str) -> None:
    assert isinstance(understand(question, language), Understanding)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "language", "unit"),
    [
        ("Memuriyet alanında kaç cumhurbaşkanlığı kararnamesi çıktı?", "tr", "kararnamesi"),
        ("Kurul kaç üyeden oluşur?", "tr", "uye"),
        ("How many presidential decrees on the civil service were issued?", "en", "decrees"),
        ("How many members does the Senate have?", "en", "members"),
        ("How many people live in the capital?", "en", "people"),
    ],
)
def test_what_is_counted_is_the_noun_and_not_what_stands_before_it(question: str, language: Language, unit: str) -> None:
    assert understand(question, language).unit == unit


def test_a_decomposed_question_is_the_same_question() -> None:
    question = "Kazakistan'da Şükrü Özgür hangi yılda 12,5 milyon ödedi?"
    assert understand(unicodedata.normalize("NFD", question), "tr") == understand(question, "tr")
    assert understand(question, "tr").names == ("kazakistan", "sukru", "ozgur")
