"""BEIR collections (Thakur and others 2021): corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv in a folder."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from corpus.chunking import split_document
from corpus.language import guess_language
from corpus.types import Chunking, Language, Passage
from eval.faults import DatasetError, Faults, read_json_lines, read_lines
from eval.formats.dataset import Dataset, as_documents
from eval.formats.trec import Qrels, add_judgement, write_qrels
from eval.passages import covers
from eval.types import Evidence, FoundPassage, Question
from eval.writing import whole_folder

_SPLIT = "test"
_HEADER = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by id, questions by id, and for each judged question the gains of its judged documents."""

    documents: dict[str, str]
    queries: dict[str, str]
    qrels: Qrels


def read_collection(folder: Path) -> Collection:
    """Read a BEIR folder, its test split; a document is its title and its text.

    Raises DatasetError naming every broken line, id that is taken, and judgement of what the collection does not have.
    """
    faults = Faults()
    documents = {
        identifier: "\n\n".join(part for part in (str(record.get("title") or ""), record["text"]) if part)
        for identifier, record in _records(folder / "corpus.jsonl", faults)
    }
    queries = {identifier: record["text"] for identifier, record in _records(folder / "queries.jsonl", faults)}
    collection = Collection(documents, queries, _qrels(folder / "qrels" / f"{_SPLIT}.tsv", documents, queries, faults))
    faults.check()
    if not collection.qrels:
        raise DatasetError(f"{folder / 'qrels' / f'{_SPLIT}.tsv'}: it judges nothing; there is nothing to measure")
    return collection


def read_beir(folder: Path, language: Language | None = None) -> Dataset:
    """Its judged questions, with the relevant documents as a whole for evidence; raises DatasetError."""
    collection = read_collection(folder)
    names, documents = as_documents(collection.documents)
    questions = [
        Question(
            id=query,
            language=language or guess_language(collection.queries[query]),
            question=collection.queries[query],
            evidence=tuple(Evidence(names[document]) for document, gain in gains.items() if gain > 0),
        )
        for query, gains in collection.qrels.items()
    ]
    return Dataset(tuple(questions), documents)


def write_beir(dataset: Dataset, folder: Path) -> int:
    """Write the documents' passages, cut as Kaynak does, as corpus.jsonl, and which of them cover evidence as qrels.

    Questions whose evidence is in no single passage are left out: BEIR knows none. Returns the number written.
    """
    passages = _passages(dataset)
    qrels = _qrels_over(passages, dataset)
    asked = [question for question in dataset.questions if question.id in qrels]
    with whole_folder(folder) as half:
        (half / "qrels").mkdir()
        _write(
            half / "corpus.jsonl", ({"_id": name, "title": "", "text": passage.text} for name, passage in passages.items())
        )
        _write(half / "queries.jsonl", ({"_id": question.id, "text": question.question} for question in asked))
        rows = [f"{query}\t{name}\t{gain}\n" for query, gains in qrels.items() for name, gain in gains.items()]
        (half / "qrels" / f"{_SPLIT}.tsv").write_text("\t".join(_HEADER) + "\n" + "".join(rows), encoding="utf-8")
    return len(asked)


def write_passage_qrels(dataset: Dataset, path: Path) -> int:
    """Write as TREC qrels which passages, as `document:start-end`, cover evidence; returns the number of questions."""
    qrels = _qrels_over(_passages(dataset), dataset)
    write_qrels(qrels, path)
    return len(qrels)


def _passages(dataset: Dataset) -> dict[str, Passage]:
    """The documents' passages, cut as Kaynak does; runs name them the same way."""
    passages = [passage for document in dataset.documents.values() for passage in split_document(document, Chunking())]
    return {f"{passage.document_id}:{passage.start}-{passage.end}": passage for passage in passages}


def _qrels_over(passages: dict[str, Passage], dataset: Dataset) -> Qrels:
    by_document: dict[str, list[tuple[str, FoundPassage]]] = defaultdict(list)
    for name, passage in passages.items():
        found = FoundPassage(passage.document_id, passage.start, passage.end, score=0.0)
        by_document[passage.document_id].append((name, found))
    qrels: Qrels = {}
    for question in dataset.questions:
        for place in question.evidence:
            for name, found in by_document[place.document]:
                if covers(found, place):
                    qrels.setdefault(question.id, {})[name] = 1
    return qrels


def _records(path: Path, faults: Faults) -> Iterator[tuple[str, dict[str, Any]]]:
    lines: dict[str, int] = {}
    for line, record in read_json_lines(path, faults):
        identifier = str(record.get("_id", "")).strip()
        if not identifier or not isinstance(record.get("text"), str):
            faults.add(path, line, "it lacks one of _id, text")
            continue
        if identifier in lines:
            faults.add(path, line, f"the id {identifier} is that of line {lines[identifier]} too")
        lines.setdefault(identifier, line)
        yield identifier, record


def _qrels(path: Path, documents: dict[str, str], queries: dict[str, str], faults: Faults) -> Qrels:
    qrels: Qrels = {}
    for line, text in read_lines(path):
        row = next(csv.reader(StringIO(text), delimiter="\t"))
        if line == 1 and not row[-1].strip().removeprefix("-").isdecimal():
            continue  # the header
        if len(row) != 3 or not row[2].strip().removeprefix("-").isdecimal():
            faults.add(path, line, f"{', '.join(_HEADER)} are needed, here is {text[:60]}")
            continue
        query, document, gain = row[0].strip(), row[1].strip(), int(row[2])
        for kind, identifier, known in (("question", query, queries), ("document", document, documents)):
            if identifier not in known:
                faults.add(path, line, f"the {kind} {identifier} is one the collection does not have")
        add_judgement(qrels, (query, document, gain), faults, path, line)
    return qrels


def _write(path: Path, records: Iterable[dict[str, str]]) -> None:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
