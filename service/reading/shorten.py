"""The short answer inside the sentences that were chosen, as a slice of the raw text."""

from dataclasses import dataclass

from index.alignment import raw_places
from index.types import Hit
from service.reading.spans import NearWord, short_answer
from service.reading.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Short:
    """A span of a document and how it reads; `expected` is the token F1 with the true answer that it may hope for."""

    start: int
    end: int
    reading: str
    expected: float


def shorten(asked: Understanding, hit: Hit, first: int, last: int) -> Short | None:
    """The words of the sentences `first` to `last` of a hit that answer by themselves; None where none do."""
    sentences = hit.passage.sentences
    offset = sum(len(sentence.reading) + 1 for sentence in sentences[:first])
    text = " ".join(sentence.reading for sentence in sentences[first : last + 1])
    near = [
        NearWord(start - offset, end - offset, nearness)
        for start, end, nearness in hit.near_words
        if offset <= start and end <= offset + len(text)
    ]
    found = short_answer(asked, text, near)
    if found is None:
        return None
    places = raw_places(hit.passage, first, last)
    return Short(places[found.start], places[found.end - 1] + 1, text[found.start : found.end], found.score)
