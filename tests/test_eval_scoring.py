"""One question's figures, worked out by hand."""

from dataclasses import replace

import pytest
from evaluating import (
    ABSTAINED,
    DOCUMENTS,
    FOUND,
    MARS,
    MISSED,
    SENATE,
    cited,
    good_run,
    passage,
    place,
    stored,
)  # fmt: skip

from eval.diagnosis import faults, verdict
from eval.scoring import decision_of, score
from eval.types import Evidence, Question, Side


def test_an_answer_from_the_right_place_gets_everything() -> None:
    scores = score(SENATE, FOUND, DOCUMENTS)
    full = ("success@1", "success@5", "recall@10", "rr@10", "ndcg@10", "ap", "right", "contains", "valid", "page")
    assert {name: scores[name] for name in full} == dict.fromkeys(full, 1.0)
    assert (scores["cited precision"], scores["cited recall"], scores["coverage"], scores["error rate"]) == (1, 1, 1, 0)


def test_another_place_gets_nothing_but_for_being_cited_as_it_stands() -> None:
    scores = score(SENATE, MISSED, DOCUMENTS)
    assert [scores[name] for name in ("success@10", "ndcg@10", "right", "contains", "cited recall")] == [0] * 5
    assert (scores["valid"], scores["page"]) == (1, 1)


def test_a_passage_counts_only_if_it_covers_the_whole_place() -> None:
    cut = replace(FOUND, passages=(passage("Senato kırk yedi"), passage("Senato kırk yedi üyelidir. Meclis", 0.5)))
    assert score(SENATE, cut, DOCUMENTS)["rr@10"] == 0.5


def test_an_abstention_on_an_answerable_question_is_an_error_and_no_answer() -> None:
    scores = score(SENATE, ABSTAINED, DOCUMENTS)
    assert (scores["error rate"], scores["coverage"], scores["right"], scores["em"]) == (1, 0, 0, 0)
    assert "cited recall" not in scores
    assert "hallucination rate" not in scores


def test_an_unanswerable_question_is_about_abstaining_and_citing_only() -> None:
    declined, invented = score(MARS, ABSTAINED, DOCUMENTS), score(MARS, FOUND, DOCUMENTS)
    assert (declined["hallucination rate"], invented["hallucination rate"]) == (0, 1)
    assert declined.keys() == {"coverage", "hallucination rate", "valid", "page", "conflict false alarm"}


def test_a_citation_shifted_by_one_character_is_not_valid() -> None:
    first, *others = FOUND.citations
    shifted = replace(FOUND, citations=(replace(first, start=first.start + 1, end=first.end + 1), *others))
    assert score(SENATE, shifted, DOCUMENTS)["valid"] == 0.5


def test_a_citation_on_another_page_is_told() -> None:
    wrong = replace(FOUND, citations=(cited("Senato kırk yedi üyelidir.", page=2),))
    assert score(SENATE, wrong, DOCUMENTS)["page"] == 0


def test_the_short_answer_is_what_em_and_f1_are_about() -> None:
    said = score(SENATE, replace(FOUND, short="Kırk yedi"), DOCUMENTS)
    assert (said["em"], said["f1-tr"], said["value"]) == (1, 1, 1)
    assert score(SENATE, FOUND, DOCUMENTS)["em"] == 0


def test_a_list_is_right_only_with_every_item() -> None:
    question = replace(SENATE, answers=(), items=(("kırk yedi",), ("Astana",)))
    half, whole = score(question, FOUND, DOCUMENTS), replace(FOUND, answer="Kırk yedi; Astana'dır.")
    assert (half["items"], half["right"]) == (0.5, 0)
    assert score(question, whole, DOCUMENTS)["right"] == 1


def test_where_only_the_place_is_known_citing_it_whole_is_right() -> None:
    question = replace(SENATE, answers=())
    assert score(question, FOUND, DOCUMENTS)["right"] == 1
    assert score(question, MISSED, DOCUMENTS)["right"] == 0
    assert "contains" not in score(question, FOUND, DOCUMENTS)


def test_where_only_the_answer_is_known_nothing_is_said_of_passages() -> None:
    scores = score(replace(SENATE, evidence=()), FOUND, DOCUMENTS)
    assert scores["right"] == 1
    assert not scores.keys() & {"success@1", "ndcg@10", "cited recall", "cited precision"}


def test_where_the_document_is_known_its_passages_count() -> None:
    question = replace(SENATE, evidence=(Evidence("not"),))
    assert score(question, MISSED, DOCUMENTS)["success@1"] == 1
    assert "cited recall" not in score(question, MISSED, DOCUMENTS)


def test_both_sides_of_a_disagreement_must_be_shown() -> None:
    sides = (Side(("47",), (0,)), Side(("49",), (1,)))
    question = replace(SENATE, sides=sides, evidence=(*SENATE.evidence, place("Başkent Astana'dır.")))
    shown = score(question, replace(FOUND, conflict=("kırk yedi", "49")), DOCUMENTS)
    assert shown["conflict recall"] == 1
    assert "conflict false alarm" not in shown
    assert score(question, FOUND, DOCUMENTS)["conflict recall"] == 0
    assert score(SENATE, replace(FOUND, conflict=("47", "49")), DOCUMENTS)["conflict false alarm"] == 1


def test_a_decision_asks_what_an_answer_held_back_would_have_been_worth() -> None:
    held_back = replace(FOUND, answered=False, answer=None, confidence=0.3)
    decision = decision_of(SENATE, held_back)
    assert (decision.right, decision.confidence) == (True, 0.3)
    assert not decision_of(MARS, FOUND).right


@pytest.mark.parametrize(
    ("question", "outcome", "ended", "said"),
    [
        (SENATE, FOUND, "right", ""),
        (SENATE, MISSED, "wrong", "none of the accepted forms"),
        (SENATE, ABSTAINED, "missed", "evidence_too_weak"),
        (MARS, FOUND, "invented", "do not answer this"),
        (MARS, ABSTAINED, "declined", ""),
    ],
)
def test_what_went_wrong_is_said(question: Question, outcome, ended: str, said: str) -> None:
    scores = score(question, outcome, DOCUMENTS)
    assert verdict(question, outcome, scores) == ended
    told = faults(question, outcome, scores)
    assert said in " ".join(told)
    assert bool(told) == bool(said)


def test_a_language_guessed_wrongly_and_another_sentence_cited_are_said() -> None:
    other = replace(FOUND, language="en", citations=(cited("Başkent Astana'dır.", page=2),))
    told = faults(SENATE, other, score(SENATE, other, DOCUMENTS))
    assert any("guessed as en" in fault for fault in told)
    assert any("another sentence" in fault for fault in told)


def test_scores_are_kept_in_the_order_of_the_questions() -> None:
    run = good_run()
    assert run.by_id["k1-tr"]["right"] == 1
    assert run.by_id["k1-tr-ascii"]["right"] == 0
    assert stored({"k1-tr": FOUND}, [SENATE]).by_id.keys() == {"k1-tr"}
