"""Lists that stand line by line are quoted whole."""

from collections.abc import Iterator

import pytest
from reading import pipeline_over

from service.pipeline import Pipeline

TEXTS = {
    "belediye.md": "# Belediye hizmetleri\n\nBelediye aşağıdaki hizmetleri ücretsiz verir:\n\n"
    "- Cenaze nakli ve defin işlemleri\n"
    "- Evde sağlık bakımı\n- Öğrenciler için ulaşım kartı\n- Sokak hayvanlarının aşılanması\n\n"
    "Başvurular zabıta müdürlüğüne yapılır. Ücretli hizmetler meclisçe belirlenir.\n",
    "dernek.txt": "Dernek Tüzüğü\n\nDerneğin organları şunlardır:\n"
    "a) Genel kurul,\nb) Yönetim kurulu,\nc) Denetim kurulu.\n\n"
    "Genel kurul iki yılda bir toplanır. Yönetim kurulu yedi üyelidir.\n",
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_over(TEXTS, tmp_path_factory.mktemp("lists")) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Belediyenin ücretsiz hizmetleri nelerdir?", "Cenaze nakli", "Sokak hayvanlarının aşılanması"),
        ("Which services does the municipality give free of charge?", "Cenaze nakli", "Sokak hayvanlarının aşılanması"),
        ("Derneğin organları nelerdir?", "a) Genel kurul", "c) Denetim kurulu."),
        ("Which organs does the association have?", "a) Genel kurul", "c) Denetim kurulu."),
    ],
)
def test_a_list_is_quoted_from_what_leads_into_it_to_its_last_item(
    pipeline: Pipeline, question: str, first: str, last: str
) -> None:
    reading = pipeline.answer(question).reading
    assert reading.text is not None
    assert reading.text.split(":")[0] in ("Belediye aşağıdaki hizmetleri ücretsiz verir", "Derneğin organları şunlardır")
    assert reading.text.endswith(last)
    assert reading.short is not None
    assert reading.short.text.startswith(first)
    assert reading.short.text.endswith(last)


def test_what_is_asked_of_one_thing_is_not_answered_by_a_list(pipeline: Pipeline) -> None:
    reading = pipeline.answer("Yönetim kurulu kaç üyelidir?").reading
    assert reading.text == "Yönetim kurulu yedi üyelidir."
