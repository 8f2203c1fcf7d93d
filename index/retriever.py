"""Questions to hits: both legs, fused with weights that depend on the question's language."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.types import Language
from index.embedders import Embedder, Vectors
from index.errors import UnknownDocument
from index.fusion import fuse
from index.opening import OpenIndex
from index.timing import Stopwatch
from index.types import Hit, Ranked

_DEPTH = 64  # candidates of each leg


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each leg counts, and within the lexical leg each field."""

    legs: Mapping[str, float]
    fields: Mapping[str, float]


# Tuned on the development half of the project's own questions; what the dense leg is worth depends on the encoder.
WEIGHTS: dict[Language, Weights] = {
    "tr": Weights({"lexical": 1.0, "dense": 0.5}, {"prefix": 1.0, "word": 0.5, "gram": 0.3, "heading": 0.3}),
    "en": Weights({"lexical": 1.0, "dense": 0.2}, {"prefix": 1.0, "word": 0.3, "gram": 0.3, "heading": 0.3}),
}


class Retriever:
    """Searches one open index; safe to share between threads."""

    def __init__(self, index: OpenIndex, encoder: Embedder) -> None:
        self._index = index
        self._encoder = encoder

    def search(
        self,
        question: str,
        *,
        language: Language,
        top_k: int,
        watch: Stopwatch,
        document_ids: Sequence[str] | None = None,
    ) -> list[Hit]:
        """The `top_k` best passages, best first, within some documents if given; `watch` times the stages.

        Raises UnknownDocument for a document id that the collection does not have.
        """
        weights = WEIGHTS[language]
        versions = None if document_ids is None else [self._version(document_id) for document_id in document_ids]
        depth = max(_DEPTH, top_k)
        with watch.stage("lexical"):
            lexical = self._index.lexical.search(question, depth, weights=weights.fields, versions=versions)
            lexical = [(passage_id, score) for passage_id, score in lexical if passage_id in self._index.shown]
        with watch.stage("encode"):
            query = self._encoder.encode_query([question])[0]
        with watch.stage("dense"):
            dense = self._dense(query, depth, versions)
        with watch.stage("fetch"):
            legs = {"lexical": lexical, "dense": dense}
            return self._hits(fuse(legs, weights.legs), legs, top_k)

    def _dense(self, query: Vectors, depth: int, versions: Sequence[int] | None) -> Ranked:
        kept = None if versions is None else self._index.passage_ids_of(versions)
        found: Ranked = []
        for searchable in self._index.segments:
            segment, allowed = searchable.segment, searchable.shown
            if kept is not None:
                allowed = np.flatnonzero(np.isin(segment.ids, kept))
            nearest = segment.index.search(query, depth, allowed)
            found.extend((int(segment.ids[position]), score) for position, score in nearest)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:depth]

    def _hits(self, fused: Ranked, legs: Mapping[str, Ranked], top_k: int) -> list[Hit]:
        """The best passages with their texts; one that the store does not show any more is dropped."""
        by_leg = {name: dict(ranked) for name, ranked in legs.items()}
        best = fused[:top_k]
        found = self._index.passages([passage_id for passage_id, _ in best])
        return [
            Hit(
                passage_id=passage_id,
                document=found[passage_id][0],
                passage=found[passage_id][1],
                score=round(score, 6),
                scores={name: ranked[passage_id] for name, ranked in by_leg.items() if passage_id in ranked},
            )
            for passage_id, score in best
            if passage_id in found
        ]

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word's forms: how much it tells about a passage that it stands there."""
        total, found = len(self._index.shown), self._index.lexical.document_frequency(word)
        return math.log(1 + (max(0, total - found) + 0.5) / (found + 0.5))

    def _version(self, document_id: str) -> int:
        record = self._index.records.get(document_id)
        if record is None:
            raise UnknownDocument(document_id)
        return record.version
