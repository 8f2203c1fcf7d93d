"""What the model reads in one go: a question and neighbouring sentences of a passage, as rows of word pieces."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from index.training.crossing.examples import Example
from index.training.crossing.passages import Passage
from index.types import Span

QUESTION_PIECES = 40  # that are read; as many as the cross-encoder reads when it is asked
MOST_PIECES = 150  # of a window of several sentences
EXTENTS = (1, 2, 3, 4, 6, 8)  # sentences of a window, each as often


@dataclass(frozen=True, slots=True)
class Row:
    """[CLS] question [SEP] window [SEP] as ids of word pieces.

    `start` is the place of the window's first piece, `sentences` holds the number of each of its pieces' sentence.
    `right` are the places of the pieces of the sentences that answer, or 0, that of [CLS], where none does; `answer` the
    places of the answer's first and last piece where they are known.
    """

    pieces: list[int]
    start: int
    sentences: list[int]
    right: list[int]
    answer: Span | None

    def __len__(self) -> int:
        return len(self.pieces)


def window(
    passage: Passage,
    around: Collection[int],
    rng: np.random.Generator,
    *,
    extent: int | None = None,
    most: int = MOST_PIECES,
    without: Collection[int] = (),
) -> list[int]:
    """Numbers of `extent` neighbouring sentences that hold those of `around`, or the one nearest to them that is left.

    Fewer where the passage ends or a further one would be past `most` word pieces; without `extent` it is drawn. Of an
    `around` that is too long itself the first sentence is kept. Empty if `without` leaves none.
    """
    left = [i for i in range(len(passage.sentences)) if i not in without]
    if not left:
        return []
    inside = [i for i in left if i in around] or [min(left, key=lambda i: abs(i - min(around)))]
    low, high = left.index(inside[0]), left.index(inside[-1]) + 1
    lengths = [len(passage.sentences[i].pieces) for i in left]
    if sum(lengths[low:high]) > most:
        high = low + 1
    low, high = _grown(lengths, (low, high), extent or EXTENTS[rng.integers(len(EXTENTS))], most, rng)
    return left[low:high]


def _grown(lengths: Sequence[int], span: Span, extent: int, most: int, rng: np.random.Generator) -> Span:
    """The span with neighbours added on either side by chance."""
    low, high = span
    while high - low < extent:
        room = most - sum(lengths[low:high])
        sides = [(low - 1, high)] if low > 0 and lengths[low - 1] <= room else []
        sides += [(low, high + 1)] if high < len(lengths) and lengths[high] <= room else []
        if not sides:
            break
        low, high = sides[rng.integers(len(sides))]
    return low, high


class Rows:
    """Makes rows of word pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._opening, self._closing = map(tokenizer.get_vocab().__getitem__, ("[CLS]", "[SEP]"))

    def row(self, question: str, passage: Passage, chosen: Sequence[int], example: Example | None = None) -> Row:
        """A row of the chosen sentences; `example` where they answer the question."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_PIECES]
        start = len(asked) + 2
        read = [piece for i in chosen for piece in passage.sentences[i].pieces]
        numbers = [i for i in chosen for _ in passage.sentences[i].pieces]
        right = [start + k for k, i in enumerate(numbers) if example and i in example.sentences]
        places = [place for i in chosen for place in passage.sentences[i].places]
        found = _marked(places, example.answer) if example and example.answer else None
        answer = (start + found[0], start + found[1]) if found else None
        return Row([self._opening, *asked, self._closing, *read, self._closing], start, numbers, right or [0], answer)


def _marked(places: Sequence[Span], answer: Span) -> Span | None:
    """Numbers of the first and last of the pieces that the answer stands in; None unless all of it is among them."""
    inside = [k for k, (start, end) in enumerate(places) if start < answer[1] and answer[0] < end]
    whole = inside and places[inside[0]][0] <= answer[0] and answer[1] <= places[inside[-1]][1]
    return (inside[0], inside[-1]) if whole else None
