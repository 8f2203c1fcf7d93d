"""What the service gives back. Offsets count Unicode code points of the document's raw text; ends are exclusive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.types import Language
from index.types import DocumentRecord, Highlight, Hit

AbstentionReason = Literal["nothing_relevant", "unknown_name", "evidence_too_weak", "no_words", "other_language"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The part of a hit that answers, or comes nearest: `cited_text == document.text[start:end]`.

    `score` falls with the number: it is the hit's, but for the first one, which the reader may have put there.
    """

    number: int
    hit: Hit
    start: int
    end: int
    reading: str
    score: float

    @property
    def document(self) -> DocumentRecord:
        """The document that is cited."""
        return self.hit.document

    @property
    def cited_text(self) -> str:
        """The cited characters, a slice of the passage and so of the raw text."""
        return self.hit.passage.text[self.start - self.hit.passage.start : self.end - self.hit.passage.start]

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        """The answering words among the cited ones."""
        return tuple(word for word in self.hit.highlights if self.start <= word.start and word.end <= self.end)

    @property
    def start_page(self) -> int | None:
        """Page of the first cited character, from 1."""
        return self.document.page_at(self.start)

    @property
    def end_page(self) -> int | None:
        """Page of the last cited character, from 1."""
        return self.document.page_at(self.end - 1)


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer, as a code and as a sentence in the question's language."""

    reason: AbstentionReason
    message: str


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words inside the first citation that answer by themselves; `english` is the form of a Turkish number or date."""

    start: int
    end: int
    text: str
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """What one place says where places disagree; `year` is the one it states, else its document's, None if neither tells."""

    value: str
    citation: Citation
    year: int | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Places that give different values for what was asked, best first; `newer` is the newest side's number, if known."""

    message: str
    sides: tuple[Side, ...]
    newer: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of hits: the citations, of which the answer quotes the first `quoted`, and how sure it is.

    Where it abstains it would have quoted as many. `explanation` tells why, in names and figures, when it is asked for: the
    question taken apart and what spoke for each citation.
    """

    citations: tuple[Citation, ...]
    quoted: int
    confidence: float
    abstention: Abstention | None = None
    short: ShortAnswer | None = None
    conflicts: tuple[Conflict, ...] = ()
    explanation: Callable[[], Mapping[str, object]] = dict

    @property
    def quotes(self) -> tuple[Citation, ...]:
        """The citations that the answer quotes."""
        return self.citations[: self.quoted]

    @property
    def text(self) -> str | None:
        """The answer's wording, a line for each citation that it quotes; None where it abstains."""
        return None if self.abstention else "\n".join(citation.reading for citation in self.quotes)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations, or an abstention with the nearest passages."""

    question: str
    language: Language
    reading: Reading
    generation: str
    encoder: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits of a question, best first."""

    question: str
    language: Language
    hits: tuple[Hit, ...]
    generation: str
    encoder: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
