"""What is quoted: the likeliest sentence, and another passage's where that is nearly as likely."""

import pytest

from service.reading.choosing import choose_with, completed, places
from service.reading.evidence import FEATURES, Evidence
from service.reading.model import LinearModel
from tests.reading import evidence_of, question_of

ASKED = question_of("Senato kaç üyelidir?")
OTHER = ("Kırk yedi üyelidir.", "Otuz ikisi seçilir.", "Gerisi atanır.")
MODEL = LinearModel({FEATURES[0]: 1.0})
SAID = ("Senato 49 üyeden oluşur.", "Başkanı atanır.", "Meclis ayrıdır.")


def evidence(odds: tuple[float, ...], said: tuple[str, ...] = SAID) -> Evidence:
    return evidence_of(said[: len(odds)], odds)


def quoted(*read: Evidence) -> list[tuple[int, int, int]]:
    choice = choose_with(MODEL, read)
    assert choice is not None
    return places(completed(ASKED, read, choice))


def test_the_likeliest_of_all_sentences_is_chosen() -> None:
    choice = choose_with(MODEL, [evidence((1.0, 3.0)), evidence((1.0, 50.0, 2.0))])
    assert choice is not None
    assert (choice.passage, choice.best, choice.first, choice.last) == (1, 1, 1, 1)
    assert choice.likelihood == pytest.approx(50 / 57)
    assert sum(float(own.sum()) for own in choice.likelihoods) == pytest.approx(1.0)
    assert choose_with(MODEL, []) is None


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
