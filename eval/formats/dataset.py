"""What every format is read into and written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.loaders import slug
from corpus.types import Document
from eval.types import Question

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions, and the documents by id that came with them or that their evidence points into."""

    questions: tuple[Question, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)


def file_names(documents: Mapping[str, str]) -> dict[str, str]:
    """Document id -> name without suffix under which its text is filed, and which Kaynak then takes as its id.

    Ids that no file can have are numbered instead. Documents of one text share a name: Kaynak holds a text once.
    """
    by_text: dict[str, str] = {}
    for number, (document, text) in enumerate(documents.items()):
        plain = len(document) <= _LONGEST_NAME and slug(document) == document
        by_text.setdefault(text, document if plain else _numbered(number, documents))
    return {document: by_text[text] for document, text in documents.items()}


def as_documents(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Document]]:
    """The names of `file_names`, and the documents that Kaynak makes of those files, by name."""
    names = file_names(texts)
    return names, {name: Document(name, texts[key], "", f"{name}.txt") for key, name in names.items()}


def write_texts(texts: Mapping[str, str], folder: Path) -> None:
    """Write each text, verbatim, to a file named as `file_names` says."""
    for document, name in file_names(texts).items():
        (folder / f"{name}.txt").write_text(texts[document], encoding="utf-8", newline="")


def _numbered(number: int, taken: Mapping[str, str]) -> str:
    name = f"document-{number:07d}"
    return name if name not in taken else f"{name}-{len(taken)}"
