"""Pure functions over ranked lists."""

from collections.abc import Mapping

from index.types import Ranked


def fuse(legs: Mapping[str, Ranked], weights: Mapping[str, float]) -> Ranked:
    """Weighted sum of the legs' scores, each leg divided by its own best, so that the result lies between 0 and 1.

    A passage that a leg did not return gets nothing from it. Rank fusion (RRF) forgets by how much the first is better
    and so hurts a strong leg; a leg that finds nothing has no say.
    """
    total = sum(weights[name] for name, ranked in legs.items() if ranked and ranked[0][1] > 0)
    fused: dict[int, float] = {}
    for name, ranked in legs.items():
        best = ranked[0][1] if ranked else 0.0
        for passage_id, score in ranked:
            share = weights[name] * max(0.0, score) / best / total if best > 0 and total > 0 else 0.0
            fused[passage_id] = fused.get(passage_id, 0.0) + share
    return sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))
