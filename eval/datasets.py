"""Gold data: questions with evidence, and labelled sentences."""

import json
from pathlib import Path
from typing import Any

from corpus.errors import KaynakError
from eval.types import Evidence, Question, Snippet

DATA = Path(__file__).resolve().parent / "data"
QUESTIONS = DATA / "questions.jsonl"
SENTENCES = DATA / "sentences.jsonl"


class DatasetError(KaynakError, ValueError):
    """A record that cannot be read; names the file and the line."""


def load_questions(path: Path = QUESTIONS) -> list[Question]:
    """Questions of a JSON-lines file; raises DatasetError."""
    return [_question(path, number, record) for number, record in _records(path)]


def load_snippets(path: Path = SENTENCES) -> list[Snippet]:
    """Labelled sentences of a JSON-lines file; raises DatasetError."""
    return [_snippet(path, number, record) for number, record in _records(path)]


def _records(path: Path) -> list[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return [(number, json.loads(line)) for number, line in enumerate(lines, start=1) if line.strip()]
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path}: {error}") from error


def _question(path: Path, number: int, record: dict[str, Any]) -> Question:
    try:
        made = {"evidence": tuple(Evidence(**span) for span in record["evidence"]), "answers": tuple(record["answers"])}
        return Question(**{**record, **made})
    except (KeyError, TypeError) as error:
        raise DatasetError(f"{path}:{number}: {error}") from error


def _snippet(path: Path, number: int, record: dict[str, Any]) -> Snippet:
    try:
        made = {"kinds": tuple(record["kinds"]), "starts": tuple(record["starts"])}
        return Snippet(**{**record, **made, "start": record["start"] or 0, "end": record["end"] or len(record["text"])})
    except (KeyError, TypeError) as error:
        raise DatasetError(f"{path}:{number}: {error}") from error
