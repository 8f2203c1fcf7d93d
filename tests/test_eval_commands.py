"""`kaynak eval` from the command line to files, over small collections with the encoder that needs no model."""

import json
from pathlib import Path

import pytest
from building import prose

from eval.ablate import variants
from eval.formats.beir import Collection
from eval.formats.trec import read_run
from eval.retrieval import ask_collection
from eval.runs import load_run
from index.building import build
from index.embedders import load_embedder
from service.bootstrap import build_pipeline
from service.cli import main
from service.settings import Settings


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("Ankara", "Bursa"):
        (folder / f"{name.lower()}.txt").write_text(prose(name), encoding="utf-8")
    return folder


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "mine.jsonl"
    span = {"document": "bursa", "start": 0, "end": 43, "text": prose("Bursa")[:43]}
    asked = [
        ("b-tr", "tr", "Bursa 0. köprü kaç yılda yapıldı?", ["0 yılda"]),
        ("b-en", "en", "How long did the bridge of Bursa take?", ["0"]),
        ("m-tr", "tr", "Mars'ta kaç uydu var?", []),
    ]
    records = [
        {"id": i, "fact": i[0], "language": language, "question": question, "answers": answers, "answerable": bool(answers)}
        for i, language, question, answers in asked
    ]
    records = [{**record, "evidence": [span] if record["answers"] else []} for record in records]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def evaluate(what: str, questions: Path, texts: Path, data: Path, *more: str) -> int:
    given = ["--dataset", str(questions), "--documents", str(texts), "--data", str(data), "--encoder", "hashing"]
    return main(["eval", what, *given, *more])


def run_ids(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "runs").iterdir())


