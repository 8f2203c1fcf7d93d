"""The figures that only a set of decisions has, with their intervals."""

from collections.abc import Callable, Sequence

import numpy as np

from eval.abstention import accuracy_at, aurc, auroc, brier, ece
from eval.provenance import SEED
from eval.types import Decision, Estimate

_RESAMPLES = 500

SET_MEASURES: dict[str, Callable[[Sequence[Decision]], float | None]] = {
    "accuracy@80%": lambda decisions: accuracy_at(decisions, coverage=0.8),
    "auroc": auroc,
    "aurc": aurc,
    "ece": ece,
    "brier": brier,
}


def set_estimates(decisions: Sequence[Decision]) -> dict[str, Estimate]:
    """Each figure with its 95% percentile bootstrap interval over the decisions; those that say nothing are absent.

    A resample in which a figure is not defined (no wrong answer, say) does not count towards its interval.
    """
    if not decisions:
        return {}
    draws = np.random.default_rng(SEED).integers(len(decisions), size=(_RESAMPLES, len(decisions)))
    found = {}
    for name, figure in SET_MEASURES.items():
        value = figure(decisions)
        if value is not None:
            seen = [again for row in draws if (again := figure([decisions[i] for i in row])) is not None]
            low, high = np.quantile(seen, (0.025, 0.975))
            found[name] = Estimate(value, float(low), float(high), len(decisions))
    return found
