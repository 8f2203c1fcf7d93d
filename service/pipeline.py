"""The pipeline every route, command and evaluation goes through: no I/O of its own, no settings."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from corpus.language import guess_language
from corpus.types import Language
from index.embedders import Embedder
from index.opening import OpenIndex
from index.retriever import Retriever
from index.types import Hit
from service.readers import Reader
from service.types import Answer, SearchResult


class Pipeline:
    """Answers questions over one open index; safe to share between threads."""

    def __init__(self, index: OpenIndex, encoder: Embedder, reader: Reader) -> None:
        self.index = index
        self.encoder = encoder
        self._retriever = Retriever(index, encoder)
        self._reader = reader

    def answer(
        self, question: str, *, language: Language | None = None, top_k: int = 5, document_ids: Sequence[str] | None = None
    ) -> Answer:
        """Retrieve and read; `language` is guessed if not given. Raises UnknownDocument."""
        clock = _Clock()
        spoken, hits = self._retrieve(clock, question, language, top_k, document_ids)
        with clock.stage("read"):
            reading = self._reader.read(question, hits, language=spoken, rarity=self._retriever.rarity)
        return Answer(question, spoken, reading, self.index.generation, self.encoder.info.name, clock.timings())

    def search(
        self, question: str, *, language: Language | None = None, top_k: int = 5, document_ids: Sequence[str] | None = None
    ) -> SearchResult:
        """The hits alone. Raises UnknownDocument."""
        clock = _Clock()
        spoken, hits = self._retrieve(clock, question, language, top_k, document_ids)
        return SearchResult(question, spoken, tuple(hits), self.index.generation, self.encoder.info.name, clock.timings())

    def _retrieve(
        self, clock: "_Clock", question: str, language: Language | None, top_k: int, document_ids: Sequence[str] | None
    ) -> tuple[Language, list[Hit]]:
        with clock.stage("language"):
            spoken = language or guess_language(question)
        with clock.stage("retrieve"):
            hits = self._retriever.search(question, language=spoken, top_k=top_k, document_ids=document_ids)
        return spoken, hits


class _Clock:
    """Milliseconds of each stage and in total."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._start = now()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = self._now()
        yield
        self._stages[name] = round((self._now() - started) * 1000, 3)

    def timings(self) -> dict[str, float]:
        return {**self._stages, "total": round((self._now() - self._start) * 1000, 3)}
