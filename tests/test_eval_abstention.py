"""Measures of confidence, against scikit-learn and by hand."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score

from eval.abstention import accuracy_at, aurc, auroc, brier, ece, reliability, risk_coverage
from eval.types import Decision


def decisions(seed: int, *, levels: int = 1000) -> list[Decision]:
    source = random.Random(seed)
    made = []
    for _ in range(200):
        confidence = source.randrange(levels + 1) / levels
        made.append(Decision(confidence, source.random() < confidence))
    return made


@pytest.mark.parametrize("levels", [1000, 4])
def test_auroc_and_brier_are_scikit_learns_with_and_without_ties(levels: int) -> None:
    for seed in range(5):
        made = decisions(seed, levels=levels)
        right, confidence = [d.right for d in made], [d.confidence for d in made]
        assert auroc(made) == pytest.approx(roc_auc_score(right, confidence), abs=1e-9)
        assert brier(made) == pytest.approx(brier_score_loss(right, confidence), abs=1e-9)


@pytest.mark.parametrize("levels", [997, 10])
def test_the_reliability_bins_are_scikit_learns(levels: int) -> None:
    made = decisions(1, levels=levels)
    accuracy, confidence = calibration_curve([d.right for d in made], [d.confidence for d in made], n_bins=10)
    bins = reliability(made)
    assert [bin_.accuracy for bin_ in bins] == pytest.approx(accuracy.tolist())
    assert [bin_.confidence for bin_ in bins] == pytest.approx(confidence.tolist())
    assert sum(bin_.count for bin_ in bins) == len(made)


def test_ece_weighs_the_gap_of_each_bin_by_its_decisions() -> None:
    made = [Decision(0.95, True), Decision(0.95, False), Decision(0.15, False)]
    assert ece(made) == pytest.approx((2 * 0.45 + 0.15) / 3)
    assert ece([Decision(1.0, True), Decision(0.0, False)]) == 0


def test_the_risk_coverage_curve_by_hand() -> None:
    made = [Decision(0.2, False), Decision(0.9, True), Decision(0.5, False), Decision(0.4, True)]
    assert risk_coverage(made) == [(0.25, 0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert aurc(made) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert [accuracy_at(made, coverage=c) for c in (0.25, 0.3, 0.5, 1.0)] == [1, 0.5, 0.5, 0.5]


def test_decisions_of_equal_confidence_count_as_their_average() -> None:
    made = [Decision(0.5, True), Decision(0.5, False)]
    assert risk_coverage(made) == [(0.5, 0.5), (1.0, 0.5)]
    assert accuracy_at(made, coverage=0.5) == 0.5


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.3, 0.7, 1.0]), st.booleans()), min_size=1, max_size=30), st.randoms())
def test_the_order_of_the_questions_changes_nothing(pairs: list[tuple[float, bool]], source: random.Random) -> None:
    made = [Decision(confidence, right) for confidence, right in pairs]
    shuffled = made.copy()
    source.shuffle(shuffled)
    for measure in (aurc, auroc, ece, brier):
        assert measure(shuffled) == pytest.approx(measure(made), abs=1e-12)


def test_a_perfect_order_has_the_least_risk_and_an_auroc_of_1() -> None:
    confident = np.linspace(1, 0, 20)
    best = [Decision(float(c), place < 12) for place, c in enumerate(confident)]
    worst = [Decision(float(c), place >= 8) for place, c in enumerate(confident)]
    assert auroc(best) == 1
    assert auroc(worst) == 0
    assert aurc(best) < aurc(worst)


def test_what_says_nothing_has_no_value() -> None:
    for measure in (aurc, auroc, ece, brier):
        assert measure([]) is None
    assert accuracy_at([], coverage=0.8) is None
    assert risk_coverage([]) == []
    assert reliability([]) == []
    assert auroc([Decision(0.5, True)]) is None
