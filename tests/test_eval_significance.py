"""Intervals and paired tests, against scipy and the textbooks."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from eval.significance import compare, holm, mean

VALUES = np.random.default_rng(7).random(80).tolist()
OTHERS = np.clip(np.array(VALUES) + np.random.default_rng(8).normal(0.05, 0.2, 80), 0, 1).tolist()


def test_the_interval_of_a_mean_is_scipys_percentile_bootstrap() -> None:
    estimate = mean(VALUES)
    theirs = stats.bootstrap((VALUES,), np.mean, method="percentile", n_resamples=20_000, rng=1).confidence_interval
    assert estimate.value == pytest.approx(np.mean(VALUES), abs=1e-12)
    assert (estimate.low, estimate.high) == pytest.approx((theirs.low, theirs.high), abs=0.006)
    assert estimate.count == 80


def test_about_95_in_100_intervals_hold_the_true_mean() -> None:
    source = np.random.default_rng(3)
    estimates = [mean((source.random(60) < 0.7).astype(float).tolist()) for _ in range(300)]
    held = sum(estimate.low <= 0.7 <= estimate.high for estimate in estimates)
    assert 0.90 <= held / 300 <= 0.98


def test_an_interval_is_the_same_at_every_call_narrows_with_more_questions_and_follows_the_seed() -> None:
    few, many = mean([0.0, 1.0] * 10), mean([0.0, 1.0] * 1000)
    assert few == mean([0.0, 1.0] * 10)
    assert many.high - many.low < few.high - few.low
    assert mean(VALUES, seed=1) != mean(VALUES, seed=2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_holds_its_mean(values: list[float]) -> None:
    estimate = mean(values)
    assert min(values) - 1e-9 <= estimate.low <= estimate.high <= max(values) + 1e-9


@pytest.mark.parametrize("values", [[], [0.5, float("nan")], [float("inf")]])
def test_no_values_or_no_numbers_have_no_mean(values: list[float]) -> None:
    with pytest.raises(ValueError, match="one finite value"):
        mean(values)


def test_the_paired_test_is_scipys() -> None:
    theirs = stats.permutation_test(
        (VALUES, OTHERS), lambda a, b: np.mean(a) - np.mean(b), permutation_type="samples", n_resamples=20_000, rng=1,
    )  # fmt: skip
    ours = compare(VALUES, OTHERS)
    assert ours.value == pytest.approx(theirs.statistic, abs=1e-12)
    assert ours.p == pytest.approx(theirs.pvalue, abs=0.012)
    assert ours.low < ours.value < ours.high


def test_p_counts_every_swap_that_differs_as_much() -> None:
    new, old = [1.0, 1.0, 1.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0, 1.0, 0.0]
    differences = np.array(new) - np.array(old)
    swaps = [abs(np.dot(signs, differences)) for signs in itertools.product((-1, 1), repeat=6)]
    exact = np.mean([swap >= abs(differences.sum()) - 1e-12 for swap in swaps])
    assert compare(new, old).p == pytest.approx(exact, abs=0.012)


def test_equal_systems_have_p_1_and_p_is_never_0() -> None:
    assert compare(VALUES, VALUES).p == 1
    assert compare([1.0] * 60, [0.0] * 60).p == pytest.approx(1 / 10_001)


def test_the_difference_turns_its_sign_with_the_systems_and_p_stays() -> None:
    one, other = compare(VALUES, OTHERS), compare(OTHERS, VALUES)
    assert one.value == pytest.approx(-other.value)
    assert one.p == other.p


def test_lists_of_other_lengths_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="the same questions: 2 values against 1"):
        compare([1.0, 0.0], [1.0])


def test_holm_is_the_textbooks() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert list(adjusted) == ["a", "b", "c", "d"]
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_p_value_nor_changes_their_order(p_values: dict[str, float]) -> None:
    adjusted = holm(p_values)
    for one, other in itertools.combinations(p_values, 2):
        assert adjusted[one] >= p_values[one]
        if p_values[one] < p_values[other]:
            assert adjusted[one] <= adjusted[other]
