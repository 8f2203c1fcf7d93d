"""Why an answer was given or not: the question taken apart, and the figures of what was read."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from service.reading.choosing import Choice
from service.reading.confidence import CONFIDENCE
from service.reading.evidence import FEATURES, Asked, Evidence, Figures


def explain(
    asked: Asked, weighed: Sequence[Evidence], choice: Choice, figures: Figures, best: Sequence[int]
) -> dict[str, object]:
    """Names and figures, ready to be written as JSON; passages are in the order of retrieval.

    `figures` are those of the confidence, `best` names the likeliest sentence of each passage.
    """
    understood = asked.understanding
    return {
        "kind": understood.kind,
        "words": {word: round(float(weight), 4) for word, weight in zip(asked.words, asked.weights, strict=True)},
        "names": list(understood.names),
        "confidence": _named(CONFIDENCE, figures),
        "passages": [
            _passage(evidence, own, likely) for evidence, own, likely in zip_longest(weighed, best, choice.likelihoods)
        ],
    }


def _passage(evidence: Evidence, best: int, likelihoods: Figures | None) -> dict[str, object]:
    """Likelihoods are none of a passage that was found but not read."""
    return {
        "document_id": evidence.hit.document.document_id,
        "start_char_index": evidence.hit.passage.start,
        "scores": {leg: round(score, 6) for leg, score in evidence.hit.scores.items()},
        "likelihoods": [round(float(value), 4) for value in (() if likelihoods is None else likelihoods)],
        "best_sentence": _named(FEATURES, evidence.figures[best]),
    }


def _named(names: Sequence[str], figures: Figures) -> Mapping[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, figures, strict=True)}
