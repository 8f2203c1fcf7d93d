"""catalogue.toml: what is known of the files of a folder, recorded beside them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import CatalogueError
from corpus.types import Metadata, Page

CATALOGUE = "catalogue.toml"


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


class _Table(BaseModel):
    """A [[document]] table as a person writes it; what is unknown is left out or empty."""

    model_config = ConfigDict(extra="forbid", strict=True)

    file: str
    sha256: str = ""
    title: str = ""
    supplied_title: str = ""
    authors: list[str] = Field(default_factory=list)
    publisher: str = ""
    year: int | None = None
    language: str = ""
    kind: str = ""
    rights: str = ""
    page_starts: list[int] = Field(default_factory=list)
    page_labels: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _pages_fit(self) -> Self:
        starts = self.page_starts
        if starts != sorted(set(starts)) or (starts and (starts[0] != 0 or not self.sha256)):
            raise ValueError("page_starts must rise from 0, and need the file's sha256 beside them")
        if not set(self.page_labels) <= {str(number) for number in range(1, len(starts) + 1)}:
            raise ValueError("the keys of page_labels must be numbers of pages, from 1")
        return self


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    document: list[_Table] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_file_once(self) -> Self:
        files = [table.file for table in self.document]
        if twice := {file for file in files if files.count(file) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))} is described twice")
        return self


def read_catalogue(folder: Path) -> dict[str, Entry]:
    """File name -> entry of the folder's catalogue; empty where there is none.

    Raises CatalogueError naming the file and the fault.
    """
    path = folder / CATALOGUE
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = _Catalogue.model_validate(content).document
    except ValidationError as error:
        raise CatalogueError(f"{path}: {_first_fault(content, error)}; mend it or remove it") from error
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}; mend it or remove it") from error
    return {table.file: _entry(table) for table in tables}


def _first_fault(content: dict[str, object], error: ValidationError) -> str:
    fault = error.errors()[0]
    place, documents = fault["loc"], content.get("document")
    if (
        len(place) > 1
        and isinstance(place[1], int)
        and isinstance(documents, list)
        and isinstance(documents[place[1]], dict)
    ):
        place = (documents[place[1]].get("file", f"table {place[1] + 1}"), *place[2:])
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        message = f"it is not known here; known are {', '.join(_Table.model_fields)}"
    return f"{': '.join(map(str, place))}: {message}"


def _entry(table: _Table) -> Entry:
    # A title that a cataloguer supplied stands in square brackets, as libraries do (ISBD).
    supplied = f"[{table.supplied_title}]" if table.supplied_title else ""
    metadata = Metadata(
        title=table.title or supplied,
        authors=tuple(table.authors),
        publisher=table.publisher,
        year=table.year,
        language=table.language,
        kind=table.kind,
        rights=table.rights,
    )
    labels = tuple((int(number), label) for number, label in table.page_labels.items())
    return Entry(table.sha256, metadata, tuple(table.page_starts), labels)
