"""The number of what is counted: "kaç üye" is answered by the number that stands before a form of "üye"."""

import re
from collections.abc import Collection

from corpus.text import fold
from corpus.types import Language, Value
from corpus.values import YEARS, find_values

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BESIDE = 2  # words after a number in which its unit stands,
_FARTHEST = 3  # and in which where they are one phrase: "18 farklı Cumhurbaşkanlığı Kararnamesi"
_NUMBERED = re.compile(r"\s*(?:sayılı|numaralı|no['’]?lu)\b", re.IGNORECASE)  # says which one and not how many
_BREAK = re.compile(r"[^\w\s'’]|\d|\b(?:ve|veya|ile|and|or|with)\b")
_TOTAL = re.compile(r"\b(?:toplam|total|in all|altogether)\w*\W*$")
_BACK = 24  # characters before a number in which it is called a total
_WHOLE = re.compile(r"l[iu]$|[dt]en$|[dt]an$")  # "47 üyeli senato", "49 üyeden oluşur", not "32 üyesi"


def counted_value(text: str, unit: Collection[str], *, language: Language) -> tuple[int, int] | None:
    """The span of the number in `text` that counts the unit, given as prefix terms; None without one, or with several.

    Of several that one is meant that is called a total, or whose noun says that the whole has so many.
    """
    found: list[tuple[int, int, int]] = []
    for value in find_values(text, language=language):
        noun = _unit_after(text, value.end, unit)
        if value.amount is not None and noun and not _names_a_year(value, noun) and not _NUMBERED.match(text, value.end):
            total = bool(_TOTAL.search(fold(text[max(0, value.start - _BACK) : value.start])))
            found.append((2 * total + bool(_WHOLE.search(noun)), value.start, value.end))
    surest = [span for span in found if span[0] == max(rank for rank, _, _ in found)]
    return surest[0][1:] if len(surest) == 1 else None


def _names_a_year(value: Value, noun: str) -> bool:
    """Whether a number before "yıl" says which year and not how many."""
    return noun.startswith("yil") and value.amount in YEARS


def _unit_after(text: str, end: int, unit: Collection[str]) -> str:
    """The unit as it stands among the next words, folded; a term may be less than a prefix of it ("üye", "üyeden")."""
    after = list(_WORD.finditer(text, end, end + 48))[:_FARTHEST]
    near = [match for place, match in enumerate(after) if place < _BESIDE or not _BREAK.search(text[end : match.start()])]
    return next((word for word in (fold(match.group()) for match in near) if any(map(word.startswith, unit))), "")
