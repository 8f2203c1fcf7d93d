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
# What may stand right before a number, folded, and behind it.
_BEFORE = re.compile(r"(?<!\w)((?:eksi\s+|yuzde\s+|[-−](?!\s)|[%$€₺£]\s*)*)$")
_PERCENT_BEHIND, _SIGN_BEHIND = re.compile(r"\s*%"), re.compile(r"\s*([$€₺£])")
# Behind a number nothing stands in the plural but decades; "yıllığına" (for years) has an ending that softens.
_STEMS = "|".join(sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"\s+({_STEMS})(?!l[ae]r)(?:{ENDINGS}|l[iu]g[^\W\d_]*)?(?![^\W_])")
# "1996 yılında", "2015 yıl sonunda" and "1996'da" name a year, "1000 yıl" counts years as "1000 yılı aşkın" does, "1990'lar"
# is neither. Years of fewer digits are named by "yıl" alone.
_OF_YEAR = re.compile(r"\s+yil(?:i(?!\s+(?:as(?:kin|an)|bulan|gecen)\b)|\s+(?:bas|orta|son))")
_SUFFIX = re.compile(r"'(?!l[aei])")
_EARLY_YEARS = range(100, YEARS.start)
_ORDINAL = re.compile("[iu]nc[iu]")
# No plain number: "yüz binlerce", "on beşer"; "binde 3", "beşer bin"; "MÖ 1200"; "5'er", "üçte bir", "5 yılda bir".
_ROUGH = re.compile(r"l[ae]rc[ae]$|[^y]ar$|er$")
_EACH = "(?:bir|ikis|uc|dord|bes|altis|yedis|sekiz|dokuz|on|yuz)[ae]r"
_SHARED = re.compile(rf"(?<!\w)(?:(?:(?:on|bin|milyon)d[ae]|{_EACH})\s+|‰\s*)$")
_BEFORE_CHRIST = re.compile(r"(?<!\w)(?:[mi]\.?\s?o\.?|(?:milat'?tan|isa'?dan)\s+once)\s+$")
_RATIO = re.compile(r"\w*'s?[ae]r\b|[\w']*(?:\s+[\w']+)?[dt][ae]\s+bir(?:[ied]\w*)?\b")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")


def english_form(turkish: str) -> str | None:
    """A text of one number, with its unit, or one date in English; None where there is nothing to put into English."""
    values = find_values(turkish, language="tr")
    if len(values) != 1:
        return None
    start, end = values[0].start, values[0].end
    stated, before, behind = turkish[start:end], fold(turkish[:start]), fold(turkish[end:]).replace("²", "2")
    if _is_no_plain_number(before, fold(stated), behind):
        return None
    lead = _BEFORE.search(before)
    return _signed(values[0], stated, lead[1] if lead else "", behind)


def _is_no_plain_number(before: str, stated: str, behind: str) -> bool:
    unlike = _SHARED.search(before) or _BEFORE_CHRIST.search(before) or _ROUGH.search(stated)
    part = _ORDINAL.search(stated) and (before.strip() or len(behind.split()) > 1)  # "ikinci el otomobil" is no 2
    return bool(unlike or part or _RATIO.match(stated[-2:] + behind))


def _signed(value: Value, stated: str, lead: str, behind: str) -> str | None:
    year = _names_year(value, stated, behind)
    unit = None if year or _ORDINAL.search(fold(stated)) else _unit(value, behind)
    written = _written(value, in_words=any(letter.isalpha() for letter in stated), year=year)
    minus = "-" if value.amount is not None and re.search("[-−]|eksi", lead) else ""
    if "%" in lead or "yuzde" in lead or _PERCENT_BEHIND.match(behind):
        return f"{minus}{written}%"
    if sign := re.search("[$€₺£]", lead) or _SIGN_BEHIND.match(behind):
        return f"{minus}{sign[0].strip()}{written}"
    if _CLOCK.fullmatch(stated) and unit in (None, "hours"):
        return None
    if unit:
        return f"{minus}{written} {unit}"
    named = year and (_OF_YEAR.match(behind) or _SUFFIX.match(behind))
    return None if written == stated and not named and "eksi" not in lead else minus + written


def _names_year(value: Value, stated: str, behind: str) -> bool:
    if value.amount in YEARS and stated.isdecimal() and _unit(value, behind) is None:
        return True
    return bool(_OF_YEAR.match(behind)) and (value.amount in YEARS or value.amount in _EARLY_YEARS)


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
