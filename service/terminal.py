"""What a person sees on the terminal: progress bars, and an answer with its proof."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from corpus.types import Language
from index.ingest import Progress as ProgressCall
from service.types import Answer, Citation, Conflict

# Control characters in a source must not reach the terminal, which would obey them.
_UNSEEN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))

_WORDS: dict[Language, dict[str, str]] = {
    "tr": {
        "confidence": "güven", "page": "sayfa", "score": "puan", "nearest": "En yakın bölümler", "found": "Kaynaklar",
        "undated": "tarihsiz", "newer": "daha yeni",
    },
    "en": {
        "confidence": "confidence", "page": "page", "score": "score", "nearest": "Nearest passages", "found": "Sources",
        "undated": "undated", "newer": "newer",
    },
}  # fmt: skip


@contextmanager
def build_progress() -> Iterator[ProgressCall]:
    """Progress bars on stderr, one per stage; plain lines where stderr is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(console)
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            """Move the stage's bar."""
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


def _plain(console: Console) -> ProgressCall:
    last: dict[str, int] = {}

    def advance(stage: str, done: int, total: int) -> None:
        """Print a line at each tenth of the stage."""
        tenth = done * 10 // total if total else 10
        if tenth > last.get(stage, -1):
            last[stage] = tenth
            console.print(f"{stage}: {done} of {total}", highlight=False)

    return advance


def show_answer(answer: Answer) -> None:
    """The answer, then each citation: the passage with the cited sentence marked, document, page, score."""
    console = Console(highlight=False)
    words, reading = _WORDS[answer.language], answer.reading
    console.print()
    if reading.text is not None:
        if reading.short:
            short = Text(_seen(" ".join(reading.short.text.split())), style="bold green")
            console.print(short.append(f"  ({reading.short.english})" if reading.short.english else "", style="dim"))
        for citation in reading.quotes:
            console.print(Text(_seen(citation.reading), style="bold").append(f" [{citation.number}]", style="cyan"))
        console.print(f"[dim]{words['confidence']} {reading.confidence:.0%}[/dim]")
        for conflict in reading.conflicts:
            _show_conflict(console, conflict, words)
    elif reading.abstention:
        console.print(Text(reading.abstention.message, style="yellow"))
    if reading.citations:
        console.print(f"\n[dim]{words['found' if reading.text is not None else 'nearest']}[/dim]")
    for citation in reading.citations:
        _show_citation(console, citation, words)


def show_explanation(answer: Answer) -> None:
    """What spoke for the answer and for each passage, as JSON."""
    Console(highlight=False).print_json(data=dict(answer.reading.explanation()))


def _show_conflict(console: Console, conflict: Conflict, words: dict[str, str]) -> None:
    """What each side says, with its document, page and year, and which one is newer where that is known."""
    console.print(Text(f"\n{conflict.message}", style="yellow"))
    for number, side in enumerate(conflict.sides):
        line = Text(f"  {_seen(side.value)}", style="bold")
        line.append(f"  {_place(side.citation, words)}, {side.year or words['undated']}", style="dim")
        console.print(line.append(f"  {words['newer']}" if number == conflict.newer else "", style="green"))


def _place(citation: Citation, words: dict[str, str]) -> str:
    title = _seen(citation.document.metadata.title)
    if citation.start_page is None:
        return title
    to = "" if citation.start_page == citation.end_page else f"-{citation.end_page}"
    return f"{title}, {words['page']} {citation.start_page}{to}"


def _show_citation(console: Console, citation: Citation, words: dict[str, str]) -> None:
    line = Text("\n").append(f"[{citation.number}]", style="cyan").append(f" {_place(citation, words)}  ")
    console.print(line.append(f"{words['score']} {citation.score:.2f}", style="dim"))
    if citation.hit.passage.heading:
        console.print(Padding(Text(_seen(citation.hit.passage.heading), style="dim italic"), (0, 0, 0, 4)))
    text = Text()
    for sentence in citation.hit.passage.sentences:
        cited = citation.start <= sentence.start < citation.end
        # Where styles are lost, in a file or a pipe, marks show what is cited.
        shown = f"»{sentence.reading}«" if cited and not console.is_terminal else sentence.reading
        text.append(_seen(shown), style="reverse" if cited else "").append(" ")
    console.print(Padding(text, (0, 0, 0, 4)))


def _seen(text: str) -> str:
    return text.translate(_UNSEEN)
