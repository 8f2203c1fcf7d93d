"""One question's figures: measure -> value, from what the pipeline gave to it; what does not apply is absent."""

from collections.abc import Iterator, Mapping

from corpus.types import Document
from eval.answers import (
    conflict_recall,
    contains,
    exact_match,
    false_alarm,
    list_recall,
    squad_tokens,
    token_f1,
    value_match,
)  # fmt: skip
from eval.citations import character_precision, character_recall, page_accuracy, validity
from eval.passages import PASSAGE_MEASURES
from eval.types import Decision, Outcome, Question

_SHOWN = ("success@1", "success@5", "success@10", "recall@5", "recall@10", "rr@10", "ndcg@10", "ap")


def score(question: Question, outcome: Outcome, documents: Mapping[str, Document]) -> dict[str, float]:
    """Every measure that applies; `documents` hold the raw texts that citations and evidence point into.

    An unanswerable question is only about citations and about abstaining; without evidence nothing is said of passages.
    """
    found = {
        **dict(_of_passages(question, outcome)),
        **dict(_of_answer(question, outcome)),
        **_of_citations(question, outcome, documents),
        **_of_abstaining(question, outcome),
        **_of_conflict(question, outcome),
    }
    return {name: float(value) for name, value in found.items() if value is not None}


def is_right(question: Question, text: str, outcome: Outcome) -> bool:
    """Whether a text holds what was asked for: an accepted form, or every item of a list.

    Where only the place of the answer is known, the citations that it rests on must hold it whole. An unanswerable question
    has none of these, so no answer to it is right.
    """
    if question.items:
        return list_recall(text, question.items) == 1
    if question.answers:
        return contains(text, question.answers)
    return character_recall(outcome.support, question.evidence) == 1


def decision_of(question: Question, outcome: Outcome) -> Decision:
    """The confidence against what the answer is worth; where it abstained, what it would have been worth."""
    kept = "\n".join(citation.text for citation in outcome.support)
    right = is_right(question, outcome.answer if outcome.answer is not None else kept, outcome)
    return Decision(outcome.confidence, right)


def _of_passages(question: Question, outcome: Outcome) -> Iterator[tuple[str, float]]:
    if question.answerable and question.evidence:
        for name in _SHOWN:
            yield name, PASSAGE_MEASURES[name](outcome.passages, question.evidence)


def _of_answer(question: Question, outcome: Outcome) -> Iterator[tuple[str, float | None]]:
    """An abstention counts as an empty answer."""
    if not question.answerable:
        return
    text = outcome.answer or ""
    yield "right", float(outcome.answered and is_right(question, text, outcome))
    yield "items", list_recall(text, question.items)
    if question.answers:
        short = outcome.short or text.partition("\n")[0]
        yield "contains", float(contains(text, question.answers))
        yield "em", exact_match(short, question.answers, tokens=squad_tokens)
        yield "f1", token_f1(short, question.answers, tokens=squad_tokens)
        yield "em-tr", exact_match(short, question.answers)
        yield "f1-tr", token_f1(short, question.answers)
        yield "value", value_match(short, question.answers)


def _of_citations(question: Question, outcome: Outcome, documents: Mapping[str, Document]) -> dict[str, float | None]:
    """Validity and pages of every citation; precision and recall of those that the answer rests on."""
    found = {"valid": validity(outcome.citations, documents), "page": page_accuracy(outcome.citations, documents)}
    if outcome.answered:
        found["places"] = len(outcome.support)
    if outcome.answered and question.evidence and question.answerable:
        support = outcome.support
        spans = [place for place in question.evidence if place.text]
        found["cited precision"] = character_precision(support, spans) if spans else None
        found["cited recall"] = character_recall(support, spans)
    return found


def _of_abstaining(question: Question, outcome: Outcome) -> dict[str, float]:
    """Coverage (El-Yaniv and Wiener 2010), and NoMIRACL's two rates (Thakur and others 2024).

    The error rate is the share of answerable questions that are not answered, FN / (FN + TP); the hallucination rate
    that of unanswerable ones that are answered all the same, FP / (FP + TN).
    """
    if question.answerable:
        return {"coverage": outcome.answered, "error rate": not outcome.answered}
    return {"coverage": outcome.answered, "hallucination rate": outcome.answered}


def _of_conflict(question: Question, outcome: Outcome) -> dict[str, float | None]:
    sides = [side.answers for side in question.sides]
    return {
        "conflict recall": conflict_recall(outcome.conflict, sides),
        "conflict false alarm": false_alarm(outcome.conflict, sides),
    }
