"""Questions to hits: both legs, fused with weights that depend on the question's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.text import content_words
from corpus.types import Language
from index.alignment import Asked, align
from index.attending import READ, attend, say
from index.crossing import load_cross_encoder
from index.dictionary import ANSWERS, load_dictionary
from index.embedders import Embedder
from index.errors import UnknownDocument
from index.fusion import fuse
from index.meeting import Wanted
from index.opening import OpenIndex
from index.rerankers import RERANKERS
from index.terms import Terms
from index.thesaurus import load_thesaurus
from index.timing import Stopwatch
from index.types import Hit, Ranked, TokenVectors, Vectors

DEPTH = 64  # candidates of each leg, and of the reranker


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each leg counts when candidates are chosen and when they are ordered, and each field of the lexical leg.

    Without a weight for `maxsim` in `order`, candidates are not reranked; without one in `read` the cross-encoder, whose say
    is that share of the score of the passages it looks at, is not asked.
    """

    candidates: Mapping[str, float]
    order: Mapping[str, float]
    fields: Mapping[str, float]
    read: float = 0.0


# Tuned on development data. What the legs are worth depends on the question's language, and on whether the encoder yields
# token vectors: without them the order of the candidates is final.
_FIELDS: dict[Language, dict[str, float]] = {
    "tr": {"prefix": 1.0, "word": 0.5, "gram": 0.3, "heading": 0.3},
    "en": {"prefix": 1.0, "word": 0.3, "gram": 0.3, "heading": 0.3},
}
WEIGHTS: dict[Language, Weights] = {
    "tr": Weights(
        {"lexical": 1.0, "dense": 0.5},
        {"lexical": 1.0, "dense": 0.5},
        _FIELDS["tr"],
    ),
    "en": Weights(
        {"lexical": 1.0, "dense": 0.2},
        {"lexical": 1.0, "dense": 0.2},
        _FIELDS["en"],
    ),
}
LATE_WEIGHTS: dict[Language, Weights] = {
    "tr": Weights(
        {"lexical": 1.0, "dense": 1.0},
        {"lexical": 0.25, "dense": 0.0, "maxsim": 1.0},
        _FIELDS["tr"],
        read=0.4,
    ),
    "en": Weights(
        {"lexical": 0.6, "dense": 1.0},
        {"lexical": 0.3, "dense": 0.1, "maxsim": 1.0},
        _FIELDS["en"],
        read=0.38,
    ),
}


