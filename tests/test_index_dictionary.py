"""The dictionary between the two languages: how it is learned, kept and asked."""

import gzip
from pathlib import Path

import pytest

from corpus.text import prefix
from corpus.types import Language
from index.dictionary import ANSWERS, FOLDER, Dictionary, headwords, load_dictionary, write_dictionary
from index.training.answering import answered, learn_answers
from index.training.dictionary import learn
from index.training.types import Section

PAIRS = [
    ("the governor came", "vali geldi"), ("a governor went", "bir vali gitti"), ("the senate met", "senato toplandi"),
    ("a senate went home", "bir senato eve gitti"),
    ("the bird came home", "kus eve geldi"), ("a bird met the governor", "bir kus valiyi gordu"),
]  # fmt: skip


def learned() -> dict[str, dict[str, float]]:
    english, turkish = ([text.split() for text in side] for side in zip(*PAIRS, strict=True))
    return dict(learn(english, [[prefix(word) for word in text] for text in turkish]))


@pytest.mark.parametrize(("word", "meaning"), [("governor", "vali"), ("senate", "senat"), ("bird", "kus"), ("home", "eve")])
def test_translations_are_learned_from_a_handful_of_sentences(word: str, meaning: str) -> None:
    found = learned()[word]
    assert max(found, key=found.__getitem__) == meaning


def test_function_words_and_numbers_are_not_learned() -> None:
    assert "the" not in learned()
    assert "1991" not in dict(learn([["in", "1991"]] * 3, [["1991", "yili"]] * 3))


def test_a_dictionary_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = {"governor": {"vali": 0.42, "valil": 0.13}, "senate": {"senat": 0.51}}
    write_dictionary(tmp_path / "deep" / "en.tsv.gz", entries.items())
    lines = gzip.decompress((tmp_path / "deep" / "en.tsv.gz").read_bytes()).decode().splitlines()
    assert lines == ["governor\tvali 42\tvalil 13", "senate\tsenat 51"]
    again = tmp_path / "again.tsv.gz"
    write_dictionary(again, entries.items())
    assert again.read_bytes() == (tmp_path / "deep" / "en.tsv.gz").read_bytes()


@pytest.mark.parametrize(
    ("source", "word", "meaning"),
    [("en", "governors", "vali"), ("en", "population", "nufus"), ("en", "cities", "sehir"), ("tr", "nufusu", "popul")],
)
def test_the_dictionary_that_comes_along_knows_words_and_their_forms(source: Language, word: str, meaning: str) -> None:
    found = load_dictionary(source).of(word)
    assert found[meaning] > 0.5
    assert max(found.values()) == 1.0


@pytest.mark.parametrize("word", ["1991", "the", "zzyzx"])
def test_numbers_function_words_and_unknown_words_have_no_translation(word: str) -> None:
    assert load_dictionary("en").of(word) == {}


def test_a_word_takes_the_translations_of_its_other_forms() -> None:
    dictionary = Dictionary("en", {"export": {"ihrac": 0.2, "disa": 0.4}, "exports": {"ihrac": 0.8}})
    assert dictionary.of("exports") == {"ihrac": 1.0, "disa": 0.5}


def test_turkish_words_stand_under_their_prefix() -> None:
    assert headwords("cumhurbaskaninin", "tr") == ["cumhu"]


def test_every_translation_is_a_term_of_the_lexical_leg() -> None:
    for path in sorted([*FOLDER.glob("*.tsv.gz"), *ANSWERS.glob("*.tsv.gz")]):
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            for translation in line.split("\t")[1:]:
                term, _, weight = translation.rpartition(" ")
                assert term == prefix(term)
                assert 0 < int(weight) <= 100


SEATS = Section(
    "meclis",
    {"tr": "Mecliste yüz sandalye vardır. Senatoda elli sandalye vardır. Bütçe beş liradır."},
    (
        {"tr": "Mecliste kaç koltuk var?", "en": "How many seats has the parliament?"},
        {"tr": "Senatoda kaç koltuk var?", "en": "How many seats has the senate?"},
        {"tr": "Ne kadar para var?", "en": "How much money is there?"},
    ),
    ({"tr": "yüz"}, {"tr": "elli"}, {"tr": "beş lira"}),
)


def test_words_of_answers_are_learned_for_words_of_questions() -> None:
    asked = list(answered([SEATS], "tr"))
    assert asked[1] == ("Senatoda kaç koltuk var?", "Senatoda elli sandalye vardır. ")
    found = dict(learn_answers(asked * 3, turkish=True))
    assert max(found["koltu"], key=found["koltu"].__getitem__) == "sanda"
    assert "sanda" not in found.get("para", {})
    assert all(0.4 <= weight <= 1 for terms in found.values() for weight in terms.values())
    assert "seats" in dict(learn_answers(list(answered([SEATS], "en")) * 3, turkish=False))


def test_what_was_asked_only_once_is_not_learned() -> None:
    assert learn_answers(answered([SEATS], "tr"), turkish=True) == []


@pytest.mark.parametrize(
    ("language", "word", "said"), [("tr", "koltuk", "sanda"), ("en", "money", "butce"), ("tr", "vekil", "mille")]
)
def test_the_words_of_answers_that_come_along_lead_to_formal_ones(language: Language, word: str, said: str) -> None:
    assert load_dictionary(language, ANSWERS).of(word)[said] > 0.5
