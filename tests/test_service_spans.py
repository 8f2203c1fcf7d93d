import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Language
from corpus.values import find_values
from index.nearness import words_in
from index.types import Mark
from service.reading.phrases import find_phrases
from service.reading.spans import NearWord, ShortAnswer, short_answer
from service.reading.tokens import read_tokens, words_within
from service.reading.understanding import understand

# The question, its language, the sentence, the words of it that an encoder finds near the question, the answer.
FACTS: dict[str, tuple[str, Language, str, str, str]] = {
    "number": (
        "Koroda kaç kişi şarkı söylüyor?",
        "tr",
        "Dağyolu korosunda 46 kişi şarkı söylemektedir.",
        "korosunda kişi şarkı",
        "46",
    ),
    "number in words": (
        "How many members does the council have?",
        "en",
        "Konsey on dokuz üyeden oluşmaktadır.",
        "Konsey üyeden oluşmaktadır",
        "on dokuz",
    ),
    "date": (
        "Köprü ne zaman açıldı?",
        "tr",
        "Gölbaşı köprüsü 12 Mayıs 1987'de törenle açıldı.",
        "köprüsü açıldı",
        "12 Mayıs 1987",
    ),
    "year": (
        "In which year was the law adopted?",
        "en",
        "Kıyı yasası ilk kez 1974 yılında kabul edilmiştir.",
        "yasası kabul",
        "1974",
    ),
    "money": (
        "Onarım kaç liraya mal oldu?",
        "tr",
        "Belediyeye göre onarım 3,4 milyon liraya mal oldu.",
        "onarım liraya mal",
        "3,4 milyon liraya",
    ),
    "percent": (
        "Çiftçilerin yüzde kaçı kooperatife üye?",
        "tr",
        "Bölgedeki çiftçilerin yüzde 38'i kooperatife üyedir.",
        "çiftçilerin kooperatife üyedir",
        "yüzde 38",
    ),
    "person": (
        "Müzeyi kim kurdu?",
        "tr",
        "Kasabadaki oyuncak müzesini emekli öğretmen Nermin Arslan kurmuştur.",
        "müzesini kurmuştur",
        "Nermin Arslan",
    ),
    "place": (
        "Festival hangi şehirde yapılıyor?",
        "tr",
        "Uluslararası kukla festivali her yıl Eskişehir'de düzenlenmektedir.",
        "festivali düzenlenmektedir",
        "Eskişehir",
    ),
    "list": (
        "Pazarda hangi ürünler satılır?",
        "tr",
        "Perşembe pazarında zeytin, peynir, bal ve ceviz satılır.",
        "pazarında satılır",
        "zeytin, peynir, bal ve ceviz",
    ),
    "acronym": (
        "ODTÜ'nün açılımı nedir?",
        "tr",
        "Yarışmayı Orta Doğu Teknik Üniversitesi (ODTÜ) düzenledi.",
        "ODTÜ",
        "Orta Doğu Teknik Üniversitesi",
    ),
    "reason": (
        "Why was the match postponed?",
        "en",
        "Karşılaşma yoğun sis nedeniyle ertelendi.",
        "Karşılaşma ertelendi",
        "yoğun sis nedeniyle",
    ),
    "manner": (
        "Numuneler nasıl taşınır?",
        "tr",
        "Numuneler soğutuculu kutularla taşınır.",
        "Numuneler taşınır",
        "soğutuculu kutularla",
    ),
    "English text": (
        "Who founded the museum?",
        "en",
        "The toy museum was founded by Nermin Arslan in 1998.",
        "museum founded",
        "Nermin Arslan",
    ),
}


def near(text: str, met: str) -> list[NearWord]:
    return [NearWord(a, b, 0.8 if text[a:b] in met.split() else 0.1) for a, b in words_in(text)]


def answer(question: str, language: Language, text: str, met: str) -> str:
    found = short_answer(understand(question, language), text, near(text, met))
    assert found is not None
    return text[found.start : found.end]


