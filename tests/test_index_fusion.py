"""Fusion: whatever the legs return, the result is ordered, bounded and reproducible."""

from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse
from index.types import Ranked

WEIGHT = st.floats(0.01, 10)


def _ranked(pairs: dict[int, float]) -> Ranked:
    return sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))


RANKED = st.dictionaries(st.integers(0, 40), st.floats(-1, 60).map(lambda score: round(score, 3)), max_size=30).map(_ranked)
FOUND = RANKED.filter(lambda ranked: bool(ranked) and ranked[0][1] > 0)


@given(RANKED, RANKED, WEIGHT, WEIGHT)
def test_results_lie_between_0_and_1_and_fall(lexical: Ranked, dense: Ranked, a: float, b: float) -> None:
    scores = [score for _, score in fuse({"lexical": lexical, "dense": dense}, {"lexical": a, "dense": b})]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-12 for score in scores)


@given(RANKED, RANKED, WEIGHT, WEIGHT)
def test_every_passage_of_either_leg_is_in_the_result_once(lexical: Ranked, dense: Ranked, a: float, b: float) -> None:
    ids = [passage for passage, _ in fuse({"lexical": lexical, "dense": dense}, {"lexical": a, "dense": b})]
    assert len(ids) == len(set(ids))
    assert set(ids) == {passage for passage, _ in lexical + dense}


@given(RANKED, RANKED, WEIGHT, WEIGHT)
def test_the_result_is_the_same_again_and_in_whatever_order_the_legs_come(
    lexical: Ranked, dense: Ranked, a: float, b: float
) -> None:
    weights = {"lexical": a, "dense": b}
    result = fuse({"lexical": lexical, "dense": dense}, weights)
    assert fuse({"lexical": lexical, "dense": dense}, weights) == result
    assert fuse({"dense": dense, "lexical": lexical}, weights) == result


@given(FOUND, RANKED, WEIGHT)
def test_a_leg_with_weight_0_leaves_the_order_and_scores_of_the_other(one: Ranked, other: Ranked, weight: float) -> None:
    alone = fuse({"lexical": one}, {"lexical": weight})
    both = dict(fused := fuse({"lexical": one, "dense": other}, {"lexical": weight, "dense": 0.0}))
    positive = [passage for passage, score in alone if score > 0]
    assert [passage for passage, score in fused if score > 0] == positive
    assert all(abs(both[passage] - score) < 1e-12 for passage, score in alone)


@given(FOUND, WEIGHT, WEIGHT)
def test_a_leg_that_found_nothing_has_no_say(found: Ranked, a: float, b: float) -> None:
    alone = fuse({"lexical": found}, {"lexical": a})
    assert fuse({"lexical": found, "dense": []}, {"lexical": a, "dense": b}) == alone
    assert alone[0][0] == found[0][0]
    assert abs(alone[0][1] - 1) < 1e-12


@given(FOUND, WEIGHT, WEIGHT)
def test_a_passage_that_is_best_in_both_legs_has_score_1(ranked: Ranked, a: float, b: float) -> None:
    fused = fuse({"lexical": ranked, "dense": ranked}, {"lexical": a, "dense": b})
    assert fused[0][0] == ranked[0][0]
    assert abs(fused[0][1] - 1) < 1e-9


@given(FOUND, WEIGHT, WEIGHT, st.floats(0.01, 100))
def test_the_scale_of_a_leg_does_not_matter(ranked: Ranked, a: float, b: float, scale: float) -> None:
    weights = {"lexical": a, "dense": b}
    other = [(passage + 3, score) for passage, score in ranked]
    scaled = [(passage, score * scale) for passage, score in other]
    plain = dict(fuse({"lexical": ranked, "dense": other}, weights))
    assert all(abs(plain[passage] - score) < 1e-9 for passage, score in fuse({"lexical": ranked, "dense": scaled}, weights))


def test_two_empty_legs_give_nothing() -> None:
    assert fuse({"lexical": [], "dense": []}, {"lexical": 1.0, "dense": 0.5}) == []


def test_legs_without_a_positive_score_give_zeros_and_no_division_by_zero() -> None:
    assert fuse({"dense": [(4, 0.0), (2, -0.5)]}, {"dense": 1.0}) == [(2, 0.0), (4, 0.0)]


def test_how_much_better_the_first_is_counts_not_only_its_rank() -> None:
    dense = [(2, 1.0), (1, 0.9)]
    clear, close = [(1, 10.0), (2, 1.0)], [(1, 10.0), (2, 9.9)]
    weights = {"lexical": 1.0, "dense": 0.5}
    [clearly, _], [closely, _] = (fuse({"lexical": leg, "dense": dense}, weights) for leg in (clear, close))
    assert clearly[0] == 1
    assert closely[0] == 2


def test_a_leg_with_weight_0_alone_gives_zeros_and_no_division_by_zero() -> None:
    assert fuse({"lexical": [(3, 2.0)], "dense": []}, {"lexical": 0.0, "dense": 1.0}) == [(3, 0.0)]
