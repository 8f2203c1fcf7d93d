"""The learning rate by steps and by the clock."""

import torch

from index.training.checkpoint import Progress


def set_rate(optimizer: torch.optim.Optimizer, progress: Progress, *, minutes: float, warmup_steps: int) -> None:
    """Warm up by steps, then fall to zero by the clock: a shared machine changes its speed, and the run must end decayed."""
    warm = min(1.0, (progress.step + 1) / warmup_steps)
    factor = warm * max(0.0, 1 - progress.seconds / (minutes * 60))
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor
