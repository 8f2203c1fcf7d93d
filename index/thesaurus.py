"""Which other words a source may use for a word of the question: a thesaurus of Turkish with English glosses.

Written for this project, one sense a line: a Turkish word, its synonyms, words that an answer to it may well use, and
English words that may ask for it. Questions expanded by related words: Voorhees 1994, doi:10.1007/978-1-4471-2099-5_7.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.inflection import terms_of
from corpus.stopwords import STOPWORDS
from corpus.text import fold, prefix
from corpus.types import Language
from index.dictionary import headwords

PATH = Path(__file__).with_suffix(".tsv")
OWN, SYNONYM, RELATED = 0.9, 0.4, 0.15  # what other forms of the word itself, its synonyms and words related to it count
_LIGHT = frozenset("etmek olmak yapmak vermek almak kılmak gelmek getirmek".split())  # verbs that only carry a noun


@dataclass(frozen=True, slots=True)
class Sense:
    """A Turkish dictionary word with its synonyms, the words of an answer to it, and its English glosses."""

    lemma: str
    synonyms: tuple[str, ...]
    related: tuple[str, ...]
    english: tuple[str, ...]


class Thesaurus:
    """Terms of the lexical leg that a question's word may be found by, with weights up to 1."""

    def __init__(self, senses: Iterable[Sense]) -> None:
        self._near: defaultdict[str, dict[str, float]] = defaultdict(dict)  # lemma -> lemma -> weight, both ways
        self._asked: defaultdict[str, list[str]] = defaultdict(list)  # English word -> lemmas
        for sense in senses:
            self._add(sense)
        self._lemmas: defaultdict[str, list[str]] = defaultdict(list)  # term -> lemmas
        for lemma in self._near:
            for term in terms_of(lemma):
                self._lemmas[term].append(lemma)

    def of(self, word: str, language: Language) -> dict[str, float]:
        """The terms for a folded word of a Turkish or English question; none for a word that is not listed."""
        if word in STOPWORDS:
            return {}
        if language == "tr":
            lemmas = self._lemmas.get(prefix(word), [])
            own = OWN
        else:
            lemmas = [lemma for form in headwords(word, "en") for lemma in self._asked.get(form, [])]
            own = 1.0
        found: dict[str, float] = {}
        for lemma in lemmas:
            for near, weight in {**self._near[lemma], lemma: 1.0}.items():
                for term in terms_of(near):
                    found[term] = max(found.get(term, 0.0), own * weight)
        return found

    def _add(self, sense: Sense) -> None:
        self._near[sense.lemma].update({})
        for words, weight in ((sense.related, RELATED), (sense.synonyms, SYNONYM)):
            for word in filter(None, map(_bare, words)):
                for one, other in ((sense.lemma, word), (word, sense.lemma)):
                    self._near[one][other] = max(weight, self._near[one].get(other, 0.0))
        for gloss in sense.english:
            self._asked[fold(gloss).removeprefix("to ")].append(sense.lemma)


def _bare(phrase: str) -> str:
    """The one word of a phrase that says something, or nothing where there are several."""
    words = phrase.split()
    telling = [word for word in words if word not in _LIGHT] if len(words) > 1 else words
    return telling[0] if len(telling) == 1 else ""


def read_senses(path: Path = PATH) -> Iterator[Sense]:
    """The senses of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        lemma, *lists = line.split("\t")
        yield Sense(lemma, *(tuple(filter(None, (item.strip() for item in own.split(",")))) for own in lists))


@cache
def load_thesaurus() -> Thesaurus:
    """The thesaurus that comes along."""
    return Thesaurus(read_senses())
