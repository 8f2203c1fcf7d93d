"""Turkish questions in other words: members of a group of synonyms take one another's places, in the same form.

The groups (`synonyms.tsv`) were written for this project. They are kept apart from the thesaurus of the lexical leg, whose
synonyms are words alone and often of a wider sense: found by it, a passage is read; asked by it, another question is asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.stopwords import STOPWORDS
from corpus.text import fold, is_suffix
from index.training.forms import forms_of, is_verb

PATH = Path(__file__).with_name("synonyms.tsv")
_WORD = re.compile(r"[^\W\d_]+")
_LOWER = str.maketrans("Iİ", "ıi")
_KEY = 3  # letters by which words that may be forms of one another are found
_LONGEST = 3  # words of a phrase


@dataclass(frozen=True, slots=True)
class _Place:
    """Characters `start` to `end` of a question, and the forms that may stand there instead."""

    start: int
    end: int
    others: tuple[str, ...]


class Rewording:
    """Makes questions in other words from groups of words and phrases that mean the same, in dictionary form.

    Training with synonyms in the place of words: Zhang, Zhao and LeCun 2015, arXiv:1509.01626.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: defaultdict[str, list[Sequence[str]]] = defaultdict(list)  # lemma -> the groups that it is in
        self._lemmas: defaultdict[str, list[str]] = defaultdict(list)  # first letters -> lemmas
        for group in groups:
            for lemma in group:
                if lemma not in self._groups:
                    for key in _keys(lemma):
                        self._lemmas[key].append(lemma)
                self._groups[lemma].append(group)

    def __call__(self, question: str, rng: np.random.Generator, *, chance: float) -> str:
        """The question with each word or phrase that could be said otherwise changed by chance."""
        made, end = "", 0
        for place in self._places(question):
            if place.start >= end and rng.random() < chance:
                other = place.others[rng.integers(len(place.others))]
                made += question[end : place.start] + (_capital(other) if question[place.start].isupper() else other)
                end = place.end
        return made + question[end:]

    def _places(self, question: str) -> Iterator[_Place]:
        """The longest phrase or the word at each place that has synonyms, but no names."""
        found = list(_WORD.finditer(question))
        capital = [word[0][0].isupper() for word in found]
        for number, first in enumerate(found):
            # The first word has a capital anyway; it begins a name where the second has one too.
            named = capital[number] and (number > 0 or capital[1:2] == [True])
            if named or is_suffix(question, first.start()):
                continue
            for last in reversed(found[number : number + _LONGEST]):
                said = question[first.start() : last.end()].translate(_LOWER).lower()
                if not is_suffix(question, last.end() + 1) and (others := self._others(said)):
                    yield _Place(first.start(), last.end(), others)
                    break

    @lru_cache(maxsize=50_000)  # noqa: B019 - one object lives as long as its training
    def _others(self, said: str) -> tuple[str, ...]:
        """What may be said for a form of the longest word that it is one of ("yasa" of "yasa", not of "yas").

        Where the form may be of several cases ("kanunu"), only what is the same in all of them.
        """
        if all(fold(word) in STOPWORDS for word in said.split()):
            return ()
        readings = [
            (lemma, ending)
            for lemma in self._lemmas.get(said[:_KEY], ())
            for ending, form in forms_of(lemma).items()
            if form == said
        ]
        longest = max((len(_stem(lemma)) for lemma, _ in readings), default=0)
        made: defaultdict[str, set[str]] = defaultdict(set)
        for lemma, ending in readings:
            if len(_stem(lemma)) == longest:
                for other in self._beside(lemma):
                    made[other].add(forms_of(other).get(ending, ""))
        return tuple(sorted({form for forms in made.values() if len(forms) == 1 for form in forms} - {said, ""}))

    def _beside(self, lemma: str) -> frozenset[str]:
        """The words and phrases that mean the same, if all the groups of a word are of one sense: if they share others."""
        groups = [set(group) - {lemma} for group in self._groups[lemma]]
        others = groups.pop()
        while near := [group for group in groups if group & others]:
            others = others.union(*near)
            groups = [group for group in groups if group not in near]
        return frozenset(other for other in others if is_verb(other) == is_verb(lemma)) if not groups else frozenset()


def _stem(lemma: str) -> str:
    return lemma[:-3] if is_verb(lemma) else lemma


def _keys(lemma: str) -> set[str]:
    """First letters of all forms of a word."""
    if len(lemma) > _KEY + len("mek"):
        return {lemma[:_KEY]}
    return {form[:_KEY] for form in forms_of(lemma).values()}


def _capital(text: str) -> str:
    return ("İ" if text[0] == "i" else text[0].upper()) + text[1:]


def read_groups(path: Path = PATH) -> list[list[str]]:
    """Groups of words and phrases in dictionary form that mean the same: one a line, tabs between them."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


SAME_WORDS = Rewording(())
"""What changes nothing."""
