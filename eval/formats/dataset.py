"""What every format is read into and written from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eval.types import Question

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}(?<!\.)")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions, and the raw texts by document id that came with them or that their evidence points into."""

    questions: tuple[Question, ...]
    documents: Mapping[str, str] = field(default_factory=dict)


def file_names(documents: Mapping[str, str]) -> dict[str, str]:
    """Document id -> name without suffix under which its text is filed, and which Kaynak then takes as its id.

    Ids that no file can have are numbered instead. Documents of one text share a name: Kaynak holds a text once.
    """
    by_text: dict[str, str] = {}
    taken = {document.lower() for document in documents}
    names: dict[str, str] = {}
    for number, (document, text) in enumerate(documents.items()):
        if text not in by_text:
            by_text[text] = document if _is_safe(document, by_text) else _numbered(number, taken)
        names[document] = by_text[text]
    return names


def write_texts(documents: Mapping[str, str], folder: Path) -> None:
    """Write each text, verbatim, to a file named as `file_names` says."""
    for document, name in file_names(documents).items():
        (folder / f"{name}.txt").write_text(documents[document], encoding="utf-8", newline="")


def _is_safe(document: str, by_text: Mapping[str, str]) -> bool:
    # Some file systems take a.txt and A.txt for one file.
    return bool(_SAFE.fullmatch(document)) and document.lower() not in {name.lower() for name in by_text.values()}


def _numbered(number: int, taken: set[str]) -> str:
    name = f"document-{number:07d}"
    return name if name not in taken else f"{name}-{len(taken)}"
