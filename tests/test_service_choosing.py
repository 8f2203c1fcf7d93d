"""What is quoted: the likeliest sentence, and another passage's where that is nearly as likely."""

import numpy as np
import pytest

from corpus.types import Metadata, Passage, Sentence
from index.meeting import Wanted
from index.types import DocumentRecord, Hit
from service.reading.choosing import choose_with, completed, places
from service.reading.evidence import FEATURES, Asked, Evidence
from service.reading.model import LinearModel
from service.reading.understanding import understand

ASKED = Asked(understand("Senato kaç üyelidir?", "tr"), Wanted((), np.zeros(0), (), ()), (), frozenset())
OTHER = ("Kırk yedi üyelidir.", "Otuz ikisi seçilir.", "Gerisi atanır.")
MODEL = LinearModel({FEATURES[0]: 1.0})
SAID = ("Senato 49 üyeden oluşur.", "Başkanı atanır.", "Meclis ayrıdır.")


def evidence(odds: tuple[float, ...], said: tuple[str, ...] = SAID) -> Evidence:
    """A passage whose sentences are as likely to answer as the odds say."""
    text, sentences = "", []
    for sentence in said[: len(odds)]:
        sentences.append(Sentence(len(text), len(text) + len(sentence), sentence))
        text += f"{sentence} "
    passage = Passage("d", 0, len(text), text, "", tuple(sentences))
    figures = np.zeros((len(odds), len(FEATURES)))
    figures[:, 0] = np.log(odds)
    record = DocumentRecord(1, "d", "", "", "", Metadata(), (), len(text))
    return Evidence(Hit(1, record, passage, 1.0), figures, np.zeros((len(odds), 0)))


def quoted(*read: Evidence) -> list[tuple[int, int, int]]:
    choice = choose_with(MODEL, read)
    assert choice is not None
    return places(completed(ASKED, read, choice))


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ((1.0, 5.1, 1.0), [(0, 0, 0), (1, 1, 1)]),
        ((1.0, 4.9, 1.0), [(0, 0, 0)]),  # less than half as likely
        ((9.0, 1.0, 1.0), [(0, 0, 0), (1, 0, 0)]),
    ],
)
def test_another_passage_is_quoted_where_it_is_at_least_half_as_likely(
    beside: tuple[float, ...], found: list[tuple[int, int, int]]
) -> None:
    assert quoted(evidence((10.0, 1.0, 1.0)), evidence(beside, OTHER), evidence((1.0,), ("Başka.",))) == found


def test_of_several_passages_the_likeliest_is_quoted_and_of_like_ones_the_first() -> None:
    first, near = evidence((10.0, 1.0)), evidence((7.0,), OTHER)
    assert quoted(first, evidence((6.0,), ("Başka.",)), near) == [(0, 0, 0), (2, 0, 0)]
    assert quoted(first, near, evidence((7.0,), ("Başka.",))) == [(0, 0, 0), (1, 0, 0)]


def test_the_same_words_are_not_quoted_twice() -> None:
    assert quoted(evidence((10.0, 1.0)), evidence((9.0, 1.0))) == [(0, 0, 0)]


def test_a_passage_that_repeats_the_chosen_sentence_is_quoted_by_its_next_one() -> None:
    repeated = (SAID[0], *OTHER[:2])
    assert quoted(evidence((10.0, 1.0)), evidence((9.0, 1.0, 6.0), repeated)) == [(0, 0, 0), (1, 2, 2)]


def test_nothing_is_quoted_beside_three_sentences() -> None:
    assert quoted(evidence((8.0, 10.0, 7.0)), evidence((9.0,), OTHER)) == [(0, 0, 2)]


def test_neighbours_that_are_nearly_as_likely_are_quoted_with_the_sentence() -> None:
    assert quoted(evidence((1.0, 10.0, 1.6))) == [(0, 1, 2)]
    assert quoted(evidence((1.0, 10.0, 1.4))) == [(0, 1, 1)]
