"""What went wrong with a question, in words: the first thing to read in a list of failures."""

from typing import Literal

from eval.runs import Scores
from eval.types import Outcome, Question

Verdict = Literal["right", "declined", "wrong", "missed", "invented"]
VERDICTS: dict[Verdict, str] = {
    "right": "right",
    "declined": "rightly declined",
    "wrong": "wrong answer",
    "missed": "no answer, though there is one",
    "invented": "answered, though nothing answers it",
}
GOOD: frozenset[Verdict] = frozenset({"right", "declined"})


def verdict(question: Question, outcome: Outcome, scores: Scores) -> Verdict:
    """How a question ended."""
    if not question.answerable:
        return "invented" if outcome.answered else "declined"
    if not outcome.answered:
        return "missed"
    return "right" if scores.get("right", 0.0) == 1 else "wrong"


def faults(question: Question, outcome: Outcome, scores: Scores) -> list[str]:
    """Everything that is not as it should be, most telling first; empty where nothing is amiss."""
    found = [_of_ending(question, outcome, scores), _of_passages(scores), _of_citation(scores), *_of_rest(scores)]
    if outcome.language != question.language:
        found.append(f"the question's language was guessed as {outcome.language}")
    return [fault for fault in found if fault]


def _of_ending(question: Question, outcome: Outcome, scores: Scores) -> str:
    match verdict(question, outcome, scores):
        case "invented":
            return f"an answer was given with confidence {outcome.confidence:.2f}, though the sources do not answer this"
        case "missed":
            return f"no answer was given ({outcome.abstention}, confidence {outcome.confidence:.2f})"
        case "wrong" if question.items:
            return f"the answer names {scores.get('items', 0.0):.0%} of the items"
        case "wrong":
            return "the answer holds none of the accepted forms"
        case _:
            return ""


def _of_passages(scores: Scores) -> str:
    if "rr@10" not in scores or scores["rr@10"] == 1:
        return ""
    if scores["rr@10"] == 0:
        return "none of the ten passages covers a place that answers"
    return f"the first passage that covers a place that answers stands at rank {round(1 / scores['rr@10'])}"


def _of_citation(scores: Scores) -> str:
    if scores.get("rr@10") == 1 and scores.get("cited recall") == 0:
        return "the right passage came first, but another sentence of it is cited"
    return ""


def _of_rest(scores: Scores) -> list[str]:
    said = {
        "valid": "a cited text is not the document's at its offsets",
        "page": "a cited page is not the one its characters stand on",
        "conflict recall": "not every side of the disagreement is shown",
    }
    found = [text for name, text in said.items() if scores.get(name, 1.0) < 1]
    return [*found, "a disagreement is shown where there is none"] if scores.get("conflict false alarm") else found
