"""Runs on disk: computed once, kept under `runs/` in the data directory, found again by what they were made of.

A run is a folder: `run.json` (what it was made of), `questions.jsonl` (gold, as asked), `outcomes.jsonl`, `scores.jsonl`
(one line a question each) and `run.trec` (passages as `document:start-end`). It appears whole or not at all.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from pydantic import TypeAdapter, ValidationError

from eval.errors import RunDamaged, RunMissing
from eval.formats.trec import write_run
from eval.types import EvaluationRun, Outcome, Question, RunInfo
from eval.writing import whole_folder

RUNS = "runs"
_INFO, _QUESTIONS, _OUTCOMES, _SCORES, _TREC = "run.json", "questions.jsonl", "outcomes.jsonl", "scores.jsonl", "run.trec"

Scores = Mapping[str, float]
"""Measure -> value of one question; a measure that does not apply to it is absent."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run with the questions it answered and the scores of each, all three in one order."""

    run: EvaluationRun
    questions: tuple[Question, ...]
    scores: tuple[Scores, ...]

    @property
    def info(self) -> RunInfo:
        """What the run was made of."""
        return self.run.info

    @property
    def by_id(self) -> dict[str, Scores]:
        """Scores by the id of the question."""
        return {question.id: scores for question, scores in zip(self.questions, self.scores, strict=True)}


def save_run(stored: StoredRun, data: Path) -> Path:
    """Write a run's folder, in place of a damaged one if there is; returns the folder."""
    folder = data / RUNS / stored.info.id
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        rmtree(folder)
    with whole_folder(folder) as half:
        (half / _INFO).write_bytes(TypeAdapter(RunInfo).dump_json(stored.info, indent=2) + b"\n")
        _write_lines(half / _QUESTIONS, (TypeAdapter(Question).dump_json(question) for question in stored.questions))
        _write_lines(half / _OUTCOMES, (TypeAdapter(Outcome).dump_json(outcome) for outcome in stored.run.outcomes))
        _write_lines(half / _SCORES, (json.dumps(dict(scores)).encode() for scores in stored.scores))
        write_run(_ranked(stored.run.outcomes), half / _TREC, f"kaynak-{Path(stored.info.index['encoder']).name}")
    return folder


def load_run(name: str, data: Path) -> StoredRun:
    """A run by its id under the data directory, or by the path of its folder; raises RunMissing or RunDamaged."""
    folder = next((path for path in (data / RUNS / name, Path(name)) if (path / _INFO).is_file()), None)
    if not name or folder is None:
        raise RunMissing(name, data / RUNS)
    [info] = _read_lines(folder / _INFO, RunInfo, whole=True)
    questions, outcomes = _read_lines(folder / _QUESTIONS, Question), _read_lines(folder / _OUTCOMES, Outcome)
    scores = _read_lines(folder / _SCORES, dict[str, float])
    if [question.id for question in questions] != [outcome.question_id for outcome in outcomes]:
        raise RunDamaged(folder, "its outcomes are not those of its questions")
    if len(scores) != len(questions):
        raise RunDamaged(folder, f"{len(scores)} scores for {len(questions)} questions")
    return StoredRun(EvaluationRun(info, tuple(outcomes)), tuple(questions), tuple(scores))


def newest_run(data: Path) -> StoredRun:
    """The run that was made last; raises RunMissing where there is none."""
    made = [(path.stat().st_mtime_ns, path.parent.name) for path in (data / RUNS).glob(f"*/{_INFO}")]
    return load_run(max(made)[1] if made else "", data)


def kept_run(info: RunInfo, data: Path) -> StoredRun | None:
    """The run made of the same things before, if it is still there and whole."""
    try:
        return load_run(info.id, data)
    except (RunMissing, RunDamaged):
        return None


def _ranked(outcomes: Iterable[Outcome]) -> dict[str, list[tuple[str, float]]]:
    return {
        outcome.question_id: [(f"{found.document}:{found.start}-{found.end}", found.score) for found in outcome.passages]
        for outcome in outcomes
    }


def _write_lines(path: Path, lines: Iterable[bytes]) -> None:
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def _read_lines(path: Path, kind: Any, *, whole: bool = False) -> list[Any]:
    adapter = TypeAdapter(kind)
    try:
        content = path.read_bytes()
        return [adapter.validate_json(line) for line in ([content] if whole else content.split(b"\n")) if line.strip()]
    except OSError as error:
        raise RunDamaged(path.parent, f"{path.name} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise RunDamaged(path.parent, f"{path.name}: {error.errors()[0]['msg']}") from error
