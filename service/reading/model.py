"""Linear models kept as readable data: each figure's weight by name. `python -m eval.fitting` makes them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from service.reading.evidence import Figures

WEIGHTS = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by the name of the figure they count, and a constant."""

    weights: dict[str, float]
    constant: float = 0.0

    def score(self, figures: Figures, names: Sequence[str]) -> Figures:
        """Weighted sums of rows, (rows,), whose columns are named by `names`; a figure without a weight does not count."""
        scores: Figures = figures @ self._of(names) + self.constant
        return scores

    def highest(self, least: Figures, most: Figures, names: Sequence[str]) -> float:
        """The highest score of any row between `least` and `most`, each (figures,)."""
        weights = self._of(names)
        return float(np.maximum(least * weights, most * weights).sum()) + self.constant

    def _of(self, names: Sequence[str]) -> Figures:
        return np.array([self.weights.get(name, 0.0) for name in names])


@cache
def load_model(name: str, *, late: bool) -> LinearModel:
    """The model of a name, for encoders with token vectors (`late`) or without."""
    known = json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8"))["late" if late else "lexical"]
    return LinearModel(known["weights"], known["constant"])
