"""Scores of sentence boundaries, by hand."""

import pytest

from eval.boundaries import BoundaryScore, boundary_score


def test_boundaries_are_compared_as_sets_and_add_up() -> None:
    score = boundary_score({1, 2, 3}, {2, 3, 4, 5}) + BoundaryScore(1, 0, 0)
    assert score == BoundaryScore(3, 2, 1)
    assert score.f1 == pytest.approx(6 / 9)
    assert boundary_score(set(), set()).f1 == 1
