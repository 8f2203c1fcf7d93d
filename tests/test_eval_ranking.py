"""Ranking measures, against ir_measures and by hand."""

import math
import random

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, Judged, R, Success, nDCG

from eval.ranking import RANKING_MEASURES, average_precision, judged, ndcg, rank, recall, reciprocal_rank, success

THEIRS = {
    "success@1": Success @ 1, "success@5": Success @ 5, "success@10": Success @ 10,
    "recall@1": R @ 1, "recall@5": R @ 5, "recall@10": R @ 10,
    "rr@10": RR @ 10, "ndcg@10": nDCG @ 10, "ap": AP, "judged@10": Judged @ 10,
}  # fmt: skip
# ir_measures computes these two with other code than trec_eval, which breaks ties by rising id.
OTHER_TIES = {"rr@10", "judged@10"}

Scores = dict[str, dict[str, float]]


def made(seed: int, *, ties: bool) -> tuple[dict[str, dict[str, int]], Scores]:
    source = random.Random(seed)
    ids = [f"d{number}" for number in range(40)] + ["ö", "İ", "d%201"]
    qrels, run = {}, {}
    for query in (f"q{number}" for number in range(30)):
        qrels[query] = {item: source.choice((0, 0, 1, 1, 2, 3)) for item in source.sample(ids, source.randrange(1, 20))}
        found = source.sample(ids, source.randrange(1, 40))
        run[query] = {item: float(source.randrange(5)) if ties else source.random() for item in found}
    return qrels, run


def theirs(measure: str, qrels: dict[str, dict[str, int]], run: Scores) -> dict[str, float]:
    return {found.query_id: found.value for found in ir_measures.iter_calc([THEIRS[measure]], qrels, run)}


@pytest.mark.parametrize("measure", RANKING_MEASURES)
@pytest.mark.parametrize("seed", range(5))
def test_every_measure_is_that_of_ir_measures_on_random_runs(measure: str, seed: int) -> None:
    qrels, run = made(seed, ties=False)
    expected = theirs(measure, qrels, run)
    assert len(expected) == len(run)
    for query, value in expected.items():
        assert RANKING_MEASURES[measure](rank(run[query]), qrels[query]) == pytest.approx(value, abs=1e-9), query


@pytest.mark.parametrize("measure", RANKING_MEASURES)
@pytest.mark.parametrize("seed", range(5))
def test_every_measure_is_that_of_ir_measures_on_tied_runs(measure: str, seed: int) -> None:
    qrels, run = made(seed, ties=True)
    if measure in OTHER_TIES:
        run = {query: {item: -place for place, item in enumerate(rank(found))} for query, found in run.items()}
    for query, value in theirs(measure, qrels, run).items():
        assert RANKING_MEASURES[measure](rank(run[query]), qrels[query]) == pytest.approx(value, abs=1e-9), query


def test_scores_that_differ_less_than_trec_eval_sees_are_ties() -> None:
    run = {"q": {"a": 0.5 + 1e-12, "b": 0.5}}
    assert rank(run["q"]) == ["b", "a"]
    assert theirs("success@1", {"q": {"b": 1}}, run) == {"q": 1}


@given(st.dictionaries(st.text("abcö", min_size=1, max_size=3), st.sampled_from([0.0, 0.5, 1.0])), st.randoms())
def test_the_order_in_which_hits_come_changes_nothing(scores: dict[str, float], source: random.Random) -> None:
    shuffled = list(scores.items())
    source.shuffle(shuffled)
    assert rank(dict(shuffled)) == rank(scores)


@given(st.permutations("abcdef"), st.dictionaries(st.sampled_from("abcxyz"), st.integers(-1, 3)))
def test_every_measure_lies_between_0_and_1(ranked: list[str], gains: dict[str, int]) -> None:
    for name, measure in RANKING_MEASURES.items():
        assert 0 <= measure(ranked, gains) <= 1 + 1e-12, name


def test_measures_by_hand() -> None:
    ranked, gains = ["x", "a", "y", "b"], {"a": 2, "b": 1, "c": 1, "y": 0}
    assert [success(ranked, gains, k=k) for k in (1, 2)] == [0, 1]
    assert recall(ranked, gains, k=4) == pytest.approx(2 / 3)
    assert [reciprocal_rank(ranked, gains, k=k) for k in (1, 2)] == [0, 0.5]
    assert average_precision(ranked, gains) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert judged(ranked, gains, k=4) == 0.75
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(ranked, gains, k=10) == pytest.approx((2 / math.log2(3) + 1 / math.log2(5)) / ideal)


def test_a_question_without_relevant_documents_or_without_hits_counts_as_0() -> None:
    for measure in RANKING_MEASURES.values():
        assert measure([], {"a": 1}) == 0
    assert [measure(["a"], {}) for measure in RANKING_MEASURES.values()] == [0] * len(RANKING_MEASURES)
