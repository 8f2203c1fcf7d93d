"""Opening an index: every leg is reconciled with the store before the first question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.chunking import chunking_key
from corpus.errors import KaynakError
from corpus.text import ANALYSIS
from corpus.types import Passage
from index.errors import IndexDamaged, IndexFormat, IndexMissing
from index.generations import current_generation, generation_folder
from index.lexical import LexicalIndex
from index.segments import MANIFEST, Manifest, Segment, open_segment, read_manifest
from index.store import DocumentStore
from index.tokens import TokenTable, join
from index.types import DocumentRecord
from index.vectors import Positions

_TRIES = 3


@dataclass(frozen=True, slots=True)
class SearchableSegment:
    """A segment and the positions in it that may be found; None means all."""

    segment: Segment
    shown: Positions | None


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One state of the collection, open for questions; what the store does not show in that state is not found."""

    generation: str
    manifest: Manifest
    store: DocumentStore
    records: dict[str, DocumentRecord]
    shown: frozenset[int]
    segments: tuple[SearchableSegment, ...]
    lexical: LexicalIndex
    counts: dict[int, int]

    def passage_count(self, record: DocumentRecord) -> int:
        """Number of a document's passages."""
        return self.counts.get(record.version, 0)

    def passages(self, ids: Sequence[int]) -> dict[int, tuple[DocumentRecord, Passage]]:
        """Passages by id with their documents; ids that the store does not show are left out."""
        found = self.store.passages(ids)
        return {i: (self.records[passage.document_id], passage) for i, (_, passage) in found.items() if i in self.shown}

    def tokens(self, ids: Sequence[int]) -> TokenTable | None:
        """Token vectors of passages, in the order of `ids`; None for an encoder that yields none."""
        wanted = np.asarray(ids, dtype=np.int64)
        tables: list[TokenTable] = []
        places: list[Positions] = []
        for searchable in self.segments:
            segment = searchable.segment
            if segment.tokens is None:
                return None
            at = np.minimum(np.searchsorted(segment.ids, wanted), len(segment.ids) - 1)
            here = np.flatnonzero(segment.ids[at] == wanted)
            tables.append(segment.tokens.take(at[here]))
            places.append(here)
        return join(tables).take(np.argsort(np.concatenate(places)))

    def passage_ids_of(self, versions: Iterable[int]) -> list[int]:
        """Ids of the passages of some document versions."""
        return self.store.passage_ids_of(versions, chunking_key(self.manifest.chunking))

    def close(self) -> None:
        """Close the store's connection."""
        self.store.close()


def open_index(data: Path) -> OpenIndex:
    """Open the state that the current manifest describes.

    Raises IndexMissing, IndexFormat or IndexDamaged, each naming the command that mends it.
    """
    for _ in range(_TRIES):
        seen = _shown_state(data)
        try:
            return _open(data)
        except (IndexDamaged, IndexMissing):
            # A build may sweep files away between the reading of its manifest and theirs; then there is a newer one.
            if _shown_state(data) == seen:
                raise
    return _open(data)


def _shown_state(data: Path) -> bytes:
    try:
        return (generation_folder(data, current_generation(data)) / MANIFEST).read_bytes()
    except (OSError, KaynakError):
        return b""


def _open(data: Path) -> OpenIndex:
    generation = current_generation(data)
    folder = generation_folder(data, generation)
    manifest = read_manifest(folder)
    if manifest.analysis != ANALYSIS:
        raise IndexFormat(folder, manifest.analysis, ANALYSIS)
    store = DocumentStore(data)
    try:
        if store.store_id != manifest.store_id:
            raise IndexDamaged(folder, "it belongs to another document store")
        return _reconciled(generation, folder, manifest, store)
    except BaseException:
        store.close()
        raise


def _reconciled(generation: str, folder: Path, manifest: Manifest, store: DocumentStore) -> OpenIndex:
    key = chunking_key(manifest.chunking)
    shown = store.passage_ids(manifest.sequence, key)
    segments = [open_segment(folder, info) for info in manifest.segments]
    lexical_folder = folder / "lexical"
    if not lexical_folder.is_dir():
        raise IndexDamaged(lexical_folder, "it is missing")
    lexical = LexicalIndex(lexical_folder)
    listed = lexical.ids()
    encoded = {int(i) for segment in segments for i in segment.ids}
    for leg, ids in (("vectors", encoded), ("terms", listed)):
        if lacking := len(set(shown) - ids):
            raise IndexDamaged(folder, f"{lacking} of {len(shown)} passages have no {leg}")
    records = store.records(manifest.sequence)
    if not shown:
        raise IndexMissing(folder)
    found = tuple(SearchableSegment(segment, _positions(segment, shown)) for segment in segments)
    counts = store.passage_counts(key)
    return OpenIndex(generation, manifest, store, records, frozenset(shown), found, lexical, counts)


def _positions(segment: Segment, shown: list[int]) -> Positions | None:
    kept = np.isin(segment.ids, np.asarray(shown, dtype=np.int64))
    return None if kept.all() else np.flatnonzero(kept)
