"""Files into the store: what is new, changed, moved or gone since the last build."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.catalogue import Entry, read_catalogue
from corpus.chunking import chunking_key, split_document
from corpus.errors import CatalogueError, SourceError
from corpus.loaders import LOADERS, load_document
from corpus.types import Chunking, Document
from index.listing import Listing, candidate_ids, check_name, digest, is_gone, list_files, unfollowed
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
    listings = [list_files(root) for root in dict.fromkeys(Path(os.path.realpath(path)) for path in paths)]
    ingestion.report_faults(listings)
    ingestion.remove_vanished(listings)
    files = [(listing.root, path) for listing in listings for path in listing.files]
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

    def report_faults(self, listings: Sequence[Listing]) -> None:
        """Note what could not be listed; a known file that is gone is no fault, for it will be removed."""
        for fault in (*(fault for listing in listings for fault in listing.faults), *unfollowed(listings)):
            if str(fault.path) not in self._by_source or not is_gone(fault.path):
                self.changes.skipped.append(fault)

    def remove_vanished(self, listings: Sequence[Listing]) -> None:
        """Retire documents whose files are gone; one that only has another name now stays."""
        vanished = list(self._vanished(listings))
        if not vanished:
            return
        new = (path for listing in listings for path in listing.files if str(path) not in self._by_source)
        renamed = {digest(path) for path in new if path.suffix.lower() in LOADERS}
        for record in vanished:
            if record.sha256 not in renamed:
                self._store.retire(record.document_id, sequence=self._sequence)
                self._forget(record)
                self.changes.removed.append(record.document_id)

    def _vanished(self, listings: Sequence[Listing]) -> Iterator[DocumentRecord]:
        held = {str(path) for listing in listings for path in listing.files}
        for record in self._by_id.values():
            source = Path(record.source)
            # Not to be listed is not to be gone: a hidden folder is passed over, but may have been given by itself.
            if record.source not in held and any(listing.answers_for(source) for listing in listings) and is_gone(source):
                yield record

    def take_in(self, root: Path, path: Path) -> None:
        """Add or update the document of one file; raises SourceError where that cannot be."""
        check_name(path)
        known = self._by_source.get(str(path))
        entry = self._entry(path)
        if known and path.parent in self._unreadable:
            self.changes.unchanged.append(known.document_id)  # without its catalogue it would lose title and pages
            return
        document_id = known.document_id if known else next(c for c in candidate_ids(path) if c not in self._by_id)
        document, remark = load_document(path, document_id=document_id, entry=entry)
        if remark:
            self.changes.remarks.append(f"{path.name}: {remark}")
        twin = None if known else self._twin(document)
        if twin and not is_gone(Path(twin.source)):
            self.changes.remarks.append(f"{path.name}: holds the same text as {twin.document_id}, so it is not added again")
            return
        if twin:
            self._store.relocate(twin.version, root=str(root), source=str(path))
            document, known = replace(document, document_id=twin.document_id), twin
        self._put(root, path, document, known)

    def _twin(self, document: Document) -> DocumentRecord | None:
        """A document with the same bytes, unless its file holds others by now; one that cannot be read may not."""
        twin = self._by_content.get(document.sha256)
        return twin if twin and digest(Path(twin.source)) in ("", twin.sha256) else None

    def _put(self, root: Path, path: Path, document: Document, known: DocumentRecord | None) -> None:
        if known and self._same(known, document):
            self.changes.unchanged.append(known.document_id)
            return
        passages = split_document(document, self._chunking)
        if not passages:
            raise SourceError(path, "it holds headings only, and nothing under them to cite")
        key = chunking_key(self._chunking)
        self._remember(self._store.put(document, passages, root=str(root), chunking=key, sequence=self._sequence))
        (self.changes.updated if known else self.changes.added).append(document.document_id)

    def _entry(self, path: Path) -> Entry | None:
        """The file's catalogue entry; a catalogue that cannot be read is reported once and passed over."""
        folder = path.parent
        if folder not in self._catalogues:
            self._catalogues[folder] = {}
            try:
                self._catalogues[folder] = read_catalogue(folder)
            except CatalogueError as error:
                self.changes.skipped.append(error)
                self._unreadable.add(folder)
            except OSError as error:  # the folder may be listed and not entered
                self.changes.skipped.append(SourceError(folder, f"cannot be entered: {error.strerror}"))
                self._unreadable.add(folder)
        return self._catalogues[folder].get(path.name)

    def _remember(self, record: DocumentRecord) -> None:
        self._by_id[record.document_id] = self._by_source[record.source] = self._by_content[record.sha256] = record

    def _forget(self, record: DocumentRecord) -> None:
        del self._by_id[record.document_id], self._by_source[record.source]
        self._by_content.pop(record.sha256, None)

    def _same(self, record: DocumentRecord, document: Document) -> bool:
        if (record.sha256, record.metadata, record.pages) != (document.sha256, document.metadata, document.pages):
            return False
        # Under another suffix the same bytes are read otherwise.
        return self._store.format(record.version) == document.format
