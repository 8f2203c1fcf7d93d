"""What the cross-encoder learns by: which sentence answers, and where in it the answer begins and ends."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from index.training.crossing.model import NEVER
from index.training.crossing.rows import Row, Visit


def sentence_loss(marks: Tensor, rows: Sequence[Row]) -> Tensor:
    """That an answer begins, and ends, anywhere in the sentences that answer, or at [CLS] where none does; a mean.

    Summing over places lets a question teach whose answer is in other words (Clark & Gardner 2018, arXiv:1710.10723).
    """
    return -_mass(marks.log_softmax(1), _mask(marks, (row.right for row in rows))).mean()


def span_loss(marks: Tensor, rows: Sequence[Row]) -> Tensor:
    """That it begins at the answer's first piece and ends at its last one, where they are known; a mean over all rows."""
    known = [(i, *row.answer) for i, row in enumerate(rows) if row.answer]
    if not known:
        return marks.new_zeros(())
    numbers, starts, ends = torch.tensor(known, device=marks.device).T
    likely = marks.log_softmax(1)
    return -(likely[numbers, starts, 0] + likely[numbers, ends, 1]).sum() / (2 * len(rows))


def ranking_loss(marks: Tensor, visits: Sequence[Visit]) -> Tensor:
    """That of all places in all windows of a visit it begins, and ends, in the sentences that answer; a mean over visits.

    That there is an answer is given, so [CLS] has no part, nor has a window whose question was changed. One norm for all
    windows makes their marks comparable (Clark & Gardner 2018, arXiv:1710.10723). `marks` are those of the
    rows of all visits, one behind the other.
    """
    rows = [row for visit in visits for row in visit]
    inside = _mask(marks, ([] if row.changed else row.inside for row in rows))
    right = inside & _mask(marks, (row.right for row in rows))
    sizes = [len(visit) for visit in visits]
    every, own = (torch.split(_mass(marks, places), sizes) for places in (inside, right))
    lost = [all_of.logsumexp(0) - of_own.logsumexp(0) for all_of, of_own in zip(every, own, strict=True)]
    return torch.stack(lost).mean()


def _mask(marks: Tensor, places: Iterable[Sequence[int]]) -> Tensor:
    """Which places of each row are meant: [rows, length, 1]."""
    mask = torch.zeros(marks.shape[:2], dtype=torch.bool)
    for own, meant in zip(mask, places, strict=True):
        own[list(meant)] = True
    return mask.to(marks.device).unsqueeze(-1)


def _mass(marks: Tensor, mask: Tensor) -> Tensor:
    """Logarithm of the summed exponentials at the places of a mask: [rows, 2]."""
    return marks.masked_fill(~mask, NEVER).logsumexp(1)
