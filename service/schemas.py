"""What strangers send in, and the shapes of what they get: the HTTP contract as pydantic models."""

import re
from typing import Annotated, Any
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from corpus.types import Language
from service.answer_schemas import AbstentionOut, AnswerOut, CitationOut, ConflictOut, PassageOut

CONTROL_CHARACTERS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_CONTROL = re.compile(f"[{CONTROL_CHARACTERS}]")
# The same rule for readers of the OpenAPI description: no control character, and one that is no blank.
SAYABLE = f"^[^{CONTROL_CHARACTERS}]*[^\\s{CONTROL_CHARACTERS}][^{CONTROL_CHARACTERS}]*$"


def sayable(question: str) -> str:
    """A question in plain text; raises ValueError for blanks and control characters."""
    if not question.strip():
        raise ValueError("the question is blank; write it in words")
    if _CONTROL.search(question):
        raise ValueError("the question holds control characters; send plain text")
    return question


def number(value: object) -> object:
    """What JSON calls a number, still to be validated; raises ValueError for anything else."""
    if isinstance(value, bool | str):
        raise ValueError("it must be a number")
    return value


class AskRequest(BaseModel):
    """A question, and how to answer it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Kazakistan Senatosu kaç üyeden oluşur?"},
                {"question": "Who appoints the governors in Kazakhstan?", "language": "en", "top_k": 3},
            ]
        },
    )

    question: Annotated[str, AfterValidator(sayable)] = Field(
        min_length=1, max_length=2000, json_schema_extra={"pattern": SAYABLE}
    )
    language: Language | None = Field(default=None, description="guessed from the question if null")
    top_k: Annotated[int, BeforeValidator(number)] = Field(default=5, ge=1, le=50, description="how many passages to cite")
    document_ids: list[str] | None = Field(
        default=None, min_length=1, max_length=1000, description="answer from these documents only"
    )
    conversation_id: str | None = Field(default=None, max_length=200, description="accepted, and without effect yet")
    explain: bool = Field(default=False, description="say in `explanation` what spoke for the answer and each citation")


_ANSWERED: dict[str, Any] = {
    "answer_id": "4f1c0a52c7c94b6f9c3f0f4f3d1a9a10",
    "question": "Kazakistan'ın nüfusu ne kadar?",
    "language": "tr",
    "answered": True,
    "confidence": 0.98,
    "abstention": None,
    "answer": {
        "text": "Ülke nüfusu yaklaşık 19,74 milyondur.",
        "short": {
            "text": "19,74 milyondur",
            "start_char_index": 899,
            "end_char_index": 914,
            "citation": 1,
            "english": None,
        },
        "citations": [1],
    },
    "citations": [
        {
            "number": 1,
            "document_id": "kazakistan-ulke-notu",
            "document_title": "[Kazakistan: siyasi ve idari yapı, nüfus, dış ticaret]",
            "cited_text": "Ülke nüfusu yaklaşık 19,74 milyondur.",
            "start_char_index": 878,
            "end_char_index": 915,
            "start_page_number": 1,
            "end_page_number": 1,
            "score": 1.0,
            "highlights": [
                {
                    "start_char_index": 883,
                    "end_char_index": 889,
                    "question_start_char_index": 14,
                    "question_end_char_index": 20,
                }
            ],
            "passage": {
                "text": "Ülke nüfusu yaklaşık 19,74 milyondur. ...",
                "start_char_index": 878,
                "end_char_index": 1624,
                "heading": "Nüfus",
            },
            "url": "/documents/kazakistan-ulke-notu?start=878&end=915",
        }
    ],
    "conflicts": [],
    "index": {"generation": "8b6417fbfafd", "encoder": "kaynak-tr-en-small"},
    "timings_ms": {"total": 12.3},
}


class IndexOut(BaseModel):
    """Which state of which index answered."""

    generation: str
    encoder: str


class AskResponse(BaseModel):
    """An answer, or an abstention with the nearest passages."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ANSWERED]})

    answer_id: str = Field(default_factory=lambda: uuid4().hex, description="names this answer in POST /v1/feedback")
    question: str
    language: Language
    answered: bool
    confidence: float
    abstention: AbstentionOut | None
    answer: AnswerOut | None
    citations: list[CitationOut]
    conflicts: list[ConflictOut]
    index: IndexOut
    timings_ms: dict[str, float]
    explanation: dict[str, Any] | None = Field(default=None, description="only if `explain` was asked for")


class HitOut(BaseModel):
    """A passage that was found, with what each leg gave it."""

    number: int
    document_id: str
    document_title: str
    passage: PassageOut
    score: float
    scores: dict[str, float]
    pages: list[int]
    url: str


class SearchResponse(BaseModel):
    """Hits, best first."""

    question: str
    language: Language
    hits: list[HitOut]
    index: IndexOut
    timings_ms: dict[str, float]


class DocumentOut(BaseModel):
    """A document of the collection."""

    document_id: str
    title: str
    authors: list[str]
    publisher: str
    year: int | None
    language: str
    kind: str
    pages: int | None
    characters: int
    passages: int


class DocumentDetail(DocumentOut):
    """A document with what is known of its source; page starts are offsets in its text."""

    sha256: str
    rights: str
    source: str
    page_starts: list[int]
    page_labels: list[str | None]


class DocumentList(BaseModel):
    """A page of the collection; `next_cursor` asks for the next one."""

    documents: list[DocumentOut]
    next_cursor: str | None


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Unknown document",
                    "status": 404,
                    "detail": "there is no document 'x'; ...",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None


class Health(BaseModel):
    """State of the service."""

    status: str
    index: IndexOut | None = None
    documents: int | None = None
    passages: int | None = None
    fault: str | None = None
