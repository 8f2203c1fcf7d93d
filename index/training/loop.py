"""The training loop: mixed batches, a learning rate that falls with the clock, checkpoints, figures while it runs."""

import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.training import checkpoint
from index.training.batches import Batches, PairBatch, QuestionBatch
from index.training.checkpoint import Progress
from index.training.encoder import Encoded, StudentEncoder, make_batch
from index.training.encoding import student_encode
from index.training.evaluation import Xquad, evaluate
from index.training.objectives import pair_loss, question_loss, sentence_loss
from index.training.precision import autocast
from index.training.schedule import set_rate


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """`minutes` is wall-clock time over all resumptions; the learning rate reaches zero when it is used up."""

    minutes: float
    seed: int = 0
    warmup_steps: int = 80
    embedding_rate: float = 4e-4
    layer_rate: float = 8e-5
    projection_rate: float = 3e-4
    checkpoint_minutes: float = 10.0
    max_passage: int = 224
    max_sentence: int = 96
    device: str = "cpu"


def make_optimizer(model: StudentEncoder, settings: LoopSettings) -> torch.optim.Optimizer:
    """AdamW with one group for word embeddings, one for layers and one for the projection."""
    embedding = model.bert.embeddings.word_embeddings.weight
    layers = [weight for weight in model.bert.parameters() if weight is not embedding]
    trained = [embedding] if embedding.requires_grad else []
    groups = [
        # No decay: it would shrink the pieces that a batch does not hold.
        {"params": trained, "lr": settings.embedding_rate, "weight_decay": 0.0},
        {"params": layers, "lr": settings.layer_rate, "weight_decay": 0.01},
        {"params": list(model.projection.parameters()), "lr": settings.projection_rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW([{**group, "peak": group["lr"]} for group in groups], betas=(0.9, 0.98), fused=True)


def train(
    model: StudentEncoder, tokenizer: Tokenizer, batches: Batches, xquad: Xquad, *, run: Path, settings: LoopSettings
) -> Progress:
    """Train until the time is used up, from the checkpoint in `run` if there is one."""
    optimizer = make_optimizer(model, settings)
    progress = checkpoint.restore(run, model, optimizer)
    began, saved = time.monotonic() - progress.seconds, progress.seconds
    losses: deque[tuple[str, float]] = deque(maxlen=100)
    while progress.seconds < settings.minutes * 60:
        set_rate(optimizer, progress, minutes=settings.minutes, warmup_steps=settings.warmup_steps)
        kind, batch = batches.draw(np.random.default_rng([settings.seed, progress.step]))
        losses.append((kind, make_step(model, tokenizer, optimizer, batch, settings)))
        progress = Progress(progress.step + 1, time.monotonic() - began)
        if progress.step % 25 == 0:
            print(f"step {progress.step} minute {progress.seconds / 60:.1f} {means(losses)}", flush=True)
        if progress.seconds - saved > settings.checkpoint_minutes * 60:
            saved = progress.seconds
            checkpoint.save(run, progress, model, optimizer)
            report(model, tokenizer, xquad, settings, f"step {progress.step} minute {progress.seconds / 60:.1f}")
    checkpoint.save(run, progress, model, optimizer)
    return progress


def report(model: StudentEncoder, tokenizer: Tokenizer, xquad: Xquad, settings: LoopSettings, label: str) -> None:
    """Print XQuAD figures."""
    for row in evaluate(student_encode(model, tokenizer, device=settings.device), xquad):
        print(f"XQUAD {label}: {row}", flush=True)


def make_step(
    model: StudentEncoder,
    tokenizer: Tokenizer,
    optimizer: torch.optim.Optimizer,
    batch: PairBatch | QuestionBatch,
    settings: LoopSettings,
) -> float:
    """One update; returns the loss before it."""
    model.train()
    with autocast(settings.device):
        if isinstance(batch, PairBatch):
            loss = _pair_loss(model, tokenizer, batch, settings)
        else:
            loss = _question_loss(model, tokenizer, batch, settings)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def means(losses: deque[tuple[str, float]]) -> str:
    """Mean loss of each kind of batch."""
    kinds = sorted({kind for kind, _ in losses})
    return " ".join(f"{kind} {np.mean([loss for name, loss in losses if name == kind]):.3f}" for kind in kinds)


def _pair_loss(model: StudentEncoder, tokenizer: Tokenizer, batch: PairBatch, settings: LoopSettings) -> torch.Tensor:
    texts, count = [*batch.turkish, *batch.english], len(batch.turkish)
    both: Encoded = model(make_batch(tokenizer, texts, max_length=settings.max_sentence, device=settings.device))
    return pair_loss(both.rows(None, count), both.rows(count, None), torch.from_numpy(batch.teacher).to(settings.device))


def _question_loss(
    model: StudentEncoder, tokenizer: Tokenizer, batch: QuestionBatch, settings: LoopSettings
) -> torch.Tensor:
    asked, held = (
        make_batch(tokenizer, texts, max_length=length, device=settings.device)
        for texts, length in ((batch.questions, settings.max_sentence), (batch.passages, settings.max_passage))
    )
    questions, passages = model(asked), model(held)
    numbers = (batch.answers, batch.places, batch.question_teacher, batch.passage_teacher)
    answers, places, *teachers = (torch.from_numpy(array).to(settings.device) for array in numbers)
    nearest = sentence_loss(questions, passages, answers, sentence_numbers(held.places, batch.sentences), places)
    return question_loss(questions, passages, answers, *teachers) + nearest


def sentence_numbers(places: torch.Tensor, sentences: list[list[int]]) -> torch.Tensor:
    """Which sentence of its passage each token stands in, by where sentences begin, [passages, length]."""
    rows = [
        torch.searchsorted(torch.tensor(starts or [0], device=places.device), row, right=True) - 1
        for row, starts in zip(places, sentences, strict=True)
    ]
    return torch.stack(rows).clamp(min=0)
