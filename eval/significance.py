"""How far figures can be trusted: intervals of means, paired tests, and correction for several of them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.types import Difference, Estimate

_BLOCK = 2_000_000  # random numbers drawn at a time: bounds the memory whatever the number of questions
_MEAN_RESAMPLES = 2_000
ROUNDS = 10_000


def mean(values: Sequence[float], *, seed: int = 0) -> Estimate:
    """Mean with its 95% percentile bootstrap interval, the same at every call (Efron and Tibshirani 1993, chapter 13).

    Raises ValueError where there are no values, or one that is no number.
    """
    array = _checked(values)
    low, high = _interval(array, resamples=_MEAN_RESAMPLES, seed=seed)
    return Estimate(float(array.mean()), low, high, len(array))


def compare(new: Sequence[float], old: Sequence[float], *, seed: int = 0, rounds: int = ROUNDS) -> Difference:
    """Mean of new - old over the same questions: 95% bootstrap interval, and p of a two-sided paired randomisation test.

    p = (b + 1) / (m + 1), b of m random swaps of the two systems giving a difference at least as large (Smucker, Allan
    and Carterette 2007; Phipson and Smyth 2010). Raises ValueError for lists of other lengths, empty or with NaN.
    """
    if len(new) != len(old):
        raise ValueError(f"a paired test needs the same questions: {len(new)} values against {len(old)}")
    differences = _checked(new) - _checked(old)
    low, high = _interval(differences, resamples=rounds, seed=seed)
    p = _randomisation(differences, rounds=rounds, seed=seed)
    return Difference(float(differences.mean()), low, high, p, len(differences))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """p-values adjusted for their number, in the order given; reject where at most alpha (Holm 1979)."""
    adjusted: dict[str, float] = {}
    largest = 0.0
    for position, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        largest = max(largest, min(1.0, (len(p_values) - position) * p_values[name]))
        adjusted[name] = largest
    return {name: adjusted[name] for name in p_values}


def _interval(values: NDArray[np.float64], *, resamples: int, seed: int) -> tuple[float, float]:
    generator = np.random.default_rng(seed)
    size = len(values)
    means = [values[generator.integers(size, size=(rows, size))].mean(axis=1) for rows in _blocks(resamples, size)]
    low, high = np.quantile(np.concatenate(means), (0.025, 0.975))
    return float(low), float(high)


def _randomisation(differences: NDArray[np.float64], *, rounds: int, seed: int) -> float:
    differing = differences[differences != 0]  # a swap of equal values changes nothing
    observed = abs(differing.sum()) - 1e-9 * np.abs(differing).sum()  # sums of other order may differ in the last bits
    generator = np.random.default_rng(seed)
    larger = 0
    for rows in _blocks(rounds, len(differing)):
        signs = 2.0 * generator.integers(2, size=(rows, len(differing))) - 1.0
        larger += int((np.abs(signs @ differing) >= observed).sum())
    return (larger + 1) / (rounds + 1)


def _blocks(rows: int, width: int) -> Iterator[int]:
    step = max(1, _BLOCK // max(1, width))
    for start in range(0, rows, step):
        yield min(step, rows - start)


def _checked(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if not len(array) or not np.isfinite(array).all():
        raise ValueError(f"a mean needs one finite value or more; here are {len(array)}")
    return array
