"""What MaxSim sees inside a passage: how near each sentence is to the question, and which words answer which.

A row of token vectors stands for every place of its word piece in the passage, so a sentence is scored by the pieces that
stand in it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining

import numpy as np
from numpy.typing import NDArray

from corpus.stopwords import STOPWORDS
from corpus.text import content_words, fold, is_suffix
from corpus.types import Passage, Sentence
from index.nearness import near_words
from index.tokens import Packed, cosines
from index.types import Highlight, Span, TokenVectors, Vectors

_AHEAD = 24  # characters of a reading that are looked for behind what it leaves out
_NEAR = 0.55  # cosine from which a word of the passage stands for one of the question


@dataclass(frozen=True, slots=True)
class Alignment:
    """MaxSim of each sentence of a passage, all words alike, and the words of it that answer content words.

    `word_scores` says how near each sentence comes to each content word of the question, (sentences, words); `near_words`
    how near each word of the passage's reading comes to any of them: start, end, cosine.
    """

    plain_scores: tuple[float, ...]
    highlights: tuple[Highlight, ...]
    word_scores: tuple[tuple[float, ...], ...]
    near_words: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's word pieces: their vectors, which of them tell something (no function word or suffix), their whole words.

    `words` holds for each content word (in the order of `content_words`) the rows of its pieces.
    """

    vectors: TokenVectors
    telling: NDArray[np.bool_]
    spans: tuple[Span, ...]
    words: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, question: str, vectors: TokenVectors, pieces: Sequence[tuple[int, Span]]) -> "Asked":
        """`pieces` name each row's place in the question; where none of them tells anything, all count."""
        spans = tuple(_whole_word(question, span) for _, span in pieces)
        folded = [fold(question[slice(*span)]) for span in spans]
        telling = [_tells(question, span) for span in spans]
        words = tuple(tuple(row for row, piece in enumerate(folded) if piece == word) for word in content_words(question))
        return cls(vectors, np.array(telling if any(telling) else [True] * len(vectors), np.bool_), spans, words)


def align(asked: Asked, passage: Passage, rows: Packed, pieces: Sequence[tuple[int, Span]]) -> Alignment:
    """Align a question with a passage; `pieces` name the row of `rows` and the place in the reading of its word pieces."""
    length = len(passage.reading)
    inside = [(row, span) for row, span in pieces if 0 <= span[0] < span[1] <= length]
    if not inside or not len(asked.vectors):
        nothing = (0.0,) * len(passage.sentences)
        return Alignment(nothing, (), ((0.0,) * len(asked.words),) * len(passage.sentences), ())
    similarities = cosines(asked.vectors, rows)
    nearest = _nearest_in_sentences(passage, similarities, inside)
    by_word = [nearest[:, list(word)].mean(1) if word else np.zeros(len(nearest), np.float32) for word in asked.words]
    return Alignment(
        tuple(map(float, nearest.mean(1))),
        _highlights(asked, passage, similarities, inside),
        tuple(tuple(map(float, row)) for row in zip(*by_word, strict=True)) if by_word else ((),) * len(nearest),
        tuple(near_words(similarities, asked.telling, inside, passage.reading)),
    )


def _nearest_in_sentences(passage: Passage, similarities: Vectors, pieces: Sequence[tuple[int, Span]]) -> Vectors:
    """The best cosine of each piece of the question in each sentence, (sentences, pieces); 0 where a sentence has none."""
    starts = np.cumsum([0] + [len(sentence.reading) + 1 for sentence in passage.sentences])
    rows: list[set[int]] = [set() for _ in passage.sentences]
    for row, (start, _) in pieces:
        rows[bisect_right(starts, start) - 1].add(row)
    nothing = np.zeros(len(similarities), np.float32)
    return np.stack([similarities[:, sorted(own)].max(1) if own else nothing for own in rows])


