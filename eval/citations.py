"""Measures of citations: are they what the documents say, on the page they name, and where the answer stands?"""

from collections.abc import Mapping, Sequence

from corpus.types import Document
from eval.types import CitedSpan, Evidence

Place = tuple[str, int]
"""A character: document and offset."""


def validity(citations: Sequence[CitedSpan], documents: Mapping[str, Document]) -> float | None:
    """Share of citations whose text is the slice of the raw text that their offsets name; None without citations."""
    return _share([_is_valid(citation, documents) for citation in citations])


def page_accuracy(citations: Sequence[CitedSpan], documents: Mapping[str, Document]) -> float | None:
    """Share of citations whose first and last page are those of their characters; None where no document has pages."""
    paged = [c for c in citations if c.document in documents and documents[c.document].pages]
    return _share(
        [
            citation.start_page == _page_at(documents[citation.document], citation.start)
            and citation.end_page == _page_at(documents[citation.document], citation.end - 1)
            for citation in paged
        ]
    )


def character_precision(citations: Sequence[CitedSpan], evidence: Sequence[Evidence]) -> float | None:
    """Share of the cited characters that are evidence, each counted once; None where nothing is cited."""
    cited = characters(citations)
    return len(cited & characters(evidence)) / len(cited) if cited else None


def character_recall(citations: Sequence[CitedSpan], evidence: Sequence[Evidence]) -> float | None:
    """Largest share of one evidence place's characters that is cited; None without evidence spans.

    The places of a question say the same, so citing one of them in full is enough.
    """
    cited = characters(citations)
    places = [characters([place]) for place in evidence if place.text]
    return max((len(cited & place) / len(place) for place in places), default=None)


def characters(spans: Sequence[CitedSpan | Evidence]) -> set[Place]:
    """The characters of spans, as (document, offset)."""
    return {(span.document, offset) for span in spans for offset in range(span.start, span.end)}


def _is_valid(citation: CitedSpan, documents: Mapping[str, Document]) -> bool:
    document = documents.get(citation.document)
    inside = document is not None and 0 <= citation.start < citation.end <= len(document.text)
    return document is not None and inside and document.text[citation.start : citation.end] == citation.text


def _page_at(document: Document, offset: int) -> int | None:
    return next((page.number for page in document.pages if page.start <= offset < page.end), None)


def _share(checks: Sequence[bool]) -> float | None:
    return sum(checks) / len(checks) if checks else None
