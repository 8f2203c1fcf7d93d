"""Sources that disagree: places that answer the same question with different values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.types import Language
from corpus.values import find_values
from index.alignment import raw_places
from index.crossing import LEAST
from index.types import Span
from service.reading.choosing import Choice
from service.reading.evidence import STANDS, Asked, Evidence
from service.reading.kinds import VALUE_KINDS
from service.reading.opposites import opposed
from service.reading.shorten import shorten
from service.types import Citation, Conflict, Side

_RIVAL = 0.4  # of the best sentence's likelihood that another one must have to be heard
_COUNTED_RIVAL = 0.0005  # the same where both count what is asked for
_ANSWERS = 2.0  # log-odds by the cross-encoder from which a sentence is heard in any case
_TELLING = 0.5  # of the most telling word's weight that a name must have to go before it
_FAR = 2000  # characters between two places of one document
_SURE = 0.7  # token F1 that a short answer must expect to stand for a value
_YEAR = re.compile(r"(?<![\d.,])(1[89]\d\d|20\d\d)(?![\d.,]*\d)")
_MESSAGE: dict[Language, str] = {
    "tr": "Kaynaklar bu konuda farklı değerler veriyor.",
    "en": "The sources give different values for this.",
}


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one place says: the value as it is compared, as it reads, and the years that its sentence states for it.

    `year` is the one that stands nearest to the value, None where none does or the value is a date itself.
    """

    key: Decimal | str
    reading: str
    years: frozenset[int]
    year: int | None
    place: int
    sentence: int


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
    """Sentences that may answer as the chosen one does, likeliest first.

    The cross-encoder says that both answer; or else it is one elsewhere, nearly as likely, with the word that matters most.
    """
    least = (_COUNTED_RIVAL if asked.counts else _RIVAL) * choice.likelihood
    chosen = read[choice.passage]
    answer = chosen.hit.passage.sentences[choice.best].reading
    own, focus = _odds(chosen, choice.best), _focus(asked, answer)
    found = []
    for place, likelihoods in enumerate(choice.likelihoods):
        for sentence, likelihood in enumerate(likelihoods):
            if (place, sentence) == (choice.passage, choice.best):
                continue
            text = read[place].hit.passage.sentences[sentence].reading
            meant = focus is None or asked.names(focus, text)
            if opposed(answer, text):
                continue
            # What is counted is counted of much, and has many dates: of the parliament as of the senate.
            both = min(_odds(read[place], sentence), own) >= _ANSWERS and (meant or not (asked.counts or asked.dates))
            if both or (meant and likelihood >= least and _apart(read[place], sentence, chosen, choice.best)):
                found.append((float(likelihood), place, sentence))
    return [(place, sentence) for _, place, sentence in sorted(found, reverse=True)]


def _odds(evidence: Evidence, sentence: int) -> float:
    return evidence.hit.odds[sentence] if evidence.hit.odds else LEAST


def _apart(one: Evidence, sentence: int, other: Evidence, its_sentence: int) -> bool:
    """Whether two sentences are of different documents or far from each other: neighbours count different things."""
    places = one.hit.passage.sentences[sentence].start, other.hit.passage.sentences[its_sentence].start
    return one.hit.document.document_id != other.hit.document.document_id or abs(places[0] - places[1]) > _FAR


def _focus(asked: Asked, answer: str) -> int | None:
    """The word of the question that a rival must have too: the most telling name that the chosen sentence has, else word.

    Not the unit, which other things are counted by as well, nor the last word, which in Turkish is the verb, nor a name that
    tells little beside another word: what all of the collection is about need not be named again.
    """
    verb = asked.words[-1] if asked.understanding.language == "tr" else ""
    usable = [
        place
        for place, word in enumerate(asked.words)
        if asked.names(place, answer) and word != verb and not _is_unit(asked, place)
    ]
    least = _TELLING * max((float(asked.weights[place]) for place in usable), default=0.0)
    named = [place for place in usable if asked.words[place] in asked.understanding.names and asked.weights[place] >= least]
    return max(named or usable, key=lambda place: float(asked.weights[place]), default=None)


def _is_unit(asked: Asked, place: int) -> bool:
    own = {term for term, weight in asked.meanings[place].items() if weight >= STANDS}
    return bool(asked.unit & own) or asked.words[place].startswith(tuple(asked.unit))


def _claim(asked: Asked, read: Sequence[Evidence], place: int, sentence: int) -> _Claim | None:
    hit = read[place].hit
    short = shorten(asked, hit, sentence, sentence)
    if short is None or not (short.counts if asked.counts else short.expected >= _SURE):
        return None
    key = _key(short.reading, hit.document.language)
    if key is None or (asked.counts and _YEAR.fullmatch(short.reading)):
        return None
    text = hit.passage.sentences[sentence].reading
    start = raw_places(hit.passage, sentence, sentence).index(short.start)
    own = start, start + len(short.reading)
    # A year that is the value itself is not the time that the value is of.
    years = [(_distance(match.span(), own), int(match[0])) for match in _YEAR.finditer(text)]
    years = [(distance, year) for distance, year in years if distance]
    nearest = None if asked.dates else min(years, default=(0, None))[1]
    return _Claim(key, short.reading, frozenset(year for _, year in years), nearest, place, sentence)


def _distance(one: Span, other: Span) -> int:
    """Characters between two spans and one more, 0 where they share some."""
    return max(one[0] - other[1] + 1, other[0] - one[1] + 1, 0)


def _key(reading: str, language: Language) -> Decimal | str | None:
    """A value as it is compared: its first number; of a date the year, which the number of a bare year is too."""
    value = next(iter(find_values(reading, language=language)), None)
    if value is None:
        return None
    if value.date is None:
        return value.amount
    return Decimal(value.date.year) if value.date.year else str(value.date)


def _differ(one: _Claim, other: _Claim) -> bool:
    """Whether two claims give different values for the same time: of two years, both may be right."""
    return one.key != other.key and not (one.years and other.years and not one.years & other.years)


def _side(claim: _Claim, evidence: Evidence) -> Side:
    hit = evidence.hit
    sentence = hit.passage.sentences[claim.sentence]
    year = claim.year or hit.document.metadata.year
    return Side(claim.reading, Citation(0, hit, sentence.start, sentence.end, sentence.reading, hit.score), year)


def _newest(sides: Sequence[Side]) -> int | None:
    years = [side.year for side in sides]
    known = [year for year in years if year is not None]
    if len(known) < len(years) or known.count(max(known)) != 1:
        return None
    return known.index(max(known))
