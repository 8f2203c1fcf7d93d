"""The training loop: a learning rate that falls with the clock, checkpoints, reports while it runs."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from index.training import checkpoint
from index.training.checkpoint import Progress
from index.training.crossing.model import Reader, make_batch
from index.training.crossing.objectives import ranking_loss, sentence_loss, span_loss
from index.training.crossing.rows import Visit
from index.training.precision import autocast
from index.training.schedule import set_rate

LAYER_RATE, HEAD_RATE = 1.5e-4, 1e-3
SPAN_SHARE, RANKING_SHARE = 0.5, 0.7  # of the losses of spans and of ranking beside the sentences'

Losses = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`minutes` is wall-clock time over all resumptions; the learning rate reaches zero when it is used up.

    `rate` scales the highest rates of body and head. A reader that goes on wants a third: at the full one it lost in 25
    minutes on three times as many questions what it knew (the right sentence first 71 -> 65% of 320 held-out questions).
    """

    minutes: float
    seed: int = 0
    warmup_steps: int = 150
    rate: float = 1.0
    checkpoint_minutes: float = 8.0
    device: str = "cpu"


def make_optimizer(model: Reader, settings: ReaderSettings) -> torch.optim.Optimizer:
    """AdamW with one group for the body and one for the head; word embeddings are in none."""
    layer_rate, head_rate = settings.rate * LAYER_RATE, settings.rate * HEAD_RATE
    body = [weight for weight in model.bert.parameters() if weight.requires_grad]
    groups = [
        {"params": body, "lr": layer_rate, "peak": layer_rate},
        {"params": list(model.head.parameters()), "lr": head_rate, "peak": head_rate},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def train(
    model: Reader,
    batches: Iterator[list[Visit]],
    *,
    run: Path,
    settings: ReaderSettings,
    report: Callable[[str], None],
) -> Progress:
    """Train until the time is used up, from the checkpoint in `run` if there is one; `batches` begin at the first step.

    `report` is given a label after each checkpoint but the last.
    """
    run.mkdir(parents=True, exist_ok=True)
    optimizer = make_optimizer(model, settings)
    progress = checkpoint.restore(run, model, optimizer)
    left = islice(batches, progress.step, None)  # made again, which takes little: they are those of a run never stopped
    began, saved = time.monotonic() - progress.seconds, progress.seconds
    losses: deque[Losses] = deque(maxlen=100)
    while progress.seconds < settings.minutes * 60:
        set_rate(optimizer, progress, minutes=settings.minutes, warmup_steps=settings.warmup_steps)
        losses.append(make_step(model, optimizer, next(left), settings))
        progress = Progress(progress.step + 1, time.monotonic() - began)
        label = f"step {progress.step} minute {progress.seconds / 60:.1f}"
        if progress.step % 25 == 0:
            print(f"{label} {means(losses)}", flush=True)
        if progress.seconds - saved > settings.checkpoint_minutes * 60:
            saved = progress.seconds
            checkpoint.save(run, progress, model, optimizer)
            report(label)
    checkpoint.save(run, progress, model, optimizer)
    return progress


def make_step(model: Reader, optimizer: torch.optim.Optimizer, visits: Sequence[Visit], settings: ReaderSettings) -> Losses:
    """One update; returns the losses of sentences, spans and ranking before it."""
    model.train()
    rows = [row for visit in visits for row in visit]
    with autocast(settings.device):
        marks = model(make_batch(rows, device=settings.device))
    losses = torch.stack((sentence_loss(marks, rows), span_loss(marks, rows), ranking_loss(marks, visits)))
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(losses @ losses.new_tensor((1.0, SPAN_SHARE, RANKING_SHARE)))
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    sentence, span, ranking = losses.tolist()
    return sentence, span, ranking


def means(losses: Sequence[Losses]) -> str:
    """Mean loss of each kind."""
    return "sentences {:.3f} spans {:.3f} ranking {:.3f}".format(*np.mean(losses, axis=0))
