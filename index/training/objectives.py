"""What is minimised: distance to the teacher, and contrast of pooled vectors and of MaxSim scores inside a batch."""

import torch
from torch import Tensor
from torch.nn import functional

from index.training.encoder import Encoded

POOLED_SCALE = 20.0
MAXSIM_SCALE = 30.0


def similarity_grid(queries: Encoded, passages: Encoded) -> Tensor:
    """Dot products of every query token with every passage token, [queries, passages, query length, passage length]."""
    with torch.autocast(queries.tokens.device.type, enabled=False):
        return torch.einsum("qid,pjd->qpij", queries.tokens, passages.tokens)


def maxsim(queries: Encoded, passages: Encoded) -> Tensor:
    """Mean over a query's tokens of the best dot product in the passage (Khattab & Zaharia 2020), [queries, passages]."""
    return _best_in_passage(similarity_grid(queries, passages), queries.mask, passages.mask)


def pair_loss(turkish: Encoded, english: Encoded, teacher: Tensor) -> Tensor:
    """Translation pairs, row by row: both sides near the teacher's vector, each nearest to its own translation."""
    distance = 2 * _distance(turkish.pooled, teacher) + _distance(english.pooled, teacher)
    pooled = _both_ways(turkish.pooled @ english.pooled.T * POOLED_SCALE)
    grid = similarity_grid(turkish, english)
    forward = _best_in_passage(grid, turkish.mask, english.mask)
    backward = _best_in_passage(grid.permute(1, 0, 3, 2), english.mask, turkish.mask)
    late = (_contrast(forward * MAXSIM_SCALE) + _contrast(backward * MAXSIM_SCALE)) / 2
    return distance + 0.5 * pooled + 0.75 * late


def question_loss(
    questions: Encoded, passages: Encoded, answers: Tensor, question_teacher: Tensor, passage_teacher: Tensor
) -> Tensor:
    """Questions against the passages of the batch; `answers` [questions] holds the row of each one's passage.

    Passages are distinct, so several questions of one passage are never each other's negatives. Rows of the teacher that
    are zero (no English text) are left out of the distance.
    """
    late = functional.cross_entropy(maxsim(questions, passages) * MAXSIM_SCALE, answers)
    pooled = functional.cross_entropy(questions.pooled @ passages.pooled.T * POOLED_SCALE, answers)
    near = _distance(questions.pooled, question_teacher) + 2 * _distance(passages.pooled, passage_teacher)
    return late + pooled + near


def sentence_loss(questions: Encoded, passages: Encoded, answers: Tensor, sentences: Tensor, places: Tensor) -> Tensor:
    """Contrast of MaxSim between the sentences of a question's own passage: the one that answers against its neighbours.

    `sentences` [passages, length] holds the number of the sentence each token stands in; `places` [questions] the right one,
    or -1 where it is not known. Neighbours share names and subject, so they are the hardest negatives there are.
    """
    known = (places >= 0) & (places <= sentences[answers].amax(1))
    if not bool(known.any()):
        return questions.tokens.new_zeros(())
    asked, own = Encoded(*(part[known] for part in questions)), answers[known]
    with torch.autocast(asked.tokens.device.type, enabled=False):
        grid = torch.einsum("qid,qjd->qij", asked.tokens, passages.tokens[own])
    inside = passages.mask[own]
    count = int(sentences[own].amax()) + 1
    scores = [_mean_best(grid, asked.mask, inside & (sentences[own] == number)) for number in range(count)]
    return functional.cross_entropy(torch.stack(scores, dim=1) * MAXSIM_SCALE, places[known])


def _mean_best(grid: Tensor, query_mask: Tensor, allowed: Tensor) -> Tensor:
    """Mean over each query's tokens of the best of its allowed passage tokens, [queries]; -1 where none is allowed."""
    best = grid.masked_fill(~allowed[:, None, :], -1.0).amax(-1)
    weights = query_mask.float()
    total: Tensor = (best * weights).sum(-1) / weights.sum(-1).clamp(min=1)
    return total


def _best_in_passage(grid: Tensor, query_mask: Tensor, passage_mask: Tensor) -> Tensor:
    best = grid.masked_fill(~passage_mask[None, :, None, :], -1.0).amax(-1)
    weights = query_mask.float()
    total: Tensor = (best * weights[:, None, :]).sum(-1) / weights.sum(-1).clamp(min=1)[:, None]
    return total


def _distance(vectors: Tensor, teacher: Tensor) -> Tensor:
    known = teacher.abs().sum(-1) > 0
    if not bool(known.any()):
        return vectors.new_zeros(())
    return (1 - functional.cosine_similarity(vectors[known], teacher[known])).mean()


def _contrast(scores: Tensor) -> Tensor:
    return functional.cross_entropy(scores, torch.arange(len(scores), device=scores.device))


def _both_ways(scores: Tensor) -> Tensor:
    return (_contrast(scores) + _contrast(scores.T)) / 2
