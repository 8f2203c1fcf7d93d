"""XQuAD figures of an encoder: pooled vectors and MaxSim, each language direction apart. Never trained on."""

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.training.encoder import Encoded, as_int8
from index.training.encoding import Encode
from index.training.objectives import maxsim

DIRECTIONS = (("en", "tr"), ("tr", "tr"), ("en", "en"))
_RESAMPLES = 10_000
_QUESTIONS_AT_ONCE = 8  # the whole grid of token products would take gigabytes


@dataclass(frozen=True, slots=True)
class Xquad:
    """Questions by language, contexts by language, and the row of the context that answers each question."""

    questions: dict[str, list[str]]
    contexts: dict[str, list[str]]
    answers: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table; figures are fractions, intervals hold 95% of bootstrap means over questions."""

    direction: str
    score: str
    questions: int
    passages: int
    recall_at_1: float
    ndcg_at_10: float
    recall_interval: tuple[float, float]
    ndcg_interval: tuple[float, float]

    def __str__(self) -> str:
        counts = f"({self.questions} questions, {self.passages} passages)"
        return f"{self.direction} {self.score} R@1 {100 * self.recall_at_1:.1f} nDCG@10 {self.ndcg_at_10:.3f} {counts}"

    def cells(self) -> tuple[str, ...]:
        """Cells of a Markdown row: direction, score, R@1 in percent and nDCG@10, each with its interval."""
        recall = f"{100 * self.recall_at_1:.1f} [{100 * self.recall_interval[0]:.1f}, {100 * self.recall_interval[1]:.1f}]"
        ndcg = f"{self.ndcg_at_10:.3f} [{self.ndcg_interval[0]:.3f}, {self.ndcg_interval[1]:.3f}]"
        return self.direction, self.score, recall, ndcg


def read_xquad(path: Path, *, questions: int | None = None, seed: int = 0) -> Xquad:
    """All contexts and all questions, or a fixed sample of `questions` of them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    contexts = {row["ctx_id"]: row for row in rows}
    number = {ctx_id: i for i, ctx_id in enumerate(contexts)}
    asked = rows if questions is None else random.Random(seed).sample(rows, questions)
    return Xquad(
        questions={language: [row[f"q_{language}"] for row in asked] for language in ("tr", "en")},
        contexts={language: [row[f"ctx_{language}"] for row in contexts.values()] for language in ("tr", "en")},
        answers=np.array([number[row["ctx_id"]] for row in asked]),
    )


def evaluate(encode: Encode, data: Xquad) -> list[Figure]:
    """Figures of every score in the three directions; `encode` gives token vectors as they are, not rounded."""
    questions = {language: encode(texts) for language, texts in data.questions.items()}
    contexts = {language: encode(texts) for language, texts in data.contexts.items()}
    return [
        figure(f"{asked}->{held}", name, score(questions[asked], contexts[held]).float().cpu().numpy(), data.answers)
        for asked, held in DIRECTIONS
        for name, score in SCORES.items()
    ]


def figure(direction: str, name: str, scores: NDArray[np.float32], answers: NDArray[np.int64]) -> Figure:
    """R@1 and nDCG@10 with one right passage a question; scores [questions, passages]; ties count against the encoder."""
    right = scores[np.arange(len(answers)), answers]
    rank = (scores >= right[:, None]).sum(1)
    gain = np.where(rank <= 10, 1 / np.log2(rank + 1), 0.0)
    first = (rank == 1).astype(float)
    means = float(first.mean()), float(gain.mean())
    return Figure(direction, name, len(answers), scores.shape[1], *means, bootstrap(first), bootstrap(gain))


def bootstrap(values: NDArray[np.float64]) -> tuple[float, float]:
    """95% percentile interval of the mean (Efron 1979)."""
    rng = np.random.default_rng(0)
    means = [values[rng.integers(len(values), size=len(values))].mean() for _ in range(_RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _pooled(questions: Encoded, contexts: Encoded) -> Tensor:
    return questions.pooled @ contexts.pooled.T


def _late(questions: Encoded, contexts: Encoded) -> Tensor:
    starts = range(0, len(questions.mask), _QUESTIONS_AT_ONCE)
    return torch.cat([maxsim(questions.rows(i, i + _QUESTIONS_AT_ONCE), contexts) for i in starts])


def _late_int8(questions: Encoded, contexts: Encoded) -> Tensor:
    return _late(*(texts._replace(tokens=as_int8(texts.tokens)) for texts in (questions, contexts)))


SCORES: dict[str, Callable[[Encoded, Encoded], Tensor]] = {
    "pooled": _pooled,
    "MaxSim, int8": _late_int8,
    "MaxSim, float32": _late,
}
