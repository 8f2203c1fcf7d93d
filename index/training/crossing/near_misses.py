"""Questions that come close to what a window answers: about another year, another name, or something else about the same."""

import re
from collections.abc import Sequence

import numpy as np

from corpus.text import fold
from corpus.types import Language
from index.training.crossing.data import AUTHORED
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.negatives import Negatives, of_example

CHANGED = 0.45  # of the visits show one where there is one: about another year if it can be,
BORROWED = 0.28  # else in so many of them one that is asked about a neighbouring passage, in the others another name's
_SKIPPED = 2  # neighbours that are too near: what is asked about them may well be answered here too
_YEARS_AWAY = (-9, -7, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 7, 9)

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# Capitals of a word behind another one, or of a first word that is inflected as names are.
_NAME = re.compile(r"(?<=\S )[A-ZÇĞİÖŞÜ][\wçğıöşü]{3,}")
_FIRST_NAME = re.compile(r"^[A-ZÇĞİÖŞÜ][\wçğıöşü]{2,}(?=['’])")


class NearMisses:
    """Makes them from the questions about other passages that are trained on."""

    def __init__(self, data: ReaderData, negatives: Negatives) -> None:
        self._data, self._negatives = data, negatives
        self._asked: dict[tuple[int, Language], list[str]] = {}
        self._names: dict[Language, list[str]] = {"tr": [], "en": []}
        for example in (data.examples[i] for i in data.numbers(held_out=False)):
            self._asked.setdefault((example.passage, example.language), []).append(example.question)
            if data.passage_of(example).source == AUTHORED:
                self._names[example.language] += _NAME.findall(example.question)

    def question(self, number: int, wording: str, rng: np.random.Generator) -> str | None:
        """One for the window of an example, by chance and where there is one; `wording` is the text of the window."""
        drawn = rng.random()
        if drawn >= CHANGED:
            return None
        example = self._data.examples[number]
        if made := changed_year(example.question, wording, rng):
            return made
        if drawn < BORROWED:
            return self._borrowed(number, example, wording, rng)
        return swapped_name(example.question, wording, self._names[example.language], rng)

    def _borrowed(self, number: int, example: Example, wording: str, rng: np.random.Generator) -> str | None:
        near = of_example(self._negatives, number)
        if self._data.passage_of(example).source != AUTHORED or not near:
            return None
        near = near[_SKIPPED:] or near
        passage, _ = near[rng.integers(len(near))]
        others = self._asked.get((passage, example.language))
        made = borrowed_question(others[rng.integers(len(others))], example.question, wording, rng) if others else None
        return None if made in self._asked[example.passage, example.language] else made


def changed_year(question: str, wording: str, rng: np.random.Generator) -> str | None:
    """The question with a year that stands in the wording replaced by a close one that does not, or None."""
    standing = [year for year in _YEAR.findall(question) if year in wording]
    if not standing:
        return None
    old = standing[rng.integers(len(standing))]
    new = str(int(old) + int(rng.choice(_YEARS_AWAY)))
    return None if new in wording else question.replace(old, new)


def borrowed_question(other: str, question: str, wording: str, rng: np.random.Generator) -> str | None:
    """The other question with its only name replaced by one of `question` that stands in the wording, or None."""
    read = fold(wording)
    standing = [name for name in _names(question) if fold(name)[:5] in read]
    replaced = _names(other)
    if not standing or len(replaced) != 1:
        return None
    return other.replace(replaced[0], standing[rng.integers(len(standing))])


def swapped_name(question: str, wording: str, names: Sequence[str], rng: np.random.Generator) -> str | None:
    """The question with a name that stands in the wording replaced by one of `names` that does not, or None."""
    read = fold(wording)
    standing = [name for name in _NAME.findall(question) if fold(name)[:5] in read]
    if not standing or not names:
        return None
    old, new = standing[int(rng.integers(len(standing)))], names[int(rng.integers(len(names)))]
    return None if fold(new)[:4] in read else question.replace(old, new)


def _names(question: str) -> list[str]:
    return _FIRST_NAME.findall(question) + _NAME.findall(question)
