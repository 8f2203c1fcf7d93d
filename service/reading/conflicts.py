"""Sources that disagree: places that answer the same question with different values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.text import prefix, words
from corpus.types import Language, Value
from corpus.values import find_values
from service.reading.choosing import Choice
from service.reading.evidence import Asked, Evidence
from service.reading.shorten import Short, shorten
from service.types import Citation, Conflict, Side

VALUE_KINDS = frozenset({"number", "money", "percent", "rank", "date", "person", "place"})
_RIVAL = 0.12  # of the best sentence's likelihood that another one must have to be heard
_MET = 0.85  # of the share of the question's words that the best sentence meets
_SURE = 0.3  # token F1 that a short answer must expect to stand for a value
_YEAR = re.compile(r"(?<![\d.,])(1[89]\d\d|20\d\d)(?![\d.,]*\d)")
_MESSAGE: dict[Language, str] = {
    "tr": "Kaynaklar bu konuda farklı değerler veriyor.",
    "en": "The sources give different values for this.",
}


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one place says: the value as it is compared, as it reads, and the years that its sentence states."""

    key: tuple[object, ...]
    reading: str
    years: frozenset[int]
    place: int
    sentence: int
    short: Short


def find_conflicts(asked: Asked, read: Sequence[Evidence], choice: Choice) -> tuple[Conflict, ...]:
    """The conflict about what was asked, if there is one; the answer's own side is the first."""
    if asked.understanding.kind not in VALUE_KINDS:
        return ()
    own = _claim(asked, read, choice.passage, choice.best)
    if own is None:
        return ()
    sides = [own]
    for place, sentence in _rivals(asked, read, choice):
        claim = _claim(asked, read, place, sentence)
        if claim and all(_differ(claim, side) for side in sides):
            sides.append(claim)
    if len(sides) < 2:
        return ()
    shown = tuple(_side(claim, read[claim.place]) for claim in sides)
    return (Conflict(_MESSAGE[asked.understanding.language], shown, _newest(shown)),)


def _rivals(asked: Asked, read: Sequence[Evidence], choice: Choice) -> list[tuple[int, int]]:
    """Sentences elsewhere that are likely enough to answer and meet as much of the question, likeliest first."""
    least = _RIVAL * choice.likelihood
    need = _MET * float(_around(asked, read[choice.passage], choice.best))
    found = [
        (float(likelihood), place, sentence)
        for place, likelihoods in enumerate(choice.likelihoods)
        for sentence, likelihood in enumerate(likelihoods)
        if likelihood >= least and (place, sentence) != (choice.passage, choice.best)
    ]
    return [
        (place, sentence)
        for _, place, sentence in sorted(found, reverse=True)
        if _around(asked, read[place], sentence) >= need
    ]


def _around(asked: Asked, evidence: Evidence, sentence: int) -> float:
    return float(evidence.met[max(0, sentence - 1) : sentence + 1].max(0) @ asked.weights)


def _claim(asked: Asked, read: Sequence[Evidence], place: int, sentence: int) -> _Claim | None:
    hit = read[place].hit
    short = shorten(asked.understanding, hit, sentence, sentence)
    if short is None or short.expected < _SURE:
        return None
    key = _key(asked, short.reading)
    years = frozenset(int(year) for year in _YEAR.findall(hit.passage.sentences[sentence].reading))
    return _Claim(key, short.reading, years, place, sentence, short) if key else None


def _key(asked: Asked, reading: str) -> tuple[object, ...]:
    """A value as it is compared: its numbers and dates, or the stems of its words."""
    if asked.understanding.kind in ("person", "place"):
        return tuple(sorted(prefix(word) for word in words(reading)))
    values = find_values(reading, language="tr")
    return tuple(_value(value) for value in values[:1])


def _value(value: Value) -> Decimal | str | None:
    return value.amount if value.date is None else str(value.date)


def _differ(one: _Claim, other: _Claim) -> bool:
    """Whether two claims give different values for the same time: of two years, both may be right."""
    if one.key == other.key or (one.years and other.years and not one.years & other.years):
        return False
    words_of_one, words_of_other = set(one.key), set(other.key)
    return not (words_of_one <= words_of_other or words_of_other <= words_of_one)


def _side(claim: _Claim, evidence: Evidence) -> Side:
    hit = evidence.hit
    sentence = hit.passage.sentences[claim.sentence]
    year = max(claim.years, default=None) or hit.document.metadata.year
    return Side(claim.reading, Citation(0, hit, sentence.start, sentence.end, sentence.reading, hit.score), year)


def _newest(sides: Sequence[Side]) -> int | None:
    years = [side.year for side in sides]
    known = [year for year in years if year is not None]
    if len(known) < len(years) or known.count(max(known)) != 1:
        return None
    return known.index(max(known))
