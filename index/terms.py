"""What the words of a question may be found by in the collection, and how much each of them tells."""

import math

from corpus.text import prefix
from index.dictionary import Dictionary
from index.lexical import LexicalIndex


class Terms:
    """The terms of one collection as one language's questions see them; `dictionary` leads to the other language's."""

    def __init__(self, lexical: LexicalIndex, passages: int, dictionary: Dictionary | None) -> None:
        self._lexical = lexical
        self._passages = passages
        self._dictionary = dictionary

    def forms(self, word: str) -> dict[str, float]:
        """Prefix terms that a folded word may be found by, with weights up to 1: its own, and those of its translations."""
        translated = self._dictionary.of(word) if self._dictionary else {}
        return {**translated, prefix(word): 1.0}

    def rarity(self, word: str) -> float:
        """Inverse document frequency: how much it tells about a passage that the word, or what it means, stands there."""
        frequency = max(weight * self._lexical.document_frequency(term) for term, weight in self.forms(word).items())
        return math.log(1 + (max(0.0, self._passages - frequency) + 0.5) / (frequency + 0.5))

    def known(self, word: str) -> bool:
        """Whether any passage has the word, or what it means, in some form."""
        return any(self._lexical.document_frequency(term) for term in self.forms(word))
