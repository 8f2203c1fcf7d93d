"""What speaks for a sentence as the answer: readable figures of each sentence of the passages that were found."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.text import prefix
from index.crossing import LEAST
from index.meeting import Wanted, terms_in
from index.terms import Terms
from index.types import Hit
from service.reading.kinds import holds
from service.reading.understanding import Understanding

Figures = NDArray[np.float64]

FEATURES = (
    "nearness",  # MaxSim of the question's telling words, by their rarity
    "plain nearness",  # MaxSim of all its words alike
    "farthest word",  # nearness of the word that the sentence comes least near to
    "nearness of the passage",
    "farthest word of the passage",
    "shared words",  # share of the question's content words, by rarity, that stand in the sentence in some form
    "shared words around",  # the same of the sentence with its neighbours and the heading
    "shared words of the passage",
    "MaxSim of the passage",
    "share of the best passage's score",
    "reciprocal rank",
    "says its numbers",  # share of the numbers of the question that stand in the sentence, beside it or in the heading
    "says its names",  # the same of its names
    "holds the kind",  # of answer that is asked for, not out of the question
    "lacks the kind",
    "spells out",  # what the acronym stands for that is asked about
    "names the unit",  # that is counted or chosen among
    "short",
    "long",
    "odds",  # that it answers, by the cross-encoder: log-odds, tenths
    "odds over the others",  # the same less those of the best other sentence of what was read
    "not read",  # by the cross-encoder, or of the least odds
    "reference",  # a footnote or a list of literature, which names much and says little
)
STANDS = 0.5  # how well a word must be met to count as standing there
_REFERENCE = re.compile(r"https?:|\bs{1,2}\. ?\d|\bpp?\. ?\d|\bVol\.|\bCilt\b|\bet al\b|^\d{1,3} [A-ZÇĞİÖŞÜ“]|[Ee]rişim")
_TENTHS = 10.0
_SHORT, _LONG = 30, 300  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is understood, and its content words with what they may be found by.

    `meanings` are the terms that mean what each word does; words of answers are among those it is found by.
    """

    understanding: Understanding
    wanted: Wanted
    meanings: tuple[Mapping[str, float], ...]
    unit: frozenset[str]  # terms of what is counted, empty where nothing is

    @classmethod
    def of(cls, understanding: Understanding, content: Sequence[str], terms: Terms) -> "Asked":
        """Look the content words up in the collection."""
        of_unit = terms.meanings(understanding.unit) if understanding.unit else {}
        unit = frozenset(term for term, weight in of_unit.items() if weight >= STANDS)
        return cls(understanding, Wanted.of(content, terms), tuple(map(terms.meanings, content)), unit)

    @property
    def words(self) -> tuple[str, ...]:
        """The content words."""
        return self.wanted.words

    @property
    def weights(self) -> Figures:
        """How much each of them tells, adding up to 1."""
        return self.wanted.weights

    def names(self, word: int, text: str) -> bool:
        """Whether a text has a word of the question by its number, or one that means the same."""
        standing = terms_in(text)
        return any(weight >= STANDS and term in standing for term, weight in self.meanings[word].items())

    @property
    def counts(self) -> bool:
        """Whether it asks how many there are of something."""
        return self.understanding.kind == "number" and bool(self.unit)

    @property
    def dates(self) -> bool:
        """Whether it asks when something was."""
        return self.understanding.kind == "date"

    @property
    def telling(self) -> NDArray[np.bool_]:
        """Which words are names or numbers, (words,)."""
        return np.array([word in self.understanding.names or word[0].isdigit() for word in self.words], np.bool_)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures of every sentence of one passage, (sentences, FEATURES), and which words of the question each meets."""

    hit: Hit
    figures: Figures
    met: Figures


def weigh(asked: Asked, hits: Sequence[Hit]) -> list[Evidence]:
    """Figures of every sentence of every hit; the hits are best first."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    odds = sorted((value for hit in hits for value in hit.odds), reverse=True)[:2] or [0.0]
    return [_weigh(asked, hit, rank, hit.score / best, odds) for rank, hit in enumerate(hits, start=1)]


def _weigh(asked: Asked, hit: Hit, rank: int, share: float, most: Sequence[float]) -> Evidence:
    sentences = hit.passage.sentences
    met, around = asked.wanted.met_by(hit)
    near = np.array(hit.word_scores or np.zeros(met.shape)).reshape(met.shape)
    rows = len(sentences)
    odds = np.array(hit.odds or np.zeros(rows))
    columns = [
        near @ asked.weights,
        np.array(hit.plain_scores or np.zeros(rows)),
        _least(near),
        np.full(rows, near.max(0, initial=0.0) @ asked.weights),
        np.full(rows, _least(near.max(0, initial=0.0)[None])[0]),
        met @ asked.weights,
        around @ asked.weights,
        np.full(rows, around.max(0, initial=0.0) @ asked.weights),
        np.full(rows, hit.scores.get("maxsim", 0.0)),
        np.full(rows, share),
        np.full(rows, 1 / rank),
        *_said_columns(asked, around),
        *_kind_columns(asked.understanding, hit),
        np.array([len(sentence.reading) < _SHORT for sentence in sentences], np.float64),
        np.array([len(sentence.reading) > _LONG for sentence in sentences], np.float64),
        odds / _TENTHS,
        (odds - np.where(odds == most[0], most[-1], most[0])) / _TENTHS,
        odds == LEAST,
        np.array([_is_reference(sentence.reading) for sentence in sentences], np.float64),
    ]
    return Evidence(hit, np.stack(columns, axis=1), met)


def _kind_columns(understanding: Understanding, hit: Hit) -> list[Figures]:
    sentences = [sentence.reading for sentence in hit.passage.sentences]
    held = [holds(understanding, sentence, hit.document.language) for sentence in sentences]
    unit = understanding.unit or understanding.sort
    named = [bool(unit) and prefix(unit) in terms_in(sentence) for sentence in sentences]
    return [
        np.array([found is True for found in held], np.float64),
        np.array([found is False for found in held], np.float64),
        np.array([found is True and understanding.kind == "acronym" for found in held], np.float64),
        np.array(named, np.float64),
    ]


def _said_columns(asked: Asked, around: Figures) -> list[Figures]:
    names = set(asked.understanding.names)
    chosen = [[word[0].isdigit() for word in asked.words], [word in names for word in asked.words]]
    return [around[:, mask].mean(1) if any(mask) else np.ones(len(around)) for mask in chosen]


def _least(near: Figures) -> Figures:
    return near.min(axis=1) if near.shape[1] else np.zeros(len(near))


@lru_cache(maxsize=20_000)
def _is_reference(text: str) -> bool:
    return bool(_REFERENCE.search(text))
