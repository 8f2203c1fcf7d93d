"""Of several values in a sentence the one that is meant: whose clause says more of what the question says.

"Gelir 5,2 milyon lira, gider 17,8 milyon lira oldu": who asks for the expenses means the second. What is said before the
first value holds for the others too, unless they say otherwise, so a clause inherits part of what went before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.text import prefix, words
from corpus.types import Language, Value
from corpus.values import YEARS, same_value
from index.types import Span
from service.reading.evidence import Asked, Figures
from service.reading.kinds import VALUE_KINDS
from service.reading.tokens import stated_values

_INHERITED = 0.7  # of what the clauses before say; tuned with the weight on papers, disputes and gold development questions
_MEANS = 0.3  # how well a word must be met to count
_BREAK = re.compile(r"[,;:.!?](?!\d)|\b(?:ve|ise|iken|oysa|while|and|but|whereas)\b")


@dataclass(frozen=True, slots=True)
class Behind:
    """A value, and by how much its clause says less of the question (0 to 1, by the words' weights) than the best one's."""

    start: int
    end: int
    gap: float


def values_behind(asked: Asked, text: str, language: Language) -> list[Behind]:
    """The values that may be meant, each with how far its clause stays behind; none where there are not several."""
    kind = asked.understanding.kind
    if kind not in VALUE_KINDS and kind != "open":
        return []
    values = [
        value
        for value in stated_values(text, language, kind)
        if _is_date(value) == asked.dates and not any(same_value(value, given) for given in asked.understanding.values)
    ]
    if len(values) < 2:
        return []
    before, said = np.zeros(len(asked.words)), []
    for start, end in _clauses(text, values):
        met = _met(asked, text[start:end])
        said.append(float(np.maximum(met, _INHERITED * before) @ asked.weights))
        before = np.maximum(before, met)
    return [Behind(value.start, value.end, max(said) - own) for value, own in zip(values, said, strict=True)]


def _is_date(value: Value) -> bool:
    return value.date is not None or (value.amount in YEARS and value.end - value.start == len(str(value.amount)))


def _clauses(text: str, values: Sequence[Value]) -> Iterator[Span]:
    """From the break behind the value before to the break behind each value, or from value to value without one."""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    for number, value in enumerate(values):
        low = values[number - 1].end if number else 0
        high = values[number + 1].start if number + 1 < len(values) else len(text)
        start = next((place for place in breaks if low <= place < value.start), low) if number else low
        end = next((place for place in breaks if value.end <= place < high), high) if high < len(text) else high
        yield start, end


def _met(asked: Asked, clause: str) -> Figures:
    """How well each word of the question is met in a clause: whole by itself, else by what its meaning counts."""
    said = words(clause)
    terms = {*said, *map(prefix, said)}
    found = [
        1.0 if word in terms or prefix(word) in terms else max((w for t, w in meant.items() if t in terms), default=0.0)
        for word, meant in zip(asked.words, asked.meanings, strict=True)
    ]
    return np.array([weight if weight >= _MEANS else 0.0 for weight in found])
