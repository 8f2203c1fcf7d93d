"""The short answer inside the sentences that were chosen, as a slice of the raw text."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Language
from index.alignment import raw_places
from index.types import Hit
from service.reading.clauses import Behind, values_behind
from service.reading.counted import counted_value
from service.reading.enumerations import items
from service.reading.evidence import Asked
from service.reading.spans import ShortAnswer, short_answer
from service.reading.tokens import line_numbers, words_within

_FAR = 0.25  # by which a counted number's clause must say less than another one's for it not to be taken at once
_CERTAIN = 0.9  # token F1 expected of a number right before what is counted, and of a list that is quoted whole


@dataclass(frozen=True, slots=True)
class Short:
    """A span of a document and how it reads; `expected` is the token F1 with the true answer that it may hope for.

    `counts` says that it is the number right before what was asked "how many" of.
    """

    start: int
    end: int
    reading: str
    expected: float
    counts: bool


def shorten(asked: Asked, hit: Hit, first: int, last: int) -> Short | None:
    """The words of the sentences `first` to `last` of a hit that answer by themselves; None where none do.

    To a yes/no question none do: neither "yes" nor "no" stands in a source.
    """
    if asked.understanding.kind == "yes_no":
        return None
    sentences = hit.passage.sentences
    if asked.understanding.kind == "list" and (listed := items(hit.passage, first, last)):
        reading = " ".join(sentence.reading for sentence in sentences[listed[0] : last + 1])
        return Short(sentences[listed[0]].start, sentences[last].end, reading, _CERTAIN, counts=False)
    offset = sum(len(sentence.reading) + 1 for sentence in sentences[:first])
    text = " ".join(sentence.reading for sentence in sentences[first : last + 1])
    near = list(words_within(hit.near_words, hit.marks, offset, offset + len(text)))
    behind = values_behind(asked, text, hit.document.language)
    counted = _counted(asked, text, hit.document.language, behind)
    found = counted or short_answer(asked.understanding, text, near, behind)
    if found is None:
        return None
    places = raw_places(hit.passage, first, last)
    return Short(places[found.start], places[found.end - 1] + 1, text[found.start : found.end], found.score, bool(counted))


def _counted(asked: Asked, text: str, language: Language, behind: Sequence[Behind]) -> ShortAnswer | None:
    if not asked.counts:
        return None
    span = counted_value(text, asked.unit, language=language)
    if span and any(start <= span[0] < end for start, end in line_numbers(text, asked.understanding.kind)):
        return None
    if span and any(value.gap > _FAR and value.start < span[1] and span[0] < value.end for value in behind):
        return None  # another clause says more of what is asked: "49 members, 15 of them appointed"
    return span and ShortAnswer(*span, _CERTAIN)
