"""How sure an answer is: what the figures say of a choice."""

import numpy as np
import pytest

from service.reading.choosing import Choice
from service.reading.confidence import CONFIDENCE, confidence_figures
from service.reading.shorten import Short
from tests.reading import evidence_of, question_of

TEXT = "Senato 49 üyeden oluşur."


def figures(question: str, short: str | None, choice: Choice) -> dict[str, float]:
    found = None if short is None else Short(0, len(short), short, 0.5, counts=False)
    read = [evidence_of([TEXT], [1.0])] * len(choice.likelihoods)
    return dict(zip(CONFIDENCE, confidence_figures(question_of(question), read, choice, found), strict=True))


ALONE = Choice(0, 0, 0, 0, (np.array([1.0]),))


@pytest.mark.parametrize(
    ("question", "short", "lacking"),
    [
        ("Senato kaç üyeden oluşur?", "49 üyeden", 0),
        ("Senato kaç üyeden oluşur?", "Senato", 1),
        ("Senato kaç üyeden oluşur?", None, 1),
        ("Senato ne zaman toplanır?", "49 üyeden", 1),
        ("Senatoyu kim yönetir?", "49 üyeden", 0),
        ("Senatoyu kim yönetir?", None, 0),
    ],
)
def test_a_short_answer_without_a_value_speaks_against_one_that_is_asked_for(
    question: str, short: str | None, lacking: float
) -> None:
    assert figures(question, short, ALONE)["no value"] == lacking


def test_what_is_quoted_beside_counts_as_likely_and_not_against_the_answer() -> None:
    likelihoods = tuple(np.array([own]) for own in (0.5, 0.3, 0.2))
    one = figures("Senatoyu kim yönetir?", None, Choice(0, 0, 0, 0, likelihoods))
    two = figures("Senatoyu kim yönetir?", None, Choice(0, 0, 0, 0, likelihoods, beside=(1, 0)))
    assert (one["likelihood"], one["margin"], one["quoted beside"]) == pytest.approx((0.5, 0.2, 0))
    assert (two["likelihood"], two["margin"], two["quoted beside"]) == pytest.approx((0.8, 0.6, 1))
