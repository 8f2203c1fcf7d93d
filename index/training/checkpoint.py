"""What a run needs to go on where it stopped."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

NAME = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps made and seconds of training used."""

    step: int = 0
    seconds: float = 0.0


def save(folder: Path, progress: Progress, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Write the checkpoint; the one before stays whole until this one is."""
    partial = folder / f"{NAME}.partial"
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": progress.step,
        "used": progress.seconds,
    }
    torch.save(state, partial)
    partial.replace(folder / NAME)


def restore(folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer | None = None) -> Progress:
    """Load the checkpoint of `folder` into both; nothing changes if there is none."""
    path = folder / NAME
    if not path.exists():
        return Progress()
    kept = torch.load(path, weights_only=True, map_location="cpu")
    model.load_state_dict(kept["model"])
    if optimizer is not None:
        optimizer.load_state_dict(kept["optimizer"])
    return Progress(int(kept["step"]), float(kept["used"]))
