"""Translations as a task: a sentence stands among others like it, and is asked for by what it says in the other language.

What is asked for is all that a sentence says, so that nothing in it can be passed over.
"""

import random
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from corpus.types import Language
from index.training.crossing.examples import Example
from index.training.crossing.passages import Passages
from index.training.crossing.vectors import Encode, Numbers, encoded, kept
from index.training.data import AUTHORED, pairs_in
from index.training.types import Pair

TRANSLATED = "authored_pairs"
TRANSLATED_PIECES = 60  # of the sentence that is asked by: such a one is longer than a question

_CHANCES: dict[Language, float] = {"tr": 0.25, "en": 0.08}  # language of the passage -> chance of a visit in a round
_GROUPS = tuple(group for group in AUTHORED if group != "morphology")  # whose sentences are about forms of words
_LETTERS = 45  # that a Turkish sentence has more of: short ones say too little
_NEAREST, _OTHERS = 8, 4


def translations(folder: Path, passages: Passages, encode: Encode, *, cache: Path, rng: random.Random) -> Iterator[Example]:
    """Sentences of the pairs in `folder`, each among some of the nearest others; none that a held-out passage has.

    `passages` has every held-out passage already; what is near is kept in `cache`.
    """
    pairs = _pairs(folder, passages)
    texts: dict[Language, list[str]] = {"tr": [pair.tr for pair in pairs], "en": [pair.en for pair in pairs]}
    directions: tuple[tuple[Language, Language], ...] = ("en", "tr"), ("tr", "en")
    for asked, held in directions:
        near = kept(cache, "translations", texts[held], partial(_nearest, encode, texts[held]))
        for i, others in enumerate(near.tolist()):
            together = [i, *rng.sample(others, min(_OTHERS, len(others)))]
            rng.shuffle(together)
            number = passages.add_joined([texts[held][k] for k in together], held, TRANSLATED)
            yield Example(texts[asked][i], asked, number, frozenset({together.index(i)}), None, _CHANCES[held])


def _pairs(folder: Path, passages: Passages) -> list[Pair]:
    held_out = "\n".join(passage.text for passage in passages if passage.held_out)
    found = (pair for group in _GROUPS for pair in pairs_in(folder / f"{group}.sentences.tsv"))
    return [pair for pair in found if len(pair.tr) > _LETTERS and pair.tr not in held_out and pair.en not in held_out]


def _nearest(encode: Encode, texts: Sequence[str]) -> Numbers:
    """The numbers of the nearest other texts of each: [texts, at most `_NEAREST`]."""
    vectors = torch.from_numpy(encoded(encode, texts))
    scores = vectors @ vectors.T
    scores.fill_diagonal_(-torch.inf)
    return scores.topk(min(_NEAREST, len(texts) - 1)).indices.numpy().astype(np.int32)
