"""Questions in other words: forms of Turkish words are right, and a synonym stands in the form of the word it replaces."""

import re
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import fold
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.negatives import KEPT
from index.training.crossing.papers import PAPERS
from index.training.crossing.passages import Passages
from index.training.crossing.rows import Rows
from index.training.crossing.visits import Visits
from index.training.forms import forms_of
from index.training.papers import read_papers
from index.training.rewording import SAME_WORDS, Rewording, read_groups
from index.training.vocabulary import SPECIAL, folding_tokenizer

GROUPS = read_groups()
REWORDING = Rewording(GROUPS)
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("yasa", "yasayı yasaya yasanın yasası yasasında yasalar yasalarının yasadır yasalı"),
        ("kitap", "kitabı kitaba kitapta kitaptan kitabında kitaplar"),
        ("şehir", "şehri şehre şehirde şehrinin şehirler"),
        ("kayıt", "kaydı kayda kayıtta kaydın kayıtlar"),
        ("hak", "hakkı hakka hakta hakkının haklar"),
        ("hukuk", "hukuku hukuka hukukun hukuktan"),
        ("saat", "saati saate saatte saatin saatler"),
        ("petrol", "petrolü petrole petrolde petrolün"),
        ("vakit", "vakti vakte vakitte vaktinde vakitler"),
        ("siyasi parti", "partiyi partisi partiye partinin partiler"),
        ("cumhurbaşkanı", "cumhurbaşkanını cumhurbaşkanına cumhurbaşkanının cumhurbaşkanıyla"),
        ("ırmak", "ırmağı ırmağa ırmakta ırmağın"),
        ("köy", "köyü köye köyde köyün"),
        ("kamu hizmeti", "hizmetini hizmetine hizmetinde hizmetinin hizmetidir"),
        ("benimsemek", "benimsedi benimser benimsiyor benimsendi benimsenmesi benimseyen benimsediği benimsenmektedir"),
        ("kabul etmek", "etti eder ediyor edildi edilmesi eden ettiği edecek edilen"),
        ("kaybetmek", "kaybeder kaybediyor kaybedildi kaybetti"),
        ("almak", "aldı alır alıyor alındı alınan alması"),
        ("yapmak", "yaptı yapar yapıldı yapılacak yapabilir yapmaz"),
    ],
)
def test_forms_of_a_word_follow_vowel_harmony_and_soften(lemma: str, forms: str) -> None:
    before = lemma.rpartition(" ")[0]
    made = set(forms_of(lemma).values())
    assert {f"{before} {form}".strip() for form in forms.split()} <= made
    assert not made & {
        "kitapı",
        "şehiri",
        "kabul eter",
        "kabul etildi",
        "alıldı",
        "benimseiyor",
        "kamu hizmetisi",
        "kaybetir",
    }


