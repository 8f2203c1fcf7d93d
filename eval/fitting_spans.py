"""Fits the span model of `service.reading` to authored answers: python -m eval.fitting_spans --data DIR.

Two thirds of the passages are fitted on; the last third tells what the weights are worth (token F1, Turkish folding).
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from eval.answers import token_f1
from eval.span_examples import Example, read_examples
from index.embedders import BUNDLED, load_embedder
from service.reading.phrases import PHRASES, Phrase, find_phrases
from service.reading.scoring import COLUMNS, HOLDS, LENGTHS, PLACES, WEIGHTS, Floats, features, held_spans, load_weights
from service.reading.spans import short_answer
from service.reading.tokens import read_tokens
from service.reading.understanding import understand

_EPOCHS = 8
_BATCH = 128
_RATE = 0.02
_SHARED_PENALTY, _OWN_PENALTY = 2e-4, 1e-3  # on squares; weights of one kind have fewer examples to lean on
_LONGEST = 90  # words of a text to fit on
_SMALLEST = 0.03  # weights below it are left out of the file
_PAIRS = (*(f"is:{name}" for name in PHRASES), *(f"holds:{name}" for name in HOLDS))
_SHARPNESS = 2.0  # power of F1 that a span counts with


@dataclass(frozen=True, slots=True)
class Case:
    """An example as the model sees it: features of its words, phrases, and the words of the answer."""

    kind: str
    table: Floats
    phrases: list[Phrase]
    first: int
    last: int


def fit_spans(examples: Sequence[Example], out: Path = WEIGHTS) -> None:
    """Fit the weights on the examples that are not held out and write them, by language of the text and kind of answer."""
    stored = {}
    for language in ("tr", "en"):
        cases = [case for example in examples if example.language == language for case in _cases(example)]
        stored[language] = _Model([case.kind for case in cases]).fitted(cases)
    out.write_text(json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    load_weights.cache_clear()


def _cases(example: Example) -> Iterator[Case]:
    """The example with its own sentences alone, and with a neighbour before or behind, as the reader may give them."""
    if example.held_out:
        return
    asked = understand(example.question, example.question_language)
    for neighbours in (0, random.Random(example.question).choice((-1, 1))):
        text, (start, end), words = example.reading(neighbours)
        tokens = read_tokens(asked, text, words, example.language)
        inside = [i for i, token in enumerate(tokens) if token.start < end and start < token.end]
        if not inside or len(tokens) > _LONGEST or len(inside) > LENGTHS:
            continue
        phrases = find_phrases(asked, text, tokens, example.language)
        yield Case(asked.kind, features(asked, tokens, phrases, example.language), phrases, inside[0], inside[-1])


class _Model(torch.nn.Module):
    """Shared weights and those of each kind, in the shapes of `service.reading.scoring`."""

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__()
        self.kinds = sorted(set(kinds))
        shapes = {"places": (len(PLACES), len(COLUMNS)), "lengths": (LENGTHS,), "phrases": (len(_PAIRS),)}
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
                self._loss(batch).backward()
                optimiser.step()
                schedule.step()
        return self._named()

    def _loss(self, cases: Sequence[Case]) -> torch.Tensor:
        """Minus the logarithm of the probability that the model gives to spans, each by its F1 with the answer."""
        kinds = torch.tensor([self.kinds.index(case.kind) for case in cases])
        weights = {name: self.shared[name] + self.own[name][kinds] for name in self.shared}
        scores = _scores(cases, weights)
        gains = torch.from_numpy(np.stack([_gains(case, scores.shape[1]) for case in cases]))
        whole = scores.flatten(1).logsumexp(1)
        loss = (whole - (scores + gains.log()).flatten(1).logsumexp(1)).mean()
        return loss + self._penalty()

    def _penalty(self) -> torch.Tensor:
        shared = sum(value.square().sum() for value in self.shared.values())
        own = sum(value.square().sum() for value in self.own.values())
        return _SHARED_PENALTY * shared + _OWN_PENALTY * own

    def _named(self) -> dict[str, dict[str, float]]:
        named = {"shared": _by_name({name: value.detach() for name, value in self.shared.items()})}
        for number, kind in enumerate(self.kinds):
            named[kind] = _by_name({name: value.detach()[number] for name, value in self.own.items()})
        return named


def _scores(cases: Sequence[Case], weights: dict[str, torch.Tensor]) -> torch.Tensor:
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
    found = np.zeros((len(_PAIRS), size, size), np.float32)
    for name, first, last in case.phrases:
        found[_PAIRS.index(f"is:{name}"), first, last] += 1.0
    for name, held in held_spans(case.phrases, len(case.table)).items():
        found[_PAIRS.index(f"holds:{name}"), : len(held), : len(held)] = held
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
    named |= {pair: values["phrases"][p] for p, pair in enumerate(_PAIRS)}
    return {name: round(float(weight), 3) for name, weight in named.items() if abs(float(weight)) >= _SMALLEST}


def report(examples: Sequence[Example]) -> Iterator[str]:
    """Mean token F1 on the held-out third, by languages of question and text and by kind, with counts."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for example in examples:
        if example.held_out:
            asked = understand(example.question, example.question_language)
            for name, neighbours in (("", 0), (" with the next sentence", 1)):
                text, (start, end), words = example.reading(neighbours)
                short = short_answer(asked, text, words)
                f1 = token_f1(text[short.start : short.end], [text[start:end]]) if short else 0.0
                pair = f"{example.question_language}->{example.language}{name}"
                found[pair, "all"].append(f1)
                found[pair, example.kind].append(f1)
    for (pair, kind), values in sorted(found.items()):
        yield f"{pair:32} {kind:14} {100 * float(np.mean(values)):5.1f}  n={len(values)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting_spans", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with *.qa.jsonl and *.answers.jsonl")
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, metavar="JSON", help="where the weights go (default: the service's)"
    )
    options = parser.parse_args(arguments)
    examples = list(read_examples(options.data, load_embedder(BUNDLED)))
    fit_spans(examples, options.out)
    print("\n".join(report(examples)))


if __name__ == "__main__":
    main()
