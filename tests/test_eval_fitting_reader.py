"""Fitting the reader: the models find what was planted, and the curve tells coverage and accuracy as they are."""

import numpy as np
import pytest

from corpus.types import Metadata, Passage, Sentence
from eval.fitting import fit_sentences
from eval.fitting_confidence import AGAINST, EITHER, calibration, fit_confidence, risk_coverage
from eval.reading_examples import Example, answers
from eval.scaling import Scale
from eval.types import Evidence as Place
from eval.types import Question
from index.types import DocumentRecord, Hit
from service.reading.choosing import choose_with
from service.reading.confidence import CONFIDENCE
from service.reading.evidence import FEATURES, Evidence

RNG = np.random.default_rng(0)
TEXT = "Senato 49 üyeden oluşur. Başkanı atanır."
HIT = Hit(
    1,
    DocumentRecord(1, "d", "", "", "", Metadata(), (), len(TEXT)),
    Passage("d", 0, len(TEXT), TEXT, "", (Sentence(0, 24, TEXT[:24]), Sentence(25, len(TEXT), TEXT[25:]))),
    1.0,
)


def planted(count: int) -> list[Example]:
    """Examples of which the sentence nearest to the question is right, and no other figure tells anything."""
    made = []
    for number in range(count):
        figures = RNG.normal(size=(6, len(FEATURES)))
        right = np.arange(6) == figures[:, FEATURES.index("nearness")].argmax()
        question = Question(f"q{number}", "tr", "?", fact=f"f{number}")
        made.append(Example(question, None, [Evidence(HIT, figures, np.zeros((6, 0)))], (right,)))  # type: ignore[arg-type]
    return made


def test_the_figure_that_tells_gets_the_weight() -> None:
    model = fit_sentences(planted(200))
    assert max(model.weights, key=lambda name: abs(model.weights[name])) == "nearness"
    unseen = planted(100)
    chosen = [choose_with(model, example.read) for example in unseen]
    right = [bool(example.right[0][choice.best]) for example, choice in zip(unseen, chosen, strict=True) if choice]
    assert np.mean(right) > 0.9


def test_confidence_is_calibrated_on_what_it_was_fitted_to() -> None:
    figures = RNG.normal(size=(2000, len(CONFIDENCE)))
    chance = 1 / (1 + np.exp(-2 * figures[:, 0]))
    right = RNG.random(2000) < chance
    model = fit_confidence(figures, right, np.ones(2000))
    sure = 1 / (1 + np.exp(-model.score(figures, CONFIDENCE)))
    assert np.abs(sure - chance).mean() < 0.06


def test_evidence_never_counts_against_its_sense() -> None:
    assert set(CONFIDENCE) >= AGAINST | EITHER
    figures = RNG.normal(size=(500, len(CONFIDENCE)))
    sense = np.array([1 if name in AGAINST else -1 for name in CONFIDENCE])  # each the wrong way round
    weights = fit_confidence(figures, figures @ sense > 0, np.ones(500)).weights
    assert all(weights[name] == 0 for name in CONFIDENCE if name not in EITHER)
    assert all(weights[name] < 0 for name in EITHER)


def test_scores_that_say_too_much_and_too_little_are_set_right() -> None:
    told = RNG.normal(size=20_000)
    right = RNG.random(20_000) < 1 / (1 + np.exp(-(0.5 * told + 1)))
    assert calibration(told, right) == pytest.approx((0.5, 1), abs=0.1)


def test_the_curve_tells_what_is_answered_and_right_from_each_threshold_on() -> None:
    sure, right = np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])
    curve = risk_coverage(sure, right)
    assert curve[0] == (0.1, 1.0, 0.5)
    threshold, coverage, accuracy = next(point for point in curve if point[0] > 0.75)
    assert (coverage, accuracy) == (0.5, 1.0)
    assert threshold <= 0.8


@pytest.mark.parametrize(
    ("given", "first", "last", "right"),
    [
        ({"evidence": (Place("d", 0, 24, TEXT[:24]),), "answers": ("49",)}, 0, 0, True),
        ({"evidence": (Place("d", 0, 24, TEXT[:24]),), "answers": ("49",)}, 1, 1, False),
        ({"evidence": (Place("e", 0, 9, "elsewhere"),), "answers": ("49",)}, 0, 0, True),
        ({"answerable": False}, 0, 1, False),
    ],
)
def test_sentences_are_right_that_overlap_the_evidence_or_state_the_answer(
    given: dict, first: int, last: int, right: bool
) -> None:
    question = Question("q", "tr", "?", **given)
    here = [place for place in question.evidence if place.document == "d"]
    marks = np.array([any(sentence.start < place.end for place in here) for sentence in HIT.passage.sentences])
    example = Example(question, None, [Evidence(HIT, np.zeros((2, len(FEATURES))), np.zeros((2, 0)))], (marks,))  # type: ignore[arg-type]
    assert answers(example, 0, first, last) is right


def test_a_model_of_scaled_figures_scores_those_as_they_are_alike() -> None:
    figures = np.random.default_rng(6).normal(3, [1, 40, 0], (50, 3))
    scale, weights = Scale(figures), np.array([1.0, -2.0, 3.0])
    scaled = scale(figures)
    assert scaled.mean(0) == pytest.approx(0, abs=1e-9)
    assert scaled[:, :2].std(0) == pytest.approx(1, abs=1e-3)
    assert scale.model("abc", weights, 0.5).score(figures, "abc") == pytest.approx(scaled @ weights + 0.5)
