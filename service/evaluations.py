"""Stored evaluation runs, read as files: DATA/runs/ID with run.json, questions.jsonl, outcomes.jsonl and scores.jsonl.

The evaluation package writes them; the service shows what is there and knows nothing of how it was measured.
"""

import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

from service.errors import UnknownRun
from service.page_schemas import EvaluationDetail, EvaluationOut, EvaluationRow

_NAME = re.compile(r"\w[\w.-]{0,119}")
_AT_A_TIME = 1000
Record = dict[str, Any]


def list_runs(data: Path) -> list[EvaluationOut]:
    """The runs that can be read, newest first."""
    found = [run for path in (data / "runs").glob("*/run.json") if (run := _run(path.parent))]
    return sorted(found, key=lambda run: str(run.run.get("created", "")), reverse=True)


def read_run(data: Path, run_id: str, *, offset: int = 0) -> EvaluationDetail:
    """A run with its questions from `offset` on. Raises UnknownRun."""
    folder = data / "runs" / run_id
    run = _run(folder) if _NAME.fullmatch(run_id) else None
    if run is None:
        raise UnknownRun(run_id)
    files = (_records(folder / f"{name}.jsonl", offset) for name in ("questions", "outcomes", "scores"))
    # Of a run that is being written some lines may be missing; what is there in full is shown.
    rows = [EvaluationRow(question=q, outcome=o, scores=s) for q, o, s in zip(*files, strict=False)]
    more = offset + _AT_A_TIME if len(rows) > _AT_A_TIME else None
    return EvaluationDetail(id=run.id, run=run.run, rows=rows[:_AT_A_TIME], next_offset=more)


def _run(folder: Path) -> EvaluationOut | None:
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return EvaluationOut(id=folder.name, run=run) if isinstance(run, dict) else None


def _records(path: Path, offset: int) -> list[Record]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in islice(lines, offset, offset + _AT_A_TIME + 1)]
    except (OSError, ValueError):
        return []
