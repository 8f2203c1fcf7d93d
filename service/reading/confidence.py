"""How sure an answer is: a calibrated probability that what it quotes answers the question, and what follows from it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpus.text import words
from corpus.types import Language
from corpus.values import find_values, same_value
from service.reading.choosing import Choice, places
from service.reading.evidence import FEATURES, STANDS, Asked, Evidence, Figures
from service.reading.kinds import VALUE_KINDS, holds
from service.reading.model import WEIGHTS, load_model
from service.reading.shorten import Short

_MOST_WORDS = 12  # of a question that count: longer ones were hardly met in development, and noise is long

CONFIDENCE = (
    *FEATURES,  # of the best sentence
    "likelihood",  # of the best sentence among all that were read, or of the two that are quoted
    "margin",  # of it over the best sentence of any passage that is not quoted
    "nowhere",  # share of the question's words, by rarity, that stand nowhere in what was read
    "names nowhere",  # share of its names and numbers
    "words",  # that the question has, a tenth each
    "legs agree",  # words and vectors put the same passage first
    "short answer",  # token F1 that the short answer expects, 0 without one
    "no value",  # in the short answer where a number, a sum, a share, a rank or a date is asked for
    "sentences",  # that answer, beyond the first
    "quoted beside",  # another passage, nearly as likely
    "score",  # of the best passage
    "short answer elsewhere",  # share of the other likely places that give the same short answer, in words or in value
)

_NOWHERE = CONFIDENCE.index("nowhere")
_ALL = 0.9999


def confidence_figures(asked: Asked, read: Sequence[Evidence], choice: Choice, short: Short | None) -> Figures:
    """The figures of a choice and the short answer in it, (CONFIDENCE,)."""
    chosen = read[choice.passage]
    quoted = {place for place, _, _ in places(choice)}
    tops = [float(own.max(initial=0.0)) for own in choice.likelihoods]
    likely = sum(tops[place] for place in quoted)
    met = np.max([evidence.met.max(0, initial=0.0) for evidence in read], axis=0)
    lacking = met < STANDS
    return np.array(
        [
            *chosen.figures[choice.best],
            likely,
            likely - max((top for place, top in enumerate(tops) if place not in quoted), default=0.0),
            float(lacking @ asked.weights) if len(met) else 1.0,
            float(lacking[asked.telling].mean()) if asked.telling.any() else 0.0,
            min(len(asked.words), _MOST_WORDS) / 10,
            float(_first(read, "lexical") == _first(read, "dense")),
            short.expected if short else 0.0,
            _lacks_value(asked, chosen.hit.document.language, short),
            choice.last - choice.first,
            float(choice.beside is not None),
            max(evidence.hit.score for evidence in read),
            _elsewhere(read, choice, short) if short else 0.0,
        ]
    )


def confidence(figures: Figures, *, late: bool) -> float:
    """The probability that something of what is quoted answers (logistic regression).

    It is none where no word of the question stands in anything that was read: never was such a sentence right.
    """
    if figures[_NOWHERE] > _ALL:
        return 0.0
    score = float(load_model("confidence", late=late).score(figures[None], CONFIDENCE)[0])
    return float(1 / (1 + np.exp(-score)))


@dataclass(frozen=True, slots=True)
class Policy:
    """Answers are given from a confidence at which, on development questions, the share `floor` of them was right."""

    threshold: float

    @classmethod
    def for_floor(cls, floor: float, *, late: bool) -> "Policy":
        """The lowest threshold that keeps the floor; that of the highest accuracy where none does."""
        kept = keeping(floor, late=late)
        return cls(min(kept) if kept else max(risk_coverage(late=late), key=lambda point: (point[2], point[1]))[0])

    def answers(self, sure: float) -> bool:
        """Whether to answer."""
        return sure >= self.threshold


def keeping(floor: float, *, late: bool) -> list[float]:
    """The thresholds that keep the floor."""
    return [threshold for threshold, _, accuracy in risk_coverage(late=late) if accuracy >= floor]


@cache
def risk_coverage(*, late: bool) -> tuple[tuple[float, float, float], ...]:
    """Threshold, coverage and accuracy of the answers given at it, on development questions (El-Yaniv and Wiener 2010)."""
    known = json.loads((WEIGHTS / "confidence.json").read_text(encoding="utf-8"))
    return tuple(tuple(point) for point in known["late" if late else "lexical"]["risk_coverage"])


def _lacks_value(asked: Asked, language: Language, short: Short | None) -> float:
    if asked.understanding.kind not in VALUE_KINDS:
        return 0.0
    return float(short is None or holds(asked.understanding, short.reading, language) is False)


def _elsewhere(read: Sequence[Evidence], choice: Choice, short: Short) -> float:
    others = [i for i in range(len(read)) if i != choice.passage and len(choice.likelihoods[i])]
    own, chosen = set(words(short.reading)), read[choice.passage].hit.document.language
    values = find_values(short.reading, language=chosen)
    agreeing = 0
    for i in others:
        said, language = _likeliest(read[i], choice.likelihoods[i]), read[i].hit.document.language
        stated = find_values(said, language=language) if values else ()
        same = values and all(any(same_value(one, other) for other in stated) for one in values)
        agreeing += bool(same) or own <= set(words(said))
    return agreeing / len(others) if others and own else 0.0


def _likeliest(evidence: Evidence, likelihoods: Figures) -> str:
    return evidence.hit.passage.sentences[int(likelihoods.argmax())].reading


def _first(read: Sequence[Evidence], leg: str) -> int:
    return max(range(len(read)), key=lambda i: (read[i].hit.scores.get(leg, -1.0), -i), default=-1)
