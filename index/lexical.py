"""The lexical leg: BM25 over our own terms in tantivy. Questions become queries term by term; nothing is parsed."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy

from corpus.text import content_words, grams, prefix, words
from corpus.types import Passage
from index.errors import DataDirectory, IndexDamaged
from index.tantivy_files import check_files
from index.types import Ranked

Forms = Callable[[str], Mapping[str, float]]
"""A folded word's prefix terms, with weights up to 1."""

_FIELDS = ("prefix", "word", "gram", "heading")
_MEMORY = 64_000_000


def own_form(word: str) -> dict[str, float]:
    """A word is found by its own prefix."""
    return {prefix(word): 1.0}


class LexicalIndex:
    """BM25 (k1 1.2, b 0.75) over prefixes, folded words and n-grams of passages, and the prefixes of their headings."""

    def __init__(self, folder: Path) -> None:
        """Open or make the index in a folder; raises IndexDamaged where its files are not as they were written."""
        self._schema = _schema()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            check_files(folder)
            self._index = tantivy.Index(self._schema, path=str(folder))
        except PermissionError as error:
            raise DataDirectory(folder, error.strerror) from error
        except (FileExistsError, ValueError) as error:
            if "permission denied" in str(error).lower():
                raise DataDirectory(folder, "permission denied") from error
            raise IndexDamaged(folder, str(error).splitlines()[0]) from error
        self._searcher = self._index.searcher()

    def ids(self) -> set[int]:
        """Ids of the passages that are searched."""
        count = self._searcher.num_docs
        if not count:
            return set()
        hits = self._searcher.search(tantivy.Query.all_query(), limit=count, count=False).hits
        return set(self._values([address for _, address in hits]))

    def change(self, add: Iterable[tuple[int, int, Passage]], remove: Iterable[int]) -> None:
        """Add passages (id, document version, passage) and remove others, in one durable commit."""
        # One thread, so that equal builds make equal files.
        writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        # A commit that was killed leaves a file whose name the next one would take.
        writer.garbage_collect_files()
        # By query: `delete_documents_by_term` takes a number for a signed one, and finds none in an unsigned field.
        writer.delete_documents_by_query(tantivy.Query.term_set_query(self._schema, "id", list(remove)))
        for passage_id, version, passage in add:
            writer.add_document(_document(passage_id, version, passage))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self,
        question: str,
        k: int,
        *,
        weights: Mapping[str, float],
        forms: Forms = own_form,
        versions: Iterable[int] | None = None,
    ) -> Ranked:
        """The `k` best passages for a question; `weights` boost the fields, `versions` keeps to some documents.

        `forms` gives the prefix terms that a word may be found by: of several, the best one of a passage counts.
        """
        query = self._query(question, weights, forms)
        if versions is not None:
            kept = tantivy.Query.term_set_query(self._schema, "version", list(versions))
            must = tantivy.Query.const_score_query(kept, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, must), (tantivy.Occur.Must, query)])
        hits = self._searcher.search(query, limit=k, count=False).hits
        return list(zip(self._values([address for _, address in hits]), (float(score) for score, _ in hits), strict=True))

    def document_frequency(self, term: str) -> int:
        """In how many passages a word of this prefix stands."""
        return int(self._searcher.doc_freq("prefix", term))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def _query(self, question: str, weights: Mapping[str, float], forms: Forms) -> Any:
        # A question of nothing but function words still gets its nearest passages.
        asked = content_words(question) or list(dict.fromkeys(words(question)))
        groups: dict[str, list[Mapping[str, float]]] = {
            "prefix": list({prefix(word): forms(word) for word in asked}.values()),
            "word": [{word: 1.0} for word in asked],
            "gram": [{gram: 1.0} for gram in dict.fromkeys(grams(asked))],
        }
        groups["heading"] = groups["prefix"]
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, self._any_of(field, group, weight))
                for field, weight in weights.items()
                for group in groups[field]
            ]
        )

    def _any_of(self, field: str, group: Mapping[str, float], weight: float) -> Any:
        """The best of some terms. Their sum would let a word of many translations drown the others."""
        queries = [
            tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), weight * share)
            for term, share in group.items()
        ]
        return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)

    def _values(self, addresses: list[Any]) -> list[Any]:
        values: list[Any] = self._searcher.fast_field_values("id", addresses)
        return values


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("version", indexed=True)
    for name in _FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(passage_id: int, version: int, passage: Passage) -> Any:
    body = words(passage.reading)
    document = tantivy.Document()
    document.add_unsigned("id", passage_id)
    document.add_unsigned("version", version)
    fields = (map(prefix, body), body, grams(body), map(prefix, words(passage.heading)))
    for name, terms in zip(_FIELDS, fields, strict=True):
        document.add_text(name, " ".join(terms))
    return document
