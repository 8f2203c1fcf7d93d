"""`POST /v1/feedback`: what a reader thought of an answer."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from corpus.types import Language
from service.feedback import Cited, Feedback, save
from service.routes import problems_of
from service.schemas import CONTROL_CHARACTERS, SAYABLE, number, sayable

_PLAIN = f"^[^{CONTROL_CHARACTERS}]*$"
_LARGEST = 2**53 - 1  # what every JSON reader keeps exact
_Offset = Annotated[int, Field(ge=0, le=_LARGEST), BeforeValidator(number)]
router = APIRouter()


class CitedIn(BaseModel):
    """Characters of a document that the answer cited; the end is exclusive."""

    model_config = ConfigDict(extra="forbid")

    document_id: str = Field(min_length=1, max_length=1000, pattern=_PLAIN)
    start: _Offset
    end: _Offset


class FeedbackRequest(BaseModel):
    """A thumb for an answer, and why; sent again for the same answer, it takes the place of the first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "4f1c0a52c7c94b6f9c3f0f4f3d1a9a10",
                    "question": "Kazakistan'ın nüfusu ne kadar?",
                    "thumb": "down",
                    "reason": "Yıl yazmıyor.",
                    "language": "tr",
                    "citations": [{"document_id": "kazakistan-ulke-notu", "start": 878, "end": 915}],
                }
            ]
        },
    )

    answer_id: str = Field(pattern="^[0-9A-Za-z_-]{1,64}$", description="`answer_id` of the answer")
    question: Annotated[str, AfterValidator(sayable)] = Field(
        min_length=1, max_length=2000, json_schema_extra={"pattern": SAYABLE}
    )
    thumb: Literal["up", "down"]
    reason: str | None = Field(default=None, max_length=2000, pattern=_PLAIN)
    language: Language
    citations: list[CitedIn] = Field(default=[], max_length=50)


class FeedbackStored(BaseModel):
    """The judgement is on the disk."""

    answer_id: str
    created: str


@router.post("/v1/feedback", status_code=201, responses=problems_of(400, 422, 507), tags=["answers"])
def feedback(request: Request, body: FeedbackRequest) -> FeedbackStored:
    """Keep what a reader thought of an answer."""
    citations = tuple(Cited(cited.document_id, cited.start, cited.end) for cited in body.citations)
    judged = Feedback(body.answer_id, body.question, body.language, body.thumb, body.reason or None, citations)
    stored = save(request.app.state.data, judged)
    return FeedbackStored(answer_id=stored.answer_id, created=stored.created)
