"""Sentences that may contradict the chosen one: what each claims instead, and what speaks for it as an answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from corpus.text import prefix, words
from corpus.values import find_values, same_value
from index.crossing import LEAST
from service.reading.choosing import Choice
from service.reading.claims import Claim, claim_of, differ
from service.reading.evidence import STANDS, Asked, Evidence, Figures
from service.reading.opposites import opposed

RIVAL = (
    "likelihood",  # logarithm of it over that of the chosen sentence
    "odds",  # by the cross-encoder, tenths
    "odds of the chosen",
    "lesser odds",
    "not read",  # by the cross-encoder
    "counts",  # both are the number right before what was asked "how many" of
    "does not count",  # though it was asked how many
    "expected",  # token F1 that its short answer hopes for
    "expected of the chosen",
    "words",  # of the question, by rarity, that it has
    "words over the chosen",
    "shared words",  # of the question, that both have
    "other names",  # that neither the chosen sentence nor the question has
    "subject missing",  # share of the question's names that its passage and title lack
    "subject missing beside the chosen",
    "same document",
    "neighbour",  # in the same document, a sentence or two away
    "years",  # one of the two states a year
    "said beside the chosen",  # its value stands in the chosen sentence too
    "agreeing",  # other sentences that were read and say what the chosen one does
    "date",
    "name",
    "number",
    "size",  # logarithm of the quotient of the two numbers
)
_MOST = 8  # sentences asked what they claim: the likeliest to be heard
_TENTHS = 10.0
_NEAR = 300  # characters between the beginnings of neighbours
_LARGEST = 1.1  # quotient of two numbers, as a logarithm, from which they are simply of different sizes
_LEAST_LIKELY = 1e-9
_NAME = re.compile(r"(?<=[\w,;:”’'\"] )[A-ZÇĞİÖŞÜ][\w’']+|\b[A-ZÇĞİÖŞÜ]{2,}\b")


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


def chosen_place(asked: Asked, read: Sequence[Evidence], choice: Choice) -> Place | None:
    """What the chosen sentence claims; None where it claims nothing that can be compared."""
    claim = claim_of(asked, read[choice.passage].hit, choice.best)
    return None if claim is None else Place(choice.passage, choice.best, claim)


def find_rivals(asked: Asked, read: Sequence[Evidence], choice: Choice, own: Place) -> list[Rival]:
    """The sentences among those likeliest to answer that claim something else than the chosen one."""
    places = [
        Place(passage, sentence, claim)
        for passage, sentence in _likeliest(read, choice)
        if (claim := claim_of(asked, read[passage].hit, sentence))
    ]
    heard = [place for place in places if _odds(read, place) > LEAST and own.claim.comparable(place.claim)]
    agreeing = sum(not differ(own.claim, place.claim) for place in heard)
    return [
        Rival(place, np.array(_figures(asked, read, choice, own, place, agreeing)))
        for place in places
        if differ(own.claim, place.claim) and not opposed(_text(read, own), _text(read, place))
    ]


def _likeliest(read: Sequence[Evidence], choice: Choice) -> Iterator[tuple[int, int]]:
    """Passage and sentence of those next to the chosen one, each place of a document once."""
    found = []
    for passage, likelihoods in enumerate(choice.likelihoods):
        for sentence, likelihood in enumerate(likelihoods):
            odds = read[passage].hit.odds[sentence] if read[passage].hit.odds else LEAST
            found.append((max(log(likelihood + _LEAST_LIKELY), odds / 2 - 6), passage, sentence))
    seen = {_start(read, choice.passage, choice.best)}
    for _, passage, sentence in sorted(found, key=lambda row: -row[0]):
        start = _start(read, passage, sentence)
        if start not in seen:
            seen.add(start)
            yield passage, sentence
        if len(seen) > _MOST:
            return


def _figures(asked: Asked, read: Sequence[Evidence], choice: Choice, own: Place, other: Place, agreeing: int) -> list[float]:
    odds, own_odds = _odds(read, other), _odds(read, own)
    likelihood = float(choice.likelihoods[other.passage][other.sentence])
    met, own_met = read[other.passage].met[other.sentence], read[own.passage].met[own.sentence]
    (document, start), (own_document, own_start) = (_start(read, place.passage, place.sentence) for place in (other, own))
    same = document == own_document
    return [
        log((likelihood + _LEAST_LIKELY) / (choice.likelihood + _LEAST_LIKELY)),
        odds / _TENTHS,
        own_odds / _TENTHS,
        min(odds, own_odds) / _TENTHS,
        odds == LEAST,
        other.claim.counts and own.claim.counts,
        asked.counts and not other.claim.counts,
        other.claim.expected,
        own.claim.expected,
        float(met @ asked.weights),
        float((met - own_met) @ asked.weights),
        float(np.minimum(met, own_met) @ asked.weights),
        len(_names(_text(read, other)) - _names(_text(read, own)) - set(map(prefix, asked.words))),
        _lacking(asked, read[other.passage]),
        _lacking(asked, read[own.passage]),
        same,
        same and abs(start - own_start) <= _NEAR,
        bool(own.claim.years or other.claim.years),
        _says(_text(read, own), other.claim),
        agreeing,
        asked.dates,
        own.claim.value is None,
        asked.counts,
        _quotient(own.claim, other.claim),
    ]


def _odds(read: Sequence[Evidence], place: Place) -> float:
    odds = read[place.passage].hit.odds
    return odds[place.sentence] if odds else LEAST


def _text(read: Sequence[Evidence], place: Place) -> str:
    return read[place.passage].hit.passage.sentences[place.sentence].reading


def _start(read: Sequence[Evidence], passage: int, sentence: int) -> tuple[str, int]:
    hit = read[passage].hit
    return hit.document.document_id, hit.passage.sentences[sentence].start


def _names(text: str) -> set[str]:
    return {prefix(first) for name in _NAME.findall(text) for first in words(name)[:1]}


def _lacking(asked: Asked, evidence: Evidence) -> float:
    """Share of the question's names that stand nowhere in a passage, its heading and its document's title."""
    hit = evidence.hit
    around = " ".join((hit.document.metadata.title, hit.passage.heading, *(own.reading for own in hit.passage.sentences)))
    terms = set(map(prefix, words(around)))
    names = [place for place, word in enumerate(asked.words) if word in asked.understanding.names]
    missing = [
        prefix(asked.words[place]) not in terms
        and not any(weight >= STANDS and term in terms for term, weight in asked.meanings[place].items())
        for place in names
    ]
    return float(np.mean(missing)) if missing else 0.0


def _says(text: str, claim: Claim) -> bool:
    return claim.value is not None and any(same_value(value, claim.value) for value in find_values(text, language="tr"))


def _quotient(one: Claim, other: Claim) -> float:
    amounts = [claim.value.amount if claim.value else None for claim in (one, other)]
    if not all(amount and amount > 0 for amount in amounts):
        return 0.0
    return min(_LARGEST, abs(log(float(amounts[0] or 1) / float(amounts[1] or 1))))
