"""Why an answer was given or not: the question taken apart, and the figures of what was read."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from index.types import Hit
from service.reading.choosing import Choice
from service.reading.confidence import CONFIDENCE
from service.reading.evidence import FEATURES, Asked, Evidence, Figures
from service.types import AbstentionReason


def explain(
    asked: Asked,
    weighed: Sequence[Evidence],
    best: Sequence[int] = (),
    choice: Choice | None = None,
    figures: Figures | None = None,
    *,
    floor: float,
    threshold: float | None = None,
    sure: float = 0.0,
    abstention: AbstentionReason | None = None,
) -> dict[str, object]:
    """Names and figures, ready to be written as JSON; passages are in the order of retrieval.

    `best` names the likeliest sentence of each passage, `figures` are those of the confidence `sure`, `threshold` is what it
    had to reach for the accuracy `floor`; what the reader gave up before it had is empty.
    """
    understood, hits = asked.understanding, [evidence.hit for evidence in weighed]
    likelihoods = choice.likelihoods if choice else ()
    return {
        "kind": understood.kind,
        "words": {word: round(float(weight), 4) for word, weight in zip(asked.words, asked.weights, strict=True)},
        "names": list(understood.names),
        "confidence": {} if figures is None else _named(CONFIDENCE, figures),
        "sure": sure,
        "threshold": threshold,
        "floor": floor,
        "abstention": abstention,
        "passages": [
            _passage(evidence, _ranks(evidence.hit, hits), own, likely)
            for evidence, own, likely in zip_longest(weighed, best, likelihoods)
        ],
    }


def _passage(evidence: Evidence, ranks: Mapping[str, int], best: int, likelihoods: Figures | None) -> dict[str, object]:
    """Likelihoods are none of a passage that was found but not read."""
    return {
        "document_id": evidence.hit.document.document_id,
        "start_char_index": evidence.hit.passage.start,
        "scores": {leg: round(score, 6) for leg, score in evidence.hit.scores.items()},
        "ranks": ranks,
        "likelihoods": [round(float(value), 4) for value in (() if likelihoods is None else likelihoods)],
        "best_sentence": _named(FEATURES, evidence.figures[best]),
    }


def _ranks(hit: Hit, hits: Sequence[Hit]) -> Mapping[str, int]:
    """The place of a hit among all that have a score of the leg, by each leg that has scored it; equal scores share one."""
    return {leg: 1 + sum(other.scores.get(leg, score) > score for other in hits) for leg, score in hit.scores.items()}


def _named(names: Sequence[str], figures: Figures) -> Mapping[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, figures, strict=True)}
