"""What evaluation is made of."""

from dataclasses import dataclass
from typing import Literal

from corpus.types import Language

Split = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that answers a question by itself: raw offsets in a document."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A gold question; a passage is relevant iff it covers one of the evidence spans, however the text was cut."""

    id: str
    language: Language
    split: Split
    kind: str
    question: str
    answer: str
    evidence: tuple[Evidence, ...]
    style: str = ""


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
