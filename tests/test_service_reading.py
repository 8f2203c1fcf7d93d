"""From hits to an answer: what speaks for a sentence, how sure, what disagrees, and why there is none."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import pipeline_over

from corpus.types import Language
from index.attending import READ
from index.retriever import LATE_WEIGHTS
from index.timing import Stopwatch
from service.pipeline import Pipeline
from service.readers import READERS
from service.reading.confidence import CONFIDENCE, Policy, confidence, risk_coverage
from service.reading.counted import counted_value
from service.reading.evidence import FEATURES
from service.reading.kinds import holds
from service.reading.model import load_model
from service.reading.understanding import understand

TEXTS = {
    "eski": "Kurul yapısı\n\nKırk yedi üyeli kurulun otuz iki üyesi seçilir. Kurulun başkanı Ayşe Demir'dir.\n\n"
    "Limanın derinliği 18 metredir. Liman 1987 yılında açılmıştır.\n",
    "yeni": "Yönetim\n\nKurul, atanan 15 üye ile birlikte toplam 49 üyeden oluşur. Kurul her yıl toplanır.\n\n"
    "Bütçe 1,6 milyar liradır. Bütçe 12 Mart 2020 tarihinde onaylandı.\n",
    "ayni": "Rapor\n\nLimanın derinliğinin on sekiz metre olduğu ölçülmüştür. Köprü iki yılda bitirildi.\n",
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_over(TEXTS, tmp_path_factory.mktemp("reading")) as made:
        yield made


def raw(name: str) -> str:
    return TEXTS[name]


@pytest.mark.parametrize(
    ("question", "language", "short"),
    [
        ("Kurul kaç üyeden oluşur?", "tr", {"49", "Kırk yedi"}),
        ("How many members does the board have?", "en", {"49", "Kırk yedi"}),
        ("Bütçe hangi tarihte onaylandı?", "tr", {"12 Mart 2020"}),
        ("When was the budget approved?", "en", {"12 Mart 2020"}),
    ],
)
def test_the_short_answer_is_the_value_that_is_asked_for(
    pipeline: Pipeline, question: str, language: Language, short: set[str]
) -> None:
    found = pipeline.answer(question, language=language).reading.short
    assert found is not None
    assert any(value in found.text for value in short)


def test_sources_that_disagree_are_both_shown(pipeline: Pipeline) -> None:
    for question in ("Kurul kaç üyeden oluşur?", "How many members does the board have?"):
        conflicts = pipeline.answer(question).reading.conflicts
        assert {side.value for side in conflicts[0].sides} == {"Kırk yedi", "49"}
        for side in conflicts[0].sides:
            citation = side.citation
            assert raw(citation.document.document_id)[citation.start : citation.end] == citation.cited_text


def test_english_sources_are_read_by_english_rules(tmp_path: Path) -> None:
    """ "on" is ten in Turkish, and 1,200 is little more than one."""
    texts = {
        "one": "The Harbour Council\n\nThe council relies on members of towns. The council consists of 1,150 members.\n",
        "two": "The Harbour Board\n\nThe council of the harbour consists of 1,200 members. The council meets in May.\n",
        "three": "The Harbour Office\n\nThe council consists of 1200 members, who meet on Mondays. The office is closed.\n",
    }
    with pipeline_over(texts, tmp_path) as english:
        [conflict] = english.answer("How many members does the council have?").reading.conflicts
    values = [side.value for side in conflict.sides]
    assert len(values) == 2
    assert "1,150" in values


def test_an_abstention_without_any_passage_does_not_point_to_one(pipeline: Pipeline) -> None:
    for question, pointed in (("Liman kaç metredir?", "aşağıda"), ("How deep is the harbour?", "below")):
        refused = pipeline.answer(question, document_ids=[]).reading
        assert refused.citations == ()
        assert refused.abstention is not None
        assert pointed not in refused.abstention.message


def test_the_explanation_is_of_the_sentence_that_each_passage_is_cited_with(tmp_path: Path) -> None:
    sections = (
        f"Bölüm {n}\n\nKöy {n} bir ovadadır. Liman {n} kıyısında {n} gemi bekler. Yol {n} uzundur." for n in range(1, 13)
    )
    with pipeline_over({"uzun": "\n\n\n".join(sections) + "\n"}, tmp_path) as long:
        reading = long.answer("Limanda kaç gemi bekler?", top_k=12).reading
    explained = {passage["start_char_index"]: passage["best_sentence"] for passage in reading.explanation()["passages"]}  # type: ignore[attr-defined]
    assert len(explained) > READ
    for citation in reading.citations[1:]:
        starts = [sentence.start for sentence in citation.hit.passage.sentences]
        told = explained[citation.hit.passage.start]["plain nearness"]
        assert told == pytest.approx(citation.hit.plain_scores[starts.index(citation.start)], abs=1e-4)


def test_equal_values_in_other_words_are_agreement(pipeline: Pipeline) -> None:
    assert pipeline.answer("Limanın derinliği kaç metredir?").reading.conflicts == ()


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(min_size=1, max_size=80).filter(str.strip))
def test_short_lies_in_answer_lies_in_passage_and_all_are_slices(pipeline: Pipeline, name: str, question: str) -> None:
    reading = Pipeline(pipeline.index, pipeline.encoder, READERS[name](0.0)).answer(question).reading
    assert 0 <= reading.confidence <= 1
    assert (reading.text is None) == (reading.abstention is not None)
    assert 0 < len(reading.quotes) <= 2 or not reading.citations
    assert reading.text is None or reading.text.split("\n") == [citation.reading for citation in reading.quotes]
    for citation in reading.citations:
        text = raw(citation.document.document_id)
        assert text[citation.start : citation.end] == citation.cited_text
        assert citation.hit.passage.start <= citation.start < citation.end <= citation.hit.passage.end
    if reading.short:
        first = reading.citations[0]
        assert first.start <= reading.short.start < reading.short.end <= first.end
        assert raw(first.document.document_id)[reading.short.start : reading.short.end] == reading.short.text


def test_the_answer_does_not_depend_on_how_many_passages_are_cited(pipeline: Pipeline) -> None:
    one, many = (pipeline.answer("Kurul kaç üyeden oluşur?", top_k=top_k).reading for top_k in (1, 10))
    assert (one.text, one.confidence, one.short) == (many.text, many.confidence, many.short)
    assert len(one.citations) == 1


def test_a_name_that_stands_nowhere_is_named_as_it_was_typed(pipeline: Pipeline) -> None:
    strict = Pipeline(pipeline.index, pipeline.encoder, READERS["extractive"](1.0))
    refused = strict.answer("Kurulda Zübeyde’nin işi ne?").reading.abstention
    assert refused is not None
    assert refused.reason == "unknown_name"
    assert "“Zübeyde”" in refused.message


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Kırk yedi üyeli senatonun otuz iki üyesi seçilir.", "Kırk yedi"),
        ("atanan 15 üye olmak üzere toplam 49 üyeden oluşur", "49"),
        ("Senatoda 49 üye vardır.", "49"),
        ("Senatoda 49 üye ve 12 üye vardır.", None),
        ("Senatoda 49 kapı vardır.", None),
        ("Kurulda 18 farklı bağımsız üye bulunur.", "18"),
        ("Kurulda 18 kapı ve üye bulunur.", None),
        ("Kurulda 18 (on sekiz) üye bulunur.", "on sekiz"),
        ("Senato 2016 yılında 6 üyeden oluşuyordu.", "6"),
        ("Kurulda 2 ile 3 üye bulunur.", None),
        ("Senatonun 5. üyesi istifa etti.", None),
        ("Senatonun 5'inci üyesi istifa etti.", None),
        ("Senatonun beşinci üyesi istifa etti.", None),
        ("Oylamaya üyelerin yüzde 30 üyesi katıldı.", None),
        ("The 5th üye resigned.", None),
    ],
)
def test_what_is_counted_has_one_number(text: str, span: str | None) -> None:
    found = counted_value(text, {"uye"}, language="tr")
    assert (found and text[slice(*found)]) == span


@pytest.mark.parametrize(
    ("text", "unit", "span"),
    [
        ("Ülke 14 ilden oluşur.", "il", "14"),
        ("Ülkede 14 il bulunur.", "il", "14"),
        ("Ülkenin 14 ilinde seçim yapılır.", "il", "14"),
        ("Ülkenin 160 ilçesi vardır.", "il", None),
        ("Toplantıya 500 katılımcı geldi.", "kat", None),
        ("Seçime 12 aday katıldı.", "ada", None),
        ("Takımada 12 adadan oluşur.", "ada", "12"),
        ("Yasa 47 maddedir.", "madde", "47"),
    ],
)
def test_a_short_unit_is_not_the_beginning_of_another_word(text: str, unit: str, span: str | None) -> None:
    found = counted_value(text, {unit}, language="tr")
    assert (found and text[slice(*found)]) == span


def test_the_number_of_a_year_counts_no_years() -> None:
    assert counted_value("1993 yılında kurulan meclis beş yıl görev yapar", {"yil"}, language="tr") == (28, 31)


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("Senato kaç üyeden oluşur?", "Senato 49 üyeden oluşur.", True),
        ("Senato kaç üyeden oluşur?", "Senato ülkenin üst meclisidir.", False),
        ("1993'te kaç kanun çıktı?", "Kanun 1993 yılında çıktı.", False),
        ("Ne zaman kuruldu?", "Kurum 1998 yılında kuruldu.", True),
        ("Ne zaman kuruldu?", "Kurum 12 kişiyle kuruldu.", False),
        ("Ne zaman kuruldu?", "Kurum 1990'larda kuruldu.", True),
        ("Ne kadar para ödendi?", "Ödeme £5 milyon tuttu.", True),
        ("Ne kadar para ödendi?", "Ödeme 300 yuandır.", True),
        ("Kaçıncı sırada?", "Ülke listede dokuzuncudur.", True),
        ("Kim atar?", "Onları genellikle Nazarbayev atar.", True),
        ("Neden kapandı?", "Bütçe yetmediği için kapandı.", True),
        ("Kurum ne yapar?", "Kurum denetler.", None),
    ],
)
def test_a_sentence_holds_the_kind_of_answer_or_not(question: str, sentence: str, held: bool | None) -> None:
    assert holds(understand(question, "tr"), sentence, "tr") is held


def test_a_preposition_of_an_english_sentence_is_no_number() -> None:
    asked = understand("How many members does the board have?", "en")
    assert holds(asked, "The board relies on members.", "en") is False
    assert holds(asked, "The board has ten members.", "en") is True


def test_a_century_is_a_date_in_english_too() -> None:
    asked = understand("When was the bridge built?", "en")
    assert holds(asked, "The bridge was built in the 19th century.", "en") is True
    assert holds(asked, "The bridge was built with 19 arches.", "en") is False


@pytest.mark.parametrize("late", [True, False])
def test_every_figure_of_the_shipped_models_is_one_that_is_computed(late: bool) -> None:
    assert set(load_model("sentences", late=late).weights) == set(FEATURES)
    assert set(load_model("confidence", late=late).weights) == set(CONFIDENCE)


@pytest.mark.parametrize("late", [True, False])
def test_nothing_is_sure_where_no_word_of_the_question_stands_in_what_was_read(late: bool) -> None:
    figures = np.ones(len(CONFIDENCE))
    assert confidence(figures, late=late) == 0
    figures[CONFIDENCE.index("nowhere")] = 0.9
    assert confidence(figures, late=late) > 0


@pytest.mark.parametrize("late", [True, False])
def test_a_higher_floor_never_answers_more(late: bool) -> None:
    thresholds = [Policy.for_floor(floor, late=late).threshold for floor in (0.0, 0.3, 0.6, 0.9)]
    assert thresholds == sorted(thresholds)
    coverage = [share for _, share, _ in risk_coverage(late=late)]
    assert coverage == sorted(coverage, reverse=True)


def test_two_sources_that_both_answer_are_both_sides(tmp_path: Path) -> None:
    texts = {
        "ticaret": "Ticaret\n\nİki ülke karşılıklı ticareti 5 milyar dolara çıkarmayı hedefliyor. Yol uzundur.\n",
        "haber": "Haber\n\nBakan, iki ülkenin ticareti 10 milyar dolara çıkarmayı hedeflediğini söyledi. Heyetler döndü.\n",
    }
    with pipeline_over(texts, tmp_path) as one:
        [conflict] = one.answer("İki ülke ticareti kaç milyar dolara çıkarmayı hedefliyor?").reading.conflicts
    assert {side.value.split()[0] for side in conflict.sides} == {"5", "10"}


def test_hits_are_ordered_with_what_the_cross_encoder_says(pipeline: Pipeline) -> None:
    asked: dict[Language, str] = {"tr": "Kurul kaç üyeden oluşur?", "en": "When was the budget approved?"}
    for language, question in asked.items():
        hits, share = pipeline.search(question, language=language, top_k=3).hits, LATE_WEIGHTS[language].read
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        for hit in hits:
            mixed = (1 - share) * hit.scores["fused"] + share * hit.scores["cross"]
            assert hit.score == pytest.approx(mixed, abs=1e-5)
    unread = {language: replace(weights, read=0.0) for language, weights in LATE_WEIGHTS.items()}
    assert all("cross" not in hit.scores and not hit.odds for hit in pipeline.varied(weights=unread).search("Kurul").hits)


def test_two_places_that_are_equally_likely_are_both_quoted_and_one_where_one_citation_is_wanted(tmp_path: Path) -> None:
    founders = {name: f"Kütüphane bilgisi\n\nKütüphaneyi {name} Er kurdu. Kitaplar çoktur.\n" for name in ("Ali", "Can")}
    with pipeline_over(founders, tmp_path) as library:
        question = "Kütüphaneyi kim kurdu?"
        one, other = library.retriever.search(question, language="tr", top_k=2, watch=Stopwatch())
        nearly = tuple(odds + 1 for odds in one.odds)  # as much as the second rank takes away, about
        hits = [
            one,
            replace(
                other,
                score=one.score,
                scores=one.scores,
                odds=nearly,
                plain_scores=one.plain_scores,
                word_scores=one.word_scores,
            ),
        ]
        ask = partial(READERS["extractive"](0.0).read, question, hits, language="tr", terms=library.retriever.terms("tr"))
        both, single = ask(top_k=2), ask(top_k=1)
    assert both.text is not None
    assert sorted(line.split()[1] for line in both.text.splitlines()) == ["Ali", "Can"]
    assert [citation.number for citation in both.quotes] == [1, 2]
    assert both.citations[0].score > both.citations[1].score > one.score
    assert single.text == both.text.splitlines()[0]
    assert len(single.citations) == single.quoted == 1
