"""Measures, each with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2, sqrt

import numpy as np


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95% interval and the number of questions it stands on."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.1%} [{self.low:.1%}, {self.high:.1%}]"


@dataclass(frozen=True, slots=True)
class BoundaryScore:
    """Boundaries found, invented and missed."""

    hits: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        return (
            2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)
            if self.hits or self.false or self.missed
            else 1.0
        )

    def __add__(self, other: "BoundaryScore") -> "BoundaryScore":
        return BoundaryScore(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


def success_at(k: int, ranks: Sequence[int | None]) -> Estimate:
    """Share of questions with a relevant passage among the first `k` (ir_measures' Success@k).

    `ranks` holds the rank of each question's first relevant passage, from 1, or None.
    """
    return share(sum(rank is not None and rank <= k for rank in ranks), len(ranks))


def mean(values: Sequence[float]) -> Estimate:
    """A mean with its 95% bootstrap interval: 2,000 resamples, always the same ones (Efron 1979)."""
    if not values:
        return Estimate(0.0, 0.0, 1.0, 0)
    drawn = np.random.default_rng(0).choice(np.asarray(values), size=(2000, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), (0.025, 0.975))
    return Estimate(float(np.mean(values)), float(low), float(high), len(values))


def ndcg_at(k: int, ranked: Sequence[str], gains: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain with linear gains (Järvelin and Kekäläinen 2002; ir_measures' nDCG@k)."""
    ideal = sum(gain / log2(rank + 1) for rank, gain in enumerate(sorted(gains.values(), reverse=True)[:k], start=1))
    found = sum(gains.get(item, 0) / log2(rank + 1) for rank, item in enumerate(ranked[:k], start=1))
    return found / ideal if ideal else 0.0


def share(successes: int, count: int) -> Estimate:
    """A proportion with its Wilson score interval at 95% (Wilson 1927)."""
    if not count:
        return Estimate(0.0, 0.0, 1.0, 0)
    z, p = 1.959964, successes / count
    centre = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), count)


def boundary_score(gold: set[int], found: set[int]) -> BoundaryScore:
    """Sentence boundaries compared as sets of offsets at which sentences begin."""
    return BoundaryScore(len(gold & found), len(found - gold), len(gold - found))
