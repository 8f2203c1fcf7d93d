"""Our own format: one question a line, with the keys of `eval.types.Question`; what has its default may be left out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from corpus.language import guess_language
from corpus.types import Language
from eval.answers import contains
from eval.faults import Faults, read_json_lines
from eval.types import Evidence, Question, Side, Split, Style
from eval.writing import whole_file

_Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Evidence(_Strict):
    document: _Text
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    text: str = ""


class _Side(_Strict):
    answers: list[_Text] = Field(min_length=1)
    evidence: list[int]


class _Record(_Strict):
    """A question as a person writes it."""

    id: _Text
    language: Language
    question: _Text
    split: Split = "test"
    fact: str = ""
    kind: str = "fact"
    style: Style = "clean"
    answerable: bool = True
    evidence: list[_Evidence] = Field(default_factory=list)
    answers: list[_Text] = Field(default_factory=list)
    items: list[list[_Text]] = Field(default_factory=list)
    sides: list[_Side] = Field(default_factory=list)

    def made(self) -> Question:
        """The question as evaluation uses it."""
        own = {name: getattr(self, name) for name in ("id", "language", "question", "split", "fact", "kind", "style")}
        return Question(
            **own,
            answerable=self.answerable,
            evidence=tuple(Evidence(**span.model_dump()) for span in self.evidence),
            answers=tuple(self.answers),
            items=tuple(tuple(forms) for forms in self.items),
            sides=tuple(Side(tuple(side.answers), tuple(side.evidence)) for side in self.sides),
        )


def read_questions(path: Path, *, documents: Mapping[str, str] | None = None) -> list[Question]:
    """Questions of a JSON-lines file; with raw texts by document id, their evidence and answers are held against them.

    Raises DatasetError naming all faults with their lines.
    """
    faults = Faults()
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for line, record in read_json_lines(path, faults):
        try:
            question = _Record.model_validate(record).made()
        except ValidationError as error:
            for fault in error.errors():
                faults.add(path, line, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
            continue
        if question.id in lines:
            faults.add(path, line, f"the id {question.id} is that of line {lines[question.id]} too")
        for what in faults_of(question, documents):
            faults.add(path, line, what)
        lines.setdefault(question.id, line)
        questions.append(question)
    faults.check()
    return questions


def faults_of(question: Question, documents: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with a question by itself and, with raw texts by document id, with its evidence and answers."""
    found = [
        f"side {number} names evidence place {place}, there are {len(question.evidence)} (from 0)"
        for number, side in enumerate(question.sides)
        for place in side.evidence
        if not 0 <= place < len(question.evidence)
    ]
    if len(question.sides) == 1:
        found.append("one side is no disagreement; give two or none")
    if not question.answerable and (question.evidence or question.answers or question.items or question.sides):
        found.append("it is said to be unanswerable, yet has evidence or answers")
    for place in question.evidence:
        found.extend(_span_faults(place, documents))
    return found or (_answer_faults(question) if documents is not None else [])


def _span_faults(place: Evidence, documents: Mapping[str, str] | None) -> list[str]:
    if place.text and place.end - place.start != len(place.text):
        return [f"evidence {place.start}-{place.end} is not as long as its text, {len(place.text)} characters"]
    if not place.text and place.end > place.start:
        return [f"evidence {place.start}-{place.end} lacks its text"]
    if documents is None:
        return []
    if place.document not in documents:
        return [f"there is no document {place.document}"]
    if documents[place.document][place.start : place.end] != place.text:
        return [f"{place.document} has other text at {place.start}-{place.end} than {place.text[:40]!r}"]
    return []


def _answer_faults(question: Question) -> list[str]:
    """Accepted forms of which none stands in the evidence: each fact's, each list item's and each side's.

    Nothing is said of evidence in another language than the question, nor of a document as a whole.
    """
    places = [place.text for place in question.evidence]
    if not all(places) or any(guess_language(text) != question.language for text in places):
        return []
    wanted = [(question.answers, places), *((forms, places) for forms in question.items)]
    wanted += [(side.answers, [places[number] for number in side.evidence]) for side in question.sides]
    return [
        f"none of the answers {', '.join(forms)} stands in the evidence"
        for forms, texts in wanted
        if forms and texts and not any(_stands_in(text, forms) for text in texts)
    ]


def _stands_in(text: str, forms: Sequence[str]) -> bool:
    """Whether a form is said in a text, or stands in it letter for letter ("Erdem" in "Erdem1", with its footnote)."""
    verbatim = " ".join(text.split())
    return contains(text, forms) or any(" ".join(form.split()) in verbatim for form in forms)


def write_questions(questions: Iterable[Question], path: Path) -> None:
    """Write one question a line, leaving out what has its default; the file appears whole or not at all."""
    with whole_file(path) as half:
        half.write_text("".join(f"{json.dumps(_record(q), ensure_ascii=False)}\n" for q in questions), encoding="utf-8")


def _record(question: Question) -> dict[str, Any]:
    defaults = {field.name: field.default for field in fields(question)}
    record = asdict(question)
    record["evidence"] = tuple(asdict(place) if place.text else {"document": place.document} for place in question.evidence)
    return {name: value for name, value in record.items() if value != defaults[name] or name == "split"}
