"""For each question the sentences of other passages that the encoder takes for its nearest: what it must learn to refuse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.text import fold
from index.training.crossing.data import AUTHORED, SPEECH
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.translations import TRANSLATED
from index.training.crossing.vectors import Encode, Numbers, Vectors, encoded, kept

KEPT = 12  # sentences of each question
_LOOKED_AT = 40
_AT_ONCE = 256  # questions
_LETTERS = 400  # of a sentence that are encoded
_SEED = 0

# Passages of these answer one another's questions without saying so, the nearest most of all.
_REPEATING = (SPEECH, "policyqa_en")

Negatives = Numbers  # [examples, KEPT, 2]: numbers of a passage and of a sentence in it; -1 where there are fewer


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Every sentence of every passage: its place, its vector, and which pool it belongs to."""

    places: NDArray[np.int32]
    vectors: Vectors
    pools: NDArray[np.int32]


def nearest_elsewhere(data: ReaderData, encode: Encode, *, cache: Path) -> Negatives:
    """Sentences of the same language that are held out like the question's own passage; kept in `cache`.

    Translations have none, nor are they any.
    """
    texts = [str(_SEED), *(passage.text for passage in data.passages), *map(repr, data.examples)]
    return kept(cache, "negatives", texts, lambda: _nearest(data, encode, np.random.default_rng(_SEED)))


def of_example(negatives: Negatives, number: int) -> list[tuple[int, int]]:
    """The sentences of one example, the nearest first."""
    return [(int(passage), int(sentence)) for passage, sentence in negatives[number] if passage >= 0]


def _nearest(data: ReaderData, encode: Encode, rng: np.random.Generator) -> Negatives:
    pools = np.array([_pool(data, example.passage) for example in data.examples])
    questions = sorted({data.examples[i].question for i in np.flatnonzero(pools >= 0)})
    asked = dict(zip(questions, encoded(encode, questions), strict=True))
    sentences = _sentences(data, encode)
    folded = [fold(passage.text) for passage in data.passages]
    found = np.full((len(data.examples), KEPT, 2), -1, np.int32)
    for pool in np.unique(pools[pools >= 0]):
        own = np.flatnonzero(sentences.pools == pool)
        among, places = torch.from_numpy(sentences.vectors[own]), sentences.places[own]
        numbers = np.flatnonzero(pools == pool)
        for some in np.split(numbers, range(_AT_ONCE, len(numbers), _AT_ONCE)):
            scores = torch.from_numpy(np.stack([asked[data.examples[i].question] for i in some])) @ among.T
            ranked = scores.topk(min(_LOOKED_AT, len(own))).indices.numpy()
            for i, row in zip(some, ranked, strict=True):
                usable = list(_usable(data, data.examples[i], places[row], folded, rng))[:KEPT]
                found[i, : len(usable)] = np.reshape(usable, (-1, 2))
    return found


def _usable(
    data: ReaderData, example: Example, ranked: NDArray[np.int32], folded: Sequence[str], rng: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Sentences of other passages, but for those that may well answer too."""
    passage = data.passage_of(example)
    answer = fold(passage.text[slice(*example.answer)]) if example.answer else ""
    unsure = passage.source in _REPEATING
    for number, sentence in ranked.tolist():
        # The project's own passages are of worlds apart: there the same number or year answers something else.
        same = passage.source != AUTHORED and data.passages[number].source == passage.source
        if number == example.passage or (same and answer and answer in folded[number]):
            continue
        if unsure and rng.random() < 0.5:
            continue
        unsure = False
        yield number, sentence


def _sentences(data: ReaderData, encode: Encode) -> _Sentences:
    numbers = [p for p in range(len(data.passages)) if _pool(data, p) >= 0]
    places = [(p, s) for p in numbers for s in range(len(data.passages[p].sentences))]
    texts = [data.passages[p].wording(s)[:_LETTERS] for p, s in places]
    pools = np.array([_pool(data, p) for p, _ in places], np.int32)
    return _Sentences(np.array(places, np.int32), encoded(encode, texts), pools)


def _pool(data: ReaderData, passage: int) -> int:
    """Where a passage looks for negatives and is one: by its language and by being held out; -1 if it is a translation."""
    own = data.passages[passage]
    return -1 if own.source == TRANSLATED else 2 * (own.language == "tr") + own.held_out