@pytest.mark.parametrize(
    ("groups", "question", "made"),
    [
        ([["yasa", "kanun"]], "Yasayı kim onaylar?", {"Kanunu kim onaylar?"}),
        ([["feshetmek", "dağıtmak"]], "Meclisi kim dağıtabilir?", {"Meclisi kim feshedebilir?"}),
        ([["benimsemek", "kabul etmek"]], "Karar ne zaman kabul edildi?", {"Karar ne zaman benimsendi?"}),
        ([["memuriyet", "kamu hizmeti"]], "Memuriyete nasıl girilir?", {"Kamu hizmetine nasıl girilir?"}),
        ([["memuriyet", "kamu hizmeti"]], "Kamu hizmetine nasıl girilir?", set()),  # dative of which of two words?
        ([["masraf", "harcama"]], "Kurulun masrafı ne kadar?", set()),  # accusative or possessive?
        ([["ilan etmek", "duyurmak"]], "İlan edilen karar neydi?", {"Duyurulan karar neydi?"}),
        ([["ıslahat", "reform"]], "Islahatı kim yaptı?", {"Reformu kim yaptı?"}),
        ([["yas", "matem"], ["yasa", "kanun"]], "Bu yasa neyi düzenler?", {"Bu kanun neyi düzenler?"}),  # not "yas" + "a"
        ([["neden", "sebep"], ["kadar", "dek"]], "Neden geldi, ne kadar kaldı?", set()),  # words that ask stay
        ([["köprü", "geçit"]], "Galata Köprüsü nerede?", set()),  # names stay
        ([["köprü", "geçit"]], "Köprü Başı nerede?", set()),
        ([["deki", "olan"], ["han", "kervansaray"]], "2022'deki Han'ın adı ne?", set()),  # so do endings of numbers
        ([["el", "yad"], ["el", "il"], ["el", "yabancı"]], "Bu el kimindir?", set()),  # it has too many senses
        ([["el", "yad", "yabancı"], ["el", "yabancı"]], "Bu el kimindir?", {"Bu yad kimindir?", "Bu yabancı kimindir?"}),
    ],
)
def test_a_synonym_takes_the_form_of_the_word_that_it_stands_for(
    groups: list[list[str]], question: str, made: set[str]
) -> None:
    rewording = Rewording(groups)
    assert {rewording(question, RNG, chance=1.0) for _ in range(30)} == (made or {question})
    assert rewording(question, RNG, chance=0.0) == question == SAME_WORDS(question, RNG, chance=1.0)


def test_groups_that_come_along_are_dictionary_words_and_none_is_part_of_another() -> None:
    assert len(GROUPS) > 8000
    of_member = defaultdict(set)
    for number, group in enumerate(GROUPS):
        assert len(set(group)) == len(group) > 1
        for member in group:
            assert member == member.strip() == member.replace("I", "ı").lower()
            assert 1 <= len(member.split()) <= 3
            assert not member.endswith(("mamak", "memek"))
            of_member[member].add(number)
    assert all(set.intersection(*(of_member[member] for member in group)) == {n} for n, group in enumerate(GROUPS))


def test_most_turkish_questions_of_papers_can_be_asked_in_other_words_that_keep_names_and_numbers() -> None:
    questions = [question.texts["tr"] for paper in read_papers()[::60] for question in paper.questions]
    made = [REWORDING(question, RNG, chance=1.0) for question in questions]
    assert np.mean([one != other for one, other in zip(questions, made, strict=True)]) > 0.7
    for question, other in zip(questions, made, strict=True):
        for kept in (re.compile(r"\d+"), re.compile(r"(?<=\S )[A-ZÇĞİÖŞÜ]\w*")):
            assert kept.findall(question) == kept.findall(other)


@given(st.text(max_size=60))
def test_any_text_is_a_question(text: str) -> None:
    assert isinstance(REWORDING(text, RNG, chance=1.0), str)
    assert REWORDING(text, RNG, chance=0.0) == text


def test_visits_to_turkish_questions_show_other_words_and_those_to_english_ones_never() -> None:
    tokenizer = folding_tokenizer([*SPECIAL, "yasa", "kanun", "kim", "yapar", "?", "."])
    passages = Passages(tokenizer)
    number = passages.add("Yasa. Kim?", "tr", PAPERS)
    examples = [Example("yasa kim yapar?", language, number, frozenset({0}), None, 1.0) for language in ("tr", "en")]
    data, none = ReaderData(list(passages), examples), np.full((2, KEPT, 2), -1, np.int32)
    visits, rng = Visits(data, none, Rows(tokenizer), Rewording([["yasa", "kanun"]])), np.random.default_rng(0)
    other = tokenizer.token_to_id(fold("kanun"))
    shown = [[other in visits.visit(i, rng)[0].pieces for _ in range(200)] for i in (0, 1)]
    assert 20 < sum(shown[0]) < 70  # a half of a bit less than a half
    assert not any(shown[1])
