"""Which words of a question stand in a text: in a form of theirs, or in part where a likeness does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.text import fold, grams, prefix, words
from index.terms import Terms
from index.types import Hit

_LIKENESS = 0.5  # what a word counts that only resembles one of the question's

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question's content words, how much each tells (adding up to 1), and what it may be found by.

    `forms` are terms with weights up to 1, `pieces` the character 4-grams of the word itself.
    """

    words: tuple[str, ...]
    weights: Shares
    forms: tuple[Mapping[str, float], ...]
    pieces: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, content: Sequence[str], terms: Terms) -> "Wanted":
        """Weigh the content words by their rarity in the collection."""
        pieces = tuple(tuple(grams([word])) for word in content)
        return cls(tuple(content), terms.weights(content), tuple(map(terms.forms, content)), pieces)

    def met(self, text: str) -> Shares:
        """How far each word stands in a text, 0 to 1, (words,)."""
        standing, folded = terms_in(text), _folded(text)
        return np.array(
            [
                max([forms[term] for term in forms.keys() & standing] or [_LIKENESS * _likeness(own, folded)])
                for own, forms in zip(self.pieces, self.forms, strict=True)
            ],
            np.float64,
        )

    def met_by(self, hit: Hit) -> tuple[Shares, Shares]:
        """How far each word stands in each sentence of a hit, and there or beside it or above it, (sentences, words)."""
        sentences = hit.passage.sentences
        met = np.array([self.met(sentence.reading) for sentence in sentences]).reshape(len(sentences), len(self.words))
        return met, np.maximum(_with_neighbours(met), self.met(above(hit)))


def above(hit: Hit) -> str:
    """The title of a hit's document and the heading that its passage stands under."""
    return f"{hit.document.metadata.title} {hit.passage.heading}"


@lru_cache(maxsize=20_000)
def terms_in(text: str) -> frozenset[str]:
    """The prefix terms of a text's words."""
    return frozenset(prefix(word) for word in words(text))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)


def _likeness(pieces: Sequence[str], folded: str) -> float:
    return sum(piece in folded for piece in pieces) / len(pieces) if len(pieces) > 1 else 0.0


def _with_neighbours(met: Shares) -> Shares:
    around = met.copy()
    around[1:] = np.maximum(around[1:], met[:-1])
    around[:-1] = np.maximum(around[:-1], met[1:])
    return around
