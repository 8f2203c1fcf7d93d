"""The thesaurus: which other words of Turkish documents a question's word may be found by."""

from pathlib import Path

import pytest

from corpus.stopwords import STOPWORDS
from corpus.types import Passage, Sentence
from index.lexical import LexicalIndex
from index.terms import Terms
from index.thesaurus import OWN, PATH, RELATED, SYNONYM, Sense, Thesaurus, load_thesaurus, read_senses

TRIP = Sense("gezi", ("seyahat", "ziyaret etmek"), ("turist",), ("trip", "to journey"))


@pytest.mark.parametrize(
    ("word", "term", "weight"),
    [("gezisi", "geziy", OWN), ("gezi", "seyah", OWN * SYNONYM), ("gezi", "ziyar", OWN * SYNONYM),
     ("gezide", "turis", OWN * RELATED), ("seyahatte", "gezid", OWN * SYNONYM), ("turistler", "gezi", OWN * RELATED)],
)  # fmt: skip
def test_a_turkish_word_is_found_by_its_forms_its_synonyms_and_what_belongs_to_it(
    word: str, term: str, weight: float
) -> None:
    assert Thesaurus([TRIP]).of(word, "tr")[term] == pytest.approx(weight)


@pytest.mark.parametrize("word", ["trip", "trips", "journey"])
def test_an_english_word_is_found_by_what_it_is_a_gloss_of(word: str) -> None:
    found = Thesaurus([TRIP]).of(word, "en")
    assert (found["gezi"], found["seyah"], found["turis"]) == (1.0, SYNONYM, RELATED)


def test_unlisted_words_and_those_that_only_carry_another_are_not_led_anywhere() -> None:
    thesaurus = Thesaurus([TRIP, Sense("olmak", (), (), ("be",)), Sense("göreve getirmek", ("iş başına getirmek",), (), ())])
    assert thesaurus.of("etmek", "tr") == {}
    assert thesaurus.of("zzyzx", "en") == {}
    assert thesaurus.of("bir", "tr") == {}
    assert "iş başına getirmek" not in thesaurus.of("gorev", "tr")


def test_terms_are_those_that_the_collection_has(tmp_path: Path) -> None:
    lexical = LexicalIndex(tmp_path)
    text = "Bakan uzun bir seyahate çıktı."
    lexical.change([(1, 1, Passage("d", 0, len(text), text, "", (Sentence(0, len(text), text),)))], ())
    assert Terms(lexical, 1, "tr", thesaurus=Thesaurus([TRIP])).forms("gezi") == {"gezi": 1.0, "seyah": OWN * SYNONYM}
    assert Terms(lexical, 1, "tr").forms("gezi") == {"gezi": 1.0}


def test_every_sense_that_comes_along_is_written_as_it_should_be() -> None:
    senses = list(read_senses())
    assert len(senses) > 5000
    assert len(PATH.read_text(encoding="utf-8").splitlines()) == len(set(senses)) == len(senses)
    for sense in senses:
        assert sense.lemma == sense.lemma.strip() != ""
        assert all(word == word.strip() for own in (sense.synonyms, sense.related, sense.english) for word in own), sense
        assert sense.synonyms or sense.related or sense.english, sense


@pytest.mark.parametrize(
    ("word", "term"), [("gezi", "ziyar"), ("tasra", "vilay"), ("milletvekili", "vekil"), ("nufusu", "kisi")]
)
def test_it_knows_what_formal_turkish_says_for_everyday_words(word: str, term: str) -> None:
    assert term in load_thesaurus().of(word, "tr")
    assert word not in STOPWORDS
