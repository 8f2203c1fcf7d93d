"""A question and where the answer to it stands, and all there are of them."""

from dataclasses import dataclass

from corpus.types import Language
from index.training.crossing.passages import Passage
from index.types import Span


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the number of the passage that answers it and those of the sentences in it that do.

    `answer` is where the answer stands in the passage, None where only its sentence is known; `chance` is that of being
    visited in one round through the examples. Where the question is `missed`, the sentences are the nearest to one that
    nothing answers.
    """

    question: str
    language: Language
    passage: int
    sentences: frozenset[int]
    answer: Span | None
    chance: float
    missed: bool = False


@dataclass(frozen=True, slots=True)
class ReaderData:
    """Every passage and every example."""

    passages: list[Passage]
    examples: list[Example]

    def passage_of(self, example: Example) -> Passage:
        """The passage that answers an example."""
        return self.passages[example.passage]

    def numbers(self, *, held_out: bool) -> list[int]:
        """The numbers of the examples whose passages are held out, or of those that are trained on."""
        return [i for i, example in enumerate(self.examples) if self.passage_of(example).held_out == held_out]
