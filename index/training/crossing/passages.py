"""Passages cut into sentences of word pieces, each passage once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tokenizers import Tokenizer

from corpus.sentences import split_sentences
from corpus.types import Language
from index.crossing import SENTENCE_PIECES
from index.types import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence stands in its passage, the ids of its word pieces, and where each of them stands."""

    span: Span
    pieces: tuple[int, ...]
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in its sentences; one that is held out is never trained on, nor is any question about it."""

    text: str
    language: Language
    source: str
    held_out: bool
    sentences: tuple[Sentence, ...]

    def numbers_at(self, span: Span) -> frozenset[int]:
        """The numbers of the sentences that share a character with a span."""
        return frozenset(i for i, own in enumerate(self.sentences) if own.span[0] < span[1] and span[0] < own.span[1])

    def wording(self, sentence: int) -> str:
        """The text of a sentence."""
        start, end = self.sentences[sentence].span
        return self.text[start:end]


class Passages(list[Passage]):
    """Passages by their number; the same text added again keeps the number it has."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._numbers: dict[tuple[str, Language], int] = {}

    def add(
        self,
        text: str,
        language: Language,
        source: str,
        *,
        spans: Sequence[Span] | None = None,
        held_out: bool = False,
    ) -> int:
        """The number of a passage; `spans` are its sentences where they are known."""
        key = text, language
        if key not in self._numbers:
            self._numbers[key] = len(self)
            sentences = self._sentences(text, spans or list(split_sentences(text, language)))
            self.append(Passage(text, language, source, held_out, sentences))
        return self._numbers[key]

    def add_joined(self, sentences: Sequence[str], language: Language, source: str) -> int:
        """The number of a passage of these sentences, one a line."""
        ends = list(accumulate(len(text) + 1 for text in sentences))
        spans = [(end - 1 - len(text), end - 1) for end, text in zip(ends, sentences, strict=True)]
        return self.add("\n".join(sentences), language, source, spans=spans)

    def _sentences(self, text: str, spans: Sequence[Span]) -> tuple[Sentence, ...]:
        encodings = self._tokenizer.encode_batch([text[start:end] for start, end in spans], add_special_tokens=False)
        return tuple(
            Sentence(
                span,
                tuple(encoding.ids[:SENTENCE_PIECES]),
                tuple((span[0] + start, span[0] + end) for start, end in encoding.offsets[:SENTENCE_PIECES]),
            )
            for span, encoding in zip(spans, encodings, strict=True)
            if encoding.ids
        )
