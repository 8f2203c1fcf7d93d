"""Fits how sure an answer is: a logistic regression that keeps the sense of its figures, calibrated on held-out scores."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from eval.scaling import Array, Scale
from service.reading.confidence import CONFIDENCE
from service.reading.model import LinearModel

Bounds = tuple[float | None, float | None]
_STRENGTH = 0.3  # inverse of its penalty
AGAINST = frozenset({"lacks the kind", "not read", "reference", "nowhere", "names nowhere", "no value"})
EITHER = frozenset({"short", "long", "words", "sentences", "quoted beside"})  # all others speak for the answer
_FREE: Bounds = (None, None)
_POINTS = 41  # of the risk-coverage curve


def fit_confidence(figures: Array, right: NDArray[np.bool_], weights: Array) -> LinearModel:
    """Logistic regression of whether the choice answers, in which evidence never counts against its sense.

    Figures that say nearly the same would else get large weights of both signs, which a question unlike those fitted to
    turns into any confidence at all.
    """
    scale = Scale(figures)
    scaled, label = scale(figures), right.astype(float)

    def loss(model: Array) -> tuple[float, Array]:
        """Of the weights of the scaled figures and the constant, and its slope."""
        score = scaled @ model[:-1] + model[-1]
        slope = weights * (1 / (1 + np.exp(-score)) - label)
        penalty = model[:-1] / _STRENGTH
        return float(weights @ (np.logaddexp(0, score) - label * score) + penalty @ model[:-1] / 2), np.append(
            slope @ scaled + penalty, slope.sum()
        )

    found = minimize(
        loss, np.zeros(len(CONFIDENCE) + 1), jac=True, method="L-BFGS-B", bounds=[*map(_sense, CONFIDENCE), _FREE]
    )
    return scale.model(CONFIDENCE, found.x[:-1], found.x[-1])


def _sense(figure: str) -> Bounds:
    return _FREE if figure in EITHER else (None, 0.0) if figure in AGAINST else (0.0, None)


def calibration(scores: Array, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift that make held-out scores log-odds of being right (Platt 1999).

    The examples fitted to have more questions without an answer than are asked, and a fit is surer of what it has seen.
    """
    found = LogisticRegression(C=np.inf).fit(scores[:, None], right)
    return float(found.coef_[0, 0]), float(found.intercept_[0])


def risk_coverage(sure: Array, right: NDArray[np.bool_]) -> list[tuple[float, float, float]]:
    """Threshold, share answered at it, and share right among those, at evenly spread thresholds."""
    points = []
    for threshold in np.quantile(sure, np.linspace(0, 0.95, _POINTS)):
        answered = sure >= threshold
        points.append(
            (round(float(threshold), 4), round(float(answered.mean()), 4), round(float(right[answered].mean()), 4))
        )
    return points
