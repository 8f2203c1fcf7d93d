"""What readers thought of answers, kept in the data directory beside the index: SQLite, durable once `save` returns."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from corpus.types import Language
from service.errors import FeedbackUnusable

FEEDBACK = "feedback.sqlite3"
_PATIENCE = 10.0  # seconds that a writer waits for another one
_SCHEMA = """CREATE TABLE IF NOT EXISTS feedback (
  answer_id TEXT PRIMARY KEY, created TEXT NOT NULL, question TEXT NOT NULL, language TEXT NOT NULL,
  thumb TEXT NOT NULL CHECK (thumb IN ('up', 'down')), reason TEXT, citations TEXT NOT NULL)"""
_SAVE = """INSERT INTO feedback VALUES (:answer_id, :created, :question, :language, :thumb, :reason, :citations)
  ON CONFLICT (answer_id) DO UPDATE SET created = excluded.created, question = excluded.question,
  language = excluded.language, thumb = excluded.thumb, reason = excluded.reason, citations = excluded.citations"""


@dataclass(frozen=True, slots=True)
class Cited:
    """Characters of a document that the judged answer cited; the end is exclusive."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judged answer; `created` is the time of the judgement in UTC, ISO 8601."""

    answer_id: str
    question: str
    language: Language
    thumb: Literal["up", "down"]
    reason: str | None
    citations: tuple[Cited, ...]
    created: str = ""

    def as_record(self) -> dict[str, Any]:
        """The evaluation record: one JSON object."""
        return asdict(self)


def save(data: Path, feedback: Feedback) -> Feedback:
    """Keep a judgement, in place of an earlier one of the same answer; raises FeedbackUnusable."""
    stamped = replace(feedback, created=datetime.now(UTC).isoformat(timespec="seconds"))
    row = {**asdict(stamped), "citations": json.dumps(stamped.as_record()["citations"], ensure_ascii=False)}
    with _connected(data) as connection, connection:
        connection.execute(_SCHEMA)
        connection.execute(_SAVE, row)
    return stamped


def saved(data: Path) -> list[Feedback]:
    """Every judgement, newest first; none where nobody has judged yet. Raises FeedbackUnusable."""
    if not (data / FEEDBACK).is_file():
        return []
    with _connected(data) as connection:
        rows = connection.execute("SELECT * FROM feedback ORDER BY created DESC, rowid DESC").fetchall()
    return [_feedback(row) for row in rows]


def counts(data: Path) -> dict[str, int]:
    """How many answers were judged `up` and `down`; raises FeedbackUnusable."""
    if not (data / FEEDBACK).is_file():
        return {"up": 0, "down": 0}
    with _connected(data) as connection:
        return {"up": 0, "down": 0} | dict(
            connection.execute("SELECT thumb, count(*) FROM feedback GROUP BY thumb").fetchall()
        )


def _feedback(row: sqlite3.Row) -> Feedback:
    citations = tuple(Cited(**citation) for citation in json.loads(row["citations"]))
    return Feedback(**{**dict(row), "citations": citations})


@contextmanager
def _connected(data: Path) -> Iterator[sqlite3.Connection]:
    path = data / FEEDBACK
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection:
            connection.row_factory = sqlite3.Row
            # FULL, and the folder as well: with a rollback journal, its removal is what commits.
            connection.execute("PRAGMA synchronous=EXTRA")
            yield connection
    except sqlite3.Error as error:
        raise FeedbackUnusable(path, error) from error
