"""Figures of one mean and spread, as a penalised fit wants them, and its weights for the figures as they are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.reading.model import LinearModel

Array = NDArray[np.float64]
_LEAST = 1e-6  # spread of a figure that is always the same


class Scale:
    """Mean and spread of each figure, (figures,), over rows of examples, (rows, figures)."""

    def __init__(self, figures: Array) -> None:
        self.mean, self.spread = figures.mean(0), figures.std(0) + _LEAST

    def __call__(self, figures: Array) -> Array:
        """Rows of figures, scaled."""
        scaled: Array = (figures - self.mean) / self.spread
        return scaled

    def model(self, names: Sequence[str], weights: Array, constant: float = 0.0) -> LinearModel:
        """What scores figures as they are like `weights` and `constant` score scaled ones."""
        found = weights / self.spread
        return LinearModel(dict(zip(names, map(float, found), strict=True)), float(constant - found @ self.mean))
