"""What evaluation is made of. Offsets count Unicode code points of a document's raw text; ends are exclusive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.types import Language

Split = Literal["dev", "test"]
Style = Literal["clean", "ascii", "capitals", "typos", "keywords", "chatty"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that answers a question by itself: raw offsets in a document.

    Without text (0 to 0) it names the document as a whole, as document-level judgements do: any passage of it counts.
    """

    document: str
    start: int = 0
    end: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: its accepted answers, and the numbers of the evidence places (from 0) that give it."""

    answers: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A gold question; a passage is relevant iff it covers one of the evidence spans, however the text was cut.

    `fact` joins the wordings of one fact (Turkish, English, badly typed). `answers` are accepted short forms in any
    language; `items` the accepted forms of each item of a list; `sides` what disagreeing places say. Evidence is empty
    for unanswerable questions, and for a user's own where only the answer is known.
    """

    id: str
    language: Language
    question: str
    split: Split = "test"
    fact: str = ""
    kind: str = "fact"
    style: Style = "clean"
    answerable: bool = True
    evidence: tuple[Evidence, ...] = ()
    answers: tuple[str, ...] = ()
    items: tuple[tuple[str, ...], ...] = ()
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was retrieved; higher scores are better."""

    document: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """A citation as it was given: the span, the text said to stand there, and its pages (from 1; None without pages)."""

    document: str
    start: int
    end: int
    text: str
    start_page: int | None = None
    end_page: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the shipped pipeline gave to one question.

    Passages and citations are best first; the answer quotes the first `quoted` of them, or would have. `short` is the
    answer's own words, `conflict` the values shown side by side.
    """

    question_id: str
    language: Language
    passages: tuple[FoundPassage, ...]
    answered: bool
    confidence: float
    answer: str | None = None
    short: str | None = None
    citations: tuple[CitedSpan, ...] = ()
    conflict: tuple[str, ...] = ()
    abstention: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    quoted: int = 1

    @property
    def support(self) -> tuple[CitedSpan, ...]:
        """The citations that the answer rests on, or would have."""
        return self.citations[: self.quoted]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run was made of; two runs of one corpus, index, settings and seed answer alike.

    `corpus` is the SHA-256 over the sorted SHA-256s of the documents; `index` names generation, encoder and chunking.
    """

    id: str
    created: str
    dataset: str
    split: str
    corpus: str
    index: Mapping[str, Any]
    settings: Mapping[str, Any]
    seed: int
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    """The outcomes of one run over a split of a dataset."""

    info: RunInfo
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A run of labelled text: `starts` are the offsets in it at which its sentences begin."""

    id: str
    language: Language
    split: Split
    kinds: tuple[str, ...]
    document: str | None
    start: int
    end: int
    text: str
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Confidence in an answer, and whether it is right, or would have been had it been given.

    An answer to an unanswerable question is never right.
    """

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `count` questions with its 95% interval."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.1%} [{self.low:.1%}, {self.high:.1%}]"


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of (new - old) over `count` paired questions, its 95% interval, and the p-value of their being alike."""

    value: float
    low: float
    high: float
    p: float
    count: int
