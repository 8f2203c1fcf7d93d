"""For each question the sentences of other passages that the encoder takes for its nearest: what it must learn to refuse."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.text import fold
from index.training.crossing.data import AUTHORED, SPEECH
from index.training.crossing.examples import Example, ReaderData

KEPT = 12  # sentences of each question
_LOOKED_AT = 40
_AT_ONCE = 256  # questions
_TEXTS_AT_ONCE = 64
_LETTERS = 400  # of a sentence that are encoded

# Passages of these answer one another's questions without saying so, the nearest most of all.
_REPEATING = (SPEECH, "policyqa_en")

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Negatives = NDArray[np.int32]  # [examples, KEPT, 2]: numbers of a passage and of a sentence in it; -1 where there are fewer


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Every sentence of every passage: its place, its vector, and which pool it belongs to."""

    places: NDArray[np.int32]
    vectors: Vectors
    pools: NDArray[np.int32]


def nearest_elsewhere(data: ReaderData, encode: Encode, *, cache: Path, seed: int = 0) -> Negatives:
    """Sentences of the same language that are held out like the question's own passage; read from `cache` if made before.

    `encode` gives unit vectors [texts, width].
    """
    path = cache / f"negatives-{_digest(data, seed)}.npy"
    if path.exists():
        kept: Negatives = np.load(path)
        return kept
    found = _nearest(data, encode, np.random.default_rng(seed))
    cache.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npy")
    np.save(partial, found)
    partial.rename(path)
    return found


def of_example(negatives: Negatives, number: int) -> list[tuple[int, int]]:
    """The sentences of one example, the nearest first."""
    return [(int(passage), int(sentence)) for passage, sentence in negatives[number] if passage >= 0]


def _nearest(data: ReaderData, encode: Encode, rng: np.random.Generator) -> Negatives:
    questions = sorted({example.question for example in data.examples})
    asked = dict(zip(questions, _encoded(encode, questions), strict=True))
    sentences = _sentences(data, encode)
    folded = [fold(passage.text) for passage in data.passages]
    found = np.full((len(data.examples), KEPT, 2), -1, np.int32)
    pools = np.array([_pool(data, example.passage) for example in data.examples])
    for pool in np.unique(pools):
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
    places = [(p, s) for p, passage in enumerate(data.passages) for s in range(len(passage.sentences))]
    texts = [data.passages[p].wording(s)[:_LETTERS] for p, s in places]
    pools = np.array([_pool(data, p) for p, _ in places], np.int32)
    return _Sentences(np.array(places, np.int32), _encoded(encode, texts), pools)


def _pool(data: ReaderData, passage: int) -> int:
    own = data.passages[passage]
    return 2 * (own.language == "tr") + own.held_out


def _encoded(encode: Encode, texts: Sequence[str]) -> Vectors:
    """Vectors of many texts, those of like length together."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = [
        encode([texts[i] for i in order[start : start + _TEXTS_AT_ONCE]]) for start in range(0, len(order), _TEXTS_AT_ONCE)
    ]
    vectors = np.concatenate(parts)
    result = np.empty_like(vectors)
    result[order] = vectors
    return result


def _digest(data: ReaderData, seed: int) -> str:
    digest = hashlib.sha256(str(seed).encode())
    for text in (*(passage.text for passage in data.passages), *map(repr, data.examples)):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]
