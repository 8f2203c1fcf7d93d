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


def test_nothing_answers_where_there_is_no_word() -> None:
    assert short_answer(understand("Kim?", "tr"), " ... ", []) is None


def test_without_nearness_a_date_is_still_found() -> None:
    question, language, text, _, _ = FACTS["date"]
    found = short_answer(understand(question, language), text, [])
    assert found is not None
    assert "1987" in text[found.start : found.end]


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.sampled_from(["tr", "en"]),
    st.lists(
        st.sampled_from(["12", "%5", "Mayıs", "ve", "Ankara'da", "(ABC)", "\n", ".", ",", "için", "é", "“", "2.", "x"]),
        max_size=40,
    ),
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