@pytest.mark.parametrize("kind", FACTS)
def test_the_short_answer_is_found(kind: str) -> None:
    question, language, text, met, expected = FACTS[kind]
    got = answer(question, language, text, met)
    assert set(words_of(expected)) <= set(words_of(got))
    assert len(words_of(got)) <= len(words_of(expected)) + 2


def words_of(text: str) -> list[str]:
    return [text[a:b] for a, b in words_in(text)]


def test_a_suffix_after_an_apostrophe_is_left_out() -> None:
    question, language, text, met, _ = FACTS["place"]
    assert answer(question, language, text, met) == "Eskişehir"


@pytest.mark.parametrize("number", ["%-1,2", "-%1,2", "−%1,2", "%-1"])
def test_a_share_below_zero_keeps_its_signs(number: str) -> None:
    text = f"Büyüme {number} oldu."
    assert answer("Büyüme yüzde kaç oldu?", "tr", text, "Büyüme oldu") == number


@pytest.mark.parametrize(
    "text", ["-5 üye", "2010 -2015 arası", "2010-2015 arası", "- 5 üye", "Apollo-11 uçtu", "%5-10 arttı"]
)
def test_a_hyphen_that_joins_or_lists_is_no_sign(text: str) -> None:
    tokens = read_tokens(understand("Kaç üye var?", "tr"), text, [], "tr")
    assert [(token.start, token.end) for token in tokens] == words_in(text)


def test_a_number_shows_the_same_marks_below_zero() -> None:
    asked = understand("Büyüme kaç oldu?", "tr")
    below, above = (read_tokens(asked, f"Büyüme {number} oldu.", [], "tr")[1] for number in ("−1,2", "1,2"))
    assert (below.folded, below.marks, below.end - below.start) == (above.folded, above.marks, 4)


def test_a_value_that_the_question_gives_is_not_its_answer() -> None:
    text = "Santral 2004 yılında 310 işçiyle kuruldu."
    assert "310" in answer("2004'te santralde kaç işçi vardı?", "tr", text, "Santral işçiyle")
    assert "2004" in answer("310 işçiyle ne zaman kuruldu?", "tr", text, "işçiyle kuruldu")


def test_values_of_the_question_are_told_apart() -> None:
    asked = understand("2004'te santralde kaç işçi vardı?", "tr")
    text = "Santral 2004 yılında 310 işçiyle kuruldu."
    found = find_phrases(asked, text, read_tokens(asked, text, [], "tr"), "tr")
    assert ("given", 1, 1) in found
    assert ("of unit", 3, 3) in found


def test_an_answer_never_holds_a_part_of_a_number() -> None:
    text = "İki bin on dokuz yüz kırk üye, iki yüz elli bin gönüllü, on iki bin beş yüz çocuk."
    numbers = [(value.start, value.end) for value in find_values(text, language="tr")]
    for question in (
        "Kaç üye var?",
        "Kim?",
        "Nerede?",
        "Neden?",
        "Nasıl?",
        "Hangi yıl?",
        "Kaç çocuk?",
        "Kaç gönüllü?",
        "Ne oldu?",
    ):
        found = short_answer(understand(question, "tr"), text, [])
        assert found is None or not any(start < found.start < end or start < found.end < end for start, end in numbers)


def test_a_reference_to_literature_is_no_answer() -> None:
    text = "Sulama birliklerini köylüler yönetmektedir (Aydın Demir, 2014)."
    assert "Demir" not in answer("Sulama birliklerini kim yönetir?", "tr", text, "Sulama birliklerini yönetmektedir")


