"""A run as figures: each language and manner of asking apart."""

from dataclasses import replace

import pytest
from evaluating import ABSTAINED, FOUND, MARS, MISSED, SENATE, SENATE_ASCII, SENATE_EN, good_run, many, stored

from eval.catalogue import BY_NAME, MEASURES
from eval.confidence import set_estimates
from eval.scoring import score
from eval.summary import BADLY_TYPED, summarise
from eval.types import Decision


def test_each_language_and_manner_of_asking_stands_alone_with_its_count() -> None:
    summary = summarise(good_run())
    assert [(group.language, group.style, group.questions) for group in summary.groups] == [
        ("tr", "clean", 2),
        ("tr", "badly typed", 1),
        ("tr", "ascii", 1),
        ("en", "clean", 1),
    ]
    turkish = summary.group("tr")
    assert turkish
    assert (turkish.measures["right"].value, turkish.measures["right"].count) == (1, 1)
    assert (turkish.measures["coverage"].value, turkish.measures["coverage"].count) == (0.5, 2)
    assert summary.group("en", BADLY_TYPED) is None


def test_gaps_are_over_the_same_facts_only() -> None:
    other = replace(SENATE_EN, id="k2-en", fact="k2")
    run = stored(
        {"k1-tr": FOUND, "k1-tr-ascii": MISSED, "k1-en": MISSED, "k2-en": FOUND}, (SENATE, SENATE_ASCII, SENATE_EN, other)
    )
    summary = summarise(run)
    assert (summary.language_gap["right"].value, summary.language_gap["right"].count) == (1, 1)
    assert (summary.robustness["tr"]["success@1"].value, summary.robustness["tr"]["success@1"].count) == (1, 1)
    assert "en" not in summary.robustness


def test_badly_typed_wordings_of_one_fact_count_as_one() -> None:
    typos = replace(SENATE, id="k1-tr-typos", style="typos")
    run = stored({"k1-tr": FOUND, "k1-tr-ascii": FOUND, "k1-tr-typos": MISSED}, (SENATE, SENATE_ASCII, typos))
    gap = summarise(run).robustness["tr"]["right"]
    assert (gap.value, gap.count) == (0.5, 1)


def test_questions_without_a_fact_have_no_gap() -> None:
    run = stored({"k1-tr": FOUND, "k1-en": FOUND}, (replace(SENATE, fact=""), replace(SENATE_EN, fact="")))
    assert summarise(run).language_gap == {}


def test_times_are_told_by_stage() -> None:
    outcomes = [replace(FOUND, timings_ms={"total": float(milliseconds)}) for milliseconds in range(1, 102)]
    assert summarise(many(outcomes)).stages["tr"]["total"] == (51, 96)


def test_the_curves_are_of_cleanly_written_questions() -> None:
    curves = summarise(good_run()).curves
    assert len(curves["tr"].risk_coverage) == 2
    assert curves["en"].reliability == ((pytest.approx(0.9), 1.0, 1),)


def test_figures_of_confidence_hold_their_value_and_need_both_kinds() -> None:
    decisions = [Decision(0.9, True), Decision(0.8, True), Decision(0.3, False)]
    found = set_estimates(decisions)
    assert found["auroc"].value == 1
    assert all(estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9 for estimate in found.values())
    assert found == set_estimates(decisions)
    assert "auroc" not in set_estimates(decisions[:2])
    assert set_estimates([]) == {}


def test_every_score_is_a_measure_that_reports_know() -> None:
    given = {name for scores in good_run().scores for name in scores}
    sets = set_estimates([Decision(0.9, True), Decision(0.3, False)]).keys()
    assert given | sets <= BY_NAME.keys()
    assert len(BY_NAME) == len(MEASURES)
    assert score(MARS, ABSTAINED, {}).keys() <= BY_NAME.keys()


@pytest.mark.parametrize(
    ("name", "value", "figure", "gap"),
    [("right", 0.955, "95.5%", "+95.5"), ("ndcg@10", 0.953, ".953", "+.953"), ("ndcg@10", -0.05, "-.050", "−.050")],
)
def test_figures_are_written_as_the_field_writes_them(name: str, value: float, figure: str, gap: str) -> None:
    assert (BY_NAME[name].figure(value), BY_NAME[name].gap(value)) == (figure, gap)
