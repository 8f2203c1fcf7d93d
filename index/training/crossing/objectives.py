"""What the cross-encoder learns by: which sentence answers, and where in it the answer begins and ends."""

from collections.abc import Sequence

import torch
from torch import Tensor

from index.training.crossing.model import NEVER
from index.training.crossing.windows import Row


def sentence_loss(marks: Tensor, rows: Sequence[Row]) -> Tensor:
    """That an answer begins, and ends, anywhere in the sentences that answer, or at [CLS] where none does; a mean.

    Summing over places lets a question teach whose answer is in other words (Clark & Gardner 2018, arXiv:1710.10723).
    """
    right = torch.zeros(marks.shape[:2], dtype=torch.bool)
    for own, row in zip(right, rows, strict=True):
        own[row.right] = True
    likely = marks.log_softmax(1).masked_fill(~right.to(marks.device).unsqueeze(-1), NEVER)
    return -likely.logsumexp(1).mean()


def span_loss(marks: Tensor, rows: Sequence[Row]) -> Tensor:
    """That it begins at the answer's first piece and ends at its last one, where they are known; a mean over all rows."""
    known = [(i, *row.answer) for i, row in enumerate(rows) if row.answer]
    if not known:
        return marks.new_zeros(())
    numbers, starts, ends = torch.tensor(known, device=marks.device).T
    likely = marks.log_softmax(1)
    return -(likely[numbers, starts, 0] + likely[numbers, ends, 1]).sum() / (2 * len(rows))
