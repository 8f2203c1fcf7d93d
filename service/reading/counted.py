"""The number of what is counted: "kaç üye" is answered by the number that stands before a form of "üye"."""

import re
from collections.abc import Collection
from itertools import zip_longest

from corpus.text import PREFIX, fold
from corpus.types import Language, Value
from corpus.values import YEARS, find_values

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BESIDE = 2  # words after a number in which its unit stands,
_FARTHEST = 3  # and in which where they are one phrase: "18 farklı Cumhurbaşkanlığı Kararnamesi"
# What makes of a number one that says which, and not how many: "922 sayılı", "47. maddesi", "üçüncü üye"; or how much of.
_NUMBERED = re.compile(r"\s*(?:sayılı|numaralı|no['’]?lu)\b|\.\s|['’]?[ıiuü]?nc[ıiuü]|(?:st|nd|rd|th)\b|\s?%", re.IGNORECASE)
_ORDINAL = re.compile(r"nc[iu]")
_SHARE = re.compile(r"(?:%|\b(?:yuzde|binde))\s*$")
_BREAK = re.compile(r"[^\w\s'’]|\d|\b(?:ve|veya|ile|and|or|with)\b")
_TOTAL = re.compile(r"\b(?:toplam|total|in all|altogether)\w*\W*$")
# Of a noun, folded: number, "with" and "without", possessor, case, "is".
_ENDINGS = re.compile(
    r"'?(?:(?:e?s)?|(?:l[ae]r)?(?:l[iu]k?|s[iu]z)?(?:[yns]?[iu]|[iu]?[mn](?:[iu]z)?)?"
    r"(?:n?[iu]n|[yn]?[iu]|[yn]?[ae]|n?[dt][ae]n?(?:ki)?|y?l[ae])?(?:[dt][iu]r|y?[dt][iu])?)"
)
_JOINING = frozenset("ve veya ya da ila ile en and or to".split())
_AHEAD = 48  # characters behind a number in which its unit stands
_BACK = 24  # characters before a number in which it is called a total
_WHOLE = re.compile(r"l[iu]$|[dt]en$|[dt]an$")  # "47 üyeli senato", "49 üyeden oluşur", not "32 üyesi"


def counted_value(text: str, unit: Collection[str], *, language: Language) -> tuple[int, int] | None:
    """The span of the number in `text` that counts the unit, given as prefix terms; None without one, or with several.

    Of several that one is meant that is called a total, or whose noun says that the whole has so many.
    """
    found: list[tuple[int, int, int]] = []
    values = find_values(text, language=language)
    for value, following in zip_longest(values, values[1:]):
        noun = _unit_after(text, value.end, following.start if following else len(text), unit)
        if value.amount is not None and noun and not _names_a_year(value, noun) and not _says_which(text, value):
            total = bool(_TOTAL.search(fold(text[max(0, value.start - _BACK) : value.start])))
            found.append((2 * total + bool(_WHOLE.search(noun)), value.start, value.end))
    surest = [span for span in found if span[0] == max(rank for rank, _, _ in found)]
    return surest[0][1:] if len(surest) == 1 else None


def _names_a_year(value: Value, noun: str) -> bool:
    """Whether a number before "yıl" says which year and not how many."""
    return noun.startswith("yil") and value.amount in YEARS


def _says_which(text: str, value: Value) -> bool:
    """Whether a number is an ordinal, a designation or a share."""
    before, own = fold(text[max(0, value.start - _BACK) : value.start]), fold(text[value.start : value.end])
    return bool(_NUMBERED.match(text, value.end) or _ORDINAL.search(own) or _SHARE.search(before))


def _unit_after(text: str, end: int, following: int, unit: Collection[str]) -> str:
    """The unit as it stands among the next words, folded; "" where it does not, or behind a number that is no other end."""
    between = list(_WORD.finditer(text, end, max(end, following)))
    ranges = all(fold(match.group()) in _JOINING for match in between)  # "iki veya üç üye"
    after = list(_WORD.finditer(text, end, end + _AHEAD))[:_FARTHEST] if ranges else between[:_FARTHEST]
    near = [match for place, match in enumerate(after) if place < _BESIDE or not _BREAK.search(text[end : match.start()])]
    return next((word for word in (fold(match.group()) for match in near) if _is_unit(word, unit)), "")


def _is_unit(word: str, unit: Collection[str]) -> bool:
    """Whether a word is a form of the unit: "ilden" is one of "il", "ilçe" is not."""
    return any(word.startswith(term) and (len(term) >= PREFIX or _ENDINGS.fullmatch(word, len(term))) for term in unit)
