"""Questions through a pipeline: what it gave to each."""

from collections.abc import Callable, Sequence

from eval.types import CitedSpan, FoundPassage, Outcome, Question
from service.pipeline import Pipeline
from service.types import Answer, Citation

TOP_K = 10  # passages asked for, as deep as the measures look


def ask_all(pipeline: Pipeline, questions: Sequence[Question], advance: Callable[[int], None]) -> tuple[Outcome, ...]:
    """Ask every question as a stranger would: its language is guessed. `advance` is told how many are done."""
    outcomes = []
    for number, question in enumerate(questions, start=1):
        outcomes.append(outcome_of(question.id, pipeline.answer(question.question, top_k=TOP_K)))
        advance(number)
    return tuple(outcomes)


def outcome_of(question_id: str, answer: Answer) -> Outcome:
    """What is measured of an answer; the only place that knows the service's answers."""
    reading = answer.reading
    return Outcome(
        question_id=question_id,
        language=answer.language,
        passages=tuple(_found(citation) for citation in reading.citations),
        answered=reading.text is not None,
        confidence=reading.confidence,
        answer=reading.text,
        short=reading.short.text if reading.short else None,
        conflict=tuple(side.value for conflict in reading.conflicts for side in conflict.sides),
        citations=tuple(_cited(citation) for citation in reading.citations),
        abstention=reading.abstention.reason if reading.abstention else None,
        timings_ms=dict(answer.timings_ms),
        quoted=reading.quoted,
    )


def _found(citation: Citation) -> FoundPassage:
    passage = citation.hit.passage
    return FoundPassage(citation.document.document_id, passage.start, passage.end, citation.score)


def _cited(citation: Citation) -> CitedSpan:
    return CitedSpan(
        citation.document.document_id,
        citation.start,
        citation.end,
        citation.cited_text,
        citation.start_page,
        citation.end_page,
    )
