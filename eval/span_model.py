"""The span model in the shapes that fitting needs: scores of batches of texts, and the loss of a log-linear model."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from service.reading.phrases import PHRASES, Phrase
from service.reading.scoring import COLUMNS, HOLDS, LENGTHS, PLACES, Floats, held_spans

_EPOCHS = 8
_BATCH = 128
_RATE = 0.02
_SHARED_PENALTY, _OWN_PENALTY = 2e-4, 1e-3  # on squares; weights of one kind have fewer examples to lean on
_SMALLEST = 0.03  # weights below it are left out of the file
PAIRS = (*(f"is:{name}" for name in PHRASES), *(f"holds:{name}" for name in HOLDS))
_SHARPNESS = 2.0  # power of F1 that a span counts with


@dataclass(frozen=True, slots=True)
class Case:
    """An example as the model sees it: features of its words, phrases, and the words of the answer."""

    kind: str
    table: Floats
    phrases: list[Phrase]
    first: int
    last: int


class SpanModel(torch.nn.Module):
    """Shared weights and those of each kind, in the shapes of `service.reading.scoring`."""

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__()
        self.kinds = sorted(set(kinds))
        shapes = {"places": (len(PLACES), len(COLUMNS)), "lengths": (LENGTHS,), "phrases": (len(PAIRS),)}
        self.shared = torch.nn.ParameterDict({name: torch.zeros(shape) for name, shape in shapes.items()})
        self.own = torch.nn.ParameterDict({name: torch.zeros(len(self.kinds), *shape) for name, shape in shapes.items()})

    def fitted(self, cases: Sequence[Case]) -> dict[str, dict[str, float]]:
        """Weights by kind and feature, after fitting."""
        torch.manual_seed(0)
        optimiser = torch.optim.Adam(self.parameters(), lr=_RATE)
        ordered = sorted(cases, key=lambda case: len(case.table))
        batches = [ordered[i : i + _BATCH] for i in range(0, len(ordered), _BATCH)]
        schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, _EPOCHS * len(batches))
        shuffle = random.Random(0)
        for _ in range(_EPOCHS):
            shuffle.shuffle(batches)
            for batch in batches:
                optimiser.zero_grad()
                torch.autograd.backward(self._loss(batch))
                optimiser.step()
                schedule.step()
        return self._named()

    def _loss(self, cases: Sequence[Case]) -> torch.Tensor:
        """Minus the logarithm of the probability that the model gives to spans, each by its F1 with the answer."""
        kinds = torch.tensor([self.kinds.index(case.kind) for case in cases])
        weights = {name: self.shared[name] + self.own[name][kinds] for name in self.shared}
        scores = batch_scores(cases, weights)
        gains = torch.from_numpy(np.stack([_gains(case, scores.shape[1]) for case in cases]))
        whole = scores.flatten(1).logsumexp(1)
        loss = (whole - (scores + gains.log()).flatten(1).logsumexp(1)).mean()
        return loss + self._penalty()

    def _penalty(self) -> torch.Tensor:
        shared = torch.stack([value.square().sum() for value in self.shared.values()]).sum()
        own = torch.stack([value.square().sum() for value in self.own.values()]).sum()
        return _SHARED_PENALTY * shared + _OWN_PENALTY * own

    def _named(self) -> dict[str, dict[str, float]]:
        named = {"shared": _by_name({name: value.detach() for name, value in self.shared.items()})}
        for number, kind in enumerate(self.kinds):
            named[kind] = _by_name({name: value.detach()[number] for name, value in self.own.items()})
        return named


def batch_scores(cases: Sequence[Case], weights: dict[str, torch.Tensor]) -> torch.Tensor:
    """`score_spans` for a batch, padded to its longest text."""
    longest = max(len(case.table) for case in cases)
    padded = np.zeros((len(cases), longest + 4, len(COLUMNS)), np.float32)
    padded[:, :, -1] = 1.0
    for row, case in zip(padded, cases, strict=True):
        row[2 : 2 + len(case.table)] = case.table
    by_place = torch.einsum("bnd,bpd->bpn", torch.from_numpy(padded), weights["places"])
    places = [by_place[:, place, 2 + reach : 2 + reach + longest] for place, reach in enumerate((-2, -1, 0, 0, 0, 1, 2))]
    inner = torch.nn.functional.pad(places[3].cumsum(1), (1, 0))
    first, last = sum(places[:3]) - inner[:, :-1], sum(places[4:]) + inner[:, 1:]
    lengths = torch.arange(longest)[None, :] - torch.arange(longest)[:, None]
    scores = first[:, :, None] + last[:, None, :] + weights["lengths"][:, lengths.clamp(0, LENGTHS - 1)]
    pairs = torch.from_numpy(np.stack([_pairs(case, longest) for case in cases]))
    scores = scores + torch.einsum("bpij,bp->bij", pairs, weights["phrases"])
    sizes = torch.tensor([len(case.table) for case in cases])
    allowed = (lengths >= 0) & (lengths < LENGTHS) & (torch.arange(longest)[None, None, :] < sizes[:, None, None])
    return scores.masked_fill(~allowed, -1e9)


def _pairs(case: Case, size: int) -> Floats:
    """Which spans are a phrase, and which hold one, (names, first words, last words)."""
    found = np.zeros((len(PAIRS), size, size), np.float32)
    for name, first, last in case.phrases:
        found[PAIRS.index(f"is:{name}"), first, last] += 1.0
    for name, held in held_spans(case.phrases, len(case.table)).items():
        found[PAIRS.index(f"holds:{name}"), : len(held), : len(held)] = held
    return found


def _gains(case: Case, size: int) -> Floats:
    """F1 of every span with the answer, sharpened."""
    first, last = np.arange(size)[:, None], np.arange(size)[None, :]
    shared = np.maximum(np.minimum(last, case.last) - np.maximum(first, case.first) + 1, 0)
    f1 = 2 * shared / np.maximum(last - first + 1 + case.last - case.first + 1, 1)
    return np.maximum(np.where(last >= first, f1, 0.0) ** _SHARPNESS, 1e-9).astype(np.float32)


def _by_name(values: dict[str, torch.Tensor]) -> dict[str, float]:
    named = {
        f"{place}:{column}": values["places"][p, c] for p, place in enumerate(PLACES) for c, column in enumerate(COLUMNS)
    }
    named |= {f"length:{length + 1}": values["lengths"][length] for length in range(LENGTHS)}
    named |= {pair: values["phrases"][p] for p, pair in enumerate(PAIRS)}
    return {name: round(float(weight), 3) for name, weight in named.items() if abs(float(weight)) >= _SMALLEST}
