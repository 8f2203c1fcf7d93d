"""Writes the trained cross-encoder as `index/crossing.py` reads it: without the word embeddings that it shares."""

from pathlib import Path

import torch
from safetensors.torch import save_file

from index.crossing import SHARED
from index.training.crossing.model import Reader

NAME = "model.safetensors"


def export(model: Reader, folder: Path) -> None:
    """Write float16 weights into `folder`; a file that is there stays whole until the new one is."""
    weights = {name: weight for name, weight in model.bert.state_dict().items() if name != SHARED}
    weights |= {f"head.{name}": weight for name, weight in model.head.state_dict().items()}
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{NAME}.partial"
    save_file({name: weight.to("cpu", torch.float16).contiguous() for name, weight in weights.items()}, partial)
    partial.chmod(0o644)
    partial.replace(folder / NAME)
