"""Runs on disk: whole or not there, found again by what they were made of."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from building import prose
from evaluating import FOUND, good_run

from eval.errors import RunDamaged, RunMissing
from eval.formats.trec import read_run
from eval.measuring import Selection, measure, pipeline_for, select
from eval.provenance import code_digest, corpus_fingerprint, describe
from eval.runs import RUNS, kept_run, load_run, newest_run, save_run
from eval.types import Evidence, Question
from service.pipeline import Pipeline
from service.settings import Settings


def silent(*_: object) -> None:
    """No progress."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "bursa.txt").write_text(prose("Bursa"), encoding="utf-8")
    return folder


@pytest.fixture
def settings(data: Path) -> Settings:
    return Settings(data=data, encoder="hashing")


@pytest.fixture
def pipeline(settings: Settings, texts: Path) -> Iterator[Pipeline]:
    with pipeline_for(settings, None, [texts], silent) as pipeline:
        yield pipeline


BRIDGE = Question(id="b1", language="tr", question="Köprünün adı nedir?", answers=("Bursa köprüsü",))
SELECTION = Selection("mine", "test", (BRIDGE,))


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    run = good_run()
    folder = save_run(run, tmp_path)
    assert load_run("good", tmp_path) == run
    assert load_run(str(folder), tmp_path / "elsewhere") == run
    assert [path.name for path in (tmp_path / RUNS).iterdir()] == ["good"]


def test_the_trec_run_of_a_run_names_passages_by_their_offsets(tmp_path: Path) -> None:
    folder = save_run(good_run(), tmp_path)
    ranked = read_run(folder / "run.trec", queries=["k1-tr", "u1-tr"])
    assert ranked["k1-tr"] == [(f"not:{found.start}-{found.end}", found.score) for found in FOUND.passages]


def test_a_run_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(RunMissing, match="kaynak eval run"):
        newest_run(tmp_path)
    save_run(good_run(), tmp_path)
    with pytest.raises(RunMissing, match="good"):
        load_run("bad", tmp_path)
    assert newest_run(tmp_path) == good_run()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("run.json", "{}"),
        ("outcomes.jsonl", "nonsense\n"),
        ("outcomes.jsonl", ""),
        ("scores.jsonl", '{"right": 1}\n'),
        ("questions.jsonl", None),
    ],
)
def test_a_damaged_run_is_said_so_and_made_again(tmp_path: Path, file: str, content: str | None) -> None:
    path = save_run(good_run(), tmp_path) / file
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(RunDamaged, match="delete the folder"):
        load_run("good", tmp_path)
    assert kept_run(good_run().info, tmp_path) is None
    save_run(good_run(), tmp_path)
    assert load_run("good", tmp_path) == good_run()


def test_the_same_questions_are_asked_once(settings: Settings, pipeline: Pipeline) -> None:
    first = measure(pipeline, SELECTION, settings, progress=silent)
    asked = []
    again = measure(pipeline, SELECTION, settings, progress=lambda *told: asked.append(told))
    assert again == first
    assert asked == []
    other = measure(pipeline, SELECTION, settings, progress=silent, variant={"variant": "other"})
    assert other.info.id != first.info.id


def test_they_are_asked_again_of_a_service_with_another_accuracy_floor(settings: Settings, texts: Path) -> None:
    runs = []
    for floor in (0.0, 0.7):
        own = settings.model_copy(update={"accuracy_floor": floor})
        with pipeline_for(own, None, [texts], silent) as pipeline:
            runs.append(measure(pipeline, SELECTION, own, progress=silent))
    assert [run.run.outcomes[0].answered for run in runs] == [True, False]
    assert runs[0].info.id != runs[1].info.id


def test_a_runs_id_follows_from_what_could_change_an_outcome(pipeline: Pipeline) -> None:
    def made(question: Question = BRIDGE, **other: object) -> str:
        return describe(pipeline, [question], **{"dataset": "mine", "split": "test", "settings": {}, **other}).id

    assert made() == made()
    changed = [
        made(replace(BRIDGE, question="Köprü?")),
        made(replace(BRIDGE, answers=())),
        made(split="dev"),
        made(settings={"top_k": 5}),
        made(dataset="yours"),
    ]
    assert len({made(), *changed}) == 6


@pytest.mark.parametrize(
    "shaping",
    [
        "corpus/text.py",
        "eval/scoring.py",
        "index/models/small/model.safetensors",
        "index/models/small/1_Pooling/config.json",
        "index/models/answers/en.tsv.gz",
        "index/thesaurus.tsv",
        "service/reading/confidence.json",
    ],
)
def test_a_run_is_told_from_one_made_by_other_code_or_other_weights(tmp_path: Path, shaping: str) -> None:
    for name in (shaping, "index/training/loop.py", "index/training/texts/A-01.json", "index/models/small/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"\x80 before")
    before = code_digest(tmp_path)
    for name in ("index/training/loop.py", "index/training/texts/A-01.json", "index/models/small/README.md"):
        (tmp_path / name).write_bytes(b"\x80 after")
    assert code_digest(tmp_path) == before
    (tmp_path / shaping).write_bytes(b"\x80 after")
    assert code_digest(tmp_path) != before


def test_the_corpus_fingerprint_is_of_texts_and_not_of_their_order() -> None:
    assert corpus_fingerprint(["a", "b"]) == corpus_fingerprint(["b", "a"])
    assert corpus_fingerprint(["a", "b"]) != corpus_fingerprint(["ab"])


def test_evidence_that_is_not_in_the_documents_is_refused_with_every_fault(settings: Settings, pipeline: Pipeline) -> None:
    lost = replace(BRIDGE, id="b2", evidence=(Evidence("ankara", 0, 3, "abc"),))
    moved = replace(BRIDGE, id="b3", evidence=(Evidence("bursa", 1, 6, "Bursa"),))
    with pytest.raises(ValueError, match=r"(?s)b2: .*ankara.*b3: .*other text") as refused:
        measure(pipeline, Selection("mine", "test", (BRIDGE, lost, moved)), settings, progress=silent)
    assert "b1" not in str(refused.value)
    assert not (settings.data / RUNS).exists()


def test_an_empty_split_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"id": "1", "language": "tr", "question": "Köprü?", "split": "dev"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="split test; there is dev"):
        select(path, "test")
    assert select(path, "all").questions[0].id == "1"


def test_a_table_of_questions_and_answers_is_enough(tmp_path: Path, settings: Settings, pipeline: Pipeline) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("question,answer\nKöprünün adı nedir?,Bursa köprüsü\nMars'ta kaç uydu var?,\n", encoding="utf-8")
    run = measure(pipeline, select(path, "all"), settings, progress=silent)
    assert [question.answerable for question in run.questions] == [True, False]
    assert run.scores[0]["valid"] == 1
    assert {"right", "contains"} <= run.scores[0].keys()
    assert "hallucination rate" in run.scores[1]
