"""The pipeline every route, command and evaluation goes through: no I/O of its own, no settings."""

from collections.abc import Mapping, Sequence

from corpus.language import guess_language
from corpus.types import Language
from index.attending import READ
from index.embedders import Embedder
from index.opening import OpenIndex
from index.retriever import DEPTH, Retriever, Weights
from index.timing import Stopwatch
from index.types import Hit
from service.readers import Reader
from service.reading.asking import asking_part
from service.types import Answer, SearchResult


class Pipeline:
    """Answers questions over one open index; safe to share between threads."""

    def __init__(self, index: OpenIndex, encoder: Embedder, reader: Reader, *, retriever: Retriever | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self.retriever = retriever or Retriever(index, encoder)
        self._reader = reader

    def varied(self, *, weights: Mapping[Language, Weights] | None = None, depth: int = DEPTH) -> "Pipeline":
        """The same pipeline over the same index with other weights of its legs or another depth, for ablations."""
        retriever = Retriever(self.index, self.encoder, weights=weights, depth=depth)
        return Pipeline(self.index, self.encoder, self._reader, retriever=retriever)

    def answer(
        self, question: str, *, language: Language | None = None, top_k: int = 5, document_ids: Sequence[str] | None = None
    ) -> Answer:
        """Retrieve and read; `language` is guessed if not given. Raises UnknownDocument."""
        watch, asked = Stopwatch(), asking_part(question)
        # What the answer is does not depend on how many passages are to be cited, but for a second one that it quotes.
        spoken, hits = self._retrieve(watch, question, asked, language, max(top_k, READ), document_ids)
        with watch.stage("read"):
            terms = self.retriever.terms(spoken)
            reading = self._reader.read(asked, hits, language=spoken, terms=terms, top_k=top_k)
        return Answer(question, spoken, reading, self.index.generation, self.encoder.info.name, watch.timings())

    def search(
        self, question: str, *, language: Language | None = None, top_k: int = 5, document_ids: Sequence[str] | None = None
    ) -> SearchResult:
        """The hits alone. Raises UnknownDocument."""
        watch, asked = Stopwatch(), asking_part(question)
        spoken, hits = self._retrieve(watch, question, asked, language, top_k, document_ids, aligned=False)
        return SearchResult(question, spoken, tuple(hits), self.index.generation, self.encoder.info.name, watch.timings())

    def _retrieve(
        self,
        watch: Stopwatch,
        question: str,
        asked: str,
        language: Language | None,
        top_k: int,
        document_ids: Sequence[str] | None,
        *,
        aligned: bool = True,
    ) -> tuple[Language, list[Hit]]:
        with watch.stage("language"):
            spoken = language or guess_language(question)
        return spoken, self.retriever.search(
            asked,
            around=question,
            language=spoken,
            top_k=top_k,
            document_ids=document_ids,
            watch=watch,
            aligned=aligned,
        )
