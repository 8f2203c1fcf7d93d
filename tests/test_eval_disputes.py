"""Pairs of documents that disagree: the data is what it says, and what is measured is what was asked."""

import json
from dataclasses import replace

import numpy as np
import pytest

from eval.disputes import FOLDER, documents_of, read_pairs, report
from eval.fitting_conflicts import Contested, fit_rivals
from eval.reading_examples import Example
from eval.types import Outcome, Question, Side
from service.reading.model import load_model
from service.reading.rivals import RIVAL
from tests.reading import question_of

PAIRS = read_pairs()
WHY = {"words", "rounded", "years", "opposite", "other", "single", "part"}


def test_there_are_many_pairs_with_questions_of_both_sorts_in_both_languages() -> None:
    assert len(PAIRS) > 60
    questions = [question for pair in PAIRS for question in pair.questions]
    assert len({question.id for question in questions}) == len(questions)
    for language in ("tr", "en"):
        own = [question for question in questions if question.language == language]
        assert sum(bool(question.sides) for question in own) > 400
        assert {question.kind for question in own} == WHY | {"disputed"}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_every_value_and_answer_stands_in_a_document_of_its_pair(pair) -> None:  # type: ignore[no-untyped-def]
    assert len(pair.documents) == 2
    for question in pair.questions:
        assert question.evidence, question.id
        for place in question.evidence:
            assert pair.documents[f"{place.document}.md"][place.start : place.end] == place.text
        stated = {place.text for place in question.evidence}
        assert all(side.answers[0] in stated for side in question.sides)
        assert all(form in side.answers[0] for side in question.sides for form in side.answers)
        assert len(question.sides) in (0, 2)
        assert len({side.answers for side in question.sides}) == len(question.sides)


def test_a_value_is_given_without_its_unit_too() -> None:
    sides = {side.answers for pair in PAIRS for question in pair.questions for side in question.sides}
    assert {("720 ton", "720"), ("Mayıs 2011",)} <= sides


def test_names_of_files_are_those_of_the_pairs_and_documents_are_written() -> None:
    assert [pair.name for pair in PAIRS] == sorted(path.stem for path in FOLDER.glob("*.json"))
    assert all(json.loads(path.read_text(encoding="utf-8"))["disputed"] for path in FOLDER.glob("*.json"))
    with documents_of(PAIRS[:2]) as folder:
        assert sorted(path.name for path in folder.iterdir()) == sorted(n for pair in PAIRS[:2] for n in pair.documents)
    assert not folder.exists()


def asked(name: str, *sides: str) -> Question:
    kind = "disputed" if sides else "other"
    return Question(name, "tr", "Kaç?", "dev", name, kind, sides=tuple(Side((side,), ()) for side in sides))


def outcome(name: str, *shown: str) -> Outcome:
    return Outcome(name, "tr", (), answered=True, confidence=0.5, conflict=shown)


def test_a_disagreement_is_shown_where_both_sides_are_and_an_alarm_is_false_where_there_is_none() -> None:
    questions = [asked("a", "47", "49"), asked("b", "5", "10"), asked("c"), asked("d"), asked("e")]
    outcomes = [outcome("a", "49", "kırk yedi"), outcome("b", "5", "7"), outcome("c", "3", "4"), outcome("d"), outcome("e")]
    lines = list(report(questions, outcomes))
    assert [line.split("%")[0] for line in lines] == [
        "tr disputed: both sides shown 50.0",
        "tr agreed, other: false alarms 33.3",
        "tr agreed: false alarms 33.3",
    ]


def test_what_is_fitted_hears_rivals_that_contradict() -> None:
    rng = np.random.default_rng(0)
    contested, one = [], Example(asked("q"), question_of("Kaç üye var?"), [], ())
    for number in range(60):
        figures = rng.normal(size=(3, len(RIVAL)))
        right = figures[:, RIVAL.index("odds")] > 0.5
        contested.append(Contested(replace(one, question=asked(str(number))), figures, right))
    model = fit_rivals(contested)
    scores = model.score(np.concatenate([own.figures for own in contested]), RIVAL)
    right = np.concatenate([own.right for own in contested])
    assert scores[right].min() > np.median(scores)
    assert max(model.weights, key=lambda name: model.weights[name]) == "odds"


@pytest.mark.parametrize("late", [True, False])
def test_the_weights_that_come_along_are_those_of_the_figures(late: bool) -> None:
    assert set(load_model("conflicts", late=late).weights) == set(RIVAL)
