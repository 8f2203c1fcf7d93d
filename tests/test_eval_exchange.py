"""`kaynak eval import`, `export` and `init` as a person calls them."""

import json
from pathlib import Path

import pytest

from eval.datasets import load_questions
from eval.exchange import EXPORTS, FORMATS, IMPORTS
from eval.types import Evidence
from service.cli import main

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
