"""The composition root: the only place that picks concrete classes."""

import math
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from corpus.errors import KaynakError
from corpus.types import Chunking
from index.embedders import BUNDLED, Embedder, load_embedder
from index.errors import EncoderMismatch
from index.generations import current_generation, current_manifest, generation_folder
from index.opening import OpenIndex, open_index
from index.segments import MANIFEST
from service.pipeline import Pipeline
from service.readers import READERS
from service.reading.confidence import keeping
from service.settings import Settings

_READER = "extractive"
_RETRY_AFTER = 5.0  # seconds; a try reads the whole index, so not every question may make one
# What the first question of each language would wait for: language models, weights, patterns. Neither opens with a word that
# tells its language at once.
_WARMING = ("Kurulda kaç üye vardı, her şey yüklendi mi?", "Tell me, how many members did the board have?")


def build_pipeline(settings: Settings, *, at_hand: Embedder | None = None) -> Pipeline:
    """The pipeline over the index in the data directory, warmed up; an encoder at hand is used again if it fits.

    Raises IndexMissing, IndexDamaged, IndexFormat, EncoderMismatch or EncoderUnavailable.
    """
    manifest = current_manifest(settings.data)
    if settings.encoder not in (None, manifest.encoder.name):
        raise EncoderMismatch(manifest.encoder.name, str(settings.encoder))
    index = open_index(settings.data)
    try:
        pipeline = Pipeline(index, _encoder_of(index, at_hand), READERS[_READER](settings.accuracy_floor))
        _warn_of_floor(settings.accuracy_floor, pipeline.encoder)
        for question in _WARMING:
            pipeline.answer(question)
    except BaseException:
        index.close()
        raise
    return pipeline


def encoder_for_build(settings: Settings, made_with: str | None) -> Embedder:
    """The encoder to build with: the one asked for, else the one the index was made with, else the default."""
    return load_embedder(settings.encoder or made_with or BUNDLED)


def chunking_for_build(settings: Settings, made_with: Chunking) -> Chunking:
    """The chunking asked for; what is not asked for stays as the index has it."""
    size = settings.passage_size or made_with.size
    overlap = made_with.overlap if settings.passage_overlap is None else settings.passage_overlap
    return Chunking(size, overlap)


class UnreachableFloorWarning(UserWarning):
    """The accuracy floor is higher than the reader ever was with an encoder."""


class LivePipeline:
    """The pipeline of the newest state: a build that another process finishes is picked up by the next question."""

    def __init__(self, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._lock = threading.Lock()
        self._stamp = _stamp(settings.data)
        self._pipeline = build_pipeline(settings)
        self._fault, self._retry_at = "", math.inf

    def now(self) -> Pipeline:
        """The pipeline to answer with; the one before stays where, and as long as, the new state cannot be opened."""
        stamp = _stamp(self._settings.data)
        if (stamp != self._stamp or self._clock() >= self._retry_at) and self._lock.acquire(blocking=False):
            try:
                self._renew(stamp)
            finally:
                self._lock.release()
        return self._pipeline

    def close(self) -> None:
        """Let go of the index."""
        self._pipeline.index.close()

    def _renew(self, stamp: tuple[object, ...]) -> None:
        self._stamp = stamp
        try:
            # The state before is not closed here: other threads may still answer from it.
            self._pipeline = build_pipeline(self._settings, at_hand=self._pipeline.encoder)
            self._fault, self._retry_at = "", math.inf
        except Exception as error:
            # Whatever its name, it may pass, as too many open files do: what cannot be opened then looks damaged.
            self._fault = str(error) if isinstance(error, KaynakError) else f"{type(error).__name__}: {error}"
            self._retry_at = self._clock() + _RETRY_AFTER

    @property
    def fault(self) -> str:
        """Why the newest state could not be opened, empty if it was."""
        return self._fault


def _encoder_of(index: OpenIndex, at_hand: Embedder | None) -> Embedder:
    made_with = index.manifest.encoder
    if at_hand is not None and at_hand.info == made_with:
        return at_hand
    encoder = load_embedder(made_with.name)
    if encoder.info != made_with:
        raise EncoderMismatch(
            f"{made_with.name} ({made_with.fingerprint})", f"{encoder.info.name} ({encoder.info.fingerprint})"
        )
    return encoder


def _warn_of_floor(floor: float, encoder: Embedder) -> None:
    if not keeping(floor, late=bool(encoder.info.token_dimensions)):
        message = (
            f"with the encoder {encoder.info.name} no threshold keeps an accuracy of {floor}: only the surest answers are "
            "given; a lower KAYNAK_ACCURACY_FLOOR gives more"
        )
        warnings.warn(message, UnreachableFloorWarning, stacklevel=3)


def _stamp(data: Path) -> tuple[object, ...]:
    """Changes whenever another state is shown; two calls of stat, so it can be taken at every question."""
    try:
        folder = generation_folder(data, current_generation(data))
        manifest = (folder / MANIFEST).stat()
    except (KaynakError, OSError):
        return ()
    return (folder.name, manifest.st_ino, manifest.st_mtime_ns)
