"""What one visit to an example shows the model, and the batches that many visits make."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from corpus.text import fold
from index.training.batches import with_typo
from index.training.crossing.data import AUTHORED
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.negatives import Negatives, of_example
from index.training.crossing.windows import Row, Rows, window

TYPOS = 0.06
SWAPPED = 0.15  # of the visits show a question about another name, too
DELETED = 0.5  # show the passage without the sentences that answer
ELSEWHERE = 0.8  # show another passage
VISITS = 256  # whose rows are put together by length
BATCH_PIECES = 4500

# Capitals of a word behind another one: not those of the question's first word.
_NAME = re.compile(r"(?<=\S )[A-ZÇĞİÖŞÜ][\wçğıöşü]{3,}")


class Visits:
    """The examples that are trained on, with all that a visit to one of them needs."""

    def __init__(self, data: ReaderData, negatives: Negatives, rows: Rows) -> None:
        self._data, self._negatives, self._rows = data, negatives, rows
        self._numbers = np.array(data.numbers(held_out=False))
        self._chances = np.array([data.examples[i].chance for i in self._numbers])
        self._names: dict[str, list[str]] = {"tr": [], "en": []}
        for example in (data.examples[i] for i in self._numbers):
            if data.passage_of(example).source == AUTHORED:
                self._names[example.language] += names_in(example.question)

    def batches(self, seed: int) -> Iterator[list[Row]]:
        """Rows of like length, without end; the same seed gives the same ones in the same order."""
        for number in range(2**31):
            rng = np.random.default_rng([seed, number])
            visited = rng.permutation(self._numbers[rng.random(len(self._numbers)) < self._chances])
            for some in np.split(visited, range(VISITS, len(visited), VISITS)):
                found = _batches([row for i in some for row in self.visit(int(i), rng)])
                yield from (found[i] for i in rng.permutation(len(found)))

    def visit(self, number: int, rng: np.random.Generator) -> list[Row]:
        """A window that answers, and by chance some that do not."""
        example = self._data.examples[number]
        passage = self._data.passage_of(example)
        question = with_typo(example.question, rng) if rng.random() < TYPOS else example.question
        chosen = window(passage, example.sentences, rng)
        rows = [self._rows.row(question, passage, chosen, example)]
        if rng.random() < SWAPPED and (other := self._about_another(example, chosen, rng)):
            rows.append(self._rows.row(other, passage, chosen))
        if rng.random() < DELETED and (left := window(passage, example.sentences, rng, without=example.sentences)):
            rows.append(self._rows.row(question, passage, left))
        if rng.random() < ELSEWHERE and (near := of_example(self._negatives, number)):
            elsewhere, sentence = near[rng.integers(len(near))]
            passage = self._data.passages[elsewhere]
            rows.append(self._rows.row(question, passage, window(passage, [sentence], rng)))
        return rows

    def _about_another(self, example: Example, chosen: Sequence[int], rng: np.random.Generator) -> str | None:
        passage = self._data.passage_of(example)
        wording = " ".join(passage.wording(i) for i in chosen)
        return swapped_name(example.question, wording, self._names[example.language], rng)


def names_in(question: str) -> list[str]:
    """Words with a capital, but for the question's first one."""
    return _NAME.findall(question)


def swapped_name(question: str, wording: str, names: Sequence[str], rng: np.random.Generator) -> str | None:
    """The question with a name that stands in the wording replaced by one that does not; None where that cannot be."""
    read = fold(wording)
    standing = [name for name in names_in(question) if fold(name)[:5] in read]
    if not standing or not names:
        return None
    old, new = standing[int(rng.integers(len(standing)))], names[int(rng.integers(len(names)))]
    return None if fold(new)[:4] in read else question.replace(old, new)


def _batches(rows: list[Row]) -> list[list[Row]]:
    """Batches of rows of like length, each of at most so many pieces when it is padded."""
    batches: list[list[Row]] = []
    for row in sorted(rows, key=len):
        if not batches or (len(batches[-1]) + 1) * len(row) > BATCH_PIECES:
            batches.append([])
        batches[-1].append(row)
    return batches
