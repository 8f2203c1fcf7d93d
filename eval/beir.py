"""BEIR collections through the shipped pipeline: corpus.jsonl, queries.jsonl, qrels/test.tsv in, a TREC run out."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import DatasetError
from service.pipeline import Pipeline

_DEPTH = 50  # passages asked for; documents are ranked by their best one


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by id, questions by id, and for each judged question the gains of its relevant documents."""

    documents: dict[str, str]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


Run = dict[str, list[tuple[str, float]]]
"""Question id -> document ids with scores, best first."""


def read_collection(folder: Path) -> Collection:
    """Read a BEIR folder; raises DatasetError naming the file and the line."""
    documents = {
        record["_id"]: "\n\n".join(part for part in (record.get("title", ""), record["text"]) if part)
        for record in _lines(folder / "corpus.jsonl", ("_id", "text"))
    }
    queries = {record["_id"]: record["text"] for record in _lines(folder / "queries.jsonl", ("_id", "text"))}
    qrels: dict[str, dict[str, int]] = {}
    for query, document, gain in _qrels(folder / "qrels" / "test.tsv"):
        if query not in queries or document not in documents:
            raise DatasetError(
                f"{folder / 'qrels' / 'test.tsv'}: {query} {document} names what the collection does not have"
            )
        qrels.setdefault(query, {})[document] = gain
    return Collection(documents, queries, qrels)


def write_documents(collection: Collection, folder: Path) -> dict[str, list[str]]:
    """Write each text to a file under a name any file system takes; returns Kaynak's id -> BEIR's ids.

    Documents of one text share a file and so every hit: Kaynak holds a text once.
    """
    by_text: dict[str, list[str]] = {}
    for document, text in collection.documents.items():
        by_text.setdefault(text, []).append(document)
    names = {}
    for number, (text, documents) in enumerate(by_text.items()):
        name = f"document-{number:07d}"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        names[name] = documents
    return names


def run_queries(
    pipeline: Pipeline, collection: Collection, names: dict[str, list[str]], advance: Callable[[int], None]
) -> Run:
    """Ask every judged question; a document's score is that of its best passage."""
    run: Run = {}
    for number, query in enumerate(collection.qrels, start=1):
        best: dict[str, float] = {}
        for hit in pipeline.search(collection.queries[query], top_k=_DEPTH).hits:
            for document in names[hit.document.document_id]:
                best[document] = max(hit.score, best.get(document, 0.0))
        run[query] = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        advance(number)
    return run


def write_run(run: Run, path: Path, tag: str) -> None:
    """Write a run in TREC form: question, Q0, document, rank, score, tag."""
    lines = [
        f"{query} Q0 {document} {rank} {score:.6f} {tag}\n"
        for query, ranked in run.items()
        for rank, (document, score) in enumerate(ranked, start=1)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def _lines(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                record = json.loads(line)
                if any(key not in record for key in needed):
                    raise DatasetError(f"{path}:{number}: it lacks one of {', '.join(needed)}")
                yield record
    except (OSError, json.JSONDecodeError) as error:
        raise DatasetError(f"{path}: {error}") from error


def _qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t"):
                if row[2:] and row[2].lstrip("-").isdigit() and int(row[2]) > 0:
                    yield row[0], row[1], int(row[2])
    except OSError as error:
        raise DatasetError(f"{path}: {error}") from error
