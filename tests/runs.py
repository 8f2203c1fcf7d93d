"""Two stored evaluation runs, as `kaynak eval run` leaves them, beside a copy of an index."""

import json
import shutil
from pathlib import Path
from typing import Any

from seeds import REFORMS

SENATE = "Kazakistan Senatosu kaç üyeden oluşur?"
_SPAN = {"document": REFORMS, "start": 13448, "end": 13589}
_QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "k001-tr",
        "language": "tr",
        "question": SENATE,
        "answers": ["49"],
        "evidence": [{**_SPAN, "text": "Senato ... 49"}],
    },
    {"id": "k001-en", "language": "en", "question": "How many members does the Senate have?", "answers": ["49"]},
    {"id": "k002-tr-ascii", "language": "tr", "question": "senato kac uyeden olusur", "style": "ascii", "answers": ["49"]},
    {"id": "u001-tr", "language": "tr", "question": "Mars'ta kaç uydu var?", "answerable": False},
    {"id": "u002-en", "language": "en", "question": "How many moons has Mars?", "answerable": False},
]


def _outcome(question: dict[str, Any], *, answered: bool) -> dict[str, Any]:
    return {
        "question_id": question["id"],
        "language": question["language"],
        "passages": [],
        "answered": answered,
        "confidence": 0.9 if answered else 0.1,
        "answer": "Senato toplam 49 üyeden oluşmaktadır." if answered else None,
        "citations": [{**_SPAN, "text": "Senato", "start_page": 6, "end_page": 6}],
        "timings_ms": {"total": 20.0},
    }


def _scores(question: dict[str, Any], *, answered: bool) -> dict[str, float]:
    measure = "right" if question.get("answerable", True) else "hallucination rate"
    return {"coverage": float(answered), "valid": 1.0, measure: float(answered)}


def _write(folder: Path, created: str, answered: list[bool]) -> None:
    folder.mkdir(parents=True)
    made_of = {"dataset": "seeds", "split": "test", "corpus": "c0ffee", "index": {"encoder": "hashing"}}
    (folder / "run.json").write_text(json.dumps({"id": folder.name, "created": created, **made_of}), encoding="utf-8")
    usual = {"answerable": True, "style": "clean", "evidence": [], "answers": []}
    records = {
        "questions": [{**usual, **question} for question in _QUESTIONS],
        "outcomes": [_outcome(q, answered=given) for q, given in zip(_QUESTIONS, answered, strict=True)],
        "scores": [_scores(q, answered=given) for q, given in zip(_QUESTIONS, answered, strict=True)],
    }
    for name, lines in records.items():
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def written_runs(built: Path, folder: Path) -> Path:
    """A copy of a data directory with the runs `earlier` and `later`; the later one also answers in English."""
    data = folder / "with-runs"
    shutil.copytree(built, data)
    _write(data / "runs" / "earlier", "2026-01-01T10:00:00+00:00", [True, False, True, False, True])
    _write(data / "runs" / "later", "2026-02-01T10:00:00+00:00", [True, True, True, False, False])
    return data
