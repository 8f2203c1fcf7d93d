"""Every kind of answer, asked for in both languages: the short answer, and the sentences that hold such an answer."""

from collections.abc import Iterator
from typing import get_args

import pytest
from reading import pipeline_over

from corpus.types import Language
from service.pipeline import Pipeline
from service.reading.kinds import holds
from service.reading.questions import AnswerKind
from service.reading.understanding import understand

# By kind: a passage, a question for it in Turkish and one in English, and the short answer to both.
ASKED: dict[AnswerKind, tuple[str, str, str, str | None]] = {
    "person": (
        "Çınarlı Halk Kütüphanesi 1962'de bir kahvehanede açıldı. Kütüphaneyi emekli öğretmen Selma Aydın kurdu. "
        "Bugün raflarında on bin kitap vardır.",
        "Çınarlı Halk Kütüphanesini kim kurdu?",
        "Who was the founder of the Çınarlı public library?",
        "Selma Aydın",
    ),
    "place": (
        "Uluslararası Uçurtma Şenliği her bahar yapılır. Şenlik bu yıl Foça'da düzenlendi. Yarışmaya çocuklar da katıldı.",
        "Uçurtma şenliği bu yıl nerede düzenlendi?",
        "Where was the kite festival held this year?",
        "Foça",
    ),
    "organisation": (
        "Gölova ile Taşköy arasındaki teleferik üç yıldır çalışıyor. Hattı Yıldız Ulaşım Şirketi işletiyor. "
        "Kabinler on kişiliktir.",
        "Teleferik hattını hangi şirket işletiyor?",
        "Which company runs the cable car line?",
        "Yıldız Ulaşım Şirketi",
    ),
    "date": (
        "Sarısu köprüsünün yapımı beş yıl sürdü. Köprü 14 Eylül 1988'de trafiğe açıldı. Açılışa köylüler de geldi.",
        "Sarısu köprüsü ne zaman açıldı?",
        "When was the Sarısu bridge opened?",
        "14 Eylül 1988",
    ),
    "number": (
        "Akpınar köyünün çok eski bir camisi vardır. Köyde 312 kişi yaşamaktadır. Köylüler arıcılıkla geçinir.",
        "Akpınar köyünde kaç kişi yaşıyor?",
        "How many people live in the village of Akpınar?",
        "312",
    ),
    "money": (
        "Kasaba tiyatrosunun çatısı geçen kış çöktü. Onarım belediyeye 2,5 milyon liraya mal oldu. Oyunlar yeniden başladı.",
        "Tiyatronun onarımı kaç liraya mal oldu?",
        "How much did the repair of the theatre cost?",
        "2,5 milyon liraya",
    ),
    "percent": (
        "Ankette gençlere okuma alışkanlıkları soruldu. Gençlerin yüzde 64'ü her gün kitap okuduğunu söyledi. "
        "Geri kalanlar vakit bulamıyor.",
        "Gençlerin yüzde kaçı her gün kitap okuyor?",
        "What percentage of young people read books every day?",
        "yüzde 64",
    ),
    "rank": (
        "Bozdağ takımı bu sezon on iki maç kazandı. Takım ligi 3. sırada tamamladı. Seyirciler sonuçtan memnun kaldı.",
        "Bozdağ takımı ligi kaçıncı sırada tamamladı?",
        "In which position did the Bozdağ team finish the league?",
        "3",
    ),
    "list": (
        "Perşembe pazarı sabah erkenden kurulur. Pazarda zeytin, peynir, bal ve ceviz satılır. "
        "Tezgâhlar akşamüstü toplanır.",
        "Perşembe pazarında neler satılır?",
        "Which products are sold at the Thursday market?",
        "zeytin, peynir, bal ve ceviz",
    ),
    "definition": (
        "Yaylacılar yazı dağlarda geçirir. Oba, yaylada kurulan çadır topluluğudur. Obalar güzün boşalır.",
        "Oba nedir?",
        "What is an oba?",
        "yaylada kurulan çadır topluluğudur",
    ),
    "acronym": (
        "Fotoğraf yarışmasını Göller Yöresi Kültür Derneği (GYKD) açtı. Yarışmaya üç yüz kişi katıldı.",
        "GYKD'nin açılımı nedir?",
        "What does GYKD stand for?",
        "Göller Yöresi Kültür Derneği",
    ),
    "reason": (
        "Vapur seferleri sabah altıda başlar. Bugün seferler şiddetli lodos nedeniyle yapılamadı. "
        "Yolcular otobüse yönlendirildi.",
        "Vapur seferleri bugün neden yapılamadı?",
        "Why could the ferries not run today?",
        "şiddetli lodos nedeniyle",
    ),
    "manner": (
        "Ebru ustası boyalarını kendisi hazırlar. Boyalar suyun üzerine at kılından fırçayla serpilir. "
        "Desen sonra kâğıda geçirilir.",
        "Ebruda boyalar suyun üzerine nasıl serpilir?",
        "How are the paints sprinkled on the water in marbling?",
        "at kılından fırçayla",
    ),
    "yes_no": (
        "Belediye sokak hayvanları için bir barınak yaptırdı. Barınak haziranda açıldı. Gönüllüler her gün mama getiriyor.",
        "Sokak hayvanları için barınak açıldı mı?",
        "Has the shelter for stray animals been opened?",
        None,
    ),
    "open": (
        "Yeni yönetmelik çarşı esnafını ilgilendiriyor. Yönetmelik plastik poşet kullanımını yasakladı. "
        "Dükkânlar kese kâğıdına geçti.",
        "Yönetmelik neyi yasakladı?",
        "What did the regulation ban?",
        "plastik poşet kullanımını",
    ),
}
NUMBERED = "Yükümlülükler\n\n5) Üyelerin aidatlarını toplamak avcılar kulübü başkanının görevidir.\n"
BOTH: list[tuple[AnswerKind, Language]] = [(kind, language) for kind in ASKED for language in get_args(Language)]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    texts = {kind: f"{passage}\n" for kind, (passage, *_) in ASKED.items()}
    with pipeline_over({**texts, "numbered": NUMBERED}, tmp_path_factory.mktemp("kinds")) as made:
        yield made


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_a_question_of_every_kind_has_its_short_answer(pipeline: Pipeline, kind: AnswerKind, language: Language) -> None:
    _, turkish, english, expected = ASKED[kind]
    question = turkish if language == "tr" else english
    assert understand(question, language).kind == kind
    reading = pipeline.answer(question, language=language).reading
    assert reading.citations[0].document.document_id == kind.replace("_", "-")
    assert reading.text is not None
    assert (reading.short and reading.short.text) == expected


