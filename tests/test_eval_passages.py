"""A passage is relevant iff it covers evidence, however the documents were cut."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.passages import PASSAGE_MEASURES, ap, covers, ndcg_at, place_ranks, recall_at, rr_at, success_at
from eval.types import Evidence, FoundPassage

EVIDENCE = (Evidence("d", 10, 20, "x" * 10), Evidence("d", 50, 60, "x" * 10))


def passage(start: int, end: int, document: str = "d") -> FoundPassage:
    return FoundPassage(document, start, end, 1.0)


def test_a_passage_covers_a_span_only_whole_and_only_in_its_document() -> None:
    assert covers(passage(10, 20), EVIDENCE[0])
    assert not covers(passage(11, 30), EVIDENCE[0])
    assert not covers(passage(0, 19), EVIDENCE[0])
    assert not covers(passage(0, 90, "e"), EVIDENCE[0])


def test_any_passage_of_a_document_named_as_a_whole_counts() -> None:
    assert covers(passage(300, 900), Evidence("d"))
    assert not covers(passage(300, 900, "e"), Evidence("d"))


def test_measures_by_hand() -> None:
    found = [passage(70, 99), passage(0, 25), passage(5, 30), passage(45, 65)]
    assert place_ranks(found, EVIDENCE) == [2, 4]
    assert [success_at(found, EVIDENCE, k=k) for k in (1, 2)] == [0, 1]
    assert [recall_at(found, EVIDENCE, k=k) for k in (1, 2, 4)] == [0, 0.5, 1]
    assert [rr_at(found, EVIDENCE, k=k) for k in (1, 10)] == [0, 0.5]
    assert ap(found, EVIDENCE) == pytest.approx((1 / 2 + 2 / 4) / 2)
    ideal = 1 + 1 / math.log2(3)
    assert ndcg_at(found, EVIDENCE, k=10) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)


def test_a_second_passage_over_the_same_place_gains_nothing() -> None:
    assert ndcg_at([passage(0, 25), passage(5, 30)], EVIDENCE, k=10) == ndcg_at([passage(0, 25)], EVIDENCE, k=10)


def test_one_passage_over_every_place_is_as_good_as_can_be() -> None:
    for name, measure in PASSAGE_MEASURES.items():
        assert measure([passage(0, 99)], EVIDENCE) == 1, name


def test_nothing_found_or_nothing_to_find_counts_as_0() -> None:
    for measure in PASSAGE_MEASURES.values():
        assert measure([], EVIDENCE) == 0
        assert measure([passage(0, 99)], ()) == 0


spans = st.tuples(st.integers(0, 40), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=15), st.lists(spans, min_size=1, max_size=5, unique=True))
def test_every_measure_lies_between_0_and_1(cut: list[tuple[int, int]], places: list[tuple[int, int]]) -> None:
    evidence = [Evidence("d", start, end, "x" * (end - start)) for start, end in places]
    for name, measure in PASSAGE_MEASURES.items():
        assert 0 <= measure([passage(*span) for span in cut], evidence) <= 1 + 1e-12, name


@given(st.lists(spans, max_size=15), st.lists(spans, min_size=1, max_size=5, unique=True), st.integers(1, 9))
def test_wider_passages_are_never_worse_at_finding(
    cut: list[tuple[int, int]], places: list[tuple[int, int]], more: int
) -> None:
    evidence = [Evidence("d", start, end, "x" * (end - start)) for start, end in places]
    narrow = [passage(*span) for span in cut]
    wide = [passage(start - more, end + more) for start, end in cut]
    for k in (1, 5):
        assert success_at(wide, evidence, k=k) >= success_at(narrow, evidence, k=k)
        assert recall_at(wide, evidence, k=k) >= recall_at(narrow, evidence, k=k)
