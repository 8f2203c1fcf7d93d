"""A text as words with what each shows: its marks, its nearness to the question, and the punctuation around it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.suffixes import is_inflected
from corpus.text import fold, prefix
from corpus.types import Language, Value
from corpus.values import find_values
from index.crossing import LEAST
from index.nearness import words_in
from index.types import Mark, Span
from service.reading.marks import marks_of
from service.reading.questions import AnswerKind
from service.reading.understanding import Understanding

_OPENING, _CLOSING = "([{\"“«‘'", ")]}\"”»’'"
_LONGEST = 400  # words of a text that are looked at

_CAPITAL = r"[A-ZÇĞİÖŞÜ“\"]"
_AFTER_STOP = r"(?:^|(?<=[.!?:;…”\"] ))"
_NAMES = rf"(?:[A-ZÇĞİÖŞÜ][^\W\d_]*\.? ){{0,4}}[A-ZÇĞİÖŞÜ][a-zçğıöşü]+, ?{_CAPITAL}"
_TITLE = r"[“\"][^“”\"]+(?:[.,?][”\"]|[”\"][.,])"
_SOURCE = r".*(?:https?:|\bbkz|\bs{1,2}\. ?\d|\bpp?\. ?\d|[Ee]rişim|[Aa]ccessed|\bVol\.|\bCilt\b)"
_LINE_NUMBERS = (
    re.compile(r"(?:^|(?<=[.!?:;,…”\"] ))[(\[]?\d{1,3}[)\]](?= )"),  # "8) ...", "[1] ..."
    re.compile(rf"{_AFTER_STOP}(?:(?:\d{{1,2}}\.){{2,}}\d{{0,2}}|\d{{1,3}} ?[-–])(?= {_CAPITAL})"),  # "2.1. ...", "1- ..."
    re.compile(rf"^\d{{1,3}}(?= (?={_CAPITAL})(?:{_NAMES}|{_TITLE}|{_SOURCE}))"),  # "12 “Title”, ...", "1 Surname, Name ..."
)
_MINUS = re.compile(r"(?<=[\s(])(?<!\d\s)[-−](?=[%$€₺£]?\d)|(?<![^\s(])[%$€₺£][-−](?=\d)")  # "-1,2", "-%1,2", "%-1,2"
_UNSIGNED = re.compile(r"^([%$€₺£]?)[-−]")
_ORDINAL = re.compile(rf"{_AFTER_STOP}\d{{1,3}}\.(?= (?!Yüzyıl){_CAPITAL})")  # "3. Yöntem"


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of a text and its nearness: the best cosine of its word pieces with those of the question's content words.

    `begins` and `ends` are the cross-encoder's log-odds that an answer begins and ends with it, where it read the text.
    """

    start: int
    end: int
    near: float
    begins: float = 0.0
    ends: float = 0.0


@dataclass(frozen=True, slots=True)
class Token:
    """A word: offsets, folded stem, marks, how near it is; whether it is capitalised, opens a sentence, ends a phrase."""

    start: int
    end: int
    folded: str
    marks: tuple[str, ...]
    given: NearWord
    capital: bool
    opens: bool
    closes: bool


def words_within(words: Sequence[tuple[int, int, float]], marks: Sequence[Mark], start: int, end: int) -> Iterator[NearWord]:
    """The words within a part of a reading, with what the cross-encoder marked at their pieces, placed in that part."""
    inside = [mark for mark in marks if start <= mark[0] and mark[1] <= end]
    places, at = [mark[0] for mark in inside], 0
    for first, last, nearness in words:
        if start <= first and last <= end:
            at = bisect_left(places, first, at)
            own = inside[at : bisect_left(places, last, at)]
            begins, ends = (max((mark[side] for mark in own), default=LEAST) for side in (2, 3))
            yield NearWord(first - start, last - start, nearness, begins, ends)


def read_tokens(asked: Understanding, text: str, words: Sequence[NearWord], language: Language) -> list[Token]:
    """The words of a text in order; nearness is that of the given word at the same place, 0 without one."""
    signs = {match.end(): match.start() for match in _MINUS.finditer(text)}
    spans = [(signs.get(start, start), end) for start, end in words_in(text)[:_LONGEST]]
    near = _nearness(spans, words)
    forms = {prefix(word) for word in asked.words}
    return [_token(asked, forms, text, spans, i, near[i], language) for i in range(len(spans))]


def line_numbers(text: str, kind: AnswerKind) -> list[Span]:
    """Numbers that are no values: of headings, items of lists and notes. Who asks for a rank may be told "3. Ordu"."""
    patterns = _LINE_NUMBERS if kind == "rank" else (*_LINE_NUMBERS, _ORDINAL)
    found = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    # What closes a bracket that was opened before is no mark of an item: "(2014, 8) ".
    return [span for span in found if text.count("(", 0, span[0]) <= text.count(")", 0, span[0])]


def stated_values(text: str, language: Language, kind: AnswerKind) -> tuple[Value, ...]:
    """The numbers and dates of a text that say something."""
    numbers = line_numbers(text, kind)
    values = find_values(text, language=language)
    return tuple(value for value in values if not any(a <= value.start and value.end <= b for a, b in numbers))


def _token(
    asked: Understanding, forms: set[str], text: str, spans: Sequence[Span], i: int, near: NearWord, language: Language
) -> Token:
    start, end = spans[i]
    word = _UNSIGNED.sub(r"\1", text[start:end])
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


def _nearness(spans: Sequence[Span], words: Sequence[NearWord]) -> list[NearWord]:
    ordered = sorted(words, key=lambda word: word.start)
    starts = [word.start for word in ordered]
    found = []
    for start, end in spans:
        at = bisect_left(starts, start)
        found.append(ordered[at] if at < len(ordered) and ordered[at].start < end else NearWord(start, end, 0.0))
    return found
