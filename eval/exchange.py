"""`kaynak eval import`, `export` and `init`: evaluation data from and to the files of other tools."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.types import Language
from eval.datasets import load_documents
from eval.faults import DatasetError
from eval.formats import beir, feedback, jsonl, squad, table
from eval.formats.dataset import Dataset, write_texts
from eval.quoting import quoted
from eval.writing import whole_file, whole_folder
from service.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read and written, None where it cannot be; `about` tells what it is."""

    about: str
    read: Callable[[Path, Language | None], Dataset] | None = None
    write: Callable[[Dataset, Path], int] | None = None


FORMATS: dict[str, Format] = {
    "beir": Format("a BEIR folder (written: passages and which of them cover evidence)", beir.read_beir, beir.write_beir),
    "csv": Format("a table of questions and expected answers", table.read_table, table.write_table),
    "feedback": Format("what people said of answers", lambda path, _: feedback.read_feedback(path)),
    "squad": Format("SQuAD 2.0 JSON", squad.read_squad, squad.write_squad),
    "trec": Format("TREC qrels over passages", write=beir.write_passage_qrels),
}
IMPORTS = [name for name, row in FORMATS.items() if row.read]
EXPORTS = [name for name, row in FORMATS.items() if row.write]


def run_import(name: str, source: Path, target: Path, *, language: Language | None, data: Path) -> int:
    """Read `source` and write its questions to `target` as JSON-lines, its documents to a folder beside it.

    Evidence that comes without its text has it from the index in `data`. Raises UsageError for a format that cannot be read
    or a target that cannot be written; DatasetError with all faults.
    """
    read = FORMATS[name].read if name in FORMATS else None
    if read is None:
        raise UsageError(f"{name} cannot be imported; choose from {', '.join(IMPORTS)}")
    dataset = read(source, language)
    questions, lost = quoted(dataset.questions, data)
    for what in lost:
        print(f"kaynak: not imported: {what}", file=sys.stderr)
    if not questions:
        raise DatasetError(f"{source}: it holds no question that can be measured by")
    folder = target.with_name(f"{target.stem}-documents")
    if dataset.documents:
        with whole_folder(folder) as half:
            write_texts({name: document.text for name, document in dataset.documents.items()}, half)
    jsonl.write_questions(questions, target)
    about = f", {len(dataset.documents)} documents in {folder}" if dataset.documents else ""
    print(f"{len(questions)} questions in {target}{about}")
    return 0


def run_export(name: str, source: Path, target: Path, *, documents: Path | None) -> int:
    """Write the questions of a JSON-lines file in another format, with the documents of a folder (default: the five).

    Raises UsageError for a format that cannot be written or a target that is in the way; DatasetError with all faults.
    """
    write = FORMATS[name].write if name in FORMATS else None
    if write is None:
        raise UsageError(f"{name} cannot be exported; choose from {', '.join(EXPORTS)}")
    loaded = load_documents(documents) if documents else load_documents()
    questions = jsonl.read_questions(source, documents={name: document.text for name, document in loaded.items()})
    written = write(Dataset(tuple(questions), loaded), target)
    print(f"{written} of {len(questions)} questions in {target}")
    return 0


def run_init(target: Path) -> int:
    """Write a commented CSV to fill in; raises UsageError where there is a file already."""
    if target.exists():
        raise UsageError(f"{target} is there already; name a new file")
    with whole_file(target) as half:
        half.write_text(table.TEMPLATE, encoding="utf-8-sig")
    print(f"{target}: write your questions and expected answers below the heading; the comments say how")
    return 0
