"""The English form of a Turkish number or date, for readers of a Turkish source."""

from decimal import Decimal

from corpus.types import CalendarDate, Value
from corpus.values import YEARS, find_values

_MONTHS = "January February March April May June July August September October November December".split()
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def english_form(turkish: str) -> str | None:
    """A text of one number or one date in English digits and words; None where there is nothing to put into English."""
    values = find_values(turkish, language="tr")
    if len(values) != 1:
        return None
    stated = turkish[values[0].start : values[0].end]
    written = _written(values[0], in_words=any(letter.isalpha() for letter in stated))
    if turkish[: values[0].start].rstrip().lower().endswith(("%", "yüzde")):
        return f"{written}%"
    return None if written == stated else written


def _written(value: Value, *, in_words: bool) -> str:
    if value.date:
        return _date(value.date)
    amount = value.amount or Decimal(0)
    for size, name in _SCALES:
        if in_words and abs(amount) >= size:
            return f"{_plain(amount / size)} {name}"
    return str(int(amount)) if amount == int(amount) and int(amount) in YEARS else _plain(amount)


def _date(date: CalendarDate) -> str:
    month = _MONTHS[date.month - 1] if date.month else ""
    return " ".join(str(part) for part in (date.day, month, date.year) if part)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():,f}"
