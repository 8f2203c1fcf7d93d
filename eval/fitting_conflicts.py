"""Fits when a rival contradicts the answer: python -m eval.fitting_conflicts. No test question is read.

A logistic regression over the rivals of each question, on disputes (documents written in pairs to disagree), gold
development questions and held-out papers, for encoders with token vectors and for those without. Figures printed are
cross-validated.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from eval.answers import contains
from eval.development import development_examples
from eval.fitting import as_stored
from eval.reading_examples import FOLDS, Example, Source
from eval.scaling import Array, Scale
from service.reading.choosing import choose
from service.reading.claims import Claim
from service.reading.model import WEIGHTS, LinearModel
from service.reading.rivals import RIVAL, chosen_place, find_rivals

_PAPERS = 0.2  # what a question about papers counts, which are many and hold no disagreement that is known
_STRENGTH = 0.3  # inverse of the penalty
_CHANCES = (0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(frozen=True, slots=True)
class Contested:
    """A question with its rivals' figures, (rivals, RIVAL), and which of them give the other side of a disagreement."""

    example: Example
    figures: Array
    right: NDArray[np.bool_]


def main() -> None:
    """Fit for both kinds of encoders and write the weights."""
    fitted = {}
    for kind, encoder in (("late", None), ("lexical", "hashing")):
        every = development_examples(encoder)
        examples = [example for example in every if not example.deprived and example.source != "foreign"]
        contested = [found for example in examples if (found := contest(example, late=kind == "late"))]
        _report(kind, examples, contested)
        fitted[kind] = as_stored(fit_rivals(contested))
    path = WEIGHTS / "conflicts.json"
    path.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def contest(example: Example, *, late: bool) -> Contested | None:
    """The rivals of what the reader chooses; None where it has none."""
    choice = choose(example.asked, example.read, late=late)
    if choice is None:
        return None
    own = chosen_place(example.asked, example.read, choice)
    if own is None:
        return None
    rivals = find_rivals(example.asked, example.read, choice, own)
    right = [_contradicts(example, own.claim, rival.place.claim) for rival in rivals]
    figures = [rival.figures for rival in rivals]
    return Contested(example, np.array(figures).reshape(-1, len(RIVAL)), np.array(right, np.bool_))


def fit_rivals(contested: Sequence[Contested]) -> LinearModel:
    """The logistic regression of whether a rival gives another side of the disagreement that the answer is one side of."""
    figures = np.concatenate([own.figures for own in contested])
    right = np.concatenate([own.right for own in contested])
    counts = [_PAPERS if own.example.source == "papers" else 1.0 for own in contested]
    weights = np.repeat(counts, [len(own.right) for own in contested])
    scale = Scale(figures)
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(scale(figures), right, sample_weight=weights)
    return scale.model(RIVAL, model.coef_[0], model.intercept_[0])


def _contradicts(example: Example, own: Claim, other: Claim) -> bool:
    sides = [side.answers for side in example.question.sides]
    stated = [contains(own.reading, forms) for forms in sides]
    return any(stated) and any(contains(other.reading, forms) for forms, mine in zip(sides, stated, strict=True) if not mine)


def _report(kind: str, examples: Sequence[Example], contested: Sequence[Contested]) -> None:
    best: dict[str, tuple[float, float]] = {}  # question -> best chance of a right rival, and of any
    for fold in range(FOLDS):
        model = fit_rivals([own for own in contested if own.example.fold != fold])
        for own in contested:
            if own.example.fold == fold and len(own.figures):
                chances = 1 / (1 + np.exp(-model.score(own.figures, RIVAL)))
                best[own.example.question.id] = float(chances[own.right].max(initial=0.0)), float(chances.max())
    for chance in _CHANCES:
        print(f"{kind} heard from {chance}: {', '.join(_shares(examples, best, chance))}")


def _shares(examples: Sequence[Example], best: dict[str, tuple[float, float]], chance: float) -> Iterator[str]:
    """Share of the disagreements found, and of false alarms, by where the questions come from and their language."""
    for source in get_args(Source):
        for language in ("tr", "en"):
            own = [e.question for e in examples if (e.source, e.question.language) == (source, language)]
            for what, asked, place in (
                ("found", [q for q in own if q.sides], 0),
                ("alarms", [q for q in own if not q.sides], 1),
            ):
                shares = [best.get(q.id, (0.0, 0.0))[place] >= chance for q in asked]
                if shares:
                    yield f"{source} {language} {what} {100 * np.mean(shares):.1f}% of {len(shares)}"


if __name__ == "__main__":
    main()
