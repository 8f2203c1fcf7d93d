"""The shapes of an answer: its wording, its proof, what disagrees, and why there is none."""

from pydantic import BaseModel


class PassageOut(BaseModel):
    """A passage, verbatim, and the heading that stands above it in the document."""

    text: str
    start_char_index: int
    end_char_index: int
    heading: str | None


class HighlightOut(BaseModel):
    """A word of the cited text that answers a word of the question, in whatever language.

    The first two offsets are in the document, the others in the question as it was sent.
    """

    start_char_index: int
    end_char_index: int
    question_start_char_index: int
    question_end_char_index: int


class CitationOut(BaseModel):
    """Proof: `cited_text` is the document's text from `start_char_index` to `end_char_index` (exclusive)."""

    number: int
    document_id: str
    document_title: str
    cited_text: str
    start_char_index: int
    end_char_index: int
    start_page_number: int | None
    end_page_number: int | None
    score: float
    highlights: list[HighlightOut]
    passage: PassageOut
    url: str


class ShortOut(BaseModel):
    """The words of a citation that answer by themselves; `english` is the form of a Turkish number or date."""

    text: str
    start_char_index: int
    end_char_index: int
    citation: int
    english: str | None


class AnswerOut(BaseModel):
    """The answer's wording, a line for each of the `citations` it quotes; `short` where fewer words answer."""

    text: str
    short: ShortOut | None
    citations: list[int]


class SideOut(BaseModel):
    """What one place says where places disagree, with its proof; `year` is the one it states, else its document's."""

    value: str
    document_id: str
    document_title: str
    year: int | None
    cited_text: str
    start_char_index: int
    end_char_index: int
    start_page_number: int | None
    end_page_number: int | None
    url: str


class ConflictOut(BaseModel):
    """Different values for what was asked; `newer` is the place in `sides` of the newest, null where nothing tells."""

    message: str
    newer: int | None
    sides: list[SideOut]


class AbstentionOut(BaseModel):
    """Why there is no answer."""

    reason: str
    message: str
