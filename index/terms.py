"""What the words of a question may be found by in the collection, and how much each of them tells."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.text import prefix
from corpus.types import Language
from index.dictionary import Dictionary
from index.lexical import LexicalIndex
from index.thesaurus import Thesaurus


class Terms:
    """The terms of one collection as one language's questions see them.

    `dictionary` leads to the other language's, `thesaurus` to other words of Turkish documents, `answers` to words in which
    those answer; without them words stand for themselves.
    """

    def __init__(
        self,
        lexical: LexicalIndex,
        passages: int,
        language: Language,
        *,
        dictionary: Dictionary | None = None,
        thesaurus: Thesaurus | None = None,
        answers: Dictionary | None = None,
    ) -> None:
        self._lexical = lexical
        self._passages = passages
        self._language = language
        self._dictionary = dictionary
        self._thesaurus = thesaurus
        self._answers = answers
        # Each word is looked up by the lexical leg, to choose sentences and by the reader.
        self.forms = lru_cache(maxsize=4096)(self._forms)
        self.rarity = lru_cache(maxsize=4096)(self._rarity)

    def _forms(self, word: str) -> dict[str, float]:
        """Prefix terms that a folded word may be found by, with weights up to 1: what it means, and words of answers."""
        return self._held(self.meanings(word), self._answers.of(word) if self._answers else {}, word)

    def meanings(self, word: str) -> dict[str, float]:
        """Those that mean what the word does: its own, synonyms, translations."""
        near = self._thesaurus.of(word, self._language) if self._thesaurus else {}
        return self._held(near, self._dictionary.of(word) if self._dictionary else {}, word)

    def _held(self, one: Mapping[str, float], other: Mapping[str, float], word: str) -> dict[str, float]:
        """The terms of both, but for those that no passage has, which only cost time."""
        every = {**one, **{term: max(weight, one.get(term, 0.0)) for term, weight in other.items()}}
        found = {term: weight for term, weight in every.items() if self._lexical.document_frequency(term)}
        return {**found, prefix(word): 1.0}

    def _rarity(self, word: str) -> float:
        """Inverse document frequency: how much it tells about a passage that the word, or what it means, stands there."""
        frequency = max(weight * self._lexical.document_frequency(term) for term, weight in self.forms(word).items())
        return math.log(1 + (max(0.0, self._passages - frequency) + 0.5) / (frequency + 0.5))

    def weights(self, content: Sequence[str]) -> NDArray[np.float64]:
        """How much each of a question's content words tells, by their rarity: adding up to 1, (words,)."""
        raw = np.array([self.rarity(word) for word in content], np.float64)
        return raw / raw.sum() if raw.sum() else raw

    def known(self, word: str) -> bool:
        """Whether any passage has the word itself, or a translation: a name has no synonyms."""
        translated = self._dictionary.of(word) if self._dictionary else {}
        return any(self._lexical.document_frequency(term) for term in (prefix(word), *translated))
