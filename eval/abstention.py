"""Does the confidence know what the answer is worth? Measures over the decisions of a run; None where they say nothing.

The risk of a set of answers is the share that is wrong. Decisions of equal confidence count as their average, so that no
figure hangs on the order of the questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.types import Decision

_BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Decisions with a confidence in (low, high]: their number, mean confidence and share of right answers."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def accuracy_at(decisions: Sequence[Decision], *, coverage: float) -> float | None:
    """Share of right answers among the most confident `coverage` (0 to 1] of all decisions, rounded up to a whole one."""
    if not decisions:
        return None
    count = max(1, int(np.ceil(coverage * len(decisions) - 1e-9)))
    return float(1 - _risks(decisions)[count - 1])


def risk_coverage(decisions: Sequence[Decision]) -> list[tuple[float, float]]:
    """(coverage, risk) of answering only the 1, 2, ... most confident (El-Yaniv and Wiener 2010)."""
    return [((count + 1) / len(decisions), float(risk)) for count, risk in enumerate(_risks(decisions))]


def aurc(decisions: Sequence[Decision]) -> float | None:
    """Area under the risk-coverage curve: the mean of its risks; lower is better (Geifman and El-Yaniv 2017)."""
    return float(_risks(decisions).mean()) if decisions else None


def auroc(decisions: Sequence[Decision]) -> float | None:
    """Chance that a right decision is more confident than a wrong one, ties half (Hanley and McNeil 1982).

    None where all are right or all are wrong.
    """
    right, wrong = (np.array([d.confidence for d in decisions if d.right is side]) for side in (True, False))
    if not len(right) or not len(wrong):
        return None
    above = (right[:, None] > wrong).sum() + (right[:, None] == wrong).sum() / 2
    return float(above / (len(right) * len(wrong)))


def brier(decisions: Sequence[Decision]) -> float | None:
    """Mean squared difference of confidence and being right, 1 or 0 (Brier 1950)."""
    return _mean([(decision.confidence - decision.right) ** 2 for decision in decisions])


def reliability(decisions: Sequence[Decision]) -> list[ReliabilityBin]:
    """Decisions in ten bins of equal width, those without any left out (Guo and others 2017)."""
    edges = np.linspace(0, 1, _BINS + 1)
    confidences, right = _arrays(decisions)
    places = np.searchsorted(edges[1:-1], confidences)
    return [
        ReliabilityBin(
            float(edges[bin_]), float(edges[bin_ + 1]), int(held.sum()), confidences[held].mean(), right[held].mean()
        )
        for bin_ in range(_BINS)
        if (held := places == bin_).any()
    ]


def ece(decisions: Sequence[Decision]) -> float | None:
    """Expected calibration error: mean distance of confidence and accuracy over the bins (Naeini and others 2015)."""
    if not decisions:
        return None
    gaps = [bin_.count * abs(bin_.confidence - bin_.accuracy) for bin_ in reliability(decisions)]
    return float(sum(gaps) / len(decisions))


def _risks(decisions: Sequence[Decision]) -> NDArray[np.float64]:
    """Risk of the 1, 2, ... most confident; within equal confidences the expected one of any order."""
    confidences, right = _arrays(decisions)
    _, group, size = np.unique(-confidences, return_inverse=True, return_counts=True)
    expected = np.bincount(group, weights=1 - right, minlength=len(size)) / size
    return np.cumsum(np.repeat(expected, size)) / np.arange(1, len(decisions) + 1)


def _arrays(decisions: Sequence[Decision]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    confidences = np.array([decision.confidence for decision in decisions], dtype=np.float64)
    return confidences, np.array([decision.right for decision in decisions], dtype=np.float64)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
