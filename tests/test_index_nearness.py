import numpy as np

from index.nearness import near_words, words_in
from index.tokens import cosines, pack


def test_a_word_is_as_near_as_its_nearest_piece() -> None:
    text = "Senatonun üyeleri"
    vectors = np.eye(8, dtype=np.float32)
    pieces = [(0, (0, 6)), (1, (6, 9)), (2, (10, 17))]
    near = near_words(cosines(vectors[[0]], pack([vectors[:3]]).rows), np.ones(1, np.bool_), pieces, text)
    assert [(start, end) for start, end, _ in near] == words_in(text)
    assert near[0][2] > 0.25
    assert abs(near[1][2]) < 0.1


def test_function_words_of_the_question_make_nothing_near() -> None:
    near = near_words(np.ones((1, 1), np.float32), np.zeros(1, np.bool_), [(0, (0, 3))], "kim")
    assert near == [(0, 3, 0.0)]


def test_without_token_vectors_every_word_is_at_distance_zero() -> None:
    assert near_words(np.zeros((0, 0), np.float32), np.zeros(0, np.bool_), [], "iki söz") == [(0, 3, 0.0), (4, 7, 0.0)]


def test_signs_and_joints_belong_to_a_word() -> None:
    text = "Türkiye-Kazakistan, %58'i; $10 (egov.kz) 1.500."
    assert [text[a:b] for a, b in words_in(text)] == ["Türkiye-Kazakistan", "%58'i", "$10", "egov.kz", "1.500"]
