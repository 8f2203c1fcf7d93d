"""Retrieval measures of one question over passages, which are relevant iff they cover an evidence span.

Labels are spans of the raw text, so the figures of two ways of cutting the same documents can be compared. What counts
is each evidence place once: a second passage over the same place (overlap) gains nothing. Passages are best first.
"""

from collections.abc import Callable, Sequence
from functools import partial

from eval.ranking import average_precision, ndcg, reciprocal_rank, success
from eval.types import Evidence, FoundPassage


def covers(passage: FoundPassage, evidence: Evidence) -> bool:
    """Whether the passage holds the whole evidence span, or is of the document that the evidence names as a whole."""
    if passage.document != evidence.document:
        return False
    return not evidence.text or (passage.start <= evidence.start and evidence.end <= passage.end)


def place_ranks(passages: Sequence[FoundPassage], evidence: Sequence[Evidence]) -> list[int | None]:
    """For each evidence place the rank, from 1, of the first passage that covers it; None where none does."""
    return [
        next((rank for rank, passage in enumerate(passages, start=1) if covers(passage, place)), None) for place in evidence
    ]


def success_at(passages: Sequence[FoundPassage], evidence: Sequence[Evidence], *, k: int) -> float:
    """1 if one of the first `k` passages covers an evidence place, else 0 (Success@k)."""
    return success(_places(passages, evidence), _gains(evidence), k=k)


def recall_at(passages: Sequence[FoundPassage], evidence: Sequence[Evidence], *, k: int) -> float:
    """Share of the evidence places that the first `k` passages cover (R@k)."""
    ranks = place_ranks(passages, evidence)
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else 0.0


def rr_at(passages: Sequence[FoundPassage], evidence: Sequence[Evidence], *, k: int) -> float:
    """1 / rank of the first passage that covers evidence, 0 beyond `k` (RR@k, Voorhees 1999)."""
    return reciprocal_rank(_places(passages, evidence), _gains(evidence), k=k)


def ndcg_at(passages: Sequence[FoundPassage], evidence: Sequence[Evidence], *, k: int) -> float:
    """nDCG@k with a gain of 1 for each evidence place at the rank where it is first covered (Järvelin, Kekäläinen 2002)."""
    return ndcg(_places(passages, evidence), _gains(evidence), k=k)


def ap(passages: Sequence[FoundPassage], evidence: Sequence[Evidence]) -> float:
    """Average precision over the evidence places at the ranks where they are first covered (AP)."""
    return average_precision(_places(passages, evidence), _gains(evidence))


def _places(passages: Sequence[FoundPassage], evidence: Sequence[Evidence]) -> list[str]:
    """The passages as a ranking of evidence places, "" for ranks that cover nothing new.

    Places that one passage covers together take it and the ranks after it, so that no figure passes 1 and a passage
    that holds all of them at once is as good as can be.
    """
    ranking: list[str] = []
    found = sorted((rank, place) for place, rank in enumerate(place_ranks(passages, evidence)) if rank is not None)
    for rank, place in found:
        ranking.extend([""] * (rank - 1 - len(ranking)))
        ranking.append(str(place))
    return ranking


def _gains(evidence: Sequence[Evidence]) -> dict[str, int]:
    return {str(place): 1 for place in range(len(evidence))}


PASSAGE_MEASURES: dict[str, Callable[[Sequence[FoundPassage], Sequence[Evidence]], float]] = {
    **{f"success@{k}": partial(success_at, k=k) for k in (1, 5, 10)},
    **{f"recall@{k}": partial(recall_at, k=k) for k in (1, 5, 10)},
    "rr@10": partial(rr_at, k=10),
    "ndcg@10": partial(ndcg_at, k=10),
    "ap": ap,
}