SHORT_FORMS = {
    "a short form behind it": "Bu bağlamda Kazakistan’ın üye olduğu Moskova merkezli Kolektif Güvenlik Antlaşması "
    "Örgütü (KGAÖ) olası bir tehdidi etkisiz hale getirmektedir.",
    "a short form before it": "Moskova merkezli KGAÖ (Kolektif Güvenlik Antlaşması Örgütü) dün toplandı.",
    "a suffix": "Belarus, Kolektif Güvenlik Antlaşması Örgütü'ne (KGAÖ) 1993 yılında üye oldu.",
    "no short form": "Liderler Kolektif Güvenlik Antlaşması Örgütü çatısı altında buluştu.",
    "other short forms": "Birleşmiş Milletler (BM) ile Kolektif Güvenlik Antlaşması Örgütü (KGAÖ) ortak bildiri yayımladı.",
}


@pytest.mark.parametrize("text", SHORT_FORMS.values(), ids=list(SHORT_FORMS))
@pytest.mark.parametrize(("question", "language"), [("KGAÖ'nün açılımı nedir?", "tr"), ("What does KGAÖ stand for?", "en")])
def test_what_a_short_form_stands_for_is_answered_without_a_word_more(question: str, language: Language, text: str) -> None:
    assert answer(question, language, text, "KGAÖ") == "Kolektif Güvenlik Antlaşması Örgütü"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("EKT'nin açılımı nedir?", "Toplantıyı Eğitim ve Kültür Topluluğu (EKT) düzenledi.", "Eğitim ve Kültür Topluluğu"),
        ("EVKT'nin açılımı nedir?", "Toplantıyı Eğitim ve Kültür Topluluğu (EVKT) düzenledi.", "Eğitim ve Kültür Topluluğu"),
        ("GKM'nin açılımı nedir?", "Burası geri kazanım merkezi (GKM) olarak anılır.", "geri kazanım merkezi"),
        ("AB'nin açılımı nedir?", "Alman Bakan, Avrupa Birliği (AB) ile görüştü.", "Avrupa Birliği"),
        ("OSS'nin açılımı nedir?", "Hizmet tek yerden verilir (One-Stop-Shop – OSS).", "One-Stop-Shop"),
        ("Şanghay İşbirliği Örgütü'nün kısaltması nedir?", "Zirveyi Şanghay İşbirliği Örgütü (ŞİÖ) düzenledi.", "ŞİÖ"),
        ("Yüksek Seçim Kurulu'nun kısaltması nedir?", "Yüksek Seçim Kurulunun (YSK) kararı kesindir.", "YSK"),
        ("Yargıçları azleden kurulun kısaltması ne?", "Yargıçları NATO üyesi ülkede Yargılama Jürisi (YJ) azleder.", "YJ"),
    ],
)
def test_a_short_form_and_its_words_answer_for_each_other(question: str, text: str, expected: str) -> None:
    assert answer(question, "tr", text, "") == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("KGAÖ'nün açılımı nedir?", "Rusya ile KGAÖ de belirli bir güvenlik çemberi oluşturmaktadır."),
        ("AB'nin açılımı nedir?", "Karar ancak bugün alındı."),
        ("AB'nin açılımı nedir?", "AB Bakanları bugün toplandı."),
    ],
)
def test_a_short_form_that_nothing_spells_out_has_no_short_answer(question: str, text: str) -> None:
    assert short_answer(understand(question, "tr"), text, near(text, "KGAÖ")) is None


def test_a_short_form_is_no_definition() -> None:
    text = "Kutup ışığını Ulusal Uzay Kurumu (UUK) inceler."
    asked = understand("Kutup ışığı nedir?", "tr")
    assert asked.kind == "definition"
    assert "expansion" not in {name for name, _, _ in find_phrases(asked, text, read_tokens(asked, text, [], "tr"), "tr")}


def test_a_short_form_is_not_answered_by_another_one() -> None:
    text = "SBP, Sorena'da Birleşmiş Milletler (BM) gözlemcilerini ağırladı."
    assert answer("Sorena'daki SBP'nin açılımı nedir?", "tr", text, "SBP") != "BM"


def test_authors_whose_initials_fit_are_not_what_a_short_form_stands_for() -> None:
    text = "Dağcılar kampı mayısta kurdu (Kara, Gül ve Ak, 2014)."
    assert "Kara" not in answer("KGA'nın açılımı nedir?", "tr", text, "")


