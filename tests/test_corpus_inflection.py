"""Under which terms the forms of a Turkish dictionary word stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.inflection import terms_of
from corpus.text import PREFIX, prefix, words

FORMS = {
    "yıl": "yıl yılı yılın yıla yılda yıldan yıllar yıllık yıldır",
    "gezi": "gezi geziyi gezinin gezide geziye gezisi geziler",
    "köy": "köy köyü köyün köyde köyler köylü",
    "kent": "kent kenti kentte kentin kentler",
    "ağaç": "ağaç ağacı ağaca ağaçlar",
    "atamak": "atamak atar atadı atamış atanır ataması atıyor atayan",
    "kurmak": "kurmak kurdu kurar kurmuş kuran kurulmuş kuruyor kuracak",
    "seçmek": "seçmek seçti seçer seçilir seçen seçiyor seçmiş",
    "belirlemek": "belirler belirledi belirlenmiş",
    "cumhurbaşkanı": "cumhurbaşkanının cumhurbaşkanınca",
}


@pytest.mark.parametrize(("lemma", "form"), [(lemma, form) for lemma, forms in FORMS.items() for form in forms.split()])
def test_a_form_stands_under_one_of_the_terms_of_its_word(lemma: str, form: str) -> None:
    assert prefix(words(form)[0]) in terms_of(lemma)


@pytest.mark.parametrize(("lemma", "other"), [("kurmak", "kurt"), ("kurmak", "kuru"), ("gezi", "gezdi"), ("al", "alan")])
def test_other_words_of_like_letters_do_not(lemma: str, other: str) -> None:
    assert other not in terms_of(lemma)


@given(st.text(alphabet="abcçdefgğhıijklmnoöprsştuüvyz", min_size=1, max_size=12))
def test_terms_are_as_passages_have_them(lemma: str) -> None:
    found = terms_of(lemma)
    assert found
    assert all(term == prefix(term) and term.isascii() and 0 < len(term) <= PREFIX for term in found)
