"""Measures against values worked out by hand, and BEIR collections through the pipeline."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.beir import read_collection
from eval.datasets import DatasetError
from eval.metrics import BoundaryScore, boundary_score, mean, ndcg_at, share, success_at
from service.cli import main


def test_success_counts_questions_whose_first_relevant_passage_is_early_enough() -> None:
    ranks = [1, 2, 5, 6, None]
    assert [success_at(k, ranks).value for k in (1, 5, 10)] == [0.2, 0.6, 0.8]
    assert success_at(5, ranks).count == 5


def test_the_wilson_interval_is_the_textbooks() -> None:
    estimate = share(8, 10)
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (0.4902, 0.9433)
    assert share(0, 0).count == 0


@given(st.integers(1, 300), st.data())
def test_an_interval_holds_its_value_and_lies_between_0_and_1(count: int, data: st.DataObject) -> None:
    estimate = share(data.draw(st.integers(0, count)), count)
    assert 0 <= estimate.low <= estimate.value + 1e-9
    assert estimate.value - 1e-9 <= estimate.high <= 1


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    gains = {"a": 2, "b": 1}
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg_at(10, ["x", "a", "b"], gains) == pytest.approx((2 / math.log2(3) + 1 / math.log2(4)) / ideal)
    assert ndcg_at(10, ["a", "b"], gains) == 1
    assert ndcg_at(1, ["x", "a"], gains) == 0
    assert ndcg_at(10, [], {}) == 0


def test_the_bootstrap_interval_is_the_same_at_every_call_and_narrows() -> None:
    few, many = mean([0.0, 1.0] * 10), mean([0.0, 1.0] * 1000)
    assert few == mean([0.0, 1.0] * 10)
    assert many.high - many.low < few.high - few.low
    assert few.low <= few.value <= few.high


def test_boundaries_are_compared_as_sets_and_add_up() -> None:
    score = boundary_score({1, 2, 3}, {2, 3, 4, 5}) + BoundaryScore(1, 0, 0)
    assert score == BoundaryScore(3, 2, 1)
    assert score.f1 == pytest.approx(6 / 9)
    assert boundary_score(set(), set()).f1 == 1


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    documents = {"d/1 ö": "Aktau limanı Hazar kıyısındadır.", "2": "Kapçagay barajı İli ırmağındadır.", "3": "Ova düzdür."}
    queries = {"q1": "Aktau limanı nerede?", "q2": "Baraj hangi ırmakta?", "q3": "sorulmaz"}
    write(folder / "corpus.jsonl", [{"_id": i, "title": "", "text": text} for i, text in documents.items()])
    write(folder / "queries.jsonl", [{"_id": i, "text": text} for i, text in queries.items()])
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td/1 ö\t1\nq2\t2\t1\nq2\t3\t0\n", encoding="utf-8"
    )
    return folder


def write(path: Path, records: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def test_a_beir_collection_becomes_a_trec_run_and_figures(collection: Path, tmp_path: Path) -> None:
    run, figures = tmp_path / "run.trec", tmp_path / "figures.json"
    command = ["eval", "retrieval", "--dataset", str(collection), "--run", str(run), "--json", str(figures)]
    assert main([*command, "--encoder", "hashing"]) == 0
    lines = [line.rsplit(" ", 4) for line in run.read_text(encoding="utf-8").splitlines()]
    assert {line[0].split(" ")[0] for line in lines} == {"q1", "q2"}
    first = {line[0].split(" ")[0]: line for line in lines if line[2] == "1"}
    assert first["q1"][0] == "q1 Q0 d/1"  # an id with a blank in it is written as it is
    assert first["q2"][1] == "2"
    assert json.loads(figures.read_text(encoding="utf-8"))["nDCG@10"]["value"] == 1


@pytest.mark.parametrize(
    ("file", "content", "fault"),
    [
        ("corpus.jsonl", '{"_id": "1"}\n', "corpus.jsonl:1: it lacks"),
        ("queries.jsonl", "nonsense\n", "queries.jsonl: "),
        ("qrels/test.tsv", "q1\tnowhere\t1\n", "names what the collection does not have"),
    ],
)
def test_a_faulty_collection_is_refused_by_file(collection: Path, file: str, content: str, fault: str) -> None:
    (collection / file).write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match=fault):
        read_collection(collection)