def _highlights(
    asked: Asked, passage: Passage, similarities: Vectors, pieces: Sequence[tuple[int, Span]]
) -> tuple[Highlight, ...]:
    """What comes nearest to each piece of the question that tells; where several meet in one word, the nearest counts."""
    nearest: dict[Span, tuple[float, Span]] = {}
    # A question of punctuation alone has a vector, and no word that could be answered.
    for piece in np.flatnonzero(asked.telling[: len(asked.spans)]):
        near, words = _nearest_words(passage.reading, similarities[piece], pieces)
        for word in words:
            if word not in nearest or near > nearest[word][0]:
                nearest[word] = near, asked.spans[piece]
    return tuple(Highlight(*raw, nearest[word][1]) for word, raw in _raw_spans(passage, sorted(nearest)))


def _nearest_words(reading: str, nearness: Vectors, pieces: Sequence[tuple[int, Span]]) -> tuple[float, set[Span]]:
    """How near a piece of the question has words that tell something, and those words; none where all are far."""
    near = np.flatnonzero(nearness >= _NEAR)
    for row in near[np.argsort(-nearness[near])]:
        words = {_whole_word(reading, span) for own, span in pieces if own == row}
        if telling := {word for word in words if _tells(reading, word)}:
            return float(nearness[row]), telling
    return 0.0, set()


def _tells(text: str, word: Span) -> bool:
    """Whether a word tells something: no function word, and no suffix after an apostrophe."""
    return fold(text[slice(*word)]) not in STOPWORDS and not is_suffix(text, word[0])


def _whole_word(text: str, span: Span) -> Span:
    start, end = span
    while start and _of_word(text[start - 1]):
        start -= 1
    while end < len(text) and _of_word(text[end]):
        end += 1
    return start, end


def _of_word(character: str) -> bool:
    """Whether a character is part of a word; accents may be characters of their own."""
    return character.isalnum() or bool(combining(character))


def _raw_spans(passage: Passage, spans: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Spans of the passage's reading that lie within sentences, in their order, each with its raw span."""
    start = 0
    for sentence in passage.sentences:
        end = start + len(sentence.reading)
        own = [span for span in spans if start <= span[0] and span[1] <= end]
        if own:
            raw = passage.text[sentence.start - passage.start : sentence.end - passage.start]
            places = _places(sentence, raw)
            yield from ((span, (places[span[0] - start], places[span[1] - start - 1] + 1)) for span in own)
        start = end + 1


def raw_places(passage: Passage, first: int, last: int) -> list[int]:
    """The raw offset of every character of the reading of some sentences, joined by blanks."""
    places: list[int] = []
    for sentence in passage.sentences[first : last + 1]:
        if places:
            places.append(places[-1] + 1)
        places.extend(_places(sentence, passage.text[sentence.start - passage.start : sentence.end - passage.start]))
    return places


@lru_cache(maxsize=4096)
def _places(sentence: Sentence, raw: str) -> Sequence[int]:
    """Raw offset of every character of a sentence's reading.

    A reading only leaves characters out and writes blanks as spaces, so its characters are met in order. Where something
    is left out (a page number, the address of a link), it goes on where most of what follows stands in one piece.
    """
    if len(raw) == len(sentence.reading):
        return range(sentence.start, sentence.end)
    latest, places, position = _latest_places(sentence.reading, raw), [], 0
    for i, character in enumerate(sentence.reading):
        if not _stands_for(raw[position], character):
            rest = sentence.reading[i : i + _AHEAD]
            position = max(range(position, latest[i] + 1), key=lambda at: (_run(rest, raw, at), -at))
        places.append(sentence.start + position)
        position += 1
    return places


def _latest_places(reading: str, raw: str) -> list[int]:
    """Where in the raw text each character of a reading may stand at the latest, so that the rest still fits behind it."""
    places, position = [], len(raw)
    for character in reversed(reading):
        position = next(at for at in range(position - 1, -1, -1) if _stands_for(raw[at], character))
        places.append(position)
    return places[::-1]


def _run(reading: str, raw: str, at: int) -> int:
    """How many characters of a reading stand in the raw text from `at` on with nothing between them."""
    pairs = zip(reading, raw[at : at + len(reading)], strict=False)
    return next((n for n, (read, printed) in enumerate(pairs) if not _stands_for(printed, read)), len(reading))


def _stands_for(printed: str, read: str) -> bool:
    return printed == read or (read == " " and printed.isspace())
