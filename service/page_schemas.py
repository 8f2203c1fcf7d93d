"""The shapes of what the pages ask for beyond the answers: a document's reading view and passages, the service's status."""

from typing import Any

from pydantic import BaseModel, Field

from service.schemas import IndexOut


class BlockOut(BaseModel):
    """A heading, paragraph, list item or note, as a span of the raw text."""

    kind: str
    start_char_index: int
    end_char_index: int


class MendedOut(BaseModel):
    """What the reading view did to the raw text; nothing of it moves an offset."""

    joined_lines: int = Field(description="line breaks inside a paragraph that were read as a blank")
    mended_words: int = Field(description="words broken at a line end that were put together")
    left_out_characters: int = Field(description="footnote marks, running heads, page numbers and the like")


class ViewOut(BaseModel):
    """A document as a reader reads it: its blocks, and the raw spans within them that are not read."""

    document_id: str
    blocks: list[BlockOut]
    left_out: list[tuple[int, int]] = Field(description="raw spans inside blocks, ends exclusive, in reading order")
    mended: MendedOut


class PassageEntry(BaseModel):
    """A passage of a document; `reading` is its text with lines joined and words mended."""

    number: int
    start_char_index: int
    end_char_index: int
    start_page_number: int | None
    end_page_number: int | None
    heading: str | None
    reading: str


class PassageList(BaseModel):
    """The passages of a document in reading order."""

    document_id: str
    passages: list[PassageEntry]


class StageOut(BaseModel):
    """Milliseconds that one stage of the recent questions took."""

    p50: float
    p95: float
    max: float


class RecentOut(BaseModel):
    """What the service measured of its recent questions; nothing of the questions themselves is kept."""

    asked: int = Field(description="questions since the start")
    answered: int
    window: int = Field(description="how many of the newest ones the figures are over")
    stages_ms: dict[str, StageOut]
    totals_ms: list[float] = Field(description="total time of the newest questions, oldest first")


class FeedbackOut(BaseModel):
    """How many thumbs were given."""

    up: int
    down: int


class StatusOut(BaseModel):
    """State of the service, its index and its encoder."""

    status: str
    version: str
    uptime_s: float
    index: IndexOut
    dimensions: int
    token_dimensions: int
    passage_size: int
    passage_overlap: int
    segments: int
    documents: int
    passages: int
    characters: int
    fault: str | None
    recent: RecentOut
    feedback: FeedbackOut | None


class EvaluationOut(BaseModel):
    """A stored run, by what it was made of."""

    id: str
    run: dict[str, Any]


class EvaluationList(BaseModel):
    """Stored runs, newest first."""

    runs: list[EvaluationOut]


class EvaluationRow(BaseModel):
    """A question as it was asked, what came of it, and its value by each measure that applies."""

    question: dict[str, Any]
    outcome: dict[str, Any]
    scores: dict[str, float]


class EvaluationDetail(EvaluationOut):
    """A stored run with its questions; `next_offset` asks for more."""

    rows: list[EvaluationRow]
    next_offset: int | None
