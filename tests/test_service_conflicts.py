"""Disagreement is shown where sources tell different things of the same, and nowhere else."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import pipeline_over

from service.pipeline import Pipeline
from service.reading.model import LinearModel
from service.reading.opposites import opposed

TEXTS = {
    "ticaret": "Dış ticaret\n\nKorvanya'nın ihracatı 2021 yılında 57 milyar dolar olmuştur. "
    "Korvanya'nın ithalatı 2021 yılında 46 milyar dolar olmuştur. "
    "Korvanya'nın ihracatı 2022 yılında 61 milyar dolar olmuştur.\n",
    "orman": "Kurumlar\n\nOrman Koruma Kurumu 1996 yılında kurulmuştur. Kurumun merkezi Torvan'dadır.\n",
    "tarih": "Tarihçe\n\nOrman Koruma Kurumu 1998 yılında kurulmuştur. Kurum kırk kişi çalıştırır.\n",
    "nufus": "Nüfus\n\nKorvanya'nın nüfusu 2020 yılında 4,1 milyon kişidir. Başkenti Torvan'dır.\n",
    "danisma": "Kurullar\n\nDanışma Kurulu 2014 yılında 4 üyeden oluşuyordu. Üyeleri belediye seçerdi.\n",
    "kurullar": "Kurul üyeleri\n\nDanışma Kurulu 2016 yılında 6 üyeden oluşuyordu. Toplantılar açıktı.\n",
    "rapor": "Rapor 2023\n\nKorvanya'nın nüfusu 2020 yılında 3,9 milyon kişi olarak ölçülmüştür.\n",
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_over(TEXTS, tmp_path_factory.mktemp("conflicts")) as made:
        yield made


def sides(pipeline: Pipeline, question: str) -> Sequence[tuple[str, int | None]]:
    return [(side.value, side.year) for found in pipeline.answer(question).reading.conflicts for side in found.sides]


@pytest.mark.parametrize(
    "question",
    [
        "Korvanya'nın 2021 yılındaki ihracatı ne kadardır?",
        "How much did Korvanya export in 2021?",
        "Korvanya'nın ithalatı ne kadardır?",
        "Danışma Kurulu kaç üyeden oluşuyordu?",
    ],
)
def test_exports_do_not_disagree_with_imports_nor_one_year_with_another(pipeline: Pipeline, question: str) -> None:
    assert sides(pipeline, question) == []


@pytest.mark.parametrize("question", ["Orman Koruma Kurumu ne zaman kuruldu?", "When was the Orman Koruma Kurumu founded?"])
def test_two_years_of_one_event_disagree(pipeline: Pipeline, question: str) -> None:
    shown = sides(pipeline, question)
    assert {value[:4] for value, _ in shown} == {"1996", "1998"}
    assert [year for _, year in shown] == [None, None]  # a date is not the time that it is told of


def test_a_side_is_of_the_year_nearest_to_its_value(pipeline: Pipeline) -> None:
    shown = sides(pipeline, "Korvanya'nın nüfusu kaç kişidir?")
    assert {value.split()[0] for value, _ in shown} == {"4,1", "3,9"}
    assert {year for _, year in shown} == {2020}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("İhracat 57 milyardır.", "İthalat 46 milyardır.", True),
        ("Exports rose.", "İthalat arttı.", True),
        ("İhracat ve ithalat 57 milyardır.", "İthalat 46 milyardır.", False),
        ("Kurul 49 üyelidir.", "Kırk yedi üyeli kurul toplanır.", False),
    ],
)
def test_what_is_told_in_the_same_words_may_be_opposed(one: str, other: str, expected: bool) -> None:
    assert opposed(one, other) is opposed(other, one) is expected


FIGURE = st.floats(-10, 10)


@given(st.lists(st.tuples(FIGURE, FIGURE, FIGURE, st.floats(0, 1)), min_size=1, max_size=5), FIGURE)
def test_no_row_between_two_bounds_scores_higher_than_is_said(rows: list[tuple[float, ...]], constant: float) -> None:
    """Sentences are not asked what they claim where no claim could be heard, so the bound must hold."""
    weights, one, other, share = (np.array(column) for column in zip(*rows, strict=True))
    least, most = np.minimum(one, other), np.maximum(one, other)
    names = [f"figure {number}" for number in range(len(rows))]
    model = LinearModel(dict(zip(names, map(float, weights), strict=True)), constant)
    between = np.clip(least + share * (most - least), least, most)
    highest = model.highest(least, most, names)
    assert model.score(between[None], names)[0] <= highest + 1e-9
    assert max(model.score(row[None], names)[0] for row in (least, most)) <= highest + 1e-9
