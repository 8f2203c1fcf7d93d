"""What `kaynak feedback` does."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.segments import write_atomically
from service.errors import FeedbackUnusable
from service.feedback import Feedback, saved
from service.settings import Settings

_THUMBS = {"up": "👍", "down": "👎"}


def run_feedback(settings: Settings, *, as_json: bool, export: Path | None) -> int:
    """List what readers thought of answers, newest first, or write it as evaluation records."""
    judged = saved(settings.data)
    if export:
        _write(export, judged)
        print(f"{len(judged)} records written to {export}")
    elif as_json:
        print(json.dumps([feedback.as_record() for feedback in judged], ensure_ascii=False, indent=2))
    else:
        _show(judged)
    return 0


def _show(judged: list[Feedback]) -> None:
    if not judged:
        print("no feedback yet: it comes from the thumbs under an answer, in the pages and the widget")
        return
    table = Table("when (UTC)", "", "question", "why", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for feedback in judged:
        when = feedback.created[:16].replace("T", " ")
        # Text, not markup: readers may write [brackets].
        table.add_row(when, _THUMBS[feedback.thumb], Text(feedback.question), Text(feedback.reason or ""))
    Console(highlight=False).print(table)


def _write(path: Path, judged: list[Feedback]) -> None:
    """One JSON object a line, oldest first; the file is whole or as it was."""
    lines = "".join(json.dumps(feedback.as_record(), ensure_ascii=False) + "\n" for feedback in reversed(judged))
    try:
        write_atomically(path, lines.encode("utf-8"))
    except OSError as error:
        raise FeedbackUnusable(path, error.strerror or error) from error
