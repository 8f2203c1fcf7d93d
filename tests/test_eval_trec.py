"""`kaynak eval trec` as a person calls it."""

import random
import re
from pathlib import Path

import ir_measures
import pytest
from ir_measures import AP, nDCG

from eval.formats.trec import read_qrels, write_qrels, write_run
from eval.trec import score_run
from service.cli import main


@pytest.fixture
def files(tmp_path: Path) -> Path:
    source = random.Random(5)
    documents = [f"d{number}" for number in range(30)]
    qrels = {f"q{number}": {item: source.randrange(3) for item in source.sample(documents, 8)} for number in range(20)}
    write_qrels(qrels, tmp_path / "qrels.txt")
    for name, help_given in (("weak.trec", 0.0), ("strong.trec", 1.0)):
        run = {
            query: [(item, source.random() + help_given * gains.get(item, 0)) for item in documents]
            for query, gains in qrels.items()
        }
        write_run(run, tmp_path / name, "test")
    return tmp_path


def test_a_run_file_is_measured_as_ir_measures_does_it(files: Path) -> None:
    ours = score_run(files / "weak.trec", read_qrels(files / "qrels.txt"))
    judged, run = str(files / "qrels.txt"), str(files / "weak.trec")
    theirs = ir_measures.calc_aggregate([nDCG @ 10, AP], ir_measures.read_trec_qrels(judged), ir_measures.read_trec_run(run))
    assert sum(ours["ndcg@10"]) / 20 == pytest.approx(theirs[nDCG @ 10], abs=1e-9)
    assert sum(ours["ap"]) / 20 == pytest.approx(theirs[AP], abs=1e-9)


def test_runs_are_shown_with_intervals_and_against_the_first(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["eval", "trec", "--qrels", str(files / "qrels.txt"), str(files / "weak.trec"), str(files / "strong.trec")]
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "20 questions of qrels.txt" in shown
    assert re.search(r"│ \+0\.\d{3} \(\+0\.\d{3}, \+0\.\d{3}\), p 0\.000\d │", shown)


def test_a_run_with_gaps_and_qrels_that_judge_nothing_are_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = files / "weak.trec"
    kept = [
        line for line in run.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith(("q3 ", "q7 "))
    ]
    run.write_text("".join(kept), encoding="utf-8")
    assert main(["eval", "trec", "--qrels", str(files / "qrels.txt"), str(run)]) == 1
    told = capsys.readouterr().err
    assert "weak.trec:q3: the question has no answer" in told
    assert "weak.trec:q7: the question has no answer" in told
    (files / "qrels.txt").write_text("", encoding="utf-8")
    assert main(["eval", "trec", "--qrels", str(files / "qrels.txt"), str(run)]) == 1
    assert "it judges nothing" in capsys.readouterr().err
