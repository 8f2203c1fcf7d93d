"""Numbers and dates that a text states, however they are written, with the place where they stand.

"kırk yedi", "47" and "forty-seven" are one value; so are "1,6 milyar" and "1.6 billion", and "16 Aralık 1991" and
"December 16, 1991". Units are left to the reader of the words around.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from corpus.numerals import Part, Sum, digits_value, word_values
from corpus.suffixes import ENDINGS
from corpus.text import fold
from corpus.types import CalendarDate, Language, Value

_MONTHS = {
    "tr": "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik".split(),
    "en": "january february march april may june july august september october november december".split(),
}
_MONTH_NUMBER = {name: number for names in _MONTHS.values() for number, name in enumerate(names, start=1)}
_TURKISH, _ENGLISH = "|".join(_MONTHS["tr"]), "|".join(_MONTHS["en"])
_MONTH = rf"(?P<month>(?:{_TURKISH})(?=(?:'[^\W\d_]+|{ENDINGS})?\b)|(?:{_ENGLISH})\b)(?:'[^\W\d_]+|[^\W\d_]*)"
_DAY, _YEAR = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
_DATES = [
    re.compile(rf"{_DAY}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
    re.compile(rf"\b(?P<month>{_ENGLISH})\s+{_DAY}(?:st|nd|rd|th)?(?![\d.,]*\d)(?:,?\s+{_YEAR})?"),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}"),
    re.compile(rf"(?<!\d){_YEAR}(?:'[^\W\d_]+)?(?:\s+yili[^\W\d_]*)?\s+{_MONTH}"),
    re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)"),
]
# No number: letters before ("G20", "COVID-19") or right behind ("5G", "1990s"), unless they are an ending ("9th", "600dür").
_DIGITS = rf"(?<![^\W\d_]-)(?P<digits>\d+(?:[.,]\d+)*)(?:(?:st|nd|rd|th)\b|(?=[^\W\d_]{{2}}){ENDINGS}\b|(?![^\W_]))"
_TOKEN = re.compile(rf"(?<![^\W_])(?:{_DIGITS}|(?P<word>[^\W\d_]+))(?:'[^\W\d_]+)?")
_BETWEEN = {"digits": re.compile(r"[\s-]*"), "word": re.compile(r"[\s-]*(?:and\s+)?")}
YEARS = range(1000, 2200)  # numbers that may name a year
_PRONOUNS = frozenset({"bir", "one"})  # no numbers, unless they are all there is


def find_values(text: str, *, language: Language) -> tuple[Value, ...]:
    """Numbers and dates in their order, with raw offsets; `language` decides what 1.600 and "on" mean."""
    folded, places = _fold_with_places(text)
    found: list[Value] = []
    rest = folded
    for start, end, date in _dates(folded):
        found.append(Value(places[start], places[end - 1] + 1, date=date))
        rest = rest[:start] + "." * (end - start) + rest[end:]
    for start, end, amount in _numbers(rest, language):
        found.append(Value(places[start], places[end - 1] + 1, amount=amount))
    return tuple(sorted(found, key=lambda value: value.start))


def same_value(one: Value, other: Value) -> bool:
    """Whether two values are the same number, or the same date to the same precision."""
    return (one.amount, one.date) == (other.amount, other.date)


def _fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset it comes from."""
    letters = [(letter, place) for place, raw in enumerate(text) for letter in _folded(raw)]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]


@cache
def _folded(letter: str) -> str:
    return fold(letter)


def _dates(folded: str) -> Iterator[tuple[int, int, CalendarDate]]:
    matches = [match for pattern in _DATES for match in pattern.finditer(folded)]
    until = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        date = _date(match.groupdict())
        if date and match.start() >= until:
            until = match.end()
            yield match.start(), until, date


def _date(parts: dict[str, str | None]) -> CalendarDate | None:
    year, day = (int(parts[key] or 0) or None if key in parts else None for key in ("year", "day"))
    name = parts["month"] or ""
    month = int(name) if name.isdigit() else _MONTH_NUMBER[name]
    return CalendarDate(year, month, day) if 1 <= month <= 12 and (day is None or 1 <= day <= 31) else None


def _numbers(folded: str, language: Language) -> Iterator[tuple[int, int, Decimal]]:
    """(start, end, value) of numbers in words and digits, in their order."""
    number: Sum | None = None
    start = end = after = 0
    for match in _TOKEN.finditer(folded):
        if match["word"] == "and" and language == "en":
            continue
        kind = "word" if match["word"] else "digits"
        joined = number if number and _BETWEEN[kind].fullmatch(folded, after, match.start()) else None
        parts = _parts(match, language, after_number=joined is not None)
        longer = joined.plus(parts) if joined else None
        if number and longer is None and _counts(folded, start, end):
            yield start, end, number.value
        if longer is None:
            start = match.start()
        number = longer or Sum().plus(parts)
        end, after = match.end(kind), match.end()
    if number and _counts(folded, start, end):
        yield start, end, number.value


def _parts(match: re.Match[str], language: Language, *, after_number: bool) -> tuple[Part, ...]:
    if match["digits"]:
        return (Part(digits_value(match["digits"], language), digits=True),)
    return tuple(Part(value) for value in word_values(match["word"], language=language, after_number=after_number))


def _counts(folded: str, start: int, end: int) -> bool:
    return folded[start:end] not in _PRONOUNS or folded.strip(" .,;:!?") == folded[start:end]
