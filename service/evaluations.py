"""Stored evaluation runs, read as files: DATA/runs/ID/run.json, summary.json and outcomes.jsonl.

The evaluation package writes them; the service only shows what is there and knows nothing of how it was measured.
"""

import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

from service.errors import UnknownRun
from service.page_schemas import EvaluationDetail, EvaluationOut

_NAME = re.compile(r"[\w.-]{1,120}")
_AT_A_TIME = 500


def list_runs(data: Path) -> list[EvaluationOut]:
    """The runs that can be read, newest first."""
    found = [run for path in (data / "runs").glob("*/run.json") if (run := _run(path.parent))]
    return sorted(found, key=lambda run: str(run.run.get("created", "")), reverse=True)


def read_run(data: Path, run_id: str, *, offset: int = 0) -> EvaluationDetail:
    """A run with outcomes from `offset` on. Raises UnknownRun."""
    folder = data / "runs" / run_id
    run = _run(folder) if _NAME.fullmatch(run_id) and set(run_id) != {"."} else None
    if run is None:
        raise UnknownRun(run_id)
    outcomes = _outcomes(folder / "outcomes.jsonl", offset)
    more = len(outcomes) > _AT_A_TIME
    return EvaluationDetail(
        **run.model_dump(), outcomes=outcomes[:_AT_A_TIME], next_offset=offset + _AT_A_TIME if more else None
    )


def _run(folder: Path) -> EvaluationOut | None:
    run = _json(folder / "run.json")
    return EvaluationOut(id=folder.name, run=run, summary=_json(folder / "summary.json")) if isinstance(run, dict) else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _outcomes(path: Path, offset: int) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in islice(lines, offset, offset + _AT_A_TIME + 1)]
    except (OSError, ValueError):
        return []
