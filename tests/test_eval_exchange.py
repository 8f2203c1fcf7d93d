"""`kaynak eval import`, `export` and `init` as a person calls them."""

import json
from pathlib import Path

import pytest

from eval.datasets import load_questions
from eval.exchange import EXPORTS, FORMATS, IMPORTS
from eval.types import Evidence
from index.building import build
from index.embedders import load_embedder
from service.cli import main
from service.feedback import Cited, Feedback, save

TEXT = "Aktau limanı Hazar kıyısındadır. Ova düzdür."


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "liman.txt").write_text(TEXT, encoding="utf-8")
    place = {"document": "liman", "start": 0, "end": 32, "text": TEXT[:32]}
    record = {"id": "a-tr", "language": "tr", "question": "Liman hangi denizde?", "evidence": [place], "answers": ["Hazar"]}
    (tmp_path / "q.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return tmp_path / "q.jsonl"


def export(name: str, questions: Path) -> int:
    target = questions.with_name(f"out-{name}")
    documents = ["--documents", str(questions.with_name("texts"))]
    return main(["eval", "export", "--format", name, *documents, str(questions), str(target)])


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_is_exported_and_imported_again(name: str, questions: Path) -> None:
    assert export(name, questions) == 0
    target = questions.with_name(f"out-{name}")
    assert target.exists()
    if name in IMPORTS:
        assert main(["eval", "import", "--format", name, str(target), str(questions.with_name("back.jsonl"))]) == 0
        [back] = load_questions(questions.with_name("back.jsonl"))
        assert (back.id, back.question) == ("a-tr", "Liman hangi denizde?")
        assert back.evidence


def test_documents_that_come_with_questions_are_filed_beside_them(questions: Path) -> None:
    assert export("squad", questions) == 0
    assert (
        main(
            [
                "eval",
                "import",
                "--format",
                "squad",
                str(questions.with_name("out-squad")),
                str(questions.with_name("b.jsonl")),
            ]
        )
        == 0
    )
    assert questions.with_name("b-documents").joinpath("liman.txt").read_text(encoding="utf-8") == TEXT
    assert load_questions(questions.with_name("b.jsonl"), documents={"liman": TEXT})[0].evidence == (
        Evidence("liman", 13, 18, "Hazar"),
    )


def test_a_table_made_by_init_and_filled_in_becomes_questions(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    assert main(["eval", "init", str(table)]) == 0
    with table.open("a", encoding="utf-8") as file:
        file.write('Senato kaç üyeden oluşur?,"47 | kırk yedi",,,\n')
    assert main(["eval", "import", "--format", "csv", str(table), str(tmp_path / "mine.jsonl")]) == 0
    [question] = load_questions(tmp_path / "mine.jsonl")
    assert question.answers == ("47", "kırk yedi")
    assert main(["eval", "init", str(table)]) == 1, "a table that is filled in is not written over"


@pytest.fixture
def served(questions: Path, data: Path) -> Path:
    """A data directory with the index that readers asked."""
    build(data, [questions.with_name("texts")], encoder=lambda _: load_embedder("hashing"))
    return data


def bring_feedback(data: Path, target: Path) -> int:
    exported = target.with_name("feedback.jsonl")
    assert main(["feedback", "--export", str(exported), "--data", str(data)]) == 0
    return main(["eval", "import", "--format", "feedback", str(exported), str(target), "--data", str(data)])


def test_what_readers_judged_becomes_questions_that_can_be_asked(served: Path, tmp_path: Path) -> None:
    cited = (Cited("liman", 0, 32), Cited("liman", 33, 44))
    save(served, Feedback("a1", "Liman hangi denizde?", "tr", "up", None, cited))
    save(served, Feedback("a2", "Ova nasıldır?", "tr", "up", "Tam aradığım.", cited[1:]))
    save(served, Feedback("a3", "Where is it?", "en", "down", "Wrong sentence.", cited))
    save(served, Feedback("a4", "Who is the mayor?", "en", "down", "unanswerable", cited))
    target = tmp_path / "judged.jsonl"
    assert bring_feedback(served, target) == 0
    by_id = {question.id: question for question in load_questions(target, documents={"liman": TEXT})}
    first, second = Evidence("liman", 0, 32, TEXT[:32]), Evidence("liman", 33, 44, "Ova düzdür.")
    assert {name: question.evidence for name, question in by_id.items()} == {
        "feedback-a1": (first, second),
        "feedback-a2": (second,),
        "feedback-a4": (),
    }
    assert [name for name, question in by_id.items() if not question.answerable] == ["feedback-a4"]
    assert main(["eval", "run", "--dataset", str(target), "--data", str(served)]) == 0


def test_what_readers_cited_and_the_index_lacks_is_left_out_and_told(
    served: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "judged.jsonl"
    save(served, Feedback("a1", "Nerede?", "tr", "up", None, (Cited("yok", 0, 9), Cited("liman", 0, 0))))
    assert bring_feedback(served, target) == 1
    assert "no question" in capsys.readouterr().err
    save(served, Feedback("a2", "Ova nasıldır?", "tr", "up", None, (Cited("liman", 40, 99), Cited("liman", 33, 44))))
    assert bring_feedback(served, target) == 0
    told = capsys.readouterr().err
    assert "feedback-a1: the index has no characters 0 to 9 of yok" in told
    assert "feedback-a2: the index has no characters 40 to 99 of liman" in told
    [question] = load_questions(target)
    assert question.evidence == (Evidence("liman", 33, 44, "Ova düzdür."),)


@pytest.mark.parametrize(("verb", "rows"), [("import", IMPORTS), ("export", EXPORTS)])
def test_help_names_the_formats_that_can_be_used(verb: str, rows: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["eval", verb, "--help"])
    assert f"one of {', '.join(rows)} " in " ".join(capsys.readouterr().out.split())


def test_faulty_data_is_told_on_stderr_and_leaves_nothing_behind(
    questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = questions.with_name("t.csv")
    table.write_text("question,answer,language\nA?,1,de\nB?,2,fr\n", encoding="utf-8")
    before = sorted(questions.parent.rglob("*"))
    assert main(["eval", "import", "--format", "csv", str(table), str(questions.with_name("x.jsonl"))]) == 1
    assert capsys.readouterr().err.splitlines()[0] == "kaynak: 2 faults; nothing was read"
    questions.write_text(questions.read_text(encoding="utf-8").replace('"start": 0', '"start": 1'), encoding="utf-8")
    for name in EXPORTS:
        assert export(name, questions) == 1
        assert "q.jsonl:1: " in capsys.readouterr().err
    assert sorted(questions.parent.rglob("*")) == before


@pytest.mark.parametrize(("verb", "rows"), [("import", IMPORTS), ("export", EXPORTS)])
def test_a_format_that_cannot_be_used_is_told_with_those_that_can(
    verb: str, rows: list[str], questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [*(FORMATS.keys() - rows), "nonsense"]:
        assert main(["eval", verb, "--format", name, str(questions), str(questions.with_name("x"))]) == 1
        assert f"choose from {', '.join(rows)}" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["nowhere/x.jsonl", "texts"])
def test_a_target_that_cannot_be_written_is_told(target: str, questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = questions.with_name("t.csv")
    table.write_text("question,answer\nA?,1\n", encoding="utf-8")
    assert main(["eval", "import", "--format", "csv", str(table), str(questions.with_name("texts").parent / target)]) == 1
    assert capsys.readouterr().err.startswith("kaynak: ")
