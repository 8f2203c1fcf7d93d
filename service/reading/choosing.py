"""The sentence that answers: a conditional logit over all sentences of the passages that were found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.reading.enumerations import enumeration
from service.reading.evidence import FEATURES, Asked, Evidence, Figures
from service.reading.model import LinearModel, load_model

_JOINED = 0.15  # of the best sentence's likelihood that a neighbour must have to be quoted with it
_MOST = 3  # sentences quoted
_NEARLY = 0.5  # of the best sentence's likelihood that another passage's must have to be quoted beside it


@dataclass(frozen=True, slots=True)
class Choice:
    """Sentences `first` to `last` of passage number `passage`; `likelihoods` are of all sentences, passage by passage.

    `beside` is the number of another passage and of a sentence in it that is quoted too.
    """

    passage: int
    best: int
    first: int
    last: int
    likelihoods: tuple[Figures, ...]
    beside: tuple[int, int] | None = None

    @property
    def likelihood(self) -> float:
        """How likely the best sentence is the one among all that were read, if any of them answers."""
        return float(self.likelihoods[self.passage][self.best])


def choose(asked: Asked, read: Sequence[Evidence], *, late: bool) -> Choice | None:
    """The likeliest sentence, and its neighbours where they are likely too; None where there is nothing to read.

    A list that stands line by line is quoted whole where a sentence leads into it or a list is asked for; of another
    passage the likeliest sentence is quoted too where it is nearly as likely.
    """
    choice = choose_with(load_model("sentences", late=late), read)
    return choice and completed(asked, read, choice)


def completed(asked: Asked, read: Sequence[Evidence], choice: Choice) -> Choice:
    """The choice with the list that it is part of, and with what another passage says where that is nearly as likely."""
    listed = with_list(asked, read, choice)
    return replace(listed, beside=_beside(read, listed))


def places(choice: Choice) -> list[tuple[int, int, int]]:
    """Passage, first and last sentence of what is quoted, that of the best sentence first."""
    quoted = [(choice.passage, choice.first, choice.last)]
    if choice.beside:
        passage, sentence = choice.beside
        quoted.append((passage, sentence, sentence))
    return quoted


def with_list(asked: Asked, read: Sequence[Evidence], choice: Choice) -> Choice:
    """The choice with the whole list that its best sentence leads into, or is an item of where a list is asked for."""
    passage = read[choice.passage].hit.passage
    if asked.understanding.kind != "list" and not passage.sentences[choice.best].reading.endswith(":"):
        return choice
    whole = enumeration(passage, choice.best)
    return replace(choice, first=whole[0], last=whole[1]) if whole else choice


def likeliest(evidence: Evidence, *, late: bool) -> int:
    """The number of the likeliest sentence of a passage, whether or not it was among those read."""
    return int(load_model("sentences", late=late).score(evidence.figures, FEATURES).argmax())


def choose_with(model: LinearModel, read: Sequence[Evidence]) -> Choice | None:
    """The likeliest sentence and its neighbours by a model of one's own."""
    if not any(len(evidence.figures) for evidence in read):
        return None
    scores = [model.score(evidence.figures, FEATURES) for evidence in read]
    top = max(float(own.max(initial=-np.inf)) for own in scores)
    weights = [np.exp(own - top) for own in scores]
    total = sum(float(own.sum()) for own in weights)
    likelihoods = tuple(own / total for own in weights)
    passage = max(range(len(read)), key=lambda i: (likelihoods[i].max(initial=0.0), -i))
    best = int(likelihoods[passage].argmax())
    first, last = _joined(likelihoods[passage], best)
    return Choice(passage, best, first, last, likelihoods)


def _beside(read: Sequence[Evidence], choice: Choice) -> tuple[int, int] | None:
    """Passage and number of the likeliest sentence elsewhere, if it may well answer and is not the chosen one once more."""
    if choice.last - choice.first + 1 >= _MOST:
        return None
    own = read[choice.passage].hit.passage.sentences[choice.first : choice.last + 1]
    said, least = {sentence.reading for sentence in own}, _NEARLY * choice.likelihood
    likely = [
        (-float(value), number, place)
        for number, values in enumerate(choice.likelihoods)
        for place, value in enumerate(values)
        if number != choice.passage and value >= least and read[number].hit.passage.sentences[place].reading not in said
    ]
    return min(likely)[1:] if likely else None


def _joined(likelihoods: Figures, best: int) -> tuple[int, int]:
    first, last, least = best, best, _JOINED * likelihoods[best]
    while last - first + 1 < _MOST:
        after = likelihoods[last + 1] if last + 1 < len(likelihoods) else 0.0
        before = likelihoods[first - 1] if first else 0.0
        if max(after, before) < least:
            break
        first, last = (first, last + 1) if after >= before else (first - 1, last)
    return first, last
