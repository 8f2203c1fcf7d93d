"""The training loop: mixed batches, a learning rate that falls with the clock, checkpoints, figures while it runs."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.batches import Batches, PairBatch
from index.training.encoder import Encoded, StudentEncoder, make_batch
from index.training.evaluation import Xquad, evaluate
from index.training.objectives import pair_loss, question_loss


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


def optimiser(model: StudentEncoder, settings: LoopSettings) -> torch.optim.Optimizer:
    """AdamW with one group for word embeddings, one for layers and one for the projection."""
    embedding = model.bert.embeddings.word_embeddings.weight
    layers = [weight for weight in model.bert.parameters() if weight is not embedding]
    groups = [
        # No decay: it would shrink the pieces that a batch does not hold.
        {"params": [embedding], "lr": settings.embedding_rate, "weight_decay": 0.0},
        {"params": layers, "lr": settings.layer_rate, "weight_decay": 0.01},
        {"params": list(model.projection.parameters()), "lr": settings.projection_rate, "weight_decay": 0.0},
    ]
    for group in groups:
        group["peak"] = group["lr"]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def train(model: StudentEncoder, tokenizer: Tokenizer, batches: Batches, xquad: Xquad, *, out: Path, settings: LoopSettings) -> int:
    """Train until the time is used up, from the last checkpoint in `out` if there is one; returns the steps made."""
    optimizer = optimiser(model, settings)
    step, used = _restore(out / "checkpoint.pt", model, optimizer)
    began, saved, losses = time.monotonic() - used, used, []
    while (used := time.monotonic() - began) < settings.minutes * 60:
        _set_rate(optimizer, settings, step, used)
        losses.append(_step(model, tokenizer, optimizer, batches, step, settings))
        step += 1
        if step % 25 == 0:
            print(f"step {step} minute {used / 60:.1f} {_means(losses[-100:])}", flush=True)
        if used - saved > settings.checkpoint_minutes * 60:
            saved = used
            _save(out / "checkpoint.pt", model, optimizer, step, used)
            report(model, tokenizer, xquad, settings, f"step {step} minute {used / 60:.1f}")
    _save(out / "checkpoint.pt", model, optimizer, step, used)
    return step


def report(model: StudentEncoder, tokenizer: Tokenizer, xquad: Xquad, settings: LoopSettings, label: str) -> None:
    """Print XQuAD figures."""
    for row in evaluate(model, tokenizer, xquad, device=settings.device, fast=True):
        print(f"XQUAD {label}: {row.direction} {row.score} R@1 {100 * row.recall_at_1:.1f} nDCG@10 {row.ndcg_at_10:.3f}", flush=True)


def _step(
    model: StudentEncoder, tokenizer: Tokenizer, optimizer: torch.optim.Optimizer, batches: Batches, step: int, settings: LoopSettings
) -> tuple[str, float]:
    model.train()
    kind, batch = batches.draw(np.random.default_rng([settings.seed, step]))
    with torch.autocast(settings.device, dtype=torch.bfloat16):
        if isinstance(batch, PairBatch):
            texts = make_batch(tokenizer, batch.turkish + batch.english, max_length=settings.max_sentence, device=settings.device)
            both = model(texts)
            half = len(batch.turkish)
            turkish, english = (Encoded(*(part[rows] for part in both)) for rows in (slice(None, half), slice(half, None)))
            loss = pair_loss(turkish, english, _tensor(batch.teacher, settings))
        else:
            questions = model(make_batch(tokenizer, batch.questions, max_length=settings.max_sentence, device=settings.device))
            passages = model(make_batch(tokenizer, batch.passages, max_length=settings.max_passage, device=settings.device))
            answers = torch.from_numpy(batch.answers).to(settings.device)
            teachers = (_tensor(batch.question_teacher, settings), _tensor(batch.passage_teacher, settings))
            loss = question_loss(questions, passages, answers, *teachers)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return kind, float(loss.detach())


def _tensor(array: NDArray[np.float32], settings: LoopSettings) -> torch.Tensor:
    return torch.from_numpy(array).to(settings.device)


def _set_rate(optimizer: torch.optim.Optimizer, settings: LoopSettings, step: int, used: float) -> None:
    # By the clock and not by steps: the machine may be shared, and the run must end decayed all the same.
    factor = min(1.0, (step + 1) / settings.warmup_steps) * max(0.0, 1 - used / (settings.minutes * 60))
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor


def _means(losses: list[tuple[str, float]]) -> str:
    kinds = sorted({kind for kind, _ in losses})
    return " ".join(f"{kind} {np.mean([loss for name, loss in losses if name == kind]):.3f}" for kind in kinds)


def _save(path: Path, model: StudentEncoder, optimizer: torch.optim.Optimizer, step: int, used: float) -> None:
    partial = path.with_suffix(".partial")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "used": used}, partial)
    partial.replace(path)


def _restore(path: Path, model: StudentEncoder, optimizer: torch.optim.Optimizer) -> tuple[int, float]:
    if not path.exists():
        return 0, 0.0
    kept = torch.load(path, weights_only=True)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optimizer"])
    return int(kept["step"]), float(kept["used"])