def test_a_foreign_short_form_has_other_initials_than_the_words_beside_it() -> None:
    text = "Zirveye Kuzey Atlantik Antlaşması Örgütü (NATO) ev sahipliği yaptı."
    assert "Kuzey Atlantik Antlaşması Örgütü" in answer("NATO'nun açılımı nedir?", "tr", text, "NATO")


VALUES_ASKED = {
    "number": "Eşitlik için kaç gün çalışılır?",
    "money": "Eşitlik için kaç lira harcanır?",
    "percent": "Eşitlik yüzde kaç sağlandı?",
    "rank": "Eşitlik kaçıncı sıradadır?",
    "date": "Eşitlik ne zaman sağlandı?",
}


@pytest.mark.parametrize("kind", VALUES_ASKED)
@pytest.mark.parametrize(
    "text",
    [
        "8) Eşit işe eşit ücret,",
        "8) İşe alımda eşitlik,",
        "[8] İşe alımda eşitlik",
        "8- İşe alımda eşitlik",
        "2.1. İşe Alımda Eşitlik",
        "İlkeler: (8) İşe alımda eşitlik",
        "12 “Eşitlik / Çalışma Bakanlığı.” Yeni Gazete",
        "12 Selin Aksoy, “İşe Alımda Eşitlik”, Yeni Gazete",
        "4 Eşitlik için bkz.: Selin Aksoy",
    ],
)
def test_a_number_that_merely_numbers_the_line_is_no_value(kind: str, text: str) -> None:
    asked = understand(VALUES_ASKED[kind], "tr")
    assert asked.kind == kind
    assert short_answer(asked, text, near(text, "Eşitlik eşitlik")) is None


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Konseyde kaç üye var?", "3) Konseyde 40 üye vardır.", "40"),
        ("Kaç Türk yaralandı?", "12 Türk, iki Alman yaralandı.", "12"),
        ("Bilet kaç lira?", "250 TL, öğrenciye ise yarısı ödenir.", "250"),
        ("Projeye ne kadar harcandı?", "3 Milyon lira harcandı.", "3 Milyon"),
        ("Okul ne zaman açıldı?", "8. Eylül 1990 tarihinde okul açıldı.", "8. Eylül 1990"),
        ("Loca ne zaman kuruldu?", "19. Yüzyıl başlarında kuruldu.", "19"),
        ("Törene kaç kişi geldi?", "Törene (öğrenciler dahil, 40) kişi geldi.", "40"),
        ("Tatbikatı kaçıncı ordu yaptı?", "3. Ordu tatbikat yaptı.", "3"),
    ],
)
def test_a_number_that_begins_a_line_and_says_something_is_a_value(question: str, text: str, expected: str) -> None:
    assert expected in answer(question, "tr", text, "")


def test_beside_a_value_the_number_of_its_line_is_none_though_the_cross_encoder_marks_it() -> None:
    text = "8) Eşitlik ilkesi 40 yıldır geçerlidir."
    words = [NearWord(a, b, 0.3, *((9.0, 9.0) if text[a:b] == "8" else (-9.0, -9.0))) for a, b in words_in(text)]
    found = short_answer(understand("Eşitlik ilkesi kaç yıldır geçerli?", "tr"), text, words)
    assert found is not None
    assert text[found.start : found.end].startswith("40")


def test_the_number_of_a_heading_is_none() -> None:
    text = "3. Yöntem ve Kapsam"
    assert short_answer(understand("Araştırmada kaç yöntem kullanıldı?", "tr"), text, near(text, "Yöntem")) is None