class Retriever:
    """Searches one open index; safe to share between threads. `weights` and `depth` other than ours are for ablations."""

    def __init__(
        self, index: OpenIndex, encoder: Embedder, *, weights: Mapping[Language, Weights] | None = None, depth: int = DEPTH
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._weights = weights or (LATE_WEIGHTS if encoder.info.token_dimensions else WEIGHTS)
        self._depth = depth
        self._reranker = RERANKERS["maxsim"]()
        late = encoder.info.token_dimensions and any(own.read for own in self._weights.values())
        self._cross = load_cross_encoder() if late else None
        held = {record.metadata.language for record in index.records.values()}
        self._terms = {language: self._terms_of(language, held) for language in WEIGHTS}

    def search(
        self,
        question: str,
        *,
        language: Language,
        top_k: int,
        watch: Stopwatch,
        around: str = "",
        document_ids: Sequence[str] | None = None,
        aligned: bool = True,
    ) -> list[Hit]:
        """The `top_k` best passages, best first, within some documents if given; `watch` times the stages.

        `around` is all of the text that the question stands in, where there is more of it: its words are looked for too.
        `aligned` adds to all of them what a reader looks at: scores of sentences and words, highlights.
        Raises UnknownDocument for a document id that the collection does not have.
        """
        weights = self._weights[language]
        versions = None if document_ids is None else [self._version(document_id) for document_id in document_ids]
        depth = max(self._depth, top_k)
        terms = self.terms(language)
        with watch.stage("lexical"):
            lexical = self._index.lexical.search(
                around or question, depth, weights=weights.fields, forms=terms.forms, versions=versions
            )
            lexical = [(passage_id, score) for passage_id, score in lexical if passage_id in self._index.shown]
        with watch.stage("encode"):
            query = self._encoder.encode_query([question])
        with watch.stage("dense"):
            dense = self._dense(query.pooled[0], depth, versions)
        legs = {"lexical": lexical, "dense": dense}
        if query.tokens is not None and "maxsim" in weights.order:
            with watch.stage("rerank"):
                legs["maxsim"] = self._rerank(query.tokens[0], fuse(legs, weights.candidates)[:depth])
        with watch.stage("fetch"):
            hits = self._hits(fuse(legs, weights.order), legs, max(top_k, READ) if self._cross else top_k)
        if query.tokens is None:
            return hits
        with watch.stage("align"):
            count = len(hits) if aligned else READ if self._cross else 0
            hits = [*self._aligned(question, query.tokens[0], hits[:count]), *hits[count:]]
        with watch.stage("attend"):
            return self.attended(question, hits, language=language)[:top_k]

    def attended(self, question: str, hits: Sequence[Hit], *, language: Language) -> list[Hit]:
        """Hits that are aligned, read by the cross-encoder and put in the order that follows, if it is to be asked."""
        share = self._weights[language].read
        if self._cross is None or not share:
            return list(hits)
        wanted = Wanted.of(content_words(question), self.terms(language))
        return _reordered([*attend(self._cross, question, hits[:READ], wanted=wanted), *hits[READ:]], share)

    def terms(self, language: Language) -> Terms:
        """The collection's terms as questions of a language see them."""
        return self._terms[language]

    def _terms_of(self, language: Language, held: set[str]) -> Terms:
        # Where every document is in the question's language, translations would only add what is not meant.
        dictionary = load_dictionary(language) if held - {language} else None
        thesaurus, answers = (load_thesaurus(), load_dictionary(language, ANSWERS)) if "tr" in held else (None, None)
        shown = len(self._index.shown)
        return Terms(self._index.lexical, shown, language, dictionary=dictionary, thesaurus=thesaurus, answers=answers)

    def _rerank(self, question: TokenVectors, candidates: Ranked) -> Ranked:
        ids = [passage_id for passage_id, _ in candidates]
        table = self._index.tokens(ids) if ids else None
        if table is None:
            return []
        scores = self._reranker.score(question, table)
        return sorted(zip(ids, map(float, scores), strict=True), key=lambda pair: (-pair[1], pair[0]))

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

    def _aligned(self, question: str, vectors: TokenVectors, hits: list[Hit]) -> list[Hit]:
        """The hits with what MaxSim saw in them: the score of each sentence, and the words that answer."""
        table = self._index.tokens([hit.passage_id for hit in hits]) if hits else None
        if table is None:
            return hits
        texts = [hit.passage.matching_text for hit in hits]
        of_question, *of_hits = self._encoder.pieces([question, *texts])
        asked = Asked.of(question, vectors, of_question)
        found = []
        for number, (hit, text, pieces) in enumerate(zip(hits, texts, of_hits, strict=True)):
            start = len(text) - len(hit.passage.reading)
            in_reading = [(row, (a - start, b - start)) for row, (a, b) in pieces]
            rows = table.rows[table.starts[number] : table.starts[number + 1]]
            seen = align(asked, hit.passage, rows, in_reading)
            found.append(
                replace(
                    hit,
                    plain_scores=seen.plain_scores,
                    highlights=seen.highlights,
                    word_scores=seen.word_scores,
                    near_words=seen.near_words,
                )
            )
        return found

    def _version(self, document_id: str) -> int:
        record = self._index.records.get(document_id)
        if record is None:
            raise UnknownDocument(document_id)
        return record.version


def _reordered(hits: Sequence[Hit], share: float) -> list[Hit]:
    """The hits by their fused scores with the cross-encoder's `share` in them; those it did not read get none of it."""
    made = []
    for hit in hits:
        said = {"fused": hit.score, **hit.scores, **({"cross": say(hit)} if hit.odds else {})}
        score = (1 - share) * said["fused"] + share * said.get("cross", 0.0)
        made.append(replace(hit, scores=said, score=round(score, 6)))
    return sorted(made, key=lambda hit: -hit.score)
