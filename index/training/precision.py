"""In which numbers is computed while training."""

import torch

from index.bert import arithmetic


def autocast(device: str) -> torch.autocast:
    """Mixed precision with bfloat16 on an accelerator or a processor that has it, else float32 throughout."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu" or arithmetic() == torch.bfloat16)
