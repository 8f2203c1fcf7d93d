"""The tables of the encoder's card, and the vectors that training keeps."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedders import BUNDLED
from index.training.crossing.vectors import KnownVectors, Vectors, encoded
from index.training.evaluation import Xquad
from index.training.tables import kept_rows

pytestmark = pytest.mark.usefixtures("one_thread")

CONTEXTS = ["Senato kırk yedi üyeden oluşur.", "Başkent Astana'dır.", "Para birimi tengedir."]
QUESTIONS = {
    "tr": ["Senatoda kaç üye var?", "Başkent neresidir?", "Hangi para kullanılıyor?"],
    "en": ["How many members has the Senate?", "What is the capital?", "Which currency is used?"],
}


def test_each_way_to_keep_token_vectors_is_told_with_its_size_and_its_cost() -> None:
    rows = [*kept_rows(BUNDLED, Xquad(QUESTIONS, {"tr": CONTEXTS}, np.arange(3)))]
    assert [row[0].rpartition(", ")[2] for row in rows] == ["float32", "8 bits", "4 bits"] * 2
    every, distinct = rows[:3], rows[3:]
    for whole, bytes_, nibbles in (every, distinct):
        assert float(bytes_[2]) == pytest.approx(float(whole[2]) / 4, abs=0.1)
        assert float(nibbles[2]) == pytest.approx(float(whole[2]) / 8, abs=0.1)
    assert float(distinct[0][1]) <= float(every[0][1])
    assert {row[3] for row in rows[:2]} == {"100.0"}, "the passages are told apart by all questions"


def test_a_vector_is_made_once_and_outlives_the_run(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        angles = np.array([len(text) for text in texts], np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    first = encoded(KnownVectors(encode, tmp_path), ["bir", "dört", "bir", "yirmi"])
    assert sorted(asked) == ["bir", "dört", "yirmi"]
    again = encoded(KnownVectors(encode, tmp_path), ["yirmi", "altı bin", "dört"])
    assert asked[3:] == ["altı bin"]
    assert np.array_equal(again[[0, 2]], first[[3, 1]])
    assert np.allclose(again[1], encode(["altı bin"])[0], atol=1e-3)
