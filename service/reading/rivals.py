"""Sentences that may contradict the chosen one: what each claims instead, and what speaks for it as an answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from corpus.text import prefix
from corpus.values import find_values, same_value
from index.crossing import LEAST
from index.meeting import above
from service.reading.choosing import Choice
from service.reading.claims import Claim, claim_of, differ
from service.reading.evidence import Asked, Evidence, Figures
from service.reading.kinds import names_in
from service.reading.opposites import opposed

STANDING = (
    "likelihood",  # logarithm of it over that of the chosen sentence
    "odds",  # by the cross-encoder, tenths
    "odds of the chosen",
    "lesser odds",
    "not read",  # by the cross-encoder
    "expected of the chosen",  # token F1 that its short answer hopes for
    "words",  # of the question, by rarity, that it has
    "words over the chosen",
    "shared words",  # of the question, that both have
    "other names",  # that neither the chosen sentence nor the question has
    "subject missing",  # share of the question's names that its passage and title lack
    "subject missing beside the chosen",
    "same document",
    "neighbour",  # in the same document, a sentence or two away
    "date",
    "name",
    "number",
)
"""What is known of a sentence before it is asked what it claims."""

CLAIMED = (
    "counts",  # both are the number right before what was asked "how many" of
    "does not count",  # though it was asked how many
    "expected",  # token F1 that its short answer hopes for
    "years",  # one of the two states a year
    "said beside the chosen",  # its value stands in the chosen sentence too
    "agreeing",  # other sentences that were read and say what the chosen one does
    "size",  # logarithm of the quotient of the two numbers
)
RIVAL = (*STANDING, *CLAIMED)
_MOST = 8  # sentences asked what they claim: the likeliest to be heard
_TENTHS = 10.0
_NEAR = 300  # characters between the beginnings of neighbours
_LARGEST = 1.1  # quotient of two numbers, as a logarithm, from which they are simply of different sizes
_LEAST_LIKELY = 1e-9


@dataclass(frozen=True, slots=True)
class Place:
    """Sentence `sentence` of passage number `passage`, and what it claims."""

    passage: int
    sentence: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Rival:
    """A place that says something else than the chosen sentence, with its figures, (RIVAL,)."""

    place: Place
    figures: Figures


def always(_least: Figures, _most: Figures) -> bool:
    """Every sentence is asked what it claims."""
    return True


def chosen_place(asked: Asked, read: Sequence[Evidence], choice: Choice) -> Place | None:
    """What the chosen sentence claims; None where it claims nothing that can be compared."""
    claim = claim_of(asked, read[choice.passage].hit, choice.best)
    return None if claim is None else Place(choice.passage, choice.best, claim)


def find_rivals(
    asked: Asked,
    read: Sequence[Evidence],
    choice: Choice,
    own: Place,
    *,
    hopeful: Callable[[Figures, Figures], bool] = always,
) -> list[Rival]:
    """The sentences among those likeliest to answer that claim something else than the chosen one.

    None is asked what it claims, which takes time, unless one is `hopeful`: of the least and the most its figures may be.
    """
    likeliest = list(_likeliest(read, choice))
    lacking = {passage: _lacking(asked, read[passage]) for passage in {own.passage, *(passage for passage, _ in likeliest)}}
    standing = {place: _standing(asked, read, choice, own, *place, lacking) for place in likeliest}
    if not any(hopeful(*_bounds(asked, own.claim, figures)) for figures in standing.values()):
        return []
    places = [
        Place(passage, sentence, claim)
        for passage, sentence in likeliest
        if (claim := claim_of(asked, read[passage].hit, sentence))
    ]
    heard = [p for p in places if _odds(read, p.passage, p.sentence) > LEAST and own.claim.comparable(p.claim)]
    agreeing = sum(not differ(own.claim, place.claim) for place in heard)
    return [
        Rival(place, np.array([*standing[place.passage, place.sentence], *_claimed(asked, read, own, place, agreeing)]))
        for place in places
        if differ(own.claim, place.claim)
        and not opposed(_text(read, own.passage, own.sentence), _text(read, place.passage, place.sentence))
    ]


def _likeliest(read: Sequence[Evidence], choice: Choice) -> Iterator[tuple[int, int]]:
    """Passage and sentence of those next to the chosen one, each place of a document once."""
    found = []
    for passage, likelihoods in enumerate(choice.likelihoods):
        for sentence, likelihood in enumerate(likelihoods):
            ahead = max(log(likelihood + _LEAST_LIKELY), _odds(read, passage, sentence) / 2 - 6)
            found.append((ahead, passage, sentence))
    seen = {_start(read, choice.passage, choice.best)}
    for _, passage, sentence in sorted(found, key=lambda row: -row[0]):
        start = _start(read, passage, sentence)
        if start not in seen:
            seen.add(start)
            yield passage, sentence
        if len(seen) > _MOST:
            return


def _standing(
    asked: Asked,
    read: Sequence[Evidence],
    choice: Choice,
    own: Place,
    passage: int,
    sentence: int,
    lacking: Mapping[int, float],
) -> list[float]:
    odds, own_odds = _odds(read, passage, sentence), _odds(read, own.passage, own.sentence)
    likelihood = float(choice.likelihoods[passage][sentence])
    met, own_met = read[passage].met[sentence], read[own.passage].met[own.sentence]
    (document, start), (own_document, own_start) = _start(read, passage, sentence), _start(read, own.passage, own.sentence)
    names = names_in(_text(read, passage, sentence)) - names_in(_text(read, own.passage, own.sentence))
    same = document == own_document
    return [
        log((likelihood + _LEAST_LIKELY) / (choice.likelihood + _LEAST_LIKELY)),
        odds / _TENTHS,
        own_odds / _TENTHS,
        min(odds, own_odds) / _TENTHS,
        odds == LEAST,
        own.claim.expected,
        float(met @ asked.weights),
        float((met - own_met) @ asked.weights),
        float(np.minimum(met, own_met) @ asked.weights),
        len(names - set(map(prefix, asked.words))),
        lacking[passage],
        lacking[own.passage],
        same,
        same and abs(start - own_start) <= _NEAR,
        asked.dates,
        own.claim.value is None,
        asked.counts,
    ]


def _claimed(asked: Asked, read: Sequence[Evidence], own: Place, other: Place, agreeing: int) -> list[float]:
    return [
        other.claim.counts and own.claim.counts,
        asked.counts and not other.claim.counts,
        other.claim.expected,
        bool(own.claim.years or other.claim.years),
        _says(_text(read, own.passage, own.sentence), other.claim),
        agreeing,
        _quotient(own.claim, other.claim),
    ]


def _bounds(asked: Asked, own: Claim, standing: Sequence[float]) -> tuple[Figures, Figures]:
    """The least and the most that the figures of a sentence may be, whatever it claims."""
    least = [*standing, False, False, 0.0, bool(own.years), False, 0, 0.0]
    return np.array(least, np.float64), np.array([*standing, own.counts, asked.counts, 1.0, True, True, _MOST, _LARGEST])


def _odds(read: Sequence[Evidence], passage: int, sentence: int) -> float:
    odds = read[passage].hit.odds
    return odds[sentence] if odds else LEAST


def _text(read: Sequence[Evidence], passage: int, sentence: int) -> str:
    return read[passage].hit.passage.sentences[sentence].reading


def _start(read: Sequence[Evidence], passage: int, sentence: int) -> tuple[str, int]:
    hit = read[passage].hit
    return hit.document.document_id, hit.passage.sentences[sentence].start


def _lacking(asked: Asked, evidence: Evidence) -> float:
    """Share of the question's names that stand nowhere in a passage, its heading and its document's title."""
    hit = evidence.hit
    text = " ".join((above(hit), *(own.reading for own in hit.passage.sentences)))
    names = [place for place, word in enumerate(asked.words) if word in asked.understanding.names]
    return float(np.mean([not asked.names(place, text) for place in names])) if names else 0.0


def _says(text: str, claim: Claim) -> bool:
    return claim.value is not None and any(same_value(value, claim.value) for value in find_values(text, language="tr"))


def _quotient(one: Claim, other: Claim) -> float:
    amounts = [claim.value.amount if claim.value else None for claim in (one, other)]
    if not all(amount and amount > 0 for amount in amounts):
        return 0.0
    return min(_LARGEST, abs(log(float(amounts[0] or 1) / float(amounts[1] or 1))))
