"""Bringing a generation's two legs in line with the passages that the store holds."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import numpy as np

from corpus.types import Passage
from index.embedders import Embedder
from index.errors import IndexDamaged
from index.ingest import Progress
from index.lexical import LexicalIndex
from index.segments import Manifest, Segment, SegmentInfo, open_segment, sweep_segments, write_manifest, write_segment
from index.store import DocumentStore
from index.tokens import TokenTable, join, pack
from index.types import Vectors
from index.vectors import Positions

_BATCH = 256  # passages encoded at a time
_CHECKPOINT = 8192  # passages after which a segment is written, so that a long build can be taken up again
_MOST_SEGMENTS = 8
_DEAD_SHARE = 0.25


class Legs:
    """The vectors and terms of one generation; `wanted` are the passages that the next state shows."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        store: DocumentStore,
        encoder: Embedder,
        *,
        wanted: Positions,
        progress: Progress,
    ) -> None:
        self._folder, self._store, self._encoder, self._progress = folder, store, encoder, progress
        self._wanted = wanted
        self._lexical = _open_lexical(folder / "lexical")
        segments = [segment for info in manifest.segments if (segment := _sound(folder, info))]
        self.manifest = replace(manifest, segments=tuple(segment.info for segment in segments))
        self._lacking_vectors = np.setdiff1d(wanted, np.concatenate([s.ids for s in segments] or [np.empty(0, np.int64)]))
        self._lacking_terms = sorted(set(wanted.tolist()) - self._lexical.ids())
        self.encoded = 0

    @property
    def complete(self) -> bool:
        """Whether both legs hold every wanted passage."""
        return not len(self._lacking_vectors) and not self._lacking_terms

    def fill(self) -> None:
        """Encode and list what is lacking, then merge segments where that pays."""
        self._encode()
        self._lexical.change(self._passages(self._lacking_terms), ())
        self._compact()

    def sweep(self) -> None:
        """Forget terms of passages that are no longer wanted, and files that the manifest does not name."""
        if dead := self._lexical.ids() - set(self._wanted.tolist()):
            self._lexical.change((), dead)
        sweep_segments(self._folder, self.manifest)

    def _encode(self) -> None:
        """Encode in checkpoints; a build that dies goes on from the last one."""
        lacking = self._lacking_vectors
        for start in range(0, len(lacking), _CHECKPOINT):
            ids = lacking[start : start + _CHECKPOINT]
            vectors, tables = [], []
            for batch in np.array_split(ids, -(-len(ids) // _BATCH)):
                found = self._store.passages(batch.tolist())
                encoded = self._encoder.encode_document([found[int(i)][1].matching_text for i in batch])
                vectors.append(encoded.pooled)
                if encoded.tokens is not None:  # packed at once: those of a checkpoint would take gigabytes
                    tables.append(pack(list(encoded.tokens)))
                self.encoded += len(batch)
                self._progress("vectors", self.encoded, len(lacking))
            self._add_segment(ids, np.concatenate(vectors), join(tables) if tables else None)

    def _add_segment(self, ids: Positions, vectors: Vectors, tokens: TokenTable | None) -> None:
        info = write_segment(self._folder, os.urandom(6).hex(), ids, vectors, tokens)
        self.manifest = replace(self.manifest, segments=(*self.manifest.segments, info))
        # The sequence number is still the old one: readers see what they saw.
        write_manifest(self._folder, self.manifest)

    def _passages(self, ids: list[int]) -> Iterator[tuple[int, int, Passage]]:
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            found = self._store.passages(batch)
            yield from ((passage_id, *found[passage_id]) for passage_id in batch)
            self._progress("terms", min(start + _BATCH, len(ids)), len(ids))

    def _compact(self) -> None:
        """Merge segments when there are many or much of them is dead; vectors are copied, not made again."""
        infos = self.manifest.segments
        total = sum(info.count for info in infos)
        if len(infos) <= _MOST_SEGMENTS and total - len(self._wanted) <= _DEAD_SHARE * total:
            return
        segments = [open_segment(self._folder, info) for info in infos]
        alive = [np.flatnonzero(np.isin(segment.ids, self._wanted)) for segment in segments]
        pairs = list(zip(segments, alive, strict=True))
        ids = np.concatenate([segment.ids[kept] for segment, kept in pairs])
        order = np.argsort(ids)
        vectors = np.concatenate([segment.index.vectors(kept) for segment, kept in pairs])[order]
        tables = [segment.tokens.take(kept) for segment, kept in pairs if segment.tokens is not None]
        tokens = join(tables).take(order) if tables else None
        info = write_segment(self._folder, os.urandom(6).hex(), ids[order], vectors, tokens)
        self.manifest = replace(self.manifest, segments=(info,))


def _sound(folder: Path, info: SegmentInfo) -> Segment | None:
    """A segment, or None where its files are damaged and its passages must be encoded again."""
    try:
        return open_segment(folder, info)
    except IndexDamaged:
        return None


def _open_lexical(folder: Path) -> LexicalIndex:
    try:
        return LexicalIndex(folder)
    except IndexDamaged:
        # A leg that cannot be opened is made anew from the store.
        rmtree(folder) if folder.is_dir() else folder.unlink()
        return LexicalIndex(folder)
