"""The one owner of Turkish and English folding, words and terms, for passages and questions alike.

Measured on XQuAD-tr and TQuAD: a five-letter prefix of the folded word keeps its nDCG@10 on questions in capitals or
without Turkish letters, where plain lower-casing loses a quarter; four-letter grams also join names across languages.
"""

import re
import unicodedata
from collections.abc import Iterable

from corpus.stopwords import STOPWORDS

PREFIX = 5
GRAM = 4
ANALYSIS = f"prefix{PREFIX}-gram{GRAM}-r2"  # to be raised whenever the same text would give other terms

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′＇", "'"))
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")  # "A.B.D." is the word that "ABD" is
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)+")


def fold(text: str) -> str:
    """Lower-case, unaccented form in which İ, I, ı and i meet, and both apostrophes, and NFC and NFD."""
    decomposed = unicodedata.normalize("NFD", text.translate(_APOSTROPHES))
    return _MARKS.sub("", decomposed).casefold().replace("ı", "i").replace("\u0307", "")


def words(text: str) -> list[str]:
    """Folded words in order, without suffixes after an apostrophe ("Kazakistan'ın": "kazakistan"); 1,6: 1.6; A.B.D.: abd."""
    folded = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), fold(text))
    return [_stem_of_apostrophe(match.group()) for match in _WORD.finditer(folded)]


def content_words(text: str) -> list[str]:
    """Distinct words of a question that say what it is about: no function words, question words or single letters."""
    distinct = dict.fromkeys(words(text))
    return [word for word in distinct if word not in STOPWORDS and (len(word) > 1 or word.isdigit())]


def prefix(word: str) -> str:
    """The word's first letters: what inflected forms of a Turkish word share. Numbers stay whole."""
    return word if word[0].isdigit() else word[:PREFIX]


def grams(folded_words: Iterable[str]) -> list[str]:
    """Character n-grams of each word; shorter words and numbers stay whole. Names and cognates match across languages."""
    found: list[str] = []
    for word in folded_words:
        if len(word) <= GRAM or word[0].isdigit():
            found.append(word)
        else:
            found.extend(word[i : i + GRAM] for i in range(len(word) - GRAM + 1))
    return found


def is_suffix(text: str, start: int) -> bool:
    """Whether the word part that begins at `start` is a suffix after an apostrophe ("Türkiye'nin": "nin")."""
    before = text[max(0, start - 3) : start].translate(_APOSTROPHES)
    return before.endswith("'") and before[-3:-1].isalnum() and len(before) > 2


def _stem_of_apostrophe(word: str) -> str:
    if _DECIMAL.fullmatch(word):
        return word.replace(",", ".")
    stem, apostrophe, rest = word.partition("'")
    # "O'Brien", "d'Estaing": one letter before the apostrophe is part of the name, not a stem with a suffix.
    return stem if not apostrophe or len(stem) > 1 or stem.isdigit() else stem + rest.partition("'")[0]
