"""CSV of questions and expected answers, as a spreadsheet writes it: commas or semicolons, UTF-8 with or without BOM."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import get_args

from corpus.language import guess_language
from corpus.types import Language
from eval.faults import DatasetError, Faults, read_text
from eval.formats.dataset import Dataset
from eval.types import Evidence, Question
from eval.writing import whole_file

_NEEDED = ("question", "answer")
_COLUMNS = (*_NEEDED, "language", "document", "id")
_SEPARATOR = "|"

TEMPLATE = """\
# Sorularınız ve beklediğiniz yanıtlar. / Your questions and the answers you expect, one a row below the heading.
#
# question  as a person would ask it; write it in quotes if it holds a comma
# answer    what an answer must say; several accepted forms parted by |, as in: 47 | kırk yedi | forty-seven
#           left empty: the documents do not say, and Kaynak should decline to answer
# language  tr or en (left empty: guessed)
# document  ids of the documents that answer, parted by | (may be left empty); an id is the file's name without suffix
# id        a name of your own for the question (left empty: its row)
#
# Sonra / Then: kaynak eval run --dataset THIS.csv
#
question,answer,language,document,id
"""


def read_table(path: Path, language: Language | None = None) -> Dataset:
    """Questions of a CSV; an empty answer says that there is none.

    Raises DatasetError naming an unknown or missing column, and every row without a question or with a taken id.
    """
    faults, questions = Faults(), dict[str, Question]()
    for line, row in _rows(path):
        name = row.get("id") or f"row-{line}"
        said = row.get("language") or language or guess_language(row["question"])
        if not row["question"]:
            faults.add(path, line, "the question is empty")
        if said not in get_args(Language):
            faults.add(path, line, f"the language {said} is neither tr nor en")
        if name in questions:
            faults.add(path, line, f"the id {name} is taken by another row")
        questions[name] = Question(
            id=name,
            language="en" if said == "en" else "tr",
            question=row["question"],
            answerable=bool(row["answer"]),
            evidence=tuple(Evidence(document) for document in _several(row.get("document", ""))) if row["answer"] else (),
            answers=tuple(_several(row["answer"])),
        )
    faults.check()
    return Dataset(tuple(questions.values()))


def write_table(dataset: Dataset, path: Path) -> int:
    """Write questions with their accepted answers and documents; spans, list items and sides have no place in a CSV.

    Returns the number of questions written.
    """
    with whole_file(path) as half, half.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for question in dataset.questions:
            documents = dict.fromkeys(place.document for place in question.evidence)
            joined = (f" {_SEPARATOR} ".join(parts) for parts in (question.answers, documents))
            answer, document = joined
            writer.writerow([question.question, answer, question.language, document, question.id])
    return len(dataset.questions)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows below the heading with their last lines; lines of comment come only before it."""
    lines = read_text(path).splitlines(keepends=True)
    comments = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    body = "".join(lines[comments:])
    heading = body.partition("\n")[0]
    reader = csv.reader(StringIO(body, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ",")
    columns = [column.strip().lower() for column in next(reader, [])]
    faulty = [f"there is no column {name}" for name in _NEEDED if name not in columns]
    faulty += [
        f"the column {name} is not known; known are {', '.join(_COLUMNS)}" for name in columns if name not in _COLUMNS
    ]
    if faulty:
        raise DatasetError(f"{path}:{comments + 1}: {'; '.join(faulty)}")
    for row in reader:
        if any(cell.strip() for cell in row):
            cells = [cell.strip() for cell in row] + [""] * len(columns)
            yield comments + reader.line_num, dict(zip(columns, cells, strict=False))


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
