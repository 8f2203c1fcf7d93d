"""catalogue.toml: what is known of the files of a folder, recorded beside them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import CatalogueError
from corpus.types import Metadata, Page

CATALOGUE = "catalogue.toml"
_KEYS = {
    "file": str, "sha256": str, "title": str, "supplied_title": str, "authors": list, "publisher": str, "year": int,
    "language": str, "kind": str, "rights": str, "page_starts": list, "page_labels": dict,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One file's record: its metadata, its page starts as offsets, and the numbers printed on pages (from 1)."""

    sha256: str
    metadata: Metadata
    page_starts: tuple[int, ...] = ()
    page_labels: tuple[tuple[int, str], ...] = ()

    def pages(self, length: int) -> tuple[Page, ...]:
        """Pages of a text of `length` characters."""
        labels = dict(self.page_labels)
        ends = (*self.page_starts[1:], length)
        bounds = enumerate(zip(self.page_starts, ends, strict=True), start=1)
        return tuple(Page(number, start, end, labels.get(number)) for number, (start, end) in bounds)


def read_catalogue(folder: Path) -> dict[str, Entry]:
    """File name -> entry of the folder's catalogue; empty where there is none.

    Raises CatalogueError naming the file and the fault.
    """
    path = folder / CATALOGUE
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}; mend it or remove it") from error
    return dict(_entry(path, table) for table in content.get("document", []))


def _entry(path: Path, table: dict[str, Any]) -> tuple[str, Entry]:
    file = table.get("file", "?")
    for key, value in table.items():
        if key not in _KEYS or not isinstance(value, _KEYS[key]):
            raise CatalogueError(f"{path}: {file}: {key} = {value!r} is not known here; one of {', '.join(_KEYS)}")
    starts = tuple(table.get("page_starts", ()))
    if list(starts) != sorted(set(starts)) or (starts and (starts[0] != 0 or "sha256" not in table)):
        raise CatalogueError(f"{path}: {file}: page_starts must rise from 0, and need the file's sha256 beside them")
    # A title that a cataloguer supplied stands in square brackets, as libraries do (ISBD).
    title = table.get("title") or (f"[{table['supplied_title']}]" if table.get("supplied_title") else "")
    metadata = Metadata(
        title=title,
        authors=tuple(table.get("authors", ())),
        year=table.get("year"),
        **{key: table.get(key, "") for key in ("publisher", "language", "kind", "rights")},
    )
    labels = tuple((int(number), label) for number, label in table.get("page_labels", {}).items())
    return file, Entry(table.get("sha256", ""), metadata, starts, labels)
