"""Which words of a question stand in a text, and where around a sentence."""

import numpy as np
import pytest

from corpus.chunking import split_document
from corpus.text import grams, prefix
from corpus.types import Chunking, Document, Metadata
from index.meeting import Wanted, above
from index.types import DocumentRecord, Hit


def wanted(*content: str, forms: dict[str, float] | None = None) -> Wanted:
    weights = np.full(len(content), 1 / max(1, len(content)))
    found = tuple({prefix(word): 1.0, **(forms or {})} for word in content)
    return Wanted(content, weights, found, tuple(tuple(grams([word])) for word in content))


def hit(text: str, title: str = "") -> Hit:
    [passage] = split_document(Document("d", text, "", ""), Chunking())
    return Hit(1, DocumentRecord(1, "d", "", "d.txt", "", Metadata(title=title), (), len(text)), passage, 1.0)


@pytest.mark.parametrize(
    ("word", "text", "met"),
    [
        ("senatosu", "Senato 49 üyeden oluşur.", 1.0),
        ("senatosu", "SENATO’NUN ÜYELERİ", 1.0),
        ("senatosu", "Meclis toplanır.", 0.0),
        ("kazakistan", "Özbekistan", 0.5 * 3 / 7),  # three of seven pieces
        ("49", "149 üye", 0.0),
    ],
)
def test_a_word_stands_where_a_form_of_it_does_and_in_part_where_a_likeness_does(word: str, text: str, met: float) -> None:
    assert wanted(word).met(text) == pytest.approx([met])


def test_a_word_counts_what_the_best_of_its_forms_does() -> None:
    gifts = wanted("gezi", forms={"seyah": 0.4, "ziyar": 0.36})
    assert gifts.met("Heyet bir ziyaret ve bir seyahat yaptı.") == pytest.approx([0.4])


def test_words_stand_in_a_sentence_beside_it_or_above_it() -> None:
    found = hit("Liman eskidir. Derinliği ölçüldü. Gemiler gelir. Vinç yoktur.", title="Karadeniz rehberi")
    met, around = wanted("liman", "vinc", "karadeniz").met_by(found)
    assert met.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 1, 0]]
    assert around.tolist() == [[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1]]
    assert above(found).split() == ["Karadeniz", "rehberi"]


def test_a_question_without_words_meets_nothing() -> None:
    met, around = wanted().met_by(hit("Liman eskidir. Gemiler gelir."))
    assert met.shape == around.shape == (2, 0)
