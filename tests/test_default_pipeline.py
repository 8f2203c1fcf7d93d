"""The pipeline as it comes, with the bundled encoder, over the five documents."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.building import build
from index.embedders import BUNDLED
from service.bootstrap import build_pipeline, chunking_for_build, encoder_for_build
from service.pipeline import Pipeline
from service.presenting import present_answer
from service.settings import DOCUMENTS, Settings


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    floor = Settings.model_fields["accuracy_floor"].default
    settings = Settings(data=tmp_path_factory.mktemp("default"), accuracy_floor=floor)
    build(settings.data, [DOCUMENTS], encoder=lambda made_with: encoder_for_build(settings, made_with))
    pipeline = build_pipeline(settings)
    yield pipeline
    pipeline.index.close()


def test_the_bundled_encoder_is_the_default(pipeline: Pipeline) -> None:
    assert pipeline.encoder.info.name == BUNDLED


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Kazakistan Senatosu kaç üyeden oluşur?", "(toplam 49 üyeden|Kırk yedi üyeli senatonun)"),  # sources disagree
        ("KAZAKİSTAN'IN NÜFUSU NE KADAR?", "(18,73 milyon nüfusuyla|19,74 milyondur)"),
        ("kac bakanlik var kazakistan hukumetinde", "18 bakanlıktan"),
        ("Şanghay İşbirliği Örgütü'nün kısaltması nedir?", "Şanghay İşbirliği Örgütü"),
        ("Bakü-Tiflis-Kars demiryolu hattı ne zaman açıldı?", "2017 yılında açılan Bakü-Tiflis-Kars"),
        ("Kazakistan ihracatının yarısından fazlasını ne oluşturur?", "petrol ve petrol"),
        (
            "Who appoints the governors in Kazakhstan?",
            "(Cumhurbaşkanı tarafından atanan|Valiler, Cumhurbaşkanı)",
        ),
        ("What share of world exports did Kazakhstan have in 2021?", "%0,3 pay"),
        ("How many countries take part in the Astana Civil Service Hub?", "42 katılımcı"),
        ("In which city was the agreement founding TÜRKSOY signed?", "1993 yılında Almatı"),
        ("How much money did the European Union give for public administration reform?", "25 milyon Euro"),
        ("What percentage of public services is offered electronically?", r"\(%80\)"),
    ],
)
def test_the_first_passage_holds_the_answer(pipeline: Pipeline, question: str, words: str) -> None:
    hit = pipeline.search(question).hits[0]
    assert re.search(words, " ".join(hit.passage.text.split()))


@pytest.mark.parametrize(
    "typed",
    [
        "Who appoints the governors in Kazakhstan?",
        "<p>Hello there.</p>\n<b>Who appoints</b> the governors in Kazakhstan?",
    ],
)
def test_words_that_answer_across_languages_are_highlighted_with_the_word_that_they_answer(
    pipeline: Pipeline, typed: str
) -> None:
    answer = pipeline.answer(typed)
    shown = present_answer(answer).citations[0]
    raw = (DOCUMENTS / f"{shown.document_id}.txt").read_bytes().decode("utf-8")
    pairs = {
        (
            raw[word.start_char_index : word.end_char_index],
            typed[word.question_start_char_index : word.question_end_char_index],
        )
        for word in shown.highlights
    }
    assert {word for word, asked in pairs if asked == "governors"} & {"vali", "Valiler"}
    assert {word for word, asked in pairs if asked == "appoints"} & {"atanan", "atanmaktadır"}
    for word in shown.highlights:
        assert shown.start_char_index <= word.start_char_index < word.end_char_index <= shown.end_char_index
    assert answer.reading.text is not None
    assert "Cumhurbaşkanı" in answer.reading.text


@pytest.mark.parametrize(
    "question",
    [
        "Mars'ta kaç uydu var?",
        "How do I bake bread?",
        "En iyi mercimek çorbası nasıl yapılır?",
        "Telefonumun ekranı kırıldı, ne yapmalıyım?",
        "What is the boiling point of water?",
        "Who won the World Cup in 2014?",
        "Who wrote Hamlet?",
        "Kedim neden tüy döküyor?",
    ],
)
def test_what_the_sources_do_not_deal_with_is_not_answered(pipeline: Pipeline, question: str) -> None:
    assert pipeline.answer(question).reading.abstention is not None


def test_no_file_of_the_encoder_is_too_large_for_a_repository() -> None:
    folder = Path(__file__).parent.parent / "index" / "models" / BUNDLED
    assert max(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 50_000_000


def test_passage_sizes_are_what_the_readme_says(pipeline: Pipeline) -> None:
    assert chunking_for_build(Settings(), pipeline.index.manifest.chunking).size == 900


def test_where_sources_disagree_their_sides_stand_for_a_second_quote(pipeline: Pipeline) -> None:
    reading = pipeline.answer("Kazakistan Senatosu kaç üyeden oluşur?").reading
    assert {side.value for conflict in reading.conflicts for side in conflict.sides} == {"49", "Kırk yedi"}
    assert reading.quoted == 1
