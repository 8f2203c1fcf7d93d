"""What of a typed text is taken for the question."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import pipeline_over

from service.reading.asking import asking_part, is_legible

STORY = (
    "Merhaba, ben bir üniversitede yüksek lisans tezi yazan bir öğrenciyim ve yerel yönetimler üzerine çalışıyorum. "
    "Konu hakkında pek çok kitap ve rapor okudum. {} Şimdiden çok teşekkür eder, iyi günler dilerim."
)
QUESTION = "Limanın müdürünü kim atar?"
DOCUMENT = "Liman\n\nLimanın müdürünü belediye başkanı atar. Müdür beş yıl görev yapar.\n\nTezler kitaplıkta okunur."


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Kurul kaç üyelidir?", "Kurul kaç üyelidir?"),
        ("kurul kac uyelidir", "kurul kac uyelidir?"),
        ("<b>Kurul</b> kaç <i>üyelidir</i>?", "Kurul kaç üyelidir ?"),
        ("Merhaba! Kurul kaç üyelidir?", "Kurul kaç üyelidir?"),
        ("Kurul kaç üyelidir? Çok teşekkürler.", "Kurul kaç üyelidir?"),
        ("Kazakistan Senatosu. Kaç üyesi var?", "Kazakistan Senatosu. Kaç üyesi var?"),
        ("Astana\nNe zaman başkent oldu?", "Astana Ne zaman başkent oldu?"),
        (STORY.format(QUESTION), QUESTION),
        (STORY.format("Limanın müdürünü kim atar, onu bulamadım."), "Limanın müdürünü kim atar, onu bulamadım."),
        (STORY.format("Liman kaç metredir? " + QUESTION), "Liman kaç metredir? " + QUESTION),
        ("<script>", "<script>"),
        ("?", "?"),
    ],
)
def test_what_asks_is_kept(typed: str, asked: str) -> None:
    assert " ".join(asking_part(typed).split()) == asked


@given(typed=st.text(min_size=1, max_size=300).filter(str.strip))
def test_what_is_kept_stands_where_it_stood(typed: str) -> None:
    kept = asking_part(typed)
    assert kept.strip()
    assert all(letter in (typed[place : place + 1], " ") for place, letter in enumerate(kept.removesuffix("?")))


@pytest.mark.parametrize(
    ("typed", "legible"),
    [
        ("Кто назначает губернаторов?", False),
        ("من يعين الولاة؟", False),
        ("“Қазақстан” adı ne demek?", True),
        ("Qui nomme les gouverneurs?", True),
        ("19 + 3 = ?", True),
    ],
)
def test_a_question_in_letters_that_the_models_do_not_know_is_not_legible(typed: str, legible: bool) -> None:
    assert is_legible(typed) is legible


def test_a_long_text_is_answered_as_the_question_in_it(tmp_path: Path) -> None:
    with pipeline_over({"liman": DOCUMENT}, tmp_path) as pipeline:
        alone, told = (pipeline.answer(typed).reading for typed in (QUESTION, STORY.format(QUESTION)))
        russian = pipeline.answer("Кто назначает начальника порта?").reading
        marked = pipeline.answer(QUESTION.removesuffix("?")).reading
    assert alone.text == told.text == marked.text == "Limanın müdürünü belediye başkanı atar."
    assert russian.abstention is not None
    assert russian.abstention.reason == "other_language"
    assert alone.short is not None
    assert told.short is not None
    assert alone.short.text == told.short.text


@pytest.mark.parametrize(
    "typed", ["Merhaba! Senato kaç üyeli?", "Senato kaç üyeli? Teşekkürler.", "Hello there.\nSenato kaç üyeli?"]
)
def test_a_greeting_beside_a_short_question_does_not_ask(typed: str) -> None:
    asked = asking_part(typed)
    assert asked.strip() == "Senato kaç üyeli?"
    assert typed[asked.index("Senato") :].startswith("Senato kaç üyeli?")


def test_what_is_told_before_a_short_question_is_part_of_it() -> None:
    told = "Senato 1996 yılında kuruldu diyorlar. Kaç üyesi var?"
    assert asking_part(told) == told
