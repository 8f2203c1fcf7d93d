"""Files into the store: what is new, changed, moved or gone since the last build."""

import hashlib
import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.catalogue import CATALOGUE, Entry, read_catalogue
from corpus.chunking import chunking_key, split_document
from corpus.errors import CatalogueError, SourceError
from corpus.loaders import load_document, slug
from corpus.types import Chunking, Document
from index.store import DocumentStore
from index.types import DocumentRecord

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done of it and what there is in all."""


@dataclass(slots=True)
class Changes:
    """What a build did to the documents, and the files it could not use."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[SourceError | CatalogueError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def ingest(store: DocumentStore, paths: Sequence[Path], *, chunking: Chunking, sequence: int, progress: Progress) -> Changes:
    """Bring the store in line with files and folders; one bad file is skipped and reported, the rest goes on.

    A document whose file is gone from its folder is removed; files that cannot be read keep what the store has of them.
    """
    ingestion = _Ingestion(store, chunking, sequence)
    listings = {path.resolve(): ingestion.list_files(path.resolve()) for path in paths}
    ingestion.remove_vanished(listings)
    files = [(root, path) for root, listing in listings.items() for path in listing]
    for number, (root, path) in enumerate(files):
        progress("documents", number, len(files))
        try:
            ingestion.take_in(root, path)
        except SourceError as error:
            ingestion.changes.skipped.append(error)
    if files:
        progress("documents", len(files), len(files))
    return ingestion.changes


class _Ingestion:
    """One pass over files, with what the store holds at hand by id, by file and by content."""

    def __init__(self, store: DocumentStore, chunking: Chunking, sequence: int) -> None:
        self._store, self._chunking, self._sequence = store, chunking, sequence
        self._by_id = store.live()
        self._by_source = {record.source: record for record in self._by_id.values()}
        self._by_content = {record.sha256: record for record in self._by_id.values()}
        self._catalogues: dict[Path, Mapping[str, Entry]] = {}
        self._unreadable: set[Path] = set()
        self.changes = Changes()

    def list_files(self, root: Path) -> list[Path]:
        """Files of a folder and its folders, hidden ones and catalogues left out; a file is its own listing."""
        if root.is_dir():
            found = sorted(path for path in root.rglob("*") if path.is_file() and not _hidden(path.relative_to(root)))
            found = [path for path in found if path.name != CATALOGUE]
        else:
            found = [root] if root.exists() else []
        if not found:
            reason = "the folder holds no files" if root.is_dir() else "there is no such file or folder"
            self.changes.skipped.append(SourceError(root, reason))
        return found

    def remove_vanished(self, listings: Mapping[Path, list[Path]]) -> None:
        """Retire the documents of a folder whose files are gone; an empty folder is a mistake and removes nothing."""
        present = {root: {str(path) for path in listing} for root, listing in listings.items() if listing and root.is_dir()}
        for record in list(self._by_id.values()):
            roots = [root for root in present if Path(record.source).is_relative_to(root)]
            if roots and not any(record.source in present[root] for root in roots) and not self._renamed(record, listings):
                self._store.retire(record.document_id, sequence=self._sequence)
                self._forget(record)
                self.changes.removed.append(record.document_id)

    def take_in(self, root: Path, path: Path) -> None:
        """Add or update the document of one file; raises SourceError where that cannot be."""
        _check_name(path)
        known = self._by_source.get(str(path))
        entry = self._entry(path)
        if known and path.parent in self._unreadable:
            self.changes.unchanged.append(known.document_id)  # without its catalogue it would lose title and pages
            return
        document_id = known.document_id if known else next(c for c in _candidate_ids(path) if c not in self._by_id)
        document, remark = load_document(path, document_id=document_id, entry=entry)
        if remark:
            self.changes.remarks.append(f"{path.name}: {remark}")
        twin = None if known else self._by_content.get(document.sha256)
        if twin and Path(twin.source).exists() and _digest(Path(twin.source)) != twin.sha256:
            twin = None  # its file holds another text by now
        if twin and Path(twin.source).exists():
            self.changes.remarks.append(f"{path.name}: holds the same text as {twin.document_id}, so it is not added again")
            return
        if twin:
            self._store.relocate(twin.version, root=str(root), source=str(path))
            document = replace(document, document_id=twin.document_id)
            known = twin
        if known and _same(known, document):
            self.changes.unchanged.append(known.document_id)
            return
        passages = split_document(document, self._chunking)
        if not passages:
            raise SourceError(path, "it holds headings only, and nothing under them to cite")
        key = chunking_key(self._chunking)
        record = self._store.put(document, passages, root=str(root), chunking=key, sequence=self._sequence)
        self._remember(record)
        (self.changes.updated if known else self.changes.added).append(document.document_id)

    def _renamed(self, record: DocumentRecord, listings: Mapping[Path, list[Path]]) -> bool:
        """Whether another listed file holds a vanished file's content."""
        names = (path for listing in listings.values() for path in listing if str(path) not in self._by_source)
        return any(_digest(path) == record.sha256 for path in names)

    def _entry(self, path: Path) -> Entry | None:
        """The file's catalogue entry; a catalogue that cannot be read is reported once and passed over."""
        if path.parent not in self._catalogues:
            self._catalogues[path.parent] = {}
            try:
                self._catalogues[path.parent] = read_catalogue(path.parent)
            except CatalogueError as error:
                self.changes.skipped.append(error)
                self._unreadable.add(path.parent)
        return self._catalogues[path.parent].get(path.name)

    def _remember(self, record: DocumentRecord) -> None:
        self._by_id[record.document_id] = self._by_source[record.source] = self._by_content[record.sha256] = record

    def _forget(self, record: DocumentRecord) -> None:
        del self._by_id[record.document_id], self._by_source[record.source]
        self._by_content.pop(record.sha256, None)


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _check_name(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        shown = Path(os.fsencode(path).decode("utf-8", "replace"))
        raise SourceError(shown, "its name is no valid Unicode; rename it") from error


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _same(record: DocumentRecord, document: Document) -> bool:
    return (record.sha256, record.metadata, record.pages) == (document.sha256, document.metadata, document.pages)


def _candidate_ids(path: Path) -> Iterator[str]:
    yield slug(path.stem)
    yield slug(f"{path.parent.name} {path.stem}")
    yield from (slug(f"{path.stem} {number}") for number in itertools.count(2))
