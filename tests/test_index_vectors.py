"""Every row of VECTOR_INDEXES keeps the same contract."""

from pathlib import Path

import numpy as np
import pytest

from index.vectors import VECTOR_INDEXES, VectorIndex, family_for


def random_unit(count: int, dimensions: int = 64, seed: int = 0) -> np.ndarray:
    made = np.random.default_rng(seed).standard_normal((count, dimensions)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


STORED = random_unit(400)
QUERIES = random_unit(20, seed=1)

every_family = pytest.mark.parametrize("family", VECTOR_INDEXES)


@pytest.fixture
def index(family: str) -> VectorIndex:
    return VectorIndex.of(STORED, family=family)


@every_family
def test_the_nearest_of_a_stored_vector_is_itself_with_cosine_one(index: VectorIndex) -> None:
    for position in range(0, len(STORED), 13):
        [(found, score)] = index.search(STORED[position], 1)
        assert found == position
        assert score == pytest.approx(1, abs=1e-5)


@every_family
def test_scores_are_cosines_and_fall(index: VectorIndex) -> None:
    for query in QUERIES:
        found = index.search(query, 10)
        assert len(found) == 10
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        for position, score in found:
            assert score == pytest.approx(float(STORED[position] @ query), abs=1e-5)


@every_family
def test_only_allowed_positions_are_found_and_the_best_of_them(index: VectorIndex) -> None:
    allowed = np.flatnonzero(np.arange(len(STORED)) % 7 == 3)
    for query in QUERIES:
        found = [position for position, _ in index.search(query, 5, allowed)]
        assert set(found) <= set(allowed.tolist())
        assert found[0] == max(allowed.tolist(), key=lambda position: float(STORED[position] @ query))


@every_family
def test_fewer_allowed_than_asked_for_gives_them_all(index: VectorIndex) -> None:
    found = index.search(QUERIES[0], 50, np.array([5, 17, 399]))
    assert {position for position, _ in found} == {5, 17, 399}


@every_family
def test_nothing_allowed_gives_nothing(index: VectorIndex) -> None:
    assert index.search(QUERIES[0], 5, np.empty(0, dtype=np.int64)) == []


@every_family
def test_asking_for_more_than_there_are_gives_each_once(family: str) -> None:
    few = VectorIndex.of(STORED[:7], family=family)
    assert sorted(position for position, _ in few.search(QUERIES[0], 64)) == list(range(7))


@every_family
def test_a_written_index_gives_the_same_results_when_read(index: VectorIndex, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(index.serialised())
    again = VectorIndex.read(tmp_path / "file")
    assert len(again) == len(index) == len(STORED)
    allowed = np.arange(0, len(STORED), 2)
    for query in QUERIES:
        assert again.search(query, 10) == index.search(query, 10)
        assert again.search(query, 10, allowed) == index.search(query, 10, allowed)


@every_family
def test_vectors_gives_back_what_was_put(index: VectorIndex) -> None:
    positions = np.array([0, 399, 7, 7, 100])
    assert np.array_equal(index.vectors(positions), STORED[positions])


@every_family
def test_a_zero_vector_and_a_zero_query_do_no_harm(family: str) -> None:
    stored = STORED[:10].copy()
    stored[4] = 0
    index = VectorIndex.of(stored, family=family)
    assert index.search(stored[3], 1)[0][0] == 3
    assert all(score == 0 for _, score in index.search(np.zeros(64, dtype=np.float32), 3))


def test_the_graph_finds_what_the_exact_scan_finds() -> None:
    stored, queries = random_unit(3000, seed=2), random_unit(100, seed=3)
    exact, graph = (VectorIndex.of(stored, family=family) for family in ("flat", "hnsw"))
    shared = sum(len(_positions(exact, query) & _positions(graph, query)) for query in queries)
    assert shared / (10 * len(queries)) >= 0.95


def test_the_chosen_family_is_exact_for_few_and_a_row_of_the_table_for_any_number() -> None:
    assert family_for(1) == "flat"
    assert {family_for(10**n) for n in range(8)} <= set(VECTOR_INDEXES)


def _positions(index: VectorIndex, query: np.ndarray) -> set[int]:
    return {position for position, _ in index.search(query, 10)}


def test_a_graph_searched_within_a_few_vectors_finds_every_one_of_them() -> None:
    made = np.random.default_rng(5).standard_normal((3000, 32)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    allowed = np.arange(0, 3000, 60, dtype=np.int64)
    found = VectorIndex.of(made, family="hnsw").search(made[7], 50, allowed)
    assert sorted(position for position, _ in found) == allowed.tolist()
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
