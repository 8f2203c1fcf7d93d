"""How well the cross-encoder reads what it was never trained on: questions about held-out passages and papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from corpus.types import Language
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.measures import auroc, best_span, overlap, sentence_odds
from index.training.crossing.model import Reader, make_batch
from index.training.crossing.negatives import Negatives, of_example
from index.training.crossing.papers import PAPERS
from index.training.crossing.rows import Row, Rows
from index.training.crossing.windows import window
from index.training.precision import autocast

# What is read, and the languages of question and passage.
MEASURED: tuple[tuple[str, Language, Language], ...] = (
    ("passages", "tr", "tr"), ("passages", "en", "tr"), ("passages", "en", "en"), (PAPERS, "tr", "tr"), (PAPERS, "en", "tr"),
)  # fmt: skip
_EXTENT, _MOST = 8, 400  # sentences and word pieces of the window that answers


@dataclass(frozen=True, slots=True)
class Figure:
    """Fractions over the questions of one direction.

    `right`: the best sentence of the passage answers, and beats those of a window from elsewhere. `overlap`: F1 of word
    pieces of the best span (Rajpurkar et al. 2016, arXiv:1606.05250). `deleted` and `elsewhere`: AUROC of the window that
    answers against the same one without what answers, and against the one from elsewhere.
    """

    direction: str
    questions: int
    right: float
    overlap: float
    deleted: float
    elsewhere: float

    def __str__(self) -> str:
        shown = f"sentence {100 * self.right:.1f} span F1 {100 * self.overlap:.1f}"
        told = f"AUROC {self.deleted:.3f} (deleted) {self.elsewhere:.3f} (elsewhere)"
        return f"{self.direction} {shown} {told} ({self.questions} questions)"


@dataclass(frozen=True, slots=True)
class _Outcome:
    right: bool
    overlap: float
    best: tuple[float, float, float]  # log-odds of the best sentence that answers, with it deleted, and elsewhere


def evaluate(
    model: Reader, data: ReaderData, negatives: Negatives, rows: Rows, *, questions: int, device: str, seed: int = 0
) -> list[Figure]:
    """A figure for each kind and direction that has questions, over a fixed sample of `questions` of them."""
    model.eval()
    return [
        _figure(f"{kind} {asked}->{held}", [_outcome(model, own, device) for own in drawn])
        for kind, asked, held in MEASURED
        if (drawn := list(_drawn(data, negatives, rows, (kind, asked, held), questions, np.random.default_rng(seed))))
    ]


def _drawn(
    data: ReaderData,
    negatives: Negatives,
    rows: Rows,
    measured: tuple[str, Language, Language],
    questions: int,
    rng: np.random.Generator,
) -> Iterator[tuple[Example, list[Row]]]:
    """Examples, each with the window that answers, the same one without what answers, and one from elsewhere."""
    numbers = [
        i for i in data.numbers(held_out=True) if _kind(data, data.examples[i]) == measured and not data.examples[i].missed
    ]
    for i in rng.permutation(numbers)[:questions]:
        example = data.examples[i]
        passage, near = data.passage_of(example), of_example(negatives, i)
        deleted = window(passage, example.sentences, rng, without=example.sentences)
        if not deleted or not near:
            continue
        chosen = window(passage, example.sentences, rng, extent=_EXTENT, most=_MOST)
        elsewhere, sentence = data.passages[near[0][0]], near[0][1]
        yield (
            example,
            [
                rows.row(example.question, passage, chosen, example),
                rows.row(example.question, passage, deleted),
                rows.row(example.question, elsewhere, window(elsewhere, [sentence], rng)),
            ],
        )


def _kind(data: ReaderData, example: Example) -> tuple[str, Language, Language]:
    passage = data.passage_of(example)
    return PAPERS if passage.source == PAPERS else "passages", example.language, passage.language


def _outcome(model: Reader, drawn: tuple[Example, list[Row]], device: str) -> _Outcome:
    example, rows = drawn
    with torch.no_grad(), autocast(device):
        marks = model(make_batch(rows, device=device)).cpu().numpy()
    odds = [sentence_odds(own, row) for own, row in zip(marks, rows, strict=True)]
    best = [max(own.values()) for own in odds]
    chosen = max(odds[0], key=odds[0].__getitem__)
    right = chosen in example.sentences and best[0] > best[2]
    found = overlap(best_span(marks[0], rows[0]), rows[0].answer) if rows[0].answer else 0.0
    return _Outcome(right, found, (best[0], best[1], best[2]))


def _figure(direction: str, outcomes: Sequence[_Outcome]) -> Figure:
    answering, deleted, elsewhere = zip(*(outcome.best for outcome in outcomes), strict=True)
    return Figure(
        direction,
        len(outcomes),
        right=float(np.mean([outcome.right for outcome in outcomes])),
        overlap=float(np.mean([outcome.overlap for outcome in outcomes])),
        deleted=auroc(answering, deleted),
        elsewhere=auroc(answering, elsewhere),
    )
