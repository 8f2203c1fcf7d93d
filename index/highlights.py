"""Which words of a passage answer which words of a question: the alignment that MaxSim finds, as raw offsets."""

from collections.abc import Iterator, Sequence

from corpus.text import STOPWORDS, fold
from corpus.types import Passage, Sentence
from index.types import Span, TokenVectors

_NEAR = 0.55  # cosine from which a word of the passage stands for one of the question


def answering_words(
    question: str,
    asked: TokenVectors,
    asked_spans: Sequence[Span],
    passage: Passage,
    words: TokenVectors,
    pieces: Sequence[tuple[int, Span]],
) -> tuple[Span, ...]:
    """Raw spans, rising, of the words of the passage's reading that are nearest to the question's content words.

    `asked_spans` are the places of the rows of `asked`; `pieces` name the row of `words` and the place in the reading of
    each of its word pieces.
    """
    content = [i for i, (start, end) in enumerate(asked_spans) if fold(question[start:end]) not in STOPWORDS]
    if not content or not len(words):
        return ()
    similarities = asked[content] @ words.T
    chosen = {int(row) for row, best in zip(similarities.argmax(1), similarities.max(1), strict=True) if best >= _NEAR}
    reading, places = passage.reading, list(_raw_places(passage))
    spans = {_whole_word(reading, span) for row, span in pieces if row in chosen and 0 <= span[0] < span[1] <= len(reading)}
    return tuple((places[start], places[end - 1] + 1) for start, end in sorted(spans))


def _whole_word(text: str, span: Span) -> Span:
    start, end = span
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _raw_places(passage: Passage) -> Iterator[int]:
    """Raw offset of every character of the passage's reading."""
    for number, sentence in enumerate(passage.sentences):
        if number:
            yield sentence.start - 1  # the blank between two sentences
        yield from _aligned(sentence, passage.text[sentence.start - passage.start : sentence.end - passage.start])


def _aligned(sentence: Sentence, raw: str) -> Iterator[int]:
    """A reading only leaves characters out and writes blanks as spaces, so its characters are met in order."""
    position = 0
    for character in sentence.reading:
        while position < len(raw) - 1 and raw[position] != character and not (character == " " and raw[position].isspace()):
            position += 1
        yield sentence.start + position
        position += 1