def test_no_kind_of_answer_is_left_untested() -> None:
    assert set(ASKED) == set(get_args(AnswerKind))


@pytest.mark.parametrize(
    ("question", "language"),
    [("Avcılar kulübünde kaç üye var?", "tr"), ("How many members does the hunting club have?", "en")],
)
def test_the_number_of_an_item_counts_nothing(pipeline: Pipeline, question: str, language: Language) -> None:
    reading = pipeline.answer(question, language=language).reading
    assert reading.citations[0].document.document_id == "numbered"
    assert reading.text is not None
    assert reading.short is None


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("KGAÖ'nün açılımı nedir?", "Kolektif Güvenlik Antlaşması Örgütü (KGAÖ) toplandı.", True),
        ("KGAÖ'nün açılımı nedir?", "KGAÖ (Kolektif Güvenlik Antlaşması Örgütü) toplandı.", True),
        ("KGAÖ'nün açılımı nedir?", "Kolektif Güvenlik Antlaşması Örgütü toplandı.", True),
        ("EKT'nin açılımı nedir?", "Eğitim ve Kültür Topluluğu toplandı.", True),
        ("EVKT'nin açılımı nedir?", "Eğitim ve Kültür Topluluğu toplandı.", True),
        ("ANKASAM'ın açılımı nedir?", "Ankara Kriz ve Siyaset Araştırmaları Merkezi (ANKASAM) toplandı.", True),
        ("ANKASAM'ın açılımı nedir?", "Ankara Kriz ve Siyaset Araştırmaları Merkezi ile ANKASAM toplandı.", False),
        ("TİM'in açılımı nedir?", "Türkiye'nin ihracatı arttı. Meclis Üyesi (TİM) dedi.", None),
        ("TİKA'nın açılımı nedir?", "Türkiye, birlikte kurulan ajans (TİKA) ile döndü.", None),
        ("KAMUYÖNETİMLERİ'nin açılımı nedir?", "Kamu Yönetimleri Dairesi kuruldu.", False),
        ("MVYK'nin açılımı nedir?", "Merkezi Uyum Kurulu toplandı.", False),
        ("KGAÖ'nün açılımı nedir?", "Birleşmiş Milletler (BM) ile KGAÖ bildiri yayımladı.", False),
        ("KGAÖ'nün açılımı nedir?", "KGAÖ zirvesi Astana'da yapıldı.", False),
        ("NATO'nun açılımı nedir?", "Zirveyi Kuzey Atlantik Antlaşması Örgütü (NATO) düzenledi.", None),
        ("NATO'nun açılımı nedir?", "NATO, Kuzey Atlantik Antlaşması Örgütü anlamına gelir.", None),
        ("NATO'nun açılımı nedir?", "Bu sözcük barış anlamına gelir.", False),
        ("Şanghay İşbirliği Örgütü'nün kısaltması nedir?", "Zirveyi ŞİÖ düzenledi.", True),
        ("Yargıçları azleden kurulun kısaltması ne?", "Yargıçları Yargılama Jürisi (YJ) azleder.", None),
    ],
)
def test_a_sentence_holds_a_short_form_that_it_spells_out(question: str, sentence: str, held: bool | None) -> None:
    assert holds(understand(question, "tr"), sentence, "tr") is held


@pytest.mark.parametrize("question", ["Kaç üye var?", "Kaç lira?", "Yüzde kaç?", "Kaçıncı sırada?", "Ne zaman açıldı?"])
@pytest.mark.parametrize("sentence", ["8) Uyum ilkesi,", "2.1. Uyum İlkesi", "8- Uyum ilkesi", "12 “Uyum.” Yeni Gazete"])
def test_the_number_of_a_line_is_no_value_that_a_sentence_holds(question: str, sentence: str) -> None:
    assert holds(understand(question, "tr"), sentence, "tr") is False
    assert holds(understand("Kaç üye var?", "tr"), f"{sentence} 40 üye", "tr") is True