def test_a_run_is_printed_by_language_kept_and_reported(
    tmp_path: Path, questions: Path, texts: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("run", questions, texts, data) == 0
    printed = capsys.readouterr()
    assert "Turkish, clean: 2" in printed.out
    assert "English, clean: 1" in printed.out
    assert "Milliseconds a question" in printed.out
    assert "questions: 3 of 3" in printed.err
    [name] = run_ids(data)
    assert name in printed.out
    assert load_run(name, data).by_id["b-tr"]["success@10"] == 1
    assert main(["eval", "report", "--data", str(data), "--output", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(tmp_path / "out" / "report.html")
    assert evaluate("run", questions, texts, data) == 0
    assert "questions: " not in capsys.readouterr().err


def test_a_users_own_questions_are_asked_of_the_index_that_stands(
    tmp_path: Path, questions: Path, texts: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["eval", "run", "--dataset", str(questions), "--data", str(data)]
    assert main(asked) == 1
    assert "kaynak build" in capsys.readouterr().err
    build(data, [texts], encoder=lambda _: load_embedder("hashing"))
    table = tmp_path / "mine.csv"
    table.write_text("question,answer\nBursa 0. köprü kaç yılda yapıldı?,0 yılda\n", encoding="utf-8")
    assert main(["eval", "run", "--dataset", str(table), "--data", str(data)]) == 0
    assert "Citations valid" in capsys.readouterr().out


def test_runs_are_compared_with_the_first(
    questions: Path, texts: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("run", questions, texts, data)
    evaluate("ablate", questions, texts, data, "--split", "test")
    capsys.readouterr()
    shipped, other = "mine-test-hashing", "mine-test-lexical-leg-alone"
    first, second = (next(name for name in run_ids(data) if name.startswith(start)) for start in (shipped, other))
    assert main(["eval", "compare", first, second, "--data", str(data)]) == 0
    assert "p (Holm)" in capsys.readouterr().out
    assert main(["eval", "compare", first, "none", "--data", str(data)]) == 1
    assert "there is no run none" in capsys.readouterr().err


def test_ablation_has_a_row_for_each_part(
    questions: Path, texts: Path, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    assert evaluate("ablate", questions, texts, data, "--split", "test") == 0
    printed = capsys.readouterr().out
    rows = ("as shipped", "lexical leg alone", "dense leg alone", "no gram terms", "prefix terms alone", "passages of 500")
    assert [row for row in rows if row not in printed] == []
    assert "reranked" not in printed  # this encoder yields no token vectors


def test_a_variant_without_a_leg_finds_what_the_other_finds(built: Path) -> None:
    pipeline = build_pipeline(Settings(data=built))
    try:
        by_name = {variant.name: variant for variant in variants(pipeline)}
        lexical = by_name["lexical leg alone"]
        hits = (
            pipeline.varied(weights=lexical.weights, depth=lexical.depth).search("Senato kaç üyeden oluşur?", top_k=3).hits
        )
        scores = [hit.scores["lexical"] for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert hits[0].score == 1
        same = pipeline.varied().search("Senato kaç üyeden oluşur?").hits
        assert same == pipeline.search("Senato kaç üyeden oluşur?").hits
    finally:
        pipeline.index.close()


def test_the_gate_passes_what_is_the_same_and_stops_what_is_worse(
    tmp_path: Path, questions: Path, texts: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = tmp_path / "baseline.json"
    gated = ("--gate", "--baseline", str(baseline))
    assert evaluate("run", questions, texts, data, *gated) == 1
    assert "kaynak eval baseline" in capsys.readouterr().err
    assert evaluate("baseline", questions, texts, data, "--baseline", str(baseline), "--reason", "first figures") == 0
    assert evaluate("run", questions, texts, data, *gated) == 0
    content = json.loads(baseline.read_text(encoding="utf-8"))
    content["values"]["m-tr"]["hallucination rate"] = -1.0
    baseline.write_text(json.dumps(content), encoding="utf-8")
    capsys.readouterr()
    assert evaluate("run", questions, texts, data, *gated) == 1
    printed = capsys.readouterr()
    assert "the gate is shut: Turkish Hallucination rate" in printed.err
    assert "FAILED" in printed.out
    (texts / "ceyhan.txt").write_text(prose("Ceyhan"), encoding="utf-8")
    assert evaluate("run", questions, texts, data, *gated) == 1
    assert "another corpus" in capsys.readouterr().err


def test_a_baseline_needs_a_reason(questions: Path, texts: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        evaluate("baseline", questions, texts, data, "--baseline", str(tmp_path / "b.json"))
    assert evaluate("baseline", questions, texts, data, "--baseline", str(tmp_path / "b.json"), "--reason", " ") == 1
    assert not (tmp_path / "b.json").exists()


def test_own_questions_are_ablated_only_over_named_documents(
    questions: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "ablate", "--dataset", str(questions), "--data", str(data)]) == 1
    assert "--documents" in capsys.readouterr().err


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    documents = {
        "d/1 ö": "Aktau limanı Hazar kıyısındadır.",
        "2": "Kapçagay barajı İli ırmağındadır.",
        "3": "Ova düzdür.",
        "4": "Ova düzdür.",
    }
    queries = {"q 1": "Aktau limanı nerede?", "q2": "Baraj hangi ırmakta?", "q3": "How flat is the ova?", "q4": "sorulmaz"}
    write(folder / "corpus.jsonl", [{"_id": i, "title": "", "text": text} for i, text in documents.items()])
    write(folder / "queries.jsonl", [{"_id": i, "text": text} for i, text in queries.items()])
    judged = "query-id\tcorpus-id\tscore\nq 1\td/1 ö\t1\nq2\t2\t1\nq2\t3\t0\nq3\t3\t1\nq3\t4\t1\n"
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    return folder


def write(path: Path, records: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def retrieve(collection: Path, run: Path, figures: Path) -> int:
    command = ["eval", "retrieval", "--dataset", str(collection), "--run", str(run), "--json", str(figures)]
    return main([*command, "--encoder", "hashing"])


def test_a_beir_collection_becomes_a_trec_run_and_figures_of_each_language(collection: Path, tmp_path: Path) -> None:
    run, figures = tmp_path / "run.trec", tmp_path / "figures.json"
    assert retrieve(collection, run, figures) == 0
    ranked = read_run(run, queries=["q 1", "q2", "q3"])
    assert ranked.keys() == {"q 1", "q2", "q3"}
    assert ranked["q 1"][0][0] == "d/1 ö"
    assert ranked["q2"][0][0] == "2"
    assert all(len(line.split()) == 6 for line in run.read_text(encoding="utf-8").splitlines())
    content = json.loads(figures.read_text(encoding="utf-8"))
    assert content["encoder"] == "hashing"
    assert content["nDCG@10"]["value"] == 1
    assert content["nDCG@10"]["count"] == 3
    assert (content["languages"]["tr"]["nDCG@10"]["count"], content["languages"]["en"]["nDCG@10"]["count"]) == (2, 1)


def test_documents_of_one_text_share_every_hit(collection: Path, tmp_path: Path) -> None:
    assert retrieve(collection, tmp_path / "run.trec", tmp_path / "figures.json") == 0
    found = dict(read_run(tmp_path / "run.trec")["q3"])
    assert found["3"] == found["4"]


def test_a_document_is_ranked_by_its_best_passage(built: Path) -> None:
    pipeline = build_pipeline(Settings(data=built))
    try:
        names = list(pipeline.index.records)
        asked = Collection({name: name for name in names}, {"q": "Senato kaç üyeden oluşur?"}, {"q": {names[0]: 1}})
        run, languages = ask_collection(pipeline, asked, lambda _: None)
        best: dict[str, float] = {}
        for hit in pipeline.search("Senato kaç üyeden oluşur?", top_k=50).hits:
            best.setdefault(hit.document.document_id, hit.score)
        assert dict(run["q"]) == best
        assert languages == {"q": "tr"}
        assert [score for _, score in run["q"]] == sorted(best.values(), reverse=True)
    finally:
        pipeline.index.close()


def test_a_faulty_collection_leaves_no_file(collection: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (collection / "qrels" / "test.tsv").write_text("q2\tnowhere\t1\nq9\t2\t1\n", encoding="utf-8")
    assert retrieve(collection, tmp_path / "run.trec", tmp_path / "figures.json") == 1
    said = capsys.readouterr().err
    assert "nowhere" in said
    assert "q9" in said
    assert not (tmp_path / "run.trec").exists()


def test_a_folder_to_write_into_that_is_not_there_is_told_before_the_work(
    collection: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert retrieve(collection, tmp_path / "none" / "run.trec", tmp_path / "figures.json") == 1
    said = capsys.readouterr().err
    assert "make it first" in said
    assert "of 3" not in said


def test_the_data_of_other_tools_comes_in_and_goes_out(tmp_path: Path, questions: Path, texts: Path) -> None:
    assert main(["eval", "init", str(tmp_path / "new.csv")]) == 0
    assert main(["eval", "init", str(tmp_path / "new.csv")]) == 1
    exported = ["eval", "export", "--format", "csv", "--documents", str(texts), str(questions), str(tmp_path / "out.csv")]
    assert main(exported) == 0
    assert main(["eval", "import", "--format", "csv", str(tmp_path / "out.csv"), str(tmp_path / "back.jsonl")]) == 0
    assert len((tmp_path / "back.jsonl").read_text(encoding="utf-8").splitlines()) == 3
