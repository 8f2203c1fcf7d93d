"""Answers against accepted forms, as SQuAD compares them and as Turkish needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.suffixes import is_inflected
from eval.answers import (
    conflict_recall,
    contains,
    exact_match,
    false_alarm,
    list_recall,
    squad_tokens,
    token_f1,
    turkish_tokens,
    value_match,
)


def test_squads_normalisation_drops_case_punctuation_and_articles() -> None:
    assert squad_tokens("The  U.S. Senate, an upper-house!") == ["us", "senate", "upperhouse"]
    assert exact_match("the Senate.", ["Senate"], tokens=squad_tokens) == 1
    assert exact_match("Ankara'nın", ["Ankara"], tokens=squad_tokens) == 0


def test_f1_is_the_best_overlap_with_an_accepted_form() -> None:
    assert token_f1("the cat sat", ["cat sat down", "dog"], tokens=squad_tokens) == pytest.approx(2 * 2 / (2 + 3))
    assert token_f1("cat cat", ["cat"], tokens=squad_tokens) == pytest.approx(2 / 3)
    assert token_f1("cat", ["dog"], tokens=squad_tokens) == 0
    assert token_f1("", [""], tokens=squad_tokens) == token_f1("the", ["a"], tokens=squad_tokens) == 1
    assert token_f1("", ["dog"], tokens=squad_tokens) == 0


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("İSTANBUL", "istanbul"),
        ("ISPARTA", "Isparta"),
        ("ISPARTA", "ısparta"),
        ("Ankara'nın", "Ankara"),
        ("Türkiye’de", "Türkiye"),
        ("«Astana»…", "astana"),
        ("Nur–Sultan", "Nur-Sultan"),
        ("%2,8", "2.8"),
        ("The Senate", "senate"),
    ],
)
def test_turkish_casing_suffixes_and_punctuation_make_no_difference(answer: str, form: str) -> None:
    assert exact_match(answer, [form]) == exact_match(form, [answer]) == token_f1(answer, [form]) == 1


@pytest.mark.parametrize("text", ["the", "a"])
def test_an_answer_of_articles_alone_keeps_them(text: str) -> None:
    assert turkish_tokens(text) == [text]


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("Ülke nüfusu yaklaşık 19,74 milyondur.", "19,74 milyon"),
        ("Ülke nüfusu yaklaşık 19,74 milyondur.", "19.74 million"),
        ("Kırk yedi üyeli senatonun otuz iki üyesi seçilir.", "47"),
        ("Bağımsızlık 16 Aralık 1991'de ilan edildi.", "December 16, 1991"),
        ("Valileri Cumhurbaşkanı atar.", "cumhurbaşkanı"),
        ("Yaklaşık 5 milyar dolarlık ticaret", "5 milyar dolar"),
        ("RUSYA’DAN SONRA ÇİN GELİR", "Rusya"),
    ],
)
def test_an_answer_contains_a_form_inflected_or_by_value(answer: str, form: str) -> None:
    assert contains(answer, [form])


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("çinko ve bakır", "Çin"),
        ("5 bölge", "5 milyar dolar"),
        ("5 milyar avro", "5 milyar dolar"),
        ("Aralık 1991", "16 Aralık 1991"),
        ("2. Dünya Savaşı", "2 yıl"),
        ("147 üye", "47"),
        ("Kuzey Kazakistan", "Kazakistan Kuzey"),
        ("", "Astana"),
        ("Astana", ""),
    ],
)
def test_an_answer_does_not_contain_what_it_does_not_say(answer: str, form: str) -> None:
    assert not contains(answer, [form])


def test_values_are_compared_as_wholes_and_only_where_there_are_any() -> None:
    assert value_match("kırk yedi", ["47", "49"]) == 1
    assert value_match("47 ve 49", ["47"]) == 0
    assert value_match("elli", ["47"]) == value_match("Astana", ["47"]) == 0
    assert value_match("47", ["Astana"]) is None
    assert value_match("on altı", ["sixteen"]) == 1


def test_a_list_counts_each_item_that_is_named() -> None:
    items = [["Çin", "China"], ["Rusya", "Russia"], ["Almanya", "Germany"]]
    assert list_recall("Rusya’ya ve Almanya'ya; çinko", items) == pytest.approx(2 / 3)
    assert list_recall("China, Russia, Germany", items) == 1
    assert list_recall("Rusya", []) is None


def test_a_disagreement_is_shown_only_with_two_sides_or_more() -> None:
    sides = [["47", "kırk yedi"], ["49", "kırk dokuz"]]
    assert conflict_recall(["Kırk yedi", "49 üye"], sides) == 1
    assert conflict_recall(["47"], sides) == conflict_recall(["47", "47 üye"], sides) == conflict_recall([], sides) == 0
    assert conflict_recall(["47", "49"], [*sides, ["50"]]) == pytest.approx(2 / 3)
    assert conflict_recall(["47", "49"], []) is None


def test_a_disagreement_where_there_is_none_is_a_false_alarm() -> None:
    assert false_alarm(["47", "49"], []) == 1
    assert false_alarm([], []) == 0
    assert false_alarm(["47", "49"], [["47"], ["49"]]) is None


@pytest.mark.parametrize("word", ["milyondur", "milyonluk", "milyonlarca", "milyon", "milyonda"])
def test_endings_make_an_inflected_form(word: str) -> None:
    assert is_inflected(word, "milyon")


@pytest.mark.parametrize(
    ("word", "stem"), [("cinko", "cin"), ("kazakistan", "kazak"), ("onda", "on"), ("475", "47"), ("evi", "milyon")]
)
def test_other_words_and_numbers_are_no_inflected_forms(word: str, stem: str) -> None:
    assert not is_inflected(word, stem)


@given(st.text(max_size=30), st.text(max_size=30))
def test_every_measure_lies_between_0_and_1_and_an_answer_agrees_with_itself(answer: str, form: str) -> None:
    for tokens in (squad_tokens, turkish_tokens):
        assert 0 <= token_f1(answer, [form], tokens=tokens) <= 1
        assert exact_match(answer, [answer], tokens=tokens) == token_f1(answer, [answer], tokens=tokens) == 1
        assert token_f1(answer, [form], tokens=tokens) == pytest.approx(token_f1(form, [answer], tokens=tokens))
