"""Gold data: questions with evidence, labelled sentences, and the documents they are about."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.catalogue import read_catalogue
from corpus.loaders import LOADERS, load_document, slug
from corpus.types import Document
from eval.faults import Faults, read_json_lines
from eval.formats.jsonl import read_questions
from eval.types import Question, Snippet
from index.listing import list_files
from service.settings import DOCUMENTS

DATA = Path(__file__).resolve().parent / "data"
QUESTIONS = DATA / "seeds" / "questions.jsonl"
ELSEWHERE = DATA / "seeds" / "elsewhere.jsonl"  # questions about other things altogether: easy to refuse, none to get wrong
SENTENCES = DATA / "sentences.jsonl"


def load_questions(path: Path = QUESTIONS, *, documents: Mapping[str, str] | None = None) -> list[Question]:
    """Questions of a JSON-lines file, held against raw texts by document id if given; raises DatasetError."""
    return read_questions(path, documents=documents)


def load_snippets(path: Path = SENTENCES) -> list[Snippet]:
    """Labelled sentences of a JSON-lines file; raises DatasetError."""
    faults, snippets = Faults(), []
    for line, record in read_json_lines(path, faults):
        try:
            snippets.append(_snippet(record))
        except (KeyError, TypeError) as error:
            faults.add(path, line, str(error))
    faults.check()
    return snippets


def load_documents(folder: Path = DOCUMENTS) -> dict[str, Document]:
    """The documents of a folder by id, as `kaynak build` reads them; raises SourceError for one that it cannot read."""
    entries = read_catalogue(folder)
    paths = [path for path in list_files(folder).files if path.suffix.lower() in LOADERS]
    return {
        slug(path.stem): load_document(path, document_id=slug(path.stem), entry=entries.get(path.name))[0] for path in paths
    }


def _snippet(record: dict[str, Any]) -> Snippet:
    made = {"kinds": tuple(record["kinds"]), "starts": tuple(record["starts"])}
    return Snippet(**{**record, **made, "start": record["start"] or 0, "end": record["end"] or len(record["text"])})
