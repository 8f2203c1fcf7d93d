"""What people said of answers, one JSON object a line, as `kaynak feedback --export` writes it.

    {"answer_id": "...", "question": "...", "language": "tr", "thumb": "up", "reason": null, "created": "...",
     "citations": [{"document_id": "...", "start": 120, "end": 260}]}

Up: the citations are those that answer; they become evidence, whose `text` may be given with them. Down: `expected`, which a
person adds, says what the answer should have been, or `reason` is "unanswerable" where there should have been none; others
are for people to read. A thumb down that says neither teaches nothing to measure by.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.types import Language
from eval.faults import Faults, read_json_lines
from eval.formats.dataset import Dataset
from eval.types import Evidence, Question


class _Citation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document_id: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str = ""


class FeedbackRecord(BaseModel):
    """One person's judgement of one answer."""

    model_config = ConfigDict(extra="forbid")

    answer_id: str = Field(min_length=1)
    question: str = Field(min_length=1, pattern=r"\S")
    language: Language
    thumb: Literal["up", "down"]
    reason: str | None = None
    created: str = ""
    expected: str = ""
    citations: list[_Citation] = Field(default_factory=list)

    def question_asked(self) -> Question | None:
        """The gold question that this makes; None where it says only that something was wrong."""
        asked = Question(id=f"feedback-{self.answer_id}", language=self.language, question=self.question)
        if self.reason == "unanswerable":
            return replace(asked, answerable=False)
        # Without a character it would stand for the whole document.
        places = [cited for cited in self.citations if cited.start < cited.end] if self.thumb == "up" else []
        if not places and not self.expected:
            return None
        evidence = tuple(Evidence(place.document_id, place.start, place.end, place.text) for place in places)
        return replace(asked, evidence=evidence, answers=(self.expected,) if self.expected else ())


def read_feedback(path: Path) -> Dataset:
    """Questions of the records that say what is right; of several on one answer the last counts.

    Raises DatasetError naming every broken record.
    """
    faults, questions = Faults(), dict[str, Question]()
    for line, content in read_json_lines(path, faults):
        try:
            question = FeedbackRecord.model_validate(content).question_asked()
        except ValidationError as error:
            for fault in error.errors():
                faults.add(path, line, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
            continue
        if question:
            questions[question.id] = question
    faults.check()
    return Dataset(tuple(questions.values()))
