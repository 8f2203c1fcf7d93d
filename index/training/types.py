"""What training reads: translation pairs, and passages with the questions they answer."""

import zlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from corpus.sentences import split_sentences

_HELD_OUT = 3  # one authored passage, or paper, in so many
_AUTHORED_REPEATS = 3  # more would make their few words drown the others' many


@dataclass(frozen=True, slots=True)
class Pair:
    """A Turkish text and the English one that says the same."""

    tr: str
    en: str


@dataclass(frozen=True, slots=True)
class Section:
    """A passage and the questions it answers, each as language -> text; `group` files look-alikes together.

    `answers` holds the answer to each question as it stands in the passage, where that is known, `kinds` what kind it is.
    """

    group: str
    passages: dict[str, str]
    questions: tuple[dict[str, str], ...]
    answers: tuple[dict[str, str], ...] = ()
    kinds: tuple[str, ...] = ()

    def starts(self, language: str) -> list[int]:
        """Where the sentences of the passage begin."""
        return _sentence_starts(self.passages[language], language)

    def place(self, question: int, language: str) -> int:
        """The number of the sentence that holds the answer to a question; -1 where the answer is not known."""
        answer = self.answers[question].get(language, "") if self.answers else ""
        found = self.passages[language].find(answer) if answer else -1
        return bisect_right(self.starts(language), found) - 1 if found >= 0 else -1


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All that the stages read: pairs are distinct on both sides, sections have distinct passages.

    `aligned` are the human translations from which words are learned; `general` is the part of them that is trained on.
    """

    authored: list[Pair]
    general: list[Pair]
    aligned: list[Pair]
    sections: list[Section]
    weights: dict[str, float]
    turkish: list[str] = field(repr=False)
    english: list[str] = field(repr=False)

    @property
    def translations(self) -> list[Pair]:
        """The pairs that words and pieces are aligned over: the project's own several times, and all the others."""
        return self.authored * _AUTHORED_REPEATS + self.aligned


def is_held_out(text: str) -> bool:
    """Whether an authored passage, by its Turkish text, is kept from what learns to read, or a paper, by its title."""
    return zlib.crc32(text.encode()) % _HELD_OUT == 0


@cache
def _sentence_starts(text: str, language: str) -> list[int]:
    return [start for start, _ in split_sentences(text, "tr" if language == "tr" else "en")]
