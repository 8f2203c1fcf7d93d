"""What MaxSim sees inside a passage: how near each sentence is to the question, and which words answer which.

A row of token vectors stands for every place of its word piece in the passage, so a sentence is scored by the pieces that
stand in it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.text import STOPWORDS, content_words, fold, is_suffix
from corpus.types import Passage, Sentence
from index.nearness import near_words
from index.tokens import Packed, cosines
from index.types import Span, TokenVectors, Vectors

_AHEAD = 24  # characters of a reading that are looked for behind what it leaves out
_NEAR = 0.55  # cosine from which a word of the passage stands for one of the question


@dataclass(frozen=True, slots=True)
class Alignment:
    """MaxSim of each sentence of a passage, all words alike, and the raw spans of the words that answer content words.

    `word_scores` says how near each sentence comes to each content word of the question, (sentences, words); `near_words`
    how near each word of the passage's reading comes to any of them: start, end, cosine.
    """

    plain_scores: tuple[float, ...]
    highlights: tuple[Span, ...]
    word_scores: tuple[tuple[float, ...], ...]
    near_words: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's word pieces: their vectors, and which of them tell something: no function word or suffix.

    `words` holds for each content word (in the order of `content_words`) the rows of its pieces.
    """

    vectors: TokenVectors
    telling: NDArray[np.bool_]
    words: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, question: str, vectors: TokenVectors, pieces: Sequence[tuple[int, Span]]) -> "Asked":
        """`pieces` name each row's place in the question; where none of them tells anything, all count."""
        asked = [_whole_word(question, span) for _, span in pieces]
        folded = [fold(question[slice(*span)]) for span in asked]
        telling = [
            word not in STOPWORDS and not is_suffix(question, start) for word, (start, _) in zip(folded, asked, strict=True)
        ]
        words = tuple(tuple(row for row, piece in enumerate(folded) if piece == word) for word in content_words(question))
        return cls(vectors, np.array(telling if any(telling) else [True] * len(vectors), np.bool_), words)


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
) -> tuple[Span, ...]:
    about = similarities[asked.telling]
    if not len(about):
        return ()
    chosen = {int(row) for row, best in zip(about.argmax(1), about.max(1), strict=True) if best >= _NEAR}
    reading = passage.reading
    spans = {_whole_word(reading, span) for row, span in pieces if row in chosen}
    return tuple(sorted(_raw_spans(passage, sorted(spans))))


def _whole_word(text: str, span: Span) -> Span:
    start, end = span
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _raw_spans(passage: Passage, spans: Sequence[Span]) -> Iterator[Span]:
    """Raw spans of spans of the passage's reading that lie within sentences."""
    start = 0
    for sentence in passage.sentences:
        end = start + len(sentence.reading)
        own = [span for span in spans if start <= span[0] and span[1] <= end]
        if own:
            raw = passage.text[sentence.start - passage.start : sentence.end - passage.start]
            places = _places(sentence, raw)
            yield from ((places[a - start], places[b - start - 1] + 1) for a, b in own)
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
