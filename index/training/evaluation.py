"""XQuAD figures of an encoder: pooled vectors and MaxSim, each language direction apart. Never trained on."""

import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.encoder import Encoded, StudentEncoder, make_batch
from index.training.objectives import maxsim

DIRECTIONS = (("en", "tr"), ("tr", "tr"), ("en", "en"))
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Xquad:
    """Questions by language, contexts by language, and the row of the context that answers each question."""

    questions: dict[str, list[str]]
    contexts: dict[str, list[str]]
    answers: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table; figures are fractions over `questions` questions and `passages` passages."""

    direction: str
    score: str
    questions: int
    passages: int
    recall_at_1: float
    ndcg_at_10: float


def read_xquad(path: Path, *, questions: int | None = None, seed: int = 0) -> Xquad:
    """All contexts and all questions, or a fixed sample of `questions` of them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    contexts = {row["ctx_id"]: row for row in rows}
    number = {ctx_id: i for i, ctx_id in enumerate(contexts)}
    asked = rows if questions is None else random.Random(seed).sample(rows, questions)
    return Xquad(
        questions={lang: [row[f"q_{lang}"] for row in asked] for lang in ("tr", "en")},
        contexts={lang: [row[f"ctx_{lang}"] for row in contexts.values()] for lang in ("tr", "en")},
        answers=np.array([number[row["ctx_id"]] for row in asked]),
    )


def evaluate(
    model: StudentEncoder, tokenizer: Tokenizer, data: Xquad, *, rounded: bool = True, max_length: int = 256, device: str = "cpu",
    fast: bool = False,
) -> list[Figure]:
    """Both scores for the three directions; `rounded` token vectors are int8; `fast` computes in bfloat16."""
    model.eval()

    def encode(texts: Sequence[str]) -> Encoded:
        return encode_texts(model, tokenizer, texts, rounded=rounded, max_length=max_length, device=device, fast=fast)

    questions = {lang: encode(texts) for lang, texts in data.questions.items()}
    contexts = {lang: encode(texts) for lang, texts in data.contexts.items()}
    figures = []
    for asked, held in DIRECTIONS:
        pooled = questions[asked].pooled @ contexts[held].pooled.T
        late = _in_chunks(questions[asked], contexts[held], maxsim)
        for name, scores in (("pooled", pooled), ("maxsim int8" if rounded else "maxsim float32", late)):
            figures.append(figure(f"{asked}->{held}", name, scores.cpu().numpy(), data.answers))
    return figures


def figure(direction: str, name: str, scores: NDArray[np.float32], answers: NDArray[np.int64]) -> Figure:
    """R@1 and nDCG@10 with one right passage a question; scores [questions, passages], ties count against us."""
    right = scores[np.arange(len(answers)), answers]
    rank = (scores >= right[:, None]).sum(1)
    gain = np.where(rank <= 10, 1 / np.log2(rank + 1), 0.0)
    return Figure(direction, name, len(answers), scores.shape[1], float((rank == 1).mean()), float(gain.mean()))


@torch.no_grad()
def encode_texts(
    model: StudentEncoder, tokenizer: Tokenizer, texts: Sequence[str], *, rounded: bool, max_length: int, device: str, fast: bool
) -> Encoded:
    """Encode in batches of like length; the result is in the order of `texts`, padded to the longest."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts: list[tuple[int, Encoded, int]] = []
    for start in range(0, len(order), _CHUNK):
        rows = order[start : start + _CHUNK]
        batch = make_batch(tokenizer, [texts[i] for i in rows], max_length=max_length, device=device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=fast):
            encoded = model(batch, rounded=rounded)
        parts += [(row, encoded, position) for position, row in enumerate(rows)]
    length = max(encoded.mask.shape[1] for _, encoded, _ in parts)
    parts.sort(key=lambda part: part[0])
    pad = torch.nn.functional.pad
    return Encoded(
        torch.stack([encoded.pooled[i] for _, encoded, i in parts]),
        torch.stack([pad(encoded.tokens[i], (0, 0, 0, length - encoded.tokens.shape[1])) for _, encoded, i in parts]),
        torch.stack([pad(encoded.mask[i], (0, length - encoded.mask.shape[1])) for _, encoded, i in parts]),
    )


def _in_chunks(questions: Encoded, contexts: Encoded, score: Callable[[Encoded, Encoded], torch.Tensor]) -> torch.Tensor:
    rows = range(0, len(questions.mask), 8)  # the whole grid of dot products would take gigabytes
    return torch.cat([score(Encoded(*(part[i : i + 8] for part in questions)), contexts) for i in rows])
