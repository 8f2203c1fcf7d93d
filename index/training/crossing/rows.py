"""What the model reads in one go, as rows of word pieces: a question, and neighbouring sentences of a passage."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from index.crossing import QUESTION_PIECES
from index.training.crossing.examples import Example
from index.training.crossing.passages import Passage
from index.types import Span


@dataclass(frozen=True, slots=True)
class Row:
    """[CLS] question [SEP] window [SEP] as ids of word pieces.

    `start` is the place of the window's first piece, `sentences` holds the number of each of its pieces' sentence.
    `right` are the places of the pieces of the sentences that answer, or 0, that of [CLS], where none does; `answer` the
    places of the answer's first and last piece where they are known. `changed` where the question is not its visit's own.
    """

    pieces: list[int]
    start: int
    sentences: list[int]
    right: list[int]
    answer: Span | None
    changed: bool = False

    def __len__(self) -> int:
        return len(self.pieces)

    @property
    def inside(self) -> range:
        """The places of the window's pieces."""
        return range(self.start, self.start + len(self.sentences))


Visit = list[Row]  # all that is shown of one example, the window that answers before the others


class Rows:
    """Makes rows of word pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._opening, self._closing = map(tokenizer.get_vocab().__getitem__, ("[CLS]", "[SEP]"))

    def row(
        self,
        question: str,
        passage: Passage,
        chosen: Sequence[int],
        example: Example | None = None,
        *,
        changed: bool = False,
        most: int = QUESTION_PIECES,
    ) -> Row:
        """A row of the chosen sentences; `example` where they answer the question, of which `most` pieces are read."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:most]
        start = len(asked) + 2
        read = [piece for i in chosen for piece in passage.sentences[i].pieces]
        numbers = [i for i in chosen for _ in passage.sentences[i].pieces]
        right = [start + k for k, i in enumerate(numbers) if example and i in example.sentences]
        places = [place for i in chosen for place in passage.sentences[i].places]
        found = _marked(places, example.answer) if example and example.answer else None
        answer = (start + found[0], start + found[1]) if found else None
        pieces = [self._opening, *asked, self._closing, *read, self._closing]
        return Row(pieces, start, numbers, right or [0], answer, changed)


def _marked(places: Sequence[Span], answer: Span) -> Span | None:
    """Numbers of the first and last of the pieces that the answer stands in; None unless all of it is among them."""
    inside = [k for k, (start, end) in enumerate(places) if start < answer[1] and answer[0] < end]
    whole = inside and places[inside[0]][0] <= answer[0] and answer[1] <= places[inside[-1]][1]
    return (inside[0], inside[-1]) if whole else None
