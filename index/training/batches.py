"""Draws the batches of a step: stateless, so a run that is resumed at a step goes on as if it had never stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.training.types import Pair, Section, TrainingData

Shares = tuple[tuple[str, float], ...]
"""Kinds of batches, and how many of all are of each."""

KINDS: Shares = (("authored pairs", 0.3), ("general pairs", 0.3), ("questions", 0.4))
DIRECTIONS = ((("en", "tr"), 0.4), (("tr", "tr"), 0.3), (("tr", "en"), 0.1), (("en", "en"), 0.2))
PAIRS = 128
TOKENS = 3072  # of one side of a pair batch: the MaxSim grid holds the square of it
PASSAGES = 16
QUESTIONS_EACH = 2
TYPOS = 0.1
_NEIGHBOURS = 2048

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Row i of each is one pair; teacher [pairs, width]."""

    turkish: list[str]
    english: list[str]
    teacher: Vectors


@dataclass(frozen=True, slots=True)
class QuestionBatch:
    """`answers[i]` is the row in `passages` of question i; teacher rows are zero where there is no English text.

    `sentences` holds where the sentences of each passage begin, `places[i]` the one of them that answers question i, or -1.
    """

    questions: list[str]
    passages: list[str]
    sentences: list[list[int]]
    answers: NDArray[np.int64]
    places: NDArray[np.int64]
    question_teacher: Vectors
    passage_teacher: Vectors


class _Drawn(NamedTuple):
    section: Section
    language: str


class Batches:
    """All training texts with their teacher vectors, ready to be drawn from."""

    def __init__(
        self, data: TrainingData, teacher: dict[str, NDArray[np.float16]], width: int, *, shares: Shares = KINDS
    ) -> None:
        self._shares = shares
        self._pairs = {"authored pairs": _by_length(data.authored), "general pairs": _by_length(data.general)}
        self._teacher = teacher
        self._nothing = np.zeros(width, dtype=np.float16)
        self._groups: dict[str, list[Section]] = {}
        for section in data.sections:
            self._groups.setdefault(section.group, []).append(section)
        self._names = sorted(self._groups)
        weights = np.array([data.weights[name] for name in self._names])
        self._weights = weights / weights.sum()

    def draw(self, rng: np.random.Generator) -> tuple[str, PairBatch | QuestionBatch]:
        """The kind of a batch and the batch."""
        kind = self._shares[rng.choice(len(self._shares), p=[share for _, share in self._shares])][0]
        if kind == "questions":
            # Of one source, so that the other passages of the batch are about like things.
            return kind, self._questions(self._groups[self._names[rng.choice(len(self._names), p=self._weights)]], rng)
        return kind, self._draw_pairs(self._pairs[kind], rng)

    def _draw_pairs(self, pairs: Sequence[Pair], rng: np.random.Generator) -> PairBatch:
        centre = int(rng.integers(len(pairs)))
        low = max(0, min(centre - _NEIGHBOURS // 2, len(pairs) - _NEIGHBOURS))
        near = pairs[low : low + _NEIGHBOURS]
        length = max(4.0, len(pairs[centre].en) / 4)
        size = min(len(near), PAIRS, max(8, int(TOKENS / length)))
        drawn = [near[i] for i in rng.choice(len(near), size, replace=False)]
        return PairBatch([p.tr for p in drawn], [p.en for p in drawn], self._vectors([p.en for p in drawn]))

    def _questions(self, sections: Sequence[Section], rng: np.random.Generator) -> QuestionBatch:
        drawn = [_Drawn(section, self._language(section, rng)) for section in _some(sections, PASSAGES, rng)]
        questions: list[tuple[str, str | None]] = []
        answers: list[tuple[int, int]] = []
        for row, (section, language) in enumerate(drawn):
            for i in rng.permutation(len(section.questions))[:QUESTIONS_EACH]:
                texts = section.questions[i]
                asked = _choose(texts, language, rng)
                questions.append((with_typo(texts[asked], rng) if rng.random() < TYPOS else texts[asked], texts.get("en")))
                answers.append((row, section.place(int(i), language)))
        return QuestionBatch(
            questions=[text for text, _ in questions],
            passages=[section.passages[language] for section, language in drawn],
            sentences=[section.starts(language) for section, language in drawn],
            answers=np.array([row for row, _ in answers]),
            places=np.array([place for _, place in answers]),
            question_teacher=self._vectors([english for _, english in questions]),
            passage_teacher=self._vectors([section.passages.get("en") for section, _ in drawn]),
        )

    def _language(self, section: Section, rng: np.random.Generator) -> str:
        if len(section.passages) == 1:
            return next(iter(section.passages))
        return "tr" if rng.random() < sum(share for (_, held), share in DIRECTIONS if held == "tr") else "en"

    def _vectors(self, texts: Sequence[str | None]) -> Vectors:
        rows = [self._teacher.get(text, self._nothing) if text else self._nothing for text in texts]
        return np.stack(rows).astype(np.float32)


def english_texts(data: TrainingData) -> list[str]:
    """Every English text that the teacher has to encode, once each, sorted so that a cache of it stays valid."""
    texts = {pair.en for pair in data.authored + data.general}
    for section in data.sections:
        texts.update(text for asked in section.questions if (text := asked.get("en")))
        texts.update(text for text in (section.passages.get("en"),) if text)
    return sorted(texts)


def with_typo(text: str, rng: np.random.Generator) -> str:
    """The text with two neighbouring letters swapped, or one left out or doubled."""
    places = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not places:
        return text
    i = places[rng.integers(len(places))]
    middle = (text[i + 1] + text[i], text[i + 1], text[i] + text[i] + text[i + 1])[rng.integers(3)]
    return text[:i] + middle + text[i + 2 :]


def _choose(texts: dict[str, str], held: str, rng: np.random.Generator) -> str:
    if len(texts) == 1:
        return next(iter(texts))
    shares = {asked: share for (asked, language), share in DIRECTIONS if language == held}
    return "en" if rng.random() < shares["en"] / sum(shares.values()) else "tr"


def _some(sections: Sequence[Section], most: int, rng: np.random.Generator) -> list[Section]:
    return [sections[row] for row in rng.choice(len(sections), min(most, len(sections)), replace=False)]


def _by_length(pairs: Sequence[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: len(pair.tr) + len(pair.en))
