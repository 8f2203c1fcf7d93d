"""The English form of a Turkish number, measure or date, for readers of a Turkish source."""

import re
from decimal import Decimal

from corpus.suffixes import ENDINGS
from corpus.text import fold
from corpus.types import CalendarDate, Value
from corpus.values import YEARS, find_values

_MONTHS = "January February March April May June July August September October November December".split()
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
# What stands behind a number, folded, and how English calls one and many of it.
_UNITS = {
    "dolar": ("dollar", "dollars"),
    "abd dolar": ("US dollar", "US dollars"),
    "avro": ("euro", "euros"),
    "euro": ("euro", "euros"),
    "lira": ("lira", "lira"),
    "turk lira": ("Turkish lira", "Turkish lira"),
    "tl": ("Turkish lira", "Turkish lira"),
    "tenge": ("tenge", "tenge"),
    "ruble": ("rouble", "roubles"),
    "sterlin": ("pound", "pounds"),
    "yuan": ("yuan", "yuan"),
    "m": ("m", "m"),
    "metre": ("metre", "metres"),
    "m2": ("m²", "m²"),
    "metrekare": ("square metre", "square metres"),
    "metrekup": ("cubic metre", "cubic metres"),
    "km": ("km", "km"),
    "kilometre": ("kilometre", "kilometres"),
    "km2": ("km²", "km²"),
    "kilometrekare": ("square kilometre", "square kilometres"),
    "hektar": ("hectare", "hectares"),
    "ton": ("tonne", "tonnes"),
    "kilogram": ("kilogram", "kilograms"),
    "varil": ("barrel", "barrels"),
    "megavat": ("megawatt", "megawatts"),
    "dakika": ("minute", "minutes"),
    "saat": ("hour", "hours"),
    "gun": ("day", "days"),
    "hafta": ("week", "weeks"),
    "ay": ("month", "months"),
    "yil": ("year", "years"),
    "yuzyil": ("century", "centuries"),
    "kisi": ("person", "people"),
    "uye": ("member", "members"),
    "ulke": ("country", "countries"),
}
_SIGN_BEFORE, _SIGN_BEHIND = re.compile(r"([$€₺£])\s*$"), re.compile(r"\s*([$€₺£])")
# Behind a number nothing stands in the plural but decades; "yıllığına" (for years) has an ending that softens.
_STEMS = "|".join(sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"\s+({_STEMS})(?!l[ae]r)(?:{ENDINGS}|l[iu]g[^\W\d_]*)?(?![^\W_])")
# "1996 yılında", "2015 yıl sonunda" and "1996'da" name a year, "1000 yıl" counts years, "1990'lar" is neither.
_OF_YEAR = re.compile(r"\s+yil(?:i|\s+(?:bas|orta|son))|'(?!l[aei])")
_ORDINAL = re.compile("[iu]nc[iu]")


def english_form(turkish: str) -> str | None:
    """A text of one number, with its unit, or one date in English; None where there is nothing to put into English."""
    values = find_values(turkish, language="tr")
    if len(values) != 1:
        return None
    start, end = values[0].start, values[0].end
    stated, before, behind = turkish[start:end], turkish[:start], fold(turkish[end:]).replace("²", "2")
    unit = None if _ORDINAL.search(fold(stated)) else _unit(values[0], behind)
    year = stated.isdecimal() and int(stated) in YEARS and (unit is None or bool(_OF_YEAR.match(behind)))
    written = _written(values[0], in_words=any(letter.isalpha() for letter in stated), year=year)
    if before.rstrip().lower().endswith(("%", "yüzde")):
        return f"{written}%"
    if sign := _SIGN_BEFORE.search(before) or _SIGN_BEHIND.match(behind):
        return f"{sign[1]}{written}"
    if unit and not year:
        return f"{written} {unit}"
    return None if written == stated and not (year and _OF_YEAR.match(behind)) else written


def _unit(value: Value, behind: str) -> str | None:
    found = _UNIT.match(behind)
    return _UNITS[found[1]][value.amount != 1] if found and value.amount is not None else None


def _written(value: Value, *, in_words: bool, year: bool) -> str:
    if value.date:
        return _date(value.date)
    amount = value.amount or Decimal(0)
    for size, name in _SCALES:
        if in_words and abs(amount) >= size:
            return f"{_plain(amount / size)} {name}"
    return str(amount) if year else _plain(amount)


def _date(date: CalendarDate) -> str:
    month = _MONTHS[date.month - 1] if date.month else ""
    return " ".join(str(part) for part in (date.day, month, date.year) if part)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():,f}"
