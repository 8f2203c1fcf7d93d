"""What one place says to a question: a value or a name, as it is compared with what another place says."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.numerals import digits_value
from corpus.stopwords import STOPWORDS
from corpus.text import fold, prefix, words
from corpus.types import Language, Value
from corpus.values import find_values
from index.alignment import raw_places
from index.types import Hit, Span
from service.reading.evidence import Asked
from service.reading.kinds import VALUE_KINDS
from service.reading.shorten import shorten

_NAMED = frozenset({"person", "organisation", "place"})
_KINDS = VALUE_KINDS | _NAMED | {"open"}  # of answers: "nüfusu nedir" is an open question, and has a value
_YEAR = re.compile(r"(?<![\d.,])(1[89]\d\d|20\d\d)(?![\d.,]*\d)")
# Says that a number is not exact, before it or behind it.
_ABOUT = re.compile(r"\b(?:yaklasik|takriben|neredeyse|kabaca|about|around|some|nearly|almost|roughly|over|more than)\W*$")
_OR_SO = re.compile(r"^\W*(?:\w+\W+){0,2}?(?:civar|dolay|kadar\b|askin|fazla|uzerinde|yakin|or so\b)")
_BESIDE = 24  # characters around a value in which it is said not to be exact
_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Claim:
    """The value of a place, or the words of a name as terms; how it reads; the years that its sentence states for it.

    `step` is how far a number may stand from the exact one: 100,000 of "1.6 million", 0 where it is written out;
    `about` says that it is called inexact. `year` is the one that stands nearest to the value, None where none does or
    the value is a date itself. `expected` and `counts` are those of the short answer.
    """

    value: Value | None
    name: frozenset[str]
    reading: str
    step: Decimal
    about: bool
    years: frozenset[int]
    year: int | None
    expected: float
    counts: bool

    def comparable(self, other: "Claim") -> bool:
        """Whether both are values, or both names."""
        return (self.value is None) == (other.value is None)


def claim_of(asked: Asked, hit: Hit, sentence: int) -> Claim | None:
    """What a sentence of a hit says to the question; None where that is nothing that could be compared."""
    short = shorten(asked, hit, sentence, sentence) if asked.understanding.kind in _KINDS else None
    if short is None or (asked.counts and _YEAR.fullmatch(short.reading)):
        return None
    text = hit.passage.sentences[sentence].reading
    start = raw_places(hit.passage, sentence, sentence).index(short.start)
    own, language = (start, start + len(short.reading)), hit.document.language
    value = next(iter(find_values(short.reading, language=language)), None)
    if value is None and asked.understanding.kind not in _NAMED:
        return None
    # A year that is the value itself is not the time that the value is of.
    years = [(_distance(match.span(), own), int(match[0])) for match in _YEAR.finditer(text)]
    years = [(distance, year) for distance, year in years if distance]
    nearest = None if asked.dates else min(years, default=(0, None))[1]
    name = frozenset(prefix(word) for word in words(short.reading) if word not in STOPWORDS)
    stands = value and replace(value, start=start + value.start, end=start + value.end)
    step, about = exactness(text, stands, language) if stands else (Decimal(0), False)
    stated = frozenset(year for _, year in years)
    return Claim(value, name, short.reading, step, about, stated, nearest, short.expected, short.counts)


def differ(one: Claim, other: Claim) -> bool:
    """Whether two claims give different values for the same time: of two stated years, both may be right."""
    if one.years and other.years and not one.years & other.years:
        return False
    if one.value and other.value:
        return not _same(one, other, one.value, other.value)
    return one.comparable(other) and not _same_name(one, other)


def _same(one: Claim, other: Claim, first: Value, second: Value) -> bool:
    if first.amount is not None and second.amount is not None:
        rounded = one.about or other.about or not one.step or not other.step
        return abs(first.amount - second.amount) * 2 <= (max if rounded else min)(one.step, other.step)
    return all(a is None or b is None or a == b for a, b in zip(_parts(first), _parts(second), strict=True))


def _parts(value: Value) -> tuple[int | None, int | None, int | None]:
    """Year, month and day, as far as they are stated."""
    if value.date:
        return value.date.year, value.date.month, value.date.day
    return int(value.amount or 0), None, None


def _same_name(one: Claim, other: Claim) -> bool:
    """Whether they share a word, or one is the initials of the other."""
    return bool(one.name & other.name) or any(
        _initials(long.reading) == fold(short.reading) for long, short in ((one, other), (other, one))
    )


def _initials(text: str) -> str:
    return "".join(word[0] for word in words(text) if word not in STOPWORDS)


def exactness(text: str, value: Value, language: Language) -> tuple[Decimal, bool]:
    """How far a value of a text may stand from the exact one, and whether the words around it call it inexact.

    One of its last digit, or two of the last that is no zero where it is called inexact; 0 where it is written out.
    """
    if not value.amount:
        return Decimal(0), False
    before, behind = text[max(0, value.start - _BESIDE) : value.start], text[value.end : value.end + _BESIDE]
    about = bool(_ABOUT.search(fold(before)) or _OR_SO.search(fold(behind)))
    digits = _DIGITS.search(text, value.start, value.end)
    base = (digits_value(digits[0].rstrip(".,"), language) if digits else None) or value.amount
    scale = value.amount / base
    if about:
        return 2 * scale * _last_place(base.normalize()), True
    return scale * _last_place(base) if scale > 1 else Decimal(0), False


def _last_place(number: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(number.as_tuple().exponent))


def _distance(one: Span, other: Span) -> int:
    """Characters between two spans and one more, 0 where they share some."""
    return max(one[0] - other[1] + 1, other[0] - one[1] + 1, 0)
