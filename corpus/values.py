"""Numbers and dates that a text states, however they are written, with the place where they stand.

"kırk yedi", "47" and "forty-seven" are one value; so are "1,6 milyar" and "1.6 billion", and "16 Aralık 1991" and
"December 16, 1991". Units are left to the reader of the words around.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from corpus.numerals import ABBREVIATED, HALF, Part, Sum, digits_value, is_inflected_number, word_values
from corpus.suffixes import ENDINGS
from corpus.text import fold
from corpus.types import CalendarDate, Language, Value

_MONTHS = {
    "tr": "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik".split(),
    "en": "january february march april may june july august september october november december".split(),
}
_MONTH_NUMBER = {name: number for names in _MONTHS.values() for number, name in enumerate(names, start=1)}
_MONTH_NUMBER |= {name[:3]: number for number, name in enumerate(_MONTHS["en"], start=1)} | {"sept": 9}
# "Jan" is a name as well: a month is short only with its point, or before the number that follows.
_SHORT = rf"(?:{'|'.join(name[:3] for name in _MONTHS['en'])}|sept)(?:\.|(?=,?\s+\d))"
_VERBS = frozenset({"may", "march", "mar"})  # no months in small letters: "15 may be appointed"
_TURKISH, _ENGLISH = "|".join(_MONTHS["tr"]), rf"(?:{'|'.join(_MONTHS['en'])})\b|{_SHORT}"
_MONTH = rf"(?P<month>(?:{_TURKISH})(?=(?:'[^\W\d_]+|{ENDINGS})?\b)|{_ENGLISH})(?:'[^\W\d_]+|[^\W\d_]*)"
_DAY, _YEAR = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
_DATES = [
    re.compile(rf"{_DAY}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
    re.compile(rf"\b(?P<month>{_ENGLISH})\s+{_DAY}(?:st|nd|rd|th)?(?![\d.,]*\d)(?:,?\s+{_YEAR})?"),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}"),
    re.compile(rf"(?<!\d){_YEAR}(?:'[^\W\d_]+)?(?:\s+yili[^\W\d_]*)?\s+{_MONTH}"),
    re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})(?!\d)"),  # American
]
# "5m" and "5 m" are metres unless they are paid: "€5m", "$5 m".
_SCALE = r"(?:(?(paid)\s?(?P<large>k|m|mn|bn)|(?P<scale>k|mn|bn))(?![^\W_]))"
# No number: letters before ("G20", "COVID-19") or right behind ("5G", "1990s"), unless they are an ending ("9th", "600dür").
_DIGITS = (
    r"(?<![^\W\d_]-)(?<!\d[.,])(?:(?P<paid>(?<=[$€₺£])|(?<=[$€₺£]\s))|)(?P<digits>\d++(?:[.,]\d++)*+)"
    rf"(?:{_SCALE}|(?:st|nd|rd|th)\b|(?=[^\W\d_]{{2}}){ENDINGS}\b|(?![^\W_]))"
)
_HALF = r"(?P<half>half(?:\s+a)?|yarim)(?=\s+(?:[mb]il[ly]|tril[ly]))"  # "half a million", "yarım milyar"
_TOKEN = re.compile(rf"(?<![^\W_])(?:{_DIGITS}|{_HALF}|(?P<word>a[\s-]+half(?![^\W_])|[^\W\d_]+))(?:'[^\W\d_]+)?")
_BETWEEN = {"digits": re.compile(r"[\s-]*"), "word": re.compile(r"[\s-]*(?:and[\s-]+)?")}
YEARS = range(1000, 2200)  # numbers that may name a year
_PRONOUNS = frozenset({"bir", "one"})  # no numbers, unless they are all there is


def find_values(text: str, *, language: Language) -> tuple[Value, ...]:
    """Numbers and dates in their order, with raw offsets; `language` decides what 1.600 and "on" mean."""
    folded, places = _fold_with_places(text)
    found: list[Value] = []
    rest = folded
    for start, end, date in _dates(folded, "".join(text[place] for place in places)):
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


def _dates(folded: str, raw: str) -> Iterator[tuple[int, int, CalendarDate]]:
    """(start, end, date) in their order; `raw` holds the letters that the folded ones come from."""
    matches = [match for pattern in _DATES for match in pattern.finditer(folded)]
    until = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        verb = match["month"] in _VERBS and raw[match.start("month")].islower()
        date = None if verb else _date(match.groupdict())
        if date and match.start() >= until:
            until = match.end()
            yield match.start(), until, date


def _date(parts: dict[str, str | None]) -> CalendarDate | None:
    year, day = (int(parts[key] or 0) or None if key in parts else None for key in ("year", "day"))
    name = (parts["month"] or "").rstrip(".")
    month = int(name) if name.isdigit() else _MONTH_NUMBER[name]
    return CalendarDate(year, month, day) if 1 <= month <= 12 and (day is None or 1 <= day <= 31) else None


def _numbers(folded: str, language: Language) -> Iterator[tuple[int, int, Decimal]]:
    """(start, end, value) of numbers in words and digits, in their order."""
    number: Sum | None = None
    start = end = after = 0
    over = False  # an ending closes a number: "yüzde 31'den yüzde 12'ye", "on binde 3"
    for match in _TOKEN.finditer(folded):
        if match["word"] == "and" and language == "en":
            continue
        between = _BETWEEN["word" if match["word"] else "digits"]
        joined = number if number and not over and between.fullmatch(folded, after, match.start()) else None
        longer = joined.plus(_parts(match, language, after_number=True)) if joined else None
        if number and longer is None and _counts(folded, start, end):
            yield start, end, number.value
        if longer is None:
            start = match.start()
        number = longer or Sum().plus(_parts(match, language, after_number=False))
        end, after = match.end(match.lastgroup or 0), match.end()
        over = after > end or (language == "tr" and is_inflected_number(match["word"] or ""))
    if number and _counts(folded, start, end):
        yield start, end, number.value


def _parts(match: re.Match[str], language: Language, *, after_number: bool) -> tuple[Part, ...]:
    if match["half"]:
        return (Part(HALF, digits=True),)
    if match["word"]:
        word = re.sub(r"[\s-]+", " ", match["word"])
        return tuple(Part(value) for value in word_values(word, language=language, after_number=after_number))
    value, scale = digits_value(match["digits"], language), match["large"] or match["scale"]
    scaled = (Part(ABBREVIATED[scale]),) if scale else ()
    return () if value is None else (Part(value, digits=True), *scaled)


def _counts(folded: str, start: int, end: int) -> bool:
    return folded[start:end] not in _PRONOUNS or folded.strip(" .,;:!?") == folded[start:end]
