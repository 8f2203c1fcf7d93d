"""Trained weights drawn part of the way back to where they started."""

import torch
from torch import Tensor, nn


def weights_of(model: nn.Module) -> dict[str, Tensor]:
    """A copy of all weights, on the CPU."""
    return {name: weight.detach().cpu().clone() for name, weight in model.state_dict().items()}


def blend(model: nn.Module, start: dict[str, Tensor], *, share: float) -> None:
    """Set each weight to `share` of itself and the rest of its start; ValueError if `share` is not within 0 and 1.

    What training never touched keeps its place beside what it did, so unlike texts lose less (Wortsman et al. 2022,
    "Robust fine-tuning of zero-shot models").
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share of the trained weights is {share}: give one between 0 and 1")
    with torch.no_grad():
        for name, weight in model.state_dict().items():
            weight.lerp_(start[name].to(weight.device), 1 - share)
