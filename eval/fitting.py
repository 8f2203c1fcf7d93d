"""Fits the reader to gold development questions, held-out papers and disputes: python -m eval.fitting. No test is read.

Two models for encoders with token vectors, two for those without: which sentence answers (conditional logit; McFadden
1974), and how likely the chosen one does (logistic regression), with the risk-coverage curve that thresholds come from.
Figures printed are cross-validated by fact; the curve is that of the gold questions. Disputes, which can all be answered,
say which sentence does, and nothing of when none does.
"""

import json
from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from eval.development import development_examples
from eval.fitting_confidence import calibration, fit_confidence, risk_coverage
from eval.reading_examples import FOLDS, Example, Source, answers
from eval.scaling import Array, Scale
from service.reading.choosing import Choice, choose_with, completed, places
from service.reading.confidence import CONFIDENCE, confidence_figures
from service.reading.evidence import FEATURES
from service.reading.model import WEIGHTS, LinearModel
from service.reading.shorten import shorten

_DECAY = 5e-3  # of the conditional logit
# What an example counts for which sentence answers: papers' questions are many, disputes all of one kind.
_COUNTS: dict[Source, float] = {"gold": 1.0, "papers": 0.3, "disputes": 0.05, "foreign": 0.0}
# What examples count for how sure: papers' near misses are worded like their sentences, so that little tells there; foreign
# questions are few, and nobody else tells of what a collection does not deal with; disputes can all be answered.
_SURE: dict[Source, float] = {"gold": 1.0, "papers": 0.1, "disputes": 0.0, "foreign": 1.0}
_DEPRIVED = 0.3  # what an example counts whose evidence was taken away


def main() -> None:
    """Fit for both kinds of encoders and write the weights."""
    fitted: dict[str, dict[str, object]] = {"sentences": {}, "confidence": {}}
    for kind, encoder in (("late", None), ("lexical", "hashing")):
        examples = development_examples(encoder)
        sentences, confidence = _fit(examples, kind)
        fitted["sentences"][kind], fitted["confidence"][kind] = sentences, confidence
    for name, content in fitted.items():
        path = WEIGHTS / f"{name}.json"
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _fit(examples: Sequence[Example], kind: str) -> tuple[dict[str, object], dict[str, object]]:
    folded = [fit_sentences([e for e in examples if e.fold != fold]) for fold in range(FOLDS)]
    chosen = [choose_with(folded[example.fold], example.read) for example in examples]
    kept = [
        (example, completed(example.asked, example.read, choice))
        for example, choice in zip(examples, chosen, strict=True)
        if choice is not None
    ]
    figures = np.stack([_figures(example, choice) for example, choice in kept])
    right = np.array([_is_right(example, choice) for example, choice in kept])
    weights = np.array([_SURE[e.source] * (_DEPRIVED if e.deprived else 1.0) for e, _ in kept])
    held_out = _held_out(figures, right, weights, np.array([example.fold for example, _ in kept]))
    asked = {source: np.array([e.source == source and not e.deprived for e, _ in kept]) for source in get_args(Source)}
    slope, shift = calibration(held_out[asked["gold"]], right[asked["gold"]])
    sure = 1 / (1 + np.exp(-(slope * held_out + shift)))
    for source, own in asked.items():
        _report(f"{kind} {source}", [example for example, _ in kept], sure, right, own)
    curve = risk_coverage(sure[asked["gold"]], right[asked["gold"]])
    model = fit_confidence(figures[weights > 0], right[weights > 0], weights[weights > 0])
    model = LinearModel({name: slope * own for name, own in model.weights.items()}, slope * model.constant + shift)
    return as_stored(fit_sentences(examples)), {**as_stored(model), "risk_coverage": curve}


def _held_out(figures: Array, right: NDArray[np.bool_], weights: Array, folds: NDArray[np.int64]) -> Array:
    """The score of each example by a model fitted to the other folds."""
    scores = np.zeros(len(figures))
    for fold in range(FOLDS):
        train, test = (weights > 0) & (folds != fold), folds == fold
        scores[test] = fit_confidence(figures[train], right[train], weights[train]).score(figures[test], CONFIDENCE)
    return scores


def fit_sentences(examples: Sequence[Example]) -> LinearModel:
    """Weights under which the right sentences are likeliest among all that were read."""
    useful = [e for e in examples if any(own.any() for own in e.right)]
    rows = np.concatenate([evidence.figures for e in useful for evidence in e.read])
    right = np.concatenate([own for e in useful for own in e.right])
    counts = [sum(len(own) for own in e.right) for e in useful]
    starts, group = np.cumsum([0, *counts[:-1]]), np.repeat(np.arange(len(useful)), counts)
    weights = np.array([_COUNTS[e.source] for e in useful])
    weights /= weights.sum()
    scale = Scale(rows)
    scaled = scale(rows)

    def loss(model: Array) -> tuple[float, Array]:
        """Of the weights of the scaled figures, and its slope."""
        scores = scaled @ model
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total, good = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts)
        slope = ((likely / total[group] - likely * right / good[group]) * weights[group]) @ scaled
        return float(np.log(total / good) @ weights + _DECAY * model @ model), slope + 2 * _DECAY * model

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return LinearModel(scale.model(FEATURES, found).weights)  # a constant makes no sentence likelier than another


def _figures(example: Example, choice: Choice) -> Array:
    short = shorten(example.asked, example.read[choice.passage].hit, choice.first, choice.last)
    return confidence_figures(example.asked, example.read, choice, short)


def _is_right(example: Example, choice: Choice) -> bool:
    return any(answers(example, *place) for place in places(choice))


def as_stored(model: LinearModel) -> dict[str, object]:
    """A model as its file holds it: weights to four digits by name."""
    return {
        "weights": {name: round(weight, 4) for name, weight in model.weights.items()},
        "constant": round(model.constant, 4),
    }


def _report(kind: str, examples: Sequence[Example], sure: Array, right: NDArray[np.bool_], asked: NDArray[np.bool_]) -> None:
    for language in ("tr", "en"):
        here = asked & np.array([example.question.language == language for example in examples])
        if not right[here].any():
            print(f"{kind} {language}: none right, mean confidence {sure[here].mean():.3f} of {here.sum()}")
            continue
        can = here & np.array([example.question.answerable for example in examples])
        auroc = roc_auc_score(right[here], sure[here])
        print(
            f"{kind} {language}: right {right[can].mean():.3f} of {can.sum()} answerable, AUROC {auroc:.3f} of {here.sum()}"
        )


if __name__ == "__main__":
    main()
