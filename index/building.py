"""Building: files into the store, the store into both legs, and only then the manifest that shows it.

This order makes a build safe to kill at any moment: what it wrote under its new sequence number is not seen until the
manifest names that number, and the next build goes on from whatever it finds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree

import numpy as np

from corpus.chunking import chunking_key, split_document
from corpus.text import ANALYSIS
from corpus.types import Chunking
from index.embedders import Embedder
from index.errors import IndexDamaged, IndexFormat, NothingToIndex
from index.generations import current_manifest, generation_folder, generation_name, serves, swap
from index.history import keep_history, made_with, readable, remember_making
from index.ingest import Changes, Progress, ingest
from index.legs import Legs
from index.locking import build_lock, storage_errors
from index.segments import Manifest, read_manifest, write_manifest
from index.store import STORE, DocumentStore


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `changed` says whether readers see another state than before."""

    changes: Changes
    generation: str
    encoder: str
    documents: int
    passages: int
    encoded: int
    changed: bool


def build(
    data: Path,
    paths: Sequence[Path],
    *,
    encoder: Callable[[str | None], Embedder],
    chunking: Chunking | None = None,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Bring the index in line with files and folders; what is unchanged is not encoded again.

    `encoder` is given the name of the encoder that the index was made with, or None, and returns the one to use.
    Raises BuildRunning, DataDirectory, StorageFailed, NothingToIndex, EncoderUnavailable; the index that was there
    serves on in each case.
    """
    with storage_errors(data), build_lock(data):
        store, remark = _open_store(data)
        try:
            serving = readable(lambda: current_manifest(data))
            known = made_with(store, serving)
            chosen = encoder(known[0])
            chunking = chunking or known[1]
            sequence = (serving.sequence if serving else store.latest()) + 1
            changes = ingest(store, paths, chunking=chunking, sequence=sequence, progress=progress)
            changes.remarks.extend(remark)
            _split_what_lacks_passages(store, chunking)
            report = _bring_up(data, store, chosen, chunking, sequence, changes, progress)
            keep_history(data, store)
            if serving:
                # Older states are not shown by any manifest; this one's are still read by who opened it.
                store.purge(serving.sequence)
            return report
        finally:
            store.close()


def _bring_up(
    data: Path,
    store: DocumentStore,
    encoder: Embedder,
    chunking: Chunking,
    sequence: int,
    changes: Changes,
    progress: Progress,
) -> BuildReport:
    """Complete the generation of this encoder and chunking and let readers see it."""
    documents = len(store.live())
    if not documents:
        raise NothingToIndex("nothing to index: " + ("; ".join(map(str, changes.skipped)) or "no file was given"))
    key = chunking_key(chunking)
    generation = generation_name(encoder.info.fingerprint, key)
    folder = generation_folder(data, generation)
    found = readable(lambda: read_manifest(folder))
    if found is None or found.store_id != store.store_id:
        found = _fresh(folder, Manifest(store.store_id, 0, encoder.info, chunking, ANALYSIS, ()))
    wanted = np.asarray(store.passage_ids(sequence, key), dtype=np.int64)
    legs = Legs(folder, found, store, encoder, wanted=wanted, progress=progress)
    settled = legs.complete and legs.manifest == found and store.latest() <= found.sequence and serves(data, generation)
    previous = None
    if not settled:
        legs.fill()
        write_manifest(folder, replace(legs.manifest, sequence=sequence))
        remember_making(store, encoder.info.name, chunking)
        previous = swap(data, generation)
    legs.sweep()
    if previous:
        _keep_only(folder.parent, {generation, previous})
    return BuildReport(changes, generation, encoder.info.name, documents, len(wanted), legs.encoded, not settled)


def _fresh(folder: Path, manifest: Manifest) -> Manifest:
    if folder.exists():
        rmtree(folder)
    folder.mkdir(parents=True)
    return manifest


def _keep_only(generations: Path, names: set[str]) -> None:
    """The previous generation stays, so that building with its encoder again swaps it back at once."""
    for folder in generations.iterdir():
        if folder.name not in names:
            rmtree(folder, ignore_errors=True)


def _split_what_lacks_passages(store: DocumentStore, chunking: Chunking) -> None:
    key = chunking_key(chunking)
    counts = store.passage_counts(key)
    for record in store.live().values():
        if record.version not in counts:
            store.add_passages(record.version, split_document(store.document(record.version), chunking), chunking=key)


def _open_store(data: Path) -> tuple[DocumentStore, list[str]]:
    """The store; one that cannot be read is set aside, never deleted, and made anew from the files."""
    try:
        store = DocumentStore(data, create=True)
        try:
            store.check()
        except BaseException:
            store.close()
            raise
    except (IndexDamaged, IndexFormat) as error:
        number = 1
        while (aside := data / f"{STORE}.set-aside-{number}").exists():
            number += 1
        for suffix in ("", "-wal", "-shm"):
            if (part := data / f"{STORE}{suffix}").exists():
                part.rename(f"{aside}{suffix}")
        return DocumentStore(data, create=True), [f"{error.args[0].split(':')[0]}; it was kept as {aside.name}"]
    return store, []
