"""Of several values in a sentence the one is meant whose clause says more of what is asked."""

import numpy as np
import pytest

from corpus.text import content_words, prefix
from index.meeting import Wanted
from service.reading.clauses import values_behind
from service.reading.evidence import Asked
from service.reading.understanding import understand

MEANINGS = {"expenses": {"gider": 0.8}, "spend": {"gider": 0.8}, "exports": {"ihrac": 0.9}}


def asked(question: str, language: str = "tr") -> Asked:
    """A question whose words count alike and mean themselves, and what is listed above."""
    content = tuple(content_words(question))
    meanings = tuple({prefix(word): 1.0, **MEANINGS.get(word, {})} for word in content)
    weights = np.full(len(content), 1 / len(content))
    wanted = Wanted(content, weights, meanings, tuple(() for _ in content))
    return Asked(understand(question, "en" if language == "en" else "tr"), wanted, meanings, frozenset())


def foremost(question: str, text: str, language: str = "tr") -> list[str]:
    found = values_behind(asked(question, language), text, "tr")
    return [text[value.start : value.end] for value in found if value.gap == 0]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "Müzenin gideri ne kadardı?",
            "Müze 5,2 milyon lira gelir elde etmiş, 17,8 milyon lira gider yapmıştır.",
            "17,8 milyon",
        ),
        ("Kışın doluluk oranı yüzde kaçtır?", "Doluluk yazın yüzde 82, kışın ise yüzde 47 olur.", "47"),
        ("Doluluk yazın yüzde kaçtır?", "Doluluk yazın yüzde 82, kışın ise yüzde 47 olur.", "82"),
        ("2019'da kaç aday başvurdu?", "Sınava 2018'de 71 bin, 2019'da 83 bin aday başvurdu.", "83 bin"),
        ("Kaç üye atanır?", "Meclis 49 üyeden oluşur, bunların 15'i atanır.", "15"),
    ],
)
def test_the_value_is_that_of_the_clause_that_says_what_is_asked(question: str, text: str, expected: str) -> None:
    assert foremost(question, text) == [expected]


def test_a_clause_is_met_by_what_the_words_of_the_question_mean() -> None:
    text = "Müze 5,2 milyon lira gelir elde etmiş, 17,8 milyon lira gider yapmıştır."
    assert foremost("How much did the museum spend?", text, "en") == ["17,8 milyon"]


def test_what_stands_before_the_first_value_holds_for_the_others_in_part() -> None:
    found = values_behind(asked("Birliğin ithalatı kaç avro?"), "Birliğin ihracatı 71 avro, ithalatı ise 84 avrodur.", "tr")
    assert [value.gap > 0 for value in found] == [True, False]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Kurul kaç üyeden oluşur?", "Kurul 49 üyeden oluşur."),
        ("Kurul 2014'te kaç üyeden oluşurdu?", "Kurul 2014'te 49 üyeden oluşurdu."),
        ("Kurulu kim atar?", "Kurulun 15 üyesi atanır, 34 üyesi seçilir."),
        ("Kurul kaç üyeden oluşur?", ""),
    ],
)
def test_nothing_stays_behind_where_there_are_not_several_values_or_none_is_asked_for(question: str, text: str) -> None:
    assert values_behind(asked(question), text, "tr") == []
