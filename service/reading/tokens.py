"""A text as words with what each shows: its marks, its nearness to the question, and the punctuation around it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.suffixes import is_inflected
from corpus.text import fold, prefix
from corpus.types import Language
from index.nearness import words_in
from index.types import Span
from service.reading.marks import marks_of
from service.reading.understanding import Understanding

_OPENING, _CLOSING = "([{\"“«‘'", ")]}\"”»’'"
_LONGEST = 400  # words of a text that are looked at


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of a text and its nearness: the best cosine of its word pieces with those of the question's content words."""

    start: int
    end: int
    near: float


@dataclass(frozen=True, slots=True)
class Token:
    """A word: offsets, folded stem, marks, nearness; whether it is capitalised, opens a sentence, ends a phrase."""

    start: int
    end: int
    folded: str
    marks: tuple[str, ...]
    near: float
    capital: bool
    opens: bool
    closes: bool


def read_tokens(asked: Understanding, text: str, words: Sequence[NearWord], language: Language) -> list[Token]:
    """The words of a text in order; nearness is that of the given word at the same place, 0 without one."""
    spans = words_in(text)[:_LONGEST]
    near = _nearness(spans, words)
    forms = {prefix(word) for word in asked.words}
    return [_token(asked, forms, text, spans, i, near[i], language) for i in range(len(spans))]


def _token(
    asked: Understanding, forms: set[str], text: str, spans: Sequence[Span], i: int, near: float, language: Language
) -> Token:
    start, end = spans[i]
    word = text[start:end]
    folded = fold(word).partition("'")[0]
    before = text[spans[i - 1][1] if i else 0 : start]
    after = text[end : spans[i + 1][0] if i + 1 < len(spans) else len(text)]
    opens = not i or any(stop in before for stop in ".!?\n")
    capital = word.lstrip("%$€₺£")[:1].isupper()
    shown = [*_punctuation(before, after, opens), *_likeness(asked, forms, folded)]
    if capital:
        shown.append("opener" if opens else "capital")
    if word.isupper() and len(folded) > 1:
        shown.append("shouted")
    closes = any(not (mark.isspace() or mark in _OPENING) for mark in after)
    return Token(start, end, folded, (*marks_of(word, language), *shown), near, capital, opens, closes)


def _likeness(asked: Understanding, forms: set[str], folded: str) -> list[str]:
    """What the word has to do with the question, by its letters."""
    nouns = {"unit": asked.unit, "sort": asked.sort}
    found = ["asked"] if prefix(folded) in forms else []
    return found + [name for name, noun in nouns.items() if noun and _same_noun(folded, noun)]


def _punctuation(before: str, after: str, opens: bool) -> list[str]:
    found = ["opens"] if opens else []
    if any(mark in before for mark in _OPENING):
        found.append("bracket-opens")
    found += [name for name, marks in _AFTER.items() if any(mark in after for mark in marks)]
    return found


_AFTER = {"comma": ",", "stop": ".!?\n", "colon": ":", "semicolon": ";–—", "bracket-closes": _CLOSING}
CONTEXT = ("opens", "bracket-opens", *_AFTER, "asked", "unit", "sort", "capital", "opener", "shouted")


def _same_noun(word: str, noun: str) -> bool:
    return is_inflected(word, noun) or (len(noun) > 3 and prefix(word) == prefix(noun))


def _nearness(spans: Sequence[Span], words: Sequence[NearWord]) -> list[float]:
    ordered = sorted(words, key=lambda word: word.start)
    starts = [word.start for word in ordered]
    found = []
    for start, end in spans:
        at = bisect_left(starts, start)
        found.append(ordered[at].near if at < len(ordered) and ordered[at].start < end else 0.0)
    return found