@pytest.mark.parametrize(
    ("text", "begins", "whole"),
    [
        ("Ekip kapıyı dün açtı. Yol heyelan yüzünden kapandı.", "kapıyı", False),
        ("Yol Prof. Dr. Ali Er'in ölümü yüzünden kapandı.", "Prof", True),
    ],
)
def test_an_answer_stays_within_a_sentence(text: str, begins: str, whole: bool) -> None:
    marks = {begins: (9.0, -9.0), "yüzünden": (-9.0, 9.0)}
    words = [NearWord(a, b, 0.3, *marks.get(text[a:b], (-9.0, -9.0))) for a, b in words_in(text)]
    found = short_answer(understand("Yol neden kapandı?", "tr"), text, words)
    assert found is not None
    assert (". " in text[found.start : found.end]) is whole


def test_the_word_that_opens_a_sentence_is_no_part_of_a_name_for_its_capital() -> None:
    text = "Hattı Yıldız Ulaşım Şirketi işletiyor."
    assert answer("Hattı hangi şirket işletiyor?", "tr", text, "Hattı işletiyor") == "Yıldız Ulaşım Şirketi"


def test_nothing_answers_where_there_is_no_word() -> None:
    assert short_answer(understand("Kim?", "tr"), " ... ", []) is None


def test_without_nearness_a_date_is_still_found() -> None:
    question, language, text, _, _ = FACTS["date"]
    found = short_answer(understand(question, language), text, [])
    assert found is not None
    assert "1987" in text[found.start : found.end]


PARTS = "12|%5|Mayıs|1990|ve|Ankara'da|(ABC)|ABC|Al|bin cam|\n|.|,|için|é|“|2.|8)|[3]|(Ak, 2014)|x".split("|")


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.sampled_from([*VALUES_ASKED.values(), "ABC'nin açılımı nedir?", "Kim?", "Neler?"])),
    st.sampled_from(["tr", "en"]),
    st.lists(st.sampled_from(PARTS), max_size=40),
    st.text(max_size=40),
)
def test_a_short_answer_lies_inside_the_text_whatever_is_asked(
    question: str, language: Language, parts: list[str], odd: str
) -> None:
    text = " ".join(parts) + odd
    found = short_answer(understand(question, language), text, [NearWord(a, b, 0.5) for a, b in words_in(text)])
    assert found is None or isinstance(found, ShortAnswer)
    if found:
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == text[found.start : found.end]
        assert 0 <= found.score <= 1.001


@given(st.lists(st.sampled_from(["Kurul", "49", "üyeden", "oluşur."]), min_size=1, max_size=8), st.data())
def test_a_word_begins_and_ends_an_answer_as_far_as_its_pieces_do(said: list[str], data: st.DataObject) -> None:
    text = " ".join(said)
    spans = words_in(text)
    cuts = [data.draw(st.integers(start + 1, end)) for start, end in spans]
    values = [data.draw(st.tuples(*[st.floats(-9, 9)] * 4)) for _ in spans]
    marks: list[Mark] = []
    for (start, end), cut, (a, b, c, d) in zip(spans, cuts, values, strict=True):
        marks += [(start, cut, a, b), *([(cut, end, c, d)] if cut < end else [])]
    near = [(start, end, 0.5) for start, end in spans]
    found = list(words_within(near, marks, 0, len(text)))
    assert [(word.start, word.end, word.near) for word in found] == near
    for word, (start, end), cut, (a, b, c, d) in zip(found, spans, cuts, values, strict=True):
        assert (word.begins, word.ends) == ((max(a, c), max(b, d)) if cut < end else (a, b)), (start, end)
    shifted = list(words_within(near, marks, spans[0][0], spans[0][1]))
    assert shifted == found[:1]


def test_of_two_values_the_one_is_taken_that_the_cross_encoder_marks() -> None:
    text = "Meclis 120 üyeden, Senato 45 üyeden oluşur."
    asked = understand("Kaç kişi görev yapar?", "tr")
    for value in ("120", "45"):
        words = [NearWord(a, b, 0.3, *((4.0, 4.0) if text[a:b] == value else (-9.0, -9.0))) for a, b in words_in(text)]
        found = short_answer(asked, text, words)
        assert found is not None
        assert value in text[found.start : found.end]
