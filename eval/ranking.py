"""Ranking measures of one question, over document ids, as trec_eval defines them.

`ranked` holds distinct ids, best first (`rank` makes it of scores); `gains` the judged ids, of which those with a gain
of 1 or more are relevant. A question without relevant ids has 0 everywhere. All equal ir_measures to 1e-9.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import log2

import numpy as np


def rank(scores: Mapping[str, float]) -> list[str]:
    """Ids by falling score; of equal scores the greater id first, whatever the order they came in.

    Scores are compared in single precision: trec_eval does both, and whoever scores our run file should see our order.
    """
    return sorted(scores, key=lambda item: (np.float32(scores[item]), item), reverse=True)


def success(ranked: Sequence[str], gains: Mapping[str, int], *, k: int) -> float:
    """1 if a relevant id is among the first `k`, else 0 (ir_measures Success@k)."""
    return float(any(gains.get(item, 0) > 0 for item in ranked[:k]))


def recall(ranked: Sequence[str], gains: Mapping[str, int], *, k: int) -> float:
    """Share of the relevant ids that are among the first `k` (ir_measures R@k)."""
    relevant = {item for item, gain in gains.items() if gain > 0}
    return len(relevant & set(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], gains: Mapping[str, int], *, k: int) -> float:
    """1 / rank of the first relevant id, 0 if none is among the first `k` (Voorhees 1999; ir_measures RR@k)."""
    return next((1 / place for place, item in enumerate(ranked[:k], start=1) if gains.get(item, 0) > 0), 0.0)


def ndcg(ranked: Sequence[str], gains: Mapping[str, int], *, k: int) -> float:
    """Discounted cumulative gain by that of the best order: linear gain, discount log2(rank + 1).

    Järvelin and Kekäläinen 2002 with trec_eval's gain, the judgement itself (not 2^gain - 1); ir_measures nDCG@k.
    """
    ideal = _dcg(sorted(gains.values(), reverse=True)[:k])
    return _dcg([gains.get(item, 0) for item in ranked[:k]]) / ideal if ideal else 0.0


def average_precision(ranked: Sequence[str], gains: Mapping[str, int]) -> float:
    """Mean over the relevant ids of the precision at their rank, 0 for those not found (ir_measures AP)."""
    places = [place for place, item in enumerate(ranked, start=1) if gains.get(item, 0) > 0]
    relevant = sum(gain > 0 for gain in gains.values())
    return sum(found / place for found, place in enumerate(places, start=1)) / relevant if relevant else 0.0


def judged(ranked: Sequence[str], gains: Mapping[str, int], *, k: int) -> float:
    """Share of the first `k` that were judged at all; low figures say that the others mean little (ir_measures Judged@k)."""
    first = ranked[:k]
    return sum(item in gains for item in first) / len(first) if first else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return sum(max(0, gain) / log2(place + 1) for place, gain in enumerate(gains, start=1))


RANKING_MEASURES: dict[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    **{f"success@{k}": partial(success, k=k) for k in (1, 5, 10)},
    **{f"recall@{k}": partial(recall, k=k) for k in (1, 5, 10)},
    "rr@10": partial(reciprocal_rank, k=10),
    "ndcg@10": partial(ndcg, k=10),
    "ap": average_precision,
    "judged@10": partial(judged, k=10),
}
