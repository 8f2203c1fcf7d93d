"""Are disagreements shown, and no others? python -m eval.disputes asks about documents written in pairs to disagree.

A file a pair, `data/disputes/NAME.json`: two documents about one thing; `disputed` questions, to which they (or two places
of one) give the two `values`; and `agreed` ones that only seem disputed, and `why`: the value in other `words` or
`rounded`, of other `years`, the `opposite` thing, an `other` one, a `part` of it, or a `single` place that tells. Names are
invented. Development data: `eval.fitting_conflicts` is fitted to them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.loaders import slug
from corpus.types import Language
from corpus.values import find_values
from eval.answers import conflict_recall, contains, false_alarm
from eval.asking import ask_all
from eval.datasets import DATA
from eval.papers import markdown_parts
from eval.runner import shipped_pipeline
from eval.significance import mean
from eval.types import Evidence, Outcome, Question, Side
from index.training.papers import LANGUAGES
from service.settings import Settings
from service.terminal import build_progress

FOLDER = DATA / "disputes"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents as Markdown texts by file name, and the questions about them; `kind` of an agreed one is its `why`."""

    name: str
    documents: dict[str, str]
    questions: tuple[Question, ...]


def main() -> None:
    """Ask every question of all the documents together, and print what share of each sort shows a disagreement."""
    pairs = read_pairs()
    questions = [question for pair in pairs for question in pair.questions]
    with (
        documents_of(pairs) as folder,
        build_progress() as progress,
        shipped_pipeline(Settings(), progress=progress, documents=[folder]) as pipeline,
    ):
        outcomes = ask_all(pipeline, questions, lambda done: progress("questions", done, len(questions)))
    for line in report(questions, outcomes):
        print(line)


def read_pairs(folder: Path = FOLDER) -> list[Pair]:
    """The pairs of a folder by name."""
    return [_pair(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


@contextmanager
def documents_of(pairs: Iterable[Pair]) -> Iterator[Path]:
    """A folder with the documents of all the pairs, for as long as it is needed."""
    with TemporaryDirectory(prefix="kaynak-disputes-") as folder:
        for pair in pairs:
            for name, text in pair.documents.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
        yield Path(folder)


def report(questions: Sequence[Question], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each language and sort of question: its share with 95% interval, and how many there are."""
    groups: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for question, outcome in zip(questions, outcomes, strict=True):
        shown = conflict_recall(outcome.conflict, [side.answers for side in question.sides])
        alarm = false_alarm(outcome.conflict, [side.answers for side in question.sides])
        if shown is not None:
            groups[question.language, "disputed: both sides shown"].append(float(shown == 1))
        if alarm is not None:
            groups[question.language, "agreed: false alarms"].append(alarm)
            groups[question.language, f"agreed, {question.kind}: false alarms"].append(alarm)
    order = sorted(groups, key=lambda group: (group[0], not group[1].startswith("disputed"), group[1]))
    for language, name in order:
        yield f"{language} {name} {_percent(groups[language, name])}"


def _percent(values: Sequence[float]) -> str:
    found = mean(values)
    return f"{100 * found.value:.1f}% [{100 * found.low:.1f}, {100 * found.high:.1f}] of {len(values)}"


def _pair(name: str, record: dict[str, Any]) -> Pair:
    documents = {f"{name}-{number}.md": _markdown(own) for number, own in enumerate(record["documents"])}
    asked = [*record["disputed"], *record["agreed"]]
    questions = [
        _question(name, row, number, language, documents) for number, row in enumerate(asked) for language in LANGUAGES
    ]
    return Pair(name, documents, tuple(questions))


def _question(name: str, row: dict[str, Any], number: int, language: Language, documents: Mapping[str, str]) -> Question:
    # What is right is told by its place alone: a bare number stands in many other documents too.
    places = tuple(place for value in row.get("values") or [row["answer"]] for place in _places(value, documents))
    return Question(
        id=f"{name}-{number}-{language}",
        language=language,
        question=row[language],
        split="dev",
        fact=name,
        kind=row.get("why", "disputed"),
        evidence=places,
        sides=tuple(Side(forms, ()) for forms in _forms(row.get("values", ()))),
    )


def _forms(values: Sequence[str]) -> list[tuple[str, ...]]:
    """Each value as its document has it, and without its unit where that is no part of another's: "720" for "720 ton"."""
    found = []
    for value in values:
        numbers = find_values(value, language="tr")
        bare = value[: numbers[0].end] if len(numbers) == 1 and not numbers[0].start else value
        apart = not any(contains(other, (bare,)) for other in values if other != value)
        found.append(tuple(dict.fromkeys((value, bare))) if apart else (value,))
    return found


def _places(value: str, documents: Mapping[str, str]) -> Iterator[Evidence]:
    """Where a value stands in the documents, not as a part of a longer number or word, whatever its case ending."""
    form = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(value)}(?!\d|[.,]\d)")
    for name, text in documents.items():
        for found in form.finditer(text):
            yield Evidence(slug(Path(name).stem), found.start(), found.end(), found[0])


def _markdown(record: dict[str, Any]) -> str:
    return "".join(markdown_parts(record["title"], [(own["heading"], own["text"]) for own in record["paragraphs"]]))


if __name__ == "__main__":
    main()
